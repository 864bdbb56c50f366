"""The hours in which a letter may arrive: never too early, never in between, on the reader's own clock."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.mail.hours import Hours, is_allowed, next_allowed

OFFICE = Hours(frozenset(range(5)), 8 * 60, 18 * 60)
A_MINUTE = timedelta(minutes=1)
ZONES = ["America/New_York", "Europe/London", "Asia/Kolkata", "Pacific/Auckland", "Asia/Kathmandu", "UTC"]


def local(zone: str, *when: int) -> datetime:
    return datetime(*when, tzinfo=ZoneInfo(zone))  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ((2026, 11, 24, 9, 0), (2026, 11, 24, 9, 0)),
        ((2026, 11, 24, 3, 0), (2026, 11, 24, 8, 0)),
        ((2026, 11, 24, 17, 59), (2026, 11, 24, 17, 59)),
        ((2026, 11, 24, 18, 0), (2026, 11, 25, 8, 0)),
        ((2026, 11, 27, 20, 0), (2026, 11, 30, 8, 0)),
        ((2026, 11, 28, 12, 0), (2026, 11, 30, 8, 0)),
    ],
    ids=["in the middle", "before", "the last minute", "the end", "Friday evening", "Saturday"],
)
def test_a_letter_waits_for_the_next_working_hour(now: tuple[int, ...], then: tuple[int, ...]) -> None:
    zone = "America/New_York"
    assert next_allowed(local(zone, *now), OFFICE, timezone=zone) == local(zone, *then)


def test_nine_in_london_is_too_early_for_new_york() -> None:
    london = local("Europe/London", 2026, 11, 24, 9, 0)
    assert next_allowed(london, OFFICE, timezone="America/New_York") == local(
        "America/New_York", 2026, 11, 24, 8, 0
    )


def test_a_holiday_is_skipped_only_if_holidays_are() -> None:
    thanksgiving = date(2026, 11, 26)
    now = local("America/New_York", 2026, 11, 26, 9, 0)
    tolerant = Hours(OFFICE.days, OFFICE.opens, OFFICE.closes, skips_holidays=False)

    def off(day: date) -> bool:
        return day == thanksgiving

    assert next_allowed(now, OFFICE, timezone="America/New_York", is_day_off=off).date() == date(2026, 11, 27)
    assert next_allowed(now, tolerant, timezone="America/New_York", is_day_off=off) == now


def test_where_every_day_is_a_holiday_letters_leave_all_the_same() -> None:
    now = local("UTC", 2026, 11, 24, 3, 0)
    assert next_allowed(now, OFFICE, timezone="UTC", is_day_off=lambda _: True) == local(
        "UTC", 2026, 11, 24, 8, 0
    )


def test_clocks_put_forward_over_the_opening_open_the_moment_after() -> None:
    night = Hours(frozenset(range(7)), 2 * 60, 4 * 60)
    before = local("Europe/Berlin", 2027, 3, 28, 1, 30)
    opened = next_allowed(before, night, timezone="Europe/Berlin")
    assert opened.astimezone(ZoneInfo("Europe/Berlin")).strftime("%H:%M") == "03:00"


def test_a_window_that_the_clocks_leave_out_is_taken_the_day_after() -> None:
    gone = Hours(frozenset(range(7)), 2 * 60, 3 * 60)
    before = local("Europe/Berlin", 2027, 3, 28, 1, 30)
    assert next_allowed(before, gone, timezone="Europe/Berlin") == local("Europe/Berlin", 2027, 3, 29, 2, 0)


@pytest.mark.parametrize("hours", [Hours(frozenset(), 480, 1080), Hours(frozenset({0}), 600, 600)])
def test_hours_that_rule_out_everything_rule_out_nothing(hours: Hours) -> None:
    now = local("UTC", 2026, 11, 24, 3, 0)
    assert next_allowed(now, hours, timezone="UTC") == now


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        next_allowed(local("UTC", 2026, 11, 24).replace(tzinfo=None), OFFICE, timezone="UTC")


some_hours = st.builds(
    lambda days, opens, length: Hours(frozenset(days), opens, min(opens + length, 1440)),
    st.sets(st.integers(0, 6), min_size=1),
    st.integers(0, 1439),
    st.integers(1, 720),
)
some_moment = st.integers(0, 3 * 365 * 1440).map(
    lambda minutes: local("UTC", 2026, 1, 1) + A_MINUTE * minutes
)


@given(some_moment, some_hours, st.sampled_from(ZONES))
def test_the_moment_is_allowed_and_the_first_that_is(now: datetime, hours: Hours, zone: str) -> None:
    then = next_allowed(now, hours, timezone=zone)

    there = then.astimezone(ZoneInfo(zone))
    assert then >= now
    assert there.weekday() in hours.days
    assert is_allowed(then, hours, timezone=zone)
    if then > now:
        assert not is_allowed(max(now, then - A_MINUTE), hours, timezone=zone)


@given(some_moment, some_moment, some_hours, st.sampled_from(ZONES))
def test_whoever_asks_later_is_never_let_out_sooner(
    one: datetime, other: datetime, hours: Hours, zone: str
) -> None:
    first, second = sorted((one, other))
    assert next_allowed(first, hours, timezone=zone) <= next_allowed(second, hours, timezone=zone)
