"""What is due after each step."""

from datetime import datetime
from typing import Self

from sqlalchemy import ColumnElement, ForeignKey, Index, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from outreach.accounts.models import Account, Owned
from outreach.database import Base, UtcDateTime, db, words
from outreach.followups.kinds import MOOT_ONCE_LATE, FollowUpKind
from outreach.interviews.models import Interview


class FollowUp(Owned, Base):
    """One thing that courtesy asks for, with the moment it is due and the moment it is late."""

    __tablename__ = "follow_ups"
    __table_args__ = (
        UniqueConstraint("interview_id", "kind"),
        Index("ix_follow_ups_open", "account_id", "settled_at", "due_at"),
    )

    interview_id: Mapped[int] = mapped_column(ForeignKey(Interview.id, ondelete="CASCADE"))
    kind: Mapped[FollowUpKind] = mapped_column(words(FollowUpKind))
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    late_at: Mapped[datetime] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[str] = mapped_column(String(20), default="")
    """``done`` or ``dropped``, once settled."""

    interview: Mapped[Interview] = relationship(innerjoin=True)

    @classmethod
    def plan(cls, interview: Interview, kind: FollowUpKind, *, due_at: datetime, late_at: datetime) -> Self:
        """Put a follow-up on the calendar, or move the one of this kind that is there."""
        found = db.session.scalar(select(cls).where(cls.interview_id == interview.id, cls.kind == kind))
        if found is None:
            found = cls(account_id=interview.account_id, interview=interview, kind=kind)
            db.session.add(found)
        found.due_at, found.late_at = due_at, late_at
        found.settled_at, found.outcome = None, ""
        return found

    @classmethod
    def settle(cls, interview: Interview, *kinds: FollowUpKind, outcome: str, now: datetime) -> None:
        """Close the open follow-ups of these kinds; of every kind if none is named."""
        open_ones = select(cls).where(cls.interview_id == interview.id, cls.settled_at.is_(None))
        if kinds:
            open_ones = open_ones.where(cls.kind.in_(kinds))
        for follow_up in db.session.scalars(open_ones):
            follow_up.settled_at, follow_up.outcome = now, outcome

    @classmethod
    def of(cls, interview: Interview) -> list[Self]:
        """The interview's follow-ups, by the moment they are due."""
        return list(
            db.session.scalars(select(cls).where(cls.interview_id == interview.id).order_by(cls.due_at))
        )

    @classmethod
    def due(cls, account: Account, *, by: datetime, limit: int) -> list[Self]:
        """The account's open follow-ups that are due by then and still make sense, the most pressing first."""
        found = select(cls).options(joinedload(cls.interview)).order_by(cls.late_at)
        return list(db.session.scalars(found.where(*cls._is_due(account, by)).limit(limit)))

    @classmethod
    def most_pressing(cls, account: Account, *, by: datetime, limit: int) -> list[Self]:
        """Of what is due, the most pressing one of each interview.

        First the numbers alone: one interview may have one due of every kind, and
        all but the first are not looked at.
        """
        lines = select(cls.id, cls.interview_id).where(*cls._is_due(account, by)).order_by(cls.late_at)
        first: dict[int, int] = {}
        for number, interview_id in db.session.execute(lines.limit(limit * len(FollowUpKind))):
            first.setdefault(interview_id, number)
        wanted = list(first.values())[:limit]
        found = select(cls).options(joinedload(cls.interview)).where(cls.id.in_(wanted)) if wanted else None
        return list(db.session.scalars(found.order_by(cls.late_at))) if found is not None else []

    @classmethod
    def _is_due(cls, account: Account, by: datetime) -> tuple[ColumnElement[bool], ...]:
        is_of_use = cls.kind.not_in(MOOT_ONCE_LATE) | (cls.late_at > by)
        return cls.account_id == account.id, cls.settled_at.is_(None), cls.due_at <= by, is_of_use

    def is_late(self, *, now: datetime) -> bool:
        return self.settled_at is None and now > self.late_at
