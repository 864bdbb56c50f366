"""Browsers that are signed in, and whose they are."""

from datetime import datetime, timedelta
from typing import NamedTuple, Self

from sqlalchemy import ForeignKey, String, bindparam, delete, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.accounts.mail_accounts import MailAccount
from outreach.accounts.models import Account
from outreach.database import Base, UtcDateTime, db
from outreach.errors import NotFound
from outreach.tokens import new_token, token_hash

SESSION_LASTS = timedelta(days=60)


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
