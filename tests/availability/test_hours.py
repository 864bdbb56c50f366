from datetime import UTC, date, datetime, time, timedelta

import pytest

from outreach.availability.hours import MIDNIGHT, Hours, Travel, Window, at_minute, readings
from outreach.timespan import TimeSpan
from outreach.zones import UnknownZone

NINE_TO_FIVE = ((time(9), time(17)),)
WORKING_WEEK = dict.fromkeys(range(5), NINE_TO_FIVE)
TUESDAY = date(2026, 11, 24)
SATURDAY = date(2026, 11, 28)


def clock(hhmm: str) -> time:
    return MIDNIGHT if hhmm == "24:00" else time.fromisoformat(hhmm)


def window(text: str) -> Window:
    opens, closes = text.split("-")
    return clock(opens), clock(closes)


def open_in(zone: str, day: date, *windows: str) -> list[str]:
    """The open stretches of one day with these windows, as the UTC clock has them."""
    hours = Hours(zone, {day.weekday(): tuple(map(window, windows))})
    return [f"{span.start:%d %H:%M}-{span.end:%d %H:%M}" for span in hours.open_on(day)]


@pytest.mark.parametrize(
    ("zone", "day", "windows", "expected"),
    [
        ("Europe/Berlin", date(2026, 12, 1), ["09:00-17:00"], ["01 08:00-01 16:00"]),
        ("Europe/Berlin", date(2026, 7, 1), ["09:00-17:00"], ["01 07:00-01 15:00"]),
        (
            "Asia/Kolkata",
            date(2026, 12, 1),
            ["09:30-12:00", "13:15-18:00"],
            ["01 04:00-01 06:30", "01 07:45-01 12:30"],
        ),
        ("Pacific/Kiritimati", date(2026, 12, 1), ["09:00-10:00"], ["30 19:00-30 20:00"]),
        ("America/New_York", date(2026, 12, 1), ["18:00-24:00"], ["01 23:00-02 05:00"]),
        ("UTC", date(2026, 12, 1), ["00:00-24:00"], ["01 00:00-02 00:00"]),
    ],
)
def test_hours_are_read_on_the_clock_of_their_zone(
    zone: str, day: date, windows: list[str], expected: list[str]
) -> None:
    assert open_in(zone, day, *windows) == expected


@pytest.mark.parametrize(
    ("windows", "expected"),
    [
        (["02:30-05:00"], ["08 07:30-08 09:00"]),  # 03:30, as 02:30 does not exist
        (["01:00-02:30"], ["08 06:00-08 07:30"]),
        (["02:15-02:45"], ["08 07:15-08 07:45"]),
        (["00:00-24:00"], ["08 05:00-09 04:00"]),  # 23 hours
        (["02:30-03:30"], []),  # 02:30 is 03:30
        (["02:00-03:00"], []),
    ],
)
def test_where_the_clock_skips_an_hour_its_times_move_forward_by_the_gap(
    windows: list[str], expected: list[str]
) -> None:
    assert open_in("America/New_York", date(2026, 3, 8), *windows) == expected


@pytest.mark.parametrize(
    ("windows", "expected"),
    [
        (["00:00-06:00"], ["01 04:00-01 11:00"]),
        (["01:00-02:00"], ["01 05:00-01 07:00"]),
        (["01:30-03:00"], ["01 05:30-01 08:00"]),
        (["00:00-01:30"], ["01 04:00-01 06:30"]),
        (["00:00-24:00"], ["01 04:00-02 05:00"]),  # 25 hours
        (["00:00-01:30", "01:30-03:00"], ["01 04:00-01 08:00"]),
    ],
)
def test_where_the_clock_repeats_an_hour_it_is_open_twice(windows: list[str], expected: list[str]) -> None:
    assert open_in("America/New_York", date(2026, 11, 1), *windows) == expected


@pytest.mark.parametrize(
    ("zone", "day", "windows", "expected"),
    [
        ("America/Santiago", date(2026, 9, 6), ["00:00-24:00"], ["06 04:00-07 03:00"]),
        ("America/Santiago", date(2026, 4, 4), ["22:00-24:00"], ["05 01:00-05 04:00"]),
        ("America/Havana", date(2026, 10, 31), ["22:00-24:00"], ["01 02:00-01 04:00"]),
        ("America/Havana", date(2026, 11, 1), ["00:00-02:00"], ["01 04:00-01 07:00"]),
        ("America/Nuuk", date(2026, 3, 28), ["22:00-24:00"], ["29 00:00-29 01:00"]),
        ("America/Nuuk", date(2026, 3, 28), ["22:00-23:30"], ["29 00:00-29 01:00"]),
        ("America/Nuuk", date(2026, 3, 28), ["23:15-23:45"], []),
    ],
    ids=[
        "skips midnight",
        "repeats 23:00",
        "eve of two midnights",
        "two midnights",
        "skips 23:00",
        "ends in what is skipped",
        "all of it skipped",
    ],
)
def test_a_change_at_midnight_stays_within_its_day(
    zone: str, day: date, windows: list[str], expected: list[str]
) -> None:
    assert open_in(zone, day, *windows) == expected


