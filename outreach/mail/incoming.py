"""What arrived that concerns us, and how far each mailbox has been read."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Self

from sqlalchemy import (
    JSON,
    BigInteger,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    bindparam,
    select,
)
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from outreach.accounts.models import Account, Owned
from outreach.contacts.models import Contact
from outreach.database import Base, UtcDateTime, db, rows_of, words
from outreach.interviews.models import Interview
from outreach.mail.models import OutgoingMessage


class News(StrEnum):
    """What a received message means to a conversation."""

    ANSWER = "answer"
    """They wrote."""
    POSSIBLE = "possible"
    """Somebody wrote from their address, but it cannot be seen that it answers us."""
    COLLEAGUE = "colleague"
    """Somebody else wrote in the thread."""
    BOUNCE = "bounce"
    POSSIBLE_BOUNCE = "possible_bounce"
    LATE = "late"
    AWAY = "away"
    AUTOMATIC = "automatic"
    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    DECLINED = "declined"
    PROPOSED = "proposed"
    UNVERIFIED = "unverified"
    """A calendar’s answer that may be anybody’s, or is about an earlier time."""


ABOUT_A_TIME = (News.DECLINED, News.PROPOSED)
"""What speaks of the agreed time, and is done with when that is moved or given up."""


class IncomingMessage(Owned, Base):
    """One received message that concerns a conversation, with what its writer wrote. Nothing else is kept of it."""

    __tablename__ = "incoming_messages"
    __table_args__ = (
        UniqueConstraint("account_id", "content_key"),
        Index("ix_incoming_messages_open", "account_id", "settled_at", "arrived_at"),
    )

    contact_id: Mapped[int] = mapped_column(ForeignKey(Contact.id, ondelete="CASCADE"), index=True)
    interview_id: Mapped[int] = mapped_column(ForeignKey(Interview.id, ondelete="CASCADE"), index=True)
    outgoing_id: Mapped[int | None] = mapped_column(
        ForeignKey(OutgoingMessage.id, ondelete="SET NULL"), index=True
    )
    news: Mapped[News] = mapped_column(words(News))
    confidence: Mapped[str] = mapped_column(String(20))
    content_key: Mapped[str] = mapped_column(String(64))
    """A hash of what it says: the same message in two folders, or read twice, counts once."""
    message_id: Mapped[str] = mapped_column(Text, default="")
    from_name: Mapped[str] = mapped_column(String(200), default="")
    from_address: Mapped[str] = mapped_column(String(320), default="")
    subject: Mapped[str] = mapped_column(Text, default="")
    text: Mapped[str] = mapped_column(Text, default="")
    particulars: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    via: Mapped[str] = mapped_column(String(10), default="imap")
    """``imap``, or ``mailbox`` for what the built-in mailbox played."""
    arrived_at: Mapped[datetime] = mapped_column(UtcDateTime)
    noticed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the person had seen to it, or nothing was left to see to."""

    interview: Mapped[Interview] = relationship(innerjoin=True)
    contact: Mapped[Contact] = relationship(innerjoin=True)

    @classmethod
    def known(cls, account_id: int, keys: Iterable[str]) -> set[str]:
        """Which of these were noticed before."""
        found = select(cls.content_key).where(cls.account_id == account_id, cls.content_key.in_(list(keys)))
        return set(db.session.scalars(found))

    @classmethod
    def open_for(cls, account: Account, *, limit: int) -> list[Self]:
        """What waits for the person, the oldest first."""
        return list(db.session.scalars(OPEN_ONES, {"account": account.id, "limit": limit}))

    @classmethod
    def about(cls, interview: Interview, *, limit: int = 50) -> list[Self]:
        """What arrived in one conversation, oldest first."""
        newest = (
            select(cls).where(cls.interview_id == interview.id).order_by(cls.arrived_at.desc(), cls.id.desc())
        )
        return list(reversed(db.session.scalars(newest.limit(limit)).all()))

    @classmethod
    def settle_all(cls, interview: Interview, *, now: datetime) -> None:
        """The person has seen to what arrived in this conversation."""
        for message in db.session.scalars(
            select(cls).where(cls.interview_id == interview.id, cls.settled_at.is_(None))
        ):
            message.settled_at = now

    @classmethod
    def unsettle(cls, interview: Interview, *, settled_at: datetime) -> None:
        """What was seen to in this conversation at that moment waits again."""
        for message in db.session.scalars(
            select(cls).where(cls.interview_id == interview.id, cls.settled_at == settled_at)
        ):
            message.settled_at = None

    @classmethod
    def settle(cls, *kinds: News, of: Interview | Contact, now: datetime) -> None:
        """News of these kinds asks for nothing any more."""
        theirs = cls.interview_id == of.id if isinstance(of, Interview) else cls.contact_id == of.id
        for message in db.session.scalars(
            select(cls).where(theirs, cls.news.in_(kinds), cls.settled_at.is_(None))
        ):
            message.settled_at = now


