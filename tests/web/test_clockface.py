from datetime import UTC, datetime

import pytest

from outreach.web.clockface import ClockFace, begins_on_sunday, day_name, reads_twelve_hours
from outreach.zones import UnknownZone

THREE = datetime(2026, 12, 8, 15, tzinfo=UTC)
LONDON, NEW_YORK = ClockFace("Europe/London"), ClockFace("America/New_York", twelve_hours=True)


@pytest.mark.parametrize(
    ("locale", "twelve", "sunday"),
    [
        ("en-US", True, True),
        ("en_us", True, True),
        ("en-AU", True, False),
        ("hi-IN", True, True),
        ("pt-BR", False, True),
        ("en-GB", False, False),
        ("en", False, False),
        ("de", False, False),
        ("", False, False),
        ("*", False, False),
        ("x" * 1000, False, False),
    ],
)
def test_readers_have_their_own_clocks_and_weeks(locale: str, twelve: bool, sunday: bool) -> None:
    assert reads_twelve_hours(locale) is twelve
    assert begins_on_sunday(locale) is sunday


def test_a_time_reads_as_its_reader_is_used_to() -> None:
    assert LONDON.moment(THREE) == "Tuesday 8 December, 15:00"
    assert NEW_YORK.moment(THREE) == "Tuesday 8 December, 10:00 AM"
    assert NEW_YORK.time(datetime(2026, 12, 8, 5, tzinfo=UTC)) == "12:00 AM"
    assert NEW_YORK.time(datetime(2026, 12, 8, 17, tzinfo=UTC)) == "12:00 PM"
    assert NEW_YORK.city == "New York"
    assert day_name(THREE.date()) == "Tuesday 8 December"


def test_an_hour_that_comes_twice_tells_its_two_times_apart() -> None:
    first, second = (datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1))

    assert (LONDON.time(first), LONDON.time(second)) == ("01:30 (+0100)", "01:30 (+0000)")


@pytest.mark.parametrize(
    ("theirs", "hour", "beside"),
    [
        ("America/New_York", 15, "15:00"),
        ("Europe/Lisbon", 15, ""),
        ("Pacific/Auckland", 15, "15:00 day before"),
        ("America/Los_Angeles", 3, "03:00 next day"),
    ],
)
def test_the_other_clock_is_told_beside_it_where_it_differs(theirs: str, hour: int, beside: str) -> None:
    instant = THREE.replace(hour=hour)

    assert LONDON.beside(instant, ClockFace(theirs)) == beside


def test_two_dates_can_lie_between_the_ends_of_the_earth() -> None:
    far_east, far_west = ClockFace("Pacific/Kiritimati"), ClockFace("Pacific/Midway")
    instant = datetime(2026, 12, 8, 10, 30, tzinfo=UTC)

    assert far_east.beside(instant, far_west) == "00:30 in two days"
    assert far_west.beside(instant, far_east) == "23:30 two days before"


def test_a_clock_stands_somewhere() -> None:
    with pytest.raises(UnknownZone):
        ClockFace("Mars/Olympus")
