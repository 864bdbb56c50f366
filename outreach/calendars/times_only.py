"""A calendar with nothing but its times: what is kept of a stranger's, and what a library is asked about. Pure."""

from collections.abc import Iterable

from outreach.calendars.moments import Clocks, ForTheLibrary, name_of
from outreach.calendars.scanning import Property, RawCalendar, RawEvent

NEEDS_QUOTES = frozenset(":;,")
SURE_FREQUENCY = "FREQ=YEARLY"


def times_only(events: Iterable[RawEvent], calendar: RawCalendar, *, free_time: str) -> str:
    """The events as they were written, with the zones that the calendar defines.

    ``free_time`` is the zone of times without one, empty for the owner's.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0"]
    if free_time:
        lines.append(f"X-WR-TIMEZONE:{free_time}")
    lines += _zones(calendar)
    for event in events:
        lines.append("BEGIN:VEVENT")
        for name, said in event.one.items():
            lines.append(_line(name, said))
        for name, several in event.many.items():
            lines += [_line(name, said) for said in several]
        if event.is_free:
            lines.append("STATUS:CANCELLED")
        lines.append("END:VEVENT")
    if calendar.periods:
        lines += ["BEGIN:VFREEBUSY", *(f"FREEBUSY:{period}" for period in calendar.periods), "END:VFREEBUSY"]
    return "\n".join([*lines, "END:VCALENDAR", ""])


def for_library(events: Iterable[RawEvent], calendar: RawCalendar, clocks: Clocks) -> str:
    """The events of one series with their zones by the names that every program knows."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-", *_zones(calendar)]
    for event in events:
        lines += ["BEGIN:VEVENT", "UID:series"]
        for name, said in event.one.items():
            if name != "UID":
                lines.append(_line(name, _zoned(name, said, clocks)))
        for name, several in event.many.items():
            lines += [_line(name, _zoned(name, said, clocks)) for said in several]
        if event.is_free:
            lines.append("STATUS:CANCELLED")
        lines.append("END:VEVENT")
    return "\n".join([*lines, "END:VCALENDAR", ""])


def _zoned(name: str, said: Property, clocks: Clocks) -> Property:
    """The line with its zone as a name that is surely known; one without a zone gets that of the calendar."""
    if name in {"RRULE", "SEQUENCE", "DURATION"} or said.params.get("VALUE", "").upper() == "DATE":
        return said
    params = dict(said.params)
    named = params.pop("TZID", None)
    if named is not None:
        params["TZID"] = _known(named, clocks)
    elif name == "DTSTART" and "T" in said.value and not said.value.strip().endswith("Z"):
        params["TZID"] = name_of(clocks.floating)
    return Property(params, said.value)


def _known(named: str, clocks: Clocks) -> str:
    try:
        return name_of(clocks.zone(named))
    except ForTheLibrary:
        return named


def _zones(calendar: RawCalendar) -> list[str]:
    """The calendar's own definitions, but for any that repeats more often than clocks are changed."""
    lines: list[str] = []
    for text in calendar.zones.values():
        rules = [line.upper() for line in text.split("\n") if line[:5].upper() == "RRULE"]
        if all(
            SURE_FREQUENCY in rule and "BYSECOND" not in rule and "BYMINUTE" not in rule for rule in rules
        ):
            lines += ["BEGIN:VTIMEZONE", *text.split("\n"), "END:VTIMEZONE"]
    return lines


def _line(name: str, said: Property) -> str:
    params = "".join(
        f';{key}="{value}"' if NEEDS_QUOTES & set(value) else f";{key}={value}"
        for key, value in said.params.items()
    )
    return f"{name}{params}:{said.value}"
