"""Content lines of iCalendar, RFC 5545 §3.1. Pure.

Written directly and not through a calendar object, which takes thirty times as
long: a booking waits for two of these texts, and a feed has a thousand events.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

LONGEST_LINE = 74
"""Octets: one less than a line may have, since the blank that marks a continuation counts."""
A_DAY = timedelta(days=1)


def written(lines: Iterable[str]) -> str:
    """The lines as one text, each folded where it is too long, with CRLF line ends."""
    # Most lines are short, and need not be looked at any closer.
    short = [line if len(line) <= LONGEST_LINE and line.isascii() else folded(line) for line in lines]
    return "\r\n".join([*short, ""])


def utc(moment: datetime) -> str:
    """An aware moment, to the second below: iCalendar knows no smaller ones."""
    at = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    # A tenth of the time that strftime takes.
    return at.isoformat()[:19].replace("-", "").replace(":", "") + "Z"


def duration(length: timedelta) -> str:
    """A length of time, in whole seconds, RFC 5545 §3.3.6: ``-PT15M`` for a quarter of an hour before."""
    days, rest = divmod(abs(length), A_DAY)
    minutes, seconds = divmod(rest.seconds, 60)
    parts = ((minutes // 60, "H"), (minutes % 60, "M"), (seconds, "S"))
    times = "".join(f"{number}{unit}" for number, unit in parts if number)
    sign = "-" if length < timedelta(0) else ""
    return f"{sign}P{f'{days}D' if days or not times else ''}{f'T{times}' if times else ''}"


def escaped(text: str) -> str:
    r"""The text as a TEXT value, RFC 5545 §3.3.11: four characters get a backslash, ``\n`` included."""
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(line: str) -> str:
    """The line broken where it is too long, and never within a character or behind the mark of an escaped one."""
    if len(line) <= LONGEST_LINE and line.isascii():
        return line
    octets = line.encode()
    if len(octets) <= LONGEST_LINE:
        return line
    parts, start = [], 0
    while len(octets) - start > LONGEST_LINE:
        end = start + LONGEST_LINE
        while octets[end] & 0xC0 == 0x80:  # the middle of a UTF-8 character
            end -= 1
        if octets[end - 1] in b"\\^":
            end -= 1
        parts.append(octets[start:end].decode())
        start = end
    parts.append(octets[start:].decode())
    return "\r\n ".join(parts)
