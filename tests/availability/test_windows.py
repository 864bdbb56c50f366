from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.availability.windows import in_words, suggest_windows
from outreach.timespan import TimeSpan
from outreach.zones import UnknownZone

TUESDAY = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("Europe/Berlin"))
"""Today; the third business day from here is Friday 27 November."""


def slots_at(zone: str, *hours: float, days: range = range(14), minutes: int = 20) -> list[TimeSpan]:
    """The same hours on each of the days from Tuesday on, on the clock of a zone."""
    place, length = ZoneInfo(zone), timedelta(minutes=minutes)
    starts = [
        datetime.combine(TUESDAY.date() + timedelta(days=day), time(int(hour), round(hour % 1 * 60)), place)
        for day in days
        for hour in hours
    ]
    return [TimeSpan(start.astimezone(UTC), start.astimezone(UTC) + length) for start in starts]


def suggested(slots: list[TimeSpan], zone: str = "Europe/Berlin", **asked: Any) -> list[str]:
    chosen = suggest_windows(slots, their_zone=zone, now=TUESDAY, **asked)
    return [f"{window.start.astimezone(ZoneInfo(zone)):%a %d %H:%M}" for window in chosen]


def test_windows_lie_on_different_days_and_in_different_parts_of_the_day() -> None:
    every_half_hour = slots_at("Europe/Berlin", *[hour / 2 for hour in range(48)])

    assert suggested(every_half_hour) == ["Fri 27 09:00", "Mon 30 13:00", "Tue 01 15:00"]
    assert suggested(every_half_hour, count=2) == ["Fri 27 09:00", "Mon 30 13:00"]
    assert suggested(every_half_hour, count=4) == [
        "Fri 27 09:00",
        "Mon 30 13:00",
        "Tue 01 15:00",
        "Wed 02 09:00",
    ]


def test_lunch_is_named_only_if_there_is_nothing_else_that_day() -> None:
    assert suggested(slots_at("Europe/Berlin", 12, 12.5)) == ["Fri 27 12:00", "Mon 30 12:00", "Tue 01 12:00"]


def test_one_free_day_gives_all_its_windows_without_overlap() -> None:
    friday = slots_at("Europe/Berlin", 9, 9.25, 9.5, 11, 16, days=range(3, 4))

    assert suggested(friday) == ["Fri 27 09:00", "Fri 27 09:30", "Fri 27 16:00"]


def test_windows_keep_to_the_next_two_weeks_if_they_can() -> None:
    mornings, far_afternoon = slots_at("Europe/Berlin", 9), slots_at("Europe/Berlin", 14, days=range(30, 31))

    assert suggested([*mornings, *far_afternoon]) == ["Fri 27 09:00", "Mon 30 09:00", "Tue 01 09:00"]
    assert suggested([*mornings[3:4], *far_afternoon]) == ["Fri 27 09:00", "Thu 24 14:00"]


@pytest.mark.parametrize(
    ("now", "first"),
    [
        ("2026-11-24 10:00", "Fri 27"),
        ("2026-11-25 10:00", "Mon 30"),
        ("2026-11-27 10:00", "Wed 02"),
        ("2026-11-28 10:00", "Wed 02"),
        ("2026-11-24 23:30", "Fri 27"),
    ],
)
def test_a_letter_leaves_three_business_days_to_answer(now: str, first: str) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    at = datetime.fromisoformat(now).replace(tzinfo=berlin)

    chosen = suggest_windows(slots_at("Europe/Berlin", 9), their_zone="Europe/Berlin", now=at)

    assert f"{chosen[0].start.astimezone(berlin):%a %d}" == first


def test_holidays_are_no_business_days() -> None:
    """Thanksgiving, and the day after, which nobody works either."""
    off = {date(2026, 11, 26), date(2026, 11, 27)}

    assert suggested(slots_at("Europe/Berlin", 9), holidays=off)[0] == "Tue 01 09:00"
    assert suggested(slots_at("Europe/Berlin", 9), holidays={date(2026, 12, 1)}) == [
        "Fri 27 09:00",
        "Mon 30 09:00",
        "Wed 02 09:00",
    ]


def test_windows_lie_in_the_readers_working_day() -> None:
    """Berlin's afternoon is New York's morning."""
    assert suggested(slots_at("Europe/Berlin", 9, 14.75, 15, 17), zone="America/New_York") == [
        "Fri 27 09:00",
        "Mon 30 09:00",
        "Tue 01 09:00",
    ]


def test_a_window_ends_by_five() -> None:
    assert suggested(slots_at("Europe/Berlin", 16.5, 16.75), count=2) == ["Fri 27 16:30", "Mon 30 16:30"]


def test_where_no_working_hours_meet_waking_hours_do() -> None:
    """Nine to five in Berlin is five in the afternoon to one at night in Tokyo."""
    assert suggested(slots_at("Europe/Berlin", 9, 12, 16), zone="Asia/Tokyo") == [
        "Fri 27 17:00",
        "Sat 28 17:00",
        "Sun 29 17:00",
    ]


