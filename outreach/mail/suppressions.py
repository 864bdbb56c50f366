"""Addresses that an account does not write to: whose owner asked for it, or that do not work."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import String, Text, UniqueConstraint, bindparam, select
from sqlalchemy.orm import Mapped, mapped_column

from outreach.accounts.models import Owned
from outreach.database import Base, UtcDateTime, db, words


class Silence(StrEnum):
    """Why an address is not written to."""

    ASKED = "asked"
    """They asked not to be."""
    BOUNCED = "bounced"
    """It does not work, and never will."""


class Suppression(Owned, Base):
    """An address that an account does not write to. Looked at when a message leaves, not when it is queued."""

    __tablename__ = "suppressions"
    __table_args__ = (UniqueConstraint("account_id", "address"),)

    address: Mapped[str] = mapped_column(String(254))
    reason: Mapped[Silence] = mapped_column(words(Silence))
    said: Mapped[str] = mapped_column(Text, default="")
    """What the mail server or the person said, in plain words; may be empty."""
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    @classmethod
    def of(cls, account_id: int, address: str) -> "Suppression | None":
        """What keeps this account from writing to this address, if anything does."""
        return db.session.scalar(SILENCED, {"account": account_id, "address": address.lower()})

    @classmethod
    def add(
        cls, account_id: int, address: str, reason: Silence, *, now: datetime, said: str = ""
    ) -> "Suppression":
        """Write to this address no more; what the person asked for outweighs a bounce."""
        found = cls.of(account_id, address)
        if found is None:
            found = cls(account_id=account_id, address=address.lower(), reason=reason, said=said, at=now)
            db.session.add(found)
        elif reason is Silence.ASKED:
            found.reason, found.said, found.at = reason, said, now
        return found

    @classmethod
    def lift(cls, account_id: int, address: str) -> None:
        """Let the address be written to again."""
        found = cls.of(account_id, address)
        if found is not None:
            db.session.delete(found)


SILENCED = select(Suppression).where(
    Suppression.account_id == bindparam("account"), Suppression.address == bindparam("address")
)
