"""What courtesy asks for after a step: the thirty-one follow-ups, and a few things of our own. Pure."""

from enum import StrEnum


class FollowUpKind(StrEnum):
    """What to say, or to do, next. Of two that are due for one reader, the one named first here goes first."""

    MISSED_BY_ME = "missed_by_me"
    MOVED_BY_ME = "moved_by_me"
    MISSED_BY_THEM = "missed_by_them"
    MOVED_BY_THEM = "moved_by_them"
    PROPOSAL = "proposal"
    QUESTIONS = "questions"
    REDIRECT = "redirect"
    FIRST_LETTER = "first_letter"
    WRITE_AGAIN = "write_again"
    LATER = "later"
    DECLINE = "decline"
    AHEAD = "ahead"
    CONFIRMATION = "confirmation"
    DEBRIEF = "debrief"
    THANKS = "thanks"
    CARD = "card"
    LANDED = "landed"
    ANOTHER_PATH = "another_path"
    INTRODUCTION = "introduction"
    REFERRAL_CHECK = "referral_check"
    CONGRATULATIONS = "congratulations"
    ASK_AGAIN = "ask_again"
    ADVICE_UPDATE = "advice_update"
    IN_TOUCH_1M = "in_touch_1m"
    IN_TOUCH_3M = "in_touch_3m"
    IN_TOUCH_6M = "in_touch_6m"
    PAY_FORWARD = "pay_forward"
    CLOSE_NO_REPLY = "close_no_reply"
    NUDGE = "nudge"
    SECOND_PERSON = "second_person"

    REFERRAL_UPDATE = "referral_update"
    REFERRAL_FAILED = "referral_failed"
    REFERRAL_NOT_PURSUED = "referral_not_pursued"
    REFERRAL_ANSWERED = "referral_answered"
    REFERRAL_WROTE = "referral_wrote"
    REFERRAL_THANKS = "referral_thanks"
    REFERRAL_LANDED = "referral_landed"
    REFERRAL_ANOTHER_PATH = "referral_another_path"


ORDER = {kind: place for place, kind in enumerate(FollowUpKind)}
"""Which goes first, by kind."""

IN_TOUCH = (FollowUpKind.IN_TOUCH_1M, FollowUpKind.IN_TOUCH_3M, FollowUpKind.IN_TOUCH_6M)
END_FOR_INTRODUCER = frozenset({FollowUpKind.REFERRAL_LANDED, FollowUpKind.REFERRAL_ANOTHER_PATH})
"""What became of it all, said to somebody who led to the contact and with whom there was nothing of their own."""
TO_INTRODUCER = frozenset(
    {
        FollowUpKind.REFERRAL_UPDATE,
        FollowUpKind.REFERRAL_FAILED,
        FollowUpKind.REFERRAL_NOT_PURSUED,
        FollowUpKind.REFERRAL_ANSWERED,
        FollowUpKind.REFERRAL_WROTE,
        FollowUpKind.REFERRAL_THANKS,
        *END_FOR_INTRODUCER,
    }
)
"""What is said to the person who led to the contact, and not to the contact."""


def older_news(kind: FollowUpKind) -> frozenset[FollowUpKind]:
    """What an introducer need not hear any more once they have heard this, which is later on the road.

    How it all ended is no news of the contact: it takes the place of none, and none takes its place.
    """
    if kind in END_FOR_INTRODUCER:
        return frozenset()
    return frozenset(other for other in TO_INTRODUCER - END_FOR_INTRODUCER if ORDER[other] > ORDER[kind])


DEEDS = frozenset({FollowUpKind.DEBRIEF, FollowUpKind.CARD, FollowUpKind.SECOND_PERSON})
"""What is done rather than written to the contact; a letter to them may be due beside it."""

MOOT_ONCE_LATE = frozenset({FollowUpKind.CONFIRMATION, FollowUpKind.CARD, FollowUpKind.SECOND_PERSON})
"""What nobody needs any more after its last moment: a word before the talk, once the talk is there; a
second person, once it is time to remind the first."""


class Event(StrEnum):
    """What happened between the two, as far as it calls for something or makes it needless."""

    ASKED = "asked"
    REMINDED = "reminded"
    NOT_REMINDED = "not_reminded"
    RESTED = "rested"
    BOUNCED = "bounced"
    LEFT_ALONE = "left_alone"

    SAID_YES = "said_yes"
    NONE_FITS = "none_fits"
    SAID_LATER = "said_later"
    SAID_NO = "said_no"
    SENT_ON = "sent_on"
    WANTS_QUESTIONS = "wants_questions"

    BOOKED = "booked"
    CANCELLED_BY_US = "cancelled_by_us"
    CANCELLED_BY_THEM = "cancelled_by_them"
    MISSED_BY_US = "missed_by_us"
    MISSED_BY_THEM = "missed_by_them"
    DEBRIEFED = "debriefed"
    THANKED = "thanked"

    NAMED = "named"
    PROMISED = "promised"
    INTRODUCED = "introduced"
    NOT_PURSUED = "not_pursued"
    NEW_QUESTION = "new_question"
    THEIR_NEWS = "their_news"
    LANDED = "landed"
    ANOTHER_PATH = "another_path"


class Given(StrEnum):
    """What must hold for a rule to apply."""

    INTRODUCER = "introducer"
    """Somebody led to the contact."""
    IN_PERSON = "in_person"
    """The two meet face to face."""
    DAY_NAMED = "day_named"
    """They named a day to be written to again."""
    NOTICE = "notice"
    """The meeting is far enough ahead for a word before it."""
    CLOSEST = "closest"
    """Of all who helped, this one stands for them: what is offered once a year is offered to one."""
