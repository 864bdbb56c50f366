"""The questions for one conversation."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, bindparam, exists, select
from sqlalchemy.orm import Mapped, contains_eager, joinedload, mapped_column, relationship

from outreach.accounts.models import Account, Owned
from outreach.database import Base, UtcDateTime, db, saved, words
from outreach.errors import NotFound, OutreachError
from outreach.interviews.models import Interview
from outreach.questions.arcs import Arc
from outreach.questions.topics import Topic

MOST_QUESTIONS = 40
"""Far more than any talk holds; a list beyond that helps nobody."""

FAREWELL = {str(Topic.REF), str(Topic.CLOSE)}
"""The topics that a talk ends with, so whatever joins the list comes before them."""


class ListFull(OutreachError):
    """The list has more questions than anybody could ask."""

    status = 409

    def __init__(self) -> None:
        super().__init__(
            f"This list holds {MOST_QUESTIONS} questions already. Remove one first; "
            "half an hour has room for seven to nine."
        )


class Move(StrEnum):
    """Where a question goes: one place nearer the beginning or the end, onto the list, or below the line."""

    UP = "up"
    DOWN = "down"
    IN = "in"
    OUT = "out"


class QuestionList(Owned, Base):
    """What to ask in one interview, in order."""

    __tablename__ = "question_lists"

    interview_id: Mapped[int] = mapped_column(ForeignKey(Interview.id, ondelete="CASCADE"), unique=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    arc: Mapped[Arc] = mapped_column(words(Arc), default=Arc.STORY, server_default=str(Arc.STORY))
    """How the middle of the talk is shaped, when it is laid out over its minutes."""
    notes: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    """What to know about the list: what did not fit, and how such a person likes to be asked."""
    wishes: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default="{}")
    """What the person asked for when the list was made, as ``Wishes`` writes it down."""

    questions: Mapped[list["Question"]] = relationship(
        order_by="Question.position",
        back_populates="list",
        cascade="all, delete-orphan",
        passive_deletes=True,
    )
    interview: Mapped[Interview] = relationship(innerjoin=True)

    @classmethod
    def of(cls, interview: Interview) -> "QuestionList | None":
        return db.session.scalars(LIST_OF, {"interview": interview.id}).unique().one_or_none()

    @property
    def asked(self) -> "list[Question]":
        """The questions to ask, in order."""
        return [question for question in self.questions if not question.is_spare]

    @property
    def spares(self) -> "list[Question]":
        """The questions below the line, for when time is left."""
        return [question for question in self.questions if question.is_spare]

    def question(self, number: int) -> "Question":
        """The question with this number on this list. Raises NotFound."""
        for question in self.questions:
            if question.id == number:
                return question
        raise NotFound("That question is not on this list any more.")

    def put_in_order(self, numbers: list[int]) -> None:
        """Order the questions by these numbers; those not named keep their order behind them."""
        wanted = {number: place for place, number in enumerate(numbers)}
        self._line_up(sorted(self.questions, key=lambda q: (wanted.get(q.id, len(wanted)), q.position)))

    def add(self, text: str, *, why: str) -> "Question":
        """Put a question of one's own before the farewell. Raises ListFull."""
        if len(self.questions) >= MOST_QUESTIONS:
            raise ListFull
        question = saved(Question(list=self, text=text, why=why, position=len(self.questions)))
        self._before_the_farewell(question)
        return question

    def move(self, question: "Question", move: Move) -> None:
        """Give a question another place; at either end of its part of the list it stays where it is."""
        moves: dict[Move, Callable[[Question], None]] = {
            Move.UP: lambda q: self._shift(q, -1),
            Move.DOWN: lambda q: self._shift(q, 1),
            Move.IN: self._before_the_farewell,
            Move.OUT: self._below_the_line,
        }
        moves[move](question)

    def remove(self, question: "Question") -> None:
        self.questions.remove(question)

    def _shift(self, question: "Question", by: int) -> None:
        part = self.spares if question.is_spare else self.asked
        place = part.index(question)
        part.insert(min(max(place + by, 0), len(part) - 1), part.pop(place))
        self._line_up([*self.asked, *part] if question.is_spare else [*part, *self.spares])

    def _before_the_farewell(self, question: "Question") -> None:
        asked = [q for q in self.asked if q is not question]
        place = next((i for i, q in enumerate(asked) if q.topic in FAREWELL), len(asked))
        question.is_spare = False
        self._line_up([*asked[:place], question, *asked[place:], *self.spares])

    def _below_the_line(self, question: "Question") -> None:
        spares = [q for q in self.spares if q is not question]
        question.is_spare = True
        self._line_up([*self.asked, question, *spares])

    def _line_up(self, ordered: "list[Question]") -> None:
        for place, question in enumerate(ordered):
            question.position = place
        self.questions.sort(key=lambda q: q.position)


class Question(Base):
    """One question as it will be asked; ``key`` names it in the bank, empty for one's own."""

    __tablename__ = "questions"

    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey(QuestionList.id, ondelete="CASCADE"), index=True)
    position: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    topic: Mapped[str] = mapped_column(String(30), default="")
    key: Mapped[str] = mapped_column(String(80), default="")
    why: Mapped[str] = mapped_column(Text, default="")
    is_starred: Mapped[bool] = mapped_column(default=False)
    is_spare: Mapped[bool] = mapped_column(default=False)

    list: Mapped[QuestionList] = relationship(back_populates="questions", innerjoin=True)

    @classmethod
    def find(cls, number: int, *, of: Account) -> "Question":
        """The account's question with this number, with its list and its interview. Raises NotFound."""
        found = db.session.scalars(WITH_ITS_LIST, {"number": number, "account": of.id})
        question = found.unique().one_or_none()
        if question is None:
            raise NotFound("That question is not on your list any more.")
        return question

    def take(self, text: str, *, topic: str, key: str, why: str) -> None:
        """Become another question in the same place."""
        self.text, self.topic, self.key, self.why = text, topic, key, why


HAS_LIST = exists().where(QuestionList.interview_id == Interview.id).correlate(Interview)
"""Whether an interview has its questions: a column of a statement about interviews."""

# Put together once, as every look at a list or a question asks it.
LIST_OF = (
    select(QuestionList)
    .where(QuestionList.interview_id == bindparam("interview"))
    .options(joinedload(QuestionList.questions))
)
WITH_ITS_LIST = (
    select(Question)
    .join(Question.list)
    .where(Question.id == bindparam("number"), QuestionList.account_id == bindparam("account"))
    .options(
        contains_eager(Question.list).joinedload(QuestionList.interview),
        contains_eager(Question.list).joinedload(QuestionList.questions),
    )
)
