"""Moving an ask on by hand, from the board or the table: the same as when it happens by itself, and can be undone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import aliased, joinedload

from outreach.accounts.models import LARGEST_NUMBER, Account
from outreach.bookings.holds import Hold
from outreach.bookings.models import Booking
from outreach.contacts.models import Contact, Referral
from outreach.contacts.tags import Tag, Tagging
from outreach.database import db, locked
from outreach.errors import NotFound, OutreachError
from outreach.followups import silence
from outreach.followups.departures import was_asked
from outreach.followups.kinds import Event, FollowUpKind
from outreach.followups.learning import relabel
from outreach.followups.models import FollowUp
from outreach.followups.planning import NOTHING_MORE, Circumstances, days_of, take_in
from outreach.followups.rules import HOUR
from outreach.followups.steps import Step, as_it_stands, put_back, stands_as_left
from outreach.followups.touches import keep_in_touch
from outreach.interviews.columns import COLUMN_OF, Column
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.journal.models import note
from outreach.mail.incoming import IncomingMessage


class OutOfOrder(OutreachError):
    """A card cannot go there: something else has to happen first, or it happened already."""

    status = 409


class NothingChosen(OutreachError):
    """Something was to be done with many, and none was ticked."""

    def __init__(self) -> None:
        super().__init__("Nobody is ticked yet. Tick the people it is for, then press the button again.")


class NothingToUndo(OutreachError):
    """It was undone already, or too much has happened since."""

    status = 409

    def __init__(self, names: Sequence[str] = ()) -> None:
        super().__init__(
            f"More has happened with {', '.join(names)} since, so that was left as it is."
            if names
            else "That is undone already."
        )


@dataclass(frozen=True, slots=True)
class Done:
    """What was done with several, and who was left as they were, each with the reason."""

    step: Step | None
    count: int
    refused: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Facts:
    """What was read together with an ask: what is due, news that waits, times kept free, what the label needs.

    Without it the most is assumed, and looked for.
    """

    known: Sequence[FollowUp] | None = None
    has_news: bool = True
    has_holds: bool = True
    has_led: bool | None = None
    """Whether they led to somebody; None where they were asked another time as well."""


UNREAD = Facts()


def find(number: int, *, of: Account) -> tuple[Interview, Facts]:
    """An ask that is nobody else's to move until the transaction ends, so that a card is moved once.

    Raises NotFound.
    """
    known = {"number": min(number, LARGEST_NUMBER), "account": of.id}
    if db.session.get_bind().dialect.name == "postgresql":
        # There what is joined to a row while waiting for it is as old as the wait.
        db.session.execute(TO_HOLD, known)
    rows = db.session.execute(TO_MOVE, known).all()
    if not rows:
        raise NotFound
    interview, _, has_news, has_holds, has_led, has_others = rows[0]
    due = [row[1] for row in rows if row[1] is not None]
    return interview, Facts(due, bool(has_news), bool(has_holds), None if has_others else bool(has_led))


OTHER = aliased(Interview)
TO_HOLD = (
    select(Interview.id)
    .where(Interview.id == bindparam("number"), Interview.account_id == bindparam("account"))
    .with_for_update()
)
TO_MOVE = (
    select(Interview, FollowUp)
    .add_columns(
        exists()
        .where(IncomingMessage.interview_id == Interview.id, IncomingMessage.settled_at.is_(None))
        .label("has_news"),
        exists().where(Hold.interview_id == Interview.id, Hold.released_at.is_(None)).label("has_holds"),
        exists().where(Referral.introducer_id == Interview.contact_id).label("has_led"),
        exists()
        .where(
            OTHER.contact_id == Interview.contact_id, OTHER.id != Interview.id, OTHER.asked_at.is_not(None)
        )
        .label("has_others"),
    )
    .outerjoin(FollowUp, FollowUp.interview_id == Interview.id)
    .where(Interview.id == bindparam("number"), Interview.account_id == bindparam("account"))
    .options(
        joinedload(Interview.contact)
        .joinedload(Contact.referral)
        .joinedload(Referral.introducer)
        .lazyload(Contact.organization)
    )
    .order_by(FollowUp.due_at)
    .execution_options(populate_existing=True)
)
"""Put together once, as every move of a card begins with it."""


def move(
    interview: Interview, to: Column, *, account: Account, facts: Facts = UNREAD, now: datetime
) -> Step | None:
    """Put a card into another column; None if it stands there. Raises OutOfOrder with what has to happen first.

    The interview is one that ``find`` found, with the facts that came with it.
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
    _refuse(interview, to, booking, now=now)
    known = FollowUp.of(interview) if facts.known is None else facts.known
    before = {**as_it_stands(interview, known), "undone": TOLD.get(to, "")}
    moved = Move(interview, account, booking, known, facts, now)
    ARRIVE[to](moved)
    freed = to in FREES and facts.has_holds and Hold.release(interview, outcome=FREES[to], now=now)
    return {**before, "found": moved.found, "freed": bool(freed)}


