"""What was written into the account's own calendar on a server, and what is to be written next.

Nothing is queued: what is to be done follows from the bookings as they are and
from what was written last, so no change of a booking can be forgotten.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple, Self

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, and_, func, or_, select
from sqlalchemy.orm import Mapped, lazyload, mapped_column, relationship

from outreach.accounts.models import Account, Owned
from outreach.availability.feeds import LEASE, BusyFeed
from outreach.availability.health import LONG, is_stuck
from outreach.bookings.models import Booking
from outreach.contacts.models import Contact
from outreach.database import Base, UtcDateTime, db, saved
from outreach.interviews.models import Interview

PAUSES = [timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 720)]
NOTHING_YET = -1
REMEMBERED = timedelta(days=2)
"""How long after its end a conversation is still written down, should the server have been away."""


class WrittenEvent(Owned, Base):
    """One booking in one calendar of a server, in the version that was written last."""

    __tablename__ = "written_events"
    __table_args__ = (UniqueConstraint("feed_id", "uid"),)

    feed_id: Mapped[int] = mapped_column(ForeignKey(BusyFeed.id, ondelete="CASCADE"))
    uid: Mapped[str] = mapped_column(String(120))
    sequence: Mapped[int] = mapped_column(default=NOTHING_YET)
    """The version of the booking that the calendar was last told."""
    url: Mapped[str] = mapped_column(Text)
    etag: Mapped[str] = mapped_column(String(250), default="")
    """The server's mark of our version; another one there means that somebody changed it."""
    is_there: Mapped[bool] = mapped_column(default=False)
    conflict: Mapped[str] = mapped_column(Text, default="")
    """Why we leave it alone, for the account; empty while it is ours to change."""
    seen_etag: Mapped[str] = mapped_column(String(250), default="", server_default="")
    """The server's mark of the version that the conflict is with; empty if there is none any more."""
    trouble: Mapped[str] = mapped_column(Text, default="")
    failures: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)

    feed: Mapped[BusyFeed] = relationship()

    @classmethod
    def troubled(cls, account: Account) -> list[Self]:
        """Those that the account should know of: conflicts, and what could not be written."""
        found = select(cls).where(
            cls.account_id == account.id, or_(cls.conflict != "", and_(cls.trouble != "", cls.failures > 1))
        )
        return list(db.session.scalars(found.order_by(cls.id).limit(20)))

    @classmethod
    def bookings_of(cls, events: Sequence[Self]) -> dict[str, Booking]:
        """The bookings that these events stand for, by their id; those that are gone are left out."""
        if not events:
            return {}
        same = Booking.uid.in_([event.uid for event in events]), Booking.account_id == events[0].account_id
        return {booking.uid: booking for booking in db.session.scalars(select(Booking).where(*same))}

    @classmethod
    def beginning(cls, feed: BusyFeed, booking: Booking, *, folder: str, now: datetime) -> Self:
        """The row of a booking that is to be written for the first time."""
        # Of the id alone, so that it is the same however often we begin.
        name = hashlib.sha256(booking.uid.encode()).hexdigest()[:40]
        url = f"{folder.rstrip('/')}/{name}.ics"
        return saved(
            cls(account_id=feed.account_id, feed_id=feed.id, uid=booking.uid, url=url, due_at=now + LEASE)
        )

    def was_written(self, sequence: int, etag: str, *, is_there: bool) -> None:
        self.sequence, self.etag, self.is_there = sequence, etag[:250], is_there
        self.conflict, self.trouble, self.failures, self.seen_etag = "", "", 0, ""

    def is_in_conflict(self, why: str, sequence: int, *, seen_etag: str) -> None:
        """Leave it as it is in the calendar; the account decides."""
        self.conflict, self.trouble, self.sequence = why, "", sequence
        self.seen_etag = seen_etag[:250]

    def settle(self, *, keeps_ours: bool, now: datetime) -> None:
        """What the account decided: write what was agreed over the version that was seen, or leave that one.

        A version that came later than the one that was seen is a new conflict,
        and so is a change of what was agreed over one that was left.
        """
        if not self.conflict:
            return
        self.conflict = ""
        if keeps_ours:
            self.etag, self.is_there = self.seen_etag, bool(self.seen_etag)
            self.sequence, self.due_at = NOTHING_YET, now

    def failed(self, why: str, *, now: datetime) -> None:
        self.trouble = why
        self.due_at = now + PAUSES[min(self.failures, len(PAUSES) - 1)]
        self.failures += 1


