"""Everybody who is being asked, as cards in columns or as lines of a table: lean rows, never objects."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, String, Subquery, bindparam, func, select, union_all
from sqlalchemy.sql import ColumnElement

from outreach.accounts.models import Account
from outreach.bookings.models import Booking
from outreach.contacts.models import Contact, Organization
from outreach.contacts.tags import Tagging
from outreach.database import db
from outreach.interviews.columns import COLUMN_OF, WAITS_FOR, Column, WaitsFor
from outreach.interviews.kinds import Purpose, Relationship
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage

FEW, MANY, MOST = 12, 60, 140
"""How many cards of one stage are shown: of what is over, of most, and of those who are waited for."""
SHOWN = {Stage.ASKED: MOST, Stage.ANSWERED: 80, Stage.FOUND: 80, Stage.THANKED: MANY} | dict.fromkeys(
    (Stage.LATER, Stage.REDIRECTED, Stage.DECLINED, Stage.NO_REPLY, Stage.BOUNCED), FEW
)
NEWEST_FIRST = frozenset({Stage.THANKED, Stage.REDIRECTED, Stage.DECLINED, Stage.NO_REPLY})
"""Where nothing waits, so that the latest is of most interest; elsewhere who waited longest stands on top."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the board and the table are narrowed down to; what is empty does not narrow."""

    organization: str = ""
    """A part of the name of the place."""
    tag: int = 0
    relationship: Relationship | None = None
    purpose: Purpose | None = None
    waits_for: WaitsFor | None = None

    @property
    def named(self) -> dict[str, Any]:
        """What narrows, by name."""
        told = {
            "organization": self.organization, "tag": self.tag, "relationship": self.relationship,
            "purpose": self.purpose,
        }  # fmt: skip
        return {name: value for name, value in told.items() if value}

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The stages at which one waits for whom was wished for."""
        return tuple(stage for stage in Stage if self.waits_for in {None, WAITS_FOR[stage]})


class Card(NamedTuple):
    """One ask, as far as a card shows it."""

    id: int
    stage: Stage
    since: datetime
    later_on: date | None
    name: str
    email: str | None
    organization: str | None
    starts_at: datetime | None
    ends_at: datetime | None


def cards(account: Account, wish: Wish, *, most: int = MOST) -> tuple[dict[Column, list[Card]], set[Column]]:
    """The cards of each column, and the columns that have more than are shown: one statement.

    ``most`` are shown of each stage, or fewer.
    """
    found = _cards(frozenset(wish.named), wish.stages, most)
    rows = db.session.execute(found, {"account": account.id, **wish.named}).all()
    by_stage: dict[Stage, list[Card]] = {}
    for row in rows:
        by_stage.setdefault(row.stage, []).append(Card(*row))
    columns: dict[Column, list[Card]] = {}
    more = set()
    for column in Column:
        columns[column] = []
        for stage in column.stages:
            own = sorted(by_stage.get(stage, []), key=lambda card: card.since, reverse=stage in NEWEST_FIRST)
            limit = min(most, shown(stage))
            if len(own) > limit:
                more.add(column)
            columns[column] += own[:limit]
    return columns, more


def card_of(interview: Interview) -> tuple[Column, Card]:
    """One ask as its card, and where that stands."""
    contact, booking = interview.contact, None
    if interview.stage is Stage.BOOKED:
        booking = Booking.live(interview)
    card = Card(
        interview.id, interview.stage, interview.stage_at, interview.later_on, contact.name, contact.email,
        contact.organization_name, booking.starts_at if booking else None, booking.ends_at if booking else None,
    )  # fmt: skip
    return COLUMN_OF[interview.stage], card


def shown(stage: Stage) -> int:
    """How many cards of one stage the board shows at most."""
    return SHOWN.get(stage, MANY)


@cache
def _cards(narrowed: frozenset[str], stages: tuple[Stage, ...], most: int) -> Select[Any]:
    """The statement for the cards, put together once for each way to narrow it down.

    Each stage is read in the order of its index and no further than it is shown.
    """
    parts = []
    for stage in stages:
        order = Interview.stage_at.desc() if stage in NEWEST_FIRST else Interview.stage_at
        of_stage = select(Interview.id).where(
            Interview.account_id == bindparam("account"), Interview.stage == stage, *_narrow(narrowed)
        )
        if "organization" in narrowed:
            of_stage = of_stage.join(Interview.contact).join(Contact.organization)
        parts.append(select(of_stage.order_by(order).limit(min(most, shown(stage)) + 1).subquery().c.id))
    return _described(union_all(*parts).subquery()) if parts else _described(_nothing())


def _nothing() -> Subquery:
    return select(Interview.id).where(Interview.id < 0).subquery()


def _described(chosen: Subquery | None = None) -> Select[Any]:
    """What a card shows of these interviews, or of all."""
    live = (Booking.interview_id == Interview.id) & Booking.cancelled_at.is_(None)
    found = select(
        Interview.id, Interview.stage, Interview.stage_at, Interview.later_on, Contact.name, Contact.email,
        Organization.name, Booking.starts_at, Booking.ends_at,
    )  # fmt: skip
    found = (
        found.select_from(Interview)
        if chosen is None
        else found.select_from(chosen).join(Interview, Interview.id == chosen.c.id)
    )
    return (
        found.join(Contact, Contact.id == Interview.contact_id)
        .outerjoin(Organization, Organization.id == Contact.organization_id)
        .outerjoin(Booking, live)
    )


def _narrow(narrowed: frozenset[str]) -> list[ColumnElement[bool]]:
    """The conditions of a wish; their values are bound when the statement is asked."""
    bears = select(Tagging.id).where(
        Tagging.contact_id == Interview.contact_id, Tagging.tag_id == bindparam("tag")
    )
    known: dict[str, ColumnElement[bool]] = {
        "organization": func.lower(Organization.name).contains(
            func.lower(bindparam("organization", type_=String())), autoescape=False
        ),
        "tag": bears.exists(),
        "relationship": Interview.relationship_kind
        == bindparam("relationship", type_=Interview.relationship_kind.type),
        "purpose": Interview.purpose == bindparam("purpose", type_=Interview.purpose.type),
    }
    return [condition for name, condition in known.items() if name in narrowed]


class Line(NamedTuple):
    """One ask, as far as the table shows it."""

    id: int
    stage: Stage
    since: datetime
    later_on: date | None
    name: str
    email: str | None
    organization: str | None
    starts_at: datetime | None
    ends_at: datetime | None
    contact_id: int
    in_touch_at: datetime | None
    left_alone_at: datetime | None


SORTS = {
    "since": (Interview.stage_at, Interview.id),
    "name": (func.lower(Contact.name), Interview.id),
    "organization": (func.lower(Organization.name), func.lower(Contact.name), Interview.id),
    "stage": (Interview.stage, Interview.stage_at, Interview.id),
    "touch": (Contact.in_touch_at, Interview.id),
}
"""What the table can be sorted by."""


def lines(
    account: Account, wish: Wish, *, sort: str, is_down: bool, past: int, limit: int, wanted: Column | None
) -> Sequence[Line]:
    """The lines of the table in this order, ``past`` of them left out: one statement."""
    found = (
        _described()
        .add_columns(Contact.id, Contact.in_touch_at, Contact.left_alone_at)
        .where(Interview.account_id == account.id, *_narrow(frozenset(wish.named)))
    )
    stages = [stage for stage in wish.stages if wanted is None or stage in wanted.stages]
    if len(stages) < len(Stage):
        found = found.where(Interview.stage.in_(stages))
    order = [(column.desc() if is_down else column.asc()).nulls_last() for column in SORTS[sort]]
    if sort == "since":  # never empty, so that the index can be read in order
        order = [column.desc() if is_down else column.asc() for column in SORTS[sort]]
    rows = db.session.execute(found.order_by(*order).limit(limit).offset(past), wish.named)
    return [Line(*row) for row in rows]
