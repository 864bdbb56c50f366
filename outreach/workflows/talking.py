"""During the talk: every few words are kept, and none is ever lost."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zlib import crc32

from outreach.accounts.models import Account
from outreach.errors import NotFound
from outreach.interviews.models import Interview
from outreach.journal.models import note
from outreach.notebook.jottings import Jotting, JottingKind
from outreach.questions.models import QuestionList


@dataclass(frozen=True, slots=True)
class Jotted:
    """A note as it was sent from where it was written.

    ``base`` is the revision that its words grew from, 0 for a new one;
    ``question`` the number of the listed question that it answers.
    """

    uid: str
    kind: JottingKind
    text: str
    base: int = 0
    question: int | None = None
    elapsed: timedelta | None = None
    is_starred: bool = False


def grow(talk: int, jotted: Jotted, *, account: Account, now: datetime) -> bool:
    """Let a note that is there already grow by what was typed since; whatever else is sent is for ``jot``.

    ``talk`` is the number of the interview. Raises TooLong.
    """
    return jotted.base > 0 and Jotting.grow(
        jotted.uid,
        talk,
        of=account,
        base=jotted.base,
        text=jotted.text,
        is_starred=jotted.is_starred,
        now=now,
    )


def jot(interview: Interview, jotted: Jotted, *, now: datetime) -> Jotting:
    """Keep a note. The same note sent again changes nothing.

    If its words were changed elsewhere since ``base``, both versions are kept:
    this one becomes a note of its own, which is the one returned. Raises
    TooLong, TooManyJottings, UnreadableJotting, and NotFound for a question of another list.
    """
    jotting = Jotting.named(jotted.uid, interview)
    if jotting is None:
        Jotting.wait_for_turn(interview)
        jotting = Jotting.named(jotted.uid, interview)
    if jotting is None:
        return _begin(interview, jotted.uid, jotted, now=now)
    if jotting.text != jotted.text and jotted.base != jotting.revision:
        return _keep_both(interview, jotted, now=now)
    if jotting.text != jotted.text:
        jotting.rewrite(jotted.text, now=now)
    jotting.is_starred = jotted.is_starred
    return jotting


def _begin(interview: Interview, uid: str, jotted: Jotted, *, now: datetime) -> Jotting:
    earlier = Jotting.of(interview)
    jotting = Jotting.begin(interview, uid, jotted.kind, now=now)
    jotting.rewrite(jotted.text, now=now)
    jotting.elapsed, jotting.is_starred = jotted.elapsed, jotted.is_starred
    if jotted.question is not None:
        _answers(jotting, interview, jotted.question)
    if not earlier:
        note("talk.noted", interview, at=now)
    return jotting


def _answers(jotting: Jotting, interview: Interview, number: int) -> None:
    questions = QuestionList.of(interview)
    if questions is None:
        raise NotFound("There is no list of questions for this talk any more. Write it as a free note.")
    question = questions.question(number)
    jotting.question_key, jotting.question_text = question.key, question.text


def _keep_both(interview: Interview, jotted: Jotted, *, now: datetime) -> Jotting:
    """Keep these words beside what the note says by now; its uid follows from the words, so once is enough."""
    uid = f"{jotted.uid[:30]}-{crc32(jotted.text.encode()):08x}"
    found = Jotting.named(uid, interview)
    return found if found is not None else _begin(interview, uid, jotted, now=now)
