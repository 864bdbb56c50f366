"""What we send, taken in by a real calendar server and given out again."""

from datetime import timedelta
from pathlib import Path

import pytest
import radicale.config
from icalendar import Calendar
from radicale.app import Application
from werkzeug.test import Client

from outreach.calendars.invitation import Method
from tests.calendars.test_invitation import SAMPLES, TALK

HOME = "/ada/calendar/"
ADA = ("ada", "any password: this server asks for none")


@pytest.fixture
def server(tmp_path: Path) -> Client:
    """Radicale with one empty calendar of Ada's."""
    configuration = radicale.config.load()
    configuration.update(
        {
            "storage": {"filesystem_folder": str(tmp_path)},
            "auth": {"type": "none"},
            "logging": {"level": "error"},
        },
        "test",
    )
    client = Client(Application(configuration))
    client.open("/ada/", method="PROPFIND", auth=ADA)  # her first visit makes her a home
    made = client.open(HOME, method="MKCALENDAR", auth=ADA)
    assert made.status_code == 201, made.text
    return client


@pytest.mark.parametrize("sample", ["ours_request.ics", "ours_moved.ics", "ours_private_copy.ics"])
def test_a_calendar_server_takes_it_and_gives_it_back(server: Client, sample: str) -> None:
    text = (SAMPLES / sample).read_bytes()

    assert server.put(f"{HOME}talk.ics", data=text, content_type="text/calendar", auth=ADA).status_code == 201

    sent, [kept] = (
        Calendar.from_ical(text).events[0],
        Calendar.from_ical(server.get(f"{HOME}talk.ics", auth=ADA).data).events,
    )
    for name in (
        "UID",
        "SEQUENCE",
        "DTSTART",
        "DTEND",
        "SUMMARY",
        "DESCRIPTION",
        "LOCATION",
        "ORGANIZER",
        "URL",
    ):
        assert kept[name] == sent[name], name
    assert kept.start == TALK.span.start


def test_a_new_version_takes_the_place_of_the_old_one(server: Client) -> None:
    for sample in ("ours_request.ics", "ours_moved.ics", "ours_cancel.ics"):
        answer = server.put(
            f"{HOME}talk.ics", data=(SAMPLES / sample).read_bytes(), content_type="text/calendar"
        )
        assert answer.status_code in {201, 204}

    [kept] = Calendar.from_ical(server.get(f"{HOME}talk.ics", auth=ADA).data).events
    assert (kept["SEQUENCE"], kept["STATUS"]) == (2, "CANCELLED")
    assert Method.CANCEL == "CANCEL"
    assert kept.end - kept.start == timedelta(minutes=20)
