"""What an attendee's calendar answered. Pure.

Answers come from many programs and from strangers, so reading is lenient with
forms and strict with amounts: nothing here raises, whatever arrives. Whether
an answer may change a booking (known UID, invited address, SEQUENCE not older,
RFC 6047 §3) is decided by whoever knows the booking.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from icalendar import Calendar, Component

from outreach.calendars.plain import one_line, paragraphs
from outreach.timespan import TimeSpan

LARGEST = 1024 * 1024
MOST_EVENTS = 20
MOST_PARTS = 200
MOST_LINES = 20_000
MOST_ATTENDEES = 20
LONGEST_UID = 255
LONGEST_ADDRESS = 320
LONGEST_COMMENT = 2000

# Pinned to the first of a run of line ends, or a run of many would cost its square.
FOLD = re.compile(r"(?<!\n)\n+[ \t]")
EVENT_BEGINS = re.compile(r"^[ \t]*BEGIN[ \t]*:[ \t]*VEVENT", re.IGNORECASE | re.MULTILINE)
PART_BEGINS = re.compile(r"^[ \t]*BEGIN[ \t]*:", re.IGNORECASE | re.MULTILINE)
BESIDE_THE_POINT = re.compile(
    r"^BEGIN:(VTIMEZONE|VALARM)$(?:\n(?!BEGIN:\1|END:\1).*){0,400}\nEND:\1\n", re.IGNORECASE | re.MULTILINE
)
VENDORS = re.compile(r"(\bTZID[=:]\"?)/[\w.-]{1,60}/(?:[\w.-]{1,60}/)?(?=[A-Z][A-Za-z_]{2,20}/[A-Z])")
"""What some programs put before the name of a zone: /mozilla.org/20050126_1/Europe/Berlin."""
ENDS = "\nEND:VCALENDAR"
MAILTO = re.compile(r"^\s*mailto:", re.IGNORECASE)


class PartStat(StrEnum):
    """Where an attendee stands (RFC 5545 §3.2.12); what is unknown needs action."""

    NEEDS_ACTION = "NEEDS-ACTION"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    TENTATIVE = "TENTATIVE"
    DELEGATED = "DELEGATED"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one calendar message says about one event and one attendee.

    ``method`` is in capitals: REPLY answers, COUNTER proposes the ``proposal``
    instead, and anything else is for others to judge. ``attendee`` is a bare
    address in small letters, empty if none was named. ``sequence`` and ``stamp``
    (aware) are None where the message does not say; many do not.
    """

    method: str
    uid: str
    attendee: str
    partstat: PartStat
    sequence: int | None = None
    stamp: datetime | None = None
    comment: str = ""
    proposal: TimeSpan | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """Everything read from one calendar part; ``problem`` says why nothing could be."""

    answers: tuple[Answer, ...] = ()
    problem: str = ""

    @property
    def is_readable(self) -> bool:
        return not self.problem


def read_reply(raw: bytes | str, *, hint: str = "") -> Reply:
    """The answers in a text/calendar part, each told once, without expanding anything.

    The METHOD inside is the truth; ``hint`` is the envelope's, for a calendar
    without one. Never raises: what is too large, broken or no calendar at all yields a Reply
    whose ``problem`` is a sentence for the person at the screen.
    """
    if len(raw) > LARGEST:
        return Reply(problem="The calendar part is larger than 1 MiB, so it was not read.")
    text = _decoded(raw).replace("\r\n", "\n").replace("\r", "\n")
    if problem := _amounts_wrong(text):
        return Reply(problem=problem)
    try:
        answers = tuple(dict.fromkeys(_answers_mended(text, hint)))
    except Exception:
        # The parser raises ValueError, KeyError, AttributeError and others, depending
        # on what is broken; all of them say the same of a stranger's text.
        return Reply(problem="The calendar part is damaged and could not be read.")
    return Reply(answers) if answers else Reply(problem="The calendar part holds no event with a UID.")


def _decoded(raw: bytes | str) -> str:
    if isinstance(raw, str):
        return raw.removeprefix("\ufeff")
    for kind, marks in WIDE:
        if raw.startswith(marks):
            return raw.decode(kind, "replace").removeprefix("\ufeff")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


WIDE = (("utf-16-le", (b"\xff\xfe", b"B\0")), ("utf-16-be", (b"\xfe\xff", b"\0B")))
"""Two octets for each letter: by the mark that they begin with, or by the B of BEGIN."""


