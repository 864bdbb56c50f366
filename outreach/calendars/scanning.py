"""A stranger's calendar, line by line: only what says when somebody is busy. Pure.

A calendar of ten thousand events is a hundred thousand lines, of which a tenth
matter. Parsing them all takes seconds; looking at the first letters of each
takes milliseconds. Titles, places and people are never even kept.
"""

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field

FOLD = re.compile(r"(?<!\n)\n[ \t]")
# Quotes may hold the very signs that divide a line.
LINE = re.compile(
    r'([A-Za-z0-9-]+)((?:;[^=;:"]+=(?:"[^"]*"|[^";:]*)(?:,(?:"[^"]*"|[^";:]*))*)*):(.*)', re.DOTALL
)
PARAM = re.compile(r';([^=;:"]+)=((?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)')
MAILTO = re.compile(r"mailto:\s*([^\s;,>]+)", re.IGNORECASE)
MOST_EVENTS = 20_000
MOST_ZONES = 200
LONGEST_NAME = 120

ONE = {"DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "UID", "SEQUENCE"}
MANY = {"RRULE", "RDATE", "EXDATE"}
OF_INTEREST = {
    name[:3]
    for name in (*ONE, *MANY, "STATUS", "TRANSP", "ATTENDEE", "BEGIN", "END", "FREEBUSY", "X-WR-TIMEZONE")
}


@dataclass(frozen=True, slots=True)
class Property:
    """One line: its parameters, their names in capitals and values without quotes, and what it says."""

    params: dict[str, str]
    value: str


NONE = Property({}, "")


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
    lines = FOLD.sub("", text).split("\n")
    calendar = RawCalendar()
    outside = _Reader(calendar, own)
    for line in lines:
        if line[:3].upper() in OF_INTEREST or outside.is_in_zone or line[:12].upper() == "X-WR-CALNAME":
            outside.take(line)
    calendar.is_whole = outside.has_begun and not outside.stack
    return calendar


class _Reader:
    """Where in the calendar the next line stands."""

    def __init__(self, calendar: RawCalendar, own: Set[str]) -> None:
        self.calendar, self.own = calendar, own
        self.stack: list[str] = []
        self.event = RawEvent()
        self.zone: list[str] = []
        self.is_in_zone = self.has_begun = False

    def take(self, line: str) -> None:
        start = line[:6].upper()
        if start == "BEGIN:":
            self._begin(line[6:].strip().upper())
        elif start[:4] == "END:":
            self._end(line[4:].strip().upper())
        elif self.is_in_zone:
            self.zone.append(line)
        elif self.stack and self.stack[-1] == "VEVENT":
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
        if '"' not in line and ";" not in line.partition(":")[0]:
            name, _, value = line.partition(":")
            name, said = name.upper(), Property({}, value)
        elif line[:8].upper() == "ATTENDEE":
            self._attendee(line)
            return
        else:
            name, said = property_of(line)
        if name in ONE:
            self.event.one.setdefault(name, said)
        elif name in MANY:
            self.event.many.setdefault(name, []).append(said)
        elif (name == "STATUS" and said.value.strip().upper() == "CANCELLED") or (
            name == "TRANSP" and said.value.strip().upper() == "TRANSPARENT"
        ):
            self.event.is_free = True

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
    if found is None:
        return "", NONE
    params = {name.strip().upper(): value.replace('"', "").strip() for name, value in PARAM.findall(found[2])}
    return found[1].upper(), Property(params, found[3])


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
