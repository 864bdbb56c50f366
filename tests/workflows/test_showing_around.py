from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import func, select

from outreach.accounts.mail_accounts import MailAccount
from outreach.accounts.models import Account
from outreach.bookings.models import Booking
from outreach.bookings.site import Site
from outreach.contacts.models import Contact, Organization
from outreach.database import Base, db
from outreach.followups.pressing import pressing
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.journal.models import Entry
from outreach.letters.coach.policy import Policy
from outreach.letters.kinds import LetterKind
from outreach.letters.models import Letter
from outreach.mail.carriers import BuiltInMailbox
from outreach.mail.models import Delivery, OutgoingMessage
from outreach.mail.view import view
from outreach.notebook.models import Note
from outreach.questions.models import QuestionList
from outreach.workflows import delivering, sending, showing_around
from tests.cast import NOW

SITE = Site("https://outreach.example.org", "k" * 40, "outreach.example.org")
WHENEVER = [
    ("Europe/London", NOW),
    ("Pacific/Kiritimati", datetime(2026, 11, 29, 9, 30, tzinfo=UTC)),  # Sunday here, not there
    ("America/Los_Angeles", datetime(2026, 3, 9, 1, 0, tzinfo=UTC)),  # the clocks went forward this Sunday
    ("Asia/Kathmandu", datetime(2027, 1, 1, 12, 0, tzinfo=UTC)),
]


def everything() -> dict[str, int]:
    """How many rows each table has."""
    return {
        table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }


@pytest.mark.parametrize(("zone", "now"), WHENEVER)
def test_the_stories_hold_together_wherever_and_whenever_they_are_told(
    ada: Account, zone: str, now: datetime
) -> None:
    ada.timezone = zone
    came = showing_around.fill(ada, site=SITE, now=now)

    assert came == len(db.session.scalars(select(Contact.id)).all()) >= 12
    assert set(db.session.scalars(select(Interview.stage))) == set(Stage)
    assert all(at < now for at in db.session.scalars(select(Entry.at)))
    assert all(at < now for at in db.session.scalars(select(Note.at)))
    talks = list(db.session.scalars(select(Booking).order_by(Booking.starts_at)))
    assert sum(talk.ends_at < now for talk in talks) >= 2
    assert sum(talk.starts_at > now for talk in talks) >= 2
    assert all(earlier.ends_at <= later.starts_at for earlier, later in pairwise(talks))


def test_the_story_is_one_that_one_can_look_around_in(ada: Account) -> None:
    """Told once, as it takes a while, and looked at from every side."""
    showing_around.fill(ada, site=SITE, now=NOW)

    for claim in CLAIMS:
        claim(ada)
    before = everything()
    assert showing_around.fill(ada, site=SITE, now=NOW + timedelta(days=1)) == 0
    assert everything() == before, "filling twice changes something"


def everybody_is_invented_and_lives_in_many_zones(_ada: Account) -> None:
    contacts = list(db.session.scalars(select(Contact)))
    assert all((c.email or "").endswith(("@example.com", "@example.org", "@example.net")) for c in contacts)
    assert len({c.timezone for c in contacts}) >= 10
    assert sum(not c.name.isascii() for c in contacts) >= 6


def nothing_waits_to_leave(_ada: Account) -> None:
    messages = list(db.session.scalars(select(OutgoingMessage)))
    assert messages
    assert {message.delivery for message in messages} == {Delivery.SENT}
    assert {message.via for message in messages} == {"mailbox"}


def the_mailbox_can_show_what_was_sent(_ada: Account) -> None:
    for message in db.session.scalars(select(OutgoingMessage)):
        assert message.raw is not None
        seen = view(message.raw)
        assert seen.header("Subject") == " ".join(message.subject.split())
        assert message.to_name in seen.to
        assert bool(seen.calendar) == (message.about == "invitation")


def messages_lie_in_the_mailbox_in_the_order_in_which_they_were_sent(_ada: Account) -> None:
    sent = list(db.session.scalars(select(OutgoingMessage.sent_at).order_by(OutgoingMessage.id)))
    assert sent == sorted(moment for moment in sent if moment)


def the_letters_are_real_and_have_no_holes(ada: Account) -> None:
    letters = list(db.session.scalars(select(Letter)))
    assert len({letter.kind for letter in letters}) >= 6
    for letter in letters:
        assert letter.subject
        assert ada.name in letter.body
        assert not set("{}[]") & set(letter.body)
    assert len({letter.body for letter in letters}) == len(letters)


def every_talk_has_its_questions(_ada: Account) -> None:
    assert all(QuestionList.of(talk.interview) for talk in db.session.scalars(select(Booking)))


def some_things_are_due_today(ada: Account) -> None:
    due = {str(one.kind) for one in pressing(ada, by=NOW)}
    assert {"debrief", "thanks", "second_person", "nudge"} <= due


def one_person_led_to_the_next_and_that_one_further(ada: Account) -> None:
    marisol = Contact.named("Marisol Ibáñez Quiroga", of=ada)
    assert marisol is not None
    [tomas] = marisol.led_to()
    [oluwaseun] = tomas.led_to()
    assert (tomas.name, oluwaseun.name) == ("Tomáš Hrubý", "Oluwaseun Adébáyọ̀")


CLAIMS = (
    everybody_is_invented_and_lives_in_many_zones,
    nothing_waits_to_leave,
    the_mailbox_can_show_what_was_sent,
    messages_lie_in_the_mailbox_in_the_order_in_which_they_were_sent,
    the_letters_are_real_and_have_no_holes,
    every_talk_has_its_questions,
    some_things_are_due_today,
    one_person_led_to_the_next_and_that_one_further,
)


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


def test_a_letter_to_a_sample_person_never_reaches_a_mail_server(ada: Account) -> None:
    db.session.add(
        MailAccount(
            account_id=ada.id,
            provider="other",
            address="ada@example.org",
            host="mail.example.org",
            port=465,
            security="tls",
            username="ada",
            sealed_password="sealed",
        )
    )
    showing_around.fill(ada, site=SITE, now=NOW)
    [letter] = db.session.scalars(
        select(Letter).where(Letter.kind == LetterKind.OUTREACH, ~Letter.message.has())
    )
    sending.send(letter, account=ada, mail_domain="example.org", policy=Policy(), now=NOW)
    used: list[MailAccount | None] = []

    def connect(mail_account: MailAccount | None) -> BuiltInMailbox:
        used.append(mail_account)
        return BuiltInMailbox()

    delivering.deliver_due(connect, owner="a test", clock=lambda: NOW + timedelta(minutes=1))

    assert used == [None]
    assert letter.message is not None
    assert (letter.message.delivery, letter.message.via) == (Delivery.SENT, "mailbox")
