"""Which things to show first: by what they are worth, and by how far their best time has gone. Pure.

Nothing is worth more for being years late: after its latest moment a thing keeps
its place for a week and then steps back, so that what was missed never buries
what can still be done well.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from outreach.followups.kinds import TO_INTRODUCER, FollowUpKind
from outreach.followups.whens import Due

KEEPS_ITS_PLACE = timedelta(days=7)
STEPPED_BACK = 0.5

WAITED_FOR, BEFORE_A_TALK, AFTER_A_TALK, PROMISED, DEBT, ASK, NICE, SMALL, LAST = 10, 9, 8, 7, 6, 5, 4, 3, 2

VALUE: Mapping[FollowUpKind, int] = {
    FollowUpKind.MISSED_BY_ME: WAITED_FOR,
    FollowUpKind.MOVED_BY_ME: WAITED_FOR,
    FollowUpKind.MISSED_BY_THEM: WAITED_FOR,
    FollowUpKind.MOVED_BY_THEM: WAITED_FOR,
    FollowUpKind.PROPOSAL: WAITED_FOR,
    FollowUpKind.QUESTIONS: WAITED_FOR,
    FollowUpKind.CONFIRMATION: BEFORE_A_TALK,
    FollowUpKind.AHEAD: BEFORE_A_TALK,
    FollowUpKind.DEBRIEF: AFTER_A_TALK,
    FollowUpKind.THANKS: AFTER_A_TALK,
    FollowUpKind.LATER: PROMISED,
    FollowUpKind.REDIRECT: PROMISED,
    FollowUpKind.WRITE_AGAIN: PROMISED,
    FollowUpKind.FIRST_LETTER: PROMISED,
    FollowUpKind.INTRODUCTION: PROMISED,
    FollowUpKind.DECLINE: PROMISED,
    **dict.fromkeys(TO_INTRODUCER, DEBT),
    FollowUpKind.NUDGE: ASK,
    FollowUpKind.CONGRATULATIONS: ASK,
    FollowUpKind.LANDED: ASK,
    FollowUpKind.ANOTHER_PATH: ASK,
    FollowUpKind.REFERRAL_LANDED: ASK,
    FollowUpKind.REFERRAL_ANOTHER_PATH: ASK,
    FollowUpKind.SECOND_PERSON: NICE,
    FollowUpKind.REFERRAL_CHECK: NICE,
    FollowUpKind.ADVICE_UPDATE: NICE,
    FollowUpKind.ASK_AGAIN: NICE,
    FollowUpKind.IN_TOUCH_1M: SMALL,
    FollowUpKind.IN_TOUCH_3M: SMALL,
    FollowUpKind.IN_TOUCH_6M: SMALL,
    FollowUpKind.CARD: SMALL,
    FollowUpKind.PAY_FORWARD: SMALL,
    FollowUpKind.CLOSE_NO_REPLY: LAST,
}
"""What a kind is worth: most where somebody waits for a word of ours, least where nobody would miss it."""


class Standing(StrEnum):
    """Where a thing stands between its ideal and its latest moment."""

    IN_TIME = "in_time"
    """Its best time has begun and is not half over."""
    SOON = "soon"
    """More than half of its time has gone."""
    LATE = "late"
    """Its latest moment has passed; it waits for the person all the same."""


def standing(due: Due, *, now: datetime) -> Standing:
    """How far the best time of a thing has gone."""
    if now > due.late:
        return Standing.LATE
    return Standing.SOON if _gone(due, now=now) > STEPPED_BACK else Standing.IN_TIME


def weight(value: int, due: Due | None, *, now: datetime) -> float:
    """How much a thing should stand on top: its worth, doubled towards its latest moment.

    ``due`` is None for what has no date and only waits for us.
    """
    if due is None:
        return float(value)
    if now > due.late + KEEPS_ITS_PLACE:
        return value * STEPPED_BACK
    return value * (1 + _gone(due, now=now))


def _gone(due: Due, *, now: datetime) -> float:
    """The part of its time that has gone, from 0 to 1."""
    length = due.late - due.at
    if now >= due.late or length <= timedelta(0):
        return 1.0
    return max(timedelta(0), now - due.at) / length
