"""Writing what was changed row by row: plain statements where they will do, a flush where they will not."""

from sqlalchemy import select

from outreach.accounts.models import Account
from outreach.availability.models import MeetingRules
from outreach.contacts.models import Contact, Organization
from outreach.database import db
from outreach.followups.kinds import FollowUpKind
from outreach.followups.models import FollowUp
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.journal.models import Entry, note
from outreach.plain_writing import write_plainly
from tests.cast import NOW


def test_what_was_changed_and_what_is_new_is_written(talk: Interview) -> None:
    talk.reach(Stage.ASKED, now=NOW)
    planned = FollowUp.plan(talk, FollowUpKind.NUDGE, due_at=NOW, late_at=NOW)
    entry = note("told.asked", talk, at=NOW, happened_at=NOW, word="yes")
    write_plainly()

    assert not db.session.new
    assert not db.session.dirty
    told = db.session.execute(select(Interview.stage, Interview.asked_at, Interview.asked_weekday)).one()
    assert told == (Stage.ASKED, NOW, NOW.weekday())
    assert db.session.execute(select(FollowUp.id, FollowUp.told, FollowUp.outcome)).one() == (
        planned.id,
        {},
        "",
    )
    assert db.session.execute(select(Entry.id, Entry.particulars)).all()[-1] == (entry.id, {"word": "yes"})
    assert talk.contact.in_touch_at == NOW


def test_nothing_is_written_twice(talk: Interview) -> None:
    talk.contact.title = "Rear admiral"
    write_plainly()
    write_plainly()

    assert (
        Contact.find(talk.contact_id, of=db.session.get_one(Account, talk.account_id)).title == "Rear admiral"
    )


def test_rows_without_a_number_yet_find_each_other(talk: Interview) -> None:
    place = Organization(account_id=talk.account_id, name="Harvard", key="harvard")
    talk.contact.organization = place
    write_plainly()

    assert db.session.scalar(select(Contact.organization_id).where(Contact.id == talk.contact_id)) == place.id


def test_what_is_thrown_away_is_gone(talk: Interview) -> None:
    entry = note("told.asked", talk, at=NOW)
    write_plainly()
    db.session.delete(db.session.get_one(Entry, entry.id))
    write_plainly()

    assert db.session.get(Entry, entry.id) is None


def test_changes_of_several_rows_are_kept_with_one_update_each(
    talk: Interview, statements: list[str]
) -> None:
    talk.narrow, talk.contact.phone = "wells", "+1 555 0100"
    statements.clear()

    write_plainly()

    assert [statement.split()[:2] for statement in statements] == [
        ["UPDATE", "contacts"],
        ["UPDATE", "interviews"],
    ]
    db.session.expire_all()
    assert (talk.narrow, talk.contact.phone) == ("wells", "+1 555 0100")


def test_a_value_that_is_the_same_again_is_not_written(talk: Interview, statements: list[str]) -> None:
    talk.minutes = talk.minutes + 0
    statements.clear()

    write_plainly()

    assert statements == []


def test_what_is_new_is_written_with_what_is_changed(ada: Account, grace: Contact) -> None:
    grace.title = "Rear admiral"
    db.session.add(Contact(account_id=ada.id, name="Barbara Liskov", timezone="UTC", created_at=NOW))

    write_plainly()

    db.session.expire_all()
    assert grace.title == "Rear admiral"
    assert db.session.query(Contact).filter_by(name="Barbara Liskov").count() == 1


def test_another_tie_is_kept(ada: Account, grace: Contact) -> None:
    grace.organization = Organization.named("Vassar", of=ada)

    write_plainly()

    db.session.expire_all()
    assert grace.organization is not None
    assert grace.organization.name == "Vassar"


def test_a_row_that_has_no_number_of_its_own_is_kept(ada: Account) -> None:
    MeetingRules.of(ada).most_a_day = 2

    write_plainly()

    db.session.expire_all()
    assert MeetingRules.of(ada).most_a_day == 2