def _amounts_wrong(text: str) -> str:
    if text.count("\n") > MOST_LINES:
        return "The calendar part has more than 20,000 lines, so it was not read."
    unfolded = FOLD.sub("", text)
    if len(EVENT_BEGINS.findall(unfolded)) > MOST_EVENTS:
        return "The calendar part holds more than 20 events, so it was not read."
    if len(PART_BEGINS.findall(unfolded)) > MOST_PARTS:
        return "The calendar part is nested beyond reason, so it was not read."
    return ""


def _answers_mended(text: str, hint: str) -> list[Answer]:
    """Read it as it is; if that fails, once more without what only describes zones and reminders, or stands below."""
    text = VENDORS.sub(r"\1", text)
    try:
        return list(_answers(text, hint))
    except Exception:
        end = text.upper().rfind(ENDS)
        mended = BESIDE_THE_POINT.sub("", text[: end + len(ENDS)] + "\n" if end >= 0 else text)
        if mended == text:
            raise
        return list(_answers(mended, hint))


def _answers(text: str, hint: str) -> Iterator[Answer]:
    for calendar in Calendar.from_ical(text, multiple=True):
        method = one_line(str(calendar.get("METHOD", "")) or hint, longest=40).upper()
        for event in calendar.walk("VEVENT"):
            yield from _about(event, method)


def _about(event: Component, method: str) -> Iterator[Answer]:
    uid = one_line(str(event.get("UID", "")), longest=LONGEST_UID)
    if not uid:
        return
    for attendee in _listed(event, "ATTENDEE")[:MOST_ATTENDEES] or [""]:
        yield Answer(
            method=method,
            uid=uid,
            attendee=_attendee(attendee),
            partstat=_partstat(attendee),
            sequence=_sequence(event),
            stamp=_moment(event, "DTSTAMP"),
            comment=_comment(event) or _remark(attendee),
            proposal=_proposal(event) if method == "COUNTER" else None,
        )


def _listed(event: Component, name: str) -> list[Any]:
    value = event.get(name)
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def _attendee(attendee: Any) -> str:
    """The address; where the value is a number or a path of their server, the one that stands beside it."""
    address = _address(str(attendee))
    if "@" in address and not address.startswith(("http:", "https:", "urn:", "/")):
        return address
    beside = _address(str(_parameter(attendee, "EMAIL")))
    return beside if "@" in beside else ""


def _remark(attendee: Any) -> str:
    """What they said with their answer, where it stands with their name."""
    return paragraphs(str(_parameter(attendee, "X-RESPONSE-COMMENT")), longest=LONGEST_COMMENT)


def _parameter(attendee: Any, name: str) -> Any:
    return getattr(attendee, "params", {}).get(name, "")


def _address(value: str) -> str:
    return one_line(MAILTO.sub("", value), longest=LONGEST_ADDRESS).lower()


def _partstat(attendee: Any) -> PartStat:
    said = str(_parameter(attendee, "PARTSTAT")).strip().upper()
    return PartStat(said) if said in PartStat.__members__.values() else PartStat.NEEDS_ACTION


def _sequence(event: Component) -> int | None:
    """The SEQUENCE; one beyond 31 bits is somebody's clock or mischief, and counts as none."""
    said = str(event.get("SEQUENCE", "")).strip()
    return int(said) if said.isascii() and said.isdigit() and len(said) <= 10 and int(said) < 2**31 else None


def _comment(event: Component) -> str:
    said = "\n".join(str(comment) for comment in _listed(event, "COMMENT"))
    return paragraphs(said, longest=LONGEST_COMMENT)


def _moment(event: Component, name: str) -> datetime | None:
    """The instant of a property in UTC; None for a date, or a time in an unknown zone."""
    value = getattr(event.get(name), "dt", None)
    if not isinstance(value, datetime):
        return None
    if value.tzinfo is None:
        # DTSTAMP is UTC by RFC 5545 §3.8.7.2, and some forget to say so.
        return value.replace(tzinfo=UTC) if name == "DTSTAMP" else None
    return value.astimezone(UTC)


def _proposal(event: Component) -> TimeSpan | None:
    start, end = _moment(event, "DTSTART"), _moment(event, "DTEND")
    length = getattr(event.get("DURATION"), "dt", None)
    if start and end is None and length is not None:
        end = start + length
    return TimeSpan(start, end) if start and end and start < end else None
