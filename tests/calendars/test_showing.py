"""An event as the built-in mailbox shows it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.calendars.showing import LARGEST, offset_in_words, shown_event, span_in_words
from outreach.timespan import TimeSpan
from tests.calendars.test_invitation import SAMPLES


def sample(name: str) -> str:
    return (SAMPLES / name).read_bytes().decode()


def event(*lines: str) -> str:
    return "\r\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR", ""])


def span(start: str, minutes: int = 20) -> TimeSpan:
    begins = datetime.fromisoformat(start)
    return TimeSpan(begins, begins + timedelta(minutes=minutes))


def test_our_invitation_is_shown_whole() -> None:
    shown = shown_event(sample("ours_request.ics"))

    assert shown is not None
    assert shown.summary == "Conversation: Ada Lovelace and Grace Hopper"
    assert shown.span == span("2026-11-05T09:30:00+00:00")
    assert shown.location == "By phone: Ada calls +44 20 7946 0018"
    assert shown.description.startswith("Ada would like to hear how you came to compilers.\n\nMove or cancel")
    assert not shown.is_cancelled
    assert not shown.is_update


def test_a_moved_invitation_is_an_update() -> None:
    shown = shown_event(sample("ours_moved.ics"))

    assert shown is not None
    assert shown.is_update


def test_a_cancellation_is_known_for_one() -> None:
    shown = shown_event(sample("ours_cancel.ics"))

    assert shown is not None
    assert shown.is_cancelled


def test_times_in_a_zone_are_shown_as_instants() -> None:
    shown = shown_event(
        event("DTSTART;TZID=Europe/Berlin:20261105T103000", "DTEND;TZID=Europe/Berlin:20261105T105000")
    )

    assert shown is not None
    assert shown.span == span("2026-11-05T09:30:00+00:00")
    assert shown.summary == "An appointment"


@pytest.mark.parametrize(
    "times",
    [
        [],
        ["DTSTART;VALUE=DATE:20261105", "DTEND;VALUE=DATE:20261106"],
        ["DTSTART:20261105T093000", "DTEND:20261105T095000"],
        ["DTSTART:20261105T095000Z", "DTEND:20261105T093000Z"],
    ],
    ids=["none", "whole day", "no zone", "backwards"],
)
def test_times_that_are_no_conversation_are_left_out(times: list[str]) -> None:
    shown = shown_event(event("SUMMARY:Tea", *times))

    assert shown is not None
    assert (shown.summary, shown.span) == ("Tea", None)


@pytest.mark.parametrize(
    "text",
    ["", "hello", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", event("SEQUENCE:soon"), event("A" * LARGEST)],
    ids=["nothing", "prose", "no event", "damaged", "too large"],
)
def test_what_holds_no_event_is_no_card(text: str) -> None:
    assert shown_event(text) is None


@given(st.text(max_size=300))
def test_nothing_that_arrives_raises(text: str) -> None:
    shown_event(text)
    shown_event(event(text))


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("UTC", "Thursday 5 November 2026, 23:50 to Friday 6 November, 00:10"),
        ("America/New_York", "Thursday 5 November 2026, 18:50 to 19:10"),
        ("Pacific/Auckland", "Friday 6 November 2026, 12:50 to 13:10"),
    ],
)
def test_a_span_reads_on_the_clocks_of_its_reader(zone: str, words: str) -> None:
    assert span_in_words(span("2026-11-05T23:50:00+00:00"), zone) == words


@pytest.mark.parametrize(
    ("month", "zone", "words"),
    [
        (1, "Europe/London", "UTC"),
        (7, "Europe/London", "UTC+1"),
        (1, "Asia/Kolkata", "UTC+5:30"),
        (1, "America/St_Johns", "UTC−3:30"),
        (7, "America/New_York", "UTC−4"),
    ],
)
def test_an_offset_is_said_in_hours(month: int, zone: str, words: str) -> None:
    assert offset_in_words(datetime(2026, month, 1, tzinfo=UTC), zone) == words
