"""Agreed conversations in Ada’s own calendar, on a real server, and never over what she changed there."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from outreach.accounts.models import Account
from outreach.addresses import allowances
from outreach.availability.feeds import BusyFeed, BusySpan, CalendarServer
from outreach.bookings.models import Booking, PersonalLink
from outreach.bookings.site import Site
from outreach.bookings.wishes import Wish
from outreach.bookings.written import Troubles, WrittenEvent
from outreach.config import Config
from outreach.database import db
from outreach.outbound import MAIL_PORTS, WEB_PORTS, Guard, NotAllowed, Outbound
from outreach.secrets import Vault
from outreach.timespan import TimeSpan
from outreach.workflows import booking, calendar_servers, calling_off, moving, reading_calendars, writing_back
from tests.calendars.writing_feeds import calendar, event
from tests.cast import NOW
from tests.conftest import ENCRYPTION_KEY
from tests.radicale import PASSWORD, Radicale, running_radicale
from tests.test_outbound import TRUSTING

VAULT = Vault(ENCRYPTION_KEY)
THURSDAY = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
users = iter(range(99))


@pytest.fixture(scope="module")
def radicale(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Radicale]:
    with running_radicale(tmp_path_factory.mktemp("radicale")) as server:
        yield server


@pytest.fixture
def outbound(radicale: Radicale) -> Outbound:
    guard = Guard(WEB_PORTS, allowances(f"127.0.0.1:{radicale.port}"))
    return Outbound(guard, Guard(MAIL_PORTS), trusting=TRUSTING)


@pytest.fixture
def user(radicale: Radicale) -> str:
    """Somebody with one calendar on the server, and nothing in it."""
    name = f"user{next(users)}"
    radicale.make_calendar(name, "private", "Private")
    return name


@pytest.fixture
def site(config: Config) -> Site:
    return Site(config.base_url, config.secret_key, config.mail_domain)


@pytest.fixture
def private(ada: Account, radicale: Radicale, outbound: Outbound, user: str) -> BusyFeed:
    """Ada's calendar on the server, found there and chosen for both."""
    server = calendar_servers.connect(
        ada, radicale.url, user, PASSWORD, outbound=outbound, vault=VAULT, now=NOW
    )
    calendar_servers.look_around(outbound, VAULT, clock=lambda: NOW)
    [feed] = BusyFeed.of(ada)
    calendar_servers.choose(ada, read={feed.id}, written=feed.id, server=server, now=NOW)
    return feed


@pytest.fixture
def agreed(link: PersonalLink, site: Site, private: BusyFeed, outbound: Outbound) -> Booking:
    """Thursday at ten with Grace, written into the calendar."""
    made = booking.book(link, Wish(THURSDAY, "America/New_York", "k"), site=site, now=NOW)
    write(outbound, site)
    return made


def write(outbound: Outbound, site: Site, *, now: datetime = NOW) -> int:
    return writing_back.write_due(outbound, VAULT, site, clock=lambda: now)


def in_calendar(radicale: Radicale, user: str) -> str:
    """Everything in the calendar, as another program gets it."""
    return radicale.ask(user, "GET", f"/{user}/private/")[1].replace("\r\n ", "")


def path_of(event: WrittenEvent) -> str:
    return "/" + event.url.split("/", 3)[3]


def the_event(ada: Account) -> WrittenEvent:
    [found] = db.session.query(WrittenEvent).filter_by(account_id=ada.id).all()
    return found


def test_an_agreed_conversation_is_in_the_calendar(radicale: Radicale, user: str, agreed: Booking) -> None:
    there = in_calendar(radicale, user)

    assert f"UID:{agreed.uid}" in there
    assert "DTSTART:20261126T100000Z" in there
    named = sorted(line for line in there.splitlines() if line.startswith(("ORGANIZER", "ATTENDEE")))
    assert [line.rpartition("mailto:")[2] for line in named] == ["grace@example.com", "ada@example.org"]
    assert all("SCHEDULE-AGENT=CLIENT" in line for line in named)
    assert "METHOD" not in there


def test_it_is_written_once(outbound: Outbound, site: Site, agreed: Booking) -> None:
    assert write(outbound, site) == 0
    assert write(outbound, site, now=NOW + HOUR) == 0


def test_it_moves_with_what_is_agreed(
    link: PersonalLink, radicale: Radicale, user: str, outbound: Outbound, site: Site, agreed: Booking
) -> None:
    moving.move(link, Wish(THURSDAY + 3 * HOUR, "UTC", "k2"), site=site, now=NOW)
    write(outbound, site)
    there = in_calendar(radicale, user)

    assert "DTSTART:20261126T130000Z" in there
    assert there.count("BEGIN:VEVENT") == 1


