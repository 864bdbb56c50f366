"""Which days are public holidays, by the zone that somebody lives in."""

from datetime import date

import pytest

from outreach.letters.coach.hours import holiday_on

KEPT_THERE = [
    ("Europe/London", date(2026, 4, 6)),
    ("Europe/London", date(2026, 8, 31)),
    ("Europe/Berlin", date(2026, 10, 3)),
    ("America/New_York", date(2026, 11, 26)),
    ("Asia/Calcutta", date(2026, 1, 26)),
]


@pytest.mark.parametrize(("zone", "day"), KEPT_THERE)
def test_a_day_that_most_people_there_have_off_is_a_holiday(zone: str, day: date) -> None:
    assert holiday_on(day, zone)


@pytest.mark.parametrize("zone", ["Europe/London", "America/New_York", "UTC"])
def test_an_ordinary_day_is_none(zone: str) -> None:
    assert holiday_on(date(2026, 8, 25), zone) == ""
