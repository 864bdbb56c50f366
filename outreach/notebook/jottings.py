"""What is written down during a talk, a few words at a time."""

import re
from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Self, cast

from sqlalchemy import (
    CursorResult,
    ForeignKey,
    Index,
    String,
    Table,
    Text,
    UniqueConstraint,
    bindparam,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from outreach.accounts.models import LARGEST_NUMBER, Account, Owned
from outreach.as_json import lines
from outreach.contacts.models import Contact
from outreach.database import Base, Duration, UtcDateTime, db, rows_of, saved
from outreach.database import words as word
from outreach.errors import OutreachError
from outreach.interviews.models import Interview

LONGEST_JOTTING = 20_000
MOST_JOTTINGS = 500
UID = re.compile(r"[0-9a-zA-Z-]{6,40}")


class JottingKind(StrEnum):
    """What was jotted down. An answer belongs to a question; ``asked`` only says that it was asked."""

    ANSWER = "answer"
    ASKED = "asked"
    NOTE = "note"
    QUOTE = "quote"
    PERSON = "person"
    RESOURCE = "resource"
    PROMISE = "promise"
    THEIR_PROMISE = "their_promise"


class TooLong(OutreachError):
    """More than fits into one note."""

    status = 413

    def __init__(self) -> None:
        super().__init__(
            f"One note holds {LONGEST_JOTTING:,} characters. It is still here as you wrote it: "
            "shorten it, or put the rest into a second note."
        )


class TooManyJottings(OutreachError):
    """More notes than any talk leaves."""

    status = 409

    def __init__(self) -> None:
        super().__init__(f"This talk has {MOST_JOTTINGS} notes already. Put the next words into one of them.")


class UnreadableJotting(OutreachError):
    """A note that does not say what it is."""

    def __init__(self) -> None:
        super().__init__("This note could not be read. Write it again, please.")


class Jotting(Owned, Base):
    """One note of a talk.

    ``uid`` is made where it was written, so that a note that is sent twice is
    kept once. ``question_key`` and ``question_text`` say what it answers, in a
    way that outlives the list. ``elapsed`` is the time since the talk began.
    """

    __tablename__ = "jottings"
    __table_args__ = (
        UniqueConstraint("interview_id", "uid"),
        Index("ix_jottings_account_id_question_key", "account_id", "question_key"),
    )

    interview_id: Mapped[int] = mapped_column(ForeignKey(Interview.id, ondelete="CASCADE"), index=True)
    uid: Mapped[str] = mapped_column(String(40))
    kind: Mapped[JottingKind] = mapped_column(word(JottingKind))
    text: Mapped[str] = mapped_column(Text)
    question_key: Mapped[str] = mapped_column(String(80), default="")
    question_text: Mapped[str] = mapped_column(Text, default="")
    elapsed: Mapped[timedelta | None] = mapped_column(Duration)
    is_starred: Mapped[bool] = mapped_column(default=False)
    revision: Mapped[int] = mapped_column(default=1)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @classmethod
    def of(cls, interview: Interview) -> list[Self]:
        """The talk's notes in the order in which they were begun."""
        return list(db.session.scalars(JOTTINGS, {"interview": interview.id}))

    @staticmethod
    def wait_for_turn(interview: Interview) -> None:
        """Let whoever begins a note of this talk finish first: two windows may send the same one."""
        db.session.execute(select(Interview.id).where(Interview.id == interview.id).with_for_update())

    @classmethod
    def named(cls, uid: str, interview: Interview) -> Self | None:
        """The talk's note of this uid, for nobody else to change until the transaction ends."""
        found = select(cls).where(cls.interview_id == interview.id, cls.uid == uid).with_for_update()
        return db.session.scalar(found)

    @classmethod
    def grow(
        cls, uid: str, talk: int, *, of: Account, base: int, text: str, is_starred: bool, now: datetime
    ) -> bool:
        """Give the note of this uid other words, if they grew from its latest revision ``base``.

        One statement, as typing asks for it every second; False, with nothing
        changed, if there is more to look at. Raises TooLong.
        """
        _refuse_longer(text)
        if max(base, talk) > LARGEST_NUMBER:  # there is no such revision, and no such talk
            return False
        told = {"number": talk, "account": of.id, "name": uid, "base": base}
        told |= {"words": text, "star": is_starred, "at": now}
        return cast("CursorResult[Any]", db.session.execute(GROWING, told)).rowcount == 1

    @classmethod
    def answered_by(cls, contact: Contact, *, besides: Interview) -> frozenset[str]:
        """The keys of the questions that this person answered in other talks."""
        return frozenset(key for (key,) in rows_of(ANSWERED, {"contact": contact.id, "besides": besides.id}))

    @classmethod
    def begin(cls, interview: Interview, uid: str, kind: JottingKind, *, now: datetime) -> Self:
        """A new note without words. Raises UnreadableJotting for a uid that is none, TooManyJottings."""
        if not UID.fullmatch(uid):
            raise UnreadableJotting
        if len(cls.of(interview)) >= MOST_JOTTINGS:
            raise TooManyJottings
        return saved(
            cls(
                account_id=interview.account_id,
                interview_id=interview.id,
                uid=uid,
                kind=kind,
                text="",
                revision=0,
                written_at=now,
            )
        )

    def rewrite(self, text: str, *, now: datetime) -> None:
        """Take other words. Raises TooLong."""
        _refuse_longer(text)
        self.text, self.written_at = text, now
        self.revision += 1

    @staticmethod
    def texts(jottings: "Collection[Jotting]", kind: JottingKind) -> list[str]:
        """The words of every note of one kind, without those that have none."""
        return [jotting.text for jotting in jottings if jotting.kind is kind and jotting.text]


def _refuse_longer(text: str) -> None:
    if len(text) > LONGEST_JOTTING:
        raise TooLong


# Put together once: that takes as long as asking it.
GROWING = (
    update(cast("Table", Jotting.__table__))
    .where(Jotting.interview_id == bindparam("number"), Jotting.account_id == bindparam("account"))
    .where(Jotting.uid == bindparam("name"), Jotting.revision == bindparam("base"))
    .where(Jotting.text != bindparam("words"))
    .values(
        text=bindparam("words"),
        is_starred=bindparam("star"),
        revision=Jotting.revision + 1,
        written_at=bindparam("at"),
    )
)


JOTTINGS = select(Jotting).where(Jotting.interview_id == bindparam("interview")).order_by(Jotting.id)
ANSWERED = (
    select(Jotting.question_key)
    .join(Interview, Interview.id == Jotting.interview_id)
    .where(Interview.contact_id == bindparam("contact"), Interview.id != bindparam("besides"))
    .where(Jotting.question_key != "")
)

_ASK, _NOTED, _ELSEWHERE = Interview.__table__, Jotting.__table__, Interview.__table__.alias()
ANSWERED_BEFORE = lines(
    _NOTED.c.question_key,
    where=(_ELSEWHERE.c.contact_id == _ASK.c.contact_id)
    & (_ELSEWHERE.c.id != _ASK.c.id)
    & (_NOTED.c.interview_id == _ELSEWHERE.c.id)
    & (_NOTED.c.question_key != ""),
    within=_ASK,
)
"""The same as one text: a column of a statement about interviews."""
