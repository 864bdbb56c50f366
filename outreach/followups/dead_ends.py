"""An address that will never work, and what becomes of the ask that went there."""

from datetime import datetime

from outreach.followups.kinds import FollowUpKind
from outreach.followups.models import FollowUp
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.mail.models import Silence, Suppression

SILENCE = (FollowUpKind.SECOND_PERSON, FollowUpKind.NUDGE, FollowUpKind.CLOSE_NO_REPLY)
UNANSWERED = frozenset({Stage.FOUND, Stage.DRAFTED, Stage.ASKED, Stage.NO_REPLY, Stage.BOUNCED})
"""Where nothing has come back yet: an answer moves the ask on by itself, a dead address ends it."""


def mark_dead(interview: Interview, address: str, *, why: str, now: datetime) -> None:
    """Nobody writes there again, and the ask ends until a better address is found."""
    Suppression.add(interview.account_id, address, Silence.BOUNCED, now=now, said=why)
    if interview.stage in UNANSWERED:
        interview.reach(Stage.BOUNCED, now=now)
        FollowUp.settle(interview, *SILENCE, outcome="dropped", now=now)
