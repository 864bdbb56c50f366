"""Moving an agreed time from Ada's side."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from outreach import clock
from outreach.accounts.models import Account
from outreach.bookings.models import Booking
from outreach.database import db, saved
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from tests.web.reading import read


@pytest.fixture
def agreed(talk: Interview) -> Booking:
    """A talk in ten days, at three in the afternoon in London."""
    talk.reach(Stage.BOOKED, now=clock.now())
    starts_at = (clock.now() + timedelta(days=10)).replace(hour=15, minute=0, second=0, microsecond=0)
    return saved(
        Booking(
            account_id=talk.account_id,
            interview=talk,
            uid="talk@example.org",
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=20),
            format=talk.format,
            guest_timezone="America/New_York",
            form_key="talk",
            made_at=clock.now(),
            changed_at=clock.now(),
        )
    )


def page(talk: Interview) -> str:
    return f"/interviews/{talk.id}/another-time"


def free(at_ada: FlaskClient, talk: Interview) -> list[str]:
    return re.findall(r'name="slot" value="([^"]+)"', at_ada.get(page(talk)).text)


@pytest.mark.usefixtures("agreed")
def test_the_free_times_lie_in_graces_working_hours(at_ada: FlaskClient, talk: Interview) -> None:
    words = read(at_ada.get(page(talk))).words
    assert "Your free times in Grace’s working hours, in New York time" in words

    # Nine to five in London and in New York have the time from two to five in common.
    assert {time[11:13] for time in free(at_ada, talk)} <= {"13", "14", "15", "16"}


def test_one_click_moves_it(at_ada: FlaskClient, ada: Account, talk: Interview, agreed: Booking) -> None:
    chosen = free(at_ada, talk)[0]

    words = read(at_ada.post(page(talk), data={"slot": chosen}, follow_redirects=True)).words

    assert "Moved. The new invitation is on its way to both of you" in words
    db.session.refresh(agreed)
    assert agreed.starts_at.strftime("%Y-%m-%dT%H:%MZ") == chosen


def test_a_time_that_was_agreed_elsewhere_is_taken_as_typed(
    at_ada: FlaskClient, talk: Interview, agreed: Booking
) -> None:
    day = (agreed.starts_at + timedelta(days=1)).date()

    at_ada.post(page(talk), data={"time": f"{day}T20:30"})

    db.session.refresh(agreed)
    assert agreed.starts_at.date() == day


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"time": "2001-01-01T10:00"}, "That time has passed already."),
        ({"time": "soon"}, "“soon” is not a date and a time."),
        ({"slot": "2026-01-01T10:00Z"}, "That time is not on offer."),
        ({}, "choose"),
    ],
)
def test_what_cannot_be_moved_to_says_why_and_moves_nothing(
    at_ada: FlaskClient, talk: Interview, agreed: Booking, typed: dict[str, str], said: str
) -> None:
    before = agreed.starts_at

    refused = at_ada.post(page(talk), data=typed)

    assert refused.status_code in {409, 422}
    assert said in read(refused).words
    assert typed.get("time", "") in refused.text
    db.session.refresh(agreed)
    assert agreed.starts_at == before


def test_where_nothing_is_agreed_the_page_leads_back(at_ada: FlaskClient, talk: Interview) -> None:
    assert at_ada.get(page(talk)).location == f"/interviews/{talk.id}"
    assert at_ada.post(page(talk), data={"slot": "2026-01-01T10:00Z"}).status_code == 409


def test_whoever_has_no_address_has_to_be_told(at_ada: FlaskClient, talk: Interview, agreed: Booking) -> None:
    talk.contact.email = None
    db.session.flush()

    words = read(at_ada.post(page(talk), data={"slot": free(at_ada, talk)[0]}, follow_redirects=True)).words

    assert "There is no address of Grace Hopper here, so tell them yourself." in words
