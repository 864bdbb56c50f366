"""The whole coach: the four fixtures, the order of findings, and texts that nobody should write."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.letters.coach.policy import Policy
from outreach.letters.coach.review import review
from outreach.letters.facts import Kind, Manuscript
from tests.letters.coach.letters import BAD, GOOD, REMINDER, THANKS, rules


@pytest.mark.parametrize("letter", [GOOD, REMINDER, THANKS], ids=["first letter", "reminder", "thanks"])
def test_a_good_letter_gets_neither_error_nor_warning(letter: Manuscript) -> None:
    assert rules(letter, at_least="W") == set()


def test_the_bad_letter_hears_exactly_what_is_wrong() -> None:
    expected = "L04 L07 L09 L11 L12 L13 L15 L16 L19 L20 L22 L23 L24 L26 L27 L28 L29 L30 L31 L32 L37"
    assert sorted(rules(BAD)) == expected.split()


def test_a_blank_is_an_error_beyond_doubt_and_so_is_a_missing_tie() -> None:
    assert {"L04", "L07", "L09", "L11", "L12", "L13", "L15", "L20", "L27", "L28", "L29", "L37"} == rules(
        BAD, at_least="E"
    )


def test_the_worst_comes_first() -> None:
    ranks = [finding.severity.rank for finding in review(BAD).findings]
    assert ranks == sorted(ranks)


def test_spans_hold_the_text_they_quote() -> None:
    for finding in review(BAD).findings:
        if finding.rule in {"L12", "L15", "L27"}:
            assert finding.span is not None
            assert BAD.body[slice(*finding.span)] == finding.text


def test_every_finding_says_why_how_and_on_whose_advice() -> None:
    for finding in review(BAD).findings:
        assert finding.why.endswith(".")
        assert finding.fix
        assert finding.source


def test_a_rule_can_be_switched_off_or_softened() -> None:
    policy = Policy.from_toml('[severity]\nL15 = "off"\nL27 = "tip"')
    assert "L15" not in rules(BAD, policy)
    assert "L27" not in rules(BAD, policy, at_least="W")
    assert "L27" in rules(BAD, policy)


def test_only_the_rules_an_institution_chose_hold_a_letter_back() -> None:
    policy = Policy.from_toml('[sending]\nheld_back_by = ["L12", "L13"]')
    assert {finding.rule for finding in review(BAD, policy).holds_back} == {"L12", "L13"}
    assert review(BAD, Policy.from_toml("[sending]\nheld_back_by = []")).holds_back == ()


def test_unless_it_chose_a_blank_is_all_that_holds_a_letter_back() -> None:
    assert {finding.rule for finding in review(BAD).holds_back} == {"L27"}


NASTY = st.sampled_from(
    ["\x00", "\ud800", "é" * 5, "e" + "\u0301\u0323" * 50, "\u202eabc", "李明", "שלום", "[" * 50, "{{", "<",
        "www.", "a.a.",
     "_" * 40, "?!" * 20, "Dear ", "Thank you,\n", "\n\n", "> ", "could you ", "job ", "20 ", "minutes ",
         "@", "https://", "I’ll "]
)  # fmt: skip
TEXT = st.lists(st.one_of(NASTY, st.text(max_size=30)), max_size=40).map("".join)


@given(TEXT, TEXT, st.sampled_from(list(Kind)))
@settings(deadline=None, max_examples=150)
def test_no_text_makes_the_coach_fail(subject: str, body: str, kind: Kind) -> None:
    letter = replace(GOOD, subject=subject, body=body, kind=kind)
    for finding in review(letter).findings:
        if finding.span:
            start, end = finding.span
            assert 0 <= start <= end <= len(letter.body if finding.where == "body" else letter.subject)


@pytest.mark.parametrize(
    "piece", ["a", "é", "\u0301", "a.", "[", "<b", "job ", "?", "\n", "\ud800", "could you ", "x_", "“"]
)
def test_two_hundred_thousand_characters_are_read_without_complaint(piece: str) -> None:
    body = (piece * 200_000)[:200_000]
    assert review(replace(GOOD, body=body)) is not None
