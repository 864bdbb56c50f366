"""A letter comes in as JSON and its findings go out as JSON."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.contacts.kinds import Formality, Level
from outreach.interviews.kinds import Relationship
from outreach.letters.coach.checking import UnusableLetter, findings_as_json, manuscript_from_json
from outreach.letters.coach.review import review
from outreach.letters.facts import Kind
from tests.letters.coach.letters import BAD, GOOD

FULL = {
    "kind": "outreach",
    "sender": {
        "name": "Lena Brandt",
        "situation": "student",
        "school": "Carleton",
        "timezone": "America/Toronto",
    },
    "contact": {
        "name": "Ama Osei",
        "formality": "informal",
        "level": "director",
        "called": "Amy",
        "timezone": "America/Toronto",
    },
    "relationship": "alumni",
    "purpose": "career field",
    "introducer": None,
    "may_use_name": True,
    "connection_facts": ["alumni directory"],
    "why_them": "the river authority",
    "other_contacts": [],
    "now": "2026-11-18T09:00:00-05:00",
    "recipients": 2,
    "attachments": ["CV.pdf"],
    "history": [{"kind": "reminder", "to": "Ama Osei", "organization": "RRA", "sent": "2026-11-02"}],
    "subject": "Carleton geology",
    "body": "Dear Ama,",
}


def letter(**changes: object) -> str:
    return json.dumps({**FULL, **changes})


def test_all_fields_are_read() -> None:
    manuscript = manuscript_from_json(letter())
    assert manuscript.kind is Kind.OUTREACH
    assert manuscript.facts.contact.formality is Formality.FIRST_NAME
    assert manuscript.facts.contact.level is Level.SENIOR
    assert manuscript.facts.contact.called == "Amy"
    assert manuscript.facts.relationship is Relationship.ALUM
    assert manuscript.facts.why_them == ("the river authority",)
    assert manuscript.recipients == 2
    assert manuscript.now == datetime(2026, 11, 18, 14, 0, tzinfo=UTC)
    assert manuscript.history[0].kind is Kind.NUDGE


def test_kind_and_body_are_enough() -> None:
    manuscript = manuscript_from_json('{"kind": "LinkedIn note", "body": "Dear Ms. Osei"}')
    assert manuscript.kind is Kind.LINKEDIN_NOTE
    assert manuscript.subject == ""


def test_a_time_without_offset_is_the_senders() -> None:
    manuscript = manuscript_from_json(letter(now="2026-11-18T09:00:00"))
    assert manuscript.now is not None
    assert manuscript.now.utcoffset() == -timedelta(hours=5)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "JSON"),
        ("[]", "object"),
        ('{"body": "x"}', "kind"),
        ('{"kind": "outreach"}', "body"),
        (letter(kind="poem"), "kind"),
        (letter(kind=3), "kind"),
        (letter(body=["x"]), "body"),
        (letter(relationship="enemy"), "relationship"),
        (letter(contact={"formality": "rude"}), "contact.formality"),
        (letter(contact="Ama"), "contact"),
        (letter(sender={"situation": "asleep"}), "sender.situation"),
        (letter(now="soon"), "now"),
        (letter(recipients=-1), "recipients"),
        (letter(recipients="many"), "recipients"),
        (letter(may_use_name="yes"), "may_use_name"),
        (letter(attachments=[1]), "attachments"),
        (letter(history=["x"]), "history[0]"),
        (letter(history=[{"kind": "outreach", "to": "Ama", "sent": "soon"}]), "history[0].sent"),
        (letter(history=[{"kind": "outreach", "to": 5, "sent": "2026-11-02"}]), "history[0].to"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence_that_names_the_field(text: str, named: str) -> None:
    with pytest.raises(UnusableLetter) as refusal:
        manuscript_from_json(text)
    assert named in str(refusal.value)
    assert str(refusal.value).endswith(".")


def test_the_findings_come_out_as_a_list_with_six_fields_each() -> None:
    found = json.loads(findings_as_json(review(BAD)))
    assert [one["rule"] for one in found] == [f.rule for f in review(BAD).findings]
    assert all(set(one) == {"rule", "severity", "span", "text", "why", "fix"} for one in found)
    blank = next(one for one in found if one["rule"] == "L27")
    assert BAD.body[slice(*blank["span"])] == "[Company]"


def test_a_letter_without_findings_is_an_empty_list() -> None:
    assert json.loads(findings_as_json(review(GOOD))) == []


@given(
    st.dictionaries(
        st.sampled_from(list(FULL)), st.one_of(st.none(), st.text(), st.integers(), st.lists(st.text()))
    )
)
@settings(deadline=None)
def test_odd_values_are_read_or_refused_but_never_crash(changes: dict[str, object]) -> None:
    try:
        manuscript = manuscript_from_json(letter(**changes))
    except UnusableLetter:
        return
    findings_as_json(review(manuscript))
