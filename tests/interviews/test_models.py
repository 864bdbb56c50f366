from datetime import timedelta

import pytest

from outreach.accounts.models import Account
from outreach.contacts.models import Contact, Referral
from outreach.database import saved
from outreach.errors import NotFound
from outreach.interviews.kinds import Relationship
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from tests.cast import NOW

LATER = NOW + timedelta(days=2)


def test_a_new_interview_has_just_been_found(talk: Interview) -> None:
    assert talk.stage is Stage.FOUND


def test_reaching_a_stage_is_remembered_with_its_moment(talk: Interview) -> None:
    assert talk.reach(Stage.ASKED, now=LATER) is True

    assert talk.stage is Stage.ASKED
    assert talk.stage_at == LATER


def test_reaching_never_leads_back(talk: Interview) -> None:
    talk.reach(Stage.BOOKED, now=NOW)

    assert talk.reach(Stage.ANSWERED, now=LATER) is False

    assert talk.stage is Stage.BOOKED
    assert talk.stage_at == NOW


def test_what_was_undone_falls_back(talk: Interview) -> None:
    talk.reach(Stage.BOOKED, now=NOW)

    talk.fall_back(Stage.ANSWERED, now=LATER)

    assert talk.stage is Stage.ANSWERED
    assert talk.stage_at == LATER


def test_the_whole_interview_knows_who_introduced_the_two(
    ada: Account, grace: Contact, talk: Interview
) -> None:
    charles = saved(Contact(account_id=ada.id, name="Charles Babbage", timezone="UTC", created_at=NOW))
    saved(Referral(account_id=ada.id, contact=grace, introducer=charles, made_at=NOW))

    whole = Interview.find_whole(talk.id, of=ada)

    assert whole.contact.referral is not None
    assert whole.contact.referral.introducer is charles


def test_a_talk_of_adas_does_not_exist_for_mary(talk: Interview, mary: Account) -> None:
    with pytest.raises(NotFound):
        Interview.find_whole(talk.id, of=mary)


def test_the_newest_interview_with_a_contact_comes_first(talk: Interview) -> None:
    newer = saved(
        Interview(
            account_id=talk.account_id,
            contact=talk.contact,
            purpose=talk.purpose,
            relationship_kind=talk.relationship_kind,
            minutes=30,
            format=talk.format,
            stage_at=LATER,
            created_at=LATER,
        )
    )

    assert Interview.with_contact(talk.contact) == [newer, talk]


def test_only_some_ties_make_a_stranger() -> None:
    strangers = {tie for tie in Relationship if tie.is_stranger}

    assert strangers == {Relationship.COLD, Relationship.AUTHOR, Relationship.LI2}
