"""What the worker does with the outbox, one message after another.

The one place below the entry points that commits, because the moments between
the commits are the point: what is recorded before the text is handed over
decides, after a crash, whether it may be tried again. That a server took a
message is recorded together with the next step, so that most messages cost one
commit; whoever dies in between leaves one of which nobody can tell, no more.
Where messages leave together, that commit is made while the server is told of
the next one, and waited for before the octets that end its text (decision 0031).
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Self, TypeVar

from outreach.accounts.mail_accounts import MailAccount
from outreach.database import db
from outreach.followups.fates import mark_bounced, tell_kept_back, tell_sent, tell_trouble
from outreach.followups.standing import refusal_of
from outreach.letters.coach.hours import holiday_on
from outreach.mail import claiming, company, doubts, outbox, steps
from outreach.mail.carriers import SMTP, Carrier, Connect, Door, Doors
from outreach.mail.claiming import Due
from outreach.mail.company import Companion
from outreach.mail.holding import hold_for
from outreach.mail.mime import Parcel, UnsafeHeader, as_bytes
from outreach.mail.models import Delivery, OutgoingMessage
from outreach.mail.outcomes import Concerns, Later, Never, Stop, Undelivered, Unsure
from outreach.mail.relaying import Relay, Taken

TOGETHER_FOR = timedelta(seconds=30)
"""How long messages that were leased together stay so: what one slow server keeps can still be taken back."""
TOLD_ON = ("letter", "test")
"""What others want to know of at once, as soon as it was taken."""

Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Round:
    """What one round of delivering did."""

    sent: int = 0
    later: int = 0
    stuck: int = 0


def deliver_due(connect: Connect, *, owner: str, clock: Callable[[], datetime], limit: int = 50) -> Round:
    """Send what is due, at most ``limit`` messages; one that fails never blocks the rest."""
    _settle_doubts(now=clock())
    with ThreadPoolExecutor(1) as hand, Relay() as relay, Doors(connect) as doors:
        shift = Shift(owner, clock, doors, relay, hand)
        try:
            while limit > 0 and (group := shift.take(limit)):
                limit -= shift.carry(group)
        except Exception:
            shift.rescue()
            raise
        shift.end()
    ended = shift.ended
    stuck = len(ended) - ended.count(Delivery.SENT) - ended.count(Delivery.QUEUED)
    return Round(sent=ended.count(Delivery.SENT), later=ended.count(Delivery.QUEUED), stuck=stuck)


def _settle_doubts(*, now: datetime) -> None:
    """What a dead worker left is in doubt; what was proved to have left is not any more."""
    for message in doubts.find_unsure(now=now):
        tell_trouble(message, now=now)
    for message in doubts.settle_proved():
        tell_sent(message, now=now)
    db.session.commit()


class Shift:
    """One worker's turn, and what it still has to write down: that the last message was taken."""

    def __init__(
        self,
        owner: str,
        clock: Callable[[], datetime],
        doors: Doors,
        relay: Relay,
        hand: ThreadPoolExecutor,
    ) -> None:
        self.owner, self.clock, self.doors, self._relay, self._hand = owner, clock, doors, relay, hand
        self.ended: list[Delivery | None] = []
        self._beside: Future[bool] | None = None
        self._taken: Passage | None = None
        self._behind: Sequence[Passage] = ()

    def take(self, most: int) -> "list[Passage]":
        """Claim what is next, and what may go along with it."""
        return self.together(lambda: self._claim(most))

    def _claim(self, most: int) -> "list[Passage]":
        now = self.clock()
        due = claiming.claim(
            owner=self.owner,
            now=now,
            hold_for=lambda due: hold_for(due, now=now, holiday_on=holiday_on),
        )
        if due is None:
            return []
        first = Passage.of(due, self)
        others = company.company_of(due, owner=self.owner, now=now, most=most - 1)
        return [first, *(Passage.beside(first, other) for other in others)]

    def carry(self, group: "list[Passage]") -> int:
        """Carry them one after another while all goes well; how many were tried."""
        began = self.clock()
        for number, passage in enumerate(group, start=1):
            self._behind = group[number:]
            self.ended.append(passage.deliver())
            if self.ended[-1] is not Delivery.SENT or self.clock() - began > TOGETHER_FOR:
                self.let_go()
            if passage.about in TOLD_ON or self.ended[-1] is not Delivery.SENT:
                self.end()
            if not self._behind:
                return number
        return len(group)

    def let_go(self) -> None:
        """Leave what was leased along with the message at hand to whoever claims next."""
        company.let_go([passage.number for passage in self._behind], owner=self.owner)
        self._behind = ()

    def was_taken(self, passage: "Passage") -> None:
        """Remember a message that a server has just taken, until the next step is written down."""
        self._taken = passage

    def together(self, step: Callable[[], Done]) -> Done:
        """Take a step in one transaction with the mark of what was taken before it."""
        self._mark()
        return step()

    def beside(self, passage: "Passage", raw: bytes) -> Callable[[], bool]:
        """Record that this is about to leave, and the mark, while this thread does something else.

        A function to wait for it, which tells whether it may leave. Nothing else
        touches the session in the meantime: whatever is done next with it waits.
        """
        self.wait()
        self._beside = self._hand.submit(copy_context().run, self._pass_on, passage, raw)
        return self._beside.result

    def _pass_on(self, passage: "Passage", raw: bytes) -> bool:
        taken = self._taken
        moved = self._relay.pass_on(
            passage.number,
            raw,
            via=passage.first.via,
            owner=self.owner,
            now=self.clock(),
            unchanged_since=passage.looked_at,
            after=None if taken is None else Taken(taken.number, self.clock(), taken.files_copy),
        )
        if taken is not None and taken.number not in moved:
            self._mark()  # it was given to somebody else, and still the server’s yes proves that it left
            db.session.commit()
        self._taken = None
        return passage.number in moved or passage.is_to_hand_over(raw)

    def wait(self) -> None:
        """Let the step that is taken beside come to its end. Raises what it raised."""
        beside, self._beside = self._beside, None
        if beside is not None:
            beside.result()

    def commit(self) -> None:
        """Make sure that what was written stays, and with it the mark."""
        db.session.commit()
        if self._taken is not None and self._taken.is_marked:
            self._taken = None

    def end(self) -> None:
        """Write down what is left to write."""
        self.wait()
        self._mark()
        self.commit()

    def rescue(self) -> None:
        """Whatever went wrong with a step, what was sent before it stays known as sent."""
        with suppress(Exception):
            self.wait()
        db.session.rollback()
        if self._taken is not None:
            self._taken.is_marked = False
        self.end()

    def _mark(self) -> None:
        if self._taken is not None and not self._taken.is_marked:
            self._taken.mark_sent()


