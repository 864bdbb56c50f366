"""An address that will never work, and what becomes of the ask that went there."""

from datetime import datetime

from outreach.accounts.models import Account
from outreach.database import db
from outreach.followups.kinds import Event, FollowUpKind
from outreach.followups.planning import take_in
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.mail.models import OutgoingMessage, Silence, Suppression

SILENCE = (FollowUpKind.SECOND_PERSON, FollowUpKind.NUDGE, FollowUpKind.CLOSE_NO_REPLY)
UNANSWERED = frozenset({Stage.FOUND, Stage.DRAFTED, Stage.ASKED, Stage.NO_REPLY, Stage.BOUNCED})
"""Where nothing has come back yet: an answer moves the ask on by itself, a dead address ends it."""


def mark_dead(message: OutgoingMessage, *, why: str, now: datetime) -> None:
    """Write no more to where this message went, and end the ask that it belongs to until a better address is found.

    An ask that was answered goes on: they can be reached some way. So does one
    whose message went to somebody else, such as who led to them.
    """
    if message.contact_id is None:
        return
    Suppression.add(message.account_id, message.to_address, Silence.BOUNCED, now=now, said=why)
    interview = db.session.get(Interview, message.interview_id) if message.interview_id else None
    if interview is None or interview.contact_id != message.contact_id or interview.stage not in UNANSWERED:
        return
    if interview.reach(Stage.BOUNCED, now=now):
        account = db.session.get_one(Account, message.account_id)
        take_in(interview, Event.BOUNCED, account=account, now=now)
