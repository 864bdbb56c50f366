"""Everybody who is being asked, as cards in columns or as lines of a table: lean rows, never objects."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import Integer, Select, String, bindparam, case, func, select, union_all
from sqlalchemy.sql import ColumnElement

from outreach.accounts.models import Account
from outreach.bookings.models import Booking
from outreach.contacts.models import ESCAPE, Contact, Organization, literally
from outreach.contacts.tags import Tagging
from outreach.database import fixed, is_one_of, rows_of
from outreach.interviews.columns import COLUMN_OF, WAITS_FOR, Column, WaitsFor
from outreach.interviews.kinds import Purpose, Relationship
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage

FEW, MANY, MOST = 10, 50, 120
"""How many cards of one stage are shown: of what is over, of most, and of those who are waited for. 500 in all."""
SHOWN = {Stage.ASKED: MOST, Stage.ANSWERED: 70, Stage.FOUND: 60} | dict.fromkeys(
    (Stage.LATER, Stage.REDIRECTED, Stage.DECLINED, Stage.NO_REPLY, Stage.BOUNCED), FEW
)
NEWEST_FIRST = frozenset({Stage.THANKED, Stage.REDIRECTED, Stage.DECLINED, Stage.NO_REPLY})
"""Where nothing waits, so that the latest is of most interest; elsewhere who waited longest stands on top."""


# The tables themselves: rows of columns cost half of what goes through the mapping.
INTERVIEWS, CONTACTS, PLACES, BOOKINGS, TAGGINGS = (
    kind.__table__ for kind in (Interview, Contact, Organization, Booking, Tagging)
)
INTERVIEW, CONTACT, PLACE, BOOKING, TAGGING = (
    table.c for table in (INTERVIEWS, CONTACTS, PLACES, BOOKINGS, TAGGINGS)
)


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
            "organization": literally(self.organization), "tag": self.tag, "relationship": self.relationship,
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


SINCE = attrgetter("since")


def cards(account: Account, wish: Wish, *, most: int = MOST) -> tuple[dict[Column, list[Card]], set[Column]]:
    """The cards of each column, and the columns that have more than are shown: one statement.

    ``most`` are shown of each stage, or fewer.
    """
    found = _cards(frozenset(wish.named), wish.stages, most)
    rows = rows_of(found, {"account": account.id, **wish.named})
    by_stage: dict[Stage, list[Card]] = {}
    for card in map(Card._make, rows):
        by_stage.setdefault(card.stage, []).append(card)
    columns: dict[Column, list[Card]] = {}
    more = set()
    for column in Column:
        columns[column] = []
        for stage in column.stages:
            own = sorted(by_stage.get(stage, []), key=SINCE, reverse=stage in NEWEST_FIRST)
            limit = min(most, shown(stage))
            if len(own) > limit:
                more.add(column)
            columns[column] += own[:limit]
    return columns, more


def standing(account: Account, stages: Iterable[Stage], *, most: int) -> list[Card]:
    """Cards at these stages, about so many of each, who have stood there longest first: one statement."""
    found = _cards(frozenset(), tuple(sorted(stages)), most)
    return sorted(map(Card._make, rows_of(found, {"account": account.id})), key=SINCE)


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


@lru_cache(maxsize=500)
def _cards(narrowed: frozenset[str], stages: tuple[Stage, ...], most: int) -> Select[Any]:
    """The statement for the cards, put together once for each way to narrow it down.

    Each stage is read in the order of its index and no further than it is shown.
    """
    parts = []
    for stage in stages:
        order = INTERVIEW.stage_at.desc() if stage in NEWEST_FIRST else INTERVIEW.stage_at
        of_stage = select(INTERVIEW.id).where(
            INTERVIEW.account_id == bindparam("account"),
            is_one_of(INTERVIEW.stage, [stage]),
            *_narrow(narrowed),
        )
        if "organization" in narrowed:
            of_stage = of_stage.join_from(INTERVIEWS, CONTACTS, CONTACT.id == INTERVIEW.contact_id).join(
                PLACES, PLACE.id == CONTACT.organization_id
            )
        few = min(most, shown(stage)) + 1
        parts.append(select(of_stage.order_by(order).limit(fixed(few)).subquery().c.id))
    chosen = (
        union_all(*parts).subquery() if parts else select(INTERVIEW.id).where(INTERVIEW.id < 0).subquery()
    )
    return _described().join(chosen, chosen.c.id == INTERVIEW.id)


def _described() -> Select[Any]:
    """What a card shows, of all interviews."""
    live = (BOOKING.interview_id == INTERVIEW.id) & BOOKING.cancelled_at.is_(None)
    return (
        select(
            INTERVIEW.id, INTERVIEW.stage, INTERVIEW.stage_at, INTERVIEW.later_on, CONTACT.name, CONTACT.email,
            PLACE.name, BOOKING.starts_at, BOOKING.ends_at,
        )
        .select_from(INTERVIEWS)
        .join(CONTACTS, CONTACT.id == INTERVIEW.contact_id)
        .outerjoin(PLACES, PLACE.id == CONTACT.organization_id)
        .outerjoin(BOOKINGS, live)
    )  # fmt: skip


def _narrow(narrowed: frozenset[str]) -> list[ColumnElement[bool]]:
    """The conditions of a wish; their values are bound when the statement is asked."""
    bears = select(TAGGING.id).where(
        TAGGING.contact_id == INTERVIEW.contact_id, TAGGING.tag_id == bindparam("tag")
    )
    place = func.lower(bindparam("organization", type_=String()))
    tie = bindparam("relationship", type_=INTERVIEW.relationship.type)
    known: dict[str, ColumnElement[bool]] = {
        "organization": func.lower(PLACE.name).contains(place, escape=ESCAPE),
        "tag": bears.exists(),
        "relationship": INTERVIEW.relationship == tie,
        "purpose": INTERVIEW.purpose == bindparam("purpose", type_=INTERVIEW.purpose.type),
    }
    return [condition for name, condition in known.items() if name in narrowed]


class Line(NamedTuple):
    """One ask, as far as the table shows it: its card, and what stands beside that."""

    card: Card
    contact_id: int
    in_touch_at: datetime | None
    left_alone_at: datetime | None


ROAD = case(*((INTERVIEW.stage == stage, place) for place, stage in enumerate(Stage)))
"""How far along the road a stage is; the ends come last."""
SORTS = {
    "since": (INTERVIEW.stage_at, INTERVIEW.id),
    "name": (CONTACT.key, INTERVIEW.id),
    "organization": (PLACE.place, CONTACT.key, INTERVIEW.id),
    "stage": (ROAD, INTERVIEW.stage_at, INTERVIEW.id),
    "touch": (CONTACT.in_touch_at, INTERVIEW.id),
}
"""What the table can be sorted by."""


def lines(
    account: Account, wish: Wish, *, sort: str, is_down: bool, past: int, limit: int, wanted: Column | None
) -> Sequence[Line]:
    """The lines of the table in this order, ``past`` of them left out: one statement."""
    stages = tuple(stage for stage in wish.stages if wanted is None or stage in wanted.stages)
    found = _lines(frozenset(wish.named), stages, sort, is_down)
    page = {"account": account.id, "past": past, "limit": limit}
    rows = rows_of(found, page | wish.named)
    return [Line(Card(*row[:CARD]), *row[CARD:]) for row in rows]


CARD = len(Card._fields)


@lru_cache(maxsize=500)
def _lines(narrowed: frozenset[str], stages: tuple[Stage, ...], sort: str, is_down: bool) -> Select[Any]:
    """The statement for the lines, put together once for each way to narrow them down and to sort them.

    The page is chosen first, among as little as its order needs; only what stands on it is described.
    """
    order = [(column.desc() if is_down else column.asc()).nulls_last() for column in SORTS[sort]]
    if sort == "since":  # never empty, so that the index can be read in order
        order = [column.desc() if is_down else column.asc() for column in SORTS[sort]]
    chosen = select(INTERVIEW.id).where(INTERVIEW.account_id == bindparam("account"), *_narrow(narrowed))
    if len(stages) < len(Stage):
        chosen = chosen.where(INTERVIEW.stage.in_(stages))
    if sort in {"name", "organization", "touch"} or "organization" in narrowed:
        chosen = chosen.join_from(INTERVIEWS, CONTACTS, CONTACT.id == INTERVIEW.contact_id)
    if sort == "organization" or "organization" in narrowed:
        chosen = chosen.outerjoin(PLACES, PLACE.id == CONTACT.organization_id)
    limit, past = bindparam("limit", type_=Integer()), bindparam("past", type_=Integer())
    page = chosen.order_by(*order).limit(limit).offset(past).subquery()
    return (
        _described()
        .add_columns(CONTACT.id, CONTACT.in_touch_at, CONTACT.left_alone_at)
        .join(page, page.c.id == INTERVIEW.id)
        .order_by(*order)
    )