def test_where_no_waking_hours_meet_any_hour_does() -> None:
    assert suggested(slots_at("Europe/Berlin", 16), zone="Asia/Tokyo", count=2) == [
        "Fri 27 00:00",
        "Sat 28 00:00",
    ]


def test_nothing_free_gives_no_windows() -> None:
    assert suggested([]) == []
    assert suggested(slots_at("Europe/Berlin", 9, days=range(2))) == []


@pytest.mark.parametrize("count", [1, 5])
def test_a_letter_names_two_to_four_times(count: int) -> None:
    with pytest.raises(ValueError, match="2 to 4 times"):
        suggested([], count=count)


@given(st.lists(st.sampled_from(slots_at("UTC", *range(24), minutes=90))), st.integers(2, 4))
def test_windows_are_free_slots_apart_from_one_another_and_in_order(
    slots: list[TimeSpan], count: int
) -> None:
    chosen = suggest_windows(slots, their_zone="America/Sao_Paulo", now=TUESDAY, count=count)

    assert set(chosen) <= set(slots)
    assert len(chosen) <= count
    assert all(one.end <= other.start for one, other in pairwise(chosen))


# In words

AFTERNOON = TimeSpan(datetime(2026, 12, 8, 14, tzinfo=UTC), datetime(2026, 12, 8, 14, 20, tzinfo=UTC))


@pytest.mark.parametrize(
    ("zone", "asked", "words"),
    [
        ("Europe/Berlin", {}, "Tuesday 8 December, 15:00–15:20 (Berlin time)"),
        ("America/New_York", {}, "Tuesday 8 December, 09:00–09:20 (New York time)"),
        (
            "America/New_York",
            {"twelve_hours": True},
            "Tuesday, December 8, 9:00–9:20 AM (New York time)",
        ),
        ("Asia/Tokyo", {"twelve_hours": True}, "Tuesday, December 8, 11:00–11:20 PM (Tokyo time)"),
        ("UTC", {}, "Tuesday 8 December, 14:00–14:20 (UTC)"),
        ("EST", {}, "Tuesday 8 December, 09:00–09:20 (UTC-05:00)"),
        ("Etc/GMT+5", {}, "Tuesday 8 December, 09:00–09:20 (UTC-05:00)"),
        (
            "America/Argentina/Buenos_Aires",
            {},
            "Tuesday 8 December, 11:00–11:20 (Buenos Aires time)",
        ),
        (
            "Europe/Berlin",
            {"other_zone": "America/New_York"},
            "Tuesday 8 December, 15:00–15:20 (Berlin time), 09:00–09:20 (New York time)",
        ),
        (
            "Europe/Berlin",
            {"other_zone": "Pacific/Auckland"},
            "Tuesday 8 December, 15:00–15:20 (Berlin time), Wednesday 9 December, 03:00–03:20 (Auckland time)",
        ),
        ("Europe/Berlin", {"other_zone": "Europe/Paris"}, "Tuesday 8 December, 15:00–15:20 (Berlin time)"),
    ],
)
def test_a_time_reads_on_the_readers_own_clock(zone: str, asked: dict[str, Any], words: str) -> None:
    assert in_words(AFTERNOON, zone, **asked) == words


@pytest.mark.parametrize(
    ("start", "words"),
    [
        ("11:50", "11:50 AM–12:10 PM"),
        ("12:00", "12:00–12:20 PM"),
        ("00:00", "12:00–12:20 AM"),
        ("23:50", "11:50 PM–12:10 AM"),
    ],
)
def test_the_twelve_hour_clock_names_each_half_of_the_day_that_it_needs(start: str, words: str) -> None:
    at = datetime.fromisoformat(f"2026-12-08 {start}+00:00")

    assert words in in_words(TimeSpan(at, at + timedelta(minutes=20)), "UTC", twelve_hours=True)


def test_an_hour_that_comes_twice_is_told_apart() -> None:
    half_past = TimeSpan(datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 0, 50, tzinfo=UTC))
    again = TimeSpan(half_past.start + timedelta(hours=1), half_past.end + timedelta(hours=1))

    assert in_words(half_past, "Europe/Berlin") == "Sunday 25 October, 02:30–02:50 (Berlin time, UTC+02:00)"
    assert in_words(again, "Europe/Berlin") == "Sunday 25 October, 02:30–02:50 (Berlin time, UTC+01:00)"


def test_a_zone_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UnknownZone):
        in_words(AFTERNOON, "Mars/Phobos")
    with pytest.raises(UnknownZone):
        in_words(AFTERNOON, "UTC", other_zone="Mars/Phobos")
    with pytest.raises(UnknownZone):
        suggested([], zone="localtime")
