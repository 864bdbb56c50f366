"""What an invitation says, and that nothing typed into it can say more."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from outreach.calendars.invitation import Invitation, Method, Person, copy_text, ical_text
from outreach.timespan import TimeSpan

SAMPLES = Path(__file__).parent.parent / "samples"
ADA = Person("Ada Lovelace", "ada@example.org")
GRACE = Person("Grace Hopper", "grace@example.com")
HALF_PAST_NINE = datetime(2026, 11, 5, 9, 30, tzinfo=UTC)

TALK = Invitation(
    uid="4kq0x7cmv2@outreach.example.org",
    sequence=0,
    stamp=datetime(2026, 10, 30, 16, 0, tzinfo=UTC),
    span=TimeSpan(HALF_PAST_NINE, HALF_PAST_NINE + timedelta(minutes=20)),
    summary="Conversation: Ada Lovelace and Grace Hopper",
    organizer=ADA,
    attendee=GRACE,
    description="Ada would like to hear how you came to compilers.\n\nMove or cancel: https://outreach.example.org/meet/x",
    location="By phone: Ada calls +44 20 7946 0018",
    url="https://outreach.example.org/meet/x",
    alarm=timedelta(minutes=15),
)
QUESTIONS = "1. What does a usual week look like?\n2. What would you learn first today; and why?"

HOSTILE = [
    "Grace\r\nATTENDEE:mailto:evil@example.net",
    "Grace\nEND:VEVENT\nBEGIN:VEVENT",
    "Grace\u2028ATTENDEE:mailto:evil@example.net",
    "Grace\x85\x0b\x0cORGANIZER:mailto:evil@example.net",
    'Hopper, "Amazing" Grace; RADM: USN',
    "^n^'^^",
    "\u202eecarG",
    "👩🏽\u200d✈️ Grace",
    "غريس هوبر",
    "\ud800 half a character",
    "x" * 10_000,
    "é" * 10_000,
    "",
    "\\N \\n \\, \\;",
]


def only_event(text: str) -> Event:
    [event] = Calendar.from_ical(text).events
    return event


def structure(text: str) -> list[str]:
    """The names of all content lines, which no typed text may add to."""
    unfolded = text.replace("\r\n ", "")
    return [line.split(":")[0].split(";")[0] for line in unfolded.split("\r\n")]


@pytest.mark.parametrize(
    ("sample", "text"),
    [
        ("ours_request.ics", ical_text(TALK)),
        ("ours_moved.ics", ical_text(replace(TALK, sequence=1, stamp=TALK.stamp + timedelta(days=1)))),
        ("ours_cancel.ics", ical_text(replace(TALK, sequence=2, method=Method.CANCEL))),
        ("ours_no_to_a_counter.ics", ical_text(replace(TALK, sequence=1, method=Method.DECLINECOUNTER))),
        ("ours_private_copy.ics", copy_text(TALK, description=QUESTIONS)),
    ],
)
def test_each_text_is_the_one_kept_as_a_sample(sample: str, text: str) -> None:
    assert text == (SAMPLES / sample).read_bytes().decode()


@pytest.mark.parametrize(
    "sample", ["ours_request.ics", "ours_moved.ics", "ours_cancel.ics", "ours_private_copy.ics"]
)
def test_two_parsers_read_the_same_time_and_text_from_each_sample(sample: str) -> None:
    text = (SAMPLES / sample).read_bytes().decode()
    mine, other = only_event(text), vobject.readOne(text).vevent

    assert mine.start == other.dtstart.value == TALK.span.start
    assert mine.end == other.dtend.value == TALK.span.end
    assert str(mine["SUMMARY"]) == other.summary.value == TALK.summary
    assert str(mine["DESCRIPTION"]) == other.description.value
    assert str(mine["UID"]) == other.uid.value == TALK.uid


def test_the_invitation_asks_the_contact_and_counts_the_account_in() -> None:
    contact, account = only_event(ical_text(TALK)).attendees

    assert (contact.email, contact.CN) == ("grace@example.com", "Grace Hopper")
    assert (contact.ROLE, contact.PARTSTAT, contact.RSVP) == ("REQ-PARTICIPANT", "NEEDS-ACTION", True)
    assert (account.email, account.ROLE, account.PARTSTAT) == ("ada@example.org", "CHAIR", "ACCEPTED")


def test_the_organizer_is_a_bare_address_with_a_name() -> None:
    assert 'ORGANIZER;CN="Ada Lovelace":mailto:ada@example.org\r\n' in ical_text(TALK)


def test_a_cancellation_says_so_twice_and_rings_no_bell() -> None:
    text = ical_text(replace(TALK, sequence=3, method=Method.CANCEL))

    assert "METHOD:CANCEL\r\n" in text
    assert "STATUS:CANCELLED\r\n" in text
    assert "SEQUENCE:3\r\n" in text
    assert "VALARM" not in text


def test_times_are_told_in_utc_whatever_zone_they_came_in() -> None:
    berlin = timezone(timedelta(hours=1))
    there = TimeSpan(TALK.span.start.astimezone(berlin), TALK.span.end.astimezone(berlin))

    assert ical_text(replace(TALK, span=there)) == ical_text(TALK)
    assert "DTSTART:20261105T093000Z\r\n" in ical_text(TALK)
    assert "VTIMEZONE" not in ical_text(TALK)


def test_the_same_invitation_is_the_same_text_every_time() -> None:
    assert ical_text(TALK) == ical_text(TALK)
    assert "\r\nUID:" in ical_text(TALK)
    assert structure(ical_text(TALK)).count("UID") == 1


def test_the_private_copy_holds_the_questions_and_names_no_guest() -> None:
    text = copy_text(TALK, description=QUESTIONS)

    assert str(only_event(text)["DESCRIPTION"]) == QUESTIONS
    assert "METHOD:PUBLISH\r\n" in text
    assert "CLASS:PRIVATE\r\n" in text
    assert "ATTENDEE" not in text
    assert "grace@example.com" not in text


def test_cancelling_reaches_the_private_copy_too() -> None:
    text = copy_text(replace(TALK, method=Method.CANCEL, sequence=1), description="")

    assert "METHOD:PUBLISH\r\n" in text
    assert "STATUS:CANCELLED\r\n" in text


def test_only_web_addresses_become_links() -> None:
    for not_a_link in (
        "javascript:alert(1)",
        "zoom, the usual room",
        "https://a.example\r\nATTENDEE:mailto:e@x",
        "",
    ):
        assert "URL" not in structure(ical_text(replace(TALK, url=not_a_link)))


@pytest.mark.parametrize("typed", HOSTILE)
def test_nothing_typed_by_a_person_adds_a_line(typed: str) -> None:
    hostile = replace(
        TALK,
        summary=typed or "x",
        description=typed or "x",
        location=typed or "x",
        organizer=Person(typed, ADA.address),
        attendee=Person(typed, GRACE.address),
    )
    text = ical_text(hostile)

    assert structure(text) == structure(ical_text(TALK))
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert [a.email for a in only_event(text).attendees] == ["grace@example.com", "ada@example.org"]


texts = st.text(max_size=300) | st.sampled_from(HOSTILE)


@given(name=texts, summary=texts, description=texts, location=texts)
def test_any_names_and_texts_survive_both_parsers(
    name: str, summary: str, description: str, location: str
) -> None:
    person = Person(name, GRACE.address)
    hostile = replace(TALK, attendee=person, summary=summary, description=description, location=location)
    text = ical_text(hostile)

    event = only_event(text)
    assert [a.email for a in event.attendees] == ["grace@example.com", "ada@example.org"]
    assert event.start == TALK.span.start
    assert vobject.readOne(text).vevent.uid.value == TALK.uid
    assert not set(text) & set("\u202a\u202b\u202d\u202e\u2028\u2029\x85\x0b\x0c\x00")
    assert text.count("\n") == text.count("\r\n") == text.count("\r")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "grace",
        "grace@",
        "a@b, evil@d",
        "Grace <g@example.com>",
        "g@example.com\r\nBCC:x@y",
        "g@x\u2028",
        "g @x",
        "a@b@c",
    ],
)
def test_a_person_has_exactly_one_bare_address(address: str) -> None:
    with pytest.raises(ValueError, match="not one bare mail address"):
        Person("Grace", address)


@pytest.mark.parametrize(
    "wrong",
    [
        {"stamp": datetime(2026, 1, 1)},  # noqa: DTZ001 - the naive one
        {"uid": "a b"},
        {"uid": ""},
        {"sequence": -1},
        {"sequence": 1407317367304},
    ],
)
def test_an_invitation_refuses_what_calendars_cannot_order(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"aware|UID|SEQUENCE"):
        replace(TALK, **wrong)
