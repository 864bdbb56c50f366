"""Which lines of the journal tell of a touch between the account and a contact. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import Enum, auto
from typing import Any

OURS = frozenset(
    {
        "letter.sent",
        "letter.by_hand",
        "touch.ours",
        "mail.by_hand",
        "told.asked",
        "told.thanked",
        "booking.put_off",
    }
)
THEIRS = (
    "answer.",
    "link.",
    "booking.made",
    "booking.moved",
    "mail.answer",
    "mail.counted",
    "mail.accepted",
    "mail.tentative",
    "mail.declined",
    "mail.proposed",
    "touch.theirs",
    "debrief.kept",
    "told.met",
)
"""What is a sign of life, by the beginning of its name in the journal. Notes of a talk stand for the talk."""
UNDONE = {"letter.not_by_hand": "letter.by_hand", "step.undone": ""}
"""What takes back a line before it, which was no touch after all; and the name of that line, if there is but one."""


class Direction(Enum):
    """Who turned to whom."""

    OURS = auto()
    THEIRS = auto()


def direction(name: str, particulars: Mapping[str, Any]) -> Direction | None:
    """Who turned to whom, if this line tells of a touch with its contact at all.

    A letter that went to who led to the contact is none with the contact.
    """
    if name in OURS:
        return None if particulars.get("reader") else Direction.OURS
    if name.startswith(THEIRS):
        return Direction.THEIRS
    return Direction.OURS if name == "follow_up.done" and particulars.get("to_them") else None


def happened_at(at: datetime, particulars: Mapping[str, Any]) -> datetime:
    """When it happened, where that was before it was written down: a talk, or a letter that lay in the mailbox."""
    earlier = particulars.get("happened_at")
    return min(at, datetime.fromisoformat(earlier)) if isinstance(earlier, str) else at


def taken_back(lines: Sequence[tuple[str, Mapping[str, Any]]]) -> set[int]:
    """The places of those lines, of all in order, that a later one takes back."""
    gone: set[int] = set()
    for place, (name, particulars) in enumerate(lines):
        if name in UNDONE:
            undone = UNDONE[name] or particulars.get("undone")
            kind = particulars.get("kind")
            same = [
                before
                for before, (earlier, told) in enumerate(lines[:place])
                if earlier == undone and before not in gone and (kind is None or told.get("kind") == kind)
            ]
            gone.update(same[-1:])
    return gone