def _refuse(interview: Interview, to: Column, booking: Booking | None, *, now: datetime) -> None:
    """Raise OutOfOrder where a move would say what cannot be true."""
    name, here = interview.contact.name, COLUMN_OF[interview.stage]
    why = ""
    if to is Column.BOOKED:
        why = f"A time belongs to that. Note it on the page of {name}, and the card moves by itself."
    elif here is Column.BOOKED:
        why = _refused_while_booked(name, to, has_begun=booking is None or booking.starts_at <= now)
    elif to is Column.THANKED and here is not Column.MET:
        why = f"Thanks come after the talk. If you have talked with {name}, move the card to Met first."
    elif here is Column.TO_ASK and to in CANNOT:
        why = f"You have not asked {name} yet, so there is nothing to {CANNOT[to]}."
    elif to is Column.ASKED:
        why = _refused_to_ask(interview, name)
    if not why and (to is Column.TO_ASK or not REACHES[to].follows(interview.stage)):
        why = f"{name} is further along than that already. If it was noted by mistake, undo what you noted."
    if why:
        raise OutOfOrder(why)


def _refused_while_booked(name: str, to: Column, *, has_begun: bool) -> str:
    if to is Column.MET and has_begun:
        return ""
    if to is Column.THANKED and has_begun:
        return f"Thanks come after the talk. If you have talked with {name}, move the card to Met first."
    if has_begun:
        return f"The time with {name} has come. If you talked, move the card to Met; if not, say so on their page."
    return f"A time with {name} is agreed and still to come. If it is off, cancel it on their page first."


def _refused_to_ask(interview: Interview, name: str) -> str:
    if interview.contact.left_alone_at is not None:
        return f"{name} asked not to be written to. If that has changed, say so on their page first."
    if interview.stage in {Stage.DECLINED, Stage.REDIRECTED}:
        return f"{name} has answered already. If they wrote again, move the card to Answered."
    return ""


CANNOT = {Column.ANSWERED: "answer", Column.AT_REST: "close"}
REACHES = {
    Column.ASKED: Stage.ASKED,
    Column.ANSWERED: Stage.ANSWERED,
    Column.MET: Stage.MET,
    Column.THANKED: Stage.THANKED,
    Column.AT_REST: Stage.NO_REPLY,
}
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
    words = f"{_people(len(before))} let rest, without a word of reproach."
    step = Step.keep(account.id, words, {"interviews": before}, now=now) if before else None
    return Done(step, len(before), refused)


def leave_alone(interviews: Sequence[Interview], *, account: Account, now: datetime) -> Done:
    """Write nothing more to these people, because they asked for that. Raises NothingChosen."""
    if not interviews:
        raise NothingChosen
    contacts = {i.contact_id: i.contact for i in interviews if i.contact.left_alone_at is None}
    open_ones = (
        select(FollowUp)
        .join(FollowUp.interview)
        .where(Interview.contact_id.in_(contacts), FollowUp.settled_at.is_(None))
    )
    due = list(db.session.scalars(open_ones)) if contacts else []
    left: dict[int, dict[str, Any]]
    left = {number: {"silenced": silence.silenced(contact)} for number, contact in contacts.items()}
    for number, contact in contacts.items():
        left[number]["freed"] = silence.leave_alone(contact, now=now) > 0
        theirs = [row for row in due if row.interview.contact_id == number]
        left[number]["dropped"] = [row.id for row in theirs if row.settled_at is not None]
    before = {"left_alone": left}
    words = f"{_people(len(contacts))} left alone. Nothing is due to them any more."
    return Done(Step.keep(account.id, words, before, now=now) if contacts else None, len(contacts))


