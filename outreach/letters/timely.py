"""Whether a letter that waited still says the right thing at the moment it would leave. Pure."""

from dataclasses import dataclass

from outreach.interviews.stages import Stage
from outreach.letters.kinds import LetterKind

ASKS = frozenset({LetterKind.OUTREACH, LetterKind.NUDGE, LetterKind.CLOSE})
"""Letters that ask for an answer: out of place once there is one."""
OFFERS_TIMES = frozenset(
    {
        LetterKind.PROPOSAL,
        LetterKind.MOVED_BY_ME,
        LetterKind.MOVED_BY_THEM,
        LetterKind.MISSED_BY_ME,
        LetterKind.MISSED_BY_THEM,
    }
)
"""Letters that look for a time: out of place once one is agreed, or none is wanted."""
WITH_A_TALK_AHEAD = OFFERS_TIMES | {LetterKind.AHEAD}
"""Letters that lead to a talk: out of place once there is to be none. Questions by mail are for who would not talk."""
NO_TALK_NOW = frozenset({Stage.DECLINED, Stage.LATER, Stage.REDIRECTED})

SETTLED = {
    Stage.ANSWERED: "has answered in the meantime",
    Stage.BOOKED: "has chosen a time in the meantime",
    Stage.MET: "and you have talked in the meantime",
    Stage.THANKED: "and you have talked in the meantime",
    Stage.DECLINED: "has said no in the meantime",
    Stage.LATER: "has asked for later in the meantime",
    Stage.REDIRECTED: "has named somebody else in the meantime",
    Stage.NO_REPLY: "is not asked any more, as you let it rest",
    Stage.BOUNCED: "cannot be reached at this address",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand with the contact now, and what has changed since the letter was queued."""

    name: str
    stage: Stage
    has_moved: bool = False
    """Whether the stage was reached after the letter was queued."""
    has_answered: bool = False
    """Whether a message of theirs came after the letter was queued."""
    is_booked: bool = False
    booking_changed: bool = False
    """Whether a time was agreed, moved or called off after the letter was queued."""
    has_begun: bool = False
    """Whether the agreed time has come."""


def out_of_place(kind: LetterKind, standing: Standing) -> str:
    """Why a letter of this kind should not leave any more, as a full sentence; empty if it should."""
    why = _asks_in_vain(standing) if kind in ASKS else ""
    if kind in WITH_A_TALK_AHEAD and standing.has_moved and standing.stage in NO_TALK_NOW:
        why = f"{standing.name} {SETTLED[standing.stage]}"
    if kind in OFFERS_TIMES and standing.is_booked and standing.booking_changed:
        why = f"{standing.name} has chosen a time in the meantime"
    if kind is LetterKind.CONFIRMATION:
        why = _confirms_nothing(standing)
    return f"{why}, so the letter was not sent. Open it again if it still fits." if why else ""


def _asks_in_vain(standing: Standing) -> str:
    if standing.has_moved and standing.stage in SETTLED:
        return f"{standing.name} {SETTLED[standing.stage]}"
    return f"{standing.name} has answered in the meantime" if standing.has_answered else ""


def _confirms_nothing(standing: Standing) -> str:
    if not standing.is_booked:
        return f"There is no agreed time with {standing.name} any more"
    if standing.has_begun:
        return f"The time agreed with {standing.name} has come already"
    return f"The time agreed with {standing.name} has changed" if standing.booking_changed else ""
