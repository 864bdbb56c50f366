"""When the one mail a day is due, on whatever clock."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.accounts.mornings import FURTHEST, is_in_time, next_morning

ZONES = ["UTC", "Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia"]
START = datetime(2011, 1, 1, tzinfo=UTC)
moments = st.integers(0, 30 * 365 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))
HOUR = timedelta(hours=1)


@given(moments, st.sampled_from(ZONES), st.integers(0, 23))
def test_the_next_morning_is_ahead_soon_and_at_the_hour(now: datetime, zone: str, hour: int) -> None:
    strikes = next_morning(hour, zone, now=now)

    assert now < strikes <= now + FURTHEST
    local = strikes.astimezone(ZoneInfo(zone))
    assert local.hour == hour or (strikes - HOUR).astimezone(ZoneInfo(zone)).utcoffset() != local.utcoffset()


@pytest.mark.parametrize(
    ("zone", "now", "strikes"),
    [
        ("Europe/London", "2026-11-24T07:59", "2026-11-24T08:00"),
        ("Europe/London", "2026-11-24T08:00", "2026-11-25T08:00"),
        ("America/New_York", "2026-11-24T09:00", "2026-11-24T13:00"),
        ("Europe/London", "2026-03-28T12:00", "2026-03-29T07:00"),  # the clocks go forward that night
    ],
)
def test_mornings_of_the_calendar(zone: str, now: str, strikes: str) -> None:
    assert next_morning(8, zone, now=at(now)) == at(strikes)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(("late", "is_sent"), [(0, True), (4, True), (5, False), (48, False), (-1, False)])
def test_a_morning_long_over_is_left_out(late: int, is_sent: bool) -> None:
    planned = at("2026-11-24T08:00")

    assert is_in_time(planned, now=planned + late * HOUR) is is_sent
