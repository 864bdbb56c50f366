"""The outbox: how a message is queued, claimed by one worker, and settled.

A message goes ``queued → data → sent``. Every step is one UPDATE that names the
worker holding the lease, so a worker that was thought dead and wakes up changes
nothing. Nothing here touches the network, and nothing commits.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Table,
    Update,
    and_,
    bindparam,
    exists,
    func,
    inspect,
    or_,
    select,
    update,
)
from sqlalchemy.orm import aliased, joinedload
from sqlalchemy.orm.attributes import set_committed_value

from outreach.accounts.models import Account, MailAccount
from outreach.contacts.models import Contact
from outreach.database import db, saved
from outreach.interviews.models import Interview
from outreach.mail.mime import as_bytes, new_message_id
from outreach.mail.models import Delivery, OutgoingMessage, Suppression
from outreach.tokens import new_token

LEASE = timedelta(minutes=25)
"""Longer than the longest conversation with a mail server may take, on two machines whose clocks are minutes apart."""

GIVE_UP_AFTER = timedelta(days=4)
PAUSES = [timedelta(minutes=m) for m in (1, 5, 15, 30, 60, 120, 240)]


@dataclass(frozen=True, slots=True)
class Sender:
    """Whom a message comes from, and the domain that its ids are made in."""

    name: str
    address: str
    domain: str

    @classmethod
    def of(cls, account: Account, *, mail_domain: str) -> "Sender":
        """The account's mail address: that of its mail account, else the one it signs in with."""
        mail_account = MailAccount.of(account)
        address = mail_account.address if mail_account else account.email
        return cls(account.name, address, address.rpartition("@")[2] if mail_account else mail_domain)


@dataclass(frozen=True, slots=True)
class Thread:
    """The messages that a new one answers to, oldest first: their Message-IDs."""

    ids: tuple[str, ...] = ()


def queue(
    account: Account,
    sender: Sender,
    *,
    to: Contact | None,
    about: str,
    subject: str,
    text: str,
    now: datetime,
    interview: Interview | None = None,
    thread: Thread = Thread(),
    calendar: str = "",
    calendar_method: str = "",
    once: str | None = None,
    wait: timedelta = timedelta(0),
    keeps_hours: bool = False,
    unsubscribe: str = "",
) -> OutgoingMessage:
    """Put a message into the outbox, in the caller's transaction.

    ``to`` is a contact, or None for the account itself; ``wait`` is how long it
    stays before it may leave; ``keeps_hours`` lets it wait for the contact's
    working hours; ``unsubscribe`` is the address that ends mails of this kind.
    The Message-ID is fixed here, for good.
    """
    name, address = (to.name, to.email or "") if to else (account.name, sender.address)
    return saved(
        OutgoingMessage(
            account_id=account.id,
            contact_id=to.id if to else None,
            interview_id=interview.id if interview else None,
            about=about,
            once=once,
            from_name=sender.name,
            from_address=sender.address,
            to_name=name,
            to_address=address,
            subject=subject,
            text=text,
            calendar=calendar,
            calendar_method=calendar_method,
            message_id=new_message_id(sender.domain, token=new_token()),
            in_reply_to=thread.ids[-1] if thread.ids else "",
            references=" ".join(thread.ids),
            queued_at=now,
            send_after=now + wait,
            keeps_hours=keeps_hours,
            unsubscribe=unsubscribe,
        )
    )


def keep_as_sent(message: OutgoingMessage, *, now: datetime) -> None:
    """Write a queued message down as kept by the built-in mailbox, without ever letting it leave."""
    message.raw = as_bytes(message.parcel)
    message.delivery, message.sent_at, message.via = Delivery.SENT, now, "mailbox"


@dataclass(frozen=True, slots=True)
class Due:
    """A message that is due, and the mail account it would leave through; None is the built-in mailbox."""

    message: OutgoingMessage
    mail_account: MailAccount | None


class Held(StrEnum):
    """What a hold is about: one message, all letters of the account, or all that it sends."""

    MESSAGE = "message"
    LETTERS = "letters"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Hold:
    """Why a message may not leave yet, until when, and what else waits with it."""

    until: datetime
    why: str
    held: Held = Held.MESSAGE


Ask = Callable[[Due], Hold | None]


def at_once(_due: Due) -> None:
    """Nothing stands in its way."""