class Unwritten(NamedTuple):
    """A calendar, a booking whose state it does not know yet, and what was written of it before."""

    feed: BusyFeed
    booking: Booking | None
    """None if it is gone altogether, with its contact."""
    event: WrittenEvent | None


def next_unwritten(*, now: datetime) -> Unwritten | None:
    """What is to be written next, anybody's, set aside for the caller for a while."""
    found = _changed(now) or _gone(now)
    if found is not None and found.event is not None:
        found.event.due_at = now + LEASE
    return found


def _changed(now: datetime) -> Unwritten | None:
    """A booking that is new to its calendar, or that was moved or cancelled since."""
    is_new = and_(
        WrittenEvent.id.is_(None), Booking.cancelled_at.is_(None), Booking.ends_at > now - REMEMBERED
    )
    is_other = and_(WrittenEvent.sequence < Booking.sequence, WrittenEvent.due_at <= now)
    found = (
        select(BusyFeed, Booking, WrittenEvent)
        .join(Booking, Booking.account_id == BusyFeed.account_id)
        .join(Interview, Interview.id == Booking.interview_id)
        .join(Contact, Contact.id == Interview.contact_id)
        .outerjoin(WrittenEvent, and_(WrittenEvent.feed_id == BusyFeed.id, WrittenEvent.uid == Booking.uid))
        .where(BusyFeed.is_written, ~Contact.is_sample, or_(is_new, is_other))
        .options(lazyload(Booking.interview))
        .order_by(Booking.id)
        .limit(1)
        .with_for_update(skip_locked=True, of=BusyFeed)
    )
    row = db.session.execute(found, execution_options={"populate_existing": True}).first()
    return Unwritten(*row) if row is not None else None


def _gone(now: datetime) -> Unwritten | None:
    """An event whose booking is gone with its contact."""
    found = (
        select(BusyFeed, WrittenEvent)
        .join(WrittenEvent, WrittenEvent.feed_id == BusyFeed.id)
        .outerjoin(
            Booking, and_(Booking.uid == WrittenEvent.uid, Booking.account_id == WrittenEvent.account_id)
        )
        .where(Booking.id.is_(None), WrittenEvent.is_there, WrittenEvent.due_at <= now)
        .where(BusyFeed.is_written, WrittenEvent.conflict == "")
        .limit(1)
        .with_for_update(skip_locked=True, of=BusyFeed)
    )
    row = db.session.execute(found, execution_options={"populate_existing": True}).first()
    return Unwritten(row[0], None, row[1]) if row is not None else None


class Troubles(NamedTuple):
    """A calendar that could not be read for long, if there is one; how many conversations stand otherwise in one."""

    stuck: BusyFeed | None
    differ: int

    @classmethod
    def of(cls, account: Account, *, now: datetime) -> Self:
        """Both, in one statement."""
        differ = select(func.count()).where(
            WrittenEvent.account_id == account.id, WrittenEvent.conflict != ""
        )
        found = (
            select(BusyFeed, differ.scalar_subquery())
            .select_from(Account)
            .outerjoin(BusyFeed, is_stuck(account.id, now - LONG))
            .where(Account.id == account.id)
        )
        return cls(*db.session.execute(found.order_by(BusyFeed.read_at).limit(1)).one())
