"""Other calendars are read in the background, and whatever goes wrong, nothing that was taken becomes free."""

import gzip
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from outreach.accounts.models import Account
from outreach.addresses import allowances
from outreach.availability.feeds import BusyCopy, BusyFeed, BusySpan
from outreach.bookings.models import PersonalLink
from outreach.bookings.offers import Offers
from outreach.bookings.refusals import SlotTaken
from outreach.bookings.site import Site
from outreach.bookings.wishes import Wish
from outreach.config import Config
from outreach.database import db
from outreach.outbound import MAIL_PORTS, WEB_PORTS, Guard, NotAllowed, Outbound
from outreach.secrets import Vault
from outreach.timespan import TimeSpan
from outreach.workflows import booking, reading_calendars
from tests.calendars.writing_feeds import calendar, event
from tests.cast import NOW
from tests.conftest import ENCRYPTION_KEY
from tests.listening import Listener, http, listening
from tests.test_outbound import TRUSTING

# Each reading starts a process. The statements run on both databases with the calendars’ own tests.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

VAULT = Vault(ENCRYPTION_KEY)
THURSDAY = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)
LECTURE = event("DTSTART:20261126T100000Z", "DURATION:PT1H", "SUMMARY:Lecture", uid="lecture")
WEEKLY = event("DTSTART:20261126T100000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY", uid="weekly")
BROKEN = event("DTSTART:some day", uid="broken")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Shelf:
    """A web server that hands out one thing, whichever that is at the moment."""

    def __init__(self) -> None:
        self.answer = http(calendar(LECTURE), 'ETag: "1"')
        self.listener: Listener | None = None

    def __call__(self, connection: object) -> None:
        connection.sendall(self.answer)  # type: ignore[attr-defined]

    @property
    def url(self) -> str:
        assert self.listener is not None
        return f"http://127.0.0.1:{self.listener.port}/private-word/ada.ics"

    @property
    def asked(self) -> list[bytes]:
        assert self.listener is not None
        return self.listener.heard

    def gives(self, *events: str, etag: str = '"2"') -> None:
        self.answer = http(calendar(*events), f"ETag: {etag}")


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    shelf = Shelf()
    with listening(shelf) as shelf.listener:
        yield shelf


@pytest.fixture
def outbound(shelf: Shelf) -> Outbound:
    assert shelf.listener is not None
    guard = Guard(WEB_PORTS, allowances(f"127.0.0.1:{shelf.listener.port}"))
    return Outbound(guard, Guard(MAIL_PORTS), trusting=TRUSTING)


@pytest.fixture
def work(ada: Account, shelf: Shelf, outbound: Outbound) -> BusyFeed:
    """The calendar of Ada's studies, read once."""
    feed = reading_calendars.add_address(ada, shelf.url, outbound=outbound, vault=VAULT, now=NOW)
    read(outbound)
    return feed


def read(outbound: Outbound, *, now: datetime = NOW) -> int:
    return reading_calendars.read_due(outbound, VAULT, clock=lambda: now)


def busy(ada: Account, *, around: datetime = THURSDAY) -> list[str]:
    found = BusySpan.within(ada, TimeSpan(around - 3 * HOUR, around + 5 * HOUR))
    return [f"{span.start:%H:%M} to {span.end:%H:%M}" for span in found]


def test_a_taken_time_is_not_offered(ada: Account, work: BusyFeed) -> None:
    free = {span.start for span in Offers.for_minutes(ada, 20, now=NOW).times}

    assert busy(ada) == ["10:00 to 11:00"]
    assert THURSDAY not in free
    assert THURSDAY + 2 * HOUR in free


def test_nor_can_it_be_booked(link: PersonalLink, work: BusyFeed, config: Config) -> None:
    wish = Wish(starts_at=THURSDAY, timezone="UTC", form_key="k")

    with pytest.raises(SlotTaken):
        booking.book(link, wish, site=Site(config.base_url, config.secret_key, config.mail_domain), now=NOW)


def test_how_it_stands_is_known(ada: Account, shelf: Shelf, outbound: Outbound) -> None:
    shelf.gives("X-WR-CALNAME:Studies", LECTURE, WEEKLY, BROKEN)
    feed = reading_calendars.add_address(ada, shelf.url, outbound=outbound, vault=VAULT, now=NOW)
    read(outbound)

    assert (feed.name, feed.events, feed.not_understood, feed.read_at, feed.trouble) == (
        "Studies",
        2,
        1,
        NOW,
        "",
    )


def test_its_address_is_a_secret(work: BusyFeed) -> None:
    assert "private-word" not in work.sealed_address + work.host + work.name
    assert "private-word" in VAULT.open(work.sealed_address, place=work.place)


