"""What is due: the few things worth doing now, and settling them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from outreach.accounts.models import Account
from outreach.bookings.models import Booking, PersonalLink
from outreach.contacts.models import Contact
from outreach.database import db
from outreach.errors import OutreachError
from outreach.followups.kinds import IN_TOUCH, Event, FollowUpKind
from outreach.followups.models import FollowUp
from outreach.followups.planning import Circumstances, take_in
from outreach.followups.rules import RULES
from outreach.followups.touches import keep_in_touch
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.journal.models import note
from outreach.letters.kinds import LetterKind
from outreach.letters.models import Letter
from outreach.mail.models import Delivery, OutgoingMessage

MOST = 5
OPEN_STAGES = (Stage.FOUND, Stage.DRAFTED, Stage.ANSWERED, Stage.MET)
"""Where the next step is ours and nobody waits for a date."""


MOVED_ON_BY = {
    Stage.FOUND: {LetterKind.OUTREACH, LetterKind.REFERRAL_NOT_PURSUED},
    Stage.DRAFTED: {LetterKind.OUTREACH, LetterKind.REFERRAL_NOT_PURSUED},
    Stage.ANSWERED: {
        LetterKind.PROPOSAL,
        LetterKind.QUESTIONS,
        LetterKind.MOVED_BY_ME,
        LetterKind.MOVED_BY_THEM,
        LetterKind.MISSED_BY_ME,
        LetterKind.MISSED_BY_THEM,
    },
    Stage.MET: {LetterKind.THANKS},
}
"""The letters after which it is the contact's turn, by the stage at which they are written."""


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do: about whom, and the follow-up that asks for it, if one does."""

    interview: Interview
    kind: str
    is_late: bool = False
    follow_up: FollowUp | None = None
    letter: LetterKind | None = None


class NeitherOutcome(OutreachError):
    """A follow-up is either done or let go."""

    def __init__(self) -> None:
        super().__init__("Please choose whether it is done already, or not needed.")


def todos(account: Account, *, now: datetime) -> list[Todo]:
    """At most five: first what is due, the most pressing on top, then what only waits for us.

    One for each interview, the most pressing: what comes after it can wait until it is done.
    """
    due: dict[int, Todo] = {}
    for f in FollowUp.most_pressing(account, by=now, limit=MOST):
        todo = Todo(f.interview, str(f.kind), is_late=f.is_late(now=now), follow_up=f, letter=writes(f.kind))
        due.setdefault(f.interview_id, todo)
    if len(due) >= MOST:
        return list(due.values())[:MOST]
    open_ones = Interview.at_stages(account, OPEN_STAGES, limit=2 * MOST)
    written = _written_already(open_ones) | _asked_for_already(open_ones)
    waiting = [
        Todo(i, f"stage.{i.stage}")
        for i in open_ones
        if i.id not in {*due, *written} and i.contact.left_alone_at is None
    ]
    return [*due.values(), *waiting][:MOST]


def writes(kind: FollowUpKind) -> LetterKind | None:
    """The letter that a follow-up opens at a click; a second person has to be found first."""
    return None if kind is FollowUpKind.SECOND_PERSON else RULES[kind].letter


def _written_already(interviews: Sequence[Interview]) -> set[int]:
    """Those whose next letter is on its way: now it is the contact's turn.

    A proposal counts only if the contact has not written since that none of its times fits.
    """
    left = OutgoingMessage.delivery.not_in([Delivery.FAILED, Delivery.TAKEN_BACK])
    left_at = func.coalesce(OutgoingMessage.queued_at, Letter.sent_by_hand_at)
    latest = (
        select(Letter.interview_id, Letter.kind)
        .outerjoin(OutgoingMessage, OutgoingMessage.id == Letter.message_id)
        .outerjoin(PersonalLink, PersonalLink.interview_id == Letter.interview_id)
        .where(Letter.interview_id.in_([i.id for i in interviews]))
        .where(left | Letter.sent_by_hand_at.is_not(None))
        .where(PersonalLink.guest_noted_at.is_(None) | (left_at > PersonalLink.guest_noted_at))
    )
    stages = {interview.id: interview.stage for interview in interviews}
    return {number for number, kind in db.session.execute(latest) if kind in MOVED_ON_BY[stages[number]]}


def _asked_for_already(interviews: Sequence[Interview]) -> set[int]:
    """Those whose next step is, or was, on the calendar as a follow-up; what was let go there is not asked again."""
    steps = (
        select(FollowUp.interview_id)
        .join(FollowUp.interview)
        .where(
            FollowUp.interview_id.in_([i.id for i in interviews]),
            FollowUp.kind.in_(NEXT_STEPS),
            FollowUp.settled_at.is_(None) | (FollowUp.settled_at >= Interview.stage_at),
        )
    )
    return set(db.session.scalars(steps))


NEXT_STEPS = [
    kind
    for kind, rule in RULES.items()
    if rule.letter in MOVED_ON_BY[Stage.ANSWERED] | MOVED_ON_BY[Stage.MET]
    or kind is FollowUpKind.FIRST_LETTER
]


def settle(follow_up: FollowUp, *, outcome: str, now: datetime) -> None:
    """Close one follow-up by hand, with what follows from that. Raises NeitherOutcome.

    Letting the reminder go leaves the silence to end by itself; letting the last one go lets the ask rest.
    """
    if outcome not in {"done", "dropped"}:
        raise NeitherOutcome
    if follow_up.settled_at is not None:
        return
    follow_up.end(outcome=outcome, now=now)
    interview, is_done = follow_up.interview, outcome == "done"
    if follow_up.kind is not FollowUpKind.CLOSE_NO_REPLY:
        note(f"follow_up.{outcome}", interview, at=now, what=str(follow_up.kind).replace("_", " "))
    event = (BY_DOING if is_done else BY_LETTING_GO).get(follow_up.kind)
    if event is not None:
        _let_happen(interview, event, now=now)
    if follow_up.kind in KEEPS_IN_TOUCH:
        _go_on(interview.contact, is_done=is_done, now=now)


BY_DOING = {
    FollowUpKind.NUDGE: Event.REMINDED,
    FollowUpKind.FIRST_LETTER: Event.ASKED,
    FollowUpKind.THANKS: Event.THANKED,
    FollowUpKind.CLOSE_NO_REPLY: Event.RESTED,
}
BY_LETTING_GO = {
    FollowUpKind.NUDGE: Event.NOT_REMINDED,
    FollowUpKind.CLOSE_NO_REPLY: Event.RESTED,
    FollowUpKind.FIRST_LETTER: Event.NOT_PURSUED,
}
"""What it means that a thing was done without us, or not at all."""
KEEPS_IN_TOUCH = {FollowUpKind.ADVICE_UPDATE, *IN_TOUCH}


def _let_happen(interview: Interview, event: Event, *, now: datetime) -> None:
    if event is Event.THANKED:
        interview.reach(Stage.THANKED, now=now)
    if event is Event.ASKED:
        interview.reach(Stage.ASKED, now=now)
    if event is Event.RESTED and interview.reach(Stage.NO_REPLY, now=now):
        note("interview.rested", interview, at=now)
    booking = Booking.live(interview)
    around = Circumstances(meeting=booking.span if booking else None)
    account = db.session.get_one(Account, interview.account_id)
    take_in(interview, event, account=account, around=around, now=now)


def _go_on(contact: Contact, *, is_done: bool, now: datetime) -> None:
    """Count the next word from now: it was said by the person, or passed over."""
    if is_done:
        note("touch.ours", contact, at=now)
    keep_in_touch(contact, passed_over_at=None if is_done else now, now=now)
