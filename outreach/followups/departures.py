"""What follows from a letter that has left, whichever way it went: by the outbox, or by the person's own hand."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from outreach.accounts.models import Account
from outreach.bookings.holds import Hold
from outreach.bookings.models import Booking, PersonalLink
from outreach.contacts.models import Contact
from outreach.database import db
from outreach.followups.kinds import TO_INTRODUCER, Event, FollowUpKind, older_news
from outreach.followups.models import FollowUp
from outreach.followups.planning import Circumstances, take_in
from outreach.followups.rules import BY_LETTER, RULES
from outreach.followups.touches import keep_in_touch
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.journal.models import note
from outreach.letters.kinds import LetterKind
from outreach.letters.models import Letter
from outreach.letters.timely import OFFERS_TIMES

UNANSWERED = {Stage.FOUND, Stage.DRAFTED, Stage.ASKED, Stage.BOUNCED}
"""Where it is the first letter that moves the ask on. Who has answered is not asked again by a late "it was sent"."""
ASKED_ANEW = {Stage.LATER, Stage.NO_REPLY}
"""Where a first letter written since is a new ask: they named a day, or silence had the last word."""


def has_left(letter: Letter, told_as: str, *, account: Account, now: datetime, **particulars: Any) -> None:
    """Move the interview on, settle what the letter was due for, and plan what courtesy asks for next.

    ``told_as`` is the name under which the journal tells of it.
    """
    _tell(letter, told_as, now=now, **particulars)
    if letter.kind is LetterKind.OUTREACH:
        _ask(letter, account, now=now)
    elif letter.kind is LetterKind.NUDGE:
        _remind(letter.interview, account, now=now)
    elif letter.kind is LetterKind.CLOSE:
        _rest(letter.interview, account, now=now)
    elif letter.kind is LetterKind.THANKS:
        _thank(letter.interview, account, now=now)
        _thanked_for_names(letter, now=now)
    elif letter.kind in OFFERS_TIMES:
        _answered_their_word(letter, now=now)
    _settle(letter, now=now)
    keep_in_touch(letter.reader, now=now)


def _tell(letter: Letter, name: str, *, now: datetime, **particulars: Any) -> None:
    """One line in the story of the interview, and one in that of the reader, if that is somebody else."""
    told = {"kind": str(letter.kind), "subject": letter.subject, **particulars}
    if letter.other_reader is None:
        note(name, letter.interview, at=now, **told)
        return
    note(name, letter.interview, at=now, **told, reader=letter.other_reader.name)
    note(name, letter.other_reader, at=now, **told)


def _answered_their_word(letter: Letter, *, now: datetime) -> None:
    """What they had said about times before this letter set out waits for us no longer; the story keeps it."""
    link = PersonalLink.of(letter.interview)
    set_out_at = letter.message.queued_at if letter.message else now
    if link is not None and link.guest_noted_at is not None and link.guest_noted_at < set_out_at:
        link.take_answer(now=now)


def _ask(letter: Letter, account: Account, *, now: datetime) -> None:
    interview = letter.interview
    is_anew = interview.stage in ASKED_ANEW and letter.drafted_at >= interview.stage_at
    if interview.stage in UNANSWERED or is_anew:
        interview.asked_with = letter.template
        was_asked(interview, account=account, now=now)


def was_asked(
    interview: Interview, *, account: Account, known: Sequence[FollowUp] | None = None, now: datetime
) -> list[FollowUp]:
    """The first letter is with them, and their silence is counted from now. Answers what it ended for colleagues."""
    interview.reach(Stage.ASKED, now=now)
    take_in(interview, Event.ASKED, account=account, known=known, now=now)
    return _was_second_person(interview.contact, now=now)


def _was_second_person(contact: Contact, *, now: datetime) -> list[FollowUp]:
    """Whoever was looked for beside a silent colleague of theirs has been found. The searches that end with it."""
    if contact.organization_id is None:
        return []
    colleagues = (
        select(FollowUp)
        .join(FollowUp.interview)
        .join(Interview.contact)
        .where(Contact.organization_id == contact.organization_id, Contact.id != contact.id)
        .where(FollowUp.kind == FollowUpKind.SECOND_PERSON, FollowUp.settled_at.is_(None))
    )
    found = [looked_for for looked_for in db.session.scalars(colleagues) if looked_for.due_at <= now]
    for looked_for in found:
        looked_for.end(outcome="done", now=now)
    return found


def _remind(interview: Interview, account: Account, *, now: datetime) -> None:
    """They were reminded. Where the ask rests by now, or was answered, no silence is counted."""
    if interview.stage is Stage.ASKED:
        take_in(interview, Event.REMINDED, account=account, now=now)


def _rest(interview: Interview, account: Account, *, now: datetime) -> None:
    if interview.reach(Stage.NO_REPLY, now=now):
        note("interview.rested", interview, at=now)
        Hold.release(interview, outcome="withdrawn", now=now)
        take_in(interview, Event.RESTED, account=account, now=now)


def _thank(interview: Interview, account: Account, *, now: datetime) -> None:
    interview.reach(Stage.THANKED, now=now)
    booking = Booking.live(interview)
    around = Circumstances(meeting=booking.span if booking else None)
    take_in(interview, Event.THANKED, account=account, around=around, now=now)


def _thanked_for_names(letter: Letter, *, now: datetime) -> None:
    """Whoever is named in the thanks of a talk has been thanked for."""
    for owed in FollowUp.owed_to(letter.interview.contact, FollowUpKind.REFERRAL_THANKS):
        if owed.interview.contact.name.casefold() in letter.body.casefold():
            owed.end(outcome="done", now=now)


def _settle(letter: Letter, *, now: datetime) -> None:
    """What the letter was due for is done; what comes round every year is planned again."""
    kind = BY_LETTER.get(letter.kind)
    if kind is None:
        return
    FollowUp.settle(letter.interview, kind, outcome="done", now=now)
    if kind in TO_INTRODUCER:
        FollowUp.settle(letter.interview, *older_news(kind), outcome="dropped", now=now)
    again = RULES[kind].again
    if again is not None:
        FollowUp.plan(letter.interview, kind, due_at=now + again, late_at=now + 2 * again)


def has_not_left(letter: Letter, *, sent_at: datetime, now: datetime) -> None:
    """Undo what followed from a letter of which it turned out that it had not left at ``sent_at``."""
    interview = letter.interview
    before = {
        LetterKind.OUTREACH: (Stage.ASKED, Stage.DRAFTED),
        LetterKind.THANKS: (Stage.THANKED, Stage.MET),
    }
    reached, earlier = before.get(letter.kind, (None, None))
    if earlier is not None and interview.stage is reached and interview.stage_at == sent_at:
        interview.fall_back(earlier, now=now)
        planned = [kind for kind, rule in RULES.items() if rule.after & CALLED_BY[letter.kind]]
        FollowUp.settle(interview, *planned, outcome="dropped", now=now)
    kind = BY_LETTER.get(letter.kind)
    answered = [kind, *older_news(kind)] if kind in TO_INTRODUCER else [kind] if kind else []
    if letter.kind is LetterKind.OUTREACH:
        answered.append(FollowUpKind.FIRST_LETTER)
    for settled in FollowUp.of(interview):
        if settled.kind in answered and settled.settled_at == sent_at:
            settled.reopen()
    keep_in_touch(letter.reader, now=now)


CALLED_BY = {LetterKind.OUTREACH: {Event.ASKED}, LetterKind.THANKS: {Event.THANKED}}
