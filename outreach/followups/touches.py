"""When an account and a contact were last in touch, read from the journal; and when they should be again."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select

from outreach.bookings.models import Booking
from outreach.contacts.models import Contact
from outreach.database import db
from outreach.followups.keeping import Touch, next_in_touch
from outreach.followups.kinds import IN_TOUCH, FollowUpKind
from outreach.followups.models import FollowUp
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.journal.models import touches
from outreach.journal.touching import Direction, direction
from outreach.letters.kinds import LetterKind

LOOKS_BACK = timedelta(days=3 * 365)
SOLICITED = frozenset(map(str, LetterKind)) - {
    str(kind)
    for kind in (
        LetterKind.OUTREACH,
        LetterKind.NUDGE,
        LetterKind.ADVICE_UPDATE,
        LetterKind.IN_TOUCH_1M,
        LetterKind.IN_TOUCH_3M,
        LetterKind.IN_TOUCH_6M,
        LetterKind.ASK_AGAIN,
        LetterKind.CONGRATULATIONS,
    )
}
"""Letters that somebody waits for: thanks, times, answers. They count as a touch, not as one more letter."""


def touches_with(contact: Contact, *, since: datetime, now: datetime | None = None) -> list[Touch]:
    """Every touch with a contact since then, in either direction and on any channel; talks up to ``now``."""
    told = [_touch(*line) for line in touches(contact, since=since)]
    held = [Touch(at, is_theirs=True) for at in _held(contact, since=since, now=now)] if now else []
    return sorted([*told, *held], key=lambda touch: touch.at)


def _touch(at: datetime, name: str, particulars: dict[str, object]) -> Touch:
    if direction(name, particulars) is Direction.THEIRS:
        return Touch(at, is_theirs=True)
    kind = str(particulars.get("kind", ""))
    is_waited_for = kind in SOLICITED or name in {
        "touch.ours",
        "told.thanked",
        "follow_up.done",
        "booking.put_off",
    }
    return Touch(at, is_unsolicited=not is_waited_for)


def _held(contact: Contact, *, since: datetime, now: datetime) -> list[datetime]:
    """When talks with the contact ended that nobody called off, whether or not notes were written since."""
    ended = (
        select(Booking.ends_at)
        .join(Interview)
        .where(Interview.contact_id == contact.id, Booking.cancelled_at.is_(None))
    )
    return list(db.session.scalars(ended.where(Booking.ends_at > since, Booking.ends_at <= now)))


def last_contact(contact: Contact, *, now: datetime) -> datetime | None:
    """When the two were last in touch, whoever began it: from what the contact knows of it, and their latest talk."""
    held = db.session.scalar(LATEST_TALK, {"contact": contact.id, "now": now})
    return max((at for at in (held, contact.in_touch_at) if at is not None), default=None)


LATEST_TALK = (
    select(func.max(Booking.ends_at))
    .join(Interview)
    .where(
        Interview.contact_id == bindparam("contact"),
        Booking.cancelled_at.is_(None),
        Booking.ends_at <= bindparam("now"),
    )
)


def with_talk(contact: Contact, booking: Booking | None, *, now: datetime) -> datetime | None:
    """The same, where the contact's talk is at hand."""
    held = booking.ends_at if booking is not None and booking.ends_at <= now else None
    return max((at for at in (held, contact.in_touch_at) if at is not None), default=None)


def keep_in_touch(contact: Contact, *, passed_over_at: datetime | None = None, now: datetime) -> None:
    """Let the next word of keeping in touch count from the last touch, in the interview that was thanked for last.

    Only one such word is on the calendar for a contact, however many interviews
    there were. One that the person passed over is counted from as if it had been said.
    """
    interviews = Interview.with_contact(contact)
    thanked = [interview for interview in interviews if interview.stage is Stage.THANKED]
    for interview in interviews:
        FollowUp.settle(interview, *IN_TOUCH, outcome="dropped", now=now)
    if not thanked or contact.left_alone_at is not None or _said_no(interviews):
        return
    known = touches_with(contact, since=now - LOOKS_BACK, now=now)
    _plan_next(thanked[0], [*known, Touch(passed_over_at)] if passed_over_at else known)


def _said_no(interviews: Sequence[Interview]) -> bool:
    latest = interviews[0]
    return latest.stage in {Stage.DECLINED, Stage.BOUNCED}


def _plan_next(interview: Interview, touches: Sequence[Touch]) -> None:
    known = {row.kind: row for row in FollowUp.of(interview)}
    news = known.get(FollowUpKind.ADVICE_UPDATE)
    if news is not None and news.settled_at is None:
        return  # what came of the advice is the next word
    steps = sum(known[kind].times_done for kind in IN_TOUCH if kind in known)
    has_told = news is None or news.outcome == "done"
    found = next_in_touch(interview.contact.tier, touches, steps_done=steps, has_told_what_came=has_told)
    if found is not None:
        kind, due = found
        FollowUp.plan(interview, kind, due_at=due.at, late_at=due.late)
