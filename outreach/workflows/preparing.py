"""Preparing for a talk: the homework, and the list of questions, made once and then the person's own."""

from collections.abc import Mapping
from datetime import datetime

from outreach.accounts.models import Account
from outreach.database import db
from outreach.errors import NotFound
from outreach.interviews.models import Interview
from outreach.journal.models import note
from outreach.notebook.hypotheses import Belief, Hypothesis, anchors_of
from outreach.notebook.jottings import Jotting
from outreach.questions import reasons
from outreach.questions.additions import Addition
from outreach.questions.facts import Fact
from outreach.questions.homework import follows, known_keys
from outreach.questions.lists import Known, others_for, tailored_for
from outreach.questions.models import Question, QuestionList
from outreach.questions.wanted import NO_WISHES, Wishes


def make_list(
    interview: Interview, wishes: Wishes = NO_WISHES, *, account: Account, now: datetime
) -> QuestionList:
    """The interview's list; a fresh one if there is none yet."""
    found = QuestionList.of(interview)
    if found is not None:
        return found
    known = Known(anchors_of(interview), Jotting.answered_by(interview.contact, besides=interview), wishes)
    made = tailored_for(interview, account, known, now=now)
    note("questions.made", interview, at=now, count=len(made.asked))
    return made


def start_afresh(
    interview: Interview, wishes: Wishes = NO_WISHES, *, account: Account, now: datetime
) -> QuestionList:
    """Put a new list, as the interview and the wishes now ask for it, in place of the one there is."""
    found = QuestionList.of(interview)
    if found is not None:
        db.session.delete(found)
        db.session.flush()
    return make_list(interview, wishes, account=account, now=now)


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


def look_up(interview: Interview, facts: Mapping[str, str], *, account: Account, now: datetime) -> None:
    """Keep what the homework found, and let the listed questions follow where their words are still ours.

    What is no key of the research card is left out.
    """
    bank = Addition.bank_for(account)
    before, known = Fact.of(interview), known_keys(bank)
    found = {key: text for key, text in facts.items() if key in known}
    if found == before:
        return
    Fact.rewrite(interview, found, now=now)
    questions = QuestionList.of(interview)
    for question in questions.questions if questions else ():
        fact = {"before": before.get(question.key, ""), "now": found.get(question.key, "")}
        question.text = follows(question.key, question.text, bank, **fact)
    note("homework.kept", interview, at=now, count=len(found))


def put_to_test(
    interview: Interview, statement: str, before: int | None, *, account: Account, now: datetime
) -> None:
    """Say what the talk is to test and how sure one is of it; no words leave it as it is. Raises NotOnTheScale."""
    if statement:
        belief = Belief.test(Hypothesis.stated(statement, of=account, now=now), interview)
        belief.say(before=before)


def pin(question: Question, *, account: Account, now: datetime) -> None:
    """Ask everybody this question, so that answers can be compared; or stop to."""
    interview = question.list.interview
    belief = Belief.of(interview)
    hypotheses = [belief.hypothesis] if belief else Hypothesis.of(account)[:1]
    if not hypotheses:
        hypotheses = [Hypothesis.stated(EVERYBODY, of=account, now=now)]
    hypotheses[0].pin(question.key)


EVERYBODY = "What I ask everybody"
"""The name of the hypothesis that anchors are kept under until the person has one."""
