"""How fast letters leave: so many in any twenty-four hours, and never two in one breath. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256

A_DAY = timedelta(hours=24)


def gap_after(message_id: str, spacing: timedelta) -> timedelta:
    """How long to wait after this message: between half and one and a half times ``spacing``.

    Drawn from its Message-ID rather than by chance, so that every worker and
    every start afterwards waits for the same moment.
    """
    drawn = int.from_bytes(sha256(message_id.encode()).digest()[:4]) / 2**32
    return spacing * (0.5 + drawn)


def over_limit_until(handed: Sequence[datetime], *, now: datetime, most_a_day: int) -> datetime | None:
    """When the next letter may leave, if the limit of any twenty-four hours is reached; None if it is not.

    ``handed`` are the moments at which the last letters were given to the
    server, in any order; those older than a day count no more. A limit of
    nothing is looked at again in a day.
    """
    counted = sorted(moment for moment in handed if moment > now - A_DAY)
    if len(counted) < most_a_day:
        return None
    return counted[len(counted) - most_a_day] + A_DAY if most_a_day else now + A_DAY


def too_soon_until(
    last: tuple[datetime, str] | None, *, now: datetime, spacing: timedelta
) -> datetime | None:
    """When the gap after the last letter (its moment and its Message-ID) is over; None if it is."""
    if last is None:
        return None
    handed_at, message_id = last
    free = handed_at + gap_after(message_id, spacing)
    # A clock that was turned back must not hold letters for as long as it was turned.
    return free if handed_at <= now < free else None
