"""Lists made for one talk: the rules that every list keeps, and the lists of five people."""

import random
import re
from dataclasses import replace
from functools import cache

import pytest

from outreach.accounts.kinds import Situation
from outreach.contacts.kinds import Level
from outreach.errors import NotFound
from outreach.interviews.kinds import Purpose
from outreach.questions import reasons
from outreach.questions.bank import Bank
from outreach.questions.short_lists import by_mail, sent_ahead
from outreach.questions.tailoring import Choice, OwnQuestion, Tailored, Wanted, alternatives, tailor
from outreach.questions.topics import OPT_IN, Aim, Topic
from outreach.questions.weighing import LEFT_OUT, may_ask

BANK = Bank.load()
TRUTH = {Topic.FEEL, Topic.FIT}
TITLES = [
    "Registered nurse",
    "Project manager",
    "Utility engineer",
    "Founder",
    "Chef",
    "Wrangler of clouds",
    "",
]
COUNTS = {10: (3, 3), 15: (4, 5), 20: (5, 6), 30: (7, 9), 45: (10, 12), 60: (12, 14)}
"""Minutes, and how few and how many questions they hold without the close."""


def any_wish(lot: random.Random) -> Wanted:
    """A wish of any kind, always the same for one lot."""
    upgradable = [question.key for question in BANK.questions if question.upgraded]
    general = [question.key for question in BANK.questions if not question.soc]
    return Wanted(
        minutes=lot.choice([0, 3, 5, 8, 10, 12, 15, 20, 25, 30, 40, 45, 60, 240]),
        purpose=lot.choice([None, *Purpose]),
        level=lot.choice(list(Level)),
        situation=lot.choice([None, *Situation]),
        aim=lot.choice([None, None, *Aim]),
        occupation=lot.choice(TITLES),
        soc=lot.choice(["", "", "17", "29", "99"]),
        facts=dict.fromkeys(lot.sample(upgradable, lot.choice([0, 0, 3])), "what I found"),
        asked=frozenset(lot.sample(general, lot.choice([0, 0, 40, 150]))),
        pinned=tuple(lot.sample(general, lot.choice([0, 0, 2, 4]))),
        own=tuple(
            OwnQuestion(f"own-{n}", f"How does my own question {n} go?", lot.choice(list(Topic)))
            for n in range(lot.choice([0, 0, 1, 3]))
        ),
        also=frozenset(lot.sample(sorted(OPT_IN), lot.choice([0, 0, 1, 2]))),
        seed=str(lot.random()),
    )


@cache
def five_hundred() -> list[Tailored]:
    lot = random.Random(20261116)
    return [tailor(any_wish(lot), BANK) for _ in range(500)]


def content(tailored: Tailored) -> list[str]:
    return [choice.key for choice in tailored.questions if choice.topic is not Topic.CLOSE]


def test_every_list_fits_its_minutes() -> None:
    for tailored in five_hundred():
        assert tailored.allowance.opening + tailored.minutes <= tailored.allowance.minutes


def test_no_list_has_more_questions_than_its_minutes_hold() -> None:
    for tailored in five_hundred():
        executive = tailored.wanted.level is Level.EXECUTIVE
        assert len(content(tailored)) <= (4 if executive else tailored.allowance.most)


@pytest.mark.parametrize(("minutes", "few", "many"), [(m, *counts) for m, counts in COUNTS.items()])
def test_each_length_holds_as_many_questions_as_guides_advise(minutes: int, few: int, many: int) -> None:
    for level in set(Level) - {Level.EXECUTIVE}:
        for purpose in [None, *Purpose]:
            tailored = tailor(Wanted(minutes, purpose, level, occupation="Registered nurse"), BANK)
            assert few <= len(content(tailored)) <= many, (level, purpose)


def test_every_list_opens_with_their_story() -> None:
    for tailored in five_hundred():
        assert tailored.questions[0].topic is Topic.PATH


def test_every_list_ends_with_the_referral_and_then_the_close() -> None:
    for tailored in five_hundred():
        topics = [choice.topic for choice in tailored.questions]
        if topics[-1] is not Topic.CLOSE:
            assert tailored.allowance.minutes < 10
            topics.append(Topic.CLOSE)
        assert topics[-2:] == [Topic.REF, Topic.CLOSE]
        assert topics.count(Topic.REF) == topics.count(Topic.CLOSE) == 1


def test_every_list_of_ten_minutes_holds_the_truth_about_the_work_and_advice_for_the_asker() -> None:
    for tailored in five_hundred():
        if tailored.allowance.minutes < 10:
            continue
        covered = {choice.topic for choice in tailored.questions}
        for choice in tailored.questions:
            covered |= BANK.by_key[choice.key].serves if choice.key in BANK.by_key else set()
        assert TRUTH & covered
        assert Topic.ME in covered


