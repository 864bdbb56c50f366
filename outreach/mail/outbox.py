"""The outbox: how a message is queued, claimed by one worker, and settled.

A message goes ``queued → data → sent``. Every step is one UPDATE that names the
worker holding the lease, so a worker that was thought dead and wakes up changes
nothing. Nothing here touches the network, and nothing commits.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, or_, select, update
from sqlalchemy.orm import aliased

from outreach.accounts.models import Account, MailAccount
from outreach.contacts.models import Contact
from outreach.database import db, saved
from outreach.interviews.models import Interview
from outreach.mail.mime import as_bytes, new_message_id
from outreach.mail.models import Delivery, OutgoingMessage
from outreach.tokens import new_token

LEASE = timedelta(minutes=15)
"""Longer than the longest conversation with a mail server may take."""

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
) -> OutgoingMessage:
    """Put a message into the outbox, in the caller's transaction.

    ``to`` is a contact, or None for the account itself; ``wait`` is how long it
    can still be taken back. The Message-ID is fixed here, for good.
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
        )
    )


def keep_as_sent(message: OutgoingMessage, *, now: datetime) -> None:
    """Write a queued message down as kept by the built-in mailbox, without ever letting it leave."""
    message.raw = as_bytes(message.parcel)
    message.delivery, message.sent_at, message.via = Delivery.SENT, now, "mailbox"


def claim(*, owner: str, now: datetime) -> OutgoingMessage | None:
    """Lease the next message that is due to one worker.

    Messages to one address leave in the order in which they were queued, so a
    cancellation never overtakes its invitation; an account whose mail server
    refuses us waits.
    """
    earlier = aliased(OutgoingMessage)
    waits_for_another = exists().where(
        earlier.account_id == OutgoingMessage.account_id,
        earlier.to_address == OutgoingMessage.to_address,
        earlier.delivery.in_([Delivery.QUEUED, Delivery.DATA]),
        earlier.id < OutgoingMessage.id,
    )
    is_paused = exists().where(
        MailAccount.account_id == OutgoingMessage.account_id, MailAccount.broken_because != ""
    )
    due = (
        select(OutgoingMessage.id)
        .where(OutgoingMessage.delivery == Delivery.QUEUED, OutgoingMessage.send_after <= now)
        .where(or_(OutgoingMessage.lease_until.is_(None), OutgoingMessage.lease_until < now))
        .where(~waits_for_another, ~is_paused)
        .order_by(OutgoingMessage.send_after, OutgoingMessage.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    number = db.session.scalar(due)
    if number is None:
        return None
    message = db.session.get_one(OutgoingMessage, number, populate_existing=True)
    message.lease_owner, message.lease_until = owner, now + LEASE
    message.attempts += 1
    return message


def is_to_hand_over(message: OutgoingMessage, raw: bytes, *, via: str, owner: str, now: datetime) -> bool:
    """Record that the text is about to be handed over; False if the lease was lost or it was taken back.

    This is committed before the first byte of the text leaves.
    """
    return _moved(
        message, owner, [Delivery.QUEUED], delivery=Delivery.DATA, raw=raw, via=via, lease_until=now + LEASE
    )


def settle(
    message: OutgoingMessage, delivery: Delivery, *, owner: str, now: datetime, trouble: str = ""
) -> bool:
    """Record how handing over the text ended: sent, unsure or failed. False if the lease was lost."""
    sent_at = now if delivery is Delivery.SENT else None
    return _moved(message, owner, UNDER_WAY, delivery=delivery, sent_at=sent_at, trouble=trouble, **FREE)


def try_later(message: OutgoingMessage, *, trouble: str, owner: str, now: datetime) -> bool:
    """Put a message back because nothing was sent; after four days, give it up."""
    if now - message.queued_at > GIVE_UP_AFTER:
        return settle(message, Delivery.FAILED, owner=owner, now=now, trouble=trouble)
    pause = PAUSES[min(message.attempts, len(PAUSES)) - 1]
    return _moved(
        message,
        owner,
        UNDER_WAY,
        delivery=Delivery.QUEUED,
        send_after=now + pause,
        trouble=trouble,
        **FREE,
    )


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


UNDER_WAY = [Delivery.QUEUED, Delivery.DATA]
"""Only from here does a worker take a message further; what was taken back or decided stays so."""

FREE: dict[str, object] = {"lease_owner": "", "lease_until": None}


def _moved(message: OutgoingMessage, owner: str, before: list[Delivery], **changes: object) -> bool:
    still_ours = update(OutgoingMessage).where(
        OutgoingMessage.id == message.id,
        OutgoingMessage.lease_owner == owner,
        OutgoingMessage.delivery.in_(before),
    )
    moved = db.session.execute(still_ours.values(**changes), execution_options={"synchronize_session": False})
    db.session.expire(message)
    return bool(moved.rowcount)  # type: ignore[attr-defined]
