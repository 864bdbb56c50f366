import re
from datetime import date
from itertools import cycle, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.accounts.kinds import Situation
from outreach.contacts.kinds import Formality
from outreach.interviews.kinds import Format
from outreach.letters.drafting.draft import Draft, Voice
from outreach.letters.drafting.followups import (
    day_in_words,
    draft_answers_by_mail,
    draft_confirmation,
    draft_decline,
    draft_later,
    draft_nudge,
    draft_proposal,
    draft_redirect_thanks,
)
from outreach.letters.drafting.writing import Manner, Pair, in_a_row, re_subject
from outreach.letters.facts import ContactFacts, SenderFacts
from tests.letters.drafting.cast import CONTACTS, SENDERS
from tests.letters.drafting.checks import body_of, counted, holes

GRACE = ContactFacts("Grace Hopper", Formality.FIRST_NAME)
LENA = SenderFacts("Lena Brandt", Situation.STUDENT, "BSc Geology", "Carleton", phone="+1 403 555 0199")
PAIR = Pair(GRACE, LENA)
TUESDAY = "Tuesday 9 February, 10:00 to 12:00"
THURSDAY = "Thursday 11 February, 14:00 to 16:00"
LINK = "https://o.example/m/x"
MANNERS = [Manner(str(seed), voice) for seed, voice in product(range(12), Voice)]


def every(draft: Draft) -> None:
    """What holds for each short letter."""
    assert not holes(draft), draft.body
    assert "!" not in draft.body
    assert counted(body_of(draft)) <= 110
    assert 2 <= counted(draft.subject) <= 8
    assert draft.body.splitlines()[0].endswith(",")


@pytest.mark.parametrize("form", Format)
def test_a_reminder_is_short_asks_once_and_lets_go(form: Format) -> None:
    for manner, contact, sender in zip(MANNERS, cycle(CONTACTS), [*SENDERS.values()] * 6, strict=False):
        draft = draft_nudge(Pair(contact, sender), manner, minutes=15, format=form)
        every(draft)
        body = body_of(draft)
        assert counted(body) <= 60
        assert body.count("?") == 1
        assert re.search(r"\b(15|fifteen)[- ]minute", body) or manner.voice is Voice.PLAIN
        assert re.search(r"not write again|I will do the same|leave you in peace|I'll do the same", body)
        assert not draft.missing


@pytest.mark.parametrize("form", Format)
def test_a_proposal_gives_times_in_their_zone_and_another_way(form: Format) -> None:
    for manner in MANNERS:
        draft = draft_proposal(
            PAIR,
            manner,
            windows=(TUESDAY, THURSDAY),
            zone="Calgary time",
            link=LINK,
            format=form,
        )
        every(draft)
        assert f"- {TUESDAY}\n- {THURSDAY}" in draft.body
        assert "Calgary time" in draft.body
        assert "20-minute" in draft.body
        assert LINK in draft.body
        assert (
            "time of yours" in draft.body or "suits you better" in draft.body or "of your own" in draft.body
        )
        assert "+1 403 555 0199" in draft.body


def test_a_proposal_offers_four_windows_at_most() -> None:
    draft = draft_proposal(PAIR, Manner("Lena"), windows=[f"window {i}" for i in range(9)])
    assert "window 3" in draft.body
    assert "window 4" not in draft.body


def test_a_proposal_without_windows_asks_for_theirs_and_misses_ours() -> None:
    for manner, link in product(MANNERS, ["", LINK]):
        draft = draft_proposal(PAIR, manner, windows=(), link=link)
        every(draft)
        assert "20-minute phone call" in draft.body
        assert [m.fact for m in draft.missing] == ["windows"]


def test_questions_by_mail_are_numbered_and_five_at_most() -> None:
    for manner in MANNERS:
        draft = draft_answers_by_mail(PAIR, manner, questions=[f"What about {i}?" for i in range(7)])
        every(draft)
        assert "1. What about 0?\n2. What about 1?" in draft.body
        assert "five questions" in draft.body
        assert "6." not in draft.body
        assert not draft.missing


@pytest.mark.parametrize("count", [0, 1, 2])
def test_too_few_questions_are_asked_for(count: int) -> None:
    draft = draft_answers_by_mail(PAIR, Manner("Lena"), questions=["Why?"] * count)
    every(draft)
    assert [m.fact for m in draft.missing] == ["questions"]


