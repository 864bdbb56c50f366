import itertools
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from outreach.accounts.models import Account
from outreach.bookings.models import Booking
from outreach.bookings.site import Site
from outreach.contacts.models import Contact, Organization
from outreach.database import Base, db
from outreach.followups.models import FollowUp
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.journal.models import Entry
from outreach.letters.models import Letter
from outreach.mail.models import Delivery, OutgoingMessage
from outreach.mail.view import view
from outreach.notebook.models import Note
from outreach.questions.models import QuestionList
from outreach.workflows import showing_around
from tests.cast import NOW

SITE = Site("https://outreach.example.org", "k" * 40, "outreach.example.org")
MOMENTS = [
    NOW,
    datetime(2026, 11, 29, 23, 30, tzinfo=UTC),  # a Sunday, and Monday already further east
    datetime(2026, 3, 30, 5, 0, tzinfo=UTC),  # the Monday after the clocks went forward
    datetime(2027, 1, 1, 12, 0, tzinfo=UTC),
]


def everything() -> dict[str, int]:
    """How many rows each table has."""
    return {
        table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }


def rows(model: type[Base]) -> list[Base]:
    return list(db.session.scalars(select(model)))


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_the_cast_fills_every_stage(ada: Account, now: datetime) -> None:
    came = showing_around.fill(ada, site=SITE, now=now)

    contacts = list(db.session.scalars(select(Contact)))
    assert came == len(contacts) >= 12
    assert all(contact.is_sample for contact in contacts)
    assert set(db.session.scalars(select(Interview.stage))) == set(Stage)


def test_everybody_is_invented_and_lives_in_many_zones(ada: Account) -> None:
    showing_around.fill(ada, site=SITE, now=NOW)

    contacts = list(db.session.scalars(select(Contact)))
    assert all((c.email or "").endswith(("@example.com", "@example.org", "@example.net")) for c in contacts)
    assert len({c.timezone for c in contacts}) >= 10
    assert sum(not c.name.isascii() for c in contacts) >= 6


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_nothing_waits_to_leave(ada: Account, now: datetime) -> None:
    showing_around.fill(ada, site=SITE, now=now)

    messages = list(db.session.scalars(select(OutgoingMessage)))
    assert messages
    assert {message.delivery for message in messages} == {Delivery.SENT}
    assert {message.via for message in messages} == {"mailbox"}


def test_the_mailbox_can_show_what_was_sent(ada: Account) -> None:
    showing_around.fill(ada, site=SITE, now=NOW)

    for message in db.session.scalars(select(OutgoingMessage)):
        assert message.raw is not None
        seen = view(message.raw)
        assert seen.header("Subject") == " ".join(message.subject.split())
        assert message.to_name in seen.to
        assert bool(seen.calendar) == (message.about == "invitation")


def test_messages_lie_in_the_mailbox_in_the_order_in_which_they_were_sent(ada: Account) -> None:
    showing_around.fill(ada, site=SITE, now=NOW)

    sent = list(db.session.scalars(select(OutgoingMessage.sent_at).order_by(OutgoingMessage.id)))
    assert sent == sorted(moment for moment in sent if moment)


def test_the_letters_are_real_and_have_no_holes(ada: Account) -> None:
    showing_around.fill(ada, site=SITE, now=NOW)

    letters = list(db.session.scalars(select(Letter)))
    assert len({letter.kind for letter in letters}) >= 6
    for letter in letters:
        assert letter.subject
        assert ada.name in letter.body
        assert not set("{}[]") & set(letter.body)
    assert len({letter.body for letter in letters}) == len(letters)


@pytest.mark.parametrize("zone", ["Europe/London", "Pacific/Kiritimati", "America/Los_Angeles"])
@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_talks_lie_behind_and_ahead(ada: Account, zone: str, now: datetime) -> None:
    ada.timezone = zone
    showing_around.fill(ada, site=SITE, now=now)

    bookings = list(db.session.scalars(select(Booking).order_by(Booking.starts_at)))
    assert any(booking.ends_at < now for booking in bookings)
    assert sum(booking.starts_at > now for booking in bookings) >= 2
    for earlier, later in itertools.pairwise(bookings):
        assert earlier.ends_at <= later.starts_at
    assert all(QuestionList.of(booking.interview) for booking in bookings)


def test_sample_talks_keep_clear_of_a_real_one(ada: Account, talk: Interview) -> None:
    first = NOW + timedelta(days=1)
    busy = Booking(
        account_id=ada.id,
        interview=talk,
        uid="real@example.org",
        starts_at=first.replace(hour=8),
        ends_at=first.replace(hour=12),
        format=talk.format,
        guest_timezone="Europe/London",
        form_key="real",
        made_at=NOW,
        changed_at=NOW,
    )
    db.session.add(busy)
    db.session.flush()

    showing_around.fill(ada, site=SITE, now=NOW)

    others = db.session.scalars(select(Booking).where(Booking.id != busy.id))
    assert not any(busy.span.overlaps(other.span) for other in others)


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_the_stories_happened_before_now(ada: Account, now: datetime) -> None:
    showing_around.fill(ada, site=SITE, now=now)

    assert all(at < now for at in db.session.scalars(select(Entry.at)))
    assert all(at < now for at in db.session.scalars(select(Note.at)))


def test_some_things_are_due_today(ada: Account) -> None:
    showing_around.fill(ada, site=SITE, now=NOW)

    due = {str(follow_up.kind) for follow_up in FollowUp.due(ada, by=NOW, limit=20)}
    assert {"debrief", "thanks", "second_person", "nudge"} <= due


def test_one_person_led_to_the_next_and_that_one_further(ada: Account) -> None:
    showing_around.fill(ada, site=SITE, now=NOW)

    [tomas] = list(Contact.named("Marisol Ibáñez Quiroga", of=ada).led_to())  # type: ignore[union-attr]
    [oluwaseun] = tomas.led_to()
    assert (tomas.name, oluwaseun.name) == ("Tomáš Hrubý", "Oluwaseun Adébáyọ̀")


def test_filling_twice_changes_nothing(ada: Account) -> None:
    showing_around.fill(ada, site=SITE, now=NOW)
    before = everything()

    assert showing_around.fill(ada, site=SITE, now=NOW + timedelta(days=1)) == 0
    assert everything() == before


def test_clearing_takes_away_exactly_what_came(ada: Account, mary: Account, talk: Interview) -> None:
    Organization.named("A place nobody works at", of=ada)
    db.session.flush()
    showing_around.fill(mary, site=SITE, now=NOW)
    before = everything()
    showing_around.fill(ada, site=SITE, now=NOW)
    assert Contact.has_samples(ada)

    showing_around.clear(ada)

    assert everything() == before
    assert not Contact.has_samples(ada)
    assert Contact.has_samples(mary)
    assert db.session.get(Interview, talk.id) is not None


def test_a_real_person_at_a_sample_place_keeps_it(ada: Account) -> None:
    showing_around.fill(ada, site=SITE, now=NOW)
    place = Organization.named("Vltavín Engineering", of=ada)
    real = Contact(account_id=ada.id, name="Grace Hopper", timezone="UTC", organization=place, created_at=NOW)
    db.session.add(real)
    db.session.flush()

    showing_around.clear(ada)

    assert real.organization_name == "Vltavín Engineering"
    assert db.session.scalars(select(Organization.name)).all() == ["Vltavín Engineering"]
