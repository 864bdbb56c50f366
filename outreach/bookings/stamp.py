"""What a contact's page is made of, read in one statement: enough to tell that nothing changed, too little to show it.

The very rows go into it, so nothing that changes one of them has to announce that anywhere.
"""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Table, bindparam, func, select

from outreach.accounts.models import Account
from outreach.availability.feeds import BusySpan
from outreach.availability.models import FARTHEST, DateException, DaysAway, MeetingRules, WeeklyHours
from outreach.bookings.holds import Hold
from outreach.bookings.models import Booking, PersonalLink
from outreach.contacts.models import Contact
from outreach.database import as_text, db
from outreach.interviews.models import Interview
from outreach.tokens import token_hash

BACK, AHEAD = timedelta(days=9), FARTHEST + timedelta(days=9)
"""What lies further away has no say in what is on offer: no window is named beyond, and the caps count whole weeks."""
SECRETS = {"password_hash", "feed_nonce", "feed_hash"}


def stamp_of(token: str, *, now: datetime) -> str:
    """Everything that decides how the page of this token looks; "" if there is no such page."""
    today = datetime.combine(now.astimezone(UTC), time.min, UTC)
    sought = {
        "token": token_hash(token),
        "now": now,
        "after": today - BACK,
        "before": today + AHEAD,
        "since": (today - BACK).date(),
    }
    row = db.session.execute(STAMP, sought).one_or_none()
    return repr(tuple(row)) if row else ""


def _table(model: Any) -> Table:
    """The bare table: values are all that is wanted, and objects take three times as long."""
    table: Table = model.__table__
    return table


LINK, ACCOUNT, INTERVIEW, CONTACT, BOOKING, RULES = map(
    _table, (PersonalLink, Account, Interview, Contact, Booking, MeetingRules)
)


def _lines(model: Any, *names: str, where: ColumnElement[bool] | None = None) -> ColumnElement[str | None]:
    """These columns of all of the account's rows that meet a condition, as one text."""
    table = _table(model)
    line = as_text(*(table.c[name] for name in names))
    lines = select(func.aggregate_strings(line, " ")).where(table.c.account_id == LINK.c.account_id)
    return (lines if where is None else lines.where(where)).correlate(LINK).scalar_subquery()


def _is_around(model: Any) -> ColumnElement[bool]:
    starts_at: ColumnElement[datetime] = _table(model).c.starts_at
    return (starts_at > bindparam("after")) & (starts_at < bindparam("before"))


BOOKED = _lines(
    Booking, "id", "starts_at", "ends_at", where=_is_around(Booking) & BOOKING.c.cancelled_at.is_(None)
)
HELD = _lines(
    Hold,
    "starts_at",
    "ends_at",
    "interview_id",
    where=_is_around(Hold)
    & _table(Hold).c.released_at.is_(None)
    & (_table(Hold).c.expires_at > bindparam("now")),
)
EXCEPTIONS = _lines(
    DateException, "on", "starts", "ends", where=_table(DateException).c.on >= bindparam("since")
)
AWAY = _lines(
    DaysAway, "first_on", "last_on", "timezone", where=_table(DaysAway).c.last_on >= bindparam("since")
)

STAMP = (
    select(
        *LINK.c,
        *(column for column in ACCOUNT.c if column.name not in SECRETS),
        *INTERVIEW.c,
        *CONTACT.c,
        *BOOKING.c,
        *RULES.c,
        _lines(WeeklyHours, "weekday", "starts", "ends"),
        EXCEPTIONS,
        AWAY,
        BOOKED,
        HELD,
        _lines(BusySpan, "starts_at", "ends_at", where=_is_around(BusySpan)),
    )
    .select_from(LINK)
    .join(ACCOUNT, ACCOUNT.c.id == LINK.c.account_id)
    .join(INTERVIEW, INTERVIEW.c.id == LINK.c.interview_id)
    .join(CONTACT, CONTACT.c.id == INTERVIEW.c.contact_id)
    .outerjoin(BOOKING, (BOOKING.c.interview_id == LINK.c.interview_id) & BOOKING.c.cancelled_at.is_(None))
    .outerjoin(RULES, RULES.c.account_id == LINK.c.account_id)
    .where(LINK.c.token_hash == bindparam("token"))
)
