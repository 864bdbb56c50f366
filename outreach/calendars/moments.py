"""What a stranger's calendar writes for a moment, a length and a time zone. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo

from outreach.calendars.scanning import Property
from outreach.zones import known_zone, zone_names

WHEN = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z)?)?", re.ASCII)
LENGTH = re.compile(
    r"([+-])?P(?:(\d{1,4})W|(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,8})S)?)?)", re.ASCII
)
OFFSET = re.compile(r"\(?(?:GMT|UTC)(?:([+-])(\d{1,2})(?::?(\d\d))?)?\)?", re.ASCII)
LONGEST_ZONE = 200


class NotUnderstood(ValueError):
    """It does not say when it is."""


class ForTheLibrary(Exception):
    """It can be read, but not here."""


class Moment(NamedTuple):
    """A clock time and the zone of the clock; for a whole day its midnight, and no zone."""

    wall: datetime
    zone: tzinfo | None

    @property
    def is_day(self) -> bool:
        return self.zone is None

    def instant(self, home: tzinfo) -> datetime:
        """In UTC; a whole day begins with its midnight at home. Raises NotUnderstood beyond the calendar."""
        try:
            return self.wall.replace(tzinfo=self.zone or home).astimezone(UTC)
        except (OverflowError, ValueError):
            raise NotUnderstood("beyond the years 1 to 9999") from None


@dataclass(slots=True)
class Clocks:
    """The zones that a calendar speaks of. ``floating`` is that of times without one."""

    floating: tzinfo
    own_zones: frozenset[str]
    """Those that the calendar defines itself."""
    windows_zone: Callable[[str], str]
    is_guessing: bool = False
    """Set when a zone had to be guessed."""
    _known: dict[str, tzinfo | None] = field(default_factory=dict)

    def moment(self, said: Property, usual: tzinfo | None = None) -> Moment:
        """When this is; ``usual`` is the zone of a time without one. Raises NotUnderstood, ForTheLibrary."""
        found = WHEN.fullmatch(said.value.strip())
        if found is None:
            raise NotUnderstood(said.value[:40])
        year, month, day, hour, minute, second, is_utc = found.groups()
        try:
            if hour is None:
                return Moment(datetime(int(year), int(month), int(day)), None)  # noqa: DTZ001
            wall = datetime(int(year), int(month), int(day), int(hour), int(minute), int(second))  # noqa: DTZ001
        except ValueError:
            raise NotUnderstood(said.value[:40]) from None
        if is_utc:
            return Moment(wall, UTC)
        named = said.params.get("TZID")
        return Moment(wall, self.zone(named) if named else usual or self.floating)

    def zone(self, named: str) -> tzinfo:
        """The zone of this name; one that nobody knows is guessed. Raises ForTheLibrary."""
        if named not in self._known:
            self._known[named] = self._find(named[:LONGEST_ZONE])
        zone = self._known[named]
        if zone is None:
            if named in self.own_zones:
                raise ForTheLibrary(named)
            self.is_guessing = True
            return self.floating
        return zone

    def _find(self, named: str) -> tzinfo | None:
        parts = named.strip("/").split("/")
        for count in (3, 2, 1):  # some makers put their own name before that of the place
            name = "/".join(parts[-count:])
            if name in zone_names():
                return known_zone(name)
        if windows := self.windows_zone(named):
            return known_zone(windows) if windows in zone_names() else None
        return _offset(named) if named not in self.own_zones else None


def _offset(named: str) -> tzinfo | None:
    """A zone that is nothing but an offset, such as GMT-05:00."""
    found = OFFSET.fullmatch(named.strip())
    if found is None:
        return None
    sign, hours, minutes = found.groups()
    length = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    if length > timedelta(hours=14):
        return None
    return timezone(-length if sign == "-" else length) if length else UTC


def length_of(said: Property) -> timedelta:
    """A DURATION. Raises NotUnderstood."""
    found = LENGTH.fullmatch(said.value.strip().upper())
    if found is None or not any(found.groups()[1:]):
        raise NotUnderstood(said.value[:40])
    sign, weeks, *others = found.groups()
    days, hours, minutes, seconds = (int(part or 0) for part in others)
    try:
        length = timedelta(weeks=int(weeks or 0), days=days, hours=hours, minutes=minutes, seconds=seconds)
    except OverflowError:
        raise NotUnderstood(said.value[:40]) from None
    return -length if sign == "-" else length


def name_of(zone: tzinfo) -> str:
    """What to call a zone in a calendar. Raises NotUnderstood for a bare offset."""
    if isinstance(zone, ZoneInfo):
        return zone.key
    if zone is UTC:
        return "UTC"
    raise NotUnderstood(str(zone))
