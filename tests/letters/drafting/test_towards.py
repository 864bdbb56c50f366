"""A promise about the reader, as it was noted, speaks to them in the letter."""

import pytest

from outreach.letters.coach.review import review
from outreach.letters.drafting.afterwards import draft_thanks
from outreach.letters.drafting.towards import towards
from outreach.letters.facts import Facts, Kind, Manuscript
from tests.letters.drafting.test_followups import MANNERS, PAIR


@pytest.mark.parametrize(
    ("noted", "said"),
    [
        ("send her the report", "send you the report"),
        ("send the report to him", "send the report to you"),
        ("send them the map by Friday", "send you the map by Friday"),
        ("tell Grace how it went", "tell you how it went"),
        ("send Grace Hopper the map", "send you the map"),
        ("let her know in May", "let you know in May"),
        ("read her paper", "read your paper"),
        ("read the book she named", "read the book you named"),
        ("read Grace’s paper", "read your paper"),
        ("send you the map", "send you the map"),
        ("sort the slides and print them", "sort the slides and print them"),
        ("send her slides", "((send her slides))"),
        ("write to Ana and greet her", "((write to Ana and greet her))"),
        ("call my sister and ask her", "((call my sister and ask her))"),
        ("", ""),
    ],
)
def test_a_pronoun_that_can_only_mean_the_reader_becomes_you(noted: str, said: str) -> None:
    assert towards(noted, reader="Grace Hopper") == said
    assert towards(said, reader="Grace Hopper").strip("()") == said.strip("()")


def test_what_may_mean_somebody_else_is_a_place_to_fill_in_that_holds_the_letter_back() -> None:
    draft = draft_thanks(
        PAIR, MANNERS[0], learned=("that permits take a year",), promises=("send her slides",)
    )
    findings = review(
        Manuscript(Kind.THANKS, draft.body, draft.subject, Facts(PAIR.sender, PAIR.to))
    ).findings
    assert [f.text for f in findings if f.severity == "E"] == ["((send her slides))"]
