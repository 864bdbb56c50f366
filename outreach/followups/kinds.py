"""The things that courtesy asks for after a step. Pure."""

from enum import StrEnum


class FollowUpKind(StrEnum):
    """What to say, or to do, next."""

    SECOND_PERSON = "second_person"
    NUDGE = "nudge"
    CLOSE_NO_REPLY = "close_no_reply"
    WRITE_AGAIN = "write_again"
    CONFIRMATION = "confirmation"
    DEBRIEF = "debrief"
    THANKS = "thanks"
    REFERRAL_UPDATE = "referral_update"
    ADVICE_UPDATE = "advice_update"


MOOT_ONCE_LATE = frozenset({FollowUpKind.CONFIRMATION})
"""What nobody needs any more after its last moment: a word before the talk, once the talk is there."""
