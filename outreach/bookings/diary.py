"""What stands in an account's calendar, whatever it comes from."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import bindparam, select

from outreach.accounts.models import Account
from outreach.availability.feeds import BusySpan
from outreach.bookings.holds import Hold
from outreach.bookings.models import LONGEST_MEETING, Booking
from outreach.contacts.models import Contact
from outreach.database import db
from outreach.interviews.models import Interview
from outreach.timespan import TimeSpan


class Kind(StrEnum):
    """Why a time is taken."""

    TALK = "talk"
    HOLD = "hold"
    BUSY = "busy"


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing in the calendar. ``interview_id`` leads to its page, where it has one."""

    span: TimeSpan
    kind: Kind
    title: str
    interview_id: int | None = None


def diary(account: Account, within: TimeSpan, *, now: datetime) -> list[Happening]:
    """All that touches a stretch of time, by its beginning; of times kept for somebody those that are kept now."""
    found = [happening for source in SOURCES for happening in source(account, within, now)]
    return sorted(found, key=lambda happening: happening.span)


def talks(account: Account, within: TimeSpan, _now: datetime) -> Iterable[Happening]:
    """The conversations that are agreed; reads no further back than one meeting."""
    sought = {"account": account.id, "after": within.start - LONGEST_MEETING, "before": within.end}
    for starts_at, ends_at, name, interview_id in db.session.execute(TALKS, sought):
        if ends_at > within.start:
            yield Happening(TimeSpan(starts_at, ends_at), Kind.TALK, name, interview_id)


TALKS = (
    select(Booking.starts_at, Booking.ends_at, Contact.name, Booking.interview_id)
    .join(Interview, Interview.id == Booking.interview_id)
    .join(Contact, Contact.id == Interview.contact_id)
    .where(
        Booking.account_id == bindparam("account"),
        Booking.cancelled_at.is_(None),
        Booking.starts_at > bindparam("after"),
        Booking.starts_at < bindparam("before"),
    )
)


def kept_times(account: Account, within: TimeSpan, now: datetime) -> Iterable[Happening]:
    """What letters offered and is kept free until it is taken, declined or too late."""
    sought = {
        "account": account.id,
        "after": within.start - LONGEST_MEETING,
        "before": within.end,
        "now": now,
    }
    for starts_at, ends_at, name, interview_id in db.session.execute(KEPT, sought):
        if ends_at > within.start:
            yield Happening(TimeSpan(starts_at, ends_at), Kind.HOLD, name, interview_id)


KEPT = (
    select(Hold.starts_at, Hold.ends_at, Contact.name, Hold.interview_id)
    .join(Interview, Interview.id == Hold.interview_id)
    .join(Contact, Contact.id == Interview.contact_id)
    .where(
        Hold.account_id == bindparam("account"),
        Hold.released_at.is_(None),
        Hold.expires_at > bindparam("now"),
        Hold.starts_at > bindparam("after"),
        Hold.starts_at < bindparam("before"),
    )
)


def other_things(account: Account, within: TimeSpan, _now: datetime) -> Iterable[Happening]:
    """What the account's other calendars hold. They say when, never what, so what overlaps or touches is one."""
    together: list[TimeSpan] = []
    for span in sorted(BusySpan.within(account, within)):
        if together and span.start <= together[-1].end:
            together[-1] = TimeSpan(together[-1].start, max(together[-1].end, span.end))
        else:
            together.append(span)
    return [Happening(span, Kind.BUSY, "Busy") for span in together]


SOURCES: tuple[Callable[[Account, TimeSpan, datetime], Iterable[Happening]], ...] = (
    talks,
    kept_times,
    other_things,
)
"""Where the calendar is read from: a kind of time that is kept elsewhere joins by its line here."""
