"""The links that open a web calendar with the event filled in."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.calendars.links import google_link, outlook_link
from outreach.timespan import TimeSpan

START = datetime(2026, 11, 5, 9, 30, tzinfo=UTC)
GOOGLES = {"action", "dates", "text", "details", "location"}
OUTLOOKS = {"path", "rru", "startdt", "enddt", "subject", "body", "location"}
SPAN = TimeSpan(START, START + timedelta(minutes=20))


def fields(link: str) -> dict[str, str]:
    return {name: value for name, [value] in parse_qs(urlsplit(link).query, strict_parsing=True).items()}


def test_google_is_told_the_event_in_utc() -> None:
    link = google_link(
        SPAN, summary="Tea & talk", description="One\nTwo + three", location="Café #4, 50% off"
    )

    assert urlsplit(link).hostname == "calendar.google.com"
    assert fields(link) == {
        "action": "TEMPLATE",
        "dates": "20261105T093000Z/20261105T095000Z",
        "text": "Tea & talk",
        "details": "One\nTwo + three",
        "location": "Café #4, 50% off",
    }


@pytest.mark.parametrize(("work", "host"), [(False, "outlook.live.com"), (True, "outlook.office.com")])
def test_outlook_is_told_the_event_in_utc_on_the_host_of_the_account(work: bool, host: str) -> None:
    link = outlook_link(SPAN, summary="Tea & talk", description="Hello", location="Room 4", work=work)

    assert urlsplit(link).hostname == host
    assert fields(link) == {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "startdt": "2026-11-05T09:30:00Z",
        "enddt": "2026-11-05T09:50:00Z",
        "subject": "Tea & talk",
        "body": "Hello",
        "location": "Room 4",
    }


def test_blanks_are_never_plus_signs() -> None:
    assert "Tea%20and%20talk" in outlook_link(SPAN, summary="Tea and talk")


def test_a_long_description_is_cut_between_characters() -> None:
    link = google_link(SPAN, summary="Talk", description="👩🏽‍✈️é" * 500)

    assert len(link) <= 2000
    assert fields(link)["details"].endswith("…")


@given(st.text(), st.text(), st.text())
def test_any_text_makes_one_link_of_bearable_length(summary: str, description: str, location: str) -> None:
    for link in (
        google_link(SPAN, summary=summary, description=description * 20, location=location * 5),
        outlook_link(SPAN, summary=summary * 5, description=description, location=location),
    ):
        assert len(link) <= 2000
        assert link.isascii()
        assert link.isprintable()
        assert not set(link) & set(" \"'<>\\")
        assert fields(link).keys() <= GOOGLES | OUTLOOKS
