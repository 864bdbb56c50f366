"""Adding the calendars that say when the account is busy, and reading them in the background.

Reading touches the network and takes its time, so it happens between two
transactions: one sets a calendar aside, the other keeps what came of it. Each
calendar is one item of the chore, which commits for each.
"""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from outreach.accounts.mail_accounts import MailAccount
from outreach.accounts.models import Account
from outreach.availability.apart import read_apart
from outreach.availability.caldav import CalDavFailed, Client
from outreach.availability.feeds import BusyCopy, BusyFeed, BusySpan, CalendarServer, FeedKind
from outreach.availability.logging_in import Login
from outreach.bookings.models import Booking
from outreach.calendars.busy import BusyTimes, Reading
from outreach.database import db
from outreach.errors import OutreachError
from outreach.outbound import Answer, Outbound, Unreached, target_of
from outreach.secrets import SecretUnreadable, Vault
from outreach.timespan import TimeSpan

log = logging.getLogger(__name__)

AHEAD = timedelta(days=780)
"""How far times are worked out."""
NEEDED = timedelta(days=750)
"""How far they must reach: the farthest that anybody can book, and the weeks around it."""
BEHIND = timedelta(days=8)
LARGEST = 5 * 1024 * 1024
EMPTIED = (
    "It came back without a single event, though there were some before. That may be a mistake, so what it "
    "said last still counts. If it is meant, press “Read it now”."
)
NOT_THERE = (
    "There is no calendar at this address any more (the server answers {status}). Perhaps it has a new one."
)
NO_ENTRY = (
    "The server does not let us read this calendar (it answers {status}). Perhaps its address has changed."
)
OUT_OF_ORDER = "The server cannot give out this calendar at the moment (it answers {status})."


class NoCalendar(OutreachError):
    """The file is no calendar."""

    def __init__(self) -> None:
        super().__init__(
            "This file is no calendar. Export one from your calendar program; its name ends in .ics, mostly."
        )


class TooLarge(OutreachError):
    """The file is larger than any calendar."""

    status = 413

    def __init__(self) -> None:
        super().__init__(
            "This file is larger than 5 MB. Export the months to come alone, or one calendar at a time."
        )


class Unreadable(Exception):
    """A calendar could not be read; ``str`` says why, for the person whose it is."""


@dataclass(frozen=True, slots=True)
class Job:
    """One calendar to be read, as values: no transaction is open while it is."""

    feed_id: int
    kind: FeedKind
    reading: Reading
    address: str = field(repr=False)
    etag: str
    modified: str
    fingerprint: str
    copy: bytes = field(repr=False)
    is_asked: bool
    """Whether the account asked for it, and so believes whatever comes."""
    login: Login | None = field(default=None, repr=False)
    """For a calendar on a server."""
    trouble: str = ""
    """Why it cannot even be tried."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of it: new times, nothing new, or why not."""

    found: BusyTimes | None = None
    fingerprint: str = ""
    etag: str = ""
    modified: str = ""
    trouble: str = ""
    covers_until: datetime | None = None


def add_address(
    account: Account, url: str, *, outbound: Outbound, vault: Vault, name: str = "", now: datetime
) -> BusyFeed:
    """Keep an address, sealed; it is read in the background. Raises NotAllowed, TooManyCalendars."""
    url = outbound.check_url(url)
    host = target_of(url).host
    feed = BusyFeed.add(account, FeedKind.ADDRESS, name=name.strip() or host, host=host, now=now)
    feed.sealed_address = vault.seal(url, place=feed.place)
    return feed


def add_file(account: Account, raw: bytes, *, file_name: str, name: str = "", now: datetime) -> BusyFeed:
    """Keep a file; it is read in the background. Raises NoCalendar, TooLarge, TooManyCalendars."""
    if len(raw) > LARGEST:
        raise TooLarge
    if b"BEGIN:VCALENDAR" not in raw[:4096].upper():
        raise NoCalendar
    feed = BusyFeed.add(account, FeedKind.FILE, name=name.strip() or file_name or "A file", now=now)
    BusyCopy.keep(feed, raw)
    return feed


def read_due(outbound: Outbound, vault: Vault, *, clock: Callable[[], datetime], limit: int = 50) -> int:
    """Read the calendars whose time has come, one after another; one that fails never keeps the others waiting."""
    done = 0
    while done < limit:
        job = claim(vault, now=clock())
        db.session.commit()
        if job is None:
            break
        try:
            result = read(job, outbound)
        except Exception:
            log.exception("Calendar %s could not be read.", job.feed_id)
            result = Result(
                trouble="Something went wrong here while this calendar was read. It is tried again."
            )
        keep(job, result, now=clock())
        db.session.commit()
        done += 1
    return done


def claim(vault: Vault, *, now: datetime) -> Job | None:
    """The next calendar to be read, set aside for the caller, with all that reading it takes."""
    feed = BusyFeed.claim(now=now)
    if feed is None:
        return None
    account = db.session.get_one(Account, feed.account_id)
    address, login, trouble = "", None, ""
    try:
        address = vault.open(feed.sealed_address, place=feed.place) if feed.sealed_address else ""
        login = _login(feed, vault)
    except SecretUnreadable as error:
        trouble = str(error)
    reading = Reading(
        account.timezone,
        TimeSpan(now - BEHIND, now + AHEAD),
        own=_addresses_of(account),
        ours=frozenset(Booking.uids(account, since=now - timedelta(days=60))),
    )
    covers = feed.covers_until is not None and feed.covers_until >= now + NEEDED
    return Job(
        feed.id,
        feed.kind,
        reading,
        address,
        feed.etag,
        feed.modified,
        # Without its fingerprint nothing counts as read before, so its times are worked out anew.
        feed.fingerprint if covers else "",
        BusyCopy.of(feed),
        feed.asked_at is not None,
        login,
        trouble,
    )


