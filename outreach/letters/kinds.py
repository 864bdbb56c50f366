"""What a letter is for, more finely than the coach distinguishes. Pure."""

from enum import StrEnum

from outreach.letters.facts import Kind


class LetterKind(StrEnum):
    """The letters of an interview, from the ask to the day when it has all come to something."""

    OUTREACH = "outreach"
    NUDGE = "nudge"
    CLOSE = "close"
    PROPOSAL = "proposal"
    QUESTIONS = "questions"
    REDIRECT = "redirect"
    LATER = "later"
    DECLINE = "decline"
    AHEAD = "ahead"
    CONFIRMATION = "confirmation"
    MOVED_BY_ME = "moved_by_me"
    MOVED_BY_THEM = "moved_by_them"
    MISSED_BY_ME = "missed_by_me"
    MISSED_BY_THEM = "missed_by_them"
    THANKS = "thanks"
    INTRODUCTION = "introduction"
    REFERRAL_CHECK = "referral_check"
    REFERRAL_THANKS = "referral_thanks"
    REFERRAL_WROTE = "referral_wrote"
    REFERRAL_ANSWERED = "referral_answered"
    REFERRAL_UPDATE = "referral_update"
    REFERRAL_FAILED = "referral_failed"
    REFERRAL_NOT_PURSUED = "referral_not_pursued"
    REFERRAL_LANDED = "referral_landed"
    REFERRAL_ANOTHER_PATH = "referral_another_path"
    ADVICE_UPDATE = "advice_update"
    IN_TOUCH_1M = "in_touch_1m"
    IN_TOUCH_3M = "in_touch_3m"
    IN_TOUCH_6M = "in_touch_6m"
    ASK_AGAIN = "ask_again"
    CONGRATULATIONS = "congratulations"
    LANDED = "landed"
    ANOTHER_PATH = "another_path"
    PAY_FORWARD = "pay_forward"

    @property
    def coached_as(self) -> Kind:
        """Which of the coach's kinds of rules apply."""
        return COACHED_AS[self]

    @property
    def is_to_introducer(self) -> bool:
        """Whether it is written to the person who led to the contact, not to the contact."""
        return self in TO_INTRODUCER


TO_INTRODUCER = frozenset(
    {
        LetterKind.REFERRAL_THANKS,
        LetterKind.REFERRAL_WROTE,
        LetterKind.REFERRAL_ANSWERED,
        LetterKind.REFERRAL_UPDATE,
        LetterKind.REFERRAL_FAILED,
        LetterKind.REFERRAL_NOT_PURSUED,
        LetterKind.REFERRAL_LANDED,
        LetterKind.REFERRAL_ANOTHER_PATH,
    }
)

COACHED_AS = dict.fromkeys(LetterKind, Kind.KEEP_IN_TOUCH) | {
    LetterKind.OUTREACH: Kind.OUTREACH,
    LetterKind.NUDGE: Kind.NUDGE,
    LetterKind.PROPOSAL: Kind.SCHEDULING,
    LetterKind.CONFIRMATION: Kind.SCHEDULING,
    LetterKind.MOVED_BY_ME: Kind.SCHEDULING,
    LetterKind.MOVED_BY_THEM: Kind.SCHEDULING,
    LetterKind.MISSED_BY_THEM: Kind.SCHEDULING,
    LetterKind.THANKS: Kind.THANKS,
}
"""The letters with rules of their own; every other one is read as one that keeps in touch. Word to an
introducer is not coached as a referral: those rules ask for leave to use a name towards somebody else."""


class Origin(StrEnum):
    """Where the words of a revision came from."""

    DRAFTED = "drafted"
    TYPED = "typed"
    TEMPLATE = "template"
    SUGGESTED = "suggested"
    RESTORED = "restored"
