"""Preparing for a talk: the list of questions, made once and then the person's own."""

from datetime import datetime

from outreach.accounts.models import Account
from outreach.database import db
from outreach.errors import NotFound
from outreach.interviews.models import Interview
from outreach.journal.models import note
from outreach.questions import reasons
from outreach.questions.lists import others_for, tailored_for
from outreach.questions.models import Question, QuestionList


def make_list(interview: Interview, *, account: Account, now: datetime) -> QuestionList:
    """The interview's list; a fresh one if there is none yet."""
    found = QuestionList.of(interview)
    if found is not None:
        return found
    made = tailored_for(interview, account, now=now)
    note("questions.made", interview, at=now, count=len(made.asked))
    return made


def start_afresh(interview: Interview, *, account: Account, now: datetime) -> QuestionList:
    """Put a new list, as the interview now asks for it, in place of the one there is."""
    found = QuestionList.of(interview)
    if found is not None:
        db.session.delete(found)
        db.session.flush()
    return make_list(interview, account=account, now=now)


def add_own(questions: QuestionList, text: str) -> Question:
    """Put a question of the person's own before the farewell. Raises ListFull."""
    return questions.add(text, why=reasons.OWN)


def swap(question: Question, key: str, *, account: Account) -> None:
    """Put another question of the bank in this one's place. Raises NotFound for one that was not offered."""
    for other in others_for(question, account):
        if other.key == key:
            question.take(other.text, topic=str(other.topic), key=other.key, why=other.why)
            return
    raise NotFound("That question is not among the others any more. Open them again to see which are.")
