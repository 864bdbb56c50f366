"""The list of one interview, made from the bank and from what is known."""

from dataclasses import dataclass, replace
from datetime import datetime

from outreach.accounts.models import Account
from outreach.database import saved
from outreach.interviews.models import Interview
from outreach.questions.bank import Bank
from outreach.questions.models import Question, QuestionList
from outreach.questions.tailoring import Choice, Tailored, Wanted, alternatives, tailor
from outreach.questions.timing import allow
from outreach.questions.topics import Topic

BY_MAIL = 4
"""Nobody minds four questions; three to five is what people answer."""

OWN_MINUTES = 3
"""What a question of one's own is taken to cost, with its answer."""


def wanted_for(interview: Interview, account: Account) -> Wanted:
    """What the list has to suit: the time, the purpose, and who the two are."""
    return Wanted(
        minutes=interview.minutes,
        purpose=interview.purpose,
        level=interview.contact.level,
        situation=account.situation,
        occupation=interview.contact.title or interview.narrow,
        seed=f"{interview.account_id}/{interview.id}",
    )


def tailored(interview: Interview, account: Account) -> Tailored:
    return tailor(wanted_for(interview, account), Bank.load())


def tailored_for(interview: Interview, account: Account, *, now: datetime) -> QuestionList:
    """A fresh list for the interview: the questions in order, the spares below the line."""
    made = tailored(interview, account)
    spares = {choice.key for choice in made.spares}
    return saved(
        QuestionList(
            account_id=account.id,
            interview_id=interview.id,
            made_at=now,
            questions=[
                _as_question(choice, place, is_spare=choice.key in spares)
                for place, choice in enumerate((*made.questions, *made.spares))
            ],
        )
    )


def best_by_mail(interview: Interview, account: Account) -> tuple[str, ...]:
    """The few questions worth answering in writing, the most important first."""
    made = tailored(interview, account)
    asked = [choice for choice in made.questions if choice.topic not in {Topic.REF, Topic.CLOSE}]
    starred_first = sorted(asked, key=lambda choice: not choice.starred)
    return tuple(choice.text for choice in starred_first[:BY_MAIL])


@dataclass(frozen=True, slots=True)
class Timing:
    """What a list needs and what the talk has for it, in minutes; ``opening`` goes before the first question."""

    needed: float
    available: float
    opening: float
    agreed: int

    @property
    def over(self) -> float:
        """The minutes that are missing; nought or less when all fits."""
        return self.needed - self.available


def timing_of(questions: QuestionList, interview: Interview) -> Timing:
    """How the questions above the line fit the minutes asked for."""
    allowance = allow(interview.minutes)
    return Timing(
        needed=sum(map(minutes_of, questions.asked)),
        available=allowance.for_questions,
        opening=allowance.opening,
        agreed=interview.minutes,
    )


def minutes_of(question: Question) -> float:
    """What the question costs with its answer: what the bank says, else what such questions usually cost."""
    known = Bank.load().by_key.get(question.key)
    if known is not None:
        return known.minutes
    return Topic(question.topic).usual_minutes if question.topic else OWN_MINUTES


def others_for(question: Question, account: Account) -> tuple[Choice, ...]:
    """Up to three others from the bank that could stand in the question's place; none for one's own."""
    bank = Bank.load()
    if question.key not in bank.by_key:
        return ()
    listed = {other.key for other in question.list.questions}
    made = tailored(question.list.interview, account)
    as_it_stands = replace(made, questions=tuple(c for c in made.questions if c.key in listed))
    return alternatives(as_it_stands, question.key, without=listed)


def _as_question(choice: Choice, place: int, *, is_spare: bool) -> Question:
    return Question(
        position=place,
        text=choice.text,
        topic=str(choice.topic),
        key=choice.key,
        why=choice.why,
        is_starred=choice.starred,
        is_spare=is_spare,
    )
