"""What stands in an account's calendar, whatever it comes from."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Select, bindparam, literal, select, union_all

from outreach.accounts.models import Account
from outreach.availability.feeds import BusySpan
from outreach.bookings.holds import Hold
from outreach.bookings.models import LONGEST_MEETING, Booking
from outreach.contacts.models import Contact
from outreach.database import rows_of
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


def promised(account: Account, within: TimeSpan, now: datetime) -> Iterable[Happening]:
    """The conversations that are agreed, and what letters offered and is kept until it is taken, declined or too late.

    Reads no further back than one meeting.
    """
    sought = {
        "account": account.id,
        "after": within.start - LONGEST_MEETING,
        "before": within.end,
        "now": now,
    }
    for kind, starts_at, ends_at, name, interview_id in rows_of(PROMISED, sought):
        if ends_at > within.start:
            yield Happening(TimeSpan(starts_at, ends_at), Kind(kind), name, interview_id)


def _promises(kept: type[Booking | Hold], kind: Kind) -> Select[str, datetime, datetime, str, int]:
    """Those of one kind, as columns."""
    return (
        select(literal(str(kind)), kept.starts_at, kept.ends_at, Contact.name, kept.interview_id)
        .join(Interview, Interview.id == kept.interview_id)
        .join(Contact, Contact.id == Interview.contact_id)
        .where(
            kept.account_id == bindparam("account"),
            kept.starts_at > bindparam("after"),
            kept.starts_at < bindparam("before"),
        )
    )


PROMISED = union_all(
    _promises(Booking, Kind.TALK).where(Booking.cancelled_at.is_(None)),
    _promises(Hold, Kind.HOLD).where(Hold.released_at.is_(None), Hold.expires_at > bindparam("now")),
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
    promised,
    other_things,
)
"""Where the calendar is read from: a kind of time that is kept elsewhere joins by its line here."""