def claim(*, owner: str, now: datetime, hold_for: Ask = at_once) -> Due | None:
    """Lease the next message that is due to one worker.

    Messages to one address leave in the order in which they were queued, so a
    cancellation never overtakes its invitation; only a letter that is to leave
    later is not waited for. An account whose mail server refuses us waits.

    ``hold_for`` is asked about each while nobody else may claim for its account,
    so that what it counts stays true until the transaction ends. What it holds
    back is put off, and the next one is tried.
    """
    for _ in range(MOST_HELD):
        found = _take(now)
        if found is None and db.session.scalar(NEXT, {"now": now}) is None:
            return None
        if found is None:
            continue  # another worker is at this account just now
        message, mail_account, earlier = found
        due = Due(message, mail_account)
        hold = _standing_hold(due, earlier, now=now) or hold_for(due)
        if hold is None:
            _lease(message, owner=owner, now=now)
            return due
        _hold(message, hold, now=now)
    return None


MOST_HELD = 50
"""How many messages one claim puts off before it lets others have their turn."""
AFRESH = {"populate_existing": True}


def _take(now: datetime) -> Any | None:
    """The next message, its mail account, and what goes before it; None if another worker claims for its account.

    SQLite's writing transaction lets nobody else claim. On PostgreSQL the
    account is taken first and never waited for, so that no two workers can wait
    for each other.
    """
    if db.session.get_bind().dialect.name != "postgresql":
        return db.session.execute(TAKEN, {"now": now}, execution_options=AFRESH).first()
    account = db.session.scalar(NEXT_ACCOUNT, {"now": now})
    if account is None:
        return None
    sought = {"now": now, "account": account}
    return db.session.execute(TAKEN_OF_ACCOUNT, sought, execution_options=AFRESH).first()


def _standing_hold(due: Due, earlier: datetime | None, *, now: datetime) -> Hold | None:
    """What keeps any message: an account that is paused, or an earlier message to the same address."""
    if due.mail_account is not None and due.mail_account.broken_because:
        return Hold(now + LOOK_AGAIN, "Sending is paused until your mail account works again.", Held.ACCOUNT)
    if earlier is not None:
        until = max(earlier, now + A_MOMENT)
        return Hold(until, "It waits for an earlier message to the same person.")
    return None


LOOK_AGAIN, A_MOMENT = timedelta(minutes=10), timedelta(seconds=2)


def _lease(message: OutgoingMessage, *, owner: str, now: datetime) -> None:
    leased = {"tried": message.tried_at or now, "tries": message.attempts + 1}
    _count(LEASED, number=message.id, owner=owner, until=now + LEASE, **leased)
    # What was read stays good for what follows, without being read again.
    set_committed_value(message, "tried_at", leased["tried"])
    set_committed_value(message, "attempts", leased["tries"])


def _hold(message: OutgoingMessage, hold: Hold, *, now: datetime) -> None:
    """Put off what is held; each message is written once for a hold, however long the queue is."""
    waiting = update(OutgoingMessage).where(
        OutgoingMessage.account_id == message.account_id,
        OutgoingMessage.delivery == Delivery.QUEUED,
        OutgoingMessage.send_after <= now,
        or_(OutgoingMessage.lease_until.is_(None), OutgoingMessage.lease_until < now),
    )
    if hold.held is Held.MESSAGE:
        waiting = waiting.where(OutgoingMessage.id == message.id)
    if hold.held is Held.LETTERS:
        waiting = waiting.where(OutgoingMessage.about == "letter")
    _count(waiting.values(send_after=hold.until, trouble=hold.why))


def is_to_hand_over(
    message: OutgoingMessage,
    raw: bytes,
    *,
    via: str,
    owner: str,
    now: datetime,
    unchanged_since: datetime | None = None,
) -> bool:
    """Record that the text is about to be handed over; False if the lease was lost or it was taken back.

    This is committed before the first byte of the text leaves. With
    ``unchanged_since`` it is False as well if the address is not written to any
    more, or the interview has moved on since that moment: then look again.
    """
    handed = {"raw": raw, "via": via, "at": now if via == "smtp" else None, "until": now + LEASE}
    if unchanged_since is None:
        return _moved(message, owner, HANDED_OVER, **handed)
    return _moved(message, owner, HANDED_OVER_UNCHANGED, since=unchanged_since, **handed)


def settle(
    message: OutgoingMessage,
    delivery: Delivery,
    *,
    owner: str,
    now: datetime,
    trouble: str = "",
    to_file: bool = False,
) -> bool:
    """Record how handing over the text ended: sent, unsure or failed. False if the lease was lost.

    ``to_file`` asks for a copy in the Sent folder.
    """
    sent_at = now if delivery is Delivery.SENT else None
    return _moved(message, owner, SETTLED, became=delivery, at=sent_at, why=trouble, files=to_file)


