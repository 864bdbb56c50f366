"""The list of one interview, made from the bank and from what is known."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Any

from sqlalchemy import insert

from outreach.accounts.models import Account
from outreach.database import db
from outreach.interviews.models import Interview
from outreach.questions.additions import Addition
from outreach.questions.bank import Bank
from outreach.questions.facts import Fact
from outreach.questions.models import Question, QuestionList
from outreach.questions.runsheet import FAREWELL, Line, RunSheet
from outreach.questions.short_lists import by_mail, sent_ahead
from outreach.questions.tailoring import Choice, Tailored, Wanted, alternatives, tailor
from outreach.questions.timing import allow
from outreach.questions.topics import Topic
from outreach.questions.wanted import NO_WISHES, Wishes

OWN_MINUTES = 3
A_MINUTE = timedelta(minutes=1)
"""What a question of one's own is taken to cost, with its answer."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a new list goes by beyond the interview: what is asked of everybody, what was answered before,
    and what the asker wishes.
    """

    anchors: tuple[str, ...] = ()
    answered: frozenset[str] = frozenset()
    wishes: Wishes = NO_WISHES
    facts: Mapping[str, str] | None = None
    """What was looked up, if it was read already."""
    bank: Bank | None = None
    """The account's, if it was read already."""


NOTHING_KNOWN = Known()


def wanted_for(interview: Interview, account: Account, known: Known = NOTHING_KNOWN) -> Wanted:
    """What the list has to suit: the time, the purpose, who the two are, and what was looked up."""
    return Wanted(
        minutes=interview.minutes,
        purpose=interview.purpose,
        level=interview.contact.level,
        situation=account.situation,
        programme=account.programme_or_role,
        occupation=interview.contact.title or interview.narrow,
        facts=Fact.of(interview) if known.facts is None else known.facts,
        pinned=known.anchors,
        asked=known.answered,
        soc=known.wishes.soc,
        aim=known.wishes.aim,
        also=known.wishes.also,
        seed=f"{interview.account_id}/{interview.id}",
    )


def tailored(interview: Interview, account: Account, known: Known = NOTHING_KNOWN) -> Tailored:
    """What a new list would hold."""
    return tailor(wanted_for(interview, account, known), known.bank or Addition.bank_for(account))


def tailored_for(
    interview: Interview, account: Account, known: Known = NOTHING_KNOWN, *, now: datetime
) -> QuestionList:
    """A fresh list for the interview: the questions in order, the spares below the line."""
    made = tailored(interview, account, known)
    return db.session.get_one(QuestionList, write_list(made, interview, wishes=known.wishes, now=now))


def write_list(made: Tailored, interview: Interview, *, wishes: Wishes = NO_WISHES, now: datetime) -> int:
    """Write a list for the interview down, the spares below the line; its number. As objects it would cost more."""
    connection, spares = db.session.connection(), {choice.key for choice in made.spares}
    number = connection.execute(
        NEW_LIST,
        {
            "account_id": interview.account_id,
            "interview_id": interview.id,
            "made_at": now,
            "notes": list(made.notes),
            "wishes": wishes.written,
        },
    ).scalar_one()
    rows = [
        {"list_id": number, **_as_question(choice, place, is_spare=choice.key in spares)}
        for place, choice in enumerate((*made.questions, *made.spares))
    ]
    connection.execute(NEW_QUESTIONS, rows)
    return int(number)


NEW_LIST = insert(QuestionList.__table__).returning(QuestionList.id)  # type: ignore[arg-type]
NEW_QUESTIONS = insert(Question.__table__)  # type: ignore[arg-type]


def best_by_mail(interview: Interview, account: Account) -> tuple[str, ...]:
    """The few questions worth answering in writing, the most important first."""
    return tuple(choice.text for choice in by_mail(tailored(interview, account)))


