"""Hours as people type them."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.availability.hours import at_minute
from outreach.availability.reading import (
    A_DAY,
    UnclearHours,
    clock_of,
    hours_in,
    in_line,
    minute_of,
    windows_of,
)


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("09:00", "09:00"),
        ("9", "09:00"),
        ("930", "09:30"),
        ("0930", "09:30"),
        ("1730", "17:30"),
        ("9.30", "09:30"),
        ("9h15", "09:15"),
        (" 9:30  AM ", "09:30"),
        ("5pm", "17:00"),
        ("12am", "00:00"),
        ("12 pm", "12:00"),
        ("24:00", "24:00"),
        ("24", "24:00"),
    ],
)
def test_a_time_is_read_as_it_was_meant(text: str, clock: str) -> None:
    assert clock_of(minute_of(text)) == clock


@pytest.mark.parametrize(
    "text", ["", "noon", "9:75", "24:01", "25:00", "13pm", "0am", "9:3", "12345", "-1", "٩:٠٠", "9:00:00"]
)
def test_what_is_no_time_gets_a_sentence(text: str) -> None:
    with pytest.raises(UnclearHours, match="is not a time of day"):
        minute_of(text)


@given(st.integers(0, A_DAY))
def test_a_minute_reads_back_as_itself(minute: int) -> None:
    assert minute_of(clock_of(minute)) == minute


@given(st.text(max_size=12))
def test_nothing_typed_breaks_the_reading(text: str) -> None:
    with suppress(UnclearHours):
        assert 0 <= minute_of(text) <= A_DAY


@pytest.mark.parametrize(
    ("typed", "windows"),
    [
        ([("", ""), (" ", "")], []),
        ([("9", "12"), ("13", "17")], [(540, 720), (780, 1020)]),
        ([("13", "17"), ("9", "12")], [(540, 720), (780, 1020)]),
        ([("", ""), ("13", "17")], [(780, 1020)]),
        ([("9", "12"), ("12", "17")], [(540, 720), (720, 1020)]),
        ([("18", "24:00")], [(1080, 1440)]),
        ([("18", "00:00")], [(1080, 1440)]),
        ([("0:00", "24:00")], [(0, 1440)]),
    ],
)
def test_windows_come_out_in_order_without_the_blanks(
    typed: list[tuple[str, str]], windows: list[tuple[int, int]]
) -> None:
    assert windows_of(typed) == windows


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ([("9", "")], "Give both a beginning and an end"),
        ([("", "17")], "Give both a beginning and an end"),
        ([("17", "9")], "From 17:00 to 09:00 runs backwards"),
        ([("9", "9")], "runs backwards"),
        ([("22", "2")], "end at 24:00 and go on the next day at 00:00"),
        ([("9", "13"), ("12", "17")], "the second begins at 12:00, before the first ends at 13:00"),
        ([("9", "tea time")], "“tea time” is not a time of day"),
    ],
)
def test_windows_that_cannot_be_say_why(typed: list[tuple[str, str]], sentence: str) -> None:
    with pytest.raises(UnclearHours, match=sentence):
        windows_of(typed)


@pytest.mark.parametrize(
    ("line", "clocks"),
    [
        ("9–12, 13–17", "09:00–12:00, 13:00–17:00"),
        ("13-17; 9-12", "09:00–12:00, 13:00–17:00"),
        ("9 to 12 and 1 pm until 5pm", "09:00–12:00, 13:00–17:00"),
        ("9–5 pm", "09:00–17:00"),
        ("1–5pm", "13:00–17:00"),
        ("11-1pm", "11:00–13:00"),
        ("9am–12pm", "09:00–12:00"),
        ("20–24:00", "20:00–24:00"),
        ("22–0", "22:00–24:00"),
        ("All day", "00:00–24:00"),
        ("off", ""),
        (" – ", ""),
        ("", ""),
    ],
)
def test_the_hours_of_a_day_are_read_from_one_line(line: str, clocks: str) -> None:
    windows = tuple((at_minute(starts), at_minute(ends)) for starts, ends in hours_in(line))

    assert in_line(windows) == clocks
    assert tuple((at_minute(starts), at_minute(ends)) for starts, ends in hours_in(clocks)) == windows


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("9", "is not a stretch of time"),
        ("9-12-13", "is not a stretch of time"),
        ("tea time–17", "is not a time of day"),
        ("9–", "both a beginning and an end"),
        ("17–9", "runs backwards"),
        ("9–12, 11–13", "overlap"),
        (", ".join(f"{hour}:00–{hour}:30" for hour in range(13)), "a day has up to 12 stretches"),
    ],
)
def test_a_line_that_is_unclear_gets_a_sentence(line: str, sentence: str) -> None:
    with pytest.raises(UnclearHours, match=sentence):
        hours_in(line)


@given(st.text(max_size=40))
def test_no_line_breaks_the_reading(line: str) -> None:
    with suppress(UnclearHours):
        assert all(0 <= starts < ends <= A_DAY for starts, ends in hours_in(line))
