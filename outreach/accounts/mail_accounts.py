"""The mail account that an account writes from: where its servers are, and what opens them."""

from datetime import datetime, timedelta
from typing import Self

from sqlalchemy import ForeignKey, String, Text, bindparam, select, update
from sqlalchemy.orm import Mapped, mapped_column

from outreach.accounts.models import Account
from outreach.database import Base, UtcDateTime, db

TOKEN_MARGIN = timedelta(minutes=2)
"""An access token is not used in its last minutes: a conversation with a server takes time."""


class MailAccount(Base):
    """The mail server that letters leave through; without one they stay in the built-in mailbox."""

    __tablename__ = "mail_accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id, ondelete="CASCADE"), unique=True)
    provider: Mapped[str] = mapped_column(String(30))
    address: Mapped[str] = mapped_column(String(254))
    host: Mapped[str] = mapped_column(String(253))
    port: Mapped[int]
    security: Mapped[str] = mapped_column(String(10))
    username: Mapped[str] = mapped_column(String(254))
    sealed_password: Mapped[str] = mapped_column(Text)
    broken_because: Mapped[str] = mapped_column(Text, default="")
    """Why sending is paused, in words for the person; empty while all is well."""
    tested_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    imap_host: Mapped[str] = mapped_column(String(253), default="")
    """Where its mail is read and copies are filed; empty if only sending is set up."""
    imap_port: Mapped[int] = mapped_column(default=993)
    imap_security: Mapped[str] = mapped_column(String(10), default="tls")
    sealed_refresh: Mapped[str] = mapped_column(Text, default="")
    """What fetches new access tokens where one signs in at the provider; empty where a password is used."""
    sealed_access: Mapped[str] = mapped_column(Text, default="")
    access_ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    files_sent: Mapped[bool] = mapped_column(default=True)
    """Whether the provider itself keeps a copy of what is sent."""
    filing_trouble: Mapped[str] = mapped_column(Text, default="")
    """Why no copy could be put into the Sent folder the last time, in words for the person."""

    @classmethod
    def of(cls, account: Account) -> "MailAccount | None":
        return db.session.scalar(MAIL_ACCOUNT_OF, {"account": account.id})

    @classmethod
    def passed_its_test(cls, account_id: int, *, now: datetime) -> None:
        """Remember that the account's server took a message; it may be gone by now."""
        db.session.execute(update(cls).where(cls.account_id == account_id).values(tested_at=now))

    @classmethod
    def by_account(cls, account_id: int) -> Self | None:
        return db.session.scalar(select(cls).where(cls.account_id == account_id))

    @property
    def door(self) -> tuple[str, int, str, str, str, str]:
        """Where it leads and with which secret: a connection is good for as long as this stays the same."""
        return (
            self.host, self.port, self.security, self.username, self.sealed_password, self.sealed_access,
        )  # fmt: skip

    @property
    def wants_copies(self) -> bool:
        """Whether copies of what was sent are to be put into its Sent folder by us."""
        return bool(self.imap_host) and not self.files_sent

    @property
    def uses_tokens(self) -> bool:
        """Whether one signs in at the provider, and no password is kept."""
        return self.sealed_refresh != ""

    @property
    def place(self) -> str:
        """Where its password is sealed: the account and the host, so that neither can be swapped."""
        return f"mail_account/{self.account_id}/{self.host}"

    @property
    def token_place(self) -> str:
        """Where its tokens are sealed: the account and the provider."""
        return f"mail_account/{self.account_id}/tokens/{self.provider}"

    def lets_in(self, *, now: datetime) -> bool:
        """Whether its login can be used: a password always, an access token until just before it ends."""
        ends_at = self.access_ends_at
        return not self.uses_tokens or (ends_at is not None and now < ends_at - TOKEN_MARGIN)

    def is_at(self, host: str, port: int, security: str, username: str) -> bool:
        """Whether its password already goes to this very place, in this very way."""
        return (self.host, self.port, self.security, self.username) == (host, port, security, username)

    def is_read_at(self, host: str, port: int, security: str) -> bool:
        """Whether its password goes to this place for reading already, or is to go to none."""
        kept = self.imap_host, self.imap_port, self.imap_security
        return not host or kept == (host, port, security)

    def drop_tokens(self) -> None:
        """Forget what let Outreach in without a password."""
        self.sealed_refresh = self.sealed_access = ""
        self.access_ends_at = None


# Nearly every page asks for it, so the question is put together once: that takes as long as asking it.
MAIL_ACCOUNT_OF = select(MailAccount).where(MailAccount.account_id == bindparam("account"))
