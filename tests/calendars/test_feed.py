"""The feed of all agreed times, held against icalendar line by line."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import perf_counter

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from outreach.calendars.feed import LONGEST_NOTE, FeedEvent, feed_text
from outreach.calendars.invitation import LONGEST_LOCATION, LONGEST_SUMMARY
from outreach.calendars.plain import one_line, paragraphs
from outreach.timespan import TimeSpan
from tests.calendars.test_invitation import SAMPLES

NINE = datetime(2026, 11, 5, 9, 0, tzinfo=UTC)
TALK = FeedEvent(
    uid="4kq0x7cmv2@outreach.example.org",
    sequence=2,
    stamp=datetime(2026, 10, 30, 16, 0, tzinfo=UTC),
    span=TimeSpan(NINE, NINE + timedelta(minutes=20)),
    summary="Conversation: Grace Hopper, US Navy",
    description="Ask about compilers; and about patience.\nHer paper: “The Education of a Computer”, 1952.",
    location="By phone",
    url="https://outreach.example.org/interviews/42",
)
CALLED_OFF = replace(
    TALK, uid="b@outreach.example.org", summary="Conversation: José Ñandú 👩🏽‍✈️", is_cancelled=True
)


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def through_icalendar(event: FeedEvent) -> list[str]:
    """The lines that the library would have written for the same event."""
    component = Event()
    component.add("uid", event.uid)
    component.add("sequence", event.sequence)
    component.add("dtstamp", event.stamp)
    component.add("dtstart", event.span.start)
    component.add("dtend", event.span.end)
    component.add("summary", one_line(event.summary, longest=LONGEST_SUMMARY))
    if description := paragraphs(event.description, longest=LONGEST_NOTE):
        component.add("description", description)
    if location := one_line(event.location, longest=LONGEST_LOCATION):
        component.add("location", location)
    component.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    component.add("transp", "TRANSPARENT" if event.is_cancelled else "OPAQUE")
    if event.url:
        component.add("url", event.url)
    return unfolded(bytes(component.to_ical()).decode())


def test_the_feed_is_the_one_kept_as_a_sample() -> None:
    text = feed_text("Conversations of Ada", [TALK, CALLED_OFF])

    assert text == (SAMPLES / "ours_feed.ics").read_bytes().decode()


def test_a_second_parser_reads_the_same_events() -> None:
    text = (SAMPLES / "ours_feed.ics").read_bytes().decode()
    mine, others = Calendar.from_ical(text).events, vobject.readOne(text).vevent_list

    assert [str(event["SUMMARY"]) for event in mine] == [event.summary.value for event in others]
    assert [event.start for event in mine] == [event.dtstart.value for event in others]
    assert [str(event["DESCRIPTION"]) for event in mine] == [event.description.value for event in others]


# The library takes a typed backslash with a capital N for a line break and loses both.
texts = st.text(max_size=400).filter(lambda text: "\\N" not in text)


@given(texts, texts, texts, st.booleans(), st.datetimes(datetime(1980, 1, 1), datetime(2100, 1, 1)))  # noqa: DTZ001
def test_every_event_is_written_as_icalendar_would(
    summary: str, description: str, location: str, cancelled: bool, stamp: datetime
) -> None:
    event = replace(
        TALK,
        summary=summary,
        description=description,
        location=location,
        is_cancelled=cancelled,
        stamp=stamp.replace(tzinfo=UTC),
    )
    text = feed_text("Ada", [event])

    begin, end = unfolded(text).index("BEGIN:VEVENT"), unfolded(text).index("END:VEVENT")
    assert [*unfolded(text)[begin : end + 1], ""] == through_icalendar(event)


@given(st.text(max_size=3000), texts)
def test_no_line_is_longer_than_75_octets_nor_holds_half_a_character(description: str, name: str) -> None:
    text = feed_text(name, [replace(TALK, description=description)])

    for line in text.encode().split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
    assert str(Calendar.from_ical(text).events[0]["UID"]) == TALK.uid


def test_the_same_events_make_the_same_text_and_a_change_another() -> None:
    before = feed_text("Ada", [TALK, CALLED_OFF])

    assert feed_text("Ada", [TALK, CALLED_OFF]) == before
    assert feed_text("Ada", [replace(TALK, sequence=3), CALLED_OFF]) != before


def test_a_feed_without_events_is_still_a_calendar() -> None:
    assert Calendar.from_ical(feed_text("", [])).events == []


def test_a_cancelled_talk_no_longer_blocks_the_time() -> None:
    text = feed_text("Ada", [CALLED_OFF])

    assert "STATUS:CANCELLED\r\n" in text
    assert "TRANSP:TRANSPARENT\r\n" in text


def test_a_thousand_events_are_written_in_a_fraction_of_a_second() -> None:
    events = [replace(TALK, uid=f"{n}@outreach.example.org") for n in range(1000)]
    began = perf_counter()
    text = feed_text("Ada", events)

    assert perf_counter() - began < 0.5
    assert text.count("BEGIN:VEVENT") == 1000


def test_an_event_refuses_a_naive_stamp_and_a_uid_with_blanks() -> None:
    with pytest.raises(ValueError, match="aware"):
        replace(TALK, stamp=datetime(2026, 1, 1))  # noqa: DTZ001
    with pytest.raises(ValueError, match="UID"):
        replace(TALK, uid="a\r\nb")
