"""What is already right is only said where it is certain."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from outreach.interviews.kinds import Relationship
from outreach.letters.coach.review import review
from tests.letters.coach.letters import GOOD, LENA, LENA_TO_OSEI, saying

WHY_THEM = "It says why you write to them and not to anybody else."
TIED = "You say at once what ties you to them."
SUNDAY_NIGHT = datetime(2026, 11, 22, 23, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "words",
    [
        "Your lab is known everywhere.",
        "Your student days must be long ago.",
        "You have worked in many places.",
        "You have helped many people.",
    ],
)
def test_what_may_or_may_not_be_theirs_alone_is_neither_blamed_nor_praised(words: str) -> None:
    heard = review(replace(saying("I found you on LinkedIn.", words), facts=replace(GOOD.facts, why_them=())))
    assert WHY_THEM not in heard.praise
    assert "L29" not in {finding.rule for finding in heard.findings}


def test_a_deed_of_theirs_is_praised() -> None:
    assert (
        WHY_THEM in review(saying("Your move from consulting to the river authority caught my eye.")).praise
    )


@pytest.mark.parametrize(
    "words", ["We have never met.", "We do not know each other yet.", "You do not know me."]
)
def test_two_strangers_are_not_tied_by_being_strangers(words: str) -> None:
    assert TIED not in review(saying(words, relationship=Relationship.EXCOLLEAGUE)).praise


def test_nobody_is_told_when_to_send_what_is_handed_over_by_hand() -> None:
    at_night = replace(GOOD, now=SUNDAY_NIGHT)
    assert "L41" in {finding.rule for finding in review(at_night).findings}
    by_hand = replace(at_night, leaves_by_mail=False)
    assert "L41" not in {finding.rule for finding in review(by_hand).findings}


@pytest.mark.parametrize(
    ("greeted", "is_praised"), [("Okonkwo", False), ("Okonkwo-Williams", True), ("Nkechi", True)]
)
def test_half_of_a_double_name_is_neither_blamed_nor_praised(greeted: str, is_praised: bool) -> None:
    contact = replace(LENA_TO_OSEI.contact, name="Dr. Nkechi Okonkwo-Williams")
    letter = replace(
        GOOD, body=f"Dear Dr. {greeted},\n\nI found you on LinkedIn.\n\nBest wishes,\nLena Brandt"
    )
    heard = review(replace(letter, facts=replace(LENA_TO_OSEI, contact=contact)))
    assert ("The name in the greeting is theirs, spelled right." in heard.praise) is is_praised
    assert "L25" not in {finding.rule for finding in heard.findings}


@pytest.mark.parametrize(
    ("words", "is_said"),
    [
        ("How did you become a planner?", False),
        ("I am in a hurry, and a fan of your maps.", False),
        ("What does an analyst do all day?", False),
        ("I study geology.", True),
        ("I am a third-year geology student.", True),
        ("I have just left the army.", True),
    ],
)
def test_who_writes_is_praised_only_where_the_letter_says_it(words: str, is_said: bool) -> None:
    sender = replace(LENA, school="", programme_or_role="")
    letter = replace(saying("I found you on LinkedIn.", words), facts=replace(LENA_TO_OSEI, sender=sender))
    assert ("They can see who you are." in review(letter).praise) is is_said
