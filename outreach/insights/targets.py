"""Where one would like to work, in the order in which to work on it, and who is there to talk to."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, Select, bindparam, case, func, select

from outreach.accounts.models import Account
from outreach.contacts.kinds import Advocacy, Posting
from outreach.contacts.models import Contact, Organization
from outreach.database import rows_of
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage

TOP = 5
"""So many are worked on at a time."""

PLACE = Organization.__table__.c
SORTS: dict[str, tuple[ColumnElement[Any], ...]] = {
    "motivation": (PLACE.motivation.desc(), PLACE.posting.desc(), PLACE.advocacy.desc()),
    "posting": (PLACE.posting.desc(), PLACE.motivation.desc(), PLACE.advocacy.desc()),
    "advocacy": (PLACE.advocacy.desc(), PLACE.motivation.desc(), PLACE.posting.desc()),
    "name": (),
}
"""The orders of the list; what is alike is in the order of the names."""


class Target(NamedTuple):
    """One organization with its three grades."""

    id: int
    name: str
    advocacy: Advocacy
    motivation: int
    posting: Posting


def targets(account: Account, *, sort: str, past: int = 0, limit: int) -> list[Target]:
    """The account's organizations in this order, ``past`` of them left out."""
    page = {"account": account.id, "past": past, "limit": limit}
    return list(map(Target._make, rows_of(_targets(sort), page)))


@cache
def _targets(sort: str) -> Select[Any]:
    """The statement for it, put together once for each order."""
    return (
        select(PLACE.id, PLACE.name, PLACE.advocacy, PLACE.motivation, PLACE.posting)
        .where(PLACE.account_id == bindparam("account"))
        .order_by(*SORTS[sort], PLACE.place, PLACE.id)
        .offset(bindparam("past", type_=Integer()))
        .limit(bindparam("limit", type_=Integer()))
    )


def top(account: Account) -> list[Target]:
    """The five to work on: of those one would like to work at, the first in the order of the list."""
    return [one for one in targets(account, sort="motivation", limit=TOP) if one.motivation]


class Insider(NamedTuple):
    """Somebody at an organization, and how far one is with them."""

    organization_id: int
    contact_id: int
    name: str
    title: str
    interview_id: int | None
    stage: Stage | None
    since: datetime | None


UNDER_WAY = (Stage.ASKED, Stage.ANSWERED, Stage.BOOKED)
NOT_ASKED = (Stage.FOUND, Stage.DRAFTED)
MET = (Stage.MET, Stage.THANKED)


class Inside(NamedTuple):
    """Who is at one organization: who is being asked, who could be next, and whom one has talked with."""

    under_way: list[Insider]
    next_ones: list[Insider]
    met: list[Insider]


def insiders(organizations: Sequence[int]) -> dict[int, Inside]:
    """The people at these organizations, two of each sort: one statement."""
    found: dict[int, Inside] = {number: Inside([], [], []) for number in organizations}
    rows = rows_of(_insiders(), {"places": list(organizations)}) if organizations else ()
    for *row, sort in rows:
        person = Insider(*row)
        found[person.organization_id][sort].append(person)
    return found


@cache
def _insiders() -> Select[Any]:
    """Put together once."""
    latest = (
        select(func.max(Interview.id))
        .where(Interview.contact_id == Contact.id)
        .correlate(Contact)
        .scalar_subquery()
    )
    sort = case(
        (Interview.stage.in_(UNDER_WAY), 0),
        (Interview.id.is_(None) | Interview.stage.in_(NOT_ASKED), 1),
        (Interview.stage.in_(MET), 2),
        else_=3,
    )
    place = func.row_number().over(
        partition_by=(Contact.organization_id, sort), order_by=(Interview.stage_at, Contact.id)
    )
    people = (
        select(
            Contact.organization_id, Contact.id.label("contact_id"), Contact.name, Contact.title,
            Interview.id.label("interview_id"), Interview.stage, Interview.stage_at, sort.label("sort"),
            place.label("place"),
        )
        .outerjoin(Interview, Interview.id == latest)
        .where(Contact.organization_id.in_(bindparam("places", expanding=True)), Contact.left_alone_at.is_(None))
        .subquery()
    )  # fmt: skip
    chosen = [column for column in people.c if column.key != "place"]
    return select(*chosen).where(people.c.place <= 2, people.c.sort < 3).order_by(people.c.place)
