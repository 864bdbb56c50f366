"""What we send, read by the calendar library of Thunderbird and Nextcloud, in a browser."""

import hashlib
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

SAMPLES = Path(__file__).parent.parent / "samples"
VENDOR = Path(__file__).parent.parent / "vendor"
LIBRARY = "ical-2.2.1.min.js"

pytestmark = pytest.mark.journey

READ = """async ([library, text]) => {
  const { default: ICAL } = await import("data:text/javascript;base64," + library);
  const calendar = new ICAL.Component(ICAL.parse(text));
  return calendar.getAllSubcomponents("vevent").map((found) => {
    const event = new ICAL.Event(found);
    const said = (name) => found.getFirstPropertyValue(name);
    return {
      method: calendar.getFirstPropertyValue("method"),
      uid: event.uid, sequence: event.sequence, summary: event.summary,
      description: event.description, location: event.location, organizer: event.organizer,
      status: said("status"), stamp: said("dtstamp").toString(),
      start: event.startDate.toString(), end: event.endDate.toString(),
      people: event.attendees.map((a) => [a.getFirstValue(), a.getParameter("partstat"), a.getParameter("role")]),
      alarms: found.getAllSubcomponents("valarm").map((a) => a.getFirstPropertyValue("trigger").toString()),
    };
  });
}"""


@pytest.fixture(scope="module")
def reader(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page()
    yield page
    page.close()


def read(reader: Page, sample: str) -> list[dict[str, Any]]:
    library = b64encode((VENDOR / LIBRARY).read_bytes()).decode()
    events: list[dict[str, Any]] = reader.evaluate(READ, [library, (SAMPLES / sample).read_bytes().decode()])
    return events


def test_the_library_is_byte_for_byte_what_was_published() -> None:
    checksum, name = (VENDOR / "SHA256SUMS").read_text(encoding="utf-8").split()

    assert name == LIBRARY
    assert hashlib.sha256((VENDOR / LIBRARY).read_bytes()).hexdigest() == checksum
    assert "Mozilla Public License" in (VENDOR / "ical.LICENSE").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("sample", "method", "sequence", "status"),
    [
        ("ours_request.ics", "REQUEST", 0, "CONFIRMED"),
        ("ours_moved.ics", "REQUEST", 1, "CONFIRMED"),
        ("ours_cancel.ics", "CANCEL", 2, "CANCELLED"),
    ],
)
def test_an_invitation_reads_there_as_we_meant_it(
    reader: Page, sample: str, method: str, sequence: int, status: str
) -> None:
    [event] = read(reader, sample)

    assert (event["method"], event["sequence"], event["status"]) == (method, sequence, status)
    assert (event["start"], event["end"]) == ("2026-11-05T09:30:00Z", "2026-11-05T09:50:00Z")
    assert event["uid"] == "4kq0x7cmv2@outreach.example.org"
    assert event["summary"] == "Conversation: Ada Lovelace and Grace Hopper"
    assert "\n\nMove or cancel: https://outreach.example.org/meet/x" in event["description"]
    assert event["organizer"] == "mailto:ada@example.org"
    assert event["people"] == [
        ["mailto:grace@example.com", "NEEDS-ACTION", "REQ-PARTICIPANT"],
        ["mailto:ada@example.org", "ACCEPTED", "CHAIR"],
    ]
    assert event["alarms"] == ([] if method == "CANCEL" else ["-PT15M"])


def test_our_own_copy_and_the_feed_read_there_too(reader: Page) -> None:
    [copy] = read(reader, "ours_private_copy.ics")
    feed = read(reader, "ours_feed.ics")

    assert (copy["method"], copy["people"]) == ("PUBLISH", [])
    assert copy["description"].startswith("1. What does a usual week look like?\n2. ")
    assert len(feed) >= 2
    assert all(event["start"].endswith("Z") for event in feed)
