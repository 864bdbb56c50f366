"""Notices that go along with one that leaves: over the same connection, leased at once.

Reading and leasing messages one by one takes longer than sending them. So with
a notice go others of its account that plainly nothing holds: each the first
ever tried, the only one to its address that is open or went there within a day,
and to nobody who is not written to. Whatever else there is to ask about a
message, it is claimed alone. Nothing here commits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Table, bindparam, func, select, update

from outreach.contacts.models import Contact
from outreach.database import db
from outreach.mail import steps
from outreach.mail.claiming import WINDOW, Due
from outreach.mail.mime import Parcel
from outreach.mail.models import Delivery, OutgoingMessage, parcel_of
from outreach.mail.pace import A_DAY
from outreach.mail.steps import FREE, count_changed
from outreach.mail.suppressions import Suppression

GOES_ALONG = ("notice", "copy")
MOST = 49


@dataclass(frozen=True, slots=True)
class Companion:
    """One message that goes along, read as values: nothing of it is read again."""

    number: int
    about: str
    parcel: Parcel


def company_of(due: Due, *, owner: str, now: datetime, most: int) -> list[Companion]:
    """Lease up to ``most`` others that may leave together with this one, in their order.

    Asked in the transaction that claimed it, while nobody else claims for the account.
    """
    message = due.message
    if most < 1 or message.about not in GOES_ALONG or (message.contact and message.contact.is_sample):
        return []
    ahead = list(db.session.connection().scalars(WINDOW, {"now": now}))
    sought = {
        "account": message.account_id,
        "ahead": ahead,
        "since": now - A_DAY,
        "most": min(most, MOST),
    }
    rows = db.session.connection().execute(ALONG, sought) if ahead else ()
    return _joined([Companion(row.id, row.about, parcel_of(row)) for row in rows], owner=owner, now=now)


def _joined(found: list[Companion], *, owner: str, now: datetime) -> list[Companion]:
    """Lease them, but for those that were put off, taken back or claimed since they were read."""
    if not found:
        return []
    leasing = {"numbers": [one.number for one in found], "owner": owner, "until": now + steps.LEASE}
    joined = set(db.session.connection().scalars(JOINED, {**leasing, "at": now}))
    return [one for one in found if one.number in joined]


def let_go(numbers: Sequence[int], *, owner: str) -> None:
    """Leave these to whoever claims next, as if they had never been leased."""
    if numbers:
        count_changed(LET_GO, numbers=list(numbers), owner=owner)


STILL_OPEN = (Delivery.QUEUED, Delivery.DATA)


def _none(column: Any, *where: Any) -> ColumnElement[bool]:
    """That there is no such row. Asked for each message alone.

    A planner that knows nothing yet of a queue that has just been filled would
    take NOT EXISTS for a join, and read the whole queue for each message. For the
    same reason the numbers of those ahead are read first, and looked up by number.
    """
    found = select(column).where(*where).limit(1).correlate(_TABLE).scalar_subquery()
    return found.is_(None)


_TABLE = cast(Table, OutgoingMessage.__table__)
_ROW = _TABLE.c
_OTHER = _TABLE.alias("other")
_TO_THE_SAME = (_OTHER.c.account_id == _ROW.account_id, _OTHER.c.to_address == _ROW.to_address)

ALONG = (
    select(
        *(_ROW[name] for name in ("id", "about", "message_id", "from_name", "from_address", "to_name")),
        *(_ROW[name] for name in ("to_address", "subject", "text", "calendar", "calendar_method")),
        *(_ROW[name] for name in ("in_reply_to", "queued_at", "unsubscribe")),
        _ROW.reference_ids.label("references"),
    )
    .where(
        _ROW.id.in_(bindparam("ahead", expanding=True)),
        _ROW.account_id + 0 == bindparam("account"),  # found by their numbers, not by the account's index
        _ROW.about.in_(GOES_ALONG),
        _ROW.tried_at.is_(None),
        _ROW.lease_until.is_(None),
        _none(_OTHER.c.id, *_TO_THE_SAME, _OTHER.c.delivery.in_(STILL_OPEN), _OTHER.c.id + 0 < _ROW.id),
        _none(_OTHER.c.id, *_TO_THE_SAME, _OTHER.c.handed_at > bindparam("since")),
        _none(
            Suppression.id,
            Suppression.account_id == _ROW.account_id,
            Suppression.address == func.lower(_ROW.to_address),
        ),
        _none(Contact.id, Contact.id == _ROW.contact_id, Contact.is_sample),
    )
    .order_by(_ROW.send_after, _ROW.id)
    .limit(bindparam("most"))
)
_THESE = _ROW.id.in_(bindparam("numbers", expanding=True))
JOINED = (
    update(_TABLE)
    .where(
        _THESE,
        _ROW.delivery.concat("") == Delivery.QUEUED.value,  # found by their numbers, not by the queue's index
        _ROW.send_after <= bindparam("at"),
        _ROW.tried_at.is_(None),
        _ROW.lease_until.is_(None),
    )
    .values(
        lease_owner=bindparam("owner"), lease_until=bindparam("until"), tried_at=bindparam("at"), attempts=1
    )
    .returning(_ROW.id)
)
LET_GO = (
    update(_TABLE)
    .where(_THESE, _ROW.lease_owner == bindparam("owner"), _ROW.delivery == Delivery.QUEUED)
    .values(tried_at=None, attempts=0, **FREE)
)