def test_windows_that_overlap_are_one_and_windows_that_touch_are_two() -> None:
    assert open_in("UTC", TUESDAY, "13:00-15:00", "09:00-11:00", "10:00-12:00", "12:00-13:00") == [
        "24 09:00-24 12:00",
        "24 12:00-24 13:00",
        "24 13:00-24 15:00",
    ]


def test_an_exception_replaces_the_hours_of_its_weekday() -> None:
    hours = Hours("UTC", WORKING_WEEK, exceptions={SATURDAY: (window("10:00-11:00"),), TUESDAY: ()})

    assert hours.windows_on(SATURDAY) == ((time(10), time(11)),)
    assert hours.windows_on(TUESDAY) == ()
    assert hours.windows_on(TUESDAY + timedelta(days=7)) == NINE_TO_FIVE


def test_days_away_are_off_even_where_an_exception_has_hours() -> None:
    hours = Hours("UTC", WORKING_WEEK, exceptions={TUESDAY: NINE_TO_FIVE}, away=frozenset({TUESDAY}))

    assert hours.is_off(TUESDAY)
    assert hours.windows_on(TUESDAY) == ()


def test_a_weekday_without_hours_is_not_a_day_off() -> None:
    assert not Hours("UTC", WORKING_WEEK).is_off(SATURDAY)


def test_on_a_journey_the_hours_are_kept_where_the_account_is() -> None:
    journey = Travel(date(2026, 12, 1), date(2026, 12, 3), "Asia/Tokyo")
    hours = Hours("Europe/Berlin", WORKING_WEEK, travel=(journey,))

    opens = {day: hours.open_on(date(2026, 12, day))[0].start.hour for day in (1, 3, 4)}
    assert opens == {1: 0, 3: 0, 4: 8}
    assert hours.open_on(date(2026, 11, 30))[0].start.hour == 8
    assert hours.day_of(datetime(2026, 12, 2, 16, tzinfo=UTC)) == date(2026, 12, 3)


def test_a_week_runs_from_monday_to_sunday() -> None:
    hours = Hours("Europe/Berlin", WORKING_WEEK)

    expected = TimeSpan(datetime(2026, 11, 22, 23, tzinfo=UTC), datetime(2026, 11, 29, 23, tzinfo=UTC))
    assert hours.whole_week(date(2026, 11, 23)) == expected
    assert hours.whole_week(date(2026, 11, 29)) == expected


@pytest.mark.parametrize(
    ("minute", "expected"), [(0, time(0)), (570, time(9, 30)), (1439, time(23, 59)), (1440, MIDNIGHT)]
)
def test_a_minute_of_the_day_is_a_clock_time(minute: int, expected: time) -> None:
    assert at_minute(minute) == expected


@pytest.mark.parametrize("minute", [-1, 1441])
def test_there_is_no_minute_outside_the_day(minute: int) -> None:
    with pytest.raises(ValueError, match="no minute"):
        at_minute(minute)


@pytest.mark.parametrize(
    ("opens", "closes"),
    [
        (time(17), time(9)),
        (time(9), time(9)),
        (time(9, tzinfo=UTC), time(17, tzinfo=UTC)),
        (time(1, fold=1), time(2)),
    ],
    ids=["backwards", "empty", "with a zone of its own", "with a fold"],
)
def test_a_window_that_cannot_be_is_refused(opens: time, closes: time) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        Hours("UTC", {0: ((opens, closes),)})
    with pytest.raises(ValueError, match=r"\.$"):
        Hours("UTC", {}, exceptions={TUESDAY: ((opens, closes),)})


@pytest.mark.parametrize("weekday", [-1, 7])
def test_a_weekday_that_does_not_exist_is_refused(weekday: int) -> None:
    with pytest.raises(ValueError, match="Weekdays run from 0"):
        Hours("UTC", {weekday: NINE_TO_FIVE})


@pytest.mark.parametrize("name", ["Mars/Phobos", "../../etc/passwd", "europe/berlin", "UTC\n", ""])
def test_a_zone_that_does_not_exist_is_refused(name: str) -> None:
    with pytest.raises(UnknownZone):
        Hours(name, WORKING_WEEK)
    with pytest.raises(ValueError, match="time zone"):
        Travel(TUESDAY, SATURDAY, name)


def test_a_journey_cannot_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        Travel(SATURDAY, TUESDAY, "UTC")


@pytest.mark.parametrize(
    ("day", "at", "expected"),
    [
        (TUESDAY, time(15), ["24 14:00"]),
        (date(2026, 3, 29), time(2, 30), ["29 01:30"]),  # the clock skips it: half past three
        (date(2026, 10, 25), time(2, 30), ["25 00:30", "25 01:30"]),
    ],
)
def test_a_clock_shows_a_time_once_or_twice(day: date, at: time, expected: list[str]) -> None:
    assert [f"{instant:%d %H:%M}" for instant in readings(day, at, "Europe/Berlin")] == expected
