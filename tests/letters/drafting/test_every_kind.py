"""Every kind of letter, in every voice, as its reader meets it."""

import re
from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.interviews.kinds import Format, Relationship
from outreach.letters.coach.findings import Severity
from outreach.letters.coach.review import review
from outreach.letters.drafting.draft import Draft, Voice
from outreach.letters.drafting.writing import Manner
from outreach.letters.drafts import Material, draft_of
from outreach.letters.facts import Facts, Manuscript
from outreach.letters.kinds import LetterKind
from tests.letters.drafting.cast import complete
from tests.letters.drafting.checks import JOB_TALK, body_of, counted, holes

TOLD = {
    "did": "taken the pump-test course you named",
    "result": "a day in the field with the county team",
    "progress": "started the field course",
    "useful": "the new atlas of springs, free to read online",
    "question": "How did you choose your first project?",
    "news": "accepted a place in the graduate programme",
    "helped": "your advice to spend a day in the field first",
    "reason": "my plans have turned towards teaching",
}
FULL = Material(
    windows=("Tuesday 9 February, 10:00 to 12:00", "Thursday 11 February, 14:00 to 16:00"),
    link="https://o.example/m/x",
    zone="Calgary time",
    questions=("What surprised you?", "What would you read first?", "Who else sees this differently?"),
    person="Ana Ruiz",
    until=date(2027, 3, 1),
    day=date(2027, 2, 9),
    time="10:00 to 10:20",
    place="Café Luna",
    learned=("how much field judgement counts",),
    promises=("send you the map",),
    people=("Mr. Adeyemi",),
    told=TOLD,
    month="September",
)
SHORT = [kind for kind in LetterKind if kind is not LetterKind.OUTREACH]
QUIET = [
    kind
    for kind in SHORT
    if kind
    not in {
        LetterKind.NUDGE, LetterKind.PROPOSAL, LetterKind.QUESTIONS, LetterKind.MOVED_BY_ME,
        LetterKind.MOVED_BY_THEM, LetterKind.MISSED_BY_THEM, LetterKind.ASK_AGAIN, LetterKind.REFERRAL_CHECK,
    }
]  # fmt: skip
"""The letters in which nothing is asked."""


def told_for(kind: LetterKind) -> Material:
    """Everything that a letter of this kind may be told."""
    own = {
        LetterKind.CONGRATULATIONS: {"news": "your new role as head of field work"},
        LetterKind.ANOTHER_PATH: {"news": "to stay in teaching", "helped": TOLD["helped"]},
    }
    return replace(FULL, told=own.get(kind, TOLD))


def drafts(kind: LetterKind, material: Material) -> list[tuple[Facts, Draft]]:
    """The letter in each voice, for each person of the cast, in several wordings."""
    found = []
    for number, voice in product(range(7), Voice):
        facts = complete(Relationship.GROUP, number=number, format=list(Format)[number % 4])
        found.append((facts, draft_of(kind, facts, material, Manner(f"interview {number}", voice))))
    return found


@pytest.mark.parametrize("kind", SHORT)
def test_the_coach_lets_every_kind_of_letter_pass(kind: LetterKind) -> None:
    for facts, draft in drafts(kind, told_for(kind)):
        found = review(Manuscript(kind.coached_as, draft.body, draft.subject, facts)).findings
        assert not [f"{f.rule}: {f.text}" for f in found if f.severity is not Severity.T], draft.body
        assert not draft.missing


@pytest.mark.parametrize("kind", SHORT)
def test_every_kind_of_letter_is_short_whole_and_calm(kind: LetterKind) -> None:
    for _, draft in drafts(kind, told_for(kind)):
        assert not holes(draft), draft.body
        assert 8 <= counted(body_of(draft)) <= 110
        assert 2 <= counted(draft.subject) <= 8
        assert "!" not in draft.body
        if kind in QUIET:
            assert "?" not in draft.body
        if kind is not LetterKind.MOVED_BY_ME:
            assert not JOB_TALK.search(body_of(draft).replace("programme", ""))


@pytest.mark.parametrize("kind", SHORT)
def test_a_letter_that_was_told_nothing_still_reads_well(kind: LetterKind) -> None:
    bare = Material(day=date(2027, 2, 9), time="10:00 to 10:20", zone="Calgary time")
    for _, draft in drafts(kind, bare):
        assert not holes(draft), draft.body
        assert counted(body_of(draft)) >= 5


