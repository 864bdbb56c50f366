"""The outbox: how a message is queued, claimed by one worker, and settled.

A message goes ``queued → data → sent``. Every step is one UPDATE that names the
worker holding the lease, so a worker that was thought dead and wakes up changes
nothing. Nothing here touches the network, and nothing commits.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Update, bindparam, exists, func, inspect, or_, select, update
from sqlalchemy.orm import aliased, joinedload

from outreach.accounts.models import Account, MailAccount
from outreach.contacts.models import Contact
from outreach.database import db, saved
from outreach.interviews.models import Interview
from outreach.mail.mime import as_bytes, new_message_id
from outreach.mail.models import Delivery, OutgoingMessage
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
) -> OutgoingMessage:
    """Put a message into the outbox, in the caller's transaction.

    ``to`` is a contact, or None for the account itself; ``wait`` is how long it
    stays before it may leave; ``keeps_hours`` lets it wait for the contact's
    working hours. The Message-ID is fixed here, for good.
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


@dataclass(frozen=True, slots=True)
class Hold:
    """Why a message may not leave yet, and until when; ``letters`` says that all letters of the account wait."""

    until: datetime
    why: str
    letters: bool = False


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
        due = _next_due(now)
        if due is None:
            return None
        hold = hold_for(due)
        if hold is None:
            _lease(due.message, owner=owner, now=now)
            return due
        _hold(due.message, hold, now=now)
    return None


MOST_HELD = 50
"""How many messages one claim puts off before it lets others have their turn."""


def _next_due(now: datetime) -> Due | None:
    found = db.session.execute(NEXT_DUE, {"now": now}, execution_options={"populate_existing": True}).first()
    return Due(*found) if found else None


def _lease(message: OutgoingMessage, *, owner: str, now: datetime) -> None:
    message.lease_owner, message.lease_until = owner, now + LEASE
    message.tried_at = message.tried_at or now
    message.attempts += 1
    db.session.flush()


def _hold(message: OutgoingMessage, hold: Hold, *, now: datetime) -> None:
    if not hold.letters:
        message.send_after, message.trouble = hold.until, hold.why
        db.session.flush()
        return
    waiting = update(OutgoingMessage).where(
        OutgoingMessage.account_id == message.account_id,
        OutgoingMessage.delivery == Delivery.QUEUED,
        OutgoingMessage.about == "letter",
        OutgoingMessage.send_after <= now,
        or_(OutgoingMessage.lease_until.is_(None), OutgoingMessage.lease_until < now),
    )
    db.session.execute(waiting.values(send_after=hold.until, trouble=hold.why))


def is_to_hand_over(message: OutgoingMessage, raw: bytes, *, via: str, owner: str, now: datetime) -> bool:
    """Record that the text is about to be handed over; False if the lease was lost or it was taken back.

    This is committed before the first byte of the text leaves.
    """
    handed_at = now if via == "smtp" else None
    return _moved(
        message,
        owner,
        [Delivery.QUEUED],
        delivery=Delivery.DATA,
        raw=raw,
        via=via,
        handed_at=handed_at,
        lease_until=now + LEASE,
    )


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
    return _moved(
        message,
        owner,
        UNDER_WAY,
        delivery=delivery,
        sent_at=sent_at,
        trouble=trouble,
        to_file=to_file,
        **FREE,
    )


def drop(message: OutgoingMessage, *, why: str, asks: bool, owner: str) -> bool:
    """Take a message out that is out of place by now; ``asks`` leaves the decision to the person.

    False if the lease was lost.
    """
    delivery = Delivery.FAILED if asks else Delivery.TAKEN_BACK
    return _moved(message, owner, [Delivery.QUEUED], delivery=delivery, trouble=why, **FREE)


def try_later(
    message: OutgoingMessage, *, attempts: int, tried_at: datetime, trouble: str, owner: str, now: datetime
) -> Delivery | None:
    """Put a message back because nothing was sent; four days after the first attempt, give it up.

    What it is now; None if the lease was lost.
    """
    if now - tried_at > GIVE_UP_AFTER:
        failed = settle(message, Delivery.FAILED, owner=owner, now=now, trouble=trouble)
        return Delivery.FAILED if failed else None
    put_back = _moved(
        message,
        owner,
        UNDER_WAY,
        delivery=Delivery.QUEUED,
        send_after=now + pause_before(attempts, of=_number(message)),
        trouble=trouble,
        **FREE,
    )
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


UNDER_WAY = [Delivery.QUEUED, Delivery.DATA]
"""Only from here does a worker take a message further; what was taken back or decided stays so."""

FREE: dict[str, object] = {"lease_owner": "", "lease_until": None}


def _moved(message: OutgoingMessage, owner: str, before: list[Delivery], **changes: object) -> bool:
    still_ours = update(OutgoingMessage).where(
        OutgoingMessage.id == _number(message),
        OutgoingMessage.lease_owner == owner,
        OutgoingMessage.delivery.in_(before),
    )
    moved = _count(still_ours.values(**changes))
    db.session.expire(message)
    return moved > 0


def _count(changing: Update) -> int:
    """How many rows it changed."""
    done = db.session.execute(changing, execution_options={"synchronize_session": False})
    return int(done.rowcount)  # type: ignore[attr-defined]


def _number(message: OutgoingMessage) -> int:
    """The row's number, without asking the database for what has expired."""
    identity = inspect(message).identity
    assert identity is not None  # noqa: S101 (a message that was claimed is stored)
    return int(identity[0])


_EARLIER = aliased(OutgoingMessage)

NEXT_DUE = (
    select(OutgoingMessage, MailAccount)
    .join(Account, Account.id == OutgoingMessage.account_id)
    .outerjoin(MailAccount, MailAccount.account_id == OutgoingMessage.account_id)
    .where(OutgoingMessage.delivery == Delivery.QUEUED, OutgoingMessage.send_after <= bindparam("now"))
    .where(or_(OutgoingMessage.lease_until.is_(None), OutgoingMessage.lease_until < bindparam("now")))
    .where(func.coalesce(MailAccount.broken_because, "") == "")
    .where(
        ~exists().where(
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
    )
    .options(joinedload(OutgoingMessage.contact).lazyload(Contact.organization))
    .order_by(OutgoingMessage.send_after, OutgoingMessage.id)
    .limit(1)
    # Whoever claims holds the account as well, so that two workers never count for it at once.
    .with_for_update(skip_locked=True, key_share=True, of=(OutgoingMessage, Account))
)
