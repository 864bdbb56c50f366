"""What the worker does with the outbox, one message after another.

The one place below the entry points that commits, because the moments between
the commits are the point: what is recorded before the text is handed over
decides, after a crash, whether it may be tried again.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from outreach.accounts.models import Account, MailAccount
from outreach.bookings import holds
from outreach.database import db
from outreach.followups.departures import has_left
from outreach.followups.kinds import Event
from outreach.followups.planning import take_in
from outreach.followups.standing import refusal_of
from outreach.interviews.stages import Stage
from outreach.journal.models import note
from outreach.letters.coach.hours import holiday_on
from outreach.letters.models import Letter
from outreach.mail import outbox
from outreach.mail.carriers import Carrier, Connect, Door, Doors
from outreach.mail.holding import hold_for
from outreach.mail.mime import UnsafeHeader, as_bytes
from outreach.mail.models import Delivery, OutgoingMessage, Silence, Suppression
from outreach.mail.outbox import Due, Hold
from outreach.mail.outcomes import Concerns, Later, Never, Stop, Undelivered, Unsure

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Round:
    """What one round of delivering did."""

    sent: int = 0
    later: int = 0
    stuck: int = 0


@dataclass(frozen=True, slots=True)
class Worker:
    """Who delivers, and by which clock."""

    owner: str
    clock: Callable[[], datetime]


def deliver_due(connect: Connect, *, owner: str, clock: Callable[[], datetime], limit: int = 50) -> Round:
    """Send what is due, at most ``limit`` messages; one that fails never blocks the rest."""
    _settle_doubts(now=clock())
    worker = Worker(owner, clock)
    ended = {Delivery.SENT: 0, Delivery.QUEUED: 0}
    stuck, passage = 0, None
    with Doors(connect) as doors:
        for _ in range(limit):
            due = _next(worker, passage)
            if due is None:
                break
            passage = Passage(due, worker, doors)
            outcome = passage.deliver()
            if passage.about == "letter" or outcome is not Delivery.SENT:
                db.session.commit()  # otherwise it is kept along with the next claim, some moments from now
            if outcome in ended:
                ended[outcome] += 1
            else:
                stuck += 1
        db.session.commit()
    return Round(sent=ended[Delivery.SENT], later=ended[Delivery.QUEUED], stuck=stuck)


def _next(worker: Worker, before: "Passage | None") -> Due | None:
    """Claim what is next. Whatever goes wrong with that, what was sent before it stays known as sent."""
    now = worker.clock()
    try:
        return outbox.claim(owner=worker.owner, now=now, hold_for=lambda due: _hold_for(due, now=now))
    except Exception:
        db.session.rollback()
        if before is not None and before.was_sent:
            before.keep_sent()
            db.session.commit()
        raise


def _hold_for(due: Due, *, now: datetime) -> Hold | None:
    return hold_for(due, now=now, holiday_on=holiday_on)


def _settle_doubts(*, now: datetime) -> None:
    """What a dead worker left is in doubt; what was proved to have left is not any more."""
    for message in outbox.find_unsure(now=now):
        _tell_trouble(message, now=now)
    for message in outbox.settle_proved():
        _tell_sent(message, now=now)
    db.session.commit()


class Passage:
    """One message on its way through a mail server, as far as it comes.

    What it needs is read before the first commit: nothing is asked of the
    database, and no transaction stays open, while a server takes its time.
    """

    def __init__(self, due: Due, worker: Worker, doors: Doors) -> None:
        message = due.message
        self.message, self.worker, self.doors = message, worker, doors
        self.number, self.looked_at = message.id, worker.clock()
        self.door: Door | None = None
        self.was_sent = False
        self.is_for_show = message.contact is not None and message.contact.is_sample
        self.mail_account = None if self.is_for_show else due.mail_account
        self.files_copy = self.mail_account is not None and self.mail_account.wants_copies
        self.account_id, self.about, self.message_id = message.account_id, message.about, message.message_id
        self.attempts, self.tried_at = message.attempts, message.tried_at or worker.clock()

    def deliver(self) -> Delivery | None:
        """Carry it, and record how far that was. None if it does not leave, or somebody else decided over it."""
        if self._is_out_of_place():
            return None
        try:
            raw = as_bytes(self.message.parcel)
            carrier = self._begin(self.message.from_address, self.message.to_address)
            if not self._is_to_hand_over(raw, carrier):
                return None
            carrier.data(raw)
        except UnsafeHeader as trouble:
            return self._end(Delivery.FAILED, str(trouble))
        except Undelivered as trouble:
            if self.door is not None:
                self.doors.close_after(trouble, self.door)
            return self._record(trouble)
        return self._sent()

    def _begin(self, sender: str, recipient: str) -> Carrier:
        """Name both ends, over the connection that is open. One that has gone stale is opened anew, once."""
        self.door = self.doors.door(self.account_id, self.mail_account)
        db.session.commit()  # no transaction stays open while a server takes its time
        try:
            return self.door.begin(sender, recipient)
        except Later as trouble:
            if not self.door.was_used or trouble.concerns is not Concerns.ACCOUNT:
                raise
        self.doors.close(self.door)
        self.mail_account = None if self.is_for_show else MailAccount.by_account(self.account_id)
        self.door = self.doors.door(self.account_id, self.mail_account)
        db.session.commit()
        return self.door.begin(sender, recipient)

    @property
    def now(self) -> datetime:
        return self.worker.clock()

    def _is_out_of_place(self) -> bool:
        """Whether it should not leave any more: then it is taken out, and the story says why."""
        refusal = refusal_of(self.message, now=self.now)
        if refusal is None:
            return False
        if outbox.drop(self.message, why=refusal.why, asks=refusal.asks, owner=self.worker.owner):
            _tell("letter.kept_back", self.message, now=self.now)
            if letter := Letter.carried_by(self.message):
                holds.Hold.loosen(letter)  # nobody was told of its times
        db.session.commit()
        return True

    def _is_to_hand_over(self, raw: bytes, carrier: Carrier) -> bool:
        """Record that it is about to leave, unless something has happened since we looked: then look once more."""
        hand_over = partial(
            outbox.is_to_hand_over, self.message, raw, via=carrier.via, owner=self.worker.owner, now=self.now
        )
        is_ours = hand_over(unchanged_since=self.looked_at)
        if not is_ours and OutgoingMessage.still_exists(self.number) and self._is_out_of_place():
            return False
        is_ours = is_ours or hand_over()
        db.session.commit()
        return is_ours

    def keep_sent(self) -> bool:
        """Record that the server took it. False if this worker was taken for dead."""
        return outbox.settle(
            self.message, Delivery.SENT, owner=self.worker.owner, now=self.now, to_file=self.files_copy
        )

    def _sent(self) -> Delivery | None:
        self.was_sent = True
        if self.keep_sent():
            if self.about == "letter":
                _tell_sent(self.message, now=self.now)
            if self.about == "test":
                MailAccount.passed_its_test(self.account_id, now=self.now)
            return Delivery.SENT
        # We were taken for dead, and yet the server has just said yes: there is no better proof.
        outbox.prove_sent(self.message_id, account_id=self.account_id, now=self.now)
        return None

    def _record(self, trouble: Undelivered) -> Delivery | None:
        """What becomes of a message that was not taken, or perhaps was."""
        if isinstance(trouble, Unsure):
            return self._end(Delivery.UNSURE, str(trouble))
        if isinstance(trouble, Never):
            ended = self._end(Delivery.FAILED, str(trouble))
            if ended and trouble.concerns is Concerns.ADDRESS:
                _mark_bounced(self.message, str(trouble), now=self.now)
            return ended
        return self._put_back(trouble)

    def _put_back(self, trouble: Undelivered) -> Delivery | None:
        """Let the message wait, and where it is the account's trouble, all its messages."""
        if isinstance(trouble, Stop) and self.mail_account is not None:
            _pause(self.account_id, str(trouble))
        if self.about == "test":
            # Whoever tries out their server waits for the answer, and tries again themselves.
            return self._end(Delivery.FAILED, str(trouble))
        became = outbox.try_later(
            self.message,
            attempts=self.attempts,
            tried_at=self.tried_at,
            trouble=str(trouble),
            owner=self.worker.owner,
            now=self.now,
        )
        if became is Delivery.FAILED:
            _tell_trouble(self.message, now=self.now)
        elif became and isinstance(trouble, Later) and trouble.concerns is Concerns.ACCOUNT:
            outbox.hold_back(self.account_id, trouble=str(trouble), until=self.message.send_after)
        return became

    def _end(self, delivery: Delivery, trouble: str) -> Delivery | None:
        """Record how it ended, and say so in the story. None if the lease was lost: then nothing is changed."""
        if not outbox.settle(self.message, delivery, owner=self.worker.owner, now=self.now, trouble=trouble):
            return None
        _tell_trouble(self.message, now=self.now)
        return delivery


