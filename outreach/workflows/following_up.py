"""What is due: the few things worth doing now, and settling them."""

from dataclasses import dataclass
from datetime import datetime

from outreach.accounts.models import Account
from outreach.followups.kinds import FollowUpKind
from outreach.followups.models import FollowUp
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.journal.models import note
from outreach.letters.kinds import LetterKind

MOST = 5
OPEN_STAGES = (Stage.FOUND, Stage.DRAFTED, Stage.ANSWERED, Stage.MET)
"""Where the next step is ours and nobody waits for a date."""


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


def todos(account: Account, *, now: datetime) -> list[Todo]:
    """At most five: first what is due, the most pressing on top, then what only waits for us."""
    due = [
        Todo(f.interview, str(f.kind), is_late=f.is_late(now=now), follow_up=f, letter=WRITES.get(f.kind))
        for f in FollowUp.due(account, by=now, limit=MOST)
    ]
    seen = {todo.interview.id for todo in due}
    waiting = [
        Todo(interview, f"stage.{interview.stage}")
        for interview in Interview.at_stages(account, OPEN_STAGES, limit=2 * MOST)
        if interview.id not in seen
    ]
    return (due + waiting)[:MOST]


def settle(follow_up: FollowUp, *, outcome: str, now: datetime) -> None:
    """Close one follow-up by hand. Letting the last one go lets the whole ask rest."""
    if follow_up.settled_at is not None:
        return
    follow_up.settled_at, follow_up.outcome = now, outcome
    interview = follow_up.interview
    if follow_up.kind is FollowUpKind.CLOSE_NO_REPLY:
        interview.reach(Stage.NO_REPLY, now=now)
        note("interview.rested", interview, at=now)
    else:
        note(f"follow_up.{outcome}", interview, at=now, what=str(follow_up.kind).replace("_", " "))
