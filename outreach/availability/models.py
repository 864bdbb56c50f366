"""When the account can talk: weekly hours, exceptions, days away, and the rules of a meeting."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple, Self

from sqlalchemy import CheckConstraint, ForeignKey, Row, String, UniqueConstraint, bindparam, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from outreach.accounts.models import Account, Owned
from outreach.availability.reading import Minutes
from outreach.database import Base, Duration, db, rows_of
from outreach.errors import OutreachError
from outreach.zones import known_zone

A_MINUTE, AN_HOUR, A_DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
LIMITS = {
    "increment": (5 * A_MINUTE, 4 * AN_HOUR),
    "start_offset": (timedelta(0), 4 * AN_HOUR),
    "buffer_before": (timedelta(0), 4 * AN_HOUR),
    "buffer_after": (timedelta(0), 4 * AN_HOUR),
    "notice": (timedelta(0), 14 * A_DAY),
    "horizon": (A_DAY, 180 * A_DAY),
}
"""Each rule of a meeting, at least and at most."""
MOST_A_DAY, MOST_A_WEEK = 20, 60
LONGEST_DAY, LONGEST_WEEK = 24 * AN_HOUR, 7 * 24 * AN_HOUR
LONGEST_AWAY = 366
"""Days, at most, that one stretch away may last."""
FARTHEST = timedelta(days=731)
"""How far ahead a date may lie."""


class DayIsOver(OutreachError):
    """Hours were given for a date that has passed."""

    def __init__(self) -> None:
        super().__init__("That day is over. Choose today or a day to come.")


class DayTooFar(OutreachError):
    """A date lies further ahead than anybody plans."""

    def __init__(self) -> None:
        super().__init__("That day is too far away. Choose one within the next two years.")


class NoSuchStretch(OutreachError):
    """Days away that end before they begin, or never."""


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

        Raises DayIsOver for a date before ``today``, DayTooFar.
        """
        _refuse_beyond(on, today)
        cls.drop(account, on)
        rows = [cls(account_id=account.id, on=on, starts=starts, ends=ends) for starts, ends in windows]
        db.session.add_all(rows or [cls(account_id=account.id, on=on)])

    @classmethod
    def drop(cls, account: Account, on: date) -> None:
        """Let the usual hours hold on this date again."""
        db.session.execute(delete(cls).where(cls.account_id == account.id, cls.on == on))


class Stretch(NamedTuple):
    """Days away as a list shows them, both ends included; with the zone whose clock counts on a journey."""

    id: int
    first_on: date
    last_on: date
    timezone: str | None


class DaysAway(Owned, Base):
    """Days on which the account is somewhere else, ``first_on`` to ``last_on``.

    With a ``timezone`` the hours are kept on the clock there; without one
    nothing is offered at all.
    """

    __tablename__ = "days_away"
    __table_args__ = (CheckConstraint("first_on <= last_on", name="forward"),)

    first_on: Mapped[date]
    last_on: Mapped[date]
    timezone: Mapped[str | None] = mapped_column(String(64))

    @classmethod
    def of(cls, account: Account, *, since: date) -> list[Stretch]:
        """The stretches that are not over at ``since``, by their first day."""
        return list(map(Stretch._make, rows_of(STRETCHES, {"account": account.id, "since": since})))

    @classmethod
    def plan(cls, account: Account, first: date, last: date, *, timezone: str | None, today: date) -> Self:
        """Be away from ``first`` to ``last``, both included.

        Raises DayIsOver and DayTooFar for days that cannot be planned, UnknownZone,
        and NoSuchStretch if it runs backwards, lasts over a year, or if two
        journeys would have two clocks on one day.
        """
        _refuse_beyond(last, today)
        if last < first:
            raise NoSuchStretch("The last day comes before the first. Exchange the two.")
        if (last - first).days >= LONGEST_AWAY:
            raise NoSuchStretch("That is more than a year. Enter the days that you know of by now.")
        if timezone is not None:
            known_zone(timezone)
            cls._refuse_two_clocks(account, first, last)
        stretch = cls(account_id=account.id, first_on=first, last_on=last, timezone=timezone)
        db.session.add(stretch)
        return stretch

    @classmethod
    def _refuse_two_clocks(cls, account: Account, first: date, last: date) -> None:
        for other in cls.of(account, since=first):
            if other.timezone is not None and other.first_on <= last:
                raise NoSuchStretch(
                    f"From {other.first_on:%-d %B} to {other.last_on:%-d %B} you are on another journey already. "
                    "Take that one off the list first."
                )


