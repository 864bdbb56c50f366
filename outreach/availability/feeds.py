"""The account's other calendars, and when they keep it busy.

Of a calendar only its times are kept. They are cut into pieces of at most a
day, so that what overlaps a stretch is found without reading the past: no piece
begins earlier than a day before it.
"""

import zlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, bindparam, delete, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from outreach.accounts.models import Account, Owned
from outreach.database import Base, UtcDateTime, db, saved, words
from outreach.errors import OutreachError
from outreach.timespan import TimeSpan

LONGEST_PIECE = timedelta(days=1)
EVERY = timedelta(minutes=15)
FAR_AHEAD = timedelta(days=7)
"""When a file is looked at anew: it says nothing new, but time goes on."""
LEASE = timedelta(minutes=5)
"""How long one reading may take before another worker tries; longer than any limit on it."""
PAUSES = [timedelta(minutes=m) for m in (15, 30, 60, 120, 240, 360)]
MOST_FEEDS = 20


class FeedKind(StrEnum):
    """Where a calendar comes from."""

    ADDRESS = "address"
    FILE = "file"
    CALDAV = "caldav"


class TooManyCalendars(OutreachError):
    """There have to be some left for others to read."""

    def __init__(self) -> None:
        super().__init__(f"You have {MOST_FEEDS} calendars here, which is as many as we can keep up with.")


class CalendarServer(Owned, Base):
    """A CalDAV server on which the account has calendars; its address and password are one secret."""

    __tablename__ = "calendar_servers"
    __table_args__ = (Index("ix_calendar_servers_due_at", "due_at"),)

    host: Mapped[str] = mapped_column(String(253))
    username: Mapped[str] = mapped_column(String(254))
    sealed_login: Mapped[str] = mapped_column(Text, default="")
    """The address and the password, a line each."""
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When we are to look for calendars there; never, once they are found."""
    looked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    trouble: Mapped[str] = mapped_column(Text, default="")

    @classmethod
    def of(cls, account: Account) -> list[Self]:
        return list(db.session.scalars(select(cls).where(cls.account_id == account.id).order_by(cls.id)))

    @classmethod
    def claim(cls, *, now: datetime) -> Self | None:
        """The next server, anybody's, on which to look for calendars; set aside for the caller for a while."""
        due = select(cls).where(cls.due_at <= now).order_by(cls.due_at).limit(1)
        server = db.session.scalar(
            due.with_for_update(skip_locked=True), execution_options={"populate_existing": True}
        )
        if server is not None:
            server.due_at = now + LEASE
        return server

    @property
    def place(self) -> str:
        """Where its login is sealed: for this account, this host and this user name."""
        return f"calendar_server/{self.account_id}/{self.host}/{self.username}"


