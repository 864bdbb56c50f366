"""A person's own templates: filled once, literally, and never with a hole that nobody sees."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.letters.facts import ContactFacts, Facts, SenderFacts
from outreach.letters.filling import (
    PLACES,
    NotATemplate,
    UnknownPlace,
    as_file,
    fill,
    from_file,
    places_in,
)

ADA_TO_GRACE = Facts(
    sender=SenderFacts(name="Ada Lovelace", programme_or_role="BSc Mathematics"),
    contact=ContactFacts(name="Grace Hopper", organization="Eckert Mauchly"),
    why_them=("your first compiler",),
    minutes=20,
)


def test_facts_go_into_their_places() -> None:
    text = "((greeting))\n\n((why them)) made me write. Would ((minutes)) minutes do?\n\n((my name))"
    assert fill(text, ADA_TO_GRACE).text == (
        "Dear Grace Hopper,\n\nyour first compiler made me write. Would 20 minutes do?\n\nAda Lovelace"
    )


def test_a_fact_that_is_not_known_takes_its_fallback() -> None:
    filled = fill("I would like to hear about ((interest | your work)).", ADA_TO_GRACE)
    assert filled.text == "I would like to hear about your work."
    assert filled.missing == ()


def test_a_fact_without_a_fallback_is_named_and_its_place_stays_to_be_seen() -> None:
    filled = fill("We both know ((connection)), and (( Connection )) again.", ADA_TO_GRACE)
    assert filled.missing == ("connection",)
    assert filled.text == "We both know ((connection)), and ((connection)) again."


def test_an_unknown_place_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(UnknownPlace, match=r"Did you mean \(\(first name\)\)"):
        fill("Hi ((frist name))", ADA_TO_GRACE)


def test_capitals_and_blanks_in_a_place_do_not_matter() -> None:
    assert places_in("(( First   Name )) and ((first name))") == ("first name",)


def test_the_introducer_is_only_named_with_leave() -> None:
    facts = Facts(introducer="Priya Nair", may_use_name=False)
    assert fill("((introducer | a friend)) sent me.", facts).text == "a friend sent me."


@given(st.text(max_size=60))
def test_what_a_fact_contains_is_never_read_again(name: str) -> None:
    facts = Facts(contact=ContactFacts(organization=f"((my name)) {{{{7*7}}}} {name}"))
    assert fill("At ((organization)).", facts).text == f"At ((my name)) {{{{7*7}}}} {name}."


@given(st.text(max_size=200))
def test_any_text_without_places_stays_as_it_is(text: str) -> None:
    if not places_in(text):
        assert fill(text, ADA_TO_GRACE).text == text


@pytest.mark.parametrize("place", PLACES)
def test_every_place_can_be_filled(place: str) -> None:
    assert fill(f"(({place} | nothing))", Facts()).missing == ()


def test_a_template_survives_the_way_through_a_file() -> None:
    kept = ("My own", "outreach", "About ((interest | your work))", "((greeting))\n\nTwo\n\nlines.")
    assert from_file(as_file(*kept)) == kept


@pytest.mark.parametrize(
    ("text", "line"),
    [("", 1), ("Name: x\nSubject: y\n\nbody", 2), ("Name: x\nKind: outreach\nSubject: y\nbody", 4)],
)
def test_another_file_is_refused_by_the_line_that_is_wrong(text: str, line: int) -> None:
    with pytest.raises(NotATemplate, match=f"Line {line} "):
        from_file(text)