def tag(interviews: Sequence[Interview], name: str, *, account: Account, now: datetime) -> Done:
    """Give the people of these asks a tag. Raises NothingChosen, NoTag, TooManyTags."""
    if not interviews:
        raise NothingChosen
    wanted = Tag.named(name, of=account)
    fresh = Tagging.put(wanted, {interview.contact_id for interview in interviews})
    words = f"{_people(len(fresh))} tagged “{wanted.name}”."
    before = {"tag": wanted.id, "tagged": fresh}
    return Done(Step.keep(account.id, words, before, now=now) if fresh else None, len(fresh))


def _people(count: int) -> str:
    return "One person" if count == 1 else f"{count} people"


@dataclass(frozen=True, slots=True)
class Undone:
    """What could not be taken back: with whom more has happened since, and for whom times were kept free before."""

    moved_on: list[str]
    freed: list[str]


def undo(step: Step, *, account: Account, now: datetime) -> Undone:
    """Take a step back, but for what cannot be: times that were let go may be somebody else's by now.

    Raises NothingToUndo if nothing could be taken back at all.
    """
    if locked(step).undone_at is not None:
        raise NothingToUndo
    before, moved_on, freed = step.before, list[str](), list[str]()
    states = {int(number): state for number, state in before.get("interviews", {}).items()}
    for interview in Interview.numbered(states, of=account):
        if stands_as_left(interview, step.taken_at):
            _put_back(interview, states[interview.id], step, account=account, now=now)
            freed += [interview.contact.name] if states[interview.id].get("freed") else []
        else:
            moved_on.append(interview.contact.name)
    left_alone = before.get("left_alone", {})
    spoken, again = _undo_silence(left_alone, step, account=account, now=now)
    moved_on, freed = [*moved_on, *spoken], [*freed, *again]
    if moved_on and len(moved_on) == len(states) + len(left_alone):
        raise NothingToUndo(moved_on)
    if "tag" in before and (found := Tag.numbered(before["tag"], of=account)) is not None:
        Tagging.take(found, before["tagged"])
    step.undone_at = now
    return Undone(moved_on, freed)


def _put_back(
    interview: Interview, state: Mapping[str, Any], step: Step, *, account: Account, now: datetime
) -> None:
    """Let an ask and what depends on it stand as they did before the step."""
    was_thanked = interview.stage is Stage.THANKED
    put_back(interview, state, now=now)
    IncomingMessage.unsettle(interview, settled_at=step.taken_at)
    FollowUp.reopen_all(state["found"], of=account, settled_at=step.taken_at, outcome="done")
    relabel(interview.contact, days_of(interview.contact, account), now=now)
    if was_thanked:
        keep_in_touch(interview.contact, now=now)


def _undo_silence(
    left: Mapping[str, Mapping[str, Any]], step: Step, *, account: Account, now: datetime
) -> tuple[list[str], list[str]]:
    """Let those be written to again who were left alone by the step, with what was due to them.

    Answers the names of those who were heard from since, and of those for whom times were kept free before.
    """
    moved_on, freed = [], []
    for contact in Contact.numbered([int(number) for number in left], of=account):
        before = left[str(contact.id)]
        if silence.stands_since(contact, step.taken_at):
            FollowUp.reopen_all(before["dropped"], of=account, settled_at=step.taken_at, outcome="dropped")
            silence.take_back(contact, before["silenced"], now=now)
            freed += [contact.name] if before.get("freed") else []
        else:
            moved_on.append(contact.name)
    return moved_on, freed
