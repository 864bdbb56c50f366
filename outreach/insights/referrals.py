"""Who led to whom, who did so most, and what is owed to them."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import bindparam, case, func, select
from sqlalchemy.orm import aliased

from outreach.accounts.models import Account
from outreach.contacts.models import Contact, Referral
from outreach.database import db, rows_of
from outreach.followups.kinds import ORDER, TO_INTRODUCER, FollowUpKind
from outreach.followups.models import FollowUp
from outreach.insights.chains import Edge, Node, trees
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage

MOST, MOST_OWED, MOST_GENEROUS = 200, 50, 5
"""So many introductions are drawn, the latest ones; so many debts listed, and so many people called generous."""


@dataclass(frozen=True, slots=True)
class Led:
    """How somebody came to be known: whether the introducer may be named, and how far one is."""

    name: str
    may_use_name: bool
    permitted_at: datetime | None
    stage: Stage | None
    introducer_id: int = 0


class Generous(NamedTuple):
    """Somebody who led to others: to how many, and with how many of those one has talked."""

    contact_id: int
    name: str
    led_to: int
    met: int


class Debt(NamedTuple):
    """A word that is owed to whoever led to somebody."""

    follow_up_id: int
    kind: FollowUpKind
    due_at: datetime
    late_at: datetime
    interview_id: int
    name: str
    introducer: str
    introducer_id: int


LATEST = (
    select(func.max(Interview.id))
    .where(Interview.contact_id == Contact.id)
    .correlate(Contact)
    .scalar_subquery()
)
INTRODUCER = aliased(Contact)


def chain(account: Account) -> tuple[list[Node], dict[int, Led]]:
    """The latest introductions as trees, and what there is to say of everybody in them: one statement."""
    edges, people = [], dict[int, Led]()
    for introducer_id, introducer, number, name, may_use_name, permitted_at, stage in db.session.execute(
        _chain(), {"account": account.id}
    ):
        edges.append(Edge(introducer_id, number))
        people[number] = Led(name, may_use_name, permitted_at, stage, introducer_id)
        people.setdefault(introducer_id, Led(introducer, False, None, None))
    return trees(edges, {number: led.name for number, led in people.items()}), people


@cache
def _chain() -> Any:
    """Put together once."""
    return (
        select(
            Referral.introducer_id, INTRODUCER.name, Referral.contact_id, Contact.name, Referral.may_use_name,
            Referral.permitted_at, Interview.stage,
        )
        .join(Contact, Contact.id == Referral.contact_id)
        .join(INTRODUCER, INTRODUCER.id == Referral.introducer_id)
        .outerjoin(Interview, Interview.id == LATEST)
        .where(Referral.account_id == bindparam("account"))
        .order_by(Referral.id.desc())
        .limit(MOST)
    )  # fmt: skip


def most_generous(account: Account) -> list[Generous]:
    """Who led to the most people, and to how many conversations."""
    rows = rows_of(_generous(), {"account": account.id})
    return [Generous(number, name, led, int(held or 0)) for number, name, led, held in rows]


@cache
def _generous() -> Any:
    """Put together once."""
    talked = select(Interview.id).where(
        Interview.contact_id == Referral.contact_id, Interview.met_at.is_not(None)
    )
    met = func.sum(case((talked.exists(), 1), else_=0))
    return (
        select(Contact.id, Contact.name, func.count(), met)
        .join(Referral, Referral.introducer_id == Contact.id)
        .where(Referral.account_id == bindparam("account"))
        .group_by(Contact.id, Contact.name)
        .order_by(func.count().desc(), met.desc(), Contact.name)
        .limit(MOST_GENEROUS)
    )


def debts(account: Account, *, now: datetime) -> list[Debt]:
    """The words that are owed to introducers, those that are due first on top: of one conversation only the newest.

    What is due already hides older news of the same conversation; what is still to come stands beside it.
    """
    rows = rows_of(_debts(), {"account": account.id})
    owed = [Debt(*row) for row in rows]
    newest: dict[int, FollowUpKind] = {}
    for debt in owed:
        if debt.due_at <= now:
            newest[debt.interview_id] = min(
                newest.get(debt.interview_id, debt.kind), debt.kind, key=ORDER.__getitem__
            )
    return [debt for debt in owed if debt.due_at > now or newest[debt.interview_id] is debt.kind]


@cache
def _debts() -> Any:
    """Put together once."""
    return (
        select(
            FollowUp.id, FollowUp.kind, FollowUp.due_at, FollowUp.late_at, FollowUp.interview_id, Contact.name,
            INTRODUCER.name, INTRODUCER.id,
        )
        .join(Interview, Interview.id == FollowUp.interview_id)
        .join(Contact, Contact.id == Interview.contact_id)
        .join(Referral, Referral.contact_id == Contact.id)
        .join(INTRODUCER, INTRODUCER.id == Referral.introducer_id)
        .where(FollowUp.account_id == bindparam("account"), FollowUp.settled_at.is_(None))
        .where(FollowUp.kind.in_(TO_INTRODUCER), INTRODUCER.left_alone_at.is_(None))
        .order_by(FollowUp.due_at)
        .limit(MOST_OWED)
    )  # fmt: skip
