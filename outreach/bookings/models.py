"""The personal link a contact opens, and the time that was agreed."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple, Self

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    bindparam,
    func,
    select,
    text,
)
from sqlalchemy.orm import Mapped, joinedload, lazyload, mapped_column, relationship

from outreach.accounts.models import Account, Owned
from outreach.as_json import instant_in, lines
from outreach.bookings.refusals import BookingCancelled, LinkClosed, NoSuchLink
from outreach.contacts.models import Contact
from outreach.database import Base, UtcDateTime, db, rows_of, saved, words
from outreach.interviews.kinds import Format
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.timespan import TimeSpan
from outreach.tokens import derived_token, new_token, token_hash

LINK_LASTS = timedelta(days=180)
LONGEST_MEETING = timedelta(hours=4)
"""No booking is longer; so an overlap is found without reading the past."""


class PersonalLink(Owned, Base):
    """An unguessable page for one contact, good for the whole life of one interview."""

    __tablename__ = "personal_links"

    interview_id: Mapped[int] = mapped_column(ForeignKey(Interview.id, ondelete="CASCADE"), unique=True)
    nonce: Mapped[str] = mapped_column(String(64))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    guest_note: Mapped[str] = mapped_column(Text, default="")
    """What the guest wrote when no time suited them; empty once we answered."""
    guest_times: Mapped[list[str]] = mapped_column(JSON, default=list)
    """When the guest proposed to talk instead, as instants in UTC; empty once we answered."""
    guest_booking_page: Mapped[str] = mapped_column(String(300), default="")
    """Where the guest would rather be booked: a page of their own."""
    guest_noted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    guest_timezone: Mapped[str] = mapped_column(String(64), default="", server_default="")
    """The zone that the guest chose to read times in; empty if the one we know them by will do."""

    interview: Mapped[Interview] = relationship(lazy="joined", innerjoin=True)
    account: Mapped[Account] = relationship()
    booking: Mapped["Booking | None"] = relationship(
        primaryjoin="and_(foreign(PersonalLink.interview_id) == Booking.interview_id, Booking.cancelled_at.is_(None))",
        viewonly=True,
    )
    """The interview's booking that stood when the link was opened."""

    @classmethod
    def of(cls, interview: Interview) -> "PersonalLink | None":
        return db.session.scalar(LINK_OF, {"interview": interview.id})

    @classmethod
    def with_booking(cls, interview: Interview) -> "tuple[PersonalLink | None, Booking | None]":
        """The interview's link and the booking that stands, as far as there are any: one query with a link."""
        link = db.session.scalar(LINK_AND_BOOKING, {"interview": interview.id})
        return link, link.booking if link else Booking.live(interview)

    @classmethod
    def make(cls, interview: Interview, *, secret_key: str, now: datetime) -> "PersonalLink":
        """The interview's link; the one it has, if that still opens."""
        link = cls.of(interview)
        if link is None:
            link = cls(account_id=interview.account_id, interview=interview, created_at=now)
        elif link.is_open(now=now):
            return link
        link.renew(secret_key=secret_key, now=now)
        return saved(link)

    def renew(self, *, secret_key: str, now: datetime) -> None:
        """Give the page a new address; the old one stops working with this commit."""
        self.nonce = new_token()
        self.token_hash = token_hash(self.token(secret_key))
        self.expires_at = now + LINK_LASTS
        self.revoked_at = None

    def token(self, secret_key: str) -> str:
        return derived_token(secret_key, "personal-link", self.nonce)

    @classmethod
    def open(cls, token: str, *, now: datetime) -> "PersonalLink":
        """The link with this token, whom it concerns and what is booked, in one query.

        Raises NoSuchLink, LinkClosed.
        """
        link = db.session.scalar(LINK_WITH, {"token": token_hash(token)})
        if link is None:
            raise NoSuchLink
        if not link.is_open(now=now):
            raise LinkClosed
        return link

    def is_open(self, *, now: datetime) -> bool:
        return self.revoked_at is None and now < self.expires_at

    def read_in(self, timezone: str) -> None:
        """Keep the zone that the guest reads times in, unless it is the one we know them by, which may be corrected."""
        self.guest_timezone = timezone if timezone != self.interview.contact.timezone else ""

    @property
    def proposals(self) -> list[datetime]:
        """The times that the guest proposed, in their order."""
        return [datetime.fromisoformat(instant) for instant in self.guest_times]

    @property
    def has_answer(self) -> bool:
        """Whether the guest said what would suit them better, and waits for us."""
        return bool(self.guest_note or self.guest_times or self.guest_booking_page)

    def take_answer(
        self, *, words: str = "", times: Sequence[datetime] = (), booking_page: str = "", now: datetime
    ) -> None:
        """Keep what the guest says instead of choosing a time; nothing at all if it was answered."""
        self.guest_note, self.guest_booking_page = words, booking_page
        self.guest_times = [instant.astimezone(UTC).isoformat() for instant in times]
        self.guest_noted_at = now if self.has_answer else None


