"""L09 and L11: one favour, and a limit of time."""

from dataclasses import replace

import pytest

from outreach.interviews.kinds import Relationship
from outreach.letters.coach.review import review
from outreach.letters.facts import Kind
from tests.letters.coach.letters import GOOD, only, rules, saying

TIE = "I found you in the Carleton alumni directory."


@pytest.mark.parametrize(
    "ask",
    [
        "Would you be open to a 20-minute call? If your calendar is full, two answers by e-mail would help "
        "as much.",
        "Would you have twenty minutes to talk, or could you answer two questions by e-mail?",
        "Could we speak for a quarter of an hour? Otherwise, the name of a colleague would be wonderful.",
        "Would a 15-minute call be possible? I would be glad to call you whenever suits you. The call can "
        "be short.",
        "Could you answer two questions by e-mail? If you prefer, we could talk for ten minutes.",
        "Would you have 20 minutes for coffee? If you know someone better placed, I would be grateful for "
        "their name.",
        "How did you choose between the two? Would you be open to a 20-minute call?",
        "Professor Ito offered to introduce me to you. Would you have 20 minutes for a call?",
        "You were my mentor's student. Would you have 20 minutes for a call?",
    ],
)
def test_one_ask_with_an_easier_way_is_one_ask(ask: str) -> None:
    assert "L09" not in rules(saying(TIE, ask))


@pytest.mark.parametrize(
    "ask",
    [
        "Would you have 20 minutes for a call? Could you also introduce me to a colleague?",
        "Would you have 20 minutes for a call, and could you review my portfolio?",
        "Could you talk for 20 minutes? I would be grateful if you could forward this to your director, "
        "and mentor me.",
    ],
)
def test_two_asks_are_too_many(ask: str) -> None:
    assert "L09" in rules(saying(TIE, ask))


def test_three_favours_are_an_error() -> None:
    ask = "Could you review my portfolio, refer me to your director and be my mentor?"
    finding = only(saying(TIE, ask), "L09")
    assert finding.severity == "E"
    assert finding.text == "a review of your papers, a recommendation and mentoring"


@pytest.mark.parametrize(
    "ask",
    [
        "Would you have twenty minutes for a call?",
        "Could we have a 20-minute call?",
        "Would you have a quarter of an hour to talk?",
        "Could we talk for half an hour?",
        "Would you have 15–20 min for a call?",
        "Would you have 15-20 minutes for a call?",
        "Would you have fifteen to twenty minutes for a call?",
        "Would you be open to a short call? It would take 20 minutes.",
        "Could we talk for twenty-five minutes?",
        "Would you have 20mins for me to call?",
        "I watched your 45-minute talk. Could we speak for 20 minutes?",
        "I live an hour from your office. Could we speak for 20 minutes there?",
        "Could you answer two questions by e-mail?",
    ],
)
def test_a_limit_of_time_is_seen_in_all_its_forms(ask: str) -> None:
    assert "L11" not in rules(saying(TIE, ask))


@pytest.mark.parametrize(
    "ask",
    [
        "Would you be open to a call?",
        "Could we talk for a few minutes?",
        "I watched your 45-minute talk. Could we speak briefly?",
        "Could we talk for an hour?",
        "Could we talk for 45 minutes?",
        "Would you have an hour and a half to meet?",
    ],
)
def test_no_limit_or_too_much_time_is_an_error(ask: str) -> None:
    assert "L11" in rules(saying(TIE, ask), at_least="E")


def test_half_an_hour_is_much_to_ask_of_a_stranger() -> None:
    letter = saying(TIE, "Could we talk for 30 minutes?", relationship=Relationship.COLD)
    assert only(letter, "L11").severity == "W"


def test_times_proposed_without_a_length_are_an_error_and_a_range_says_it() -> None:
    offer = "Could Tuesday at 10:00 your time suit you, or Thursday at 14:00?"
    assert "L11" in rules(replace(saying(offer), kind=Kind.SCHEDULING))
    offer = "Could Tuesday 10:00–10:20 your time suit you, or Thursday 14:00–14:20?"
    assert "L11" not in rules(replace(saying(offer), kind=Kind.SCHEDULING))


def test_what_is_right_is_said() -> None:
    praise = " ".join(review(GOOD).praise)
    assert "one thing: a conversation" in praise
    assert "20 minutes" in praise
