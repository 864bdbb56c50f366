"""What was promised in a talk, by either side, and until when."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, bindparam, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.accounts.models import Owned
from outreach.database import Base, UtcDateTime, db
from outreach.interviews.models import Interview


class Promise(Owned, Base):
    """One promise with a date. ``is_mine`` tells what the account promised from what the contact did."""

    __tablename__ = "promises"
    __table_args__ = (Index("ix_promises_open", "account_id", "settled_at", "due_on"),)

    interview_id: Mapped[int] = mapped_column(ForeignKey(Interview.id, ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(Text)
    is_mine: Mapped[bool]
    due_on: Mapped[date]
    """On the account's calendar."""
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[str] = mapped_column(String(20), default="")
    """``done`` or ``dropped``, once settled."""

    interview: Mapped[Interview] = relationship(innerjoin=True)

    @classmethod
    def of(cls, interview: Interview) -> "list[Promise]":
        return list(db.session.scalars(PROMISES, {"interview": interview.id}))

    @classmethod
    def rewrite(
        cls, interview: Interview, texts: Iterable[str], *, is_mine: bool, due_on: date, now: datetime
    ) -> None:
        """Keep these promises of one side; one that was there keeps its date, one that is gone is let go.

        What was settled stays settled.
        """
        kept = {promise.text: promise for promise in cls.of(interview) if promise.is_mine is is_mine}
        wanted = list(dict.fromkeys(texts))
        for text, promise in kept.items():
            if text not in wanted and promise.settled_at is None:
                db.session.delete(promise)
        db.session.add_all(
            cls(
                account_id=interview.account_id,
                interview_id=interview.id,
                text=text,
                is_mine=is_mine,
                due_on=due_on,
                made_at=now,
            )
            for text in wanted
            if text not in kept
        )

    def settle(self, *, outcome: str, now: datetime) -> None:
        """Close it; closing it twice changes nothing."""
        if self.settled_at is None:
            self.settled_at, self.outcome = now, outcome


PROMISES = (
    select(Promise).where(Promise.interview_id == bindparam("interview")).order_by(Promise.due_on, Promise.id)
)
"""Put together once, as the page of the notes asks it."""