def test_it_is_taken_away_with_a_cancellation(
    link: PersonalLink, radicale: Radicale, user: str, outbound: Outbound, site: Site, agreed: Booking
) -> None:
    calling_off.cancel(link, by="guest", site=site, now=NOW)
    write(outbound, site)

    assert "BEGIN:VEVENT" not in in_calendar(radicale, user)
    assert write(outbound, site, now=NOW + HOUR) == 0


def test_it_is_taken_away_with_the_contact(
    radicale: Radicale, user: str, outbound: Outbound, site: Site, agreed: Booking
) -> None:
    db.session.delete(agreed.interview.contact)
    db.session.flush()
    write(outbound, site, now=NOW + HOUR)

    assert "BEGIN:VEVENT" not in in_calendar(radicale, user)


def test_what_she_changed_there_is_shown_and_left_alone(
    ada: Account,
    link: PersonalLink,
    radicale: Radicale,
    user: str,
    outbound: Outbound,
    site: Site,
    agreed: Booking,
) -> None:
    by_hand = in_calendar(radicale, user).replace("T100000Z", "T103000Z")
    radicale.ask(user, "PUT", path_of(the_event(ada)), by_hand)
    moving.move(link, Wish(THURSDAY + 3 * HOUR, "UTC", "k2"), site=site, now=NOW)
    write(outbound, site)

    assert "DTSTART:20261126T103000Z" in in_calendar(radicale, user)
    [shown] = WrittenEvent.troubled(ada)
    assert "changed in “Private” by hand" in shown.conflict
    assert write(outbound, site, now=NOW + HOUR) == 0


@pytest.fixture
def differing(
    ada: Account,
    link: PersonalLink,
    radicale: Radicale,
    user: str,
    outbound: Outbound,
    site: Site,
    agreed: Booking,
) -> WrittenEvent:
    """Ada put it to half past ten by hand, and then Grace moved it to one."""
    by_hand = in_calendar(radicale, user).replace("T100000Z", "T103000Z")
    radicale.ask(user, "PUT", path_of(the_event(ada)), by_hand)
    moving.move(link, Wish(THURSDAY + 3 * HOUR, "UTC", "k2"), site=site, now=NOW)
    write(outbound, site)
    return the_event(ada)


def test_she_can_have_it_written_as_agreed(
    ada: Account, radicale: Radicale, user: str, outbound: Outbound, site: Site, differing: WrittenEvent
) -> None:
    differing.settle(keeps_ours=True, now=NOW)
    assert write(outbound, site) == 1

    there = in_calendar(radicale, user)
    assert "DTSTART:20261126T130000Z" in there
    assert there.count("BEGIN:VEVENT") == 1
    assert WrittenEvent.troubled(ada) == []


def test_what_she_changed_once_more_meanwhile_is_asked_about_again(
    ada: Account, radicale: Radicale, user: str, outbound: Outbound, site: Site, differing: WrittenEvent
) -> None:
    differing.settle(keeps_ours=True, now=NOW)
    again = in_calendar(radicale, user).replace("T103000Z", "T110000Z")
    radicale.ask(user, "PUT", path_of(differing), again)
    write(outbound, site)

    assert "DTSTART:20261126T110000Z" in in_calendar(radicale, user)
    assert Troubles.of(ada, now=NOW).differ == 1


def test_she_can_leave_her_calendar_as_it_is_until_it_is_moved_again(
    ada: Account,
    link: PersonalLink,
    radicale: Radicale,
    user: str,
    outbound: Outbound,
    site: Site,
    differing: WrittenEvent,
) -> None:
    differing.settle(keeps_ours=False, now=NOW)
    assert write(outbound, site, now=NOW + HOUR) == 0
    assert (Troubles.of(ada, now=NOW).differ, WrittenEvent.troubled(ada)) == (0, [])

    moving.move(link, Wish(THURSDAY + 4 * HOUR, "UTC", "k3"), site=site, now=NOW)
    write(outbound, site, now=NOW + 2 * HOUR)
    assert "DTSTART:20261126T103000Z" in in_calendar(radicale, user)
    assert Troubles.of(ada, now=NOW).differ == 1


def test_what_she_deleted_there_is_back_if_she_wants_it(
    ada: Account,
    link: PersonalLink,
    radicale: Radicale,
    user: str,
    outbound: Outbound,
    site: Site,
    agreed: Booking,
) -> None:
    radicale.ask(user, "DELETE", path_of(the_event(ada)))
    moving.move(link, Wish(THURSDAY + 3 * HOUR, "UTC", "k2"), site=site, now=NOW)
    write(outbound, site)
    the_event(ada).settle(keeps_ours=True, now=NOW)
    write(outbound, site)

    assert "DTSTART:20261126T130000Z" in in_calendar(radicale, user)


