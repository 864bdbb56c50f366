"""How instants read."""

from datetime import UTC, datetime, timedelta

import pytest

from outreach.web.moments import ago, clock_time, day, moment, zone_name
from tests.cast import NOW

NEW_YEAR = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "weekday", "time", "short"),
    [
        ("Europe/London", "Thursday 31 December", "23:30", "Thu 31 Dec, 23:30"),
        ("Europe/Berlin", "Friday 1 January", "00:30", "Fri 1 Jan, 00:30"),
        ("Asia/Kolkata", "Friday 1 January", "05:00", "Fri 1 Jan, 05:00"),
        ("America/New_York", "Thursday 31 December", "18:30", "Thu 31 Dec, 18:30"),
    ],
)
def test_an_instant_is_read_on_the_clocks_of_a_zone(zone: str, weekday: str, time: str, short: str) -> None:
    assert day(NEW_YEAR, zone) == weekday
    assert clock_time(NEW_YEAR, zone) == time
    assert moment(NEW_YEAR, zone) == short


def test_summer_and_winter_each_have_their_own_clock() -> None:
    assert clock_time(datetime(2026, 7, 1, 12, tzinfo=UTC), "Europe/London") == "13:00"
    assert clock_time(datetime(2026, 12, 1, 12, tzinfo=UTC), "Europe/London") == "12:00"


@pytest.mark.parametrize(
    ("distance", "words"),
    [
        (timedelta(0), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59, seconds=59), "59 minutes ago"),
        (timedelta(hours=1), "1 hour ago"),
        (timedelta(hours=23), "23 hours ago"),
        (timedelta(days=1), "1 day ago"),
        (timedelta(days=40), "40 days ago"),
        (timedelta(seconds=-30), "now"),
        (timedelta(minutes=-5), "in 5 minutes"),
        (timedelta(days=-2), "in 2 days"),
    ],
)
def test_how_long_since_or_until_is_said_roughly(distance: timedelta, words: str) -> None:
    assert ago(NOW - distance, NOW) == words


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("Europe/Berlin", "Berlin time"),
        ("America/New_York", "New York time"),
        ("America/Argentina/Buenos_Aires", "Buenos Aires time"),
        ("UTC", "UTC time"),
    ],
)
def test_a_zone_is_known_by_its_city(zone: str, words: str) -> None:
    assert zone_name(zone) == words
