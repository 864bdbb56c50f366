"""When the account can talk: weekly hours, exceptions, and the rules of a meeting."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Self

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from outreach.accounts.models import Account, Owned
from outreach.availability.reading import Minutes
from outreach.database import Base, Duration, db
from outreach.errors import OutreachError

A_MINUTE, AN_HOUR, A_DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
LIMITS = {
    "increment": (5 * A_MINUTE, 4 * AN_HOUR),
    "buffer_before": (timedelta(0), 4 * AN_HOUR),
    "buffer_after": (timedelta(0), 4 * AN_HOUR),
    "notice": (timedelta(0), 14 * A_DAY),
    "horizon": (A_DAY, 180 * A_DAY),
}
"""Each rule of a meeting, at least and at most."""
MOST_A_DAY = 20


class DayIsOver(OutreachError):
    """Hours were given for a date that has passed."""

    def __init__(self) -> None:
        super().__init__("That day is over. Choose today or a day to come.")


class RulesAtOdds(OutreachError):
    """Rules that leave nothing to offer, or that cannot be meant."""


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

    @classmethod
    def keep(cls, account: Account, week: Mapping[int, Iterable[Minutes]]) -> None:
        """Let these be the account's hours, by weekday; Monday is 0."""
        db.session.execute(delete(cls).where(cls.account_id == account.id))
        for weekday, windows in week.items():
            for starts, ends in windows:
                db.session.add(cls(account_id=account.id, weekday=weekday, starts=starts, ends=ends))


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

    @classmethod
    def keep(cls, account: Account, on: date, windows: Iterable[Minutes], *, today: date) -> None:
        """Let these be the hours of one date, whatever was said of it before; none is a day off.

        Raises DayIsOver for a date before ``today``.
        """
        if on < today:
            raise DayIsOver
        cls.drop(account, on)
        rows = [cls(account_id=account.id, on=on, starts=starts, ends=ends) for starts, ends in windows]
        db.session.add_all(rows or [cls(account_id=account.id, on=on)])

    @classmethod
    def drop(cls, account: Account, on: date) -> None:
        """Let the usual hours hold on this date again."""
        db.session.execute(delete(cls).where(cls.account_id == account.id, cls.on == on))


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

    def change(self, *, most_a_day: int, **durations: timedelta) -> None:
        """Take new rules, all but ``most_a_day`` as durations. Raises RulesAtOdds, and then changes nothing."""
        for name, (least, most) in LIMITS.items():
            if not least <= durations[name] <= most:
                raise RulesAtOdds(f"The {name.replace('_', ' ')} must be between {least} and {most}.")
        if not 1 <= most_a_day <= MOST_A_DAY:
            raise RulesAtOdds(f"Between 1 and {MOST_A_DAY} conversations fit into a day.")
        if durations["notice"] >= durations["horizon"]:
            raise RulesAtOdds(
                "Nothing would ever be free: people may not book so early as the notice asks for. "
                "Shorten the notice, or let them book further ahead."
            )
        for name in LIMITS:
            setattr(self, name, durations[name])
        self.most_a_day = most_a_day
