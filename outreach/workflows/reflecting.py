"""Writing down what a talk taught, while it is fresh, and what follows from that."""

from collections import Counter
from datetime import datetime

from outreach.accounts.models import Account
from outreach.bookings.models import Booking
from outreach.contacts.models import Contact
from outreach.database import db
from outreach.errors import OutreachError
from outreach.followups.cadence import THANKS_WITHIN
from outreach.followups.kinds import FollowUpKind
from outreach.followups.models import FollowUp
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.journal.models import note
from outreach.notebook.debrief import Debrief, Named
from outreach.notebook.models import Note

BEFORE_THE_TALK = (
    FollowUpKind.SECOND_PERSON,
    FollowUpKind.NUDGE,
    FollowUpKind.CLOSE_NO_REPLY,
    FollowUpKind.WRITE_AGAIN,
    FollowUpKind.CONFIRMATION,
)


class NothingWritten(OutreachError):
    """A debrief without a word in it."""

    def __init__(self) -> None:
        super().__init__("There is nothing to keep yet. One line is enough for now.")


def keep(debrief: Debrief, interview: Interview, *, account: Account, now: datetime) -> list[Contact]:
    """Keep what was learned in place of what was kept before; the people who are new are returned.

    The talk then counts as held, and the thank-you is due. Raises NothingWritten.
    """
    earlier = [(kept.kind, kept.text) for kept in Note.of(interview)]
    if not debrief.notes and not earlier:
        raise NothingWritten
    interview.reach(Stage.MET, now=now)
    FollowUp.settle(interview, *BEFORE_THE_TALK, outcome="dropped", now=now)
    FollowUp.settle(interview, FollowUpKind.DEBRIEF, outcome="done", now=now)
    _plan_thanks(interview, now=now)
    if debrief.notes != earlier:
        Note.rewrite(interview, debrief.notes, now=now)
        counts = Counter(str(kind) for kind, _ in debrief.notes)
        note("debrief.kept", interview, at=now, **counts)
    return [met for named in debrief.people if (met := _meet(named, interview, account, now=now))]


def _plan_thanks(interview: Interview, *, now: datetime) -> None:
    """Let the thanks be due at once, unless they are planned or given already."""
    planned = [f for f in FollowUp.of(interview) if f.kind is FollowUpKind.THANKS and f.outcome != "dropped"]
    if planned or interview.stage is Stage.THANKED:
        return
    booking = Booking.live(interview)
    ended_at = booking.ends_at if booking else now
    FollowUp.plan(interview, FollowUpKind.THANKS, due_at=now, late_at=ended_at + THANKS_WITHIN)


def _meet(named: Named, interview: Interview, account: Account, *, now: datetime) -> Contact | None:
    """Add somebody who was named, with thanks to who named them; None if they are there already."""
    if Contact.named(named.name, of=account) is not None:
        return None
    introducer = interview.contact
    person = Contact.named_or_new(named.name, of=account, now=now)
    person.title, person.timezone = named.title, introducer.timezone
    person.organization = introducer.organization
    person.is_sample = introducer.is_sample
    db.session.flush()
    person.credit(introducer, now=now)
    note("contact.added", person, at=now, who=person.name)
    return person
