"""The person's word on what arrived: whether it counts, and what is to follow."""

from datetime import date, datetime

from outreach.accounts.models import Account
from outreach.database import db
from outreach.errors import OutreachError
from outreach.followups.dead_ends import SILENCE, UNANSWERED, mark_dead
from outreach.followups.models import FollowUp
from outreach.followups.planning import days_of
from outreach.interviews.stages import Stage
from outreach.journal.models import note
from outreach.mail.incoming import IncomingMessage, News
from outreach.mail.models import OutgoingMessage

CHOICES = {
    News.ANSWER: ("seen",),
    News.POSSIBLE: ("counts", "seen"),
    News.COLLEAGUE: ("counts", "seen"),
    News.BOUNCE: ("seen",),
    News.POSSIBLE_BOUNCE: ("dead", "seen"),
    News.AWAY: ("wait", "seen"),
    News.DECLINED: ("free", "seen"),
    News.PROPOSED: ("accept", "seen"),
    News.UNVERIFIED: ("seen",),
}
"""What can be decided over which news. Freeing a time and taking another one are done by the booking itself."""


class UnclearDecision(OutreachError):
    """The form named none of the buttons."""

    def __init__(self) -> None:
        super().__init__("Please choose one of the buttons.")


def decide(message: IncomingMessage, outcome: str, *, now: datetime) -> bool:
    """Take the person's word; whether it was taken now. Deciding twice changes nothing. Raises UnclearDecision."""
    if outcome not in CHOICES.get(message.news, ("seen",)):
        raise UnclearDecision
    if message.settled_at is not None:
        return False
    if outcome == "counts":
        _count(message, now=now)
        return True
    if outcome == "dead":
        _believe(message, now=now)
    if outcome == "wait":
        _wait(message, now=now)
    message.settled_at = now
    return True


def _believe(message: IncomingMessage, *, now: datetime) -> None:
    """It did come back after all."""
    why = str(message.particulars.get("why", ""))
    sent = db.session.get(OutgoingMessage, message.outgoing_id) if message.outgoing_id else None
    if sent is not None:
        sent.bounced_at, sent.bounce = now, why
        mark_dead(sent, why=why, now=now)
    note("mail.bounce", message.interview, at=now, why=why)


def _count(message: IncomingMessage, *, now: datetime) -> None:
    """It is the answer after all: what it says can now be told with one click more."""
    interview = message.interview
    message.news = News.ANSWER
    if interview.stage in UNANSWERED:
        interview.reach(Stage.ANSWERED, now=now)
    FollowUp.settle(interview, *SILENCE, outcome="dropped", now=now)
    note("mail.counted", interview, at=now, who=message.from_name or message.from_address)


def _wait(message: IncomingMessage, *, now: datetime) -> None:
    """Let what waits for their silence wait until they have been back for a working day."""
    back_on = date.fromisoformat(str(message.particulars["back_on"]))
    account = db.session.get_one(Account, message.account_id)
    days = days_of(message.interview.contact, account)
    due_at = days.after(days.opening(back_on), 1)
    late_at = days.after(due_at, 3)
    for follow_up in FollowUp.of(message.interview):
        if follow_up.settled_at is None and follow_up.kind in SILENCE and follow_up.due_at < due_at:
            follow_up.due_at, follow_up.late_at = due_at, max(late_at, follow_up.late_at)
    note("mail.waits", message.interview, at=now, back_on=back_on.isoformat())
