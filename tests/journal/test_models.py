from datetime import timedelta

from outreach.accounts.models import Account
from outreach.contacts.models import Contact
from outreach.database import db
from outreach.interviews.models import Interview
from outreach.journal.models import Entry, note
from tests.cast import NOW


def test_an_interviews_story_is_told_from_its_beginning(talk: Interview) -> None:
    note("letter.sent", talk, at=NOW + timedelta(hours=1))
    note("letter.drafted", talk, at=NOW)
    note("reply.came", talk, at=NOW + timedelta(hours=2))

    assert [entry.name for entry in Entry.about(talk)] == ["letter.drafted", "letter.sent", "reply.came"]


def test_of_a_long_story_the_end_is_told(talk: Interview) -> None:
    for hour in range(5):
        note(f"hour.{hour}", talk, at=NOW + timedelta(hours=hour))

    assert [entry.name for entry in Entry.about(talk, limit=2)] == ["hour.3", "hour.4"]


def test_what_happens_in_an_interview_happens_with_its_contact(grace: Contact, talk: Interview) -> None:
    note("contact.added", grace, at=NOW)
    note("letter.sent", talk, at=NOW)

    assert [entry.name for entry in Entry.with_contact(grace)] == ["letter.sent", "contact.added"]
    assert [entry.name for entry in Entry.about(talk)] == ["letter.sent"]


def test_an_entry_about_the_account_concerns_nobody_else(ada: Account) -> None:
    entry = note("account.made", ada, at=NOW)
    db.session.flush()

    assert (entry.account_id, entry.contact_id, entry.interview_id) == (ada.id, None, None)


def test_particulars_come_back_as_they_were_noted(talk: Interview) -> None:
    entry = note("booking.moved", talk, at=NOW, minutes=20, by="guest")
    db.session.commit()

    assert entry.particulars == {"minutes": 20, "by": "guest"}