def drop(message: OutgoingMessage, *, why: str, asks: bool, owner: str) -> bool:
    """Take a message out that is out of place by now; ``asks`` leaves the decision to the person.

    False if the lease was lost.
    """
    delivery = Delivery.FAILED if asks else Delivery.TAKEN_BACK
    return _moved(message, owner, DROPPED, became=delivery, why=why)


def try_later(
    message: OutgoingMessage, *, attempts: int, tried_at: datetime, trouble: str, owner: str, now: datetime
) -> Delivery | None:
    """Put a message back because nothing was sent; four days after the first attempt, give it up.

    What it is now; None if the lease was lost.
    """
    if now - tried_at > GIVE_UP_AFTER:
        failed = settle(message, Delivery.FAILED, owner=owner, now=now, trouble=trouble)
        return Delivery.FAILED if failed else None
    again = now + pause_before(attempts, of=_number(message))
    put_back = _moved(message, owner, PUT_BACK, at=again, why=trouble)
    return Delivery.QUEUED if put_back else None


def pause_before(attempts: int, *, of: int) -> timedelta:
    """How long to wait after so many attempts: longer each time, and up to a quarter more.

    What failed at the same moment is so not tried again at the same moment. ``of`` is the message's number.
    """
    pause = PAUSES[min(attempts, len(PAUSES)) - 1]
    drawn = sha256(f"{of}/{attempts}".encode()).digest()[0] / 1024
    return pause * (1 + drawn)


def hold_back(account_id: int, *, trouble: str, until: datetime) -> None:
    """Let everything of an account wait, because its mail server is in trouble and not one message.

    So a server that does not answer is waited for once, and not once for each message.
    """
    waiting = update(OutgoingMessage).where(
        OutgoingMessage.account_id == account_id,
        OutgoingMessage.delivery == Delivery.QUEUED,
        OutgoingMessage.lease_until.is_(None),
        OutgoingMessage.send_after < until,
    )
    db.session.execute(waiting.values(send_after=until, trouble=trouble))


def withdraw(interview: Interview, *, about: str) -> None:
    """Let nothing of this kind leave for an interview any more, if no worker has it in hand yet."""
    waiting = update(OutgoingMessage).where(
        OutgoingMessage.interview_id == interview.id,
        OutgoingMessage.about == about,
        OutgoingMessage.delivery == Delivery.QUEUED,
        OutgoingMessage.lease_until.is_(None),
    )
    db.session.execute(waiting.values(delivery=Delivery.TAKEN_BACK))


def find_unsure(*, now: datetime) -> list[OutgoingMessage]:
    """Mark what a dead worker left in the middle of handing over: it may have been sent, or not."""
    left = select(OutgoingMessage).where(
        OutgoingMessage.delivery == Delivery.DATA, OutgoingMessage.lease_until < now
    )
    messages = list(db.session.scalars(left.with_for_update(skip_locked=True)))
    for message in messages:
        message.delivery, message.lease_owner, message.lease_until = Delivery.UNSURE, "", None
        message.trouble = "Outreach was interrupted while the message was being handed over."
    return messages


def prove_sent(message_id: str, *, account_id: int, now: datetime) -> bool:
    """Take note that the message with this Message-ID did leave. False if that was known, or it is none of ours.

    For whoever finds it in a Sent folder, or quoted by a bounce or a reply. The
    next round of delivering settles what was in doubt, and tells the story on.
    """
    proved = update(OutgoingMessage).where(
        OutgoingMessage.account_id == account_id,
        OutgoingMessage.message_id == message_id,
        OutgoingMessage.delivery.in_([Delivery.UNSURE, Delivery.DATA]),
        OutgoingMessage.proved_at.is_(None),
    )
    return _count(proved.values(proved_at=now)) > 0


