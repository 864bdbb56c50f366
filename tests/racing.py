"""Many people who want one time of Ada's: real requests to real processes, let go at the same moment."""

import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.client import HTTPConnection, HTTPException
from itertools import cycle, islice
from tempfile import TemporaryDirectory
from typing import Any, Self
from urllib.parse import urlencode

from sqlalchemy import Engine, create_engine, func, insert, select, text
from sqlalchemy.orm import aliased

from outreach.accounts.models import Account
from outreach.availability.models import MeetingRules
from outreach.availability.windows import in_words
from outreach.bookings.calendar import CALENDAR_LOCK
from outreach.bookings.holds import Hold
from outreach.bookings.models import Booking, PersonalLink
from outreach.bookings.offers import Offers
from outreach.bookings.site import Site
from outreach.bookings.wishes import Wish as Chosen
from outreach.contacts.models import Contact
from outreach.database import db, prepare
from outreach.interviews.kinds import Format, Purpose, Relationship
from outreach.interviews.models import Interview
from outreach.letters.kinds import LetterKind
from outreach.letters.models import Letter
from outreach.timespan import TimeSpan
from outreach.tokens import derived_token, form_key, new_token, token_hash
from outreach.workflows import booking
from tests.conftest import SECRET_KEY

SITE = Site("http://localhost", SECRET_KEY, "outreach.example")
TIMEOUT = 120
A_DAY = timedelta(days=1)
A_MINUTE = timedelta(minutes=1)
ASK: dict[str, Any] = {
    "purpose": Purpose.FIELD,
    "relationship_kind": Relationship.ALUM,
    "format": Format.PHONE,
}
BROKEN = 0
"""Stands for the status where there was no answer at all."""


@dataclass(frozen=True, slots=True)
class Page:
    """The personal page of somebody who was asked; ``number`` is its link's."""

    number: int
    token: str
    minutes: int

    def wants(self, deed: str, starts_at: datetime) -> "Wish":
        """A form on it, filled in anew: ``bookings`` or ``moves``."""
        key = form_key(SECRET_KEY, f"meet/{self.number}")
        slot = starts_at.isoformat(timespec="minutes").replace("+00:00", "Z")
        return Wish(f"/meet/{self.token}/{deed}", urlencode({"key": key, "slot": slot, "zone": "UTC"}))


@dataclass(frozen=True, slots=True)
class Wish:
    """One form, ready to be posted; with a cookie it is the account's own."""

    path: str
    form: str
    cookie: str = ""


@dataclass
class Tally:
    """What became of the wishes: how often each status was answered, and the seconds of each wait."""

    statuses: Counter[int] = field(default_factory=Counter)
    waits: list[float] = field(default_factory=list)

    @property
    def accidents(self) -> int:
        """How many ended without an answer, or with one that says we are at fault."""
        return sum(n for status, n in self.statuses.items() if status == BROKEN or status >= 500)

    def slowest(self, share: float) -> float:
        """The wait that all but this share of the wishes stay below, in seconds."""
        return sorted(self.waits)[int(len(self.waits) * (1 - share))] if self.waits else 0.0


def race(ports: Sequence[int], wishes: Iterable[Wish], *, clients: int) -> Tally:
    """Post every wish, ``clients`` of them at any moment, by turns to these ports of this machine."""
    db.session.commit()  # what was prepared is there, and we keep nobody from writing
    tally, waiting, guard = Tally(), iter(wishes), threading.Lock()
    start = threading.Barrier(clients)

    def next_wish() -> Wish | None:
        with guard:
            return next(waiting, None)

    def run(port: int) -> None:
        connection = HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
        start.wait()
        while (wish := next_wish()) is not None:
            begun = time.perf_counter()
            status = _post(connection, wish)
            with guard:
                tally.statuses[status] += 1
                tally.waits.append(time.perf_counter() - begun)
        connection.close()

    runners = [threading.Thread(target=run, args=[port]) for port in islice(cycle(ports), clients)]
    for runner in runners:
        runner.start()
    for runner in runners:
        runner.join()
    return tally


@dataclass
class Bystander:
    """Somebody else who wants to change Ada's calendar all the while, and does nothing with it once they may.

    ``waits`` are the seconds that they waited for the lock each time; ``alone`` those for a lock that nobody
    else ever wants, which is what the machine makes everybody wait for.
    """

    account_id: int
    waits: list[float] = field(default_factory=list)
    alone: list[float] = field(default_factory=list)
    _is_over: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def waiting(self) -> Iterator[Self]:
        self._is_over.clear()
        runner = threading.Thread(target=self._run, args=[db.engine])
        runner.start()
        try:
            yield self
        finally:
            self._is_over.set()
            runner.join()

    def _run(self, engine: Engine) -> None:
        is_postgresql = engine.dialect.name == "postgresql"
        lock, nobodys = (
            select(func.pg_advisory_xact_lock(CALENDAR_LOCK, whose)) for whose in (self.account_id, 0)
        )
        with TemporaryDirectory() as folder:
            elsewhere = engine if is_postgresql else create_engine(f"sqlite:///{folder}/nobodys.db")
            if not is_postgresql:
                prepare(elsewhere)
            while not self._is_over.wait(0.02):
                # On SQLite a transaction that may write is the lock, and begins with anything.
                self.alone.append(_wait(elsewhere, nobodys if is_postgresql else select(1)))
                self.waits.append(_wait(engine, lock if is_postgresql else select(1)))
            if elsewhere is not engine:
                elsewhere.dispose()


