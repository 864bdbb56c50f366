"""Adding a person and changing what is known of them."""

from typing import Any

import pytest
from sqlalchemy import select

from outreach.accounts.models import Account
from outreach.contacts.kinds import Formality, Level
from outreach.contacts.models import Contact, DuplicateContact, Organization
from outreach.database import db
from outreach.journal.models import Entry
from outreach.workflows.meeting_people import add, change
from tests.cast import NOW

BARBARA: dict[str, Any] = {
    "name": "Barbara Liskov",
    "email": "barbara@example.com",
    "title": "Professor",
    "timezone": "America/New_York",
    "formality": Formality.FORMAL,
    "level": Level.ACADEMIC,
    "why_them": "Her work on abstraction.",
    "found_where": "",
    "phone": None,
    "organization": "Eckert Mauchly",
    "introducer": "",
    "may_use_name": False,
}


def test_a_new_contact_is_kept_with_where_they_work(ada: Account) -> None:
    barbara = add(ada, BARBARA, now=NOW)

    assert barbara.organization_name == "Eckert Mauchly"
    assert (barbara.phone, barbara.created_at) == ("", NOW)
    assert [entry.name for entry in Entry.with_contact(barbara)] == ["contact.added"]


def test_two_people_of_one_place_share_it(ada: Account, grace: Contact) -> None:
    barbara = add(ada, BARBARA | {"organization": "eckert mauchly"}, now=NOW)

    assert barbara.organization_id == grace.organization_id


def test_who_led_to_them_is_remembered_and_added_if_new(ada: Account) -> None:
    barbara = add(ada, BARBARA | {"introducer": "Jean Bartik", "may_use_name": True}, now=NOW)

    assert barbara.referral is not None
    assert barbara.referral.introducer.name == "Jean Bartik"
    assert barbara.referral.may_use_name


@pytest.mark.parametrize(
    "details",
    [{"email": "GRACE@example.com".lower()}, {"name": "grace hopper", "email": None}],
    ids=["same address", "same name and place"],
)
def test_nobody_is_added_twice(ada: Account, grace: Contact, details: dict[str, Any]) -> None:
    with pytest.raises(DuplicateContact):
        add(ada, BARBARA | details, now=NOW)


def test_mary_can_know_the_same_person(mary: Account, grace: Contact) -> None:
    add(mary, BARBARA | {"name": "Grace Hopper", "email": "grace@example.com"}, now=NOW)

    assert len(list(db.session.scalars(select(Organization)))) == 2


def test_what_is_newly_known_is_kept(ada: Account) -> None:
    barbara = add(ada, BARBARA | {"introducer": "Jean Bartik"}, now=NOW)

    change(barbara, BARBARA | {"title": "", "email": "", "organization": ""}, account=ada, now=NOW)
    db.session.flush()

    assert (barbara.title, barbara.email, barbara.organization) == ("", None, None)
    assert barbara.referral is None


HA = BARBARA | {"name": "Trần Thị Hà", "email": "ha@example.com"}


def test_one_whose_name_begins_with_the_family_is_called_as_one_says(ada: Account) -> None:
    assert add(ada, HA | {"called": "Hà"}, now=NOW).first_name == "Hà"


def test_a_guess_that_was_left_as_it_stood_goes_with_the_name(ada: Account) -> None:
    ha = add(ada, HA, now=NOW)
    assert (ha.first_name, ha.called) == ("Trần", "")

    change(ha, HA | {"name": "Mai Thị Hà", "called": "Trần"}, account=ada, now=NOW)
    assert ha.first_name == "Mai"


def test_what_stood_in_the_form_stays_where_the_name_was_only_turned_round(ada: Account) -> None:
    wei = add(ada, HA | {"name": "Wei Wang"}, now=NOW)

    change(wei, HA | {"name": "Wang Wei", "called": "Wei"}, account=ada, now=NOW)

    assert wei.first_name == "Wei"
