"""What the person put aside on Today: until a day, or for good with a reason; and the way back.

A thing put aside for good is only hidden at first. It counts half a minute later,
so that within that time it can be taken back and nothing has to be undone.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from sqlalchemy import ForeignKey, String, UniqueConstraint, select, update
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from outreach.accounts.models import Account, Owned
from outreach.database import Base, UtcDateTime, db, saved, words
from outreach.errors import OutreachError
from outreach.interviews.models import Interview

TAKE_BACK_WITHIN = timedelta(seconds=30)


class Reason(StrEnum):
    """Why something is put aside; only the first means until later."""

    LATER = "later"
    DONE = "done"
    NOT_FITTING = "not_fitting"
    TOO_MUCH = "too_much"
    RATHER_NOT = "rather_not"
    LANDED = "landed"
    """It has all come to something, so it needs no more first letters."""


class AlreadyCounts(OutreachError):
    """It was put aside for good, and what follows from that has followed."""

    status = 409

    def __init__(self, interview: Interview) -> None:
        super().__init__(
            "That was more than half a minute ago, so it has been let go. You can still write to "
            f"{interview.contact.first_name} from their page whenever you like."
        )


class Aside(Owned, Base):
    """One to-do that is not shown: ``kind`` as Today names it, of one interview, as it was due at ``due_at``.

    Planned anew it is due at another moment, and is shown again.
    """

    __tablename__ = "asides"
    __table_args__ = (UniqueConstraint("interview_id", "kind"),)

    interview_id: Mapped[int] = mapped_column(ForeignKey(Interview.id, ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(30))
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Until when it is not shown; None for good."""
    reason: Mapped[Reason] = mapped_column(words(Reason))
    put_at: Mapped[datetime] = mapped_column(UtcDateTime)
    counts_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    """When it begins to count, if it is for good and does not count yet."""

    interview: Mapped[Interview] = relationship(innerjoin=True)

    @classmethod
    def put(
        cls,
        interview: Interview,
        kind: str,
        *,
        due_at: datetime,
        until: datetime | None = None,
        reason: Reason = Reason.LATER,
        now: datetime,
    ) -> Self:
        """Put one thing aside, until then or for good. Putting it aside again replaces what was said before."""
        found = db.session.scalar(select(cls).where(cls.interview_id == interview.id, cls.kind == kind))
        if found is None:
            found = cls(account_id=interview.account_id, interview=interview, kind=kind)
            db.session.add(found)
        found.due_at, found.until, found.reason, found.put_at = due_at, until, reason, now
        found.counts_at = now + TAKE_BACK_WITHIN if until is None else None
        return saved(found)

    @classmethod
    def find_whole(cls, number: int, *, of: Account) -> Self:
        """The aside with its interview, in one query. Raises NotFound."""
        return cls.find(number, of=of, options=(joinedload(cls.interview),))

    def holds(self, due_at: datetime, *, now: datetime) -> bool:
        """Whether it hides the thing that is due at ``due_at``, at this moment."""
        return self.due_at == due_at and (self.until is None or self.until > now)

    def take_back(self) -> None:
        """Show it again, as if nothing had been said. Raises AlreadyCounts."""
        if self.until is None and self.counts_at is None:
            raise AlreadyCounts(self.interview)
        db.session.delete(self)

    @classmethod
    def next_to_count(cls, *, now: datetime) -> Self | None:
        """Any account's next aside for good whose half minute is over; nobody else counts it any more."""
        ready = select(cls.id).where(cls.counts_at <= now).order_by(cls.counts_at).limit(20)
        for number in db.session.scalars(ready).all():
            claimed = update(cls).where(cls.id == number, cls.counts_at <= now).values(counts_at=None)
            if db.session.execute(claimed).rowcount:  # type: ignore[attr-defined]
                return db.session.get(cls, number, populate_existing=True)
        return None
