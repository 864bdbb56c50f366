"""One change to an account's calendar at a time, and what the database says to an overlap."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import bindparam, func, insert, select
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import make_transient_to_detached

from outreach.accounts.models import Account
from outreach.bookings.models import Booking
from outreach.bookings.refusals import SlotTaken
from outreach.database import LONGEST_WAIT, db


def lock_calendar(account: Account) -> None:
    """Let nobody else book with this account until the transaction ends.

    SQLite's writing transaction is that lock already. On PostgreSQL an
    exclusion constraint alone is right but deadlocks when many people want one
    time, so they queue here first; and what was read before the wait may have
    changed by its end, so it is read again.
    """
    lock_calendar_of(account.id)


def lock_calendar_of(own: int) -> None:
    """The same for an account by its number: who knows it need read nothing before, and so nothing again."""
    session = db.session()
    if session.get_bind().dialect.name != "postgresql" or (
        session.get_transaction(),
        own,
    ) == session.info.get(HELD):
        return
    session.flush()
    session.execute(LOCK, {"space": CALENDAR_LOCK, "own": own})
    session.expire_all()
    session.info[HELD] = session.get_transaction(), own


@contextmanager
def one_at_a_time(account_id: int) -> Iterator[bool]:
    """Let those who want a time of this account in this process come one after another, before they lock anything.

    Tells whether somebody was before them. They can look whether the time is still free while nobody waits for them.
    """
    seat = SEATS[account_id % len(SEATS)]
    is_first = seat.acquire(blocking=False)
    is_theirs = is_first or seat.acquire(timeout=LONGEST_WAIT)
    try:
        yield not is_first
    finally:
        if is_theirs:
            seat.release()


SEATS = tuple(threading.Lock() for _ in range(64))
"""Enough that two accounts seldom share one."""
HELD = "calendar"
"""Where a session keeps in which transaction it has the lock, and whose: once taken it lasts until the end."""
CALENDAR_LOCK = 7301
"""Our own number space among PostgreSQL's advisory locks."""
LOCK = select(func.pg_advisory_xact_lock(bindparam("space"), bindparam("own")))


def keep(booking: Booking) -> Booking:
    """Write a moved booking. Raises SlotTaken when the database refuses the overlap."""
    db.session.add(booking)
    with _told_as_taken():
        db.session.flush()
    return booking


def enter(values: dict[str, Any]) -> Booking:
    """Write a new booking as a plain row, and hand it out as if it had been read. Raises SlotTaken like ``keep``.

    To write one new object, a flush looks at every object there is, and takes ten times as long.
    """
    row = NEVER_CHANGED | values
    with _told_as_taken():
        number = db.session.connection().execute(NEW_BOOKING, row).scalar_one()
    booking = Booking(id=number, **row)
    make_transient_to_detached(booking)
    db.session.add(booking)
    return booking


NEW_BOOKING = insert(Booking.__table__).returning(Booking.id)  # type: ignore[arg-type]
NEVER_CHANGED: dict[str, Any] = {"sequence": 0, "reminded_at": None, "cancelled_at": None, "cancelled_by": ""}


@contextmanager
def _told_as_taken() -> Iterator[None]:
    try:
        yield
    except (IntegrityError, OperationalError) as refused:
        if not _is_clash(refused):
            raise
        raise SlotTaken from refused


def _is_clash(refused: IntegrityError | OperationalError) -> bool:
    """Whether the database saw an overlap, or gave up in a queue of people wanting one time."""
    if (state := getattr(refused.orig, "sqlstate", None)) is not None:
        return state in {"23P01", "23505", "40P01"}
    return any(sign in str(refused.orig) for sign in ("overlapping booking", "UNIQUE constraint failed"))