def _login(feed: BusyFeed, vault: Vault) -> Login | None:
    if feed.server_id is None:
        return None
    server = db.session.get_one(CalendarServer, feed.server_id)
    url, _, password = vault.open(server.sealed_login, place=server.place).partition("\n")
    return Login(url, server.username, password)


def _addresses_of(account: Account) -> frozenset[str]:
    """What a calendar may call the account by."""
    mail_account = MailAccount.of(account)
    return frozenset({account.email.lower()} | ({mail_account.address.lower()} if mail_account else set()))


def read(job: Job, outbound: Outbound) -> Result:
    """Bring the calendar here and understand it. Touches the network, and no database."""
    if job.trouble:
        return Result(trouble=job.trouble)
    try:
        if job.kind is FeedKind.FILE:
            return _understood(job, job.copy, Answer(200, {}, b"", ""))
        if job.login is not None:
            return _asked(job, job.login, outbound)
        return _fetched(job, outbound)
    except (Unreached, Unreadable, CalDavFailed) as error:
        return _from_the_copy(job, str(error))


def _fetched(job: Job, outbound: Outbound) -> Result:
    headers = {"Accept": "text/calendar, */*;q=0.5"}
    if job.fingerprint and job.etag:
        headers["If-None-Match"] = job.etag
    if job.fingerprint and job.modified:
        headers["If-Modified-Since"] = job.modified
    answer = outbound.fetch(job.address, headers=headers)
    if answer.status == 304:
        return Result(etag=job.etag, modified=job.modified)
    if answer.status != 200:
        raise Unreadable(_refusal(answer.status))
    return _understood(job, answer.body, answer)


def _asked(job: Job, login: Login, outbound: Outbound) -> Result:
    """What a calendar on a server says, unless the server knows that nothing is new."""
    client = Client(outbound, login)
    version = client.version(job.address)
    if version and version == job.etag and job.fingerprint:
        return Result(etag=version)
    raw = client.events(job.address, job.reading.within)
    return _understood(job, raw, Answer(200, {"etag": version}, b"", ""), is_sure=True)


def _refusal(status: int) -> str:
    if status in {404, 410}:
        return NOT_THERE.format(status=status)
    return (NO_ENTRY if 400 <= status < 500 and status not in {408, 429} else OUT_OF_ORDER).format(
        status=status
    )


def _understood(job: Job, raw: bytes, answer: Answer, *, is_sure: bool = False) -> Result:
    """What it says, unless it is what it said before; ``is_sure`` of a server that may well say "nothing".

    Raises Unreadable.
    """
    etag, modified = answer.headers.get("etag", ""), answer.headers.get("last-modified", "")
    fingerprint = _fingerprint(raw, job.reading)
    if fingerprint == job.fingerprint:
        return Result(etag=etag, modified=modified)
    found = read_apart(raw, job.reading)
    if found.problem:
        raise Unreadable(found.problem)
    if not (found.events or found.not_understood or job.is_asked or is_sure) and job.copy:
        raise Unreadable(EMPTIED)
    return Result(found, fingerprint, etag, modified, covers_until=job.reading.within.end)


def _fingerprint(raw: bytes, reading: Reading) -> str:
    """Of the text, and of all that decides what it means, but for the window."""
    how = f"{reading.timezone}\n{sorted(reading.own)}\n{sorted(reading.ours)}\n"
    return hashlib.sha256(how.encode() + raw).hexdigest()


def _from_the_copy(job: Job, why: str) -> Result:
    """What it said last still counts, also for the weeks that have come into sight since."""
    if job.fingerprint or not job.copy:
        return Result(trouble=why)
    found = read_apart(job.copy, job.reading)
    if found.problem:
        return Result(trouble=why)
    return Result(replace(found, kept=""), trouble=why, covers_until=job.reading.within.end)


def keep(job: Job, result: Result, *, now: datetime) -> None:
    """Write down what came of it, unless the calendar was taken away in the meantime."""
    feed = db.session.get(BusyFeed, job.feed_id, populate_existing=True)
    if feed is None:
        return
    if result.found is not None:
        BusySpan.keep(feed, result.found.spans)
        feed.covers_until = result.covers_until
    if result.trouble:
        feed.failed(result.trouble, now=now)
        return
    if result.found is not None:
        feed.events, feed.not_understood = result.found.events, result.found.not_understood
        feed.fingerprint = result.fingerprint
        feed.name = _name(feed, result.found.name)
        BusyCopy.keep(feed, result.found.kept.encode())
    feed.was_read(etag=result.etag, modified=result.modified, now=now)


def _name(feed: BusyFeed, says: str) -> str:
    """What the calendar calls itself, where the account did not say."""
    return says[:120] if says.strip() and feed.name == feed.host else feed.name
