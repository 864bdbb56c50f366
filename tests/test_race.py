"""Nobody is promised a time that somebody else has: a rush of real requests to two servers on one database.

Which of them wins is chance, how many is not. The full figures come from
``benchmarks/race.py``; ``docs/decisions/0004`` says what happens without the lock.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from functools import cache
from itertools import chain, islice
from zoneinfo import ZoneInfo

import pytest

from outreach import clock
from outreach.accounts.models import Account
from outreach.availability.models import MeetingRules
from outreach.database import db
from outreach.timespan import TimeSpan
from tests.racing import (
    A_DAY,
    A_MINUTE,
    Page,
    Wish,
    agreed,
    book,
    deadlocks,
    free_times,
    hold_back_nothing,
    invite,
    overlaps,
    race,
    spans_over,
)
from tests.running import Program, environment

pytestmark = pytest.mark.slow
"""Two servers are started for each database, and nothing about them is pretended."""

AT_ONCE = 16
ROUNDS, AT_ONCE_IN_A_ROUND = 20, 8


@pytest.fixture(scope="module")
def programs() -> Iterator[Callable[[str], list[Program]]]:
    """Starts two programs for each database, each a web server with a worker, once for all these tests."""
    with ExitStack() as stack:

        @cache
        def programs(database_url: str) -> list[Program]:
            return [stack.enter_context(Program(environment(database_url))) for _ in range(2)]

        yield programs


@pytest.fixture
def two_servers(
    programs: Callable[[str], list[Program]], database_url: str, ada: Account
) -> Iterator[list[int]]:
    """The ports of two servers that share Ada's database."""
    broken_before = deadlocks()
    yield [program.port for program in programs(database_url)]
    assert overlaps() == 0
    assert deadlocks() == broken_before


def on_a_later_day(account: Account, *, now: datetime) -> datetime:
    """When a time begins that is on offer, at noon some days from now."""
    starts = [span.start for span in free_times(account, 20, now=now)]
    return next(it for it in starts if it > now + 3 * A_DAY and it.astimezone(LONDON).hour == 14)


LONDON = ZoneInfo("Europe/London")


def in_turn(pages: list[Page], starts: list[datetime], deed: str = "bookings") -> list[Wish]:
    return [page.wants(deed, starts[n % len(starts)]) for n, page in enumerate(pages)]


def test_of_everybody_who_wants_one_time_one_has_it(two_servers: list[int], ada: Account) -> None:
    now = clock.now()
    wanted = on_a_later_day(ada, now=now)
    pages = invite(ada, people=6 * AT_ONCE, now=now)

    tally = race(two_servers, in_turn(pages, [wanted]), clients=AT_ONCE)

    assert tally.statuses == {303: 1, 409: len(pages) - 1}
    assert agreed(ada, TimeSpan(wanted, wanted + A_MINUTE)) == 1


def test_of_times_that_overlap_in_part_one_is_taken(two_servers: list[int], ada: Account) -> None:
    now = clock.now()
    hold_back_nothing(ada)
    wanted, lengths = on_a_later_day(ada, now=now), (20, 30, 45, 60)
    pages = invite(ada, people=4 * AT_ONCE, now=now, minutes=lengths)
    starts = {n: [span.start for span in spans_over(ada, wanted, n, now=now)] for n in lengths}
    wishes = [
        page.wants("bookings", starts[page.minutes][n % len(starts[page.minutes])])
        for n, page in enumerate(pages)
    ]

    tally = race(two_servers, wishes, clients=AT_ONCE)

    assert len({*chain(*starts.values())}) >= 4
    assert tally.statuses == {303: 1, 409: len(pages) - 1}
    assert agreed(ada, TimeSpan(wanted, wanted + A_MINUTE)) == 1


def test_whoever_moves_there_and_whoever_books_it_never_both_have_it(
    two_servers: list[int], ada: Account
) -> None:
    now = clock.now()
    hold_back_nothing(ada)
    wanted = on_a_later_day(ada, now=now)
    movers, others = invite(ada, people=2 * AT_ONCE, now=now), invite(ada, people=2 * AT_ONCE, now=now)
    for page, span in zip(movers, elsewhere(ada, wanted, now=now), strict=False):
        book(page, span.start, now=now)
    db.session.commit()
    wishes = chain(*zip(in_turn(movers, [wanted], "moves"), in_turn(others, [wanted]), strict=True))

    tally = race(two_servers, wishes, clients=AT_ONCE)

    assert tally.statuses == {303: 1, 409: 4 * AT_ONCE - 1}
    assert agreed(ada, TimeSpan(wanted, wanted + A_MINUTE)) == 1


def elsewhere(account: Account, wanted: datetime, *, now: datetime) -> list[TimeSpan]:
    """Every second time on offer that is not on the same day; so they do not touch."""
    return [span for span in free_times(account, 20, now=now)[::2] if abs(span.start - wanted) > A_DAY]


def test_the_last_conversation_of_a_day_is_had_by_one(two_servers: list[int], ada: Account) -> None:
    now = clock.now()
    wanted = on_a_later_day(ada, now=now)
    MeetingRules.of(ada).most_a_day = 2
    midnight = wanted.astimezone(LONDON).replace(hour=0, minute=0)
    day = TimeSpan(midnight, midnight + A_DAY)
    starts = [s.start for s in free_times(ada, 20, now=now) if day.start <= s.start < day.end][::2]
    pages = invite(ada, people=3 * AT_ONCE, now=now)

    tally = race(two_servers, in_turn(pages, starts), clients=AT_ONCE)

    assert len(starts) >= 6
    assert tally.statuses == {303: 2, 409: len(pages) - 2}
    assert agreed(ada, day) == 2


def test_round_after_round_a_fresh_time_has_one_winner(two_servers: list[int], ada: Account) -> None:
    now = clock.now()
    hold_back_nothing(ada)
    rounds = free_times(ada, 20, now=now)[::2][:ROUNDS]
    pages = iter(invite(ada, people=ROUNDS * AT_ONCE_IN_A_ROUND, now=now))
    for span in rounds:
        wishes = in_turn([*islice(pages, AT_ONCE_IN_A_ROUND)], [span.start])

        tally = race(two_servers, wishes, clients=len(wishes))

        assert tally.statuses == {303: 1, 409: len(wishes) - 1}
        assert agreed(ada, span) == 1