class BusyFeed(Owned, Base):
    """A calendar that says when the account is busy: by its address, as a file, or on a server."""

    __tablename__ = "busy_feeds"
    __table_args__ = (Index("ix_busy_feeds_due_at", "due_at"),)

    kind: Mapped[FeedKind] = mapped_column(words(FeedKind))
    server_id: Mapped[int | None] = mapped_column(
        ForeignKey(CalendarServer.id, ondelete="CASCADE"), index=True
    )
    is_read: Mapped[bool] = mapped_column(default=True)
    """Whether its times count as busy."""
    is_written: Mapped[bool] = mapped_column(default=False)
    """Whether agreed conversations are written into it."""
    name: Mapped[str] = mapped_column(String(120))
    host: Mapped[str] = mapped_column(String(253), default="")
    """Where it is read from, for people; the address itself is a secret."""
    sealed_address: Mapped[str] = mapped_column(Text, default="")
    etag: Mapped[str] = mapped_column(String(250), default="")
    modified: Mapped[str] = mapped_column(String(100), default="")
    """Last-Modified, as the server wrote it."""
    fingerprint: Mapped[str] = mapped_column(String(64), default="")
    """Of what was read last, and of how: the same again need not be read again."""
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it is to be read next; never, if there is nothing to ask."""
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the account last asked for it to be read; empty once it was."""
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it was last understood."""
    covers_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Until when its times are worked out."""
    failures: Mapped[int] = mapped_column(default=0)
    trouble: Mapped[str] = mapped_column(Text, default="")
    """Why it could not be read the last time; what was known before still counts."""
    events: Mapped[int] = mapped_column(default=0)
    not_understood: Mapped[int] = mapped_column(default=0)

    @classmethod
    def of(cls, account: Account) -> list[Self]:
        """The account's calendars, in the order in which they were added."""
        return list(db.session.scalars(select(cls).where(cls.account_id == account.id).order_by(cls.id)))

    @classmethod
    def add(cls, account: Account, kind: FeedKind, *, name: str, host: str = "", now: datetime) -> Self:
        """A calendar that is to be read at once. Raises TooManyCalendars."""
        if len(cls.of(account)) >= MOST_FEEDS:
            raise TooManyCalendars
        feed = cls(
            account_id=account.id, kind=kind, name=name[:120], host=host[:253], added_at=now, due_at=now
        )
        return saved(feed)

    @classmethod
    def claim(cls, *, now: datetime) -> Self | None:
        """The calendar that has waited longest, anybody's, set aside for the caller for a while.

        Another worker may take it up once the lease is over.
        """
        due = (
            select(cls)
            .where(cls.due_at <= now)
            .order_by(cls.due_at, cls.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        feed = db.session.scalar(due, execution_options={"populate_existing": True})
        if feed is not None:
            feed.due_at = now + LEASE
        return feed

    @property
    def place(self) -> str:
        """Where its address is sealed, so that it opens in no other row and for no other host."""
        return f"busy_feed/{self.account_id}/{self.host}"

    @property
    def is_waiting(self) -> bool:
        """Whether it is about to be read."""
        return self.is_read and (self.asked_at is not None or (self.read_at is None and not self.trouble))

    def ask(self, *, now: datetime) -> None:
        """Have it read as soon as possible; whatever it then says is believed, even that it is empty."""
        self.asked_at = self.due_at = now

    def count(self, is_read: bool, *, now: datetime) -> None:
        """Let its times count as busy, or not any more."""
        if is_read and not self.is_read:
            self.ask(now=now)
        if not is_read:
            self.due_at = self.asked_at = self.read_at = self.covers_until = None
            self.trouble = ""
            BusySpan.keep(self, ())
        self.is_read = is_read

    def was_read(self, *, etag: str, modified: str, now: datetime) -> None:
        """It was read, whether or not anything is new."""
        self.etag, self.modified = etag[:250], modified[:100]
        self.read_at, self.asked_at, self.trouble, self.failures = now, None, "", 0
        self.due_at = now + (FAR_AHEAD if self.kind is FeedKind.FILE else EVERY)

    def failed(self, why: str, *, now: datetime) -> None:
        """It could not be read. What it said last still counts; we try again, less and less often."""
        self.trouble, self.asked_at = why, None
        self.due_at = now + PAUSES[min(self.failures, len(PAUSES) - 1)]
        self.failures += 1


class BusyCopy(Base):
    """The last good copy of a calendar: its times alone, packed. A file that was just given is still whole."""

    __tablename__ = "busy_copies"

    feed_id: Mapped[int] = mapped_column(ForeignKey(BusyFeed.id, ondelete="CASCADE"), primary_key=True)
    packed: Mapped[bytes] = mapped_column(LargeBinary)

    @classmethod
    def of(cls, feed: BusyFeed) -> bytes:
        """The copy; empty if there is none."""
        packed = db.session.scalar(select(cls.packed).where(cls.feed_id == feed.id))
        return zlib.decompress(packed) if packed else b""

    @classmethod
    def keep(cls, feed: BusyFeed, text: bytes) -> None:
        db.session.execute(delete(cls).where(cls.feed_id == feed.id))
        db.session.execute(insert(cls).values(feed_id=feed.id, packed=zlib.compress(text, 6)))


class BusySpan(Base):
    """A piece of time that a calendar takes, of at most a day."""

    __tablename__ = "busy_spans"
    __table_args__ = (Index("ix_busy_spans_account_id_starts_at", "account_id", "starts_at", "ends_at"),)

    feed_id: Mapped[int] = mapped_column(ForeignKey(BusyFeed.id, ondelete="CASCADE"), primary_key=True)
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id, ondelete="CASCADE"))

    @classmethod
    def keep(cls, feed: BusyFeed, spans: Iterable[TimeSpan]) -> None:
        """Let these be the times of a calendar; only what differs is written."""
        wanted = {(piece.start, piece.end) for span in spans for piece in pieces(span)}
        kept = {(start, end) for start, end in db.session.execute(OF_FEED, {"feed": feed.id})}
        gone = [start for start, _ in kept - wanted]
        for some in range(0, len(gone), 500):
            db.session.execute(
                delete(cls).where(cls.feed_id == feed.id, cls.starts_at.in_(gone[some : some + 500]))
            )
        new = [
            {"feed_id": feed.id, "account_id": feed.account_id, "starts_at": start, "ends_at": end}
            for start, end in sorted(wanted - kept)
        ]
        if new:
            db.session.execute(insert(cls), new)

    @classmethod
    def within(cls, account: Account, stretch: TimeSpan) -> list[TimeSpan]:
        """The account's busy times that touch a stretch; reads no further back than one piece."""
        sought = {
            "account": account.id,
            "busy_after": stretch.start - LONGEST_PIECE,
            "before": stretch.end,
        }
        found = db.session.execute(BUSY, sought)
        return [TimeSpan(start, end) for start, end in found if end > stretch.start]


OF_FEED = select(BusySpan.starts_at, BusySpan.ends_at).where(BusySpan.feed_id == bindparam("feed"))
BUSY = select(BusySpan.starts_at, BusySpan.ends_at).where(
    BusySpan.account_id == bindparam("account"),
    BusySpan.starts_at >= bindparam("busy_after"),
    BusySpan.starts_at < bindparam("before"),
)
"""The busy times of an account. ``busy_after`` lies LONGEST_PIECE before what is wanted."""


def pieces(span: TimeSpan) -> Iterable[TimeSpan]:
    """The span in pieces of at most LONGEST_PIECE."""
    start = span.start
    while start < span.end:
        end = min(span.end, start + LONGEST_PIECE)
        yield TimeSpan(start, end)
        start = end
