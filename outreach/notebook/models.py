"""What was learned in a conversation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Self

from sqlalchemy import ForeignKey, Text, bindparam, delete, false, select
from sqlalchemy.orm import Mapped, mapped_column

from outreach.accounts.models import Owned
from outreach.database import Base, UtcDateTime, db, words
from outreach.interviews.models import Interview


class NoteKind(StrEnum):
    """What a note holds."""

    CIRCUMSTANCES = "circumstances"
    LEARNED = "learned"
    SURPRISE = "surprise"
    CONTRADICTION = "contradiction"
    LIKE = "like"
    RED_FLAG = "red_flag"
    PROMISE = "promise"
    THEIR_PROMISE = "their_promise"
    PERSON = "person"
    RESOURCE = "resource"
    THOUGHT = "thought"


@dataclass(frozen=True, slots=True)
class Written:
    """One thing as it was written down. What is confidential is never repeated to anybody."""

    kind: NoteKind
    text: str
    is_confidential: bool = False


class Note(Owned, Base):
    """One thing from one conversation. Private to the account, always.

    What is confidential is not even quoted back in a letter to whom it came from.
    """

    __tablename__ = "notes"

    interview_id: Mapped[int] = mapped_column(ForeignKey(Interview.id, ondelete="CASCADE"), index=True)
    kind: Mapped[NoteKind] = mapped_column(words(NoteKind))
    text: Mapped[str] = mapped_column(Text)
    is_confidential: Mapped[bool] = mapped_column(default=False, server_default=false())
    position: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    @classmethod
    def of(cls, interview: Interview) -> list[Self]:
        return list(db.session.scalars(NOTES, {"interview": interview.id}))

    @classmethod
    def rewrite(cls, interview: Interview, notes: Sequence[Written], *, now: datetime) -> list[Self]:
        """Put these notes in place of the interview's earlier ones."""
        db.session.execute(delete(cls).where(cls.interview_id == interview.id))
        kept = [
            cls(
                account_id=interview.account_id,
                interview_id=interview.id,
                kind=written.kind,
                text=written.text,
                is_confidential=written.is_confidential,
                position=place,
                at=now,
            )
            for place, written in enumerate(notes)
        ]
        db.session.add_all(kept)
        return kept

    @property
    def written(self) -> Written:
        return Written(self.kind, self.text, self.is_confidential)


NOTES = select(Note).where(Note.interview_id == bindparam("interview")).order_by(Note.kind, Note.position)
"""Put together once, as every page of an interview asks it."""
