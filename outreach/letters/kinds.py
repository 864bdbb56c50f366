"""What a letter is for, more finely than the coach distinguishes. Pure."""

from enum import StrEnum

from outreach.letters.facts import Kind


class LetterKind(StrEnum):
    """The letters of an interview, from the ask to the thanks."""

    OUTREACH = "outreach"
    NUDGE = "nudge"
    PROPOSAL = "proposal"
    QUESTIONS = "questions"
    REDIRECT = "redirect"
    LATER = "later"
    DECLINE = "decline"
    CONFIRMATION = "confirmation"
    THANKS = "thanks"
    REFERRAL_UPDATE = "referral_update"

    @property
    def coached_as(self) -> Kind:
        """Which of the coach's kinds of rules apply."""
        return COACHED_AS[self]


COACHED_AS = {
    LetterKind.OUTREACH: Kind.OUTREACH,
    LetterKind.NUDGE: Kind.NUDGE,
    LetterKind.PROPOSAL: Kind.SCHEDULING,
    LetterKind.QUESTIONS: Kind.KEEP_IN_TOUCH,
    LetterKind.REDIRECT: Kind.KEEP_IN_TOUCH,
    LetterKind.LATER: Kind.KEEP_IN_TOUCH,
    LetterKind.DECLINE: Kind.KEEP_IN_TOUCH,
    LetterKind.CONFIRMATION: Kind.SCHEDULING,
    LetterKind.THANKS: Kind.THANKS,
    LetterKind.REFERRAL_UPDATE: Kind.KEEP_IN_TOUCH,
}


class Origin(StrEnum):
    """Where the words of a revision came from."""

    DRAFTED = "drafted"
    TYPED = "typed"
    TEMPLATE = "template"
    SUGGESTED = "suggested"
    RESTORED = "restored"
