"""The right hour everywhere, on every day on which some clock changes from 2026 to 2028."""

import time as machine
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.availability.hours import MIDNIGHT, Hours, Window
from outreach.availability.rules import Rules
from outreach.availability.slots import Taken, open_slots, why_not
from outreach.timespan import TimeSpan
from tests.availability.any_case import any_case
from tests.availability.c_clock import c_clock, changes, machine_in
from tests.availability.minute_by_minute import sightings, starts_on_offer

SERVERS = ["UTC", "America/New_York", "Pacific/Auckland"]
HALF_HOURS = Rules(timedelta(minutes=30), timedelta(minutes=30))
CASES = 150
"""As many as a test may take time for; ``benchmarks/slots.py`` goes through ten thousand."""
DAY = timedelta(days=1)


@pytest.fixture(params=SERVERS)
def server(request: pytest.FixtureRequest) -> Iterator[str]:
    """A machine whose own clock stands in some zone."""
    with machine_in(request.param):
        yield request.param


def around(instant: datetime) -> TimeSpan:
    return TimeSpan(instant - 2 * DAY, instant + 2 * DAY)


def slots_of(hours: Hours, instant: datetime, rules: Rules = HALF_HOURS) -> list[TimeSpan]:
    return open_slots(hours, rules, Taken(), now=instant - 3 * DAY, within=around(instant))


def always(*windows: Window) -> dict[int, tuple[Window, ...]]:
    return dict.fromkeys(range(7), windows)


def test_the_machine_really_moves(server: str) -> None:
    assert machine.localtime(0).tm_hour == {"UTC": 0, "America/New_York": 19, "Pacific/Auckland": 12}[server]


def test_there_are_clocks_that_change() -> None:
    assert len({zone for zone, _ in changes()}) > 150
    assert ("Europe/Berlin", datetime(2026, 3, 29, 1, tzinfo=UTC)) in changes()


def test_nine_to_five_is_nine_to_five_wherever_and_whenever_the_clock_changes(server: str) -> None:
    """Unless it changes between nine and five, which no clock does."""
    for zone, instant in changes():
        slots = slots_of(Hours(zone, always((time(9), time(17)))), instant)
        with machine_in(zone):
            shown = [c_clock(slot.start, zone) for slot in slots]
        whole_days = [moment for moment in shown if shown[0].date() < moment.date() < shown[-1].date()]
        expected = [
            datetime.combine(day, time(hour, minute))
            for day in sorted({moment.date() for moment in whole_days})
            for hour in range(9, 17)
            for minute in (0, 30)
        ]
        assert whole_days == expected, (zone, instant)


def test_a_whole_day_is_as_long_as_it_really_lasts(server: str) -> None:
    for zone, instant in changes():
        slots = slots_of(Hours(zone, always((time(0), MIDNIGHT))), instant)

        assert all(one.end == other.start for one, other in pairwise(slots)), (zone, instant)
        assert slots[0].start - around(instant).start < timedelta(minutes=30), (zone, instant)
        assert around(instant).end - slots[-1].start <= timedelta(minutes=30), (zone, instant)


@pytest.mark.slow
@given(st.sampled_from(changes()), st.integers(-1, 1), st.integers(0, 1439), st.integers(1, 1440))
@settings(max_examples=50, deadline=None)
def test_any_window_opens_and_closes_by_the_clock_of_the_c_library(
    change: tuple[str, datetime], days: int, first: int, length: int
) -> None:
    (zone, instant), last = change, min(first + length, 1440)
    window = time(first // 60, first % 60), time(last // 60 % 24, last % 60)
    hours = Hours(zone, always(window))
    fine = Rules(timedelta(minutes=5), timedelta(minutes=5))
    now, within = instant - 3 * DAY, TimeSpan(instant + (days - 0.5) * DAY, instant + (days + 0.5) * DAY)

    with machine_in(zone):
        expected = starts_on_offer(hours, fine, Taken(), now=now, within=within, clock=c_clock)
    sightings.cache_clear()
    for server in SERVERS:
        with machine_in(server):
            offered = open_slots(hours, fine, Taken(), now=now, within=within)
        assert [slot.start for slot in offered] == expected


def test_the_random_cases_leave_something_to_compare() -> None:
    cases = [any_case(seed) for seed in range(CASES)]
    offering = [
        case
        for case in cases
        if open_slots(case.hours, case.rules, case.taken, now=case.now, within=case.within)
    ]

    assert len(offering) > CASES * 0.4


@pytest.mark.slow
@pytest.mark.parametrize("batch", range(10))
def test_the_times_on_offer_are_those_that_one_finds_minute_by_minute(batch: int) -> None:
    for seed in range(batch, CASES, 10):
        case = any_case(seed)
        offered = open_slots(case.hours, case.rules, case.taken, now=case.now, within=case.within)
        expected = starts_on_offer(case.hours, case.rules, case.taken, now=case.now, within=case.within)

        assert [slot.start for slot in offered] == expected, seed
        assert all(slot.length == case.rules.length for slot in offered)
    sightings.cache_clear()


@pytest.mark.parametrize("batch", range(10))
def test_a_start_has_no_reason_against_it_exactly_when_it_is_listed(batch: int) -> None:
    for seed in range(batch, CASES, 30):
        case = any_case(seed)
        listed = open_slots(case.hours, case.rules, case.taken, now=case.now, within=case.within)
        starts = {slot.start for slot in listed}
        tried = case.within.start
        while tried < case.within.end:
            reason = why_not(tried, case.hours, case.rules, case.taken, now=case.now)
            assert (reason is None) == (tried in starts), (seed, tried)
            tried += timedelta(minutes=25)


@pytest.mark.parametrize("seed", range(0, CASES, 5))
def test_the_server_may_stand_anywhere(seed: int) -> None:
    case, answers = any_case(seed), []
    for server in SERVERS:
        with machine_in(server):
            answers.append(open_slots(case.hours, case.rules, case.taken, now=case.now, within=case.within))

    assert answers[0] == answers[1] == answers[2]


def test_a_repeated_hour_is_offered_twice_and_told_apart_by_its_offset() -> None:
    berlin, change = ZoneInfo("Europe/Berlin"), datetime(2026, 10, 25, 1, tzinfo=UTC)
    slots = slots_of(Hours("Europe/Berlin", always((time(2), time(3)))), change)

    shown = [slot.start.astimezone(berlin) for slot in slots]
    that_day = [f"{moment:%H:%M%z}" for moment in shown if moment.date() == date(2026, 10, 25)]
    assert that_day == ["02:00+0200", "02:30+0200", "02:00+0100", "02:30+0100"]