def test_every_list_goes_from_general_to_specific() -> None:
    for tailored in five_hundred():
        positions = [choice.topic.position for choice in tailored.questions]
        assert positions == sorted(positions)


def test_no_question_comes_twice_and_none_is_both_above_and_below_the_line() -> None:
    for tailored in five_hundred():
        keys = [choice.key for choice in tailored.questions + tailored.spares]
        assert len(set(keys)) == len(keys)


def test_every_list_keeps_two_or_three_spares() -> None:
    for tailored in five_hundred():
        assert 2 <= len(tailored.spares) <= 3


def test_three_questions_are_starred_and_in_longer_lists_never_the_farewell() -> None:
    for tailored in five_hundred():
        starred = [choice for choice in tailored.questions if choice.starred]
        assert len(starred) == min(3, len(tailored.questions))
        if len(content(tailored)) >= 4:
            assert not {choice.topic for choice in starred} & {Topic.REF, Topic.CLOSE}


def test_every_choice_says_in_one_short_sentence_why_it_is_there() -> None:
    for tailored in five_hundred():
        for choice in tailored.questions + tailored.spares:
            assert choice.why.endswith(".")
            assert len(choice.why.split()) <= 20


def test_what_this_person_was_asked_is_not_asked_again_while_there_is_anything_else() -> None:
    for tailored in five_hundred():
        wanted = tailored.wanted
        for choice in tailored.questions:
            if choice.key in wanted.asked:
                serves = BANK.get(choice.key).serves
                fresh = [q for q in BANK.about(choice.topic) if q.must and may_ask(q, wanted)]
                assert all(q.key in wanted.asked or bool(q.serves) < bool(serves) for q in fresh)


def test_nobody_is_asked_what_their_standing_rules_out() -> None:
    for tailored in five_hundred():
        wanted = tailored.wanted
        for choice in tailored.questions + tailored.spares:
            if choice.own or choice.pinned:
                continue
            question = BANK.get(choice.key)
            assert question.suits(wanted.purpose, wanted.level, wanted.situation)
            if wanted.level not in question.levels:
                assert choice.topic not in LEFT_OUT.get(wanted.level, ())


def test_pay_and_belonging_come_up_only_when_wished_for() -> None:
    for tailored in five_hundred():
        for choice in tailored.questions + tailored.spares:
            if choice.topic in OPT_IN and not (choice.own or choice.pinned):
                assert choice.topic in tailored.wanted.also


@pytest.mark.parametrize("minutes", [30, 45, 60])
@pytest.mark.parametrize("purpose", Purpose)
@pytest.mark.parametrize("situation", Situation)
def test_pay_comes_once_and_in_the_last_third(minutes: int, purpose: Purpose, situation: Situation) -> None:
    wanted = Wanted(minutes, purpose, Level.MID, situation, also=frozenset({Topic.PAY}))
    tailored = tailor(wanted, BANK)
    topics = [choice.topic for choice in tailored.questions]
    assert topics.count(Topic.PAY) == 1
    assert topics.index(Topic.PAY) >= len(topics) * 2 // 3


def test_the_same_wish_always_brings_the_same_list() -> None:
    lot = random.Random(7)
    for _ in range(20):
        wish = any_wish(lot)
        assert tailor(wish, BANK) == tailor(wish, BANK)


def test_another_seed_settles_ties_in_another_way() -> None:
    lists = {tuple(content(tailor(Wanted(30, Purpose.JOB, seed=str(n)), BANK))) for n in range(10)}
    assert len(lists) > 3


def test_lena_and_the_nurse() -> None:
    """A first-year student asks a nurse for twenty minutes."""
    wanted = Wanted(20, Purpose.JOB, Level.MID, Situation.STUDENT, occupation="Registered nurse")
    tailored = tailor(wanted, BANK)
    assert tailored.soc == "29"
    assert any(BANK.get(choice.key).soc == "29" for choice in tailored.questions)
    assert not {Topic.ORG, Topic.PAY} & {choice.topic for choice in tailored.questions}
    assert tailored.notes == ()
    beginnings = re.compile("beginner|first (year|month|role)|semester")
    assert sum(bool(beginnings.search(choice.text)) for choice in tailored.questions) <= 2


def test_sergeant_okafor_and_the_project_manager() -> None:
    """A veteran asks about a job that he might do next, and hears about his own experience."""
    wanted = Wanted(30, Purpose.JOB, Level.MID, Situation.VETERAN, occupation="Project Manager")
    tailored = tailor(wanted, BANK)
    assert any(Situation.VETERAN in BANK.get(choice.key).only_for for choice in tailored.questions)
    assert any("project" in BANK.get(choice.key).titles for choice in tailored.questions)


