"""What the worker does with the outbox, one message after another.

The one place below the entry points that commits, because the moments between
the commits are the point: what is recorded before the text is handed over
decides, after a crash, whether it may be tried again.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from outreach.accounts.models import Account, MailAccount
from outreach.database import db
from outreach.followups.departures import has_left
from outreach.followups.kinds import Event
from outreach.followups.planning import take_in
from outreach.interviews.stages import Stage
from outreach.journal.models import note
from outreach.letters.models import Letter
from outreach.mail import outbox
from outreach.mail.carriers import Connect
from outreach.mail.mime import UnsafeHeader, as_bytes
from outreach.mail.models import Delivery, OutgoingMessage
from outreach.mail.outcomes import Concerns, Later, Never, Stop, Undelivered, Unsure

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Round:
    """What one round of delivering did."""

    sent: int = 0
    later: int = 0
    stuck: int = 0


def deliver_due(connect: Connect, *, owner: str, clock: Callable[[], datetime], limit: int = 50) -> Round:
    """Send what is due, at most ``limit`` messages; one that fails never blocks the rest."""
    for message in outbox.find_unsure(now=clock()):
        _tell_trouble(message, now=clock())
    db.session.commit()
    counts = {Delivery.SENT: 0, Delivery.QUEUED: 0}
    stuck = 0
    for _ in range(limit):
        message_or_none = outbox.claim(owner=owner, now=clock())
        db.session.commit()
        if message_or_none is None:
            break
        outcome = _deliver(message_or_none, connect, owner=owner, clock=clock)
        db.session.commit()
        if outcome in counts:
            counts[outcome] += 1
        else:
            stuck += 1
    return Round(sent=counts[Delivery.SENT], later=counts[Delivery.QUEUED], stuck=stuck)


def _deliver(
    message: OutgoingMessage, connect: Connect, *, owner: str, clock: Callable[[], datetime]
) -> Delivery:
    """Carry one message as far as it goes, and record how far that was."""
    account = db.session.get_one(Account, message.account_id)
    mail_account = None if _is_for_show(message) else MailAccount.of(account)
    sender, recipient = message.from_address, message.to_address
    try:
        raw, way_out = as_bytes(message.parcel), connect(mail_account)
        db.session.commit()  # no transaction stays open while a server takes its time
        with way_out as carrier:
            carrier.begin(sender, recipient)
            is_ours = outbox.is_to_hand_over(message, raw, via=carrier.via, owner=owner, now=clock())
            db.session.commit()
            if is_ours:
                carrier.data(raw)
    except UnsafeHeader as trouble:
        _end(message, Delivery.FAILED, str(trouble), owner=owner, now=clock())
    except Undelivered as trouble:
        _record(trouble, message, mail_account, owner=owner, now=clock())
    else:
        if is_ours and outbox.settle(message, Delivery.SENT, owner=owner, now=clock()):
            _tell_sent(message, now=clock())
    return message.delivery


def _is_for_show(message: OutgoingMessage) -> bool:
    """Whether the message goes to a sample person: no server ever sees it, the built-in mailbox keeps it."""
    return message.contact is not None and message.contact.is_sample


def _record(
    trouble: Undelivered,
    message: OutgoingMessage,
    mail_account: MailAccount | None,
    *,
    owner: str,
    now: datetime,
) -> None:
    """What becomes of a message that was not taken, or perhaps was."""
    if isinstance(trouble, Unsure):
        _end(message, Delivery.UNSURE, str(trouble), owner=owner, now=now)
    elif isinstance(trouble, Never):
        ended = _end(message, Delivery.FAILED, str(trouble), owner=owner, now=now)
        if ended and trouble.concerns is Concerns.ADDRESS:
            _mark_bounced(message, now=now)
    else:
        _put_back(trouble, message, mail_account, owner=owner, now=now)


def _put_back(
    trouble: Undelivered,
    message: OutgoingMessage,
    mail_account: MailAccount | None,
    *,
    owner: str,
    now: datetime,
) -> None:
    """Let the message wait, and where it is the account's trouble, all its messages."""
    if isinstance(trouble, Stop):
        _pause(mail_account, str(trouble))
    if not outbox.try_later(message, trouble=str(trouble), owner=owner, now=now):
        return
    if message.delivery is Delivery.FAILED:
        _tell_trouble(message, now=now)
    elif isinstance(trouble, Later) and trouble.concerns is Concerns.ACCOUNT:
        outbox.hold_back(message.account_id, trouble=str(trouble), until=message.send_after)


def _end(message: OutgoingMessage, delivery: Delivery, trouble: str, *, owner: str, now: datetime) -> bool:
    """Record how it ended, and say so in the story. False if the lease was lost: then nothing is changed."""
    if not outbox.settle(message, delivery, owner=owner, now=now, trouble=trouble):
        return False
    _tell_trouble(message, now=now)
    return True


def _mark_bounced(message: OutgoingMessage, *, now: datetime) -> None:
    """The address does not exist: the ask ends there, until a better address is found."""
    letter = Letter.carried_by(message)
    if letter is not None and letter.other_reader is None:
        letter.interview.reach(Stage.BOUNCED, now=now)
        account = db.session.get_one(Account, message.account_id)
        take_in(letter.interview, Event.BOUNCED, account=account, now=now)


def _pause(mail_account: MailAccount | None, trouble: str) -> None:
    """Stop using a mail account that refuses us, until the person has mended it."""
    if mail_account is not None:
        mail_account.broken_because = trouble


def _tell_sent(message: OutgoingMessage, *, now: datetime) -> None:
    """A letter has left: the interview moves on, and what courtesy asks for next is planned."""
    letter = Letter.carried_by(message)
    if letter is None:
        return
    account = db.session.get_one(Account, message.account_id)
    has_left(letter, "letter.sent", account=account, now=now)


def _tell_trouble(message: OutgoingMessage, *, now: datetime) -> None:
    """A message did not leave, or perhaps did: the story says so."""
    letter = Letter.carried_by(message)
    name = "letter.unsure" if message.delivery is Delivery.UNSURE else "letter.failed"
    if letter is not None:
        note(name, letter.interview, at=now, kind=str(letter.kind), trouble=message.trouble)


def confirm_sent(message: OutgoingMessage, *, now: datetime) -> None:
    """The person knows that a message of unknown fate did leave, and so the story goes on. Raises FateKnown."""
    message.confirm_sent()
    _tell_sent(message, now=now)