def test_of_a_calendar_only_the_times_are_kept(work: BusyFeed) -> None:
    assert b"DTSTART" in BusyCopy.of(work)
    assert b"Lecture" not in BusyCopy.of(work)


def test_it_is_read_every_quarter_of_an_hour(shelf: Shelf, outbound: Outbound, work: BusyFeed) -> None:
    assert read(outbound, now=NOW + 14 * timedelta(minutes=1)) == 0
    assert read(outbound, now=NOW + 15 * timedelta(minutes=1)) == 1
    assert b'If-None-Match: "1"' in shelf.asked[-1]


def test_nothing_new_changes_nothing(ada: Account, shelf: Shelf, outbound: Outbound, work: BusyFeed) -> None:
    shelf.answer = http(b"", status="304 Not Modified")
    read(outbound, now=NOW + HOUR)

    assert (work.read_at, work.events, busy(ada)) == (NOW + HOUR, 1, ["10:00 to 11:00"])


def test_the_same_again_is_not_read_again(
    outbound: Outbound, work: BusyFeed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_calendars, "read_apart", None)  # so that reading it would fail

    read(outbound, now=NOW + HOUR)
    assert (work.read_at, work.trouble) == (NOW + HOUR, "")


def test_what_is_new_takes_the_place_of_what_was(
    ada: Account, shelf: Shelf, outbound: Outbound, work: BusyFeed
) -> None:
    shelf.gives(LECTURE.replace("T100000Z", "T120000Z"))
    read(outbound, now=NOW + HOUR)

    assert busy(ada) == ["12:00 to 13:00"]


FAILURES = {
    "nothing at all": b"",
    "empty": http(b""),
    "gone": http(b"", status="404 Not Found"),
    "sign in": http(b"<html>Please sign in</html>"),
    "not for us": http(b"", status="403 Forbidden"),
    "out of order": http(b"", status="503 Later"),
    "cut off": http(calendar(LECTURE)[:-9]),
    "without events": http(calendar()),
    "another length": b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\nBEGIN:VCALENDAR",
    "large": http(bytes(6 * 1024 * 1024)),
    "a bomb": http(gzip.compress(bytes(30 * 1024 * 1024)), "Content-Encoding: gzip"),
    "elsewhere": http(b"", "Location: http://169.254.169.254/", status="302 Found"),
}


@pytest.mark.parametrize("answer", FAILURES.values(), ids=FAILURES)
def test_a_failure_warns_and_what_was_said_last_still_counts(
    ada: Account, shelf: Shelf, outbound: Outbound, work: BusyFeed, answer: bytes
) -> None:
    shelf.answer = answer
    read(outbound, now=NOW + HOUR)

    assert work.trouble
    assert (work.read_at, busy(ada)) == (NOW, ["10:00 to 11:00"])
    assert len(Offers.for_minutes(ada, 20, now=NOW).times) > 50  # and not everything is blocked


def test_a_failure_is_forgotten_once_it_is_over(shelf: Shelf, outbound: Outbound, work: BusyFeed) -> None:
    good, shelf.answer = shelf.answer, http(b"", status="404 Not Found")
    read(outbound, now=NOW + HOUR)
    shelf.answer = good
    read(outbound, now=NOW + 2 * HOUR)

    assert (work.trouble, work.failures, work.read_at) == ("", 0, NOW + 2 * HOUR)


def test_while_it_fails_the_weeks_to_come_are_worked_out_from_the_last_copy(
    ada: Account, shelf: Shelf, outbound: Outbound, work: BusyFeed
) -> None:
    shelf.gives(WEEKLY)
    read(outbound, now=NOW + HOUR)
    shelf.answer = http(b"", status="404 Not Found")
    later = NOW + 400 * DAY
    read(outbound, now=later)
    [thursday] = [d for d in (later + n * DAY for n in range(7, 14)) if d.weekday() == 3]

    assert work.trouble
    assert busy(ada, around=thursday.replace(hour=10)) == ["10:00 to 11:00"]


def test_an_empty_calendar_is_believed_when_asked_for(
    ada: Account, shelf: Shelf, outbound: Outbound, work: BusyFeed
) -> None:
    shelf.gives()
    work.ask(now=NOW + HOUR)
    read(outbound, now=NOW + HOUR)

    assert (work.trouble, work.events, busy(ada)) == ("", 0, [])


def test_whole_days_move_with_their_owner(
    ada: Account, shelf: Shelf, outbound: Outbound, work: BusyFeed
) -> None:
    shelf.gives(event("DTSTART;VALUE=DATE:20261126"))
    read(outbound, now=NOW + HOUR)
    ada.timezone = "America/New_York"
    read(outbound, now=NOW + 2 * HOUR)

    assert busy(ada, around=THURSDAY - 5 * HOUR) == ["05:00 to 05:00"]