def test_ines_and_the_utility() -> None:
    """An engineer who is new to the country asks a senior engineer how a utility works."""
    wanted = Wanted(
        30, Purpose.COMPANY, Level.SENIOR, Situation.NEWCOMER, occupation="Electrical engineer at a utility"
    )
    topics = [choice.topic for choice in tailor(wanted, BANK).questions]
    assert topics.count(Topic.ORG) >= 2
    assert Topic.EDU not in topics


@pytest.mark.parametrize("level", [Level.SENIOR, Level.PUBLIC, Level.UNKNOWN])
def test_somebody_who_changes_the_country_is_not_asked_about_changing_the_work(level: Level) -> None:
    for purpose in Purpose:
        wanted = Wanted(30, purpose, level, Situation.NEWCOMER, occupation="Water engineer")
        keys = {choice.key for choice in tailor(wanted, BANK).questions}
        assert not {"skill-transfer", "ref-same-turn"} & keys
        assert "ref-arrived" in keys


def test_tom_and_the_founder() -> None:
    """A career changer has fifteen minutes with a founder, who sells what she knows."""
    wanted = Wanted(15, Purpose.FIELD, Level.FOUNDER, Situation.CHANGER, occupation="Founder of a bakery")
    tailored = tailor(wanted, BANK)
    assert Topic.TRAIN not in {choice.topic for choice in tailored.questions}
    assert Level.FOUNDER in BANK.get(tailored.questions[2].key).levels  # the advice, too, is a founder's
    assert any("Founders often sell their advice" in note for note in tailored.notes)
    assert tailor(replace(wanted, soc="51"), BANK).soc == "51"


def test_dr_weiss_and_the_recruiter() -> None:
    """A new PhD asks a recruiter how hiring goes, not how a recruiter's day is."""
    wanted = Wanted(
        15, Purpose.INDUSTRY, Level.RECRUITER, Situation.GRADUATE, occupation="Technical recruiter"
    )
    tailored = tailor(wanted, BANK)
    assert tailored.soc == ""
    assert sum(Level.RECRUITER in BANK.get(choice.key).levels for choice in tailored.questions) >= 3


@pytest.mark.parametrize(
    ("programme", "is_asked"),
    [("Ph.D. in Physics", True), ("Doctoral student", True), ("BSc Physics", False)],
)
def test_a_doctorate_is_spoken_of_by_who_brings_one(programme: str, is_asked: bool) -> None:
    wanted = Wanted(
        30, Purpose.INDUSTRY, Level.RECRUITER, Situation.GRADUATE, programme, occupation="Recruiter"
    )
    assert any("doctorate" in choice.text for choice in tailor(wanted, BANK).questions) is is_asked


def test_an_executive_hears_four_questions_at_most_and_none_about_an_ordinary_day() -> None:
    wanted = Wanted(45, Purpose.INDUSTRY, Level.EXECUTIVE, occupation="CEO")
    tailored = tailor(wanted, BANK)
    assert len(content(tailored)) == 4
    assert Topic.DAY not in {choice.topic for choice in tailored.questions}
    assert any(choice.topic is Topic.INDUSTRY for choice in tailored.questions)


def test_without_minutes_the_list_is_made_for_twenty_and_says_so() -> None:
    tailored = tailor(Wanted(0, Purpose.JOB), BANK)
    assert tailored.allowance.minutes == 20
    assert tailored.notes == ("No length is agreed yet, so this list is made for twenty minutes.",)


def test_five_minutes_hold_a_story_and_a_referral() -> None:
    tailored = tailor(Wanted(5, Purpose.JOB), BANK)
    assert [choice.topic for choice in tailored.questions] == [Topic.PATH, Topic.REF]
    assert "ask for the rest by mail" in tailored.notes[0]


def test_four_hours_are_planned_as_one() -> None:
    tailored = tailor(Wanted(240, Purpose.JOB), BANK)
    assert tailored.allowance.minutes == 60
    assert "sixty minutes" in tailored.notes[0]


def test_an_unknown_title_and_an_unknown_purpose_are_named() -> None:
    notes = tailor(Wanted(20, occupation="Wrangler of clouds"), BANK).notes
    assert any("looks in every direction" in note for note in notes)
    assert any(note.startswith("“Wrangler of clouds” is not a title we know") for note in notes)


def test_homework_turns_a_public_question_into_a_better_one() -> None:
    facts = {"skill-essential": "active listening"}
    tailored = tailor(Wanted(30, Purpose.JOB, facts=facts), BANK)
    [choice] = [choice for choice in tailored.questions if choice.key == "skill-essential"]
    assert choice.text.startswith("Every list of skills for this work mentions active listening.")
    assert choice.why == reasons.LOOKED_UP
    assert choice.lookup == ""


