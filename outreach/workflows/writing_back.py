"""Writing agreed conversations into the account's own calendar on a server.

Every step is conditional on the version that we wrote last. Where the calendar
holds another one, somebody changed it there: that is shown, and left alone.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from outreach.accounts.models import Account
from outreach.availability.caldav import CalDavFailed, Client, Conflict, NotFoundThere
from outreach.availability.feeds import CalendarServer
from outreach.availability.logging_in import Login
from outreach.bookings.announcing import stored_copy
from outreach.bookings.invitations import Packet
from outreach.bookings.models import Booking
from outreach.bookings.site import Site
from outreach.bookings.written import Unwritten, WrittenEvent, next_unwritten
from outreach.database import db
from outreach.outbound import Outbound, Unreached
from outreach.questions.lists import by_the_minute, runsheet_of
from outreach.questions.models import QuestionList
from outreach.secrets import SecretUnreadable, Vault

CHANGED_THERE = (
    "It was changed in “{calendar}” by hand, so we left it as it is there. "
    "What was agreed with the contact is what you see here."
)
DELETED_THERE = (
    "It was deleted from “{calendar}” by hand, so we did not write it again. "
    "What was agreed with the contact is what you see here."
)


@dataclass(frozen=True, slots=True)
class Task:
    """One event to be written or taken away, as values. An empty ``text`` takes it away."""

    event_id: int
    url: str = field(repr=False)
    text: bytes = field(repr=False)
    etag: str
    is_there: bool
    sequence: int
    calendar: str
    login: Login | None = field(repr=False)
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it ended; ``etag`` is the mark of what is there now."""

    etag: str = ""
    conflict: str = ""
    trouble: str = ""
    seen_etag: str = ""
    """The mark of the version that a conflict is with."""


def write_due(
    outbound: Outbound, vault: Vault, site: Site, *, clock: Callable[[], datetime], limit: int = 50
) -> int:
    """Write what is new, moved, cancelled or gone, each in transactions of its own."""
    done = 0
    while done < limit:
        found = next_unwritten(now=clock())
        task = _task(found, vault, site, now=clock()) if found is not None else None
        db.session.commit()
        if task is None:
            break
        outcome = carry_out(task, outbound)
        keep(task, outcome, now=clock())
        db.session.commit()
        done += 1
    return done


def _task(found: Unwritten, vault: Vault, site: Site, *, now: datetime) -> Task:
    """What is to be done, with the event as it stands now; its row is made before anything leaves."""
    feed, booking = found.feed, found.booking
    login, folder, trouble = None, "", ""
    try:
        server = db.session.get_one(CalendarServer, feed.server_id)
        address, _, password = vault.open(server.sealed_login, place=server.place).partition("\n")
        login = Login(address, server.username, password)
        folder = vault.open(feed.sealed_address, place=feed.place)
    except SecretUnreadable as error:
        trouble = str(error)
    event = found.event
    if event is None:
        assert booking is not None  # noqa: S101 (only a booking is new)
        event = WrittenEvent.beginning(feed, booking, folder=folder, now=now)
    text = b""
    if booking is not None and not booking.is_cancelled:
        text = _text(booking, site)
    return Task(
        event.id,
        event.url,
        text,
        event.etag,
        event.is_there,
        booking.sequence if booking is not None else event.sequence,
        feed.name,
        login,
        trouble,
    )


def _text(booking: Booking, site: Site) -> bytes:
    account = db.session.get_one(Account, booking.account_id)
    questions = QuestionList.of(booking.interview)
    asked = by_the_minute(runsheet_of(questions, booking.interview)) if questions else ()
    return stored_copy(booking, account, Packet(questions=asked), site=site).encode()


def carry_out(task: Task, outbound: Outbound) -> Outcome:
    """Tell the server. Touches the network, and no database."""
    if task.login is None:
        return Outcome(trouble=task.trouble)
    client = Client(outbound, task.login)
    try:
        if not task.text:
            return _take_away(client, task)
        return Outcome(client.put(task.url, task.text, etag=task.etag if task.is_there else None))
    except Conflict:
        return _conflict(client, task)
    except (Unreached, CalDavFailed) as error:
        return Outcome(trouble=str(error))


def _take_away(client: Client, task: Task) -> Outcome:
    if task.is_there:
        with suppress(NotFoundThere):  # somebody did it before us
            client.delete(task.url, etag=task.etag)
    return Outcome()


def _conflict(client: Client, task: Task) -> Outcome:
    """Another version is there. If it is ours after all, our last answer was lost on the way."""
    try:
        there, etag = client.get(task.url)
    except NotFoundThere:
        return Outcome(conflict=DELETED_THERE.format(calendar=task.calendar))
    except (Unreached, CalDavFailed) as error:
        return Outcome(trouble=str(error))
    if task.text and _says(there) == _says(task.text):
        return Outcome(etag)
    return Outcome(conflict=CHANGED_THERE.format(calendar=task.calendar), seen_etag=etag)


def _says(text: bytes) -> set[bytes]:
    """The lines that make one version of an event what it is, however a server arranges them."""
    lines = text.replace(b"\r\n", b"\n").replace(b"\n ", b"").split(b"\n")
    names = (b"UID", b"SEQUENCE", b"DTSTART", b"DTEND", b"SUMMARY", b"LOCATION", b"DESCRIPTION")
    return {line.strip() for line in lines if line.startswith(names)}


def keep(task: Task, outcome: Outcome, *, now: datetime) -> None:
    """Write down how it ended, unless the calendar was let go of in the meantime."""
    event = db.session.get(WrittenEvent, task.event_id, populate_existing=True)
    if event is None:
        return
    if outcome.trouble:
        event.failed(outcome.trouble, now=now)
    elif outcome.conflict:
        event.is_in_conflict(outcome.conflict, task.sequence, seen_etag=outcome.seen_etag)
    else:
        event.was_written(task.sequence, outcome.etag, is_there=bool(task.text))
        event.due_at = now
