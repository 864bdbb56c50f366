"""What follows from the contact's answer."""

from datetime import date, datetime
from enum import StrEnum

from outreach.accounts.models import Account
from outreach.contacts.models import Contact
from outreach.errors import OutreachError
from outreach.followups import cadence
from outreach.followups.kinds import FollowUpKind
from outreach.followups.models import FollowUp
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.journal.models import note
from outreach.letters.kinds import LetterKind


class Answer(StrEnum):
    """What they said."""

    YES = "yes"
    LATER = "later"
    NO = "no"
    SOMEBODY_ELSE = "somebody_else"
    QUESTIONS = "questions"


class UnclearAnswer(OutreachError):
    """The answer was not one of those we know, or lacks what it needs."""

    def __init__(self, text: str = "Please choose what they answered.") -> None:
        super().__init__(text)


REACHES = {
    Answer.YES: Stage.ANSWERED,
    Answer.LATER: Stage.LATER,
    Answer.NO: Stage.DECLINED,
    Answer.SOMEBODY_ELSE: Stage.REDIRECTED,
    Answer.QUESTIONS: Stage.ANSWERED,
}
CALLS_FOR = {
    Answer.YES: LetterKind.PROPOSAL,
    Answer.LATER: LetterKind.LATER,
    Answer.NO: LetterKind.DECLINE,
    Answer.SOMEBODY_ELSE: LetterKind.REDIRECT,
    Answer.QUESTIONS: LetterKind.QUESTIONS,
}
SILENCE = (FollowUpKind.SECOND_PERSON, FollowUpKind.NUDGE, FollowUpKind.CLOSE_NO_REPLY)


def note_answer(
    interview: Interview,
    answer: Answer,
    *,
    account: Account,
    later_on: date | None = None,
    named: str = "",
    now: datetime,
) -> LetterKind:
    """Move the interview as the answer says, and name the letter that it calls for.

    ``later_on`` is when they asked to hear again, ``named`` whom they named
    instead; each is only read where the answer needs it. Raises UnclearAnswer.
    """
    if answer is Answer.SOMEBODY_ELSE and not named:
        raise UnclearAnswer("Whom did they name? Give the name, so that it is not lost.")
    interview.reach(REACHES[answer], now=now)
    FollowUp.settle(interview, *SILENCE, outcome="dropped", now=now)
    note(
        f"answer.{answer}", interview, at=now, named=named, later_on=later_on.isoformat() if later_on else ""
    )
    if answer is Answer.LATER:
        _park(interview, later_on)
    if answer is Answer.SOMEBODY_ELSE:
        _meet(interview, named, account=account, now=now)
    return CALLS_FOR[answer]


def _park(interview: Interview, later_on: date | None) -> None:
    interview.later_on = later_on
    if later_on is not None:
        due = cadence.on_date(later_on, timezone=interview.contact.timezone)
        FollowUp.plan(interview, FollowUpKind.WRITE_AGAIN, due_at=due.at, late_at=due.late)


def _meet(interview: Interview, named: str, *, account: Account, now: datetime) -> None:
    """Add the person they named, and remember who named them."""
    person = Contact.named_or_new(named, of=account, now=now)
    if person.created_at == now:
        person.organization_id, person.timezone = (
            interview.contact.organization_id,
            interview.contact.timezone,
        )
        note("contact.added", person, at=now, who=named)
    if person.referral is None:
        person.credit(interview.contact, now=now)
