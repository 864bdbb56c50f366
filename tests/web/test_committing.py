"""Committing the changes of a few rows: plain updates where that will do, a flush where it will not."""

from outreach.accounts.models import Account
from outreach.availability.models import MeetingRules
from outreach.contacts.models import Contact, Organization
from outreach.database import db
from outreach.interviews.models import Interview
from outreach.web.committing import commit
from tests.cast import NOW


def test_changes_of_several_rows_are_kept_with_one_update_each(
    talk: Interview, statements: list[str]
) -> None:
    talk.narrow, talk.contact.phone = "wells", "+1 555 0100"
    statements.clear()

    commit()

    assert [statement.split()[:2] for statement in statements] == [
        ["UPDATE", "contacts"],
        ["UPDATE", "interviews"],
    ]
    db.session.expire_all()
    assert (talk.narrow, talk.contact.phone) == ("wells", "+1 555 0100")


def test_a_value_that_is_the_same_again_is_not_written(talk: Interview, statements: list[str]) -> None:
    talk.minutes = talk.minutes + 0
    statements.clear()

    commit()

    assert statements == []


def test_what_is_new_is_written_with_what_is_changed(ada: Account, grace: Contact) -> None:
    grace.title = "Rear admiral"
    db.session.add(Contact(account_id=ada.id, name="Barbara Liskov", timezone="UTC", created_at=NOW))

    commit()

    db.session.expire_all()
    assert grace.title == "Rear admiral"
    assert db.session.query(Contact).filter_by(name="Barbara Liskov").count() == 1


def test_another_tie_is_kept(ada: Account, grace: Contact) -> None:
    grace.organization = Organization.named("Vassar", of=ada)

    commit()

    db.session.expire_all()
    assert grace.organization is not None
    assert grace.organization.name == "Vassar"


def test_a_row_that_has_no_number_of_its_own_is_kept(ada: Account) -> None:
    MeetingRules.of(ada).most_a_day = 2

    commit()

    db.session.expire_all()
    assert MeetingRules.of(ada).most_a_day == 2
