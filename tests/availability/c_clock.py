"""What time it is, as the C library reads it: a second opinion on time zones.

It shares the tables of the IANA with Python, and not one line of the code that
reads them.
"""

import os
import time
import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path

from outreach.zones import zone_names

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
A_WEEK = 7 * 24 * 60 * 60
FIRST = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp())
LAST = int(datetime(2029, 1, 1, tzinfo=UTC).timestamp())


@contextmanager
def machine_in(zone: str) -> Iterator[None]:
    """The whole process, as far as the C library knows, moved to another zone."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = f":{_table(zone)}"
    time.tzset()
    try:
        yield
    finally:
        os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
        time.tzset()


def c_clock(instant: datetime, zone: str) -> datetime:
    """What the C library shows, once machine_in has moved it to this zone."""
    assert zone in os.environ["TZ"]
    return datetime(*time.localtime((instant - EPOCH).total_seconds())[:5])  # noqa: DTZ001 - a reading, no instant


@cache
def _table(zone: str) -> Path:
    """The very file that Python reads."""
    places = [*zoneinfo.TZPATH, str(files("tzdata") / "zoneinfo")]
    return next(path for place in places if (path := Path(place, zone)).is_file())


@cache
def changes() -> list[tuple[str, datetime]]:
    """Every change of every clock in the years 2026 to 2028: the zone, and the instant."""
    return [(zone, instant) for zone in sorted(zone_names()) for instant in _changes_in(zone)]


def _changes_in(zone: str) -> Iterator[datetime]:
    with machine_in(zone):
        for week in range(FIRST, LAST, A_WEEK):  # No clock changes twice in one.
            if _offset(week) != _offset(week + A_WEEK):
                yield datetime.fromtimestamp(_change_between(week, week + A_WEEK), UTC)


def _change_between(early: int, late: int) -> int:
    """The second from which on the offset is that of ``late``."""
    while late - early > 1:
        middle = (early + late) // 2
        early, late = (middle, late) if _offset(middle) == _offset(early) else (early, middle)
    return late


def _offset(second: int) -> int:
    return time.localtime(second).tm_gmtoff
