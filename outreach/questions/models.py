"""The questions for one conversation."""

from datetime import datetime
from typing import Self

from sqlalchemy import ForeignKey, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column, relationship, selectinload

from outreach.accounts.models import Owned
from outreach.database import Base, UtcDateTime, db
from outreach.errors import NotFound
from outreach.interviews.models import Interview


class QuestionList(Owned, Base):
    """What to ask in one interview, in order."""

    __tablename__ = "question_lists"

    interview_id: Mapped[int] = mapped_column(ForeignKey(Interview.id, ondelete="CASCADE"), unique=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)

    questions: Mapped[list["Question"]] = relationship(
        order_by="Question.position", cascade="all, delete-orphan", passive_deletes=True
    )

    @classmethod
    def of(cls, interview: Interview) -> Self | None:
        found = select(cls).where(cls.interview_id == interview.id).options(selectinload(cls.questions))
        return db.session.scalar(found)

    def question(self, number: int) -> "Question":
        """The question with this number on this list. Raises NotFound."""
        for question in self.questions:
            if question.id == number:
                return question
        raise NotFound("That question is not on this list any more.")

    def put_in_order(self, numbers: list[int]) -> None:
        """Order the questions by these numbers; those not named keep their order behind them."""
        wanted = {number: place for place, number in enumerate(numbers)}
        ordered = sorted(self.questions, key=lambda q: (wanted.get(q.id, len(wanted)), q.position))
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
