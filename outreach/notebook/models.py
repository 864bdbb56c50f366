"""What was learned in a conversation."""

from datetime import datetime
from enum import StrEnum
from typing import Self

from sqlalchemy import ForeignKey, Text, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from outreach.accounts.models import Owned
from outreach.database import Base, UtcDateTime, db, words
from outreach.interviews.models import Interview


class NoteKind(StrEnum):
    """What a note holds."""

    LEARNED = "learned"
    PROMISE = "promise"
    PERSON = "person"
    THOUGHT = "thought"


class Note(Owned, Base):
    """One thing from one conversation. Private to the account, always."""

    __tablename__ = "notes"

    interview_id: Mapped[int] = mapped_column(ForeignKey(Interview.id, ondelete="CASCADE"), index=True)
    kind: Mapped[NoteKind] = mapped_column(words(NoteKind))
    text: Mapped[str] = mapped_column(Text)
    position: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    @classmethod
    def of(cls, interview: Interview) -> list[Self]:
        return list(
            db.session.scalars(
                select(cls).where(cls.interview_id == interview.id).order_by(cls.kind, cls.position)
            )
        )

    @classmethod
    def rewrite(cls, interview: Interview, notes: list[tuple[NoteKind, str]], *, now: datetime) -> list[Self]:
        """Put these notes in place of the interview's earlier ones."""
        db.session.execute(delete(cls).where(cls.interview_id == interview.id))
        kept = [
            cls(
                account_id=interview.account_id,
                interview_id=interview.id,
                kind=kind,
                text=text,
                position=place,
                at=now,
            )
            for place, (kind, text) in enumerate(notes)
        ]
        db.session.add_all(kept)
        return kept
