from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.letters.drafting.afterwards import News, draft_referral_update, draft_thanks
from outreach.letters.drafting.asks import DEBRIEF
from outreach.letters.drafting.writing import Manner
from tests.letters.drafting.checks import JOB_TALK, body_of, holes
from tests.letters.drafting.test_followups import MANNERS, PAIR, every


def test_thanks_are_specific_and_ask_for_nothing() -> None:
    for manner in MANNERS:
        draft = draft_thanks(
            PAIR, manner, learned=("how much field judgement counts",), will_do="sign up for the course",
            promises=("send you the map",), people=("Mr. Adeyemi",), offer="to introduce me to the lab",
            when="this morning",
        )  # fmt: skip
        every(draft)
        for fact in ("how much field judgement counts", "this morning", "send you the map", "Mr. Adeyemi"):
            assert fact in draft.body
        assert "sign up for the course" in draft.body
        assert "?" not in draft.body
        assert not JOB_TALK.search(body_of(draft))
        assert not draft.missing


def test_the_examples_of_the_debrief_make_good_thanks() -> None:
    hints = {ask.fact: ask.example for ask in DEBRIEF}
    for manner in MANNERS:
        draft = draft_thanks(
            PAIR, manner, learned=(hints["learned"],), will_do=hints["will_do"],
            promises=(hints["promises"],), people=(hints["people"],), offer=hints["offer"],
        )  # fmt: skip
        every(draft)
        assert all(example in draft.body for example in hints.values())


@pytest.mark.parametrize(
    ("learned", "said"),
    [
        (("that permits take a year",), "is that permits take a year."),
        (("How small the teams are.",), "is how small the teams are."),
        (("permits take a year",), ": permits take a year."),
        (
            ("small teams decide faster", "that permits take a year"),
            ": small teams decide faster; and permits take a year.",
        ),
    ],
)
def test_what_was_learned_reads_well_however_it_was_noted(learned: tuple[str, ...], said: str) -> None:
    for manner in MANNERS:
        assert said in draft_thanks(PAIR, manner, learned=learned).body


@pytest.mark.parametrize(
    ("will_do", "said"),
    [
        ("sign up for the course", "sign up for the course"),
        ("I will sign up for the course", "sign up for the course"),
        ("to read your book.", "read your book"),
        ("I've signed up for the course", "have already signed up for the course"),
        ("signed up for the course", "have already signed up for the course"),
        ("signing up for the course", "next step is signing up for the course"),
        ("bring my maps", "bring my maps"),
        ("need more practice", "need more practice"),
    ],
)
@pytest.mark.parametrize("promises", [(), ("I'll send you the map",)])
def test_a_next_step_reads_well_however_noted(will_do: str, said: str, promises: tuple[str, ...]) -> None:
    for manner in MANNERS:
        body = draft_thanks(PAIR, manner, will_do=will_do, promises=promises).body
        assert said in body
        assert ("send you the map" in body) == bool(promises)
        assert "will I" not in body
        assert "I'll I" not in body


def test_several_people_are_thanked_for_in_one_breath() -> None:
    for manner in MANNERS:
        body = draft_thanks(PAIR, manner, people=("Ana Ruiz", "Bo Li")).body
        assert "Ana Ruiz and Bo Li" in body
        assert "the name " not in body


def test_an_empty_debrief_still_thanks_and_asks_for_what_would_make_it_better() -> None:
    for manner in MANNERS:
        draft = draft_thanks(PAIR, manner)
        every(draft)
        assert "thank" in draft.body.lower()
        assert [m.fact for m in draft.missing] == ["learned", "will_do"]


@pytest.mark.parametrize("news", News)
def test_the_introducer_hears_how_it_went(news: News) -> None:
    for manner, learned in product(MANNERS, ["", "that permits take a year"]):
        draft = draft_referral_update(PAIR, manner, person="Ana Ruiz", news=news, learned=learned)
        every(draft)
        assert "Ana Ruiz" in draft.body
        assert "?" not in draft.body
        assert ("permits" in draft.body) == (news is News.MET and bool(learned))


def test_news_of_nobody_asks_for_the_name() -> None:
    for news in News:
        draft = draft_referral_update(PAIR, Manner("Lena"), person=" ", news=news)
        every(draft)
        assert [m.fact for m in draft.missing] == ["person"]


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_no_debrief_whatever_breaks_the_thanks(learned: str, will_do: str, person: str) -> None:
    draft = draft_thanks(PAIR, Manner("Lena"), learned=(learned,), will_do=will_do, people=(person,))
    assert draft.body.startswith("Hi Grace,")


def test_braces_in_a_debrief_stay_braces() -> None:
    draft = draft_thanks(PAIR, Manner("Lena"), learned=("that {promise} is kept",), promises=("send {{it}}",))
    assert "that {promise} is kept" in draft.body
    assert "send {{it}}" in draft.body
    assert holes(draft)