def test_a_conversation_of_ours_in_it_does_not_stand_in_its_own_way(
    ada: Account, link: PersonalLink, shelf: Shelf, outbound: Outbound, work: BusyFeed, config: Config
) -> None:
    site = Site(config.base_url, config.secret_key, config.mail_domain)
    agreed = booking.book(link, Wish(THURSDAY + 3 * HOUR, "UTC", "k"), site=site, now=NOW)
    shelf.gives(event("DTSTART:20261126T130000Z", "DURATION:PT20M", uid=agreed.uid), LECTURE)
    read(outbound, now=NOW + HOUR)

    assert busy(ada) == ["10:00 to 11:00"]


def test_what_the_account_declined_takes_no_time(
    ada: Account, shelf: Shelf, outbound: Outbound, work: BusyFeed
) -> None:
    shelf.gives(
        LECTURE.replace("SUMMARY:Lecture", "ATTENDEE;PARTSTAT=DECLINED:mailto:ADA@example.org"),
        WEEKLY.replace("T10", "T12"),
    )
    read(outbound, now=NOW + HOUR)

    assert busy(ada) == ["12:00 to 13:00"]


def test_a_calendar_that_was_taken_away_while_it_was_read_stays_away(
    ada: Account, shelf: Shelf, outbound: Outbound, work: BusyFeed
) -> None:
    job = reading_calendars.claim(VAULT, now=NOW + HOUR)
    assert job is not None
    db.session.delete(work)
    db.session.flush()
    reading_calendars.keep(job, reading_calendars.read(job, outbound), now=NOW + HOUR)

    assert db.session.scalars(select(BusyFeed)).all() == []


def test_one_that_breaks_us_keeps_no_other_waiting(
    ada: Account, shelf: Shelf, outbound: Outbound, work: BusyFeed, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a mistake of ours")

    second = reading_calendars.add_address(
        ada, shelf.url, outbound=outbound, vault=VAULT, name="Two", now=NOW
    )
    monkeypatch.setattr(reading_calendars, "read", fail)

    assert read(outbound, now=NOW + HOUR) == 2
    assert "went wrong here" in work.trouble
    assert "went wrong here" in second.trouble


def test_a_key_that_is_lost_is_a_trouble_like_any_other(
    ada: Account, outbound: Outbound, work: BusyFeed
) -> None:
    work.sealed_address = work.sealed_address[:-8] + "AAAAAAA="
    read(outbound, now=NOW + HOUR)

    assert "encryption key" in work.trouble
    assert busy(ada) == ["10:00 to 11:00"]


@pytest.mark.parametrize("url", ["http://127.0.0.1/x", "file:///etc/passwd", "ftp://x.example/", "nonsense"])
def test_an_address_that_cannot_be_read_is_not_even_kept(ada: Account, outbound: Outbound, url: str) -> None:
    with pytest.raises(NotAllowed):
        reading_calendars.add_address(ada, url, outbound=outbound, vault=VAULT, now=NOW)


def test_a_file_is_read_as_well(ada: Account, outbound: Outbound) -> None:
    raw = calendar(LECTURE, WEEKLY.replace("T10", "T12"))
    feed = reading_calendars.add_file(ada, raw, file_name="plans.ics", now=NOW)
    read(outbound)

    assert (feed.name, feed.events, feed.trouble) == ("plans.ics", 2, "")
    assert busy(ada) == ["10:00 to 11:00", "12:00 to 13:00"]
    assert b"Lecture" not in BusyCopy.of(feed)


def test_a_file_goes_on_counting_as_time_goes_on(ada: Account, outbound: Outbound) -> None:
    reading_calendars.add_file(ada, calendar(WEEKLY), file_name="plans.ics", now=NOW)
    for weeks in range(0, 60, 20):
        read(outbound, now=NOW + weeks * 7 * DAY)

    assert busy(ada, around=THURSDAY + 60 * 7 * DAY) == ["10:00 to 11:00"]


@pytest.mark.parametrize(
    ("raw", "refusal"),
    [
        (b"", reading_calendars.NoCalendar),
        (b"PK\x03\x04", reading_calendars.NoCalendar),
        (b"Name,Email\r\nGrace,grace@example.com", reading_calendars.NoCalendar),
        (b"BEGIN:VCALENDAR" + bytes(5 * 1024 * 1024), reading_calendars.TooLarge),
    ],
)
def test_a_file_that_is_no_calendar_is_refused(ada: Account, raw: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        reading_calendars.add_file(ada, raw, file_name="x", now=NOW)
