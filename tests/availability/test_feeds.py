"""What is kept of other calendars, and how it is found again."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from outreach.accounts.models import Account
from outreach.availability.feeds import (
    EVERY,
    LEASE,
    MOST_FEEDS,
    BusyCopy,
    BusyFeed,
    BusySpan,
    FeedKind,
    TooManyCalendars,
)
from outreach.database import db
from outreach.timespan import TimeSpan
from tests.cast import NOW

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def work(ada: Account) -> BusyFeed:
    """The calendar of Ada's job."""
    return BusyFeed.add(ada, FeedKind.ADDRESS, name="Work", host="calendar.example", now=NOW)


def span(start: timedelta, end: timedelta) -> TimeSpan:
    return TimeSpan(NOW + start, NOW + end)


def test_a_long_time_away_is_found_from_anywhere_in_it(ada: Account, work: BusyFeed) -> None:
    BusySpan.keep(work, [span(-30 * DAY, 30 * DAY)])

    found = BusySpan.within(ada, span(timedelta(0), HOUR))
    assert found == [TimeSpan(NOW, NOW + DAY)]
    assert BusySpan.within(ada, span(31 * DAY, 32 * DAY)) == []


def test_only_what_touches_a_stretch_is_found(ada: Account, mary: Account, work: BusyFeed) -> None:
    BusySpan.keep(work, [span(HOUR, 2 * HOUR), span(3 * HOUR, 4 * HOUR)])

    assert BusySpan.within(ada, span(2 * HOUR, 3 * HOUR)) == []
    assert BusySpan.within(ada, span(2 * HOUR, 4 * HOUR)) == [span(3 * HOUR, 4 * HOUR)]
    assert BusySpan.within(mary, span(timedelta(0), DAY)) == []


def test_new_times_take_the_place_of_the_old_ones(
    ada: Account, work: BusyFeed, statements: list[str]
) -> None:
    BusySpan.keep(work, [span(HOUR, 2 * HOUR), span(3 * HOUR, 4 * HOUR)])
    BusySpan.keep(work, [span(HOUR, 2 * HOUR), span(3 * HOUR, 5 * HOUR)])
    assert BusySpan.within(ada, span(timedelta(0), DAY)) == [span(HOUR, 2 * HOUR), span(3 * HOUR, 5 * HOUR)]

    statements.clear()
    BusySpan.keep(work, [span(HOUR, 2 * HOUR), span(3 * HOUR, 5 * HOUR)])
    assert len(statements) == 1  # it only looked


def test_a_calendar_goes_with_all_that_hangs_from_it(work: BusyFeed) -> None:
    BusySpan.keep(work, [span(HOUR, 2 * HOUR)])
    BusyCopy.keep(work, b"BEGIN:VCALENDAR")
    db.session.delete(work)
    db.session.flush()

    assert [db.session.scalar(select(func.count()).select_from(t)) for t in (BusySpan, BusyCopy)] == [0, 0]


def test_one_worker_at_a_time_reads_a_calendar(work: BusyFeed) -> None:
    assert BusyFeed.claim(now=NOW) is work
    db.session.flush()

    assert BusyFeed.claim(now=NOW) is None
    assert BusyFeed.claim(now=NOW + LEASE) is work


def test_what_fails_again_is_tried_less_and_less_often(work: BusyFeed) -> None:
    waits = []
    for _ in range(8):
        work.failed("It is out of order.", now=NOW)
        assert work.due_at is not None
        waits.append(work.due_at - NOW)

    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (EVERY, 6 * HOUR)


def test_there_is_an_end_to_how_many_one_can_have(ada: Account) -> None:
    for number in range(MOST_FEEDS):
        BusyFeed.add(ada, FeedKind.FILE, name=str(number), now=NOW)

    with pytest.raises(TooManyCalendars):
        BusyFeed.add(ada, FeedKind.FILE, name="one more", now=NOW)
