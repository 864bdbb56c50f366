"""Whose working days count, and where the asker's day ends."""

import subprocess
import sys
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.followups.working_days import Days, weekday, working_days
from outreach.letters.coach.hours import country_of

TUESDAY = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "country"),
    [
        ("Europe/London", "GB"),
        ("America/New_York", "US"),
        ("Asia/Calcutta", "IN"),  # an old spelling that browsers still send
        ("US/Pacific", "US"),
        ("UTC", ""),
        ("", ""),
        ("Nowhere/Land", ""),
    ],
)
def test_a_zone_tells_the_country(zone: str, country: str) -> None:
    assert country_of(zone) == country


def test_thanksgiving_is_no_day_of_silence_in_new_york_and_one_in_london() -> None:
    new_york = working_days("America/New_York", home="Europe/London")
    london = working_days("Europe/London", home="Europe/London")

    assert new_york.after(TUESDAY, 3).date() == date(2026, 11, 30)
    assert london.after(TUESDAY, 3).date() == date(2026, 11, 27)


def test_the_week_ends_when_theirs_does() -> None:
    jerusalem = working_days("Asia/Jerusalem", home="Europe/London")

    assert not jerusalem.works(date(2026, 11, 27))  # a Friday
    assert jerusalem.works(date(2026, 11, 29))  # a Sunday


def test_a_country_that_was_told_outweighs_the_zone() -> None:
    days = working_days("Europe/London", country="US", home="Europe/London")

    assert (days.country, days.is_assumed) == ("US", False)
    assert not days.works(date(2026, 11, 26))


def test_where_no_country_is_known_the_askers_stands_in_and_it_is_said() -> None:
    days = working_days("UTC", home="America/New_York")

    assert (days.country, days.is_assumed) == ("US", True)


def test_where_nobodys_country_is_known_weekdays_count() -> None:
    days = working_days("UTC", home="UTC")

    assert (days.country, days.is_assumed, days.works) == ("", True, weekday)


def test_a_country_without_a_calendar_has_weekdays() -> None:
    assert working_days("UTC", country="AQ", home="UTC").works(date(2026, 12, 24))


def test_the_day_ends_where_the_asker_is() -> None:
    days = Days("Asia/Tokyo", "America/Vancouver")

    assert days.end_of_day(TUESDAY).isoformat() == "2026-11-25T00:00:00-08:00"
    assert days.after(TUESDAY, 1).isoformat() == "2026-11-25T09:00:00+09:00"
    assert days.before(TUESDAY).isoformat() == "2026-11-23T09:00:00+09:00"


@given(st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)), st.integers(1, 15))  # noqa: DTZ001
def test_counting_always_ends_on_a_working_day_ahead(moment: datetime, count: int) -> None:
    days = Days("Europe/Berlin", "Europe/London", lambda day: day.weekday() < 5 and day.day > 7)
    found = days.after(moment, count)

    assert found > moment
    assert days.works(found.date())


def test_a_calendar_without_any_working_day_still_moves_on() -> None:
    never = Days("UTC", "UTC", lambda _day: False)

    assert never.after(TUESDAY, 2).date() == date(2026, 11, 26)


def test_the_calendars_of_the_world_are_not_loaded_at_the_start() -> None:
    told = "import sys, outreach.app, outreach.worker.table; sys.exit('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", told], check=False).returncode == 0