def settle_proved(*, limit: int = 50) -> list[OutgoingMessage]:
    """The messages that were in doubt and are now proved to have left; from here on they count as sent."""
    proved = (
        select(OutgoingMessage)
        .where(OutgoingMessage.delivery == Delivery.UNSURE, OutgoingMessage.proved_at.is_not(None))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    messages = list(db.session.scalars(proved))
    for message in messages:
        message.confirm_sent()
    return messages


def _moved(message: OutgoingMessage, owner: str, step: Update, **values: object) -> bool:
    """Take the one step, if the message is still this worker’s."""
    moved = _count(step, number=_number(message), owner=owner, **values)
    db.session.expire(message)
    return moved > 0


def _count(changing: Update, **values: object) -> int:
    """How many rows it changed."""
    done = db.session.execute(changing, values, execution_options=QUIETLY)
    return int(done.rowcount)  # type: ignore[attr-defined]


QUIETLY = {"synchronize_session": False}


def _number(message: OutgoingMessage) -> int:
    """The row's number, without asking the database for what has expired."""
    identity = inspect(message).identity
    assert identity is not None  # noqa: S101 (a message that was claimed is stored)
    return int(identity[0])


# The statements of every message are put together once, and on the bare table:
# putting them together, or letting the session take part, takes longer than carrying them out.
_TABLE = cast(Table, OutgoingMessage.__table__)
_ROW = _TABLE.c


def _step(*before: Delivery) -> Update:
    """A step of the worker that holds the lease. What was taken back or decided meanwhile stays so."""
    return update(_TABLE).where(
        _ROW.id == bindparam("number"), _ROW.lease_owner == bindparam("owner"), _ROW.delivery.in_(before)
    )


FREE: dict[str, object] = {"lease_owner": "", "lease_until": None}

LEASED = (
    update(_TABLE)
    .where(_ROW.id == bindparam("number"))
    .values(
        lease_owner=bindparam("owner"),
        lease_until=bindparam("until"),
        tried_at=bindparam("tried"),
        attempts=bindparam("tries"),
    )
)
HANDED_OVER = _step(Delivery.QUEUED).values(
    delivery=Delivery.DATA,
    raw=bindparam("raw"),
    via=bindparam("via"),
    handed_at=bindparam("at"),
    lease_until=bindparam("until"),
)
# The conditions stand in the very statement that records it, so that nothing slips in between.
HANDED_OVER_UNCHANGED = HANDED_OVER.where(
    ~exists().where(
        Suppression.account_id == _ROW.account_id, Suppression.address == func.lower(_ROW.to_address)
    ),
    ~exists().where(Interview.id == _ROW.interview_id, Interview.stage_at > bindparam("since")),
)
SETTLED = _step(Delivery.QUEUED, Delivery.DATA).values(
    delivery=bindparam("became"),
    sent_at=bindparam("at"),
    trouble=bindparam("why"),
    to_file=bindparam("files"),
    **FREE,
)
PUT_BACK = _step(Delivery.QUEUED, Delivery.DATA).values(
    delivery=Delivery.QUEUED, send_after=bindparam("at"), trouble=bindparam("why"), **FREE
)
DROPPED = _step(Delivery.QUEUED).values(delivery=bindparam("became"), trouble=bindparam("why"), **FREE)

_EARLIER = aliased(OutgoingMessage)


def _is_due(message: type[OutgoingMessage]) -> ColumnElement[bool]:
    return and_(
        message.delivery == Delivery.QUEUED,
        message.send_after <= bindparam("now"),
        or_(message.lease_until.is_(None), message.lease_until < bindparam("now")),
    )


_IS_DUE = _is_due(OutgoingMessage)

_ANY = aliased(OutgoingMessage)

NEXT = select(_ANY.id).where(_is_due(_ANY)).order_by(_ANY.send_after, _ANY.id).limit(1)
"""Read from the index alone, and so as quickly from a long queue as from a short one."""

_BEFORE_IT = (
    select(_EARLIER.send_after)
    .where(
        _EARLIER.account_id == OutgoingMessage.account_id,
        _EARLIER.to_address == OutgoingMessage.to_address,
        _EARLIER.delivery.in_([Delivery.QUEUED, Delivery.DATA]),
        _EARLIER.id < OutgoingMessage.id,
        or_(
            _EARLIER.about != "letter",
            _EARLIER.send_after <= bindparam("now"),
            _EARLIER.tried_at.is_not(None),
        ),
    )
    .order_by(_EARLIER.id)
    .limit(1)
    .correlate(OutgoingMessage)
    .scalar_subquery()
)

# Whoever claims holds the account, so that two workers never count for it at once.
NEXT_ACCOUNT = (
    select(Account.id)
    .where(Account.id == NEXT.with_only_columns(_ANY.account_id).scalar_subquery())
    .with_for_update(skip_locked=True, key_share=True)
)
_WHOLE = (
    select(OutgoingMessage, MailAccount, _BEFORE_IT)
    .outerjoin(MailAccount, MailAccount.account_id == OutgoingMessage.account_id)
    .options(joinedload(OutgoingMessage.contact).lazyload(Contact.organization))
)
TAKEN = _WHOLE.where(OutgoingMessage.id == NEXT.scalar_subquery())
TAKEN_OF_ACCOUNT = _WHOLE.where(
    OutgoingMessage.id == NEXT.where(_ANY.account_id == bindparam("account")).scalar_subquery(), _IS_DUE
).with_for_update(key_share=True, of=OutgoingMessage)
