"""What a week has brought, beside the weeks before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select

from outreach.accounts.models import Account
from outreach.contacts.models import Contact
from outreach.database import db
from outreach.interviews.models import Interview
from outreach.interviews.stages import Milestone
from outreach.journal.models import Entry

WEEK = timedelta(days=7)
WEEKS = 8
MOST = 1000
"""So many asks are looked at, those that moved last."""


@dataclass(slots=True)
class Week:
    """One week, by its Monday: how many people reached which milestone in it."""

    begins: date
    asked: int = 0
    answered: int = 0
    booked: int = 0
    met: int = 0
    thanked: int = 0

    @property
    def is_brave(self) -> bool:
        """Whether somebody was asked, met or thanked: what one can do oneself."""
        return self.asked + self.met + self.thanked > 0


def monday_of(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(days=day.weekday())


def weeks(account: Account, last: date, *, count: int = WEEKS) -> list[Week]:
    """The weeks up to the one that begins on ``last``, a Monday on the account's calendar: one statement."""
    zone = ZoneInfo(account.timezone)
    known = {last - n * WEEK: Week(last - n * WEEK) for n in reversed(range(count))}
    first = datetime.combine(min(known), time(), zone)
    # Whoever reached anything since then has moved since then, so their stage is younger.
    moved = (
        select(*(getattr(Interview, milestone.column) for milestone in Milestone))
        .where(Interview.account_id == account.id, Interview.stage_at >= first)
        .order_by(Interview.stage_at.desc())
        .limit(MOST)
    )
    for row in db.session.execute(moved):
        for milestone, at in zip(Milestone, row, strict=True):
            if at is not None and at >= first:
                week = known.get(monday_of(at.astimezone(zone).date()))
                if week is not None:
                    setattr(week, milestone, getattr(week, milestone) + 1)
    return list(known.values())


def in_a_row(known: Sequence[Week]) -> int:
    """How many weeks up to the last one held something brave; a last week that is still empty breaks nothing."""
    seen = list(reversed(known))
    if seen and not seen[0].is_brave:
        seen = seen[1:]
    count = 0
    for week in seen:
        if not week.is_brave:
            break
        count += 1
    return count


class Told(NamedTuple):
    """One line of the journal with whom it is about, as far as a page tells it."""

    name: str
    particulars: dict[str, Any]
    at: datetime
    contact_id: int
    who: str


WORTH_TELLING = ("answer.", "booking.made", "booking.moved", "booking.cancelled", "debrief.kept", "mail.answer",
                 "told.", "letter.sent", "letter.by_hand", "touch.", "promise.done", "interview.rested")  # fmt: skip
LOOKED_AT = 300


def story(account: Account, begins: date, *, limit: int = 40) -> list[Told]:
    """What happened in the week that begins then, the latest first: one statement."""
    zone = ZoneInfo(account.timezone)
    since, until = (datetime.combine(day, time(), zone) for day in (begins, begins + WEEK))
    lately = (
        select(Entry.name, Entry.particulars, Entry.at, Entry.contact_id)
        .where(Entry.account_id == account.id, Entry.at >= since, Entry.at < until)
        .order_by(Entry.at.desc())
        .limit(LOOKED_AT)
        .subquery()
    )
    worth = or_(*(lately.c.name.startswith(beginning) for beginning in WORTH_TELLING))
    found = (
        select(lately.c.name, lately.c.particulars, lately.c.at, Contact.id, Contact.name)
        .join(Contact, Contact.id == lately.c.contact_id)
        .where(worth)
        .order_by(lately.c.at.desc())
        .limit(limit)
    )
    return [Told(*row) for row in db.session.execute(found)]
