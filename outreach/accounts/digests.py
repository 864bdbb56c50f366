"""The one mail a day: whether somebody wants it, at which hour, when the next is due, and how it is stopped."""

from datetime import datetime
from typing import Self

from sqlalchemy import ForeignKey, String, bindparam, select, update
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from outreach.accounts.mail_accounts import MailAccount
from outreach.accounts.models import Account
from outreach.accounts.mornings import FURTHEST, is_in_time, next_morning
from outreach.database import Base, UtcDateTime, db, saved
from outreach.errors import NotFound
from outreach.tokens import derived_token, new_token, token_hash

USUAL_HOUR = 8


class Digest(Base):
    """What one account wants of it. There is no row until they say so, or their own mail works."""

    __tablename__ = "digests"

    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id, ondelete="CASCADE"), primary_key=True)
    is_wanted: Mapped[bool]
    hour: Mapped[int]
    """Of the day, on the account's own clock."""
    next_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    nonce: Mapped[str] = mapped_column(String(64))
    """Makes the address that stops it."""
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)

    account: Mapped[Account] = relationship(innerjoin=True)

    @classmethod
    def of(cls, account: Account) -> Self | None:
        return db.session.get(cls, account.id)

    @classmethod
    def by_token(cls, token: str) -> Self:
        """Whose mail this word in an address stops. Raises NotFound."""
        found = select(cls).where(cls.token_hash == token_hash(token)).options(joinedload(cls.account))
        digest = db.session.scalar(found)
        if digest is None:
            raise NotFound("This address stops no mail any more. The setting is under Settings.")
        return digest

    @classmethod
    def choose(
        cls, account: Account, *, is_wanted: bool, hour: int = USUAL_HOUR, secret_key: str, now: datetime
    ) -> Self:
        """Keep what somebody wants: from the next time that this hour strikes."""
        digest = cls.of(account)
        if digest is None:
            nonce = new_token()
            stops = token_hash(derived_token(secret_key, "digest", nonce))
            digest = cls(account_id=account.id, account=account, nonce=nonce, token_hash=stops)
        digest.is_wanted, digest.hour = is_wanted, hour
        digest.next_at = next_morning(hour, account.timezone, now=now)
        return saved(digest)

    @classmethod
    def begin_where_mail_works(cls, *, secret_key: str, now: datetime, limit: int = 100) -> int:
        """Begin for accounts whose own mail was seen to work and who have not said otherwise. How many."""
        works = MailAccount.tested_at.is_not(None) & (MailAccount.broken_because == "")
        new = (
            select(Account)
            .join(MailAccount, MailAccount.account_id == Account.id)
            .outerjoin(cls, cls.account_id == Account.id)
            .where(works, cls.account_id.is_(None))
            .limit(limit)
        )
        accounts = list(db.session.scalars(new))
        for account in accounts:
            cls.choose(account, is_wanted=True, secret_key=secret_key, now=now)
        return len(accounts)

    @classmethod
    def claim_next(cls, *, now: datetime) -> tuple["Digest", bool] | None:
        """The next account whose hour has struck, planned on to the morning after; and whether it is still in time.

        Only one worker gets each: whoever moves the plan on. A plan further ahead
        than any morning can be was made by a clock that went wrong, and is only
        mended.
        """
        due = (
            select(cls)
            .where(cls.is_wanted, (cls.next_at <= now) | (cls.next_at > now + FURTHEST))
            .order_by(cls.next_at)
            .limit(20)
            .options(joinedload(cls.account))
            .execution_options(populate_existing=True)
        )
        for digest in db.session.scalars(due).all():
            planned = digest.next_at
            onward = next_morning(digest.hour, digest.account.timezone, now=now)
            moved = update(cls).where(cls.account_id == digest.account_id, cls.next_at == planned)
            if db.session.execute(moved.values(next_at=onward)).rowcount:  # type: ignore[attr-defined]
                return digest, is_in_time(planned, now=now)
        return None

    def stop_token(self, secret_key: str) -> str:
        """The word in the address that stops it."""
        return derived_token(secret_key, "digest", self.nonce)


def mail_of(account: Account) -> tuple[MailAccount | None, Digest | None]:
    """What the account writes from and whether it wants a mail a day, in one statement."""
    mail_account, digest = db.session.execute(MAIL_OF, {"account": account.id}).one()
    return mail_account, digest


MAIL_OF = (
    select(MailAccount, Digest)
    .select_from(Account)
    .outerjoin(MailAccount, MailAccount.account_id == Account.id)
    .outerjoin(Digest, Digest.account_id == Account.id)
    .where(Account.id == bindparam("account"))
)
