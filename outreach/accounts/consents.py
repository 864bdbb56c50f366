"""Signing in at a mail provider instead of giving Outreach a password: the way there and back."""

from datetime import datetime, timedelta
from typing import Self

from sqlalchemy import ForeignKey, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from outreach.accounts.models import Account
from outreach.database import Base, UtcDateTime, db
from outreach.errors import OutreachError
from outreach.tokens import derived_token, new_token

LASTS = timedelta(minutes=30)
"""How long somebody may take to sign in at their provider."""


class ConsentExpired(OutreachError):
    """The way back leads to no way there, or took too long."""

    status = 410

    def __init__(self) -> None:
        super().__init__(
            "This sign-in was not begun here, or it took too long. Begin again from the settings; it takes a minute."
        )


class MailConsent(Base):
    """One sign-in at a provider that is under way. An account has at most one; beginning anew replaces it."""

    __tablename__ = "mail_consents"

    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id, ondelete="CASCADE"), primary_key=True)
    provider: Mapped[str] = mapped_column(String(30))
    address: Mapped[str] = mapped_column(String(254))
    nonce: Mapped[str] = mapped_column(String(64))
    sealed_code: Mapped[str] = mapped_column(Text, default="")
    """What the provider gave for the tokens, until the worker has exchanged it."""
    trouble: Mapped[str] = mapped_column(Text, default="")
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the person came back from the provider."""

    @classmethod
    def of(cls, account: Account) -> Self | None:
        return db.session.get(cls, account.id)

    @classmethod
    def begin(cls, account: Account, *, provider: str, address: str, now: datetime) -> Self:
        """A new way there, whose state and verifier nobody can guess."""
        consent = cls.of(account) or cls(account_id=account.id)
        consent.provider, consent.address, consent.nonce = provider, address, new_token()
        consent.sealed_code, consent.trouble = "", ""
        consent.begun_at, consent.answered_at = now, None
        db.session.add(consent)
        return consent

    @classmethod
    def to_exchange(cls) -> list[int]:
        """The accounts whose provider has said yes."""
        return list(
            db.session.scalars(select(cls.account_id).where(cls.sealed_code != "", cls.trouble == ""))
        )

    def state(self, secret_key: str) -> str:
        """The word that comes back with the provider's answer (RFC 6749 §10.12)."""
        return derived_token(secret_key, "mail-consent", self.nonce)

    def verifier(self, secret_key: str) -> str:
        """The secret behind the challenge (RFC 7636 §4.1): 43 characters that never leave with the browser."""
        return derived_token(secret_key, "mail-verifier", self.nonce)

    @property
    def place(self) -> str:
        """Where the code is sealed: this very way there and no other."""
        return f"mail_consent/{self.account_id}/{self.nonce}"

    @property
    def is_with_the_worker(self) -> bool:
        """Whether the person has done their part, and the tokens are being fetched."""
        return self.answered_at is not None and not self.trouble

    def is_open(self, *, now: datetime) -> bool:
        return now < self.begun_at + LASTS
