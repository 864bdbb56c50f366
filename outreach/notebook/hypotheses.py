"""What somebody believes about a line of work, and how each talk changes it."""

from datetime import datetime
from typing import Self

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint, bindparam, cast, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from outreach.accounts.models import Account, Owned
from outreach.database import Base, UtcDateTime, db, rows_of, saved
from outreach.errors import OutreachError
from outreach.interviews.models import Interview

MOST_ANCHORS = 4
SURE = 10
"""The top of the scale from "not at all" to "certain"."""


class NotOnTheScale(OutreachError):
    """How sure somebody is goes from 0 to 10."""

    def __init__(self) -> None:
        super().__init__("Say how sure you are with a number from 0 to 10, or leave it empty.")


class Hypothesis(Owned, Base):
    """One sentence that talks are to test, and the keys of the questions that everybody is asked for it."""

    __tablename__ = "hypotheses"

    statement: Mapped[str] = mapped_column(String(300))
    anchors: Mapped[list[str]] = mapped_column(JSON, default=list)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @classmethod
    def of(cls, account: Account) -> list[Self]:
        """The account's hypotheses, the latest first."""
        return list(
            db.session.scalars(select(cls).where(cls.account_id == account.id).order_by(cls.id.desc()))
        )

    @classmethod
    def stated(cls, statement: str, *, of: Account, now: datetime) -> Self:
        """The account's hypothesis of these words; a new one if it has none."""
        found = db.session.scalar(select(cls).where(cls.account_id == of.id, cls.statement == statement))
        return found or saved(cls(account_id=of.id, statement=statement, anchors=[], made_at=now))

    def pin(self, key: str) -> None:
        """Ask everybody this question, or stop to; the first goes when a fifth comes."""
        if key in self.anchors:
            self.anchors = [anchor for anchor in self.anchors if anchor != key]
        else:
            self.anchors = [*self.anchors, key][-MOST_ANCHORS:]


class Belief(Owned, Base):
    """How sure somebody was of a hypothesis before and after one talk, from 0 to 10."""

    __tablename__ = "beliefs"
    __table_args__ = (UniqueConstraint("interview_id"),)

    interview_id: Mapped[int] = mapped_column(ForeignKey(Interview.id, ondelete="CASCADE"), index=True)
    hypothesis_id: Mapped[int] = mapped_column(ForeignKey(Hypothesis.id, ondelete="CASCADE"), index=True)
    before: Mapped[int | None]
    after: Mapped[int | None]

    hypothesis: Mapped[Hypothesis] = relationship(innerjoin=True)

    @classmethod
    def of(cls, interview: Interview) -> "Belief | None":
        """What the talk is to test, with the hypothesis, in one query."""
        return db.session.scalar(BELIEF, {"interview": interview.id})

    @classmethod
    def test(cls, hypothesis: Hypothesis, interview: Interview) -> "Belief":
        """Let the talk test this hypothesis, in place of another."""
        belief = cls.of(interview)
        if belief is None:
            return saved(
                cls(account_id=interview.account_id, interview_id=interview.id, hypothesis=hypothesis)
            )
        if belief.hypothesis_id != hypothesis.id:
            belief.hypothesis, belief.before, belief.after = hypothesis, None, None
        return belief

    def say(self, *, before: int | None = None, after: int | None = None) -> None:
        """Note how sure one is; None leaves it as it is. Raises NotOnTheScale."""
        if any(value is not None and not 0 <= value <= SURE for value in (before, after)):
            raise NotOnTheScale
        self.before = self.before if before is None else before
        self.after = self.after if after is None else after


def anchors_of(interview: Interview) -> tuple[str, ...]:
    """The questions that everybody is asked: those of what the talk tests, else of what was last believed."""
    found = rows_of(ANCHORS, {"interview": interview.id, "account": interview.account_id})
    return tuple(key for (anchors,) in found for key in anchors)


TESTED = select(Belief.hypothesis_id).where(Belief.interview_id == bindparam("interview")).scalar_subquery()
ANCHORS = (
    select(Hypothesis.anchors)
    .where(Hypothesis.account_id == bindparam("account"))
    .order_by((Hypothesis.id == TESTED).desc(), Hypothesis.id.desc())
    .limit(1)
)
ANCHORS_OF = (
    select(cast(Hypothesis.anchors, Text))
    .outerjoin(Belief, (Belief.hypothesis_id == Hypothesis.id) & (Belief.interview_id == Interview.id))
    .where(Hypothesis.account_id == Interview.account_id)
    .order_by(Belief.id.is_(None), Hypothesis.id.desc())
    .limit(1)
    .correlate(Interview)
    .scalar_subquery()
)
"""The same as one text: a column of a statement about interviews."""
BELIEF = (
    select(Belief).where(Belief.interview_id == bindparam("interview")).options(joinedload(Belief.hypothesis))
)
