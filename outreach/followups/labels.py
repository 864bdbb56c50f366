"""How somebody answers, told from facts: how soon they were heard from, and what they did. Pure.

Three working days of the contact's country make a quick answer, seven of silence
a silent one: the same steps by which one looks for a second person and reminds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from outreach.contacts.kinds import Label
from outreach.followups.working_days import Days

QUICK, SILENT_AFTER = 3, 7
"""Working days: heard from within the first is quick; nothing for the second is silence."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One time that somebody was asked, and when they were first heard from."""

    asked_at: datetime
    heard_at: datetime | None = None
    said_no: bool = False


def label_of(asks: Sequence[Ask], days: Days, *, has_helped: bool = False, now: datetime) -> Label | None:
    """The label that the facts give; None while they say nothing.

    ``has_helped`` is a deed: they led to somebody. It outweighs how long they
    took. A quick no is kind, and no promise of help, so it earns no label.
    """
    if has_helped:
        return Label.BOOSTER
    told = [ask for ask in asks if ask.heard_at is not None or _is_silent(ask, days, now=now)]
    if not told:
        return None
    last = max(told, key=lambda ask: ask.asked_at)
    if last.heard_at is None:
        return Label.SILENT
    if last.said_no:
        return None
    return Label.BOOSTER if is_quick(last.asked_at, last.heard_at, days) else Label.OBLIGATE


def is_quick(asked_at: datetime, heard_at: datetime, days: Days) -> bool:
    """Whether they were heard from by the end of the third working day after being asked."""
    return heard_at < days.end_of(asked_at, QUICK)


def _is_silent(ask: Ask, days: Days, *, now: datetime) -> bool:
    return ask.heard_at is None and now >= days.after(ask.asked_at, SILENT_AFTER)
