import pytest

from outreach.accounts.kinds import Situation
from outreach.interviews.kinds import Purpose, Relationship
from outreach.letters.drafting.asks import DEBRIEF, HINTS, asks_for, missing_from
from outreach.letters.facts import Facts
from tests.letters.drafting.cast import complete


@pytest.mark.parametrize("relationship", Relationship)
def test_every_relationship_has_a_hint_with_an_example(relationship: Relationship) -> None:
    hint = HINTS[relationship]
    assert hint.ask.endswith(("?", ".", "”."))
    assert hint.example


@pytest.mark.parametrize("purpose", Purpose)
@pytest.mark.parametrize("situation", [None, *Situation])
def test_every_ask_is_a_question_with_an_example(purpose: Purpose, situation: Situation | None) -> None:
    for relationship in Relationship:
        for ask in asks_for(relationship, purpose, situation):
            assert "?" in ask.ask or ask.ask.endswith(".")
            assert ask.example or ask.fact == "may_use_name"


def test_an_introduced_letter_asks_for_the_introducer_and_for_leave() -> None:
    facts = {ask.fact for ask in asks_for(Relationship.REFERRAL, Purpose.FIELD)}
    assert {"introducer", "may_use_name"} <= facts
    assert "connection" not in facts


def test_only_a_letter_about_a_company_needs_the_organization() -> None:
    assert "organization" in {ask.fact for ask in asks_for(Relationship.COLD, Purpose.COMPANY)}
    assert "organization" not in {ask.fact for ask in asks_for(Relationship.COLD, Purpose.JOB)}


def test_complete_facts_lack_nothing() -> None:
    assert all(not missing_from(complete(relationship)) for relationship in Relationship)


def test_blank_answers_count_as_missing() -> None:
    facts = complete(Relationship.COLD, why_them=("  ",), narrow=" ")
    assert [m.fact for m in missing_from(facts)] == ["why_them", "narrow"]


def test_a_question_about_an_unnamed_contact_still_reads_well() -> None:
    assert any("this person" in m.ask for m in missing_from(Facts()))


def test_the_debrief_asks_for_what_the_thanks_can_say() -> None:
    assert [ask.fact for ask in DEBRIEF] == ["learned", "will_do", "promises", "people", "offer"]
    assert all(ask.example for ask in DEBRIEF)
