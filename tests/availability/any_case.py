"""Cases at random: any host, any rules, any calendar, often on a day when the clock changes."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from random import Random
from typing import TypeVar

from outreach.availability.hours import MIDNIGHT, Hours, Travel, Window
from outreach.availability.rules import Cap, Rules
from outreach.availability.slots import Taken
from outreach.timespan import TimeSpan
from outreach.zones import zone_names
from tests.availability.c_clock import changes

T = TypeVar("T")
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Case:
    hours: Hours
    rules: Rules
    taken: Taken
    now: datetime
    within: TimeSpan


@cache
def every_zone() -> list[str]:
    return sorted(zone_names())


def minutes(dice: Random, least: int, most: int, step: int = 5) -> timedelta:
    return timedelta(minutes=dice.randrange(least, most + 1, step))


def a_window(dice: Random) -> Window:
    first, last = sorted(dice.sample(range(0, 24 * 60 + 1, dice.choice([5, 15, 60])), 2))
    return time(first // 60, first % 60), time(last // 60 % 24, last % 60) if last < 1440 else MIDNIGHT


def windows(dice: Random) -> tuple[Window, ...]:
    return tuple(a_window(dice) for _ in range(dice.choice([0, 1, 2, 2, 3, 4])))


def some_hours(dice: Random, zone: str, around: date) -> Hours:
    near = [around + DAY * n for n in range(-3, 5)]
    first = dice.choice(near)
    return Hours(
        timezone=zone,
        weekly={weekday: windows(dice) for weekday in range(7)},
        exceptions={day: windows(dice) for day in dice.sample(near, dice.choice([0, 0, 1, 2]))},
        away=frozenset(dice.sample(near, dice.choice([0, 0, 0, 1]))),
        travel=(Travel(first, first + DAY * dice.randrange(4), dice.choice(every_zone())),)
        if dice.random() < 0.2
        else (),
    )


def a_cap(dice: Random, most: int) -> Cap:
    return Cap(
        count=seldom(dice, dice.randrange(1, most)),
        time=seldom(dice, minutes(dice, 0, most * 45)),
    )


def some_rules(dice: Random, today: date) -> Rules:
    """Few of the rules at a time: where all of them hold at once, nothing is left to compare."""
    none = timedelta(0)
    return Rules(
        length=minutes(dice, 5, dice.choice([45, 120])),
        increment=minutes(dice, 5, dice.choice([30, 90])),
        start_offset=seldom(dice, minutes(dice, 0, 30)) or none,
        buffer_before=seldom(dice, minutes(dice, 0, 60)) or none,
        buffer_after=seldom(dice, minutes(dice, 0, 60)) or none,
        notice=seldom(dice, minutes(dice, 0, 3000)) or none,
        not_same_day=dice.random() < 0.2,
        horizon=seldom(dice, DAY * dice.randrange(3, 8)),
        first_day=today + DAY * dice.randrange(1, 4) if dice.random() < 0.1 else None,
        last_day=seldom(dice, today + DAY * dice.randrange(2, 8)),
        per_day=a_cap(dice, 4),
        per_week=a_cap(dice, 9),
    )


def seldom(dice: Random, value: T) -> T | None:
    return value if dice.random() < 0.25 else None


def spans(dice: Random, near: datetime) -> list[TimeSpan]:
    most = dice.choice([0, 0, 1, 5, 12])
    starts = [near + minutes(dice, -3 * 1440, 5 * 1440) for _ in range(most)]
    return [TimeSpan(start, start + minutes(dice, 5, dice.choice([30, 30, 120, 1440]))) for start in starts]


def any_case(seed: int) -> Case:
    """One case for each number, always the same."""
    dice = Random(seed)
    zone, near = (
        dice.choice(every_zone()),
        datetime(2026, 1, 1, tzinfo=UTC) + minutes(dice, 0, 3 * 525600, 60),
    )
    if dice.random() < 0.6:
        zone, near = dice.choice(changes())
    start = near + minutes(dice, -2160, 720)
    now = near + minutes(dice, -4 * 1440, dice.choice([-2160, 720]), 1)
    return Case(
        hours=some_hours(dice, zone, near.date()),
        rules=some_rules(dice, now.date()),
        taken=Taken(busy=spans(dice, near), bookings=spans(dice, near), holds=spans(dice, near)),
        now=now,
        within=TimeSpan(start, start + minutes(dice, 60, 2 * 1440)),
    )