def best_ahead(questions: QuestionList, interview: Interview, account: Account) -> tuple[str, ...]:
    """Four to seven questions of the list for somebody who likes to think beforehand, as they are worded now."""
    worded = {question.key: question.text for question in questions.asked if question.key}
    made = tailored(interview, account)
    listed = replace(made, questions=tuple(c for c in made.questions if c.key in worded))
    own = tuple(question.text for question in questions.asked if not question.key)
    return (*own[:2], *(worded[choice.key] for choice in sent_ahead(listed)[: 7 - len(own[:2])]))


@dataclass(frozen=True, slots=True)
class Timing:
    """What a list needs and what the talk has for it, in minutes; ``opening`` goes before the first question.

    ``longest`` are the minutes of the questions that may be left for another day, the longest first.
    """

    needed: float
    available: float
    opening: float
    agreed: int
    longest: tuple[float, ...] = ()

    @property
    def over(self) -> float:
        """The minutes that are missing; nought or less when all fits."""
        return self.needed - self.available

    @property
    def to_leave(self) -> int:
        """How many questions must go at least before the rest fits."""
        totals = accumulate(self.longest)
        return next((count for count, total in enumerate(totals, 1) if total >= self.over), len(self.longest))


def timing_of(questions: QuestionList, interview: Interview) -> Timing:
    """How the questions above the line fit the minutes asked for."""
    allowance = allow(interview.minutes)
    return Timing(
        needed=sum(map(minutes_of, questions.asked)),
        available=allowance.for_questions,
        opening=allowance.opening,
        agreed=interview.minutes,
        longest=tuple(sorted(map(minutes_of, filter(_may_wait, questions.asked)), reverse=True)),
    )


def _may_wait(question: Question) -> bool:
    return question.topic not in FAREWELL


def minutes_of(question: Question) -> float:
    """What the question costs with its answer: what the bank says, else what such questions usually cost."""
    known = Bank.load().by_key.get(question.key)
    if known is not None:
        return known.minutes
    return Topic(question.topic).usual_minutes if question.topic else OWN_MINUTES


def runsheet_of(questions: QuestionList, interview: Interview) -> RunSheet:
    """The list laid out over the minutes asked for, in the arc that was chosen for it."""
    lines = [
        Line(str(q.id), topic, q.text, minutes_of(q), starred=q.is_starred)
        for q, topic in zip(questions.asked, _topics(questions.asked), strict=True)
    ]
    return RunSheet.plan(interview.minutes, lines, questions.arc)


def _topics(questions: Sequence[Question]) -> Iterator[Topic]:
    """What each is about; a question of one's own, which nobody filed, belongs to what it stands behind."""
    before = Topic.PATH
    for question in questions:
        topic = Topic(question.topic) if question.topic else before
        before = before if topic in FAREWELL else topic
        yield topic


def by_the_minute(sheet: RunSheet) -> tuple[str, ...]:
    """The questions in the order of the run-sheet, each with the minutes of the part that it belongs to."""
    return tuple(
        f"{line.text} ({segment.starts / A_MINUTE:.0f} to {segment.ends / A_MINUTE:.0f} min)"
        for segment in sheet.segments
        for line in segment.lines
    )


def others_for(question: Question, account: Account) -> tuple[Choice, ...]:
    """Up to three others from the bank that could stand in the question's place; none for one's own."""
    bank = Addition.bank_for(account)
    if question.key not in bank.by_key:
        return ()
    on = question.list
    wanted = wanted_for(on.interview, account, Known(wishes=Wishes.read(on.wishes)))
    listed = {other.key for other in on.questions}
    return alternatives(wanted, bank, question.key, opens=question in on.asked[:1], without=listed)


def _as_question(choice: Choice, place: int, *, is_spare: bool) -> dict[str, Any]:
    return {
        "position": place,
        "text": choice.text,
        "topic": str(choice.topic),
        "key": choice.key,
        "why": choice.why,
        "is_starred": choice.starred,
        "is_spare": is_spare,
    }
