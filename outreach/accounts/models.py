"""Who uses Outreach: the account, and what belongs to it."""

from datetime import date, datetime
from functools import cache
from typing import Any, Self, TypeVar
from zoneinfo import ZoneInfo

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import ForeignKey, Select, String, bindparam, select
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from outreach.accounts.kinds import Situation
from outreach.database import Base, UtcDateTime, db, words
from outreach.errors import NotFound, OutreachError
from outreach.tokens import derived_token, new_token, token_hash

HASHER = PasswordHasher()
# The hash of a password that was thrown away. It is checked when no account has the address,
# so that both answers take equally long; hashing one at every start would take longer still.
NOBODYS_PASSWORD = (
    "$argon2id$v=19$m=65536,t=3,p=4$m+k+lQf309GSEy1WwrATGQ$h06LBllKibzF/eOYcK5/4ZL1sIvW4kypNDozSGqsIFI"  # noqa: S105
)


class WrongPassword(OutreachError):
    """The address or the password is not right; which of them is not said."""

    status = 403

    def __init__(self) -> None:
        super().__init__("That address and password do not belong together. Check both and try again.")


class Account(Base):
    """Our user: the one who asks."""

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(120))
    timezone: Mapped[str] = mapped_column(String(64))
    situation: Mapped[Situation] = mapped_column(words(Situation))
    programme_or_role: Mapped[str] = mapped_column(String(160), default="")
    school: Mapped[str] = mapped_column(String(160), default="")
    profile_url: Mapped[str] = mapped_column(String(300), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    video_url: Mapped[str] = mapped_column(String(300), default="")
    feed_nonce: Mapped[str] = mapped_column(String(64), default="")
    """Makes the address of the calendar feed; empty while there is none."""
    feed_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_on: Mapped[date | None]
    """The last day, on their own calendar, on which they were here."""

    @classmethod
    def exists(cls) -> bool:
        """Whether anybody has made an account here."""
        return db.session.scalar(select(cls.id).limit(1)) is not None

    @classmethod
    def by_email(cls, email: str) -> Self | None:
        return db.session.scalar(select(cls).where(cls.email == email.strip().lower()))

    @classmethod
    def by_feed(cls, token: str) -> Self:
        """The account whose calendar feed has this token. Raises NotFound."""
        account = db.session.scalar(select(cls).where(cls.feed_hash == token_hash(token)))
        if account is None:
            raise NotFound("This calendar address does not exist any more. Copy the new one from Settings.")
        return account

    def make_feed(self, secret_key: str) -> None:
        """Give the calendar feed an address; one that it had stops working with this commit."""
        self.feed_nonce = new_token()
        self.feed_hash = token_hash(self.feed_token(secret_key))

    def drop_feed(self) -> None:
        """Switch the calendar feed off."""
        self.feed_nonce, self.feed_hash = "", None

    def feed_token(self, secret_key: str) -> str:
        """The word in the address of the calendar feed; empty while it is off."""
        return derived_token(secret_key, "calendar-feed", self.feed_nonce) if self.feed_nonce else ""

    def set_password(self, password: str) -> None:
        self.password_hash = HASHER.hash(password)

    def check_password(self, password: str) -> None:
        """Raise WrongPassword unless ``password`` is this account's."""
        _verify(self.password_hash, password)

    def today(self, *, now: datetime) -> date:
        """The day on the account's own calendar."""
        return now.astimezone(ZoneInfo(self.timezone)).date()

    def note_presence(self, *, now: datetime) -> None:
        """Remember that they were here today, for which no mail needs to call them."""
        self.seen_on = self.today(now=now)

    def was_here_today(self, *, now: datetime) -> bool:
        """Whether they were here today, as far as their visits were noted."""
        return self.seen_on == self.today(now=now)

    @property
    def first_name(self) -> str:
        return self.name.split()[0] if self.name.split() else self.name


def check_nobodys_password(password: str) -> None:
    """Take as long as for a real account, then raise WrongPassword."""
    _verify(NOBODYS_PASSWORD, password)


def _verify(password_hash: str, password: str) -> None:
    try:
        HASHER.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        raise WrongPassword from None


Row = TypeVar("Row", bound="Owned")

LARGEST_NUMBER = 2**31 - 1
"""The largest that a row can have; anything above is a typed address, and too large for some databases."""


class Owned:
    """What belongs to one account. Every look-up starts from the account."""

    id: Mapped[int] = mapped_column(primary_key=True)

    @declared_attr
    @classmethod
    def account_id(cls) -> Mapped[int]:
        return mapped_column(ForeignKey(Account.id, ondelete="CASCADE"), index=True)

    @classmethod
    def find(
        cls: type[Row],
        number: int,
        *,
        of: Account,
        options: tuple[Any, ...] = (),
        by: Select[Any] | None = None,
    ) -> Row:
        """The row with this number, if it is this account's. Raises NotFound.

        ``by`` is a look-up that was put together before, by ``number`` and ``account``.
        """
        if number > LARGEST_NUMBER:
            raise NotFound
        found = _owned(cls).options(*options) if by is None else by  # type: ignore[arg-type]  # a class has a hash
        row: Row | None = db.session.scalar(found, {"number": number, "account": of.id})
        if row is None:
            raise NotFound
        return row


@cache
def _owned(kind: Any) -> Select[tuple[Any]]:
    """The look-up of a row by its number and its account, put together once for each kind."""
    return select(kind).where(kind.id == bindparam("number"), kind.account_id == bindparam("account"))
