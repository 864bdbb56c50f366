"""The calendar feed, as a calendar program asks for it."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from outreach.accounts.models import Account
from outreach.bookings.models import Booking
from outreach.database import db, saved
from outreach.interviews.kinds import Format
from outreach.interviews.models import Interview
from outreach.web import feed
from tests.cast import NOW
from tests.conftest import SECRET_KEY

A_DAY = timedelta(days=1)


@pytest.fixture
def address(ada: Account) -> str:
    """Where Ada's calendar program looks."""
    ada.make_feed(SECRET_KEY)
    return f"/calendar/{ada.feed_token(SECRET_KEY)}.ics"


def agreed(talk: Interview, day: int = 1, *, cancelled: bool = False) -> Booking:
    """Twenty minutes, so many days from now."""
    starts = NOW + day * A_DAY
    return saved(
        Booking(
            account_id=talk.account_id,
            interview=talk,
            uid=f"{day}@example.org",
            starts_at=starts,
            ends_at=starts + timedelta(minutes=20),
            format=Format.VIDEO,
            guest_timezone="America/New_York",
            form_key=str(day),
            made_at=NOW,
            changed_at=NOW,
            cancelled_at=NOW if cancelled else None,
        )
    )


def test_the_feed_holds_every_agreed_time(client: FlaskClient, talk: Interview, address: str) -> None:
    agreed(talk, 1, cancelled=True)
    agreed(talk, 2)

    response = client.get(address)

    assert response.content_type == "text/calendar; charset=utf-8"
    assert response.text.count("BEGIN:VEVENT") == 2
    assert response.text.count("STATUS:CANCELLED") == 1
    assert "DTSTART:20261126T090000Z" in response.text
    assert "Ada Lovelace & Grace Hopper: 20-minute conversation" in response.text.replace("\r\n ", "")
    assert f"http://localhost/interviews/{talk.id}" in response.text


def test_of_a_long_past_the_feed_holds_the_latest(
    client: FlaskClient, talk: Interview, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "MOST", 3)
    for day in range(-4, 1):
        agreed(talk, day, cancelled=True)

    shown = client.get(address).text

    assert re.findall(r"UID:(.*)@", shown) == ["0", "-1", "-2"]


@pytest.mark.parametrize(
    "change",
    [
        lambda talk, booking: booking.cancel(by="guest", now=NOW),
        lambda talk, booking: setattr(booking, "place", "Room 4"),
        lambda talk, booking: setattr(talk, "narrow", "linkers"),
        lambda talk, booking: setattr(talk.contact, "name", "Rear Admiral Hopper"),
        lambda talk, booking: setattr(booking.account, "name", "Ada King"),
        lambda talk, booking: setattr(booking.account, "video_url", "https://video.example/ada"),
    ],
    ids=["cancelled", "place", "subject", "contact", "account", "video"],
)
def test_whatever_changes_the_feed_changes_its_version(
    client: FlaskClient, talk: Interview, address: str, change: Callable[[Interview, Booking], object]
) -> None:
    booking = agreed(talk)
    first = client.get(address)

    change(talk, booking)

    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200
    assert again.text != first.text


def test_a_feed_without_agreed_times_is_a_calendar_all_the_same(client: FlaskClient, address: str) -> None:
    assert client.get(address).text.startswith("BEGIN:VCALENDAR\r\n")


def test_a_program_that_has_this_version_is_told_so(
    client: FlaskClient, talk: Interview, address: str
) -> None:
    agreed(talk)
    first = client.get(address)

    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")

    agreed(talk, 2, cancelled=True)
    changed = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]


def test_no_cache_between_keeps_the_feed(client: FlaskClient, address: str) -> None:
    response = client.get(address)

    assert {"private", "no-cache"} <= set(response.headers["Cache-Control"].split(", "))
    assert "Set-Cookie" not in response.headers


def test_the_feed_takes_one_question_to_the_database(
    client: FlaskClient, talk: Interview, address: str, statements: list[str]
) -> None:
    for day in range(1, 10):
        agreed(talk, day, cancelled=True)
    db.session.commit()

    statements.clear()
    client.get(address)

    assert len(statements) == 1


@pytest.mark.parametrize(
    "place", ["Room 4\x1eUpstairs", "Room 4\x1fUpstairs", "Room 4\u2028Upstairs", "“4”\nUp"]
)
def test_whatever_stands_in_a_place_each_booking_stays_one_event(
    client: FlaskClient, talk: Interview, address: str, place: str
) -> None:
    agreed(talk, 1, cancelled=True).place = place
    agreed(talk, 2)

    told = client.get(address).text

    assert re.findall(r"UID:(.*)@", told) == ["2", "1"]
    assert len(re.findall(r"LOCATION:.*Up", told)) == 1


def test_the_feed_of_ada_shows_nothing_of_mary(
    client: FlaskClient, mary: Account, talk: Interview, address: str
) -> None:
    agreed(talk).account_id = mary.id

    assert "BEGIN:VEVENT" not in client.get(address).text


@pytest.mark.parametrize("token", ["x", "null", "x" * 43])
def test_a_guessed_address_opens_nothing(client: FlaskClient, token: str) -> None:
    response = client.get(f"/calendar/{token}.ics")

    assert response.status_code == 404
    assert "Copy the new one from Settings." in response.text
