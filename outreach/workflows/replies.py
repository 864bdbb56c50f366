"""What follows from the contact's answer."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from outreach.accounts.models import Account
from outreach.bookings.holds import Hold
from outreach.bookings.models import Booking
from outreach.contacts.models import Contact
from outreach.errors import OutreachError
from outreach.followups.kinds import Event
from outreach.followups.planning import Circumstances, take_in
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.journal.models import Entry, note
from outreach.letters.kinds import LetterKind
from outreach.mail.incoming import IncomingMessage


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


class OutOfPlace(OutreachError):
    """There is nothing left for the contact to answer."""

    status = 409


FURTHEST = timedelta(days=5 * 366)
"""How far ahead somebody may ask to be written to again."""

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
MEANS = {
    Answer.YES: Event.SAID_YES,
    Answer.LATER: Event.SAID_LATER,
    Answer.NO: Event.SAID_NO,
    Answer.SOMEBODY_ELSE: Event.SENT_ON,
    Answer.QUESTIONS: Event.WANTS_QUESTIONS,
}


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
    instead; each is only read where the answer needs it. The same answer noted
    again changes nothing. Raises UnclearAnswer, OutOfPlace.
    """
    if answer is Answer.SOMEBODY_ELSE:
        _check_name(named, interview)
    if answer is Answer.LATER and later_on is not None:
        _check_date(later_on, interview, now=now)
    _check_place(interview)
    moved = interview.reach(REACHES[answer], now=now)
    if answer is not Answer.YES:
        Hold.release(interview, outcome="answered", now=now)
    IncomingMessage.settle_all(interview, now=now)
    is_new = _tell(
        interview,
        answer,
        is_new=moved,
        named=named,
        later_on=later_on.isoformat() if later_on else "",
        now=now,
    )
    if answer is Answer.LATER:
        interview.later_on = later_on
    if is_new:
        around = Circumstances(named=later_on, told={"person": named} if named else {})
        take_in(interview, MEANS[answer], account=account, around=around, now=now)
    if answer is Answer.SOMEBODY_ELSE:
        _meet(interview, named, account=account, now=now)
    return CALLS_FOR[answer]


def _check_name(named: str, interview: Interview) -> None:
    if not named:
        raise UnclearAnswer("Whom did they name? Give the name, so that it is not lost.")
    if named.casefold() == interview.contact.name.casefold():
        raise UnclearAnswer(f"That is {interview.contact.name}’s own name. Whom did they name?")


def _check_date(later_on: date, interview: Interview, *, now: datetime) -> None:
    today = now.astimezone(ZoneInfo(interview.contact.timezone)).date()
    if not today <= later_on <= today + FURTHEST:
        raise UnclearAnswer(
            "That day has passed already. Which day did they mean?"
            if later_on < today
            else "That is more than five years ahead. Give a nearer day, or none."
        )


def _check_place(interview: Interview) -> None:
    name = interview.contact.name
    if interview.stage in {Stage.MET, Stage.THANKED}:
        raise OutOfPlace(f"You have talked with {name} already, so there is nothing left to answer.")
    if Booking.live(interview) is not None:
        raise OutOfPlace(f"A time with {name} is agreed. If it is off, cancel it first.")


def _tell(interview: Interview, answer: Answer, *, is_new: bool, now: datetime, **told: str) -> bool:
    """Write the answer into the story, unless it is the one that stands there last; True if that was news."""
    last = Entry.last_of(interview, "answer")
    if is_new or last is None or (last.name, last.particulars) != (f"answer.{answer}", told):
        note(f"answer.{answer}", interview, at=now, **told)
        return True
    return False


def _meet(interview: Interview, named: str, *, account: Account, now: datetime) -> None:
    """Add the person they named, and remember who named them."""
    person = Contact.named_by(interview.contact, named, of=account, now=now)
    if person.created_at == now:
        note("contact.added", person, at=now, who=named, clock=person.timezone)