class Made(NamedTuple):
    """A booking that was made, whatever became of it."""

    id: int
    form_key: str
    starts_at: datetime
    is_cancelled: bool

    @classmethod
    def among(cls, text: str | None) -> "list[Made]":
        """From the column ``MADE``, oldest first."""
        rows = sorted(json.loads(text or "[]"))
        return [cls(id, key, instant_in(start), at is not None) for id, key, start, at in rows]


class Coming(NamedTuple):
    """A talk that is still to be held, or under way: which ask it belongs to, with whom, and when it begins."""

    interview_id: int
    name: str
    starts_at: datetime


class Booking(Owned, Base):
    """An agreed time. The database itself keeps two live ones of an account from overlapping."""

    __tablename__ = "bookings"
    __table_args__ = (
        UniqueConstraint("account_id", "form_key"),
        CheckConstraint("starts_at < ends_at", name="forward"),
        Index("ix_bookings_account_id_starts_at", "account_id", "starts_at"),
        Index(
            "ix_bookings_to_remind_of",
            "starts_at",
            sqlite_where=text("cancelled_at IS NULL AND reminded_at IS NULL"),
            postgresql_where=text("cancelled_at IS NULL AND reminded_at IS NULL"),
        ),
        Index(
            "uq_bookings_live_interview",
            "interview_id",
            unique=True,
            sqlite_where=text("cancelled_at IS NULL"),
            postgresql_where=text("cancelled_at IS NULL"),
        ),
    )

    interview_id: Mapped[int] = mapped_column(ForeignKey(Interview.id, ondelete="CASCADE"), index=True)
    uid: Mapped[str] = mapped_column(String(120), unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    format: Mapped[Format] = mapped_column(words(Format))
    place: Mapped[str] = mapped_column(Text, default="")
    """A phone number, a video address or a room, as agreed."""
    guest_calls: Mapped[bool] = mapped_column(default=False)
    """By phone: whether the guest calls the account, rather than the other way round."""
    guest_timezone: Mapped[str] = mapped_column(String(64))
    form_key: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the run-sheet of the time that now holds was sent to the account."""
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancelled_by: Mapped[str] = mapped_column(String(10), default="")

    interview: Mapped[Interview] = relationship(lazy="joined", innerjoin=True)
    account: Mapped[Account] = relationship()

    @classmethod
    def live(cls, interview: Interview) -> "Booking | None":
        """The interview's booking that stands, if it has one."""
        return db.session.scalar(STANDING, {"interview": interview.id})

    @classmethod
    def of(cls, interview: Interview) -> list[Self]:
        return list(db.session.scalars(OF_INTERVIEW, {"interview": interview.id}))

    @classmethod
    def made_by(cls, form_key: str, *, of: Account) -> Self | None:
        """The booking that this very form made before, if it was posted already."""
        return db.session.scalar(select(cls).where(cls.account_id == of.id, cls.form_key == form_key))

    @classmethod
    def spans(cls, account: Account, within: TimeSpan, *, besides: "Booking | None" = None) -> list[TimeSpan]:
        """The account's live bookings that touch ``within``; reads no further back than one meeting."""
        sought = {
            "account": account.id,
            "after": within.start - LONGEST_MEETING,
            "before": within.end,
            "besides": besides.id if besides else 0,
        }
        return [TimeSpan(start, end) for start, end in rows_of(SPANS, sought) if end > within.start]

    @classmethod
    def upcoming(cls, account: Account, *, now: datetime, limit: int = 20) -> list[Coming]:
        """The account's live bookings that have not ended, soonest first."""
        sought = {"account": account.id, "after": now - LONGEST_MEETING, "now": now, "limit": limit}
        return list(map(Coming._make, rows_of(UPCOMING, sought)))

    @classmethod
    def count_awaited(cls, account: Account, *, now: datetime, limit: int = 20) -> int:
        """How many of them are still to be held; no more are counted than would be listed."""
        sought = {"account": account.id, "after": now - LONGEST_MEETING, "now": now, "limit": limit}
        return db.session.scalar(HOW_MANY_AWAITED, sought) or 0

    @classmethod
    def next_to_remind_of(cls, *, within: timedelta, now: datetime) -> Self | None:
        """Any account's next live booking that begins soon and was not reminded of, locked for the caller.

        What another worker has in hand is passed over, and so are sample people.
        """
        found = (
            select(cls)
            .join(cls.interview)
            .join(Interview.contact)
            .where(cls.cancelled_at.is_(None), cls.reminded_at.is_(None), ~Contact.is_sample)
            .where(cls.starts_at > now, cls.starts_at <= now + within)
            .options(lazyload(cls.interview))
            .order_by(cls.starts_at)
            .limit(1)
            .with_for_update(skip_locked=True, of=cls)
        )
        return db.session.scalar(found, execution_options={"populate_existing": True})

    @classmethod
    def uids(cls, account: Account, *, since: datetime) -> list[str]:
        """The ids under which calendars know the account's bookings that begin since then, cancelled ones too."""
        return list(
            db.session.scalars(select(cls.uid).where(cls.account_id == account.id, cls.starts_at > since))
        )

    @property
    def span(self) -> TimeSpan:
        return TimeSpan(self.starts_at, self.ends_at)

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def is_awaited(self) -> bool:
        """Whether the two have yet to talk: some talk earlier than they had agreed."""
        return self.interview.stage not in {Stage.MET, Stage.THANKED}

    @property
    def run_sheet_once(self) -> str:
        """What names the run-sheet of this time: another time has another one."""
        return f"run-sheet/{self.uid[:60]}/{self.sequence}"

    def move_to(self, span: TimeSpan, *, now: datetime) -> None:
        """Change the time; the next invitation then replaces the last one."""
        if self.is_cancelled:
            raise BookingCancelled
        if span != self.span:
            self.starts_at, self.ends_at = span.start, span.end
            self.sequence += 1
            self.changed_at = now
            self.reminded_at = None

    def meet_at(self, place: str, *, now: datetime) -> None:
        """Say where the two will talk: a number, an address or a room. The next invitation replaces the last one."""
        if self.is_cancelled:
            raise BookingCancelled
        if place != self.place:
            self.place = place
            self.sequence += 1
            self.changed_at = now
            self.reminded_at = None

    def cancel(self, *, by: str, now: datetime) -> None:
        """Call it off; a second time changes nothing."""
        if not self.is_cancelled:
            self.cancelled_at, self.cancelled_by = now, by
            self.changed_at = now
            self.sequence += 1


# What the pages ask most is put together once: that takes as long as asking it.
# The interview of what is found by its interview is here already.
LINK_OF = (
    select(PersonalLink)
    .where(PersonalLink.interview_id == bindparam("interview"))
    .options(lazyload(PersonalLink.interview))
)
LINK_AND_BOOKING = LINK_OF.options(joinedload(PersonalLink.booking).lazyload(Booking.interview))
LINK_WITH = (
    select(PersonalLink)
    .where(PersonalLink.token_hash == bindparam("token"))
    .options(
        joinedload(PersonalLink.account, innerjoin=True),
        joinedload(PersonalLink.booking).lazyload(Booking.interview),
        joinedload(PersonalLink.interview, innerjoin=True)
        .joinedload(Interview.contact, innerjoin=True)
        .options(lazyload(Contact.organization), joinedload(Contact.referral)),
    )
)
STANDING = (
    select(Booking)
    .where(Booking.interview_id == bindparam("interview"), Booking.cancelled_at.is_(None))
    .options(lazyload(Booking.interview))
)
OF_INTERVIEW = (
    select(Booking)
    .where(Booking.interview_id == bindparam("interview"))
    .options(lazyload(Booking.interview))
    .order_by(Booking.id)
)
_MADE, _ASK = Booking.__table__, Interview.__table__
MADE = lines(
    *(_MADE.c[name] for name in ("id", "form_key", "starts_at", "cancelled_at")),
    where=_MADE.c.interview_id == _ASK.c.id,
    within=_ASK,
)
"""All that was ever agreed for an interview as one text: a column of a statement about interviews."""
UPCOMING = (
    select(Booking.interview_id, Contact.name, Booking.starts_at)
    .join(Booking.interview)
    .join(Interview.contact)
    .where(
        Booking.account_id == bindparam("account"),
        Booking.cancelled_at.is_(None),
        Booking.starts_at > bindparam("after"),
        Booking.ends_at > bindparam("now"),
    )
    .order_by(Booking.starts_at)
    .limit(bindparam("limit", type_=Integer))
)
_AWAITED = UPCOMING.where(Interview.stage.not_in([Stage.MET, Stage.THANKED])).with_only_columns(Booking.id)
HOW_MANY_AWAITED = select(func.count()).select_from(_AWAITED.subquery())
SPANS = select(Booking.starts_at, Booking.ends_at).where(
    Booking.account_id == bindparam("account"),
    Booking.cancelled_at.is_(None),
    Booking.starts_at > bindparam("after"),
    Booking.starts_at < bindparam("before"),
    Booking.id != bindparam("besides"),
)
