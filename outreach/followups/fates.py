"""What follows from how a message ended: that it left, that it did not, that its address is dead."""

from datetime import datetime

from outreach.accounts.models import Account
from outreach.bookings import holds
from outreach.database import db
from outreach.followups.dead_ends import mark_dead
from outreach.followups.departures import has_left
from outreach.journal.models import note
from outreach.letters.models import Letter
from outreach.mail.models import Delivery, OutgoingMessage


def tell_sent(message: OutgoingMessage, *, now: datetime) -> None:
    """A letter has left: the interview moves on, and what courtesy asks for next is planned."""
    letter = Letter.carried_by(message)
    if letter is None:
        return
    account = db.session.get_one(Account, message.account_id)
    has_left(letter, "letter.sent", account=account, now=now)


def tell_trouble(message: OutgoingMessage, *, now: datetime) -> None:
    """A message did not leave, or perhaps did: the story says so."""
    _tell("letter.unsure" if message.delivery is Delivery.UNSURE else "letter.failed", message, now=now)
    if message.delivery is Delivery.FAILED:
        _loosen(message)


def tell_kept_back(message: OutgoingMessage, *, now: datetime) -> None:
    """A message was out of place by the time it would have left."""
    _tell("letter.kept_back", message, now=now)
    _loosen(message)


def mark_bounced(message: OutgoingMessage, trouble: str, *, now: datetime) -> None:
    """The server knows the address for dead: the message came back, in a way, before it had left."""
    message.bounced_at, message.bounce = now, trouble
    mark_dead(message, why=trouble, now=now)


def _tell(name: str, message: OutgoingMessage, *, now: datetime) -> None:
    letter = Letter.carried_by(message)
    if letter is not None:
        note(name, letter.interview, at=now, kind=str(letter.kind), trouble=message.trouble)


def _loosen(message: OutgoingMessage) -> None:
    """Nobody was told of the times that it held."""
    if letter := Letter.carried_by(message):
        holds.Hold.loosen(letter)
