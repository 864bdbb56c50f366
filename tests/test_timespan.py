from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.timespan import TimeSpan

NINE = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def span(start: int, end: int) -> TimeSpan:
    """From so many to so many minutes after nine."""
    return TimeSpan(NINE + timedelta(minutes=start), NINE + timedelta(minutes=end))


spans = st.tuples(st.integers(0, 300), st.integers(1, 120)).map(lambda s: span(s[0], s[0] + s[1]))


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        (span(0, 30), span(30, 60), False),
        (span(0, 30), span(29, 60), True),
        (span(0, 60), span(20, 40), True),
        (span(0, 30), span(0, 30), True),
        (span(0, 30), span(45, 60), False),
    ],
    ids=["touching", "by a minute", "one within the other", "the same", "apart"],
)
def test_two_spans_overlap_when_they_share_an_instant(one: TimeSpan, other: TimeSpan, overlap: bool) -> None:
    assert one.overlaps(other) is overlap
    assert other.overlaps(one) is overlap


@given(spans, spans)
def test_spans_that_do_not_overlap_come_one_after_the_other(one: TimeSpan, other: TimeSpan) -> None:
    assert one.overlaps(other) != (one.end <= other.start or other.end <= one.start)


def test_a_span_knows_its_length_across_zones() -> None:
    tokyo = timezone(timedelta(hours=9))

    assert TimeSpan(NINE, datetime(2026, 11, 24, 19, 0, tzinfo=tokyo)).length == timedelta(hours=1)


def test_padding_makes_room_on_both_sides() -> None:
    assert span(30, 60).padded(timedelta(minutes=10), timedelta(minutes=5)) == span(20, 65)


@pytest.mark.parametrize(("start", "end"), [(30, 30), (30, 10)], ids=["empty", "backwards"])
def test_a_span_must_end_after_it_starts(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="must end after it starts"):
        span(start, end)


def test_a_span_refuses_times_without_a_zone() -> None:
    with pytest.raises(ValueError, match="aware"):
        TimeSpan(NINE.replace(tzinfo=None), NINE)


def test_a_span_across_a_change_of_the_clock_is_as_long_as_it_really_lasts() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    night = TimeSpan(datetime(2026, 10, 25, 1, tzinfo=berlin), datetime(2026, 10, 25, 4, tzinfo=berlin))

    assert night.length == timedelta(hours=4)
    assert night.start == datetime(2026, 10, 24, 23, tzinfo=UTC)
    assert night.start.tzinfo is night.end.tzinfo is UTC


def test_the_second_of_two_equal_clock_times_comes_later() -> None:
    first = datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"))

    assert TimeSpan(first, first.replace(fold=1)).length == timedelta(hours=1)


def test_a_span_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(ValueError, match="beyond the calendar"):
        TimeSpan(NINE, datetime.max.replace(tzinfo=timezone(-timedelta(hours=1))))