@pytest.mark.parametrize("kind", SHORT)
def test_every_voice_has_words_of_its_own(kind: LetterKind) -> None:
    facts = complete(Relationship.GROUP, number=1)
    bodies = {
        body_of(draft_of(kind, facts, told_for(kind), Manner(str(seed), voice)))
        for seed, voice in product(range(8), Voice)
    }
    assert len(bodies) >= 3


@pytest.mark.parametrize("kind", SHORT)
def test_a_letter_in_a_thread_keeps_its_subject(kind: LetterKind) -> None:
    manner = Manner("Lena", thread="A question about wells")
    assert (
        draft_of(kind, complete(Relationship.GROUP), told_for(kind), manner).subject
        == "Re: A question about wells"
    )


@pytest.mark.parametrize(
    ("kind", "told", "said"),
    [
        (LetterKind.ADVICE_UPDATE, {"did": "I have read your book."}, "I have read your book"),
        (LetterKind.ADVICE_UPDATE, {"did": "We tried it at school"}, ": we tried it at school."),
        (LetterKind.IN_TOUCH_1M, {"progress": "now moved to Leeds"}, "I have now moved to Leeds"),
        (LetterKind.IN_TOUCH_6M, {"progress": "the course is done"}, ": the course is done."),
        (LetterKind.LANDED, {"news": "I've accepted a place"}, "I have accepted a place"),
        (LetterKind.LANDED, {"news": "a place at the river authority"}, ": a place at the river authority."),
        (LetterKind.LANDED, {"helped": "you told me to wait"}, "was that you told me to wait"),
        (LetterKind.ANOTHER_PATH, {"news": "I have decided against it"}, "I have decided against it"),
        (LetterKind.ANOTHER_PATH, {"news": "not to move"}, "I have decided not to move"),
        (LetterKind.ANOTHER_PATH, {"news": "teaching it is"}, ": teaching it is."),
        (LetterKind.CONGRATULATIONS, {"news": "on your prize"}, "your prize"),
        (LetterKind.CONGRATULATIONS, {"news": "she was promoted"}, "that you were promoted"),
        (LetterKind.ASK_AGAIN, {"question": "how did you begin"}, "How did you begin?"),
        (LetterKind.REFERRAL_NOT_PURSUED, {"reason": "because I move away"}, "because I move away"),
    ],
)  # fmt: skip
def test_what_was_told_reads_well_however_it_was_typed(
    kind: LetterKind, told: dict[str, str], said: str
) -> None:
    facts = complete(Relationship.GROUP)
    for seed, voice in product(range(4), Voice):
        body = draft_of(kind, facts, Material(told=told, person="Ana Ruiz"), Manner(str(seed), voice)).body
        body = body.replace("I'll", "I will").replace("I've", "I have")
        assert said.removeprefix("was ") in body


@pytest.mark.parametrize(
    "kind", [LetterKind.MOVED_BY_ME, LetterKind.MOVED_BY_THEM, LetterKind.MISSED_BY_THEM]
)
def test_a_time_that_fell_through_brings_new_times_in_their_zone(kind: LetterKind) -> None:
    for _, draft in drafts(kind, FULL):
        assert "- Tuesday 9 February, 10:00 to 12:00" in draft.body
        assert "Calgary time" in draft.body
        assert FULL.link in draft.body


def test_a_second_move_of_mine_offers_to_let_it_be() -> None:
    for _, draft in drafts(LetterKind.MOVED_BY_ME, replace(FULL, again=True)):
        assert re.search(r"let it (be|rest)|drop it", draft.body)
    for _, draft in drafts(LetterKind.MOVED_BY_ME, FULL):
        assert "second time" not in draft.body


def test_what_is_passed_on_stands_apart_and_is_sixty_words_at_most() -> None:
    for facts, draft in drafts(LetterKind.INTRODUCTION, FULL):
        blurb = draft.body.split("\n\n")[2]
        assert 15 <= counted(blurb) <= 60
        assert blurb.endswith(facts.sender.name)
        assert "Ana Ruiz" in blurb


@given(st.sampled_from(SHORT), st.text(max_size=60), st.sampled_from(Voice))
def test_nothing_that_is_told_breaks_a_letter(kind: LetterKind, typed: str, voice: Voice) -> None:
    material = replace(FULL, told=dict.fromkeys(TOLD, typed), person=typed, month=typed)
    draft = draft_of(kind, complete(Relationship.GROUP), material, Manner(typed, voice))

    assert draft.subject.strip()
    assert draft.body.strip()
