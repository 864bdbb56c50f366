"""A stranger's calendar, line by line: only what says when somebody is busy. Pure.

A calendar of ten thousand events is a hundred thousand lines, of which a tenth
matter. Parsing them all takes seconds; looking at the first letters of each
takes milliseconds. Titles, places and people are never even kept.
"""

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

# Quotes may hold the very signs that divide a line.
LINE = re.compile(
    r'([A-Za-z0-9-]+)((?:;[^=;:"]+=(?:"[^"]*"|[^";:]*)(?:,(?:"[^"]*"|[^";:]*))*)*):(.*)', re.DOTALL
)
PARAM = re.compile(r';([^=;"]+=(?:"[^"]*"|[^";])*)')
MAILTO = re.compile(r"mailto:\s*([^\s;,>]+)", re.IGNORECASE)
MOST_EVENTS = 20_000
MOST_ZONES = 200
LONGEST_NAME = 120

ONE = {"DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "UID", "SEQUENCE"}
MANY = {"RRULE", "RDATE", "EXDATE"}
LOOKED_AT = (*ONE, *MANY, "STATUS", "TRANSP", "ATTENDEE", "BEGIN", "END:", "FREEBUSY", "X-WR-TIMEZONE")
# A line is known by its first letters, in whichever case programs write them.
OF_INTEREST = {spelled for name in LOOKED_AT for spelled in (name[:3], name[:3].lower(), name[:3].title())}


class Property(NamedTuple):
    """One line: its parameters, their names in capitals and values without quotes, and what it says."""

    params: dict[str, str]
    value: str


NO_PARAMS: dict[str, str] = {}
NONE = Property(NO_PARAMS, "")


@dataclass(slots=True)
class RawEvent:
    """What one VEVENT says of its times, as it was written."""

    one: dict[str, Property] = field(default_factory=dict)
    many: dict[str, list[Property]] = field(default_factory=dict)
    is_free: bool = False
    """Cancelled, see-through, or declined by the owner: nobody's time is taken."""

    @property
    def uid(self) -> str:
        return self.one.get("UID", NONE).value.strip()

    @property
    def sequence(self) -> int:
        said = self.one.get("SEQUENCE", NONE).value.strip()
        return int(said) if said.isascii() and said.isdigit() and len(said) <= 10 else -1


@dataclass(slots=True)
class RawCalendar:
    """Everything that matters of a calendar's text."""

    events: list[RawEvent] = field(default_factory=list)
    periods: list[str] = field(default_factory=list)
    """Busy periods of a VFREEBUSY: ``start/end`` or ``start/length``."""
    zones: dict[str, str] = field(default_factory=dict)
    """The text of each VTIMEZONE by its name."""
    timezone: str = ""
    """What X-WR-TIMEZONE says; empty if it says nothing."""
    name: str = ""
    too_many: int = 0
    """Events beyond the most that are looked at."""
    is_whole: bool = False
    """Whether it begins and ends as a calendar does; half of one would leave half the days free."""


def scan(raw: bytes, *, own: Set[str]) -> RawCalendar:
    """Look through a calendar of any size and quality; never raises.

    ``own`` are the owner's mail addresses in small letters: what they declined
    does not take their time.
    """
    text = _decoded(raw).replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    unfolded = text.replace("\n ", "").replace("\n\t", "")
    calendar = RawCalendar()
    reader = _Reader(calendar, own)
    for line in unfolded.split("\n"):
        if line[:3] in OF_INTEREST or reader.is_in_zone:
            reader.take(line)
    calendar.is_whole = reader.has_begun and not reader.stack
    return calendar


class _Reader:
    """Where in the calendar the next line stands."""

    def __init__(self, calendar: RawCalendar, own: Set[str]) -> None:
        self.calendar, self.own = calendar, own
        self.stack: list[str] = []
        self.event = RawEvent()
        self.zone: list[str] = []
        self.is_in_zone = self.is_in_event = self.has_begun = False

    def take(self, line: str) -> None:
        if self.is_in_event and line[0] not in "BbEe":
            self._of_event(line)
        else:
            self._take_rarer(line)

    def _take_rarer(self, line: str) -> None:
        start = line[:6].upper()
        if start == "BEGIN:":
            self._begin(line[6:].strip().upper())
        elif start[:4] == "END:":
            self._end(line[4:].strip().upper())
        elif self.is_in_zone:
            self.zone.append(line)
        elif self.is_in_event:
            self._of_event(line)
        elif self.stack and self.stack[-1] == "VFREEBUSY" and start == "FREEBU":
            self._periods(line)
        elif self.stack and self.stack[-1] == "VCALENDAR" and start == "X-WR-T":
            self.calendar.timezone = self.calendar.timezone or line.partition(":")[2].strip()
        elif self.stack and self.stack[-1] == "VCALENDAR" and start == "X-WR-C":
            self.calendar.name = self.calendar.name or line.partition(":")[2].strip()[:LONGEST_NAME]

    def _begin(self, name: str) -> None:
        self.stack.append(name)
        self.has_begun = self.has_begun or name == "VCALENDAR"
        if self.is_in_zone:
            self.zone.append(f"BEGIN:{name}")
        elif name == "VTIMEZONE":
            self.is_in_zone, self.zone = True, []
        elif name == "VEVENT":
            self.event = RawEvent()
        self.is_in_event = name == "VEVENT" and not self.is_in_zone

    def _end(self, name: str) -> None:
        if self.stack and self.stack[-1] == name:
            self.stack.pop()
        if name == "VEVENT":
            self._keep_event()
        elif name == "VTIMEZONE" and self.is_in_zone:
            self.is_in_zone = False
            self._keep_zone()
        elif self.is_in_zone:
            self.zone.append(f"END:{name}")
        self.is_in_event = bool(self.stack) and self.stack[-1] == "VEVENT" and not self.is_in_zone

    def _keep_event(self) -> None:
        if len(self.calendar.events) < MOST_EVENTS:
            self.calendar.events.append(self.event)
        else:
            self.calendar.too_many += 1
        self.event = RawEvent()

    def _keep_zone(self) -> None:
        named = next((line for line in self.zone if line[:4].upper() == "TZID"), "")
        if named and len(self.calendar.zones) < MOST_ZONES:
            self.calendar.zones.setdefault(property_of(named)[1].value.strip(), "\n".join(self.zone))

    def _of_event(self, line: str) -> None:
        # None of the values that matter holds a colon, but the names of zones do, quoted or not.
        head, _, value = line.rpartition(":")
        name, params = head_of(head)
        if name in ONE:
            if name not in self.event.one:
                self.event.one[name] = Property(params, value)
        elif name in MANY:
            self.event.many.setdefault(name, []).append(Property(params, value))
        elif name in {"STATUS", "TRANSP"}:
            self.event.is_free = self.event.is_free or value.strip().upper() in {"CANCELLED", "TRANSPARENT"}
        elif line[:8].upper() == "ATTENDEE":
            self._attendee(line)

    def _attendee(self, line: str) -> None:
        if "DECLINED" not in line.upper():
            return
        _, said = property_of(line)
        found = MAILTO.search(said.value)
        address = found[1].lower() if found else said.params.get("EMAIL", "").lower()
        if said.params.get("PARTSTAT", "").upper() == "DECLINED" and address in self.own:
            self.event.is_free = True

    def _periods(self, line: str) -> None:
        _, said = property_of(line)
        if said.params.get("FBTYPE", "BUSY").upper() != "FREE" and len(self.calendar.periods) < MOST_EVENTS:
            self.calendar.periods += said.value.split(",")


def property_of(line: str) -> tuple[str, Property]:
    """A line taken apart; its name is in capitals, and empty if it is no line of a calendar."""
    found = LINE.fullmatch(line)
    return (found[1].upper(), Property(params_of(found[2]), found[3])) if found else ("", NONE)


@lru_cache(maxsize=1024)
def head_of(head: str) -> tuple[str, dict[str, str]]:
    """What stands before a value: the name in capitals, and the parameters. Few of them differ."""
    name = head.partition(";")[0]
    return name.strip().upper(), params_of(head[len(name) :])


def params_of(text: str) -> dict[str, str]:
    """Parameters by their names in capitals; of two of one name the last."""
    if not text:
        return NO_PARAMS
    parts = text[1:].split(";") if '"' not in text else PARAM.findall(text)
    pairs = (part.partition("=")[::2] for part in parts)
    return {name.strip().upper(): value.replace('"', "").strip() for name, value in pairs}


def values(properties: Iterable[Property]) -> Iterator[tuple[Property, str]]:
    """Every value of lines that may hold several, with the line that it stands in."""
    for said in properties:
        for value in said.value.split(","):
            yield said, value.strip()


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("latin-1")