def test_what_she_deleted_there_is_not_written_again(
    ada: Account,
    link: PersonalLink,
    radicale: Radicale,
    user: str,
    outbound: Outbound,
    site: Site,
    agreed: Booking,
) -> None:
    radicale.ask(user, "DELETE", path_of(the_event(ada)))
    moving.move(link, Wish(THURSDAY + 3 * HOUR, "UTC", "k2"), site=site, now=NOW)
    write(outbound, site)

    assert "BEGIN:VEVENT" not in in_calendar(radicale, user)
    assert "deleted from “Private” by hand" in WrittenEvent.troubled(ada)[0].conflict


def test_an_answer_that_was_lost_makes_no_second_event_and_no_conflict(
    ada: Account, radicale: Radicale, user: str, outbound: Outbound, site: Site, agreed: Booking
) -> None:
    known = the_event(ada)
    known.sequence, known.etag, known.is_there = -1, "", False  # as if the first answer had never come
    known.due_at = NOW
    write(outbound, site)

    assert (known.conflict, known.trouble, known.is_there) == ("", "", True)
    assert in_calendar(radicale, user).count("BEGIN:VEVENT") == 1


def test_a_server_that_is_away_is_tried_again(
    ada: Account,
    link: PersonalLink,
    radicale: Radicale,
    user: str,
    outbound: Outbound,
    site: Site,
    private: BusyFeed,
) -> None:
    booking.book(link, Wish(THURSDAY, "UTC", "k"), site=site, now=NOW)
    write(replace(outbound, web=Guard(WEB_PORTS)), site)  # as if there were no way to it
    assert the_event(ada).trouble
    assert write(outbound, site) == 0

    write(outbound, site, now=NOW + HOUR)
    assert (the_event(ada).trouble, the_event(ada).is_there) == ("", True)
    assert "BEGIN:VEVENT" in in_calendar(radicale, user)


def test_its_own_conversation_does_not_make_ada_busy_twice(
    ada: Account, radicale: Radicale, user: str, outbound: Outbound, agreed: Booking
) -> None:
    lecture = calendar(event("DTSTART:20261126T140000Z", "DURATION:PT1H", uid="lecture")).decode()
    radicale.ask(user, "PUT", f"/{user}/private/lecture.ics", lecture)
    reading_calendars.read_due(outbound, VAULT, clock=lambda: NOW)

    assert BusySpan.within(ada, TimeSpan(THURSDAY - HOUR, THURSDAY + 8 * HOUR)) == [
        TimeSpan(THURSDAY + 4 * HOUR, THURSDAY + 5 * HOUR)
    ]


def test_a_calendar_that_does_not_count_makes_nobody_busy(
    ada: Account, radicale: Radicale, user: str, outbound: Outbound, private: BusyFeed
) -> None:
    lecture = calendar(event("DTSTART:20261126T140000Z", "DURATION:PT1H", uid="lecture")).decode()
    radicale.ask(user, "PUT", f"/{user}/private/lecture.ics", lecture)
    reading_calendars.read_due(outbound, VAULT, clock=lambda: NOW)
    server = CalendarServer.of(ada)[0]
    calendar_servers.choose(ada, read=set(), written=None, server=server, now=NOW)

    assert BusySpan.within(ada, TimeSpan(THURSDAY, THURSDAY + 8 * HOUR)) == []
    assert reading_calendars.read_due(outbound, VAULT, clock=lambda: NOW + HOUR) == 0


def test_nothing_new_on_the_server_is_not_read_again(
    outbound: Outbound, private: BusyFeed, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading_calendars.read_due(outbound, VAULT, clock=lambda: NOW)
    assert (private.trouble, private.events) == ("", 0)
    monkeypatch.setattr(reading_calendars, "read_apart", None)  # so that reading it would fail
    reading_calendars.read_due(outbound, VAULT, clock=lambda: NOW + HOUR)

    assert (private.trouble, private.read_at) == ("", NOW + HOUR)


def test_a_wrong_password_is_said_on_the_server(ada: Account, radicale: Radicale, outbound: Outbound) -> None:
    server = calendar_servers.connect(
        ada, radicale.url, "ada", "a guess", outbound=outbound, vault=VAULT, now=NOW
    )
    calendar_servers.look_around(outbound, VAULT, clock=lambda: NOW)

    assert "user name and password" in server.trouble
    assert "a guess" not in server.sealed_login


@pytest.mark.parametrize(
    ("url", "refusal"),
    [
        ("http://calendar.example.org", calendar_servers.InTheOpen),
        ("https://10.0.0.1/", NotAllowed),
        ("???", NotAllowed),
    ],
)
def test_a_server_that_must_not_be_asked_is_not_even_kept(
    ada: Account, outbound: Outbound, url: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        calendar_servers.connect(ada, url, "ada", "x", outbound=outbound, vault=VAULT, now=NOW)