def _refuse_beyond(day: date, today: date) -> None:
    if day < today:
        raise DayIsOver
    if day > today + FARTHEST:
        raise DayTooFar


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
    start_offset: Mapped[timedelta] = mapped_column(Duration, default=timedelta(0))
    not_same_day: Mapped[bool] = mapped_column(default=False)
    first_on: Mapped[date | None]
    last_on: Mapped[date | None]
    """With these, people book between two dates, and the horizon does not count."""
    time_a_day: Mapped[timedelta | None] = mapped_column(Duration)
    most_a_week: Mapped[int | None]
    time_a_week: Mapped[timedelta | None] = mapped_column(Duration)
    on_holidays: Mapped[bool] = mapped_column(default=False)

    @classmethod
    def of(cls, account: Account) -> "MeetingRules":
        """The account's rules; every account has them from its first day."""
        return db.session.scalars(RULES_OF, {"account": account.id}).one()

    @classmethod
    def shown(cls, account: Account) -> Row[Any]:
        """The same, only to be looked at."""
        return rows_of(RULES_SHOWN, {"account": account.id})[0]

    def change(self, *, today: date, **wanted: Any) -> None:
        """Take new rules; those that are not named stay. Raises RulesAtOdds, and then changes nothing."""
        rules = {name: wanted.get(name, getattr(self, name)) for name in CHANGEABLE}
        for name, (least, most) in LIMITS.items():
            if not least <= rules[name] <= most:
                raise RulesAtOdds(f"The {name.replace('_', ' ')} must be between {least} and {most}.")
        _refuse_numbers(rules)
        _refuse_dates(rules, today)
        for name, value in rules.items():
            setattr(self, name, value)


# Put together once: that takes as long as asking them.
RULES_OF = select(MeetingRules).where(MeetingRules.account_id == bindparam("account"))
RULES_SHOWN = select(*MeetingRules.__table__.c).where(MeetingRules.account_id == bindparam("account"))
STRETCHES = (
    select(DaysAway.id, DaysAway.first_on, DaysAway.last_on, DaysAway.timezone)
    .where(DaysAway.account_id == bindparam("account"), DaysAway.last_on >= bindparam("since"))
    .order_by(DaysAway.first_on, DaysAway.id)
)
CHANGEABLE = (
    *LIMITS, "not_same_day", "on_holidays", "first_on", "last_on",
    "most_a_day", "time_a_day", "most_a_week", "time_a_week",
)  # fmt: skip


def _refuse_numbers(rules: Mapping[str, Any]) -> None:
    if not 1 <= rules["most_a_day"] <= MOST_A_DAY:
        raise RulesAtOdds(f"Between 1 and {MOST_A_DAY} conversations fit into a day.")
    if rules["most_a_week"] is not None and not 1 <= rules["most_a_week"] <= MOST_A_WEEK:
        raise RulesAtOdds(f"Between 1 and {MOST_A_WEEK} conversations fit into a week.")
    for name, most in (("time_a_day", LONGEST_DAY), ("time_a_week", LONGEST_WEEK)):
        if rules[name] is not None and not A_MINUTE <= rules[name] <= most:
            raise RulesAtOdds("A limit of minutes is at least one, and no more than the day or the week has.")


def _refuse_dates(rules: Mapping[str, Any], today: date) -> None:
    first, last = rules["first_on"], rules["last_on"]
    if last is None:
        if first is not None:
            raise RulesAtOdds("Say also until which day people may book.")
        if rules["notice"] >= rules["horizon"]:
            raise RulesAtOdds(
                "Nothing would ever be free: people may not book so early as the notice asks for. "
                "Shorten the notice, or let them book further ahead."
            )
        return
    if last < today:
        raise RulesAtOdds(
            "The last of the two dates is over, so nothing would ever be free. Choose a later one."
        )
    if last > today + FARTHEST:
        raise RulesAtOdds("The last of the two dates is too far away. Choose one within the next two years.")
    if first is not None and last < first:
        raise RulesAtOdds("The last of the two dates comes before the first. Exchange the two.")
