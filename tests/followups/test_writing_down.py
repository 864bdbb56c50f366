"""Writing what a move has changed, row by row."""

from sqlalchemy import select

from outreach.accounts.models import Account
from outreach.contacts.models import Contact, Organization
from outreach.database import db
from outreach.followups.kinds import FollowUpKind
from outreach.followups.models import FollowUp
from outreach.followups.writing_down import write_down
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.journal.models import Entry, note
from tests.cast import NOW


def test_what_was_changed_and_what_is_new_is_written(talk: Interview) -> None:
    talk.reach(Stage.ASKED, now=NOW)
    planned = FollowUp.plan(talk, FollowUpKind.NUDGE, due_at=NOW, late_at=NOW)
    entry = note("told.asked", talk, at=NOW, happened_at=NOW, word="yes")
    write_down()

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
    write_down()
    write_down()

    assert (
        Contact.find(talk.contact_id, of=db.session.get_one(Account, talk.account_id)).title == "Rear admiral"
    )


def test_rows_without_a_number_yet_find_each_other(talk: Interview) -> None:
    place = Organization(account_id=talk.account_id, name="Harvard", key="harvard")
    talk.contact.organization = place
    write_down()

    assert db.session.scalar(select(Contact.organization_id).where(Contact.id == talk.contact_id)) == place.id


def test_what_is_thrown_away_is_gone(talk: Interview) -> None:
    entry = note("told.asked", talk, at=NOW)
    write_down()
    db.session.delete(db.session.get_one(Entry, entry.id))
    write_down()

    assert db.session.get(Entry, entry.id) is None
