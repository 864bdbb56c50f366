"""The model that an account brings, and what it suggested for a letter."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self
from urllib.parse import urlsplit

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint, bindparam, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.accounts.models import Account, Owned
from outreach.database import Base, UtcDateTime, db, saved, words
from outreach.letters.help.telling import USUALLY_TOLD
from outreach.letters.models import Letter

LEASE = timedelta(minutes=5)
"""Longer than an answer may take."""

GIVE_UP_AFTER = timedelta(minutes=30)


class ModelAccount(Owned, Base):
    """A language model behind an OpenAI-compatible address. Without one nothing is ever asked of any."""

    __tablename__ = "model_accounts"

    account_id: Mapped[int] = mapped_column(
        ForeignKey(Account.id, ondelete="CASCADE"), index=True, unique=True
    )
    address: Mapped[str] = mapped_column(String(300))
    model: Mapped[str] = mapped_column(String(120))
    sealed_key: Mapped[str] = mapped_column(Text, default="")
    """Empty for a model that asks for no key."""
    told: Mapped[list[str]] = mapped_column(JSON, default=lambda: list(USUALLY_TOLD))
    """The names of the facts that it may be told."""
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @classmethod
    def of(cls, account: Account) -> Self | None:
        return db.session.scalar(select(cls).where(cls.account_id == account.id))

    @property
    def place(self) -> str:
        """Where its key is sealed: the account and the host, so that neither can be swapped."""
        return place_of_key(self.account_id, self.address)


def place_of_key(account_id: int, address: str) -> str:
    return f"model_account/{account_id}/{urlsplit(address).netloc.lower()}"


class Progress(StrEnum):
    """How far a suggestion has come."""

    ASKED = "asked"
    ANSWERED = "answered"
    FAILED = "failed"


class Suggestion(Owned, Base):
    """What the model was asked to write for a letter, and wrote. There is at most one for each letter."""

    __tablename__ = "suggestions"
    __table_args__ = (UniqueConstraint("letter_id", name="uq_suggestions_letter_id"),)

    letter_id: Mapped[int] = mapped_column(ForeignKey(Letter.id, ondelete="CASCADE"))
    progress: Mapped[Progress] = mapped_column(words(Progress), index=True)
    subject: Mapped[str] = mapped_column(Text, default="")
    body: Mapped[str] = mapped_column(Text, default="")
    trouble: Mapped[str] = mapped_column(Text, default="")
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    claimed_until: Mapped[datetime | None] = mapped_column(UtcDateTime)

    letter: Mapped[Letter] = relationship(lazy="raise")

    @classmethod
    def of(cls, letter: Letter) -> Self | None:
        return db.session.scalar(select(cls).where(cls.letter_id == letter.id))

    @classmethod
    def with_model(cls, letter: Letter) -> "tuple[ModelAccount | None, Suggestion | None]":
        """The model that may be asked for this letter, and what it was asked, in one query."""
        row = db.session.execute(WITH_MODEL, {"letter": letter.id, "account": letter.account_id}).first()
        return (row[0], row[1]) if row else (None, None)

    @classmethod
    def ask(cls, letter: Letter, *, now: datetime) -> Self:
        """Ask for words, in place of any that were suggested before."""
        suggestion = cls.of(letter) or cls(account_id=letter.account_id, letter_id=letter.id)
        suggestion.progress, suggestion.asked_at, suggestion.claimed_until = Progress.ASKED, now, None
        suggestion.subject = suggestion.body = suggestion.trouble = ""
        return saved(suggestion)

    @classmethod
    def claim(cls, *, now: datetime) -> Self | None:
        """The one that has waited longest, leased to the caller; None if nothing waits."""
        free = (cls.progress == Progress.ASKED, or_(cls.claimed_until.is_(None), cls.claimed_until < now))
        number = db.session.scalar(select(cls.id).where(*free).order_by(cls.asked_at).limit(1))
        if number is None:
            return None
        taken = update(cls).where(cls.id == number, *free).values(claimed_until=now + LEASE)
        if not db.session.execute(taken).rowcount:  # type: ignore[attr-defined]
            return None
        return db.session.get(cls, number, populate_existing=True)

    @classmethod
    def settle(cls, number: int, asked_at: datetime, progress: Progress, **said: str) -> bool:
        """Write down how a question ended; False if it was put away or asked anew in the meantime."""
        still_asked = (cls.id == number, cls.progress == Progress.ASKED, cls.asked_at == asked_at)
        settled = update(cls).where(*still_asked).values(progress=progress, **said)
        return bool(db.session.execute(settled).rowcount)  # type: ignore[attr-defined]


WITH_MODEL = (
    select(ModelAccount, Suggestion)
    .outerjoin(Suggestion, Suggestion.letter_id == bindparam("letter"))
    .where(ModelAccount.account_id == bindparam("account"))
)
"""Put together once, as every look at a letter asks it."""
