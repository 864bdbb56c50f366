"""What a week has brought, beside the weeks before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    Integer,
    bindparam,
    case,
    func,
    literal_column,
    null,
    or_,
    select,
    true,
)

from outreach.accounts.models import Account
from outreach.contacts.models import Contact
from outreach.database import UtcDateTime, fixed, rows_of
from outreach.interviews.models import Interview
from outreach.interviews.stages import Milestone
from outreach.journal.models import Entry

TOLD = (Milestone.ASKED, Milestone.ANSWERED, Milestone.MET, Milestone.THANKED)
"""The milestones that a week is told by."""
WEEK = timedelta(days=7)
WEEKS = 8
MOST = 1000
"""So many asks are looked at, those that moved last."""


@dataclass(frozen=True, slots=True)
class Week:
    """One week, by its Monday: how many people reached which milestone in it, in the order of ``TOLD``."""

    begins: date
    asked: int = 0
    answered: int = 0
    met: int = 0
    thanked: int = 0

    @property
    def is_brave(self) -> bool:
        """Whether somebody was asked, met or thanked: what one can do oneself."""
        return self.asked + self.met + self.thanked > 0


def monday_of(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(days=day.weekday())


def weeks(account: Account, last: date) -> list[Week]:
    """The eight weeks up to the one that begins on ``last``, a Monday on the account's calendar: one statement."""
    mondays = [last - n * WEEK for n in reversed(range(WEEKS))]
    zone = ZoneInfo(account.timezone)
    edges = [datetime.combine(day, time(), zone) for day in (*mondays, last + WEEK)]
    named = {f"edge_{n}": edge for n, edge in enumerate(edges)}
    counts = [[0] * len(TOLD) for _ in mondays]
    for *places, count in rows_of(REACHED, {"account": account.id, **named}):
        for milestone, place in enumerate(places):
            if place is not None:
                counts[place][milestone] += count
    return [Week(monday, *reached) for monday, reached in zip(mondays, counts, strict=True)]


def _reached() -> Any:
    """How many asks reached their milestones in the same weeks, each told by its place among the eight.

    Counted by the database, since reading so many moments takes longer than the page around them.
    """
    named = [bindparam(f"edge_{n}", type_=UtcDateTime()) for n in range(WEEKS + 1)]
    # Told once, as each of them is looked at for each milestone.
    edges = select(*(edge.label(edge.key) for edge in named)).subquery()
    # Whoever reached anything since then has moved since then, so their stage is younger. Chosen
    # before the weeks are joined, so that the index is read in its order and nothing is sorted.
    moved = (
        select(*(getattr(Interview, one.column) for one in TOLD))
        .where(Interview.account_id == bindparam("account"), Interview.stage_at >= named[0])
        .order_by(Interview.stage_at.desc())
        .limit(fixed(MOST))
        .subquery()
    )
    places = [_place(moved.c[one.column], list(edges.c)).label(one.column) for one in TOLD]
    return select(*places, func.count()).select_from(moved.join(edges, true())).group_by(*places)


def _place(at: Any, edges: Sequence[ColumnElement[datetime]]) -> ColumnElement[int | None]:
    """In which of the weeks between the edges a moment lies; nothing before and after them."""
    before, *ends = edges
    weeks = [(at < end, literal_column(str(n), Integer)) for n, end in enumerate(ends)]
    return case((at.is_(None) | (at < before), null()), *weeks, else_=null())


REACHED = _reached()
"""Put together once."""


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


WORTH_TELLING = (
    "answer.", "link.none_fits", "link.own_page", "link.declined", "booking.made", "booking.moved", "booking.cancelled",
    "debrief.kept", "mail.answer", "told.", "letter.sent", "letter.by_hand", "touch.", "promise.done",
    "interview.rested",
)  # fmt: skip
LOOKED_AT = 300


def story(account: Account, begins: date, *, limit: int = 30) -> list[Told]:
    """What happened in the week that begins then, the latest first: one statement."""
    zone = ZoneInfo(account.timezone)
    since, until = (datetime.combine(day, time(), zone) for day in (begins, begins + WEEK))
    sought = {"account": account.id, "since": since, "until": until, "limit": limit}
    return list(map(Told._make, rows_of(_story(), sought)))


@cache
def _story() -> Any:
    """Put together once."""
    lately = (
        select(Entry.name, Entry.particulars, Entry.at, Entry.contact_id)
        .where(Entry.account_id == bindparam("account"))
        .where(Entry.at >= bindparam("since"), Entry.at < bindparam("until"))
        .order_by(Entry.at.desc())
        .limit(fixed(LOOKED_AT))
        .subquery()
    )
    worth = or_(*(lately.c.name.like(fixed(f"{beginning}%")) for beginning in WORTH_TELLING))
    return (
        select(lately.c.name, lately.c.particulars, lately.c.at, Contact.id, Contact.name)
        .join(Contact, Contact.id == lately.c.contact_id)
        .where(worth)
        .order_by(lately.c.at.desc())
        .limit(bindparam("limit", type_=Integer()))
    )
