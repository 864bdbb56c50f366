"""When the account can talk: weekly hours, exceptions, and the rules of a meeting."""

from datetime import date, timedelta
from typing import Self

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from outreach.accounts.models import Account, Owned
from outreach.database import Base, Duration, db


class WeeklyHours(Owned, Base):
    """One window of a weekday, in minutes after midnight on the account's own clock."""

    __tablename__ = "weekly_hours"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("0 <= starts AND starts < ends AND ends <= 1440", name="window"),
    )

    weekday: Mapped[int]
    starts: Mapped[int]
    ends: Mapped[int]

    @classmethod
    def of(cls, account: Account) -> list[Self]:
        found = select(cls).where(cls.account_id == account.id)
        return list(db.session.scalars(found.order_by(cls.weekday, cls.starts)))


class DateException(Owned, Base):
    """Other hours on one date; with no window at all, a day off."""

    __tablename__ = "date_exceptions"
    __table_args__ = (
        UniqueConstraint("account_id", "on", "starts"),
        CheckConstraint("(starts IS NULL) = (ends IS NULL)", name="both_or_neither"),
        CheckConstraint("starts IS NULL OR (0 <= starts AND starts < ends AND ends <= 1440)", name="window"),
    )

    on: Mapped[date]
    starts: Mapped[int | None]
    ends: Mapped[int | None]

    @classmethod
    def of(cls, account: Account, *, since: date) -> list[Self]:
        """The exceptions from ``since`` on, by date."""
        found = select(cls).where(cls.account_id == account.id, cls.on >= since)
        return list(db.session.scalars(found.order_by(cls.on, cls.starts)))


class MeetingRules(Base):
    """How far ahead, how close together and how many: the rules of the account's conversations."""

    __tablename__ = "meeting_rules"

    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id, ondelete="CASCADE"), primary_key=True)
    increment: Mapped[timedelta] = mapped_column(Duration, default=timedelta(minutes=30))
    buffer_before: Mapped[timedelta] = mapped_column(Duration, default=timedelta(minutes=10))
    buffer_after: Mapped[timedelta] = mapped_column(Duration, default=timedelta(minutes=10))
    notice: Mapped[timedelta] = mapped_column(Duration, default=timedelta(hours=24))
    horizon: Mapped[timedelta] = mapped_column(Duration, default=timedelta(days=28))
    most_a_day: Mapped[int] = mapped_column(default=3)

    @classmethod
    def of(cls, account: Account) -> Self:
        """The account's rules; every account has them from its first day."""
        return db.session.scalars(select(cls).where(cls.account_id == account.id)).one()
