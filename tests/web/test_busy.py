"""The page of busy calendars."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from outreach import clock
from outreach.accounts.models import Account
from outreach.availability.feeds import BusyCopy, BusyFeed, CalendarServer, FeedKind
from outreach.bookings.written import WrittenEvent
from outreach.database import db, saved
from tests.calendars.writing_feeds import calendar, event
from tests.cast import NOW

HTMX = {"HX-Request": "true"}
LECTURE = event("DTSTART:20261126T100000Z", "DURATION:PT1H")


def upload(at_ada: FlaskClient, raw: bytes, *, name: str) -> TestResponse:
    """Post a file as browsers do; the test client’s own way leaves large ones open on the disk."""
    head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = head.encode() + raw + b"\r\n--x--\r\n"
    return at_ada.post("/busy/files", data=body, content_type="multipart/form-data; boundary=x")


@pytest.fixture
def work(ada: Account) -> BusyFeed:
    """A calendar that was read a while ago."""
    feed = BusyFeed.add(ada, FeedKind.ADDRESS, name="Work", host="calendar.example", now=NOW)
    feed.was_read(etag="", modified="", now=clock.now() - timedelta(minutes=12, seconds=5))
    feed.events, feed.not_understood = 143, 2
    return feed


def test_an_empty_page_says_what_it_is_for(at_ada: FlaskClient) -> None:
    assert "No calendar is connected yet" in at_ada.get("/busy").text


def test_a_calendar_says_how_it_stands(at_ada: FlaskClient, work: BusyFeed) -> None:
    assert "Read 12 minutes ago · 143 events · 2 not understood" in at_ada.get("/busy").text


def test_a_calendar_that_cannot_be_read_warns(at_ada: FlaskClient, work: BusyFeed) -> None:
    work.failed("The server is out of order.", now=NOW)
    page = at_ada.get("/busy").text

    assert "The server is out of order. What it said 12 minutes ago still counts." in page


def test_an_address_is_kept_and_read_in_the_background(at_ada: FlaskClient, ada: Account) -> None:
    answer = at_ada.post("/busy/addresses", data={"address": "webcal://calendar.example.org/word/ada.ics"})
    page = at_ada.get("/busy").text

    assert answer.status_code == 303
    assert [feed.name for feed in BusyFeed.of(ada)] == ["calendar.example.org"]
    assert "It is being read for the first time" in page
    assert "word/ada.ics" not in page


@pytest.mark.parametrize(
    "address", ["", "http://127.0.0.1/x", "http://169.254.169.254/", "file:///etc/passwd", "hello"]
)
def test_an_address_that_cannot_be_read_is_said_to_be_one(
    at_ada: FlaskClient, ada: Account, address: str
) -> None:
    answer = at_ada.post("/busy/addresses", data={"address": address, "called": "Mine"})

    assert answer.status_code == 422
    assert 'id="address-wrong"' in answer.text
    assert 'value="Mine"' in answer.text
    assert BusyFeed.of(ada) == []


def test_a_file_of_five_megabytes_is_taken(at_ada: FlaskClient, ada: Account) -> None:
    raw = calendar(LECTURE, "X-PADDING:" + "x" * (5 * 1024 * 1024 - 300))
    answer = upload(at_ada, raw, name="plans.ics")

    assert answer.status_code == 303
    assert [feed.name for feed in BusyFeed.of(ada)] == ["plans.ics"]


@pytest.mark.parametrize(
    ("raw", "status", "says"),
    [
        (b"", 422, "no calendar"),
        (b"Name,Email", 422, "no calendar"),
        (bytes(5 * 1024 * 1024 + 9), 413, "5 MB"),
    ],
)
def test_a_file_that_is_no_calendar_is_refused(
    at_ada: FlaskClient, ada: Account, raw: bytes, status: int, says: str
) -> None:
    answer = upload(at_ada, raw, name="x.ics")

    assert answer.status_code == status
    assert says in answer.text
    assert BusyFeed.of(ada) == []


def test_a_form_without_a_file_asks_for_one(at_ada: FlaskClient) -> None:
    answer = at_ada.post("/busy/files")

    assert answer.status_code == 422
    assert "Please choose a file" in answer.text


def test_read_it_now_has_it_read_soon(at_ada: FlaskClient, work: BusyFeed) -> None:
    number = work.id
    answer = at_ada.post(f"/busy/{number}/reading", headers=HTMX)

    assert "It is being read again" in answer.text
    assert "every 3s" in at_ada.get("/busy").text
    assert db.session.get_one(BusyFeed, number, populate_existing=True).is_waiting


def test_a_calendar_can_be_taken_away(at_ada: FlaskClient, ada: Account, work: BusyFeed) -> None:
    BusyCopy.keep(work, b"x")
    assert at_ada.post(f"/busy/{work.id}/removal").status_code == 303
    assert BusyFeed.of(ada) == []


@pytest.fixture
def cloud(ada: Account, work: BusyFeed) -> CalendarServer:
    """A server on which two calendars were found."""
    server = saved(CalendarServer(account_id=ada.id, host="cloud.example.org", username="ada"))
    for name in ("Private", "Band"):
        feed = BusyFeed.add(ada, FeedKind.CALDAV, name=name, host=server.host, now=NOW)
        feed.server_id, feed.is_read, feed.due_at = server.id, False, None
    db.session.flush()
    return server


def test_a_server_is_kept_and_its_password_never_shown(at_ada: FlaskClient, ada: Account) -> None:
    data = {"server": "cloud.example.org", "username": "ada", "password": "never to be seen"}
    assert at_ada.post("/busy/servers", data=data).status_code == 303
    page = at_ada.get("/busy").text

    assert "Looking for your calendars there" in page
    assert "never to be seen" not in page + CalendarServer.of(ada)[0].sealed_login


@pytest.mark.parametrize(
    "server", ["", "http://cloud.example.org", "https://10.0.0.1", "https://ada:x@cloud.example.org"]
)
def test_a_server_that_must_not_be_asked_is_refused(at_ada: FlaskClient, ada: Account, server: str) -> None:
    answer = at_ada.post("/busy/servers", data={"server": server, "username": "ada", "password": "pssst"})

    assert answer.status_code == 422
    assert "pssst" not in answer.text
    assert CalendarServer.of(ada) == []


def test_one_chooses_what_the_calendars_are_for(
    at_ada: FlaskClient, ada: Account, cloud: CalendarServer
) -> None:
    private, band = (feed.id for feed in BusyFeed.of(ada) if feed.server_id)
    at_ada.post(f"/busy/servers/{cloud.id}/choices", data={"read": [private, band], "written": private})
    db.session.expire_all()
    chosen = {feed.name: (feed.is_read, feed.is_written) for feed in BusyFeed.of(ada)}

    assert chosen == {"Work": (True, False), "Private": (True, True), "Band": (True, False)}


def test_nobody_chooses_for_another_server(
    at_ada: FlaskClient, ada: Account, cloud: CalendarServer, work: BusyFeed
) -> None:
    at_ada.post(f"/busy/servers/{cloud.id}/choices", data={"read": [work.id], "written": "x"})
    db.session.expire_all()

    assert [feed.name for feed in BusyFeed.of(ada) if feed.is_read] == ["Work"]
    assert not any(feed.is_written for feed in BusyFeed.of(ada))


def test_a_server_goes_with_its_calendars(at_ada: FlaskClient, ada: Account, cloud: CalendarServer) -> None:
    at_ada.post(f"/busy/servers/{cloud.id}/removal")

    assert [feed.name for feed in BusyFeed.of(ada)] == ["Work"]


def test_a_server_can_be_searched_again(at_ada: FlaskClient, ada: Account, cloud: CalendarServer) -> None:
    at_ada.post(f"/busy/servers/{cloud.id}/search")
    db.session.expire_all()

    assert CalendarServer.of(ada)[0].due_at is not None


def test_a_conflict_is_shown(at_ada: FlaskClient, ada: Account, work: BusyFeed) -> None:
    saved(
        WrittenEvent(
            account_id=ada.id, feed_id=work.id, uid="u", url="x", conflict="You changed it there.", due_at=NOW
        )
    )

    assert "You changed it there." in at_ada.get("/busy").text


@pytest.mark.parametrize(("keep", "sequence"), [("ours", -1), ("theirs", 2)])
def test_a_conflict_is_settled_with_a_click(
    at_ada: FlaskClient, ada: Account, work: BusyFeed, keep: str, sequence: int
) -> None:
    event = saved(
        WrittenEvent(
            account_id=ada.id, feed_id=work.id, uid="u", url="x", sequence=2, conflict="Changed.", due_at=NOW
        )
    )
    assert "One conversation differs" in at_ada.get("/calendar").text

    at_ada.post(f"/busy/conflicts/{event.id}", data={"keep": keep})

    db.session.refresh(event)
    assert (event.conflict, event.sequence) == ("", sequence)
    assert "Changed." not in at_ada.get("/busy").text
    assert at_ada.post(f"/busy/conflicts/{event.id}", data={"keep": "both"}).status_code == 404


@pytest.mark.parametrize(("hours", "is_told"), [(5, False), (7, True)])
def test_a_calendar_that_was_not_read_for_long_is_told_where_one_looks(
    at_ada: FlaskClient, work: BusyFeed, hours: int, is_told: bool
) -> None:
    work.read_at = clock.now() - timedelta(hours=hours)
    work.failed("The address does not answer.", now=clock.now())
    db.session.flush()

    for page in ("/", "/calendar"):
        assert ("What it said then still counts" in at_ada.get(page).text) is is_told