class Passage:
    """One message on its way through a mail server, as far as it comes.

    What it needs is read before the first commit: nothing is asked of the
    database, and no transaction stays open, while a server takes its time.
    """

    def __init__(self, number: int, about: str, parcel: Parcel, shift: Shift) -> None:
        self.number, self.about, self.parcel, self.shift = number, about, parcel, shift
        self.looked_at = shift.clock()
        self.attempts, self.tried_at = 1, self.looked_at
        self.account_id = 0
        self.mail_account: MailAccount | None = None
        self.is_for_show = self.has_server = self.files_copy = self.is_marked = False
        self.first: Passage = self
        self.via = ""
        self.door: Door | None = None

    @classmethod
    def of(cls, due: Due, shift: Shift) -> Self:
        """That of a message which was claimed."""
        message = due.message
        passage = cls(message.id, message.about, message.parcel, shift)
        passage.account_id = message.account_id
        passage.is_for_show = message.contact is not None and message.contact.is_sample
        passage.mail_account = None if passage.is_for_show else due.mail_account
        passage.has_server = passage.mail_account is not None
        passage.files_copy = passage.mail_account is not None and passage.mail_account.wants_copies
        passage.attempts, passage.tried_at = message.attempts, message.tried_at or passage.looked_at
        return passage

    @classmethod
    def beside(cls, first: Self, companion: Companion) -> Self:
        """That of a message which goes along, through the same door."""
        passage = cls(companion.number, companion.about, companion.parcel, first.shift)
        passage.first, passage.account_id = first, first.account_id
        passage.has_server, passage.files_copy = first.has_server, first.files_copy
        return passage

    @property
    def message(self) -> OutgoingMessage:
        """The row, for what is told of it."""
        return db.session.get_one(OutgoingMessage, self.number)

    @property
    def now(self) -> datetime:
        return self.shift.clock()

    def deliver(self) -> Delivery | None:
        """Carry it, and record how far that was. None if it does not leave, or somebody else decided over it."""
        if self.first is self and self._is_out_of_place():
            return None
        try:
            raw = as_bytes(self.parcel)
            if not self._carry(raw):
                return None
        except UnsafeHeader as trouble:
            why = str(trouble)
            return self.shift.together(lambda: self._end(Delivery.FAILED, why))
        except Undelivered as trouble:
            self.shift.wait()
            if self.door is not None:
                self.shift.doors.close_after(trouble, self.door)
            outcome = trouble
            return self.shift.together(lambda: self._record(outcome))
        return self._sent()

    def _carry(self, raw: bytes) -> bool:
        """Give it to the server, and have recorded that before its end leaves. False if it is not ours to send."""
        if self.first is not self and self.first.via == SMTP:
            # The server has just taken one: it hears of the next while the disk does its part.
            recorded = self.shift.beside(self, raw)
            return self._begin().data(raw, may_end=recorded)
        carrier = self._begin()
        self.via = carrier.via
        if not self.shift.together(lambda: self.is_to_hand_over(raw)):
            return False
        carrier.data(raw)
        return True

    def _begin(self) -> Carrier:
        """Name both ends, over the connection that is open. One that has gone stale is opened anew, once."""
        ends = self.parcel.from_address, self.parcel.to_address
        door = self._open() if self.first.door is None else self.first.door
        door.was_used |= self.first is not self
        self.door = door
        try:
            return door.begin(*ends)
        except Later as trouble:
            if not door.was_used or trouble.concerns is not Concerns.ACCOUNT:
                raise
        self.shift.doors.close(door)
        self.shift.wait()
        self.mail_account = None if self.is_for_show else MailAccount.by_account(self.account_id)
        return self._open().begin(*ends)

    def _open(self) -> Door:
        """The door of its account. No transaction stays open while a server takes its time."""
        door = self.door = self.first.door = self.shift.doors.door(self.account_id, self.mail_account)
        self.shift.commit()
        return door

    def _is_out_of_place(self) -> bool:
        """Whether it should not leave any more: then it is taken out, and the story says why."""
        message = self.message
        refusal = refusal_of(message, now=self.now)
        if refusal is None:
            return False
        if steps.drop(message, why=refusal.why, asks=refusal.asks, owner=self.shift.owner):
            tell_kept_back(message, now=self.now)
        self.shift.commit()
        return True

    def is_to_hand_over(self, raw: bytes) -> bool:
        """Record that it is about to leave, unless something has happened since we looked: then look once more."""
        hand_over = partial(
            steps.is_to_hand_over, self.number, raw, via=self.first.via, owner=self.shift.owner, now=self.now
        )
        is_ours = hand_over(unchanged_since=self.looked_at)
        if not is_ours and OutgoingMessage.still_exists(self.number) and self._is_out_of_place():
            return False
        is_ours = is_ours or hand_over()
        self.shift.commit()
        return is_ours

    def mark_sent(self) -> bool:
        """Record that the server took it, in the transaction at hand. False if this worker was taken for dead."""
        self.is_marked = True
        owner, at = self.shift.owner, self.now
        if steps.settle(self.number, Delivery.SENT, owner=owner, now=at, to_file=self.files_copy):
            return True
        # The server has just said yes: there is no better proof.
        doubts.prove_sent(self.parcel.message_id, account_id=self.account_id, now=at)
        return False

    def _sent(self) -> Delivery | None:
        if self.about not in TOLD_ON:
            self.shift.was_taken(self)
            return Delivery.SENT
        if not self.mark_sent():
            return None
        if self.about == "letter":
            tell_sent(self.message, now=self.now)
        if self.about == "test":
            MailAccount.passed_its_test(self.account_id, now=self.now)
        return Delivery.SENT

    def _record(self, trouble: Undelivered) -> Delivery | None:
        """What becomes of a message that was not taken, or perhaps was."""
        self.shift.let_go()
        if isinstance(trouble, Unsure):
            return self._end(Delivery.UNSURE, str(trouble))
        if isinstance(trouble, Never):
            ended = self._end(Delivery.FAILED, str(trouble))
            if ended and trouble.concerns is Concerns.ADDRESS:
                mark_bounced(self.message, str(trouble), now=self.now)
            return ended
        return self._put_back(trouble)

    def _put_back(self, trouble: Undelivered) -> Delivery | None:
        """Let the message wait, and where it is the account's trouble, all its messages."""
        if isinstance(trouble, Stop) and self.has_server:
            _pause(self.account_id, str(trouble))
        if self.about == "test":
            # Whoever tries out their server waits for the answer, and tries again themselves.
            return self._end(Delivery.FAILED, str(trouble))
        became = steps.try_later(
            self.number,
            attempts=self.attempts,
            tried_at=self.tried_at,
            trouble=str(trouble),
            owner=self.shift.owner,
            now=self.now,
        )
        if became is Delivery.FAILED:
            tell_trouble(self.message, now=self.now)
        elif became and isinstance(trouble, Later) and trouble.concerns is Concerns.ACCOUNT:
            outbox.hold_back(self.account_id, trouble=str(trouble), until=self.message.send_after)
        return became

    def _end(self, delivery: Delivery, trouble: str) -> Delivery | None:
        """Record how it ended, and say so in the story. None if the lease was lost: then nothing is changed."""
        if not steps.settle(self.number, delivery, owner=self.shift.owner, now=self.now, trouble=trouble):
            return None
        tell_trouble(self.message, now=self.now)
        return delivery


def _pause(account_id: int, trouble: str) -> None:
    """Stop using a mail account that refuses us, until the person has mended it."""
    mail_account = MailAccount.by_account(account_id)
    if mail_account is not None:
        mail_account.broken_because = trouble


def confirm_sent(message: OutgoingMessage, *, now: datetime) -> None:
    """The person knows that a message of unknown fate did leave, and so the story goes on. Raises FateKnown."""
    message.confirm_sent()
    tell_sent(message, now=now)
