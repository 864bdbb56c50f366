"""What the homework found, fact by fact."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, bindparam, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from outreach.accounts.models import Owned
from outreach.as_json import lines
from outreach.database import Base, UtcDateTime, db, rows_of
from outreach.interviews.models import Interview


class Fact(Owned, Base):
    """One thing that was looked up before a talk.

    ``key`` names a question of the bank, whose upgraded form it completes, or a
    source of the research card.
    """

    __tablename__ = "facts"
    __table_args__ = (UniqueConstraint("interview_id", "key"),)

    interview_id: Mapped[int] = mapped_column(ForeignKey(Interview.id, ondelete="CASCADE"), index=True)
    key: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(Text)
    found_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @classmethod
    def of(cls, interview: Interview) -> dict[str, str]:
        """Every fact of the interview by its key; an empty text stands for a tick without words."""
        return dict(map(tuple, rows_of(FACTS, {"interview": interview.id})))

    @classmethod
    def rewrite(cls, interview: Interview, facts: dict[str, str], *, now: datetime) -> None:
        """Keep these facts in place of the earlier ones; one that says the same keeps its date."""
        kept = {f.key: f for f in db.session.scalars(select(cls).where(cls.interview_id == interview.id))}
        gone = [key for key in kept if key not in facts]
        db.session.execute(delete(cls).where(cls.interview_id == interview.id, cls.key.in_(gone)))
        for key, text in facts.items():
            fact = kept.get(key) or cls(account_id=interview.account_id, interview_id=interview.id, key=key)
            if fact.text != text:
                fact.text, fact.found_at = text, now
                db.session.add(fact)


_FACT, _ASK = Fact.__table__, Interview.__table__
FOUND = lines(_FACT.c.key, _FACT.c.text, where=_FACT.c.interview_id == _ASK.c.id, within=_ASK)
"""The facts of an interview as one text: a column of a statement about interviews."""
FACTS = select(Fact.key, Fact.text).where(Fact.interview_id == bindparam("interview"))
"""Put together once, as every list asks it."""
