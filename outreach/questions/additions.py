"""A person's own questions, which live beside the bank."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from sqlalchemy import String, Text, UniqueConstraint, bindparam, select
from sqlalchemy.orm import Mapped, mapped_column

from outreach.accounts.models import Account, Owned
from outreach.as_json import lines
from outreach.database import Base, UtcDateTime, db, rows_of
from outreach.errors import OutreachError
from outreach.interviews.models import Interview
from outreach.questions.bank import Bank, BankQuestion, read_pack, write_pack

MOST_ADDITIONS = 400


class TooMany(OutreachError):
    """More questions of one's own than anybody could know."""

    status = 409

    def __init__(self) -> None:
        super().__init__(
            f"You can have {MOST_ADDITIONS} questions of your own. Remove some that you never ask first."
        )


class Addition(Owned, Base):
    """One question that a person wrote or brought along, kept as it stands in a pack."""

    __tablename__ = "additions"
    __table_args__ = (UniqueConstraint("account_id", "key"),)

    key: Mapped[str] = mapped_column(String(80))
    pack: Mapped[str] = mapped_column(Text)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def question(self) -> BankQuestion:
        return read_pack(self.pack)[0]

    @classmethod
    def of(cls, account: Account) -> "list[Addition]":
        return list(db.session.scalars(ADDED, {"account": account.id}))

    @classmethod
    def bank_for(cls, account: Account) -> Bank:
        """The bank with the person's own questions in it."""
        return with_packs(tuple(pack for (pack,) in rows_of(PACKS, {"account": account.id})))

    @classmethod
    def add(cls, account: Account, questions: Iterable[BankQuestion], *, now: datetime) -> int:
        """Keep these beside the bank; how many are new. One with a key that was added before replaces it.

        Raises BadPack if the bank itself has a question of that key, TooMany.
        """
        questions = list(questions)
        Bank.load().extended(questions)  # refuses a key that the bank has
        kept = {addition.key: addition for addition in cls.of(account)}
        new = [question for question in questions if question.key not in kept]
        if len(kept) + len(new) > MOST_ADDITIONS:
            raise TooMany
        for question in questions:
            addition = kept.get(question.key) or cls(account_id=account.id, key=question.key, added_at=now)
            addition.pack = write_pack([question])
            db.session.add(addition)
        return len(new)


@lru_cache(maxsize=64)
def with_packs(packs: tuple[str, ...]) -> Bank:
    """The bank with the questions of these packs in it; remembered by their very texts."""
    shipped = Bank.load()
    return shipped.extended(read_pack(pack)[0] for pack in packs) if packs else shipped


ADDED = select(Addition).where(Addition.account_id == bindparam("account")).order_by(Addition.id)
_ADDED, _ASK = Addition.__table__, Interview.__table__
OWN_PACKS = lines(_ADDED.c.id, _ADDED.c.pack, where=_ADDED.c.account_id == _ASK.c.account_id, within=_ASK)
"""The packs of whoever asks as one text: a column of a statement about interviews."""
PACKS = select(Addition.pack).where(Addition.account_id == bindparam("account")).order_by(Addition.id)
"""Put together once, as every list asks it."""
