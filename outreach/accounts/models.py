"""Who uses Outreach: the account, its signed-in browsers, and the mail account it writes from."""

from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple, Self, TypeVar
from zoneinfo import ZoneInfo

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import ForeignKey, Select, String, Text, bindparam, delete, func, select, update
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

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

SESSION_LASTS = timedelta(days=60)
TRIES_ALLOWED = 10
TRIES_WINDOW = timedelta(minutes=15)


class WrongPassword(OutreachError):
    """The address or the password is not right; which of them is not said."""

    status = 403

    def __init__(self) -> None:
        super().__init__("That address and password do not belong together. Check both and try again.")


class TooManyTries(OutreachError):
    """Somebody is guessing."""

    status = 429

    def __init__(self) -> None:
        super().__init__("There were too many tries to sign in. Wait a quarter of an hour, then try again.")


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


class SignIn(Base):
    """A browser that is signed in. It can be ended from any other."""

    __tablename__ = "sign_ins"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id, ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    browser: Mapped[str] = mapped_column(String(200), default="")
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    account: Mapped[Account] = relationship()

    @classmethod
    def begin(cls, account: Account, *, browser: str, now: datetime) -> tuple[Self, str]:
        """A new signed-in browser, and the token that its cookie carries."""
        token = new_token()
        sign_in = cls(
            account=account,
            token_hash=token_hash(token),
            browser=browser[:200],
            began_at=now,
            ends_at=now + SESSION_LASTS,
        )
        db.session.add(sign_in)
        return sign_in, token

    @classmethod
    def by_token(cls, token: str, *, now: datetime) -> "SignIn | None":
        return db.session.scalar(select(cls).where(cls.token_hash == token_hash(token), cls.ends_at > now))

    @classmethod
    def of(cls, account: Account, *, now: datetime) -> list[Self]:
        """The account's signed-in browsers, newest first."""
        return list(db.session.scalars(SIGN_INS, {"account": account.id, "now": now}))

    @classmethod
    def end(cls, number: int, *, of: Account) -> None:
        """Sign one browser out. Raises NotFound."""
        found = db.session.scalar(select(cls).where(cls.id == number, cls.account_id == of.id))
        if found is None:
            raise NotFound
        db.session.delete(found)

    @classmethod
    def end_others(cls, number: int, *, of: Account) -> None:
        """Sign out every browser of the account but this one."""
        db.session.execute(delete(cls).where(cls.account_id == of.id, cls.id != number))


class SignInTry(Base):
    """One attempt to sign in, kept for a while to count guesses by address and by network."""

    __tablename__ = "sign_in_tries"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), index=True)
    network: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)

    @classmethod
    def refuse_guessing(cls, *, email: str, network: str, known_as: str = "", now: datetime) -> None:
        """Raise TooManyTries when this address or this network failed too often of late.

        ``known_as`` names a browser that signed in with this address before: of
        such a one only its own tries count, so that a stranger who guesses does
        not lock anybody out.
        """
        counted = {cls.network: known_as} if known_as else {cls.email: email[:254], cls.network: network[:64]}
        _one_at_a_time(*counted.values())
        for column, value in counted.items():
            tries = select(func.count()).where(column == value, cls.at > now - TRIES_WINDOW)
            if (db.session.scalar(tries) or 0) >= TRIES_ALLOWED:
                raise TooManyTries

    @classmethod
    def forget(cls, *, now: datetime) -> int:
        """Delete what is not counted any more; how many there were."""
        old = db.session.execute(delete(cls).where(cls.at <= now - TRIES_WINDOW))
        return int(old.rowcount)  # type: ignore[attr-defined]


TRIES_LOCK = 7302
"""Our own number space among PostgreSQL's advisory locks."""


def _one_at_a_time(*values: str) -> None:
    """Let tries that are counted together be counted one after the other until the transaction ends.

    SQLite's writing transaction sees to that already.
    """
    if db.session.get_bind().dialect.name == "postgresql":
        for place, value in enumerate(values):
            lock = func.pg_advisory_xact_lock(TRIES_LOCK + place, func.hashtext(value))
            db.session.execute(select(lock))


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


class Visitor(NamedTuple):
    """Whose browser asks for a page, and what every page says of them."""

    account: Account
    sign_in_id: int
    mail_trouble: str | None
    """Why sending is paused, empty while all is well; None without a mail account."""

    @classmethod
    def by_token(cls, token: str, *, now: datetime) -> "Visitor | None":
        """Who is signed in with this token; None if it is over, ended or unknown."""
        found = db.session.execute(BY_TOKEN, {"token": token_hash(token), "now": now}).one_or_none()
        return found and cls(*found)


# What nearly every page asks is put together once: that takes as long as asking it.
MAIL_ACCOUNT_OF = select(MailAccount).where(MailAccount.account_id == bindparam("account"))
BY_TOKEN = (
    select(Account, SignIn.id, MailAccount.broken_because)
    .join(SignIn, SignIn.account_id == Account.id)
    .outerjoin(MailAccount, MailAccount.account_id == Account.id)
    .where(SignIn.token_hash == bindparam("token"), SignIn.ends_at > bindparam("now"))
)
SIGN_INS = (
    select(SignIn)
    .where(SignIn.account_id == bindparam("account"), SignIn.ends_at > bindparam("now"))
    .order_by(SignIn.began_at.desc())
)