OPEN_ONES = (
    select(IncomingMessage)
    .where(IncomingMessage.account_id == bindparam("account"), IncomingMessage.settled_at.is_(None))
    .options(joinedload(IncomingMessage.interview).joinedload(Interview.contact))
    .order_by(IncomingMessage.arrived_at)
    .limit(bindparam("limit", type_=Integer))
)
"""Put together once, as every look at Today asks it."""


class MailboxState(Base):
    """How reading one account’s mailbox goes."""

    __tablename__ = "mailbox_states"

    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id, ondelete="CASCADE"), primary_key=True)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it was last read to its end."""
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    looked_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the last days were last looked through once more."""
    trouble: Mapped[str] = mapped_column(Text, default="")
    """Why it cannot be read, in words for the person; empty while all is well."""
    failures: Mapped[int] = mapped_column(default=0)
    lease_owner: Mapped[str] = mapped_column(String(64), default="")
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @classmethod
    def of(cls, account_id: int) -> Self | None:
        return db.session.get(cls, account_id)

    def is_stale(self, *, now: datetime) -> bool:
        """Whether it has not been read for so long that the person should know."""
        return self.read_at is None or now - self.read_at > STALE_AFTER


STALE_AFTER = timedelta(minutes=15)


class FolderCursor(Base):
    """How far one folder has been read. A UID means something only together with the folder’s UIDVALIDITY."""

    __tablename__ = "folder_cursors"
    __table_args__ = (UniqueConstraint("account_id", "folder"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id, ondelete="CASCADE"), index=True)
    folder: Mapped[str] = mapped_column(String(250))
    uidvalidity: Mapped[int] = mapped_column(BigInteger)
    last_uid: Mapped[int] = mapped_column(BigInteger)

    @classmethod
    def of(cls, account_id: int, folder: str) -> Self | None:
        found = select(cls).where(cls.account_id == account_id, cls.folder == folder)
        return db.session.scalar(found)

    @classmethod
    def places(cls, account_id: int) -> dict[str, tuple[int, int]]:
        """UIDVALIDITY and last UID of each folder that was read."""
        rows = rows_of(PLACES, {"account": account_id})
        return {folder: (uidvalidity, last_uid) for folder, uidvalidity, last_uid in rows}


PLACES = select(FolderCursor.folder, FolderCursor.uidvalidity, FolderCursor.last_uid).where(
    FolderCursor.account_id == bindparam("account")
)


class SetAside(Base):
    """A message that could not be read. It is not tried again, and the ones after it are read all the same."""

    __tablename__ = "messages_set_aside"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id, ondelete="CASCADE"), index=True)
    folder: Mapped[str] = mapped_column(String(250))
    uidvalidity: Mapped[int] = mapped_column(BigInteger)
    uid: Mapped[int] = mapped_column(BigInteger)
    why: Mapped[str] = mapped_column(String(200))
    """The kind of error alone: nothing of the message itself."""
    at: Mapped[datetime] = mapped_column(UtcDateTime)