def test_a_redirection_is_thanked_for_and_a_name_is_borrowed_only_with_leave() -> None:
    for manner in MANNERS:
        allowed = draft_redirect_thanks(PAIR, manner, person="Ana Ruiz", may_use_name=True)
        silent = draft_redirect_thanks(PAIR, manner, person="Ana Ruiz")
        for draft in (allowed, silent):
            every(draft)
            assert "Ana Ruiz" in draft.body
        assert "offered" in allowed.body or "allowed" in allowed.body
        assert "unless you tell me" in silent.body or "only mention you if" in silent.body


def test_a_redirection_to_nobody_asks_for_the_name() -> None:
    draft = draft_redirect_thanks(PAIR, Manner("Lena"), person="")
    every(draft)
    assert [m.fact for m in draft.missing] == ["person"]


def test_a_later_is_taken_at_its_word() -> None:
    for manner in MANNERS:
        dated = draft_later(PAIR, manner, until=date(2027, 3, 1))
        open_ended = draft_later(PAIR, manner)
        every(dated)
        every(open_ended)
        assert "Monday 1 March" in dated.body
        assert "?" not in dated.body + open_ended.body


def test_a_no_is_thanked_for_and_never_argued_with() -> None:
    for manner in MANNERS:
        draft = draft_decline(PAIR, manner)
        every(draft)
        assert "?" not in draft.body
        assert "Thank you" in draft.body
        assert not re.search(r"\b(why|reason|but|instead|reconsider|perhaps later)\b", draft.body)


@pytest.mark.parametrize("form", Format)
def test_a_confirmation_names_day_time_zone_place_and_phone(form: Format) -> None:
    for manner in MANNERS:
        draft = draft_confirmation(
            PAIR, manner, day=date(2027, 2, 9), time="10:00 to 10:20", zone="Calgary time", place="Café Luna",
            topics=("well permits", "field seasons", "courses", "pay"), format=form,
        )  # fmt: skip
        every(draft)
        assert "When: Tuesday 9 February, 10:00 to 10:20, Calgary time\nWhere: Café Luna\n" in draft.body
        assert "my phone is +1 403 555 0199" in draft.body
        assert "well permits, field seasons and courses" in draft.body
        assert not draft.missing


@pytest.mark.parametrize("form", Format)
def test_a_confirmation_without_a_place_asks_how_they_meet(form: Format) -> None:
    pair = Pair(GRACE, SenderFacts("Lena Brandt"))
    draft = draft_confirmation(
        pair, Manner("Lena"), day=date(2027, 2, 9), time="10:00", zone="UTC", format=form
    )
    every(draft)
    assert "Where" not in draft.body
    assert "phone is" not in draft.body
    [missing] = draft.missing
    assert missing.fact == "place"


def test_a_letter_in_a_thread_keeps_its_subject() -> None:
    manner = Manner("Lena", thread="Carleton student with a quick question")
    assert draft_nudge(PAIR, manner).subject == "Re: Carleton student with a quick question"


@pytest.mark.parametrize(
    ("thread", "subject"),
    [
        ("RE: Re:  AW: a talk", "Re: a talk"),
        ("Regarding maps", "Re: Regarding maps"),
        ("  ", ""),
        ("a\nb", "Re: a b"),
    ],
)
def test_an_answer_has_one_re(thread: str, subject: str) -> None:
    assert re_subject(thread) == subject


@pytest.mark.parametrize(
    ("phrases", "row"),
    [((), ""), (("a",), "a"), (("a", "b"), "a and b"), (("a", "", "b.", "c"), "a, b and c")],
)
def test_things_in_a_row_are_joined_as_spoken(phrases: tuple[str, ...], row: str) -> None:
    assert in_a_row(phrases) == row


@given(st.dates())
def test_a_day_in_words_names_weekday_day_and_month(day: date) -> None:
    weekday, number, month = day_in_words(day).split()
    assert weekday.endswith("day")
    assert int(number) == day.day
    assert month.isalpha()


def test_another_wording_of_a_reminder_changes_one_sentence() -> None:
    first = draft_nudge(PAIR, Manner("Lena"))
    other = draft_nudge(PAIR, Manner("Lena", turns={"reminder": 1}))
    changed = [a.name for a, b in zip(first.parts, other.parts, strict=True) if a != b]
    assert changed == ["reminder"]


@pytest.mark.parametrize("typed", ["{link}", "%s", "<b>", "{{phone}}"])
def test_what_was_typed_stands_as_it_was_typed(typed: str) -> None:
    draft = draft_proposal(PAIR, Manner("Lena"), windows=(f"Monday {typed}", TUESDAY), zone=f"zone {typed}")
    assert f"- Monday {typed}\n" in draft.body
    assert f"zone {typed}" in draft.body
