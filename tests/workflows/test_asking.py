"""Deciding to ask somebody, and for what."""

from typing import Any

from outreach.contacts.models import Contact
from outreach.interviews.kinds import Format, Purpose, Relationship
from outreach.interviews.stages import Stage
from outreach.workflows.asking import begin, change
from tests.cast import NOW
from tests.workflows.reading import outbox, story

ASK: dict[str, Any] = {
    "relationship_kind": Relationship.COLD,
    "connection": None,
    "purpose": Purpose.JOB,
    "narrow": "compilers",
    "broad": None,
    "minutes": 20,
    "format": Format.PHONE,
}


def test_an_ask_begins_at_the_first_stage_and_sends_nothing(grace: Contact) -> None:
    interview = begin(grace, ASK, now=NOW)

    assert (interview.stage, interview.stage_at) == (Stage.FOUND, NOW)
    assert (interview.account_id, interview.contact) == (grace.account_id, grace)
    assert (interview.connection, interview.narrow) == ("", "compilers")
    assert story(interview) == ["interview.begun"]
    assert outbox() == []


def test_one_person_can_be_asked_twice(grace: Contact) -> None:
    first, second = begin(grace, ASK, now=NOW), begin(grace, ASK | {"purpose": Purpose.FIELD}, now=NOW)

    assert first.id != second.id


def test_what_is_asked_for_can_change_and_the_stage_stays(grace: Contact) -> None:
    interview = begin(grace, ASK, now=NOW)
    interview.reach(Stage.ASKED, now=NOW)

    change(interview, ASK | {"minutes": 15, "format": Format.VIDEO})

    assert (interview.minutes, interview.format, interview.stage) == (15, Format.VIDEO, Stage.ASKED)


def test_the_same_ask_that_was_not_sent_yet_is_not_begun_again(grace: Contact) -> None:
    first = begin(grace, ASK, now=NOW)
    assert begin(grace, dict(ASK), now=NOW) is first

    first.reach(Stage.ASKED, now=NOW)

    assert begin(grace, dict(ASK), now=NOW) is not first
