"""What nobody means to write: read without complaint, in good time, and judged only as far as it can be read."""

import time
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from outreach.letters.coach.findings import Severity
from outreach.letters.coach.review import RULES, review
from outreach.letters.drafting.draft import Voice
from outreach.letters.drafting.first_letter import draft_outreach
from outreach.letters.facts import Facts, Kind
from tests.letters.coach.letters import GOOD, LENA_TO_OSEI

FLOODS = [
    "\u202eשלום ",
    "e" + "\u0301\u0323" * 90,
    "\x00",
    "\ufeff\u200b",
    "مرحبا بك ",
    "A\u0300" * 40,
    "👩‍👩‍👧 ",
]
ELSEWHERE = tomllib.loads(Path(__file__).with_name("other_languages.toml").read_text(encoding="utf-8"))
IN_EVERY_LANGUAGE = {rule.id for rule in RULES.values() if not rule.needs_english}
PASTED = "Dear Ms. Osei,\n\n" + "I found you in the directory and would love to talk. " * 90


@pytest.mark.parametrize("kind", Kind)
def test_nothing_at_all_is_judged_calmly(kind: Kind) -> None:
    found = review(replace(GOOD, kind=kind, subject="", body=""))
    assert all(finding.span is None for finding in found.findings)
    assert ("L04" in {finding.rule for finding in found.findings}) == (kind is not Kind.LINKEDIN_NOTE)


@pytest.mark.parametrize("flood", FLOODS, ids=ascii)
def test_a_flood_is_read_and_its_spans_lie_within_it(flood: str) -> None:
    for body in (flood * 400, f"Dear Ms. Osei,\n\n{flood * 9}. Would you have 20 minutes?\n\nLena Brandt"):
        for finding in review(replace(GOOD, subject=flood * 9, body=body)).findings:
            text = body if finding.where == "body" else flood * 9
            assert finding.span is None or 0 <= finding.span[0] <= finding.span[1] <= len(text)


@pytest.mark.parametrize("language", ELSEWHERE)
def test_in_another_language_only_what_holds_everywhere_is_checked(language: str) -> None:
    found = review(replace(GOOD, body=ELSEWHERE[language])).findings
    assert "L00" in {finding.rule for finding in found}
    assert {finding.rule for finding in found} <= IN_EVERY_LANGUAGE
    assert not [finding for finding in found if finding.severity is Severity.E]


@pytest.mark.parametrize(
    "odd", ["{{ 7 * 7 }}", "<b>Grace</b>", "[NAME]", "%s {0} ${x}", PASTED, "\x00\u202e"], ids=ascii
)
def test_odd_facts_break_neither_draft_nor_coach(odd: str) -> None:
    told = LENA_TO_OSEI
    facts: Facts = replace(
        told, contact=replace(told.contact, name=odd, organization=odd), sender=replace(told.sender, school=odd),
        connection_facts=(odd,), why_them=(odd,), narrow=odd, introducer=odd, other_contacts=(odd,),
    )  # fmt: skip
    draft = draft_outreach(facts, voice=Voice.WARM, seed="1")
    assert "49" not in draft.body
    for body in (draft.body, GOOD.body):
        assert review(replace(GOOD, facts=facts, subject=draft.subject, body=body)) is not None


@pytest.mark.parametrize(
    "text", ["." * 9_999 + "a", "TODO " * 20_000, "I " * 50_000, "___ " * 25_000, "alot " * 20_000]
)
def test_one_mistake_ten_thousand_times_is_told_in_good_time_and_not_that_often(text: str) -> None:
    letter = replace(GOOD, body=text)
    review(letter)
    begun = time.process_time()
    found = review(letter).findings

    assert time.process_time() - begun < 0.4  # twice what is allowed, as the machine of a test is shared
    assert len(found) < 100


@pytest.mark.parametrize("piece", ["a@", "i will ", "your work on ", "its ", "could you ", "\u0301", "{{"])
def test_ten_times_the_text_does_not_take_ten_times_as_long(piece: str) -> None:
    def took(length: int) -> float:
        letter = replace(GOOD, body=(piece * length)[:length])
        begun = time.process_time()
        review(letter)
        return time.process_time() - begun

    took(1_000)
    assert min(took(100_000) for _ in range(3)) < 4 * max(took(10_000) for _ in range(3)) + 0.02
