"""Writing down what a talk taught, while it is fresh, and what follows from that."""

from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from outreach.accounts.models import Account
from outreach.bookings.models import Booking
from outreach.contacts.models import Contact
from outreach.database import db, locked, saved
from outreach.errors import OutreachError
from outreach.followups.kinds import Event, FollowUpKind
from outreach.followups.models import FollowUp
from outreach.followups.planning import Circumstances, take_in
from outreach.followups.promises import Promise
from outreach.followups.rules import THANKS_WITHIN
from outreach.interviews.kinds import Relationship
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.journal.models import note
from outreach.notebook.debrief import Debrief, Named
from outreach.notebook.hypotheses import Belief
from outreach.notebook.models import Note, NoteKind

OURS_WITHIN = timedelta(days=7)
THEIRS_WITHIN = timedelta(days=10)
"""A promised introduction may be asked for after a week to ten days, not before."""


class NeitherKeptNorDropped(OutreachError):
    """A promise is either kept or let go."""

    def __init__(self) -> None:
        super().__init__("Please choose whether the promise was kept, or is not needed any more.")


class NothingWritten(OutreachError):
    """A debrief without a word in it."""

    def __init__(self) -> None:
        super().__init__("There is nothing to save yet. One line is enough for now.")


def keep(debrief: Debrief, interview: Interview, *, account: Account, now: datetime) -> list[Contact]:
    """Keep what was learned in place of what was kept before; the people who are new are returned.

    The talk then counts as held, and the thank-you is due. Whoever is named for
    the first time is to be written to, and who named them is to be thanked and
    told. One at a time: a button pressed twice adds each of them once. Raises NothingWritten.
    """
    locked(interview)
    earlier = [kept.written for kept in Note.of(interview)]
    if not debrief.notes and not earlier:
        raise NothingWritten
    booking = Booking.live(interview)
    held_at = min(booking.ends_at, now) if booking else now
    if interview.reach(Stage.MET, now=now):
        interview.met_at = held_at
    _follow(interview, account, now=now)
    if debrief.notes != earlier:
        Note.rewrite(interview, debrief.notes, now=now)
        counts = Counter(str(written.kind) for written in debrief.notes)
        note("debrief.kept", interview, at=now, happened_at=held_at, **counts)
    _date_promises(debrief, interview, account, now=now)
    met = [found for named in debrief.people if (found := _meet(named, interview, account, now=now))]
    already = {Named.read(written.text).name for written in earlier if written.kind is NoteKind.PERSON}
    for named in debrief.people:
        if named.name not in already and named.line not in debrief.confidential:
            _mean_to_write(named, interview, account, now=now)
    return met


def _follow(interview: Interview, account: Account, *, now: datetime) -> None:
    """The notes are written and the thanks are due; whoever was thanked already is not to be thanked again."""
    if interview.stage is Stage.THANKED:
        FollowUp.settle(interview, FollowUpKind.DEBRIEF, outcome="done", now=now)
        return
    booking = Booking.live(interview)
    around = Circumstances(meeting=booking.span if booking else None)
    take_in(interview, Event.DEBRIEFED, account=account, around=around, now=now)


def believe(interview: Interview, after: int | None) -> None:
    """Note how sure the person is of what the talk was to test. Raises NotOnTheScale."""
    belief = Belief.of(interview)
    if belief is not None:
        belief.say(after=after)


def keep_promise(promise: Promise, *, outcome: str, now: datetime) -> None:
    """Close a promise: kept, or let go. Raises NeitherKeptNorDropped."""
    if outcome not in {"done", "dropped"}:
        raise NeitherKeptNorDropped
    if promise.settled_at is None:
        promise.settle(outcome=outcome, now=now)
        whose = "promise" if promise.is_mine else "their_promise"
        note(f"{whose}.{outcome}", promise.interview, at=now, what=promise.text)


def _date_promises(debrief: Debrief, interview: Interview, account: Account, *, now: datetime) -> None:
    """Give every promise a day: ours within a week, theirs when it is time to ask."""
    today = now.astimezone(ZoneInfo(account.timezone)).date()
    for texts, is_mine, after in (
        (debrief.promises, True, OURS_WITHIN),
        (debrief.their_promises, False, THEIRS_WITHIN),
    ):
        Promise.rewrite(interview, texts, is_mine=is_mine, due_on=today + after, now=now)


def _meet(named: Named, interview: Interview, account: Account, *, now: datetime) -> Contact | None:
    """Add somebody who was named, with thanks to who named them; None if they are there already."""
    if Contact.named(named.name, of=account) is not None:
        return None
    introducer = interview.contact
    person = Contact.named_or_new(named.name, of=account, now=now)
    person.title, person.timezone = named.title, introducer.timezone
    person.is_sample = introducer.is_sample
    db.session.flush()
    person.credit(introducer, now=now)
    note("contact.added", person, at=now, who=person.name, clock=person.timezone)
    return person


def _mean_to_write(named: Named, interview: Interview, account: Account, *, now: datetime) -> None:
    """Put the letter to somebody who was named on the calendar, and what is owed to who named them.

    It is the letter that the thanks promise. Whoever was asked for a talk before goes their own way.
    """
    person = Contact.named(named.name, of=account)
    if person is None or person.id == interview.contact_id:
        return
    asked = next(iter(Interview.with_contact(person)), None)
    if asked is not None and asked.stage not in {Stage.FOUND, Stage.DRAFTED}:
        return
    if person.referral is None:
        person.credit(interview.contact, now=now)
    if person.referral is not None and person.referral.introducer_id == interview.contact_id:
        asked = asked or _like(interview, person, now=now)
        thanks = FollowUp.one(interview, FollowUpKind.THANKS)
        is_to_thank = thanks is not None and thanks.settled_at is None
        # However late the thanks are, they are one letter, and the next is not due on the same day.
        around = Circumstances(
            thanks_late=max(thanks.late_at, now + THANKS_WITHIN) if thanks and is_to_thank else None
        )
        take_in(asked, Event.NAMED, account=account, around=around, now=now)


def _like(interview: Interview, person: Contact, *, now: datetime) -> Interview:
    """The same ask of somebody else, begun with what is known; the person may change it before it leaves."""
    begun = saved(
        Interview(
            account_id=interview.account_id,
            contact=person,
            purpose=interview.purpose,
            relationship_kind=Relationship.REFERRAL,
            minutes=interview.minutes,
            format=interview.format,
            narrow=interview.narrow,
            broad=interview.broad,
            stage_at=now,
            created_at=now,
        )
    )
    note("interview.begun", begun, at=now, purpose=str(begun.purpose))
    return begun
