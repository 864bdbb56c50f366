from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from outreach.availability.rules import Agreed, Cap, Rules
from outreach.timespan import TimeSpan

HALF_HOUR = timedelta(minutes=30)
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
THE_DAY = TimeSpan(MONDAY, MONDAY + timedelta(days=1))


def at(hour: float, minutes: int = 30) -> TimeSpan:
    start = MONDAY + timedelta(hours=hour)
    return TimeSpan(start, start + timedelta(minutes=minutes))


def test_conversations_count_where_they_start() -> None:
    agreed = Agreed([at(23.75), at(9), at(-0.25), at(24)])

    assert agreed.within(THE_DAY) == (2, timedelta(hours=1))


@pytest.mark.parametrize(
    ("cap", "reached"),
    [
        (Cap(), False),
        (Cap(count=3), False),
        (Cap(count=2), True),
        (Cap(count=0), True),
        (Cap(time=timedelta(minutes=90)), False),
        (Cap(time=timedelta(minutes=89)), True),
        (Cap(count=3, time=timedelta(minutes=89)), True),
        (Cap(count=2, time=timedelta(hours=9)), True),
    ],
)
def test_a_cap_is_reached_when_one_more_would_be_too_much(cap: Cap, reached: bool) -> None:
    assert cap.is_reached(Agreed([at(9), at(10)]), THE_DAY, HALF_HOUR) is reached


@pytest.mark.parametrize(
    ("horizon", "last_day", "expected"),
    [
        (timedelta(days=28), None, date(2026, 12, 21)),
        (timedelta(0), None, date(2026, 11, 23)),
        (None, date(2026, 12, 1), date(2026, 12, 1)),
        (timedelta(days=28), date(2026, 12, 1), date(2026, 12, 1)),
        (timedelta(days=2), date(2026, 12, 1), date(2026, 11, 25)),
        (None, None, date(2036, 11, 23)),
    ],
)
def test_the_last_date_is_the_nearer_of_horizon_and_fixed_date(
    horizon: timedelta | None, last_day: date | None, expected: date
) -> None:
    rules = Rules(HALF_HOUR, HALF_HOUR, horizon=horizon, last_day=last_day)

    assert rules.last_on(date(2026, 11, 23)) == expected


@pytest.mark.parametrize(
    "absurd",
    [
        {"length": timedelta(0)},
        {"length": timedelta(minutes=-1)},
        {"length": timedelta(seconds=10**9)},
        {"increment": timedelta(0)},
        {"increment": timedelta(microseconds=1)},
        {"start_offset": timedelta(minutes=-5)},
        {"buffer_before": timedelta(minutes=-5)},
        {"buffer_after": timedelta(minutes=-5)},
        {"notice": timedelta(hours=-1)},
        {"notice": timedelta.max},
        {"horizon": timedelta(days=-1)},
        {"horizon": timedelta.max},
    ],
    ids=str,
)
def test_rules_that_cannot_be_meant_are_refused_with_a_sentence(absurd: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"^[A-Z].* not .*\.$"):
        Rules(**({"length": HALF_HOUR, "increment": HALF_HOUR} | absurd))


@pytest.mark.parametrize("absurd", [{"count": -1}, {"time": timedelta(minutes=-1)}], ids=str)
def test_a_cap_below_nothing_is_refused(absurd: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="A limit cannot be"):
        Cap(**absurd)
