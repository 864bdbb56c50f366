"""Messages on their way out: the outbox is a table."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar, Self

from sqlalchemy import (
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    bindparam,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, defer, joinedload, mapped_column, relationship, undefer

from outreach.accounts.models import Account, Owned
from outreach.as_json import lines
from outreach.contacts.models import Contact
from outreach.database import Base, UtcDateTime, db, is_one_of, rows_of, words
from outreach.errors import OutreachError
from outreach.interviews.models import Interview
from outreach.mail.mime import Parcel, as_bytes

TAKE_BACK_WITHIN = timedelta(seconds=30)


class Delivery(StrEnum):
    """How far a message has come.

    ``DATA`` is recorded before the text is handed to the server: a crash before
    it means *try again*, a crash in it means *may have been sent*, and such a
    message is never sent again by itself.
    """

    QUEUED = "queued"
    DATA = "data"
    SENT = "sent"
    UNSURE = "unsure"
    FAILED = "failed"
    TAKEN_BACK = "taken_back"


class _NotAnyMore(OutreachError):
    """What somebody wants to do with a message comes too late. ``sentence`` says so, with a gap for whom it is to."""

    status = 409
    sentence: ClassVar[str]

    def __init__(self, message: "OutgoingMessage") -> None:
        super().__init__(self.sentence.format(to=message.to_name or message.to_address))


class TooLateToTakeBack(_NotAnyMore):
    """The message has left, or is leaving."""

    sentence = "The message to {to} has left already and cannot be taken back."


class FateKnown(_NotAnyMore):
    """Somebody wants to decide over a message whose end is known, or not yet due."""

    sentence = "There is nothing to decide about the message to {to} any more."


class Overtaken(_NotAnyMore):
    """A newer message says what holds now."""

    sentence = "A newer message to {to} has taken the place of this one, so it is not sent again."


class OutgoingMessage(Owned, Base):
    """One message to one address, written in the same transaction as what it announces."""

    __tablename__ = "outgoing_messages"
    __table_args__ = (
        UniqueConstraint("account_id", "once"),
        Index("ix_outgoing_messages_due", "delivery", "send_after", "id"),
        Index("ix_outgoing_messages_account_id_about", "account_id", "about"),
        Index("ix_outgoing_messages_in_order", "account_id", "to_address", "delivery", "id"),
        Index("ix_outgoing_messages_pace", "account_id", "about", "handed_at"),
        Index(
            "ix_outgoing_messages_to_file",
            "account_id",
            "id",
            sqlite_where=text("to_file"),
            postgresql_where=text("to_file"),
        ),
    )

    contact_id: Mapped[int | None] = mapped_column(ForeignKey(Contact.id, ondelete="CASCADE"), index=True)
    interview_id: Mapped[int | None] = mapped_column(ForeignKey(Interview.id, ondelete="CASCADE"), index=True)
    about: Mapped[str] = mapped_column(String(30))
    """What it is: ``letter``, ``invitation``, ``copy`` (our own calendar's), ``run_sheet``, ``digest``,
    ``notice`` or ``test``."""
    once: Mapped[str | None] = mapped_column(String(120))
    """A name for what is announced; the same thing is never announced twice."""
    from_name: Mapped[str] = mapped_column(String(120))
    from_address: Mapped[str] = mapped_column(String(254))
    to_name: Mapped[str] = mapped_column(String(120))
    to_address: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    calendar: Mapped[str] = mapped_column(Text, default="")
    calendar_method: Mapped[str] = mapped_column(String(20), default="")
    message_id: Mapped[str] = mapped_column(String(250), unique=True)
    in_reply_to: Mapped[str] = mapped_column(String(250), default="")
    references: Mapped[str] = mapped_column("reference_ids", Text, default="")
    raw: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    """The very bytes that were handed over, kept from the moment they were."""
    via: Mapped[str] = mapped_column(String(10), default="")
    """What carried it: ``smtp``, or ``mailbox`` for the built-in one."""

    delivery: Mapped[Delivery] = mapped_column(words(Delivery), default=Delivery.QUEUED)
    queued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    send_after: Mapped[datetime] = mapped_column(UtcDateTime)
    keeps_hours: Mapped[bool] = mapped_column(default=False)
    """Whether it waits for the contact's working hours; otherwise its time is as the person chose it."""
    tried_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the first attempt of this run of attempts began; trying ends four days later."""
    handed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When a mail server was last given the text: the daily limit and the spacing count from here."""
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    proved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When something showed that it did leave: the Sent folder, a bounce or a reply."""
    bounced_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    bounce: Mapped[str] = mapped_column(Text, default="")
    """Why it came back, in plain words."""
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    unsubscribe: Mapped[str] = mapped_column(Text, default="")
    """The address that ends mails of this kind at a click; empty where there is none to end."""
    to_file: Mapped[bool] = mapped_column(default=False)
    """Whether a copy is still to be put into the Sent folder."""
    attempts: Mapped[int] = mapped_column(default=0)
    trouble: Mapped[str] = mapped_column(Text, default="")
    """Why the last attempt did not succeed, in words for the person."""
    lease_owner: Mapped[str] = mapped_column(String(64), default="")
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)

    account: Mapped[Account] = relationship()
    contact: Mapped[Contact | None] = relationship()

    @property
    def parcel(self) -> Parcel:
        """The message as values, ready to become bytes."""
        return parcel_of(self)

    @classmethod
    def thread_of(cls, interview: Interview) -> list[tuple[str, str]]:
        """Message-ID and subject of every letter that left to this contact, oldest first."""
        sought = {"interview": interview.id, "contact": interview.contact_id}
        return [(message_id, subject) for message_id, subject in rows_of(THREAD, sought)]

    @classmethod
    def load(cls, numbers: Iterable[int]) -> None:
        """Read these messages without their texts, in one query, so that getting one of them asks nothing."""
        found = select(cls).where(cls.id.in_(list(numbers))).options(defer(cls.text), defer(cls.calendar))
        db.session.info["messages at hand"] = list(db.session.scalars(found))

    @classmethod
    def of(cls, account: Account, *, before: int | None = None, limit: int = 50) -> list[Self]:
        """The account's messages without their texts, newest first; ``before`` is the last number shown."""
        found = select(cls).where(cls.account_id == account.id).options(defer(cls.text), defer(cls.calendar))
        if before is not None:
            found = found.where(cls.id < before)
        return list(db.session.scalars(found.order_by(cls.id.desc()).limit(limit)))

    @classmethod
    def find_whole(cls, number: int, *, of: Account) -> Self:
        """The message with its bytes and its contact, in one query. Raises NotFound."""
        return cls.find(number, of=of, options=(undefer(cls.raw), joinedload(cls.contact)))

    @classmethod
    def latest_test(cls, account: Account) -> Self | None:
        """The last trial of the mail account, however it ended."""
        tests = select(cls).where(cls.account_id == account.id, cls.about == "test")
        return db.session.scalar(tests.order_by(cls.id.desc()).limit(1))

    @classmethod
    def hasten(cls, account: Account, *, now: datetime) -> None:
        """Let what was put off after a failed attempt, or waited for the account, leave now."""
        put_off = update(cls).where(
            cls.account_id == account.id,
            cls.delivery == Delivery.QUEUED,
            (cls.trouble != "") | (cls.send_after < now),
        )
        db.session.execute(put_off.values(send_after=now, tried_at=None))

    @classmethod
    def still_exists(cls, number: int) -> bool:
        """Whether the message is there: it goes with its contact."""
        return db.session.scalar(select(cls.id).where(cls.id == number)) is not None

    @property
    def as_handed_over(self) -> bytes:
        """The very bytes that were handed over; before that, those that will be.

        Raises UnsafeHeader for a message that cannot be written at all.
        """
        return self.raw if self.raw is not None else as_bytes(self.parcel)

    def thread(self) -> "list[OutgoingMessage]":
        """The other messages of its thread, oldest first, without their texts."""
        if self.interview_id is None:
            return []
        found = select(OutgoingMessage).where(
            OutgoingMessage.account_id == self.account_id,
            OutgoingMessage.interview_id == self.interview_id,
            OutgoingMessage.to_address == self.to_address,
            OutgoingMessage.id != self.id,
        )
        others = db.session.scalars(found.options(defer(OutgoingMessage.text)).order_by(OutgoingMessage.id))
        return [other for other in others if self._threads_with(other)]

    def _threads_with(self, other: "OutgoingMessage") -> bool:
        return bool(self._thread_ids & other._thread_ids)

    @property
    def _thread_ids(self) -> set[str]:
        return {self.message_id, *self.references.split()}

    def can_be_taken_back(self, *, now: datetime) -> bool:
        """Whether it still lies here: not gone, and no worker is about to hand it over."""
        return self.delivery is Delivery.QUEUED and (self.lease_until is None or self.lease_until < now)

    def take_back(self, *, now: datetime) -> None:
        """Keep the message from leaving. Raises TooLateToTakeBack."""
        if not self.can_be_taken_back(now=now):
            raise TooLateToTakeBack(self)
        self.delivery = Delivery.TAKEN_BACK

    @property
    def needs_a_word(self) -> bool:
        """Whether only the person can say what becomes of it: it failed, or may have been sent."""
        return self.delivery in {Delivery.UNSURE, Delivery.FAILED}

    def confirm_sent(self) -> None:
        """Take the person's word that it did leave. Raises FateKnown unless that is in doubt."""
        if self.delivery is not Delivery.UNSURE:
            raise FateKnown(self)
        # It was handed over, if at all, when it was last due.
        self.delivery, self.sent_at, self.trouble = Delivery.SENT, self.handed_at or self.send_after, ""

    def send_again(self, *, now: datetime) -> None:
        """Queue it once more, under its own Message-ID, so that a second copy is known for one.

        Raises FateKnown unless it failed or is in doubt, Overtaken if a newer
        invitation has replaced it.
        """
        if not self.needs_a_word:
            raise FateKnown(self)
        if self.about in {"invitation", "copy"} and self._has_successor():
            raise Overtaken(self)
        self.delivery, self.trouble, self.attempts, self.tried_at = Delivery.QUEUED, "", 0, None
        self.queued_at = self.send_after = now
        self.proved_at = None

    def _has_successor(self) -> bool:
        newer = select(OutgoingMessage.id).where(
            OutgoingMessage.interview_id == self.interview_id,
            OutgoingMessage.to_address == self.to_address,
            OutgoingMessage.about == self.about,
            OutgoingMessage.id > self.id,
        )
        return db.session.scalar(newer.limit(1)) is not None


def parcel_of(row: Any) -> Parcel:
    """What a message, or a row with its columns, is to say, as values that are ready to become bytes."""
    return Parcel(
        message_id=row.message_id,
        from_name=row.from_name,
        from_address=row.from_address,
        to_name=row.to_name,
        to_address=row.to_address,
        subject=row.subject,
        text=row.text,
        calendar=row.calendar or None,
        calendar_method=row.calendar_method,
        in_reply_to=row.in_reply_to,
        references=row.references,
        date=row.queued_at,
        auto_submitted=row.about != "letter",
        unsubscribe=row.unsubscribe,
    )


_ASK, _SENT = Interview.__table__, OutgoingMessage.__table__
LETTERS_SENT = lines(
    *(_SENT.c.id, _SENT.c.message_id),
    where=(_SENT.c.interview_id == _ASK.c.id)
    & (_SENT.c.about == "letter")
    & (_SENT.c.contact_id.is_(None) | (_SENT.c.contact_id == _ASK.c.contact_id))
    & is_one_of(_SENT.c.delivery, (Delivery.SENT, Delivery.UNSURE, Delivery.DATA)),
    within=_ASK,
)
"""The letters that left to the contact as one text: a column of a statement about interviews."""
THREAD = (
    select(OutgoingMessage.message_id, OutgoingMessage.subject)
    .where(
        OutgoingMessage.interview_id == bindparam("interview"),
        OutgoingMessage.about == "letter",
        OutgoingMessage.contact_id.is_(None) | (OutgoingMessage.contact_id == bindparam("contact")),
        is_one_of(OutgoingMessage.delivery, (Delivery.SENT, Delivery.UNSURE, Delivery.DATA)),
    )
    .order_by(OutgoingMessage.id)
)
