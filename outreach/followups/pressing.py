"""What is due and may be said, the most pressing first: as lines of columns, never as objects."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    String,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal_column,
    null,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from outreach.accounts.models import Account
from outreach.contacts.models import Contact, Referral
from outreach.database import UtcDateTime, fixed, is_one_of, rows_of
from outreach.followups.asides import Aside
from outreach.followups.boosters import ACCOUNT, waits_for_booster
from outreach.followups.cadence import due_now
from outreach.followups.choosing import KEEPS_ITS_PLACE, VALUE, weight
from outreach.followups.kinds import IN_TOUCH, MOOT_ONCE_LATE, TO_INTRODUCER, FollowUpKind
from outreach.followups.models import LEFT_ALONE, FollowUp
from outreach.followups.pausing import HELD
from outreach.followups.whens import Due
from outreach.interviews.models import Interview
from outreach.mail.suppressions import Suppression

LOOKED_AT, A_FEW = 20, 8
OFTEN = (FollowUpKind.THANKS, FollowUpKind.NUDGE, *IN_TOUCH, FollowUpKind.CLOSE_NO_REPLY, FollowUpKind.LATER)
"""What most of what is due is; asked first, as the database tries one kind after the other."""
WORTH = " ".join(
    f"WHEN '{kind.value}' THEN {VALUE[kind]}" for kind in sorted(VALUE, key=lambda kind: kind not in OFTEN)
)
NOW: Any = bindparam("now")


class Pressing(NamedTuple):
    """One thing that is due: of which interview, and by which follow-up."""

    follow_up_id: int
    interview_id: int
    kind: FollowUpKind
    due: Due
    weight: float


def pressing(account: Account, *, by: datetime) -> list[Pressing]:
    """The account's open follow-ups that are due by then and still make sense, the most pressing first.

    At most one letter for each reader of an interview, and nothing at all to
    somebody who said no, whose address does not work or who wants to be left alone.
    What was put aside is left out, and what waits because somebody helps there already.
    Looked at are the dearest few; all of them only where too many of those turn out not to be said now.
    """
    sought = {"account": account.id, "now": by, "stepped_back": by - KEEPS_ITS_PLACE}
    for lines in (_lines(LOOKED_AT), _lines(None)):
        rows = rows_of(lines, sought)
        if len({row.interview_id for row in rows}) >= A_FEW or not _are_more(rows):
            break
    return _in_order(rows, by=by)


@cache
def _lines(most: int | None) -> Any:
    """The statement for it, put together once. Only the ``most`` dearest are looked at.

    ``are_more`` tells whether there were others. What has stepped back is worth half, as ``choosing`` has it.
    """
    introducer = aliased(Contact)
    due = (
        select(FollowUp.id)
        .where(FollowUp.account_id == ACCOUNT, FollowUp.settled_at.is_(None), FollowUp.due_at <= NOW)
        .where(~is_one_of(FollowUp.kind, MOOT_ONCE_LATE) | (FollowUp.late_at > NOW))
    )
    twice = case(
        (FollowUp.late_at < bindparam("stepped_back", type_=UtcDateTime()), fixed(1)), else_=fixed(2)
    )
    value: Any = literal_column(f"CASE follow_ups.kind {WORTH} ELSE 0 END") * twice
    dearest: Any = due.order_by(value.desc(), FollowUp.late_at)
    others: Any = null()
    if most:
        dearest = dearest.limit(fixed(most))
        others = due.offset(fixed(most)).limit(fixed(1)).scalar_subquery()
    dearest = dearest.subquery()
    columns = FollowUp.id, FollowUp.interview_id, FollowUp.kind, FollowUp.due_at, FollowUp.late_at
    return (
        select(*columns, others.label("are_more"))
        .join(dearest, dearest.c.id == FollowUp.id)
        .join(FollowUp.interview)
        .join(Interview.contact)
        .outerjoin(Contact.referral)
        .outerjoin(introducer, introducer.id == Referral.introducer_id)
        .where(may_be_written_to(introducer), ~is_aside(FollowUp.kind, FollowUp.due_at))
        .where(~is_one_of(FollowUp.kind, HELD) | ~waits_for_booster())
    )


def _are_more(rows: Sequence[Any]) -> bool:
    return not rows or rows[0].are_more is not None


def _in_order(rows: Sequence[Any], *, by: datetime) -> list[Pressing]:
    """Of these lines what may be due at once, by weight."""
    by_interview: dict[int, list[Pressing]] = {}
    for number, interview_id, kind, due_at, late_at, _are_more in rows:
        due = Due(due_at, late_at)
        one = Pressing(number, interview_id, kind, due, weight(VALUE[kind], due, now=by))
        by_interview.setdefault(interview_id, []).append(one)
    chosen = [one for own in by_interview.values() for one in due_now(own, now=by)]
    return sorted(chosen, key=lambda one: (-one.weight, one.due.late))


def is_aside(kind: Any, due_at: Any) -> ColumnElement[bool]:
    """Whether this thing of the interview was put aside, as it is due now, and stays so at ``now``."""
    return (
        exists()
        .where(Aside.interview_id == Interview.id, Aside.kind == cast(kind, String), Aside.due_at == due_at)
        .where(or_(Aside.until.is_(None), Aside.until > NOW))
        .correlate(FollowUp, Interview)
    )


def may_be_written_to(introducer: type[Contact]) -> ColumnElement[bool]:
    """Whether whoever it is meant for, the contact or the one who led to them, may be written to."""
    is_there = introducer.id.is_not(None) & introducer.left_alone_at.is_(None)
    to_introducer = is_one_of(FollowUp.kind, TO_INTRODUCER) & is_there
    to_contact = (
        ~is_one_of(FollowUp.kind, TO_INTRODUCER)
        & Contact.left_alone_at.is_(None)
        & ~is_suppressed()
        & ~is_one_of(Interview.stage, LEFT_ALONE)
    )
    return to_introducer | to_contact


def is_suppressed() -> ColumnElement[bool]:
    """Whether the contact's address is one that nobody writes to: they asked for that, or it does not work."""
    same = Suppression.account_id == Contact.account_id, Suppression.address == func.lower(Contact.email)
    return exists().where(*same).correlate(Contact)
