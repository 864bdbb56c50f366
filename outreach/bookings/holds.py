"""Times offered to one contact in a letter, and kept free for them until they have answered."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple, Self

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    String,
    Table,
    UniqueConstraint,
    bindparam,
    delete,
    exists,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from outreach.accounts.models import Owned
from outreach.as_json import instant_in, lines
from outreach.availability.feeds import BusySpan
from outreach.availability.slots import Taken
from outreach.availability.timetable import OWNER
from outreach.bookings.models import Booking
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
        freed = db.session.execute(RELEASE, {"interview": interview.id, "now": now, "why": outcome})
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
    def has_lapsed(cls, interview_id: int, starts_at: datetime, *, now: datetime) -> bool:
        """Whether this time was once kept for the interview's contact, and is not any more."""
        lapsed = select(cls.id).where(
            cls.interview_id == interview_id, cls.starts_at == starts_at, cls.expires_at.is_not(None)
        )
        return db.session.scalar(lapsed.where(cls.expires_at <= now).limit(1)) is not None

    @property
    def span(self) -> TimeSpan:
        return TimeSpan(self.starts_at, self.ends_at)

    def keep(self, *, now: datetime) -> None:
        """Keep the time free from now on; not beyond its own beginning."""
        self.expires_at = min(now + self.lasts, self.starts_at)
        self.released_at, self.outcome = None, ""  # a letter that is sent again keeps its times again


HAS_KEPT = (
    exists()
    .where(Hold.interview_id == Interview.id, Hold.released_at.is_(None), Hold.expires_at.is_not(None))
    .correlate(Interview)
)
"""Whether there is anything to release for an interview: a column of a statement about interviews."""
RELEASE = (
    update(Hold)
    .where(
        Hold.interview_id == bindparam("interview"), Hold.released_at.is_(None), Hold.expires_at.is_not(None)
    )
    .values(released_at=bindparam("now"), outcome=bindparam("why"))
)
CHOSEN_FOR = (
    select(Hold)
    .where(Hold.letter_id == bindparam("letter"), Hold.released_at.is_(None))
    .order_by(Hold.starts_at)
)
"""Put together once, as every look at a proposal asks it."""


class Occupied(NamedTuple):
    """What stands in an account's calendar: texts that the database put together of the rows, by ``OCCUPIED``."""

    booked: str | None
    held: str | None
    busy: str | None

    def taken_for(self, interview: int | None, *, besides: int | None = None) -> tuple[Taken, list[TimeSpan]]:
        """What takes time from the contact of an interview, and what a letter kept free for them.

        ``besides`` is a booking that is being moved, which does not stand in its own way.
        """
        busy, booked, held = _busy(self.busy), _promised(self.booked), _promised(self.held)
        taken = Taken(
            busy=busy,
            bookings=[span for span, number in booked if number != besides],
            holds=[span for span, whose in held if whose != interview],
        )
        return taken, [span for span, whose in held if whose == interview]


@lru_cache(maxsize=32)
def _busy(text: str | None) -> tuple[TimeSpan, ...]:
    """Read once for everybody who asks the same account: other times are another text."""
    return tuple(sorted(_span(start, end) for start, end in json.loads(text or "[]")))


@lru_cache(maxsize=256)
def _promised(text: str | None) -> tuple[tuple[TimeSpan, int], ...]:
    return tuple(sorted((_span(start, end), number) for start, end, number in json.loads(text or "[]")))


def _span(start: str, end: str) -> TimeSpan:
    return TimeSpan(instant_in(start), instant_in(end))


BOOKED: Table = Booking.__table__  # type: ignore[assignment]
HELD: Table = Hold.__table__  # type: ignore[assignment]
BUSY: Table = BusySpan.__table__  # type: ignore[assignment]


def _of_owner(table: Table, *names: str, where: ColumnElement[bool] | None = None) -> Any:
    condition = (
        (table.c.account_id == OWNER.c.id)
        & (table.c.starts_at > bindparam("after"))
        & (table.c.starts_at < bindparam("before"))
    )
    return lines(
        *(table.c[name] for name in ("starts_at", "ends_at", *names)),
        where=condition if where is None else condition & where,
        within=OWNER,
    )


OCCUPIED = (
    _of_owner(BOOKED, "id", where=BOOKED.c.cancelled_at.is_(None)),
    _of_owner(
        HELD, "interview_id", where=HELD.c.released_at.is_(None) & (HELD.c.expires_at > bindparam("now"))
    ),
    _of_owner(BUSY),
)
"""What ``Occupied`` is made of, as columns of a statement about accounts.

``after`` lies a day or more before what matters, since no booking and no piece of a busy time is longer.
"""
