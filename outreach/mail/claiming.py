"""Which message leaves next, and what keeps one waiting. Nothing here touches the network, and nothing commits."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import ColumnElement, Table, and_, bindparam, or_, select, update
from sqlalchemy.orm import aliased, joinedload
from sqlalchemy.orm.attributes import set_committed_value

from outreach.accounts.mail_accounts import MailAccount
from outreach.accounts.models import Account
from outreach.contacts.models import Contact
from outreach.database import db
from outreach.mail import steps
from outreach.mail.models import Delivery, OutgoingMessage
from outreach.mail.steps import count_changed


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
    count_changed(LEASED, number=message.id, owner=owner, until=now + steps.LEASE, **leased)
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
    db.session.execute(waiting.values(send_after=hold.until, trouble=hold.why), execution_options=QUIETLY)


QUIETLY = {"synchronize_session": False}

_TABLE = cast(Table, OutgoingMessage.__table__)
_ROW = _TABLE.c

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
WINDOW = NEXT.limit(100)
"""How far ahead is looked for what may leave together."""

_BEFORE_IT = (
    select(_EARLIER.send_after)
    .where(
        _EARLIER.account_id == OutgoingMessage.account_id,
        _EARLIER.to_address == OutgoingMessage.to_address,
        _EARLIER.delivery.in_([Delivery.QUEUED, Delivery.DATA]),
        _EARLIER.id + 0 < OutgoingMessage.id,  # as a bound on an index, SQLite 3.40 may pass over it
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