def _wait(engine: Engine, lock: Any) -> float:
    """The seconds until a transaction has a lock, which it gives back at once."""
    with engine.connect() as connection:
        begun = time.perf_counter()
        connection.execute(lock)
        return time.perf_counter() - begun


def _post(connection: HTTPConnection, wish: Wish) -> int:
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": wish.cookie}
    try:
        connection.request("POST", wish.path, wish.form, headers)
        response = connection.getresponse()
        response.read()
    except (OSError, HTTPException):
        connection.close()
        return BROKEN
    return response.status


def invite(account: Account, *, people: int, now: datetime, minutes: Sequence[int] = (20,)) -> list[Page]:
    """So many people, each asked for a conversation of one of these lengths in turn; their pages."""
    whose: dict[str, Any] = {"account_id": account.id, "created_at": now}
    lengths = list(islice(cycle(minutes), people))
    nonces = [new_token() for _ in range(people)]
    tokens = [derived_token(SECRET_KEY, "personal-link", nonce) for nonce in nonces]
    contacts = _put(Contact, [whose | {"name": f"Guest {n}", "timezone": "UTC"} for n in range(people)])
    asks = zip(contacts, lengths, strict=True)
    interviews = _put(
        Interview,
        [
            whose | ASK | {"contact_id": contact, "minutes": length, "stage_at": now}
            for contact, length in asks
        ],
    )
    keys = zip(interviews, nonces, tokens, strict=True)
    addresses = [
        {"interview_id": interview, "nonce": nonce, "token_hash": token_hash(token)}
        for interview, nonce, token in keys
    ]
    links = _put(PersonalLink, [whose | {"expires_at": now + A_DAY * 90} | it for it in addresses])
    db.session.commit()
    return [Page(*it) for it in zip(links, tokens, lengths, strict=True)]


def _put(table: Any, rows: list[dict[str, Any]]) -> list[int]:
    """Write the rows; their numbers, in the same order."""
    numbered = insert(table).returning(table.id, sort_by_parameter_order=True)
    return list(db.session.scalars(numbered, rows))


def hold_back_nothing(account: Account) -> None:
    """Let times be offered every quarter of an hour, one right after the other, and many a day."""
    rules = MeetingRules.of(account)
    rules.increment, rules.most_a_day = timedelta(minutes=15), 20
    rules.buffer_before = rules.buffer_after = timedelta(0)


def free_times(account: Account, minutes: int, *, now: datetime) -> list[TimeSpan]:
    """What is on offer for a conversation of this length."""
    return Offers.for_minutes(account, minutes, now=now).times


def spans_over(account: Account, moment: datetime, minutes: int, *, now: datetime) -> list[TimeSpan]:
    """The times on offer that hold this moment: any two of them overlap."""
    return [span for span in free_times(account, minutes, now=now) if span.start <= moment < span.end]


def book(page: Page, starts_at: datetime, *, now: datetime) -> None:
    """Agree a time beforehand, without a race."""
    wish = Chosen(starts_at, "Europe/London", form_key(SECRET_KEY, f"meet/{page.number}"))
    booking.book(PersonalLink.open(page.token, now=now), wish, site=SITE, now=now)


def proposals(account: Account, starts_at: datetime, *, people: int, now: datetime) -> list[Letter]:
    """Letters that are ready to leave, each to somebody else, and all of them offer the same time."""
    length, letters = timedelta(minutes=20), []
    for number, page in enumerate(invite(account, people=people, now=now)):
        interview = PersonalLink.open(page.token, now=now).interview
        interview.contact.email = f"reader{number}@example.com"
        letter = Letter.begin(interview, LetterKind.PROPOSAL, now=now)
        span = TimeSpan(starts_at, starts_at + length)
        Hold.choose(letter, [span])
        letter.subject, letter.body = "Times", f"Would this suit you?\n\n- {in_words(span, 'UTC')}"
        letters.append(letter)
    db.session.commit()
    return letters


def sends(letter: Letter, *, cookie: str, csrf: str) -> Wish:
    """The account's click that sends a letter off, and so keeps its time for the reader."""
    form = {"subject": letter.subject, "body": letter.body, "revision": str(letter.revision), "then": "send"}
    return Wish(f"/letters/{letter.id}", urlencode(form | {"csrf_token": csrf}), cookie)


def held(account: Account, moment: datetime) -> int:
    """For how many people letters keep a time that holds this moment."""
    live = (
        select(func.count(Hold.interview_id.distinct()))
        .where(Hold.account_id == account.id, Hold.released_at.is_(None), Hold.expires_at.is_not(None))
        .where(Hold.starts_at <= moment, Hold.ends_at > moment)
    )
    return db.session.scalar(live) or 0


def agreed(account: Account, stretch: TimeSpan) -> int:
    """How many of the account's agreed times touch this stretch."""
    return len(Booking.spans(account, stretch))


def overlaps() -> int:
    """How many pairs of agreed times of one account overlap, of all in the database."""
    other = aliased(Booking)
    pairs = (
        select(func.count())
        .select_from(Booking)
        .join(other, (other.account_id == Booking.account_id) & (other.id > Booking.id))
        .where(Booking.cancelled_at.is_(None), other.cancelled_at.is_(None))
        .where(Booking.starts_at < other.ends_at, other.starts_at < Booking.ends_at)
    )
    return db.session.scalar(pairs) or 0


def deadlocks() -> int:
    """How many deadlocks PostgreSQL has broken in this database so far; SQLite has none."""
    db.session.commit()
    if db.engine.dialect.name != "postgresql":
        return 0
    counted = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
    return int(db.session.scalar(text(counted)) or 0)
