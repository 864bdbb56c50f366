"""Moving an ask on by hand, from the board or the table: the same as when it happens by itself, and can be undone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from outreach.accounts.models import Account
from outreach.bookings.holds import Hold
from outreach.bookings.models import Booking
from outreach.errors import OutreachError
from outreach.followups.at_hand import UNREAD, Facts
from outreach.followups.departures import was_asked
from outreach.followups.kinds import Event, FollowUpKind
from outreach.followups.models import FollowUp
from outreach.followups.planning import NOTHING_MORE, Circumstances, take_in
from outreach.followups.rules import HOUR
from outreach.followups.steps import Done, NothingChosen, Step, as_it_stands, people
from outreach.followups.touches import keep_in_touch
from outreach.interviews.columns import COLUMN_OF, Column
from outreach.interviews.models import Interview
from outreach.interviews.moves import why_not
from outreach.interviews.stages import Stage
from outreach.journal.models import note
from outreach.mail.incoming import IncomingMessage


class OutOfOrder(OutreachError):
    """A card cannot go there: something else has to happen first, or it happened already."""

    status = 409


def move(
    interview: Interview, to: Column, *, account: Account, facts: Facts = UNREAD, now: datetime
) -> Step | None:
    """Put a card into another column; None if it stands there. Raises OutOfOrder with what has to happen first.

    The interview is one that ``at_hand`` found, with the facts that came with it.
    """
    if COLUMN_OF[interview.stage] is to:
        return None
    before = _move(interview, to, account=account, facts=facts, now=now)
    words = f"{interview.contact.name}: {DID[to]}"
    return Step.keep(account.id, words, {"interviews": {interview.id: before}}, now=now)


def _move(
    interview: Interview, to: Column, *, account: Account, facts: Facts = UNREAD, now: datetime
) -> dict[str, object]:
    booking = Booking.live(interview) if interview.stage is Stage.BOOKED else None
    why = why_not(
        interview.stage,
        to,
        name=interview.contact.name,
        has_begun=booking is None or booking.starts_at <= now,
        is_left_alone=interview.contact.left_alone_at is not None,
        is_for_thanks=interview.is_for_thanks,
    )
    if why:
        raise OutOfOrder(why)
    known = FollowUp.of(interview) if facts.known is None else facts.known
    before = {**as_it_stands(interview, known), "undone": TOLD.get(to, "")}
    moved = Move(interview, account, booking, known, facts, now)
    ARRIVE[to](moved)
    freed = to in FREES and facts.has_holds and Hold.release(interview, outcome=FREES[to], now=now)
    return {**before, "found": moved.found, "freed": bool(freed)}


FREES = {Column.MET: "answered", Column.AT_REST: "withdrawn"}
"""Where no time needs to be kept free any more, and how that is put down."""
DID = {
    Column.ASKED: "you asked them.",
    Column.ANSWERED: "they answered.",
    Column.MET: "you talked.",
    Column.THANKED: "you thanked them.",
    Column.AT_REST: "you let it rest.",
}
TOLD = {
    Column.ASKED: "told.asked",
    Column.ANSWERED: "answer.yes",
    Column.MET: "told.met",
    Column.THANKED: "told.thanked",
}
"""The line of the journal that each move writes, where it tells of a touch."""


@dataclass(frozen=True, slots=True)
class Move:
    """One move under way: of which ask, with what is agreed and due there."""

    interview: Interview
    account: Account
    booking: Booking | None
    known: Sequence[FollowUp]
    facts: Facts
    now: datetime
    found: list[int] = field(default_factory=list)
    """The searches for a second person, beside silent colleagues, that end with it."""

    def take_in(self, event: Event, around: Circumstances = NOTHING_MORE) -> None:
        take_in(
            self.interview,
            event,
            account=self.account,
            around=around,
            known=self.known,
            has_led=self.facts.has_led,
            now=self.now,
        )


def _ask(move: Move) -> None:
    note("told.asked", move.interview, at=move.now)
    ended = was_asked(move.interview, account=move.account, known=move.known, now=move.now)
    move.found.extend(row.id for row in ended)


def _answer(move: Move) -> None:
    interview, now = move.interview, move.now
    if move.facts.has_news:
        IncomingMessage.settle_all(interview, now=now)
    interview.reach(Stage.ANSWERED, now=now)
    note("answer.yes", interview, at=now)
    move.take_in(Event.SAID_YES)


def _meet(move: Move) -> None:
    """They talked. What a booking has put on the calendar stays there; without one it is planned now."""
    interview, now, booking = move.interview, move.now, move.booking
    held_at = min(booking.ends_at, now) if booking else now
    interview.reach(Stage.MET, now=now)
    interview.met_at = held_at
    note("told.met", interview, at=now, happened_at=held_at)
    if booking is None:
        move.take_in(Event.DEBRIEFED)
        FollowUp.plan(interview, FollowUpKind.DEBRIEF, due_at=now, late_at=now + 12 * HOUR)


def _thank(move: Move) -> None:
    interview, now = move.interview, move.now
    booking = Booking.live(interview)
    interview.reach(Stage.THANKED, now=now)
    note("told.thanked", interview, at=now)
    move.take_in(Event.THANKED, Circumstances(meeting=booking.span if booking else None))
    keep_in_touch(interview.contact, now=now)


def _rest(move: Move) -> None:
    move.interview.reach(Stage.NO_REPLY, now=move.now)
    note("interview.rested", move.interview, at=move.now)
    move.take_in(Event.RESTED)


ARRIVE: Mapping[Column, Callable[[Move], None]] = {
    Column.ASKED: _ask,
    Column.ANSWERED: _answer,
    Column.MET: _meet,
    Column.THANKED: _thank,
    Column.AT_REST: _rest,
}


def close(interviews: Sequence[Interview], *, account: Account, now: datetime) -> Done:
    """Let several rest at once, without a word to anybody. Raises NothingChosen."""
    if not interviews:
        raise NothingChosen
    before, refused = {}, []
    for interview in interviews:
        if COLUMN_OF[interview.stage] is Column.AT_REST:
            continue
        try:
            before[interview.id] = _move(interview, Column.AT_REST, account=account, now=now)
        except OutOfOrder as why:
            refused.append(str(why))
    words = f"{people(len(before))} let rest, without a word of reproach."
    step = Step.keep(account.id, words, {"interviews": before}, now=now) if before else None
    return Done(step, len(before), refused)
