"""What is due: the few things worth doing now, and settling them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from outreach.accounts.models import Account
from outreach.bookings.models import PersonalLink
from outreach.database import db
from outreach.errors import OutreachError
from outreach.followups.kinds import FollowUpKind
from outreach.followups.models import FollowUp
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
    Stage.FOUND: {LetterKind.OUTREACH},
    Stage.DRAFTED: {LetterKind.OUTREACH},
    Stage.ANSWERED: {LetterKind.PROPOSAL, LetterKind.QUESTIONS},
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


WRITES = {
    FollowUpKind.NUDGE: LetterKind.NUDGE,
    FollowUpKind.CONFIRMATION: LetterKind.CONFIRMATION,
    FollowUpKind.THANKS: LetterKind.THANKS,
    FollowUpKind.WRITE_AGAIN: LetterKind.OUTREACH,
}


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
        todo = Todo(
            f.interview, str(f.kind), is_late=f.is_late(now=now), follow_up=f, letter=WRITES.get(f.kind)
        )
        due.setdefault(f.interview_id, todo)
    if len(due) >= MOST:
        return list(due.values())[:MOST]
    open_ones = Interview.at_stages(account, OPEN_STAGES, limit=2 * MOST)
    written = _written_already(open_ones)
    waiting = [Todo(i, f"stage.{i.stage}") for i in open_ones if i.id not in due and i.id not in written]
    return [*due.values(), *waiting][:MOST]


def _written_already(interviews: Sequence[Interview]) -> set[int]:
    """Those whose next letter is on its way: now it is the contact's turn.

    A proposal counts only if the contact has not written since that none of its times fits.
    """
    latest = (
        select(Letter.interview_id, Letter.kind)
        .join(OutgoingMessage, OutgoingMessage.id == Letter.message_id)
        .outerjoin(PersonalLink, PersonalLink.interview_id == Letter.interview_id)
        .where(Letter.interview_id.in_([i.id for i in interviews]))
        .where(OutgoingMessage.delivery.not_in([Delivery.FAILED, Delivery.TAKEN_BACK]))
        .where(
            PersonalLink.guest_noted_at.is_(None) | (OutgoingMessage.queued_at > PersonalLink.guest_noted_at)
        )
    )
    stages = {interview.id: interview.stage for interview in interviews}
    return {number for number, kind in db.session.execute(latest) if kind in MOVED_ON_BY[stages[number]]}


def settle(follow_up: FollowUp, *, outcome: str, now: datetime) -> None:
    """Close one follow-up by hand. Letting the last one go lets the whole ask rest. Raises NeitherOutcome."""
    if outcome not in {"done", "dropped"}:
        raise NeitherOutcome
    if follow_up.settled_at is not None:
        return
    follow_up.settled_at, follow_up.outcome = now, outcome
    interview = follow_up.interview
    if follow_up.kind is FollowUpKind.CLOSE_NO_REPLY:
        interview.reach(Stage.NO_REPLY, now=now)
        note("interview.rested", interview, at=now)
    else:
        note(f"follow_up.{outcome}", interview, at=now, what=str(follow_up.kind).replace("_", " "))