def _mark_bounced(message: OutgoingMessage, trouble: str, *, now: datetime) -> None:
    """The address does not exist: nobody writes there again, and the ask ends until a better one is found."""
    message.bounced_at, message.bounce = now, trouble
    if message.contact_id is not None:
        Suppression.add(message.account_id, message.to_address, Silence.BOUNCED, now=now, said=trouble)
    letter = Letter.carried_by(message)
    if letter is not None and letter.other_reader is None:
        letter.interview.reach(Stage.BOUNCED, now=now)
        account = db.session.get_one(Account, message.account_id)
        take_in(letter.interview, Event.BOUNCED, account=account, now=now)


def _pause(account_id: int, trouble: str) -> None:
    """Stop using a mail account that refuses us, until the person has mended it."""
    mail_account = MailAccount.by_account(account_id)
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
    name = "letter.unsure" if message.delivery is Delivery.UNSURE else "letter.failed"
    _tell(name, message, now=now)
    letter = Letter.carried_by(message)
    if letter is not None and message.delivery is Delivery.FAILED:
        holds.Hold.loosen(letter)  # nobody was told of its times


def _tell(name: str, message: OutgoingMessage, *, now: datetime) -> None:
    letter = Letter.carried_by(message)
    if letter is not None:
        note(name, letter.interview, at=now, kind=str(letter.kind), trouble=message.trouble)


def confirm_sent(message: OutgoingMessage, *, now: datetime) -> None:
    """The person knows that a message of unknown fate did leave, and so the story goes on. Raises FateKnown."""
    message.confirm_sent()
    _tell_sent(message, now=now)
