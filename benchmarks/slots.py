"""How long the times on offer take, against a sweep written for this one question.

    python -m benchmarks.slots            the timings
    python -m benchmarks.slots --cases 10000    and so many random cases, found minute by minute

The sweep knows nothing of exceptions, journeys, weeks or reasons. It works on
whole seconds that were prepared for it outside the clock, so it is a limit and
no rival. Both are asked in turn within each round; what counts is the ratio
within the round, and the median of the rounds.
"""

import argparse
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from statistics import median
from time import perf_counter, process_time
from zoneinfo import ZoneInfo

from outreach.availability import hours as hours_module
from outreach.availability import slots as slots_module
from outreach.availability.hours import Hours
from outreach.availability.rules import Cap, Rules
from outreach.availability.slots import Taken, open_slots
from outreach.timespan import TimeSpan
from tests.availability.any_case import any_case
from tests.availability.minute_by_minute import sightings, starts_on_offer

ROUNDS, TIMES = 11, 20
NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 10, 1, 13, tzinfo=UTC)  # The clock goes back on 1 November.
WITHIN = TimeSpan(NOW, NOW + timedelta(days=60))
HOURS = Hours("America/New_York", dict.fromkeys(range(5), ((time(9), time(17)),)))
RULES = Rules(
    length=timedelta(minutes=30),
    increment=timedelta(minutes=30),
    buffer_before=timedelta(minutes=10),
    buffer_after=timedelta(minutes=10),
    notice=timedelta(hours=24),
    per_day=Cap(count=3),
)
Seconds = list[tuple[int, int]]


@dataclass
class Question:
    taken: Taken
    busy: Seconds
    bookings: list[int]

    @classmethod
    def with_busy(cls, count: int) -> "Question":
        """So many stretches over sixty days, in the order in which a database returns them."""
        dice = Random(count)
        busy, bookings = sorted(_spans(dice, count)), sorted(_spans(dice, 20))
        return cls(
            Taken(busy=busy, bookings=bookings),
            [(int(s.start.timestamp()), int(s.end.timestamp())) for s in sorted([*busy, *bookings])],
            [int(s.start.timestamp()) for s in bookings],
        )


def _spans(dice: Random, count: int) -> list[TimeSpan]:
    starts = [NOW + timedelta(minutes=dice.randrange(60 * 24 * 60)) for _ in range(count)]
    return [TimeSpan(start, start + timedelta(minutes=dice.choice([1, 5, 15, 30]))) for start in starts]


def windows_for_the_sweep() -> Seconds:
    """Nine to five of every weekday, in seconds."""
    found, day = [], date(2026, 9, 30)
    for _ in range(62):
        if day.weekday() < 5:
            year, month, number = day.year, day.month, day.day
            opens = datetime(year, month, number, 9, tzinfo=NEW_YORK).timestamp()
            closes = datetime(year, month, number, 17, tzinfo=NEW_YORK).timestamp()
            found.append((int(opens), int(closes)))
        day += timedelta(days=1)
    return found


def sweep(windows: Seconds, taken: Seconds, bookings: list[int]) -> Seconds:
    """Both lists in order, each looked at once."""
    free, place, reach = [], 0, 0
    first, last, count = int(NOW.timestamp()) + 86400, int(WITHIN.end.timestamp()), len(taken)
    for opens, closes in windows:
        # Bookings between the midnights; a window from nine to five lies nine and seven hours off them.
        if bisect_left(bookings, closes + 25200) - bisect_left(bookings, opens - 32400) >= 3:
            continue
        for start in range(opens, closes - 1799, 1800):
            if start < first or start >= last:
                continue
            while place < count and taken[place][0] < start + 2400:
                reach = max(reach, taken[place][1])
                place += 1
            if reach <= start - 600:
                free.append((start, start + 1800))
    return free


def ours(question: Question) -> list[TimeSpan]:
    return open_slots(HOURS, RULES, question.taken, now=NOW, within=WITHIN)


def ours_forgetting(question: Question) -> list[TimeSpan]:
    """The same, with every day's windows found anew: the first visitor after a restart."""
    slots_module._grid.cache_clear()
    hours_module.midnight.cache_clear()
    hours_module._day_long.cache_clear()
    return ours(question)


def limit(question: Question) -> Seconds:
    return sweep(windows_for_the_sweep(), sorted(question.busy), question.bookings)


def milliseconds(work: Callable[[Question], object], question: Question) -> float:
    """CPU time of one call, the median of several."""
    times = []
    for _ in range(TIMES):
        before = process_time()
        work(question)
        times.append(process_time() - before)
    return median(times) * 1000


def compare(count: int) -> None:
    question = Question.with_busy(count)
    found = [(int(slot.start.timestamp()), int(slot.end.timestamp())) for slot in ours(question)]
    assert found == limit(question), "the two must find the same"
    rounds = [
        tuple(milliseconds(work, question) for work in (limit, ours, ours_forgetting)) for _ in range(ROUNDS)
    ]
    sweeps, warm, cold = zip(*rounds, strict=True)
    ratios = [one / other for one, other in zip(warm, sweeps, strict=True)]
    cold_ratios = [one / other for one, other in zip(cold, sweeps, strict=True)]
    print(
        f"{count:>7} {len(found):>6} {median(sweeps):>9.2f} {median(warm):>8.2f} {_range(ratios):>20} "
        f"{median(cold):>8.2f} {_range(cold_ratios):>20}"
    )


def _range(ratios: list[float]) -> str:
    return f"{median(ratios):.2f} [{min(ratios):.2f}..{max(ratios):.2f}]"


def hold_against_the_minutes(cases: int) -> None:
    """Stop at the first case in which the two disagree."""
    began, offered, empty = perf_counter(), 0, 0
    for seed in range(cases):
        case = any_case(seed)
        slots = open_slots(case.hours, case.rules, case.taken, now=case.now, within=case.within)
        expected = starts_on_offer(case.hours, case.rules, case.taken, now=case.now, within=case.within)
        assert [slot.start for slot in slots] == expected, f"case {seed} differs"
        offered += len(slots)
        empty += not slots
        sightings.cache_clear()
    took = perf_counter() - began
    print(f"{cases} random cases, {empty} of them empty, {offered} times on offer: all equal ({took:.0f} s)")


def main() -> None:
    parser = argparse.ArgumentParser(description="Time the slots on offer against a hand-tuned sweep.")
    parser.add_argument("--cases", type=int, default=0, help="random cases to check minute by minute")
    cases = parser.parse_args().cases
    print("60 days, Mon–Fri 9–17, 30 minutes, New York across the change; buffers, notice, daily cap")
    print(
        f"{'busy':>7} {'slots':>6} {'sweep ms':>9} {'ours ms':>8} {'ratio':>20} {'cold ms':>8} {'ratio':>20}"
    )
    for count in (0, 200, 2_000, 20_000):
        compare(count)
    if cases:
        hold_against_the_minutes(cases)


if __name__ == "__main__":
    main()
