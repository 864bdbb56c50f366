"""A stranger's calendar, read in a process of its own that may be killed.

However a calendar is made, it takes the reader only so much memory, time and
processor: then the process ends, and with it the attempt. The limits on memory
and processor are the system's and do not exist on Windows; the clock on the
wall exists everywhere.
"""

import json
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from outreach.calendars.busy import BusyTimes, Library, Reading, busy_times
from outreach.timespan import TimeSpan

PACKAGE = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Allowance:
    """What reading one calendar may take: on the wall, of a processor, and of memory in octets."""

    wall: timedelta = timedelta(seconds=20)
    processor: timedelta = timedelta(seconds=10)
    memory: int = 300 * 1024 * 1024
    one_series: timedelta = timedelta(seconds=0.5)
    """How long a library may take over the events of one UID."""


USUAL = Allowance()
TOO_LABORIOUS = "Reading this calendar takes more time or memory than a calendar should, so it was given up."


def read_apart(raw: bytes, reading: Reading, *, allowance: Allowance = USUAL) -> BusyTimes:
    """As ``busy_times``, in another process. What takes too long or breaks it is a ``problem`` like any other."""
    told = json.dumps({"reading": _reading_as_json(reading), "allowance": _allowance_as_json(allowance)})
    # The program is our own and told nothing on its command line.
    with subprocess.Popen(
        [sys.executable, "-m", "outreach.availability.apart"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=PACKAGE.parent,
    ) as child:
        try:
            said, _ = child.communicate(told.encode() + b"\n" + raw, allowance.wall.total_seconds())
        except subprocess.TimeoutExpired:
            child.kill()
            return BusyTimes(problem=TOO_LABORIOUS)
    if child.returncode != 0:
        return BusyTimes(problem=TOO_LABORIOUS)
    return _from_json(said)


def main() -> None:
    """The other process: told on standard input what to read and how, it answers on standard output."""
    told = json.loads(sys.stdin.buffer.readline())
    allowance = told["allowance"]
    _limit(allowance["memory"], allowance["processor"])
    raw = sys.stdin.buffer.read()
    found = busy_times(
        raw,
        _reading_from_json(told["reading"]),
        library=_in_time(allowance["one_series"]),
        windows_zone=lambda named: str(_libraries().windows_zone(named)),
    )
    sys.stdout.write(_as_json(found))


def _libraries() -> Any:
    """The slow way. Its libraries take longer to load than most calendars to read, and few need them."""
    return import_module("outreach.calendars.by_library")


def _limit(memory: int, processor: float) -> None:
    with suppress(ImportError):
        resource: Any = import_module("resource")  # there is none on Windows
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        seconds = int(processor) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def _in_time(seconds: float) -> Library:
    """The slow way, which gives up on one series after so long, where the system can interrupt it."""
    signal: Any = import_module("signal")

    def give_up(_number: int, _frame: object) -> None:
        raise ValueError("this series takes too long")

    def expand(text: str, within: TimeSpan) -> Any:
        if not hasattr(signal, "setitimer"):
            return _libraries().expand(text, within)
        libraries = _libraries()
        before = signal.signal(signal.SIGALRM, give_up)
        signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            return libraries.expand(text, within)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)

    return expand


def _reading_as_json(reading: Reading) -> dict[str, Any]:
    return {
        "timezone": reading.timezone,
        "within": _pair(reading.within),
        "own": sorted(reading.own),
        "ours": sorted(reading.ours),
    }


def _reading_from_json(told: dict[str, Any]) -> Reading:
    return Reading(told["timezone"], _span(told["within"]), frozenset(told["own"]), frozenset(told["ours"]))


def _allowance_as_json(allowance: Allowance) -> dict[str, Any]:
    return {
        "memory": allowance.memory,
        "processor": allowance.processor.total_seconds(),
        "one_series": allowance.one_series.total_seconds(),
    }


def _as_json(found: BusyTimes) -> str:
    return json.dumps(
        {
            "spans": [_pair(span) for span in found.spans],
            "events": found.events,
            "not_understood": found.not_understood,
            "name": found.name,
            "problem": found.problem,
            "kept": found.kept,
        }
    )


def _from_json(said: bytes) -> BusyTimes:
    told = json.loads(said)
    spans = tuple(_span(pair) for pair in told.pop("spans"))
    return BusyTimes(spans=spans, **told)


def _pair(span: TimeSpan) -> tuple[int, int]:
    """In whole seconds since 1970, which is as fine as a calendar is."""
    return int(span.start.timestamp()), int(span.end.timestamp())


def _span(pair: Any) -> TimeSpan:
    start, end = pair
    return TimeSpan(datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end, UTC))


if __name__ == "__main__":
    main()
