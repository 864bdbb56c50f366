"""Reading the outbox as the two sides of a conversation would."""

from typing import Any

from icalendar import Calendar
from sqlalchemy import select

from outreach.database import db
from outreach.followups.kinds import FollowUpKind
from outreach.followups.models import FollowUp
from outreach.interviews.models import Interview
from outreach.journal.models import Entry
from outreach.mail.models import OutgoingMessage


def outbox() -> list[OutgoingMessage]:
    """Every message there is, in the order in which they were queued."""
    db.session.flush()
    return list(db.session.scalars(select(OutgoingMessage).order_by(OutgoingMessage.id)))


def to_grace() -> list[OutgoingMessage]:
    return [message for message in outbox() if message.to_address == "grace@example.com"]


def to_ada() -> list[OutgoingMessage]:
    return [message for message in outbox() if message.to_address == "ada@example.org"]


def event_in(message: OutgoingMessage) -> Any:
    """The one event of its calendar; its values are of many kinds."""
    [event] = Calendar.from_ical(message.calendar).events
    return event


def story(interview: Interview) -> list[str]:
    """The names of what happened, oldest first."""
    return [entry.name for entry in Entry.about(interview)]


def open_follow_ups(interview: Interview) -> set[FollowUpKind]:
    return {follow_up.kind for follow_up in FollowUp.of(interview) if follow_up.settled_at is None}
