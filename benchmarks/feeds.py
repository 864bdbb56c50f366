"""How long a busy calendar of ten thousand events takes, ours against the libraries alone.

    python -m benchmarks.feeds

Each round reads one calendar in both ways, so that whatever else the machine does falls on both; the
ratio is formed inside the round, and of the rounds the median counts. Ours is measured as the worker does
it, in a process of its own, and besides without that. All occurrences that the two find are compared.
"""

import random
import resource
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from outreach.availability.apart import read_apart
from outreach.calendars import busy, by_library
from outreach.calendars.busy import BusyTimes, Reading
from outreach.calendars.scanning import scan
from outreach.timespan import TimeSpan
from tests.calendars.by_the_book import busy_by_the_book, occurrences

EVENTS, ROUNDS = 10_000, 7
WITHIN = TimeSpan(datetime(2026, 11, 20, tzinfo=UTC), datetime(2027, 1, 19, tzinfo=UTC))
RULES = (
    "FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=MO,WE,FR", "FREQ=DAILY;COUNT=20", "FREQ=MONTHLY;BYDAY=2TU", "FREQ=YEARLY",
    "FREQ=WEEKLY;INTERVAL=2;UNTIL=20271231T000000Z", "FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=WEEKLY;BYDAY=SU;COUNT=30",
)  # fmt: skip


def calendar(count: int, *, repeated: float = 0.1) -> bytes:
    """A calendar of two and a half years, as programs write it: three quarters with a zone, a tenth repeated."""
    chance, lines = random.Random(1), ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//somebody//EN"]
    for number in range(count):
        start = datetime(2024, 11, 1) + timedelta(minutes=15 * chance.randint(0, 86_400))  # noqa: DTZ001
        end = start + timedelta(minutes=chance.choice([15, 30, 60, 90, 240]))
        zone = chance.choice([";TZID=Europe/Berlin", ";TZID=America/New_York", ";TZID=Europe/London", ""])
        z = "" if zone else "Z"
        lines += ["BEGIN:VEVENT", f"UID:{number}@example.org", "DTSTAMP:20261101T000000Z"]
        lines += [
            f"SUMMARY:Meeting {number}",
            f"DESCRIPTION:{'Something to talk about. ' * 4}",
            "LOCATION:Room 7",
        ]
        lines += [f"DTSTART{zone}:{start:%Y%m%dT%H%M%S}{z}", f"DTEND{zone}:{end:%Y%m%dT%H%M%S}{z}"]
        if chance.random() < repeated:
            lines.append(f"RRULE:{chance.choice(RULES)}")
        lines.append(chance.choice(["TRANSP:OPAQUE"] * 9 + ["TRANSP:TRANSPARENT"]))
        lines.append("END:VEVENT")
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def timed(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


def of_the_processor(do: Callable[[], object]) -> float:
    began = time.process_time()
    do()
    return time.process_time() - began


def read_here(raw: bytes, reading: Reading) -> BusyTimes:
    return busy.busy_times(raw, reading, library=by_library.expand, windows_zone=by_library.windows_zone)


def same_occurrences(raw: bytes, reading: Reading) -> int:
    """How many there are, if both ways find the same ones; ours before they are merged."""
    work = busy._Work(scan(raw, own=reading.own), reading, by_library.expand, by_library.windows_zone)
    work.done()
    ours, theirs = sorted(work.pairs), occurrences(raw, reading.timezone, reading.within)
    if ours != theirs:
        sys.exit(f"They differ: {len(ours)} and {len(theirs)} occurrences.")
    return len(ours)


def main() -> None:
    raw, reading = calendar(EVENTS), Reading("Europe/London", WITHIN)
    print(
        f"{EVENTS:,} events, {len(raw) / 1e6:.1f} MB, {same_occurrences(raw, reading):,} occurrences in both ways"
    )
    apart_ratios, here_ratios, apart_times, library_times = [], [], [], []
    for _ in range(ROUNDS):
        library = timed(lambda: busy_by_the_book(raw, reading.timezone, reading.within))
        apart, here = timed(lambda: read_apart(raw, reading)), timed(lambda: read_here(raw, reading))
        apart_ratios.append(library / apart)
        here_ratios.append(library / here)
        apart_times.append(apart)
        library_times.append(library)
    print(
        f"the libraries: {statistics.median(library_times):.2f} s; ours, apart: {statistics.median(apart_times):.2f} s"
    )
    for name, ratios in (("in a process of its own", apart_ratios), ("without one", here_ratios)):
        middle = statistics.median(ratios)
        print(f"faster by {middle:.1f} ({min(ratios):.1f} to {max(ratios):.1f}) {name}")
    unchanged = [of_the_processor(lambda: sha256(raw).hexdigest()) * 1000 for _ in range(ROUNDS)]
    print(f"unchanged, by its fingerprint: {statistics.median(unchanged):.1f} ms of the processor")
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"most memory of a reading process: {memory:.0f} MB")


if __name__ == "__main__":
    main()
