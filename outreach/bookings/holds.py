"""Times offered to one contact in a letter, and kept free for them until they have answered."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Self

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Select,
    String,
    UniqueConstraint,
    bindparam,
    delete,
    literal,
    select,
    union_all,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from outreach.accounts.models import Account, Owned
from outreach.availability.feeds import BUSY, LONGEST_PIECE
from outreach.bookings.models import LONGEST_MEETING, SPANS, Booking
from outreach.database import Base, Duration, UtcDateTime, db
from outreach.interviews.models import Interview
from outreach.letters.models import Letter
from outreach.timespan import TimeSpan

LASTS = timedelta(days=7)
LASTS_CHOICES = (timedelta(days=3), LASTS, timedelta(days=14))
"""How long a time may be kept free for somebody who has not answered."""


class Hold(Owned, Base):
    """One time of a letter: chosen while it is written, held from the moment it is sent."""

    __tablename__ = "holds"
    __table_args__ = (
        UniqueConstraint("letter_id", "starts_at"),
        CheckConstraint("starts_at < ends_at", name="forward"),
        Index("ix_holds_account_id_starts_at", "account_id", "starts_at"),
    )

    interview_id: Mapped[int] = mapped_column(ForeignKey(Interview.id, ondelete="CASCADE"), index=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey(Letter.id, ondelete="CASCADE"))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lasts: Mapped[timedelta] = mapped_column(Duration, default=LASTS)
    """How long it is kept, once the letter is sent."""
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Until when it is kept for them; None while the letter has not been sent."""
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[str] = mapped_column(String(20), default="")
    """Why it was let go before its time: ``taken``, ``answered``, ``replaced`` or ``withdrawn``."""

    @classmethod
    def chosen_for(cls, letter: Letter) -> list[Self]:
        """The times of a letter, soonest first, whether it has left or not."""
        return list(db.session.scalars(CHOSEN_FOR, {"letter": letter.id}))

    @classmethod
    def choose(cls, letter: Letter, spans: Iterable[TimeSpan], *, lasts: timedelta = LASTS) -> None:
        """Let these be the times of a letter that has not left yet; nothing is kept free until it does."""
        db.session.execute(delete(cls).where(cls.letter_id == letter.id))
        db.session.add_all(
            cls(
                account_id=letter.account_id,
                interview_id=letter.interview_id,
                letter_id=letter.id,
                starts_at=span.start,
                ends_at=span.end,
                lasts=lasts,
            )
            for span in spans
        )
        db.session.flush()

    @classmethod
    def loosen(cls, letter: Letter) -> None:
        """Keep the times of a letter free no longer, since it did not leave; they stay chosen for it."""
        held = update(cls).where(cls.letter_id == letter.id, cls.released_at.is_(None))
        db.session.execute(held.values(expires_at=None))

    @classmethod
    def release(cls, interview: Interview, *, outcome: str, now: datetime) -> int:
        """Keep nothing free for this interview any more. How many times that were."""
        held = update(cls).where(
            cls.interview_id == interview.id, cls.released_at.is_(None), cls.expires_at.is_not(None)
        )
        freed = db.session.execute(held.values(released_at=now, outcome=outcome))
        return int(freed.rowcount)  # type: ignore[attr-defined]

    @classmethod
    def release_all(cls, interviews: Select[int], *, now: datetime) -> int:
        """The same for all interviews whose numbers another query finds, since none of them goes on."""
        held = update(cls).where(
            cls.interview_id.in_(interviews), cls.released_at.is_(None), cls.expires_at.is_not(None)
        )
        freed = db.session.execute(held.values(released_at=now, outcome="withdrawn"))
        return int(freed.rowcount)  # type: ignore[attr-defined]

    @classmethod
    def live(cls, interview: Interview, *, now: datetime) -> list[Self]:
        """The times that are kept free for the interview's contact now, soonest first."""
        found = select(cls).where(
            cls.interview_id == interview.id, cls.released_at.is_(None), cls.expires_at > now
        )
        return list(db.session.scalars(found.order_by(cls.starts_at)))

    @classmethod
    def has_lapsed(cls, interview: Interview, starts_at: datetime, *, now: datetime) -> bool:
        """Whether this time was once kept for the interview's contact, and is not any more."""
        lapsed = select(cls.id).where(
            cls.interview_id == interview.id, cls.starts_at == starts_at, cls.expires_at.is_not(None)
        )
        return db.session.scalar(lapsed.where(cls.expires_at <= now).limit(1)) is not None

    @property
    def span(self) -> TimeSpan:
        return TimeSpan(self.starts_at, self.ends_at)

    def keep(self, *, now: datetime) -> None:
        """Keep the time free from now on; not beyond its own beginning."""
        self.expires_at = min(now + self.lasts, self.starts_at)
        self.released_at, self.outcome = None, ""  # a letter that is sent again keeps its times again


CHOSEN_FOR = (
    select(Hold)
    .where(Hold.letter_id == bindparam("letter"), Hold.released_at.is_(None))
    .order_by(Hold.starts_at)
)
"""Put together once, as every look at a proposal asks it."""


@dataclass(frozen=True, slots=True)
class Occupied:
    """What stands in an account's own calendar, as one of its contacts meets it.

    ``held`` is kept for others, ``kept`` for the very contact who asks: to them
    it is free, and offered first.
    """

    booked: list[TimeSpan] = field(default_factory=list)
    held: list[TimeSpan] = field(default_factory=list)
    kept: list[TimeSpan] = field(default_factory=list)
    busy: list[TimeSpan] = field(default_factory=list)
    """What other calendars say."""

    @classmethod
    def within(
        cls,
        account: Account,
        stretch: TimeSpan,
        *,
        now: datetime,
        whom: Interview | None = None,
        besides: Booking | None = None,
    ) -> Self:
        """Read it in one query, no further back than one meeting. ``besides`` is a booking to leave out."""
        sought = {
            "account": account.id,
            "after": stretch.start - LONGEST_MEETING,
            "busy_after": stretch.start - LONGEST_PIECE,
            "before": stretch.end,
            "besides": besides.id if besides else 0,
            "now": now,
        }
        found = cls()
        for start, end, whose in db.session.execute(OCCUPIED, sought):
            if end > stretch.start:
                found._list_of(whose, whom).append(TimeSpan(start, end))
        return found

    def _list_of(self, whose: int, whom: Interview | None) -> list[TimeSpan]:
        if whose in {OURS, NOBODYS}:
            return self.booked if whose == OURS else self.busy
        return self.kept if whom is not None and whose == whom.id else self.held


OURS, NOBODYS = 0, -1
"""Whose a span is, where no interview holds it: a booking of ours, or the time of another calendar."""

OCCUPIED = union_all(
    SPANS.add_columns(literal(OURS).label("whose")),
    BUSY.add_columns(literal(NOBODYS)),
    select(Hold.starts_at, Hold.ends_at, Hold.interview_id).where(
        Hold.account_id == bindparam("account"),
        Hold.released_at.is_(None),
        Hold.expires_at > bindparam("now"),
        Hold.starts_at > bindparam("after"),
        Hold.starts_at < bindparam("before"),
    ),
)
"""All of it in one statement, since every page of a contact asks it; a hold says whose it is."""
