"""The calendar: what stands in Ada's week and month, and where she can go from there."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient

from outreach import clock
from outreach.accounts.models import Account
from outreach.availability.feeds import BusyFeed, BusySpan, FeedKind
from outreach.bookings.diary import Happening, Kind, diary
from outreach.bookings.holds import Hold
from outreach.bookings.models import Booking
from outreach.database import db, saved
from outreach.interviews.kinds import Format
from outreach.interviews.models import Interview
from outreach.letters.kinds import LetterKind
from outreach.letters.models import Letter
from outreach.timespan import TimeSpan
from outreach.web.diary_days import days_of, hours_of, stretch_of
from outreach.web.month import Month
from tests.cast import NOW
from tests.conftest import SECRET_KEY
from tests.web.reading import read

BERLIN, LONDON = ZoneInfo("Europe/Berlin"), ZoneInfo("Europe/London")
MONDAY = date(2026, 11, 23)


@pytest.fixture
def booking(talk: Interview) -> Booking:
    """Twenty minutes with Grace on Thursday 26 November, nine in the morning."""
    starts = NOW + timedelta(days=2)
    return saved(
        Booking(
            account_id=talk.account_id,
            interview=talk,
            uid="thursday@example.org",
            starts_at=starts,
            ends_at=starts + timedelta(minutes=20),
            format=Format.VIDEO,
            guest_timezone="America/New_York",
            form_key="thursday",
            made_at=NOW,
            changed_at=NOW,
        )
    )


def test_a_week_shows_the_conversations_in_it(at_ada: FlaskClient, booking: Booking) -> None:
    page = read(at_ada.get("/calendar?on=2026-11-24"))

    assert page.headings[0] == "23 to 29 November 2026"
    assert "09:00–09:20 Conversation with Grace Hopper" in page.words
    assert page.links["Conversation with Grace Hopper"] == f"/interviews/{booking.interview_id}"


def test_so_does_a_month(at_ada: FlaskClient, booking: Booking) -> None:
    page = read(at_ada.get("/calendar?view=month&on=2026-11-01"))

    assert page.headings[0] == "November 2026"
    assert "09:00–09:20 Conversation with Grace Hopper" in page.words
    assert page.links["Week"] == "/calendar?on=2026-11-01"


def test_times_stand_on_adas_clock(at_ada: FlaskClient, ada: Account, booking: Booking) -> None:
    ada.timezone = "Asia/Tokyo"

    assert "18:00–18:20" in read(at_ada.get("/calendar?on=2026-11-26")).words


def test_what_is_cancelled_is_gone(at_ada: FlaskClient, booking: Booking) -> None:
    booking.cancel(by="guest", now=NOW)

    page = read(at_ada.get("/calendar?on=2026-11-24"))

    assert "Grace" not in page.words
    assert "Nothing stands in this week." in page.words


def test_ada_sees_nothing_of_marys(at_ada: FlaskClient, mary: Account, booking: Booking) -> None:
    booking.account_id = mary.id

    assert "Grace" not in read(at_ada.get("/calendar?on=2026-11-24")).words


@pytest.mark.parametrize(
    ("address", "before", "after"),
    [
        ("/calendar?on=2026-12-31", "/calendar?view=week&on=2026-12-24", "/calendar?view=week&on=2027-01-07"),
        (
            "/calendar?view=month&on=2026-01-31",
            "/calendar?view=month&on=2025-12-01",
            "/calendar?view=month&on=2026-02-01",
        ),
    ],
)
def test_one_turns_the_pages(at_ada: FlaskClient, address: str, before: str, after: str) -> None:
    links = read(at_ada.get(address)).links

    assert (links["←"], links["→"]) == (before, after)


@pytest.mark.parametrize("on", ["", "soon", "2026-02-30", "0001-01-01", "9999-12-31", "\x00"])
@pytest.mark.parametrize("view", ["week", "month", "decade"])
def test_a_day_that_no_calendar_has_shows_today(at_ada: FlaskClient, on: str, view: str) -> None:
    page = at_ada.get("/calendar", query_string={"on": on, "view": view})

    assert page.status_code == 200
    assert ", today" in page.text


@pytest.mark.parametrize("on", ["2000-01-01", "2100-12-31"])
@pytest.mark.parametrize("view", ["week", "month"])
def test_the_first_and_the_last_page_can_be_opened(at_ada: FlaskClient, on: str, view: str) -> None:
    assert at_ada.get(f"/calendar?view={view}&on={on}").status_code == 200


def test_the_way_to_subscribe_stands_below(at_ada: FlaskClient, ada: Account) -> None:
    assert read(at_ada.get("/calendar")).links["make an address to subscribe to"] == "/settings#calendar"

    ada.make_feed(SECRET_KEY)
    link = read(at_ada.get("/calendar")).links["Subscribe in the calendar of this device"]
    assert link == f"webcal://localhost/calendar/{ada.feed_token(SECRET_KEY)}.ics"


def test_what_other_calendars_hold_stands_there_as_busy(at_ada: FlaskClient, ada: Account) -> None:
    feed = BusyFeed.add(ada, FeedKind.FILE, name="Lectures", now=NOW)
    start = NOW + timedelta(hours=5)
    long = TimeSpan(start, start + timedelta(hours=2))
    inside = TimeSpan(start + timedelta(minutes=30), start + timedelta(minutes=45))
    BusySpan.keep(feed, [inside, long])

    page = read(at_ada.get("/calendar?on=2026-11-24"))

    assert page.words.count("–16:00 Busy") == 1
    assert "14:45" not in page.words


def test_a_time_that_a_letter_keeps_for_grace_stands_there_too(
    at_ada: FlaskClient, talk: Interview, ada: Account
) -> None:
    letter = saved(
        Letter(
            account_id=ada.id,
            interview=talk,
            kind=LetterKind.PROPOSAL,
            subject="Times",
            body="Dear Grace",
            drafted_at=NOW,
            edited_at=NOW,
        )
    )
    tomorrow = clock.now().replace(microsecond=0) + timedelta(days=1)
    Hold.choose(letter, [TimeSpan(tomorrow, tomorrow + timedelta(minutes=20))])
    [hold] = Hold.chosen_for(letter)
    address = f"/calendar?on={tomorrow.astimezone(LONDON).date()}"
    assert "Grace" not in read(at_ada.get(address)).words

    hold.keep(now=clock.now())
    assert "Held for Grace Hopper" in read(at_ada.get(address)).words


def test_the_page_takes_four_questions(at_ada: FlaskClient, booking: Booking, statements: list[str]) -> None:
    db.session.commit()
    statements.clear()

    at_ada.get("/calendar?view=month&on=2026-11-24")

    assert len(statements) == 4


def test_the_diary_reads_no_further_back_than_one_meeting(ada: Account, booking: Booking) -> None:
    begins, ends = booking.starts_at, booking.ends_at
    in_its_middle = TimeSpan(begins + timedelta(minutes=5), begins + timedelta(hours=1))

    assert [thing.title for thing in diary(ada, in_its_middle, now=NOW)] == ["Grace Hopper"]
    assert diary(ada, TimeSpan(ends, ends + timedelta(hours=1)), now=NOW) == []


# Where things stand on a day


def thing(start: str, end: str, kind: Kind = Kind.BUSY) -> Happening:
    return Happening(TimeSpan(datetime.fromisoformat(start), datetime.fromisoformat(end)), kind, "Lecture")


def placed(*things: Happening, days: int = 2, first: date = MONDAY) -> list[list[tuple[str, str, int]]]:
    dates = [first + timedelta(days=day) for day in range(days)]
    shown = days_of(things, dates, BERLIN, today=MONDAY)
    return [[(t.begins, t.until, t.lane) for t in day.things] for day in shown]


def test_things_beside_each_other_have_lanes_of_their_own() -> None:
    first = thing("2026-11-23T09:00+01:00", "2026-11-23T10:00+01:00")
    beside = thing("2026-11-23T09:30+01:00", "2026-11-23T11:00+01:00")
    after = thing("2026-11-23T10:00+01:00", "2026-11-23T10:30+01:00")

    assert placed(beside, after, first)[0] == [
        ("09:00", "10:00", 0),
        ("09:30", "11:00", 1),
        ("10:00", "10:30", 0),
    ]


def test_what_lasts_over_midnight_stands_on_both_days() -> None:
    night = thing("2026-11-23T22:00+01:00", "2026-11-24T02:00+01:00")

    assert placed(night) == [[("22:00", "24:00", 0)], [("00:00", "02:00", 0)]]


def test_what_ends_at_midnight_is_not_on_the_next_day() -> None:
    assert placed(thing("2026-11-23T22:00+01:00", "2026-11-24T00:00+01:00"))[1] == []


def test_a_whole_day_is_told_apart() -> None:
    holiday = thing("2026-11-22T00:00+01:00", "2026-11-25T00:00+01:00")
    days = days_of([holiday], [MONDAY, MONDAY + timedelta(days=1)], BERLIN, today=MONDAY)

    assert [(len(day.all_day), len(day.timed)) for day in days] == [(1, 0), (1, 0)]


def test_in_the_hour_that_comes_twice_nothing_ends_before_it_begins() -> None:
    sunday = date(2026, 10, 25)
    twice = thing("2026-10-25T02:45+02:00", "2026-10-25T02:15+01:00")

    [[(begins, until, _)]] = placed(twice, days=1, first=sunday)
    assert begins == "02:45"
    assert until > begins


def test_the_hours_that_are_drawn_hold_everything() -> None:
    dates = [MONDAY]
    early = thing("2026-11-23T06:30+01:00", "2026-11-23T07:00+01:00")
    late = thing("2026-11-23T20:00+01:00", "2026-11-23T21:10+01:00")

    assert hours_of(days_of([], dates, BERLIN, today=MONDAY)) == range(8, 18)
    assert hours_of(days_of([early, late], dates, BERLIN, today=MONDAY)) == range(6, 22)


def test_a_stretch_runs_from_midnight_to_midnight_on_the_clock() -> None:
    sunday = date(2026, 10, 25)

    assert stretch_of([sunday], BERLIN).length == timedelta(hours=25)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("2026-12", "December 2026"),
        ("2026-12-31", "December 2026"),
        ("", "November 2026"),
        ("2026-13", "November 2026"),
        ("9999-12", "November 2026"),
        ("0000-01", "November 2026"),
    ],
)
def test_a_month_is_read_from_its_number(text: str, name: str) -> None:
    assert Month.named(text, otherwise=MONDAY).name == name


def test_a_month_is_made_of_whole_weeks() -> None:
    month = Month(date(2026, 12, 1))

    assert month.weeks[0][0] == date(2026, 11, 30)
    assert {len(week) for week in month.weeks} == {7}
    assert (str(month.before), str(month.after)) == ("2026-11", "2027-01")
    assert date(2026, 12, 31) in month
    assert datetime(2027, 1, 1, tzinfo=UTC).date() not in month