def test_anchor_questions_are_asked_of_everybody_and_starred() -> None:
    pinned = ("fit-who-should-not", "day-last-tuesday")
    for level in Level:
        tailored = tailor(Wanted(30, Purpose.FIELD, level, pinned=pinned), BANK)
        anchors = [choice for choice in tailored.questions + tailored.spares if choice.pinned]
        assert {choice.key for choice in anchors} == set(pinned)
        assert tailored.questions[0].topic is Topic.PATH


def test_an_anchor_answered_before_is_not_asked_again_and_the_list_says_so() -> None:
    wanted = Wanted(30, pinned=("feel-surprise",), asked=frozenset({"feel-surprise"}))
    tailored = tailor(wanted, BANK)
    assert "feel-surprise" not in content(tailored)
    assert any("not asked again" in note for note in tailored.notes)


def test_an_anchor_that_left_the_bank_is_named() -> None:
    assert any("“gone-away”" in note for note in tailor(Wanted(30, pinned=("gone-away",)), BANK).notes)


def test_own_questions_come_in_and_what_finds_no_room_waits_below_the_line() -> None:
    own = tuple(OwnQuestion(f"own-{n}", f"How does own question {n} go?") for n in range(5))
    tailored = tailor(Wanted(20, Purpose.JOB, own=own), BANK)
    inside = [choice for choice in tailored.questions if choice.own]
    assert inside
    assert all(choice.starred for choice in inside)
    assert [choice.key for choice in tailored.spares] == [f"own-{n}" for n in range(len(inside), 5)][:3]
    assert any("found no room" in note for note in tailored.notes)


def test_an_own_question_about_their_story_may_open_the_talk() -> None:
    own = (OwnQuestion("own-1", "How did the river authority find you?", Topic.PATH),)
    assert tailor(Wanted(20, own=own), BANK).questions[0].key == "own-1"


def test_pay_in_a_short_talk_is_left_out_with_a_word_of_reason() -> None:
    tailored = tailor(Wanted(15, also=frozenset({Topic.PAY})), BANK)
    assert Topic.PAY not in {choice.topic for choice in tailored.questions}
    assert any(note.startswith("Pay is left out") for note in tailored.notes)


def test_somebody_who_was_asked_everything_still_gets_a_whole_list() -> None:
    tailored = tailor(Wanted(20, asked=frozenset(BANK.by_key)), BANK)
    assert [choice.topic for choice in tailored.questions][-2:] == [Topic.REF, Topic.CLOSE]
    assert tailored.questions[0].topic is Topic.PATH


def others_than(tailored: Tailored, key: str, *more: str) -> tuple[Choice, ...]:
    """What could stand in a question's place, besides what the list and ``more`` name."""
    listed = [choice.key for choice in tailored.questions]
    return alternatives(tailored.wanted, tailored.bank, key, opens=key == listed[0], without={*listed, *more})


def test_three_others_on_the_same_topic_can_be_had_for_each_question() -> None:
    for tailored in five_hundred()[:100]:
        if tailored.wanted.asked:
            continue
        listed = {choice.key for choice in tailored.questions}
        for choice in tailored.questions:
            if choice.own:
                continue
            others = others_than(tailored, choice.key)
            assert all(other.topic is choice.topic and other.key not in listed for other in others)
            assert len(others) == 3 or choice.pinned or choice.topic in OPT_IN


def test_alternatives_leave_out_what_the_caller_has_already() -> None:
    tailored = tailor(Wanted(20, Purpose.JOB), BANK)
    first = others_than(tailored, tailored.questions[0].key)
    again = others_than(tailored, tailored.questions[0].key, *(other.key for other in first))
    assert not {other.key for other in first} & {other.key for other in again}


def test_alternatives_to_an_unknown_question_are_refused() -> None:
    with pytest.raises(NotFound):
        alternatives(Wanted(20), BANK, "no-such-question")


def test_a_letter_carries_three_to_five_questions_the_most_important_first() -> None:
    for tailored in five_hundred():
        chosen = by_mail(tailored)
        assert 3 <= len(chosen) <= 5
        assert chosen[-1].topic is Topic.REF
        assert [choice.starred for choice in chosen[:-1]] == sorted(
            (choice.starred for choice in chosen[:-1]), reverse=True
        )


def test_four_to_seven_questions_are_sent_ahead() -> None:
    for tailored in five_hundred():
        chosen = sent_ahead(tailored)
        assert 4 <= len(chosen) <= 7
        assert Topic.CLOSE not in {choice.topic for choice in chosen}
        assert len({choice.key for choice in chosen}) == len(chosen)
