"""Who led to whom, who did so most, and what is owed to them."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import case, func, select
from sqlalchemy.orm import aliased

from outreach.accounts.models import Account
from outreach.contacts.models import Contact, Referral
from outreach.database import db
from outreach.followups.kinds import TO_INTRODUCER, FollowUpKind
from outreach.followups.models import FollowUp
from outreach.insights.chains import Edge, Node, trees
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage

MOST = 200
"""So many introductions are drawn, the latest ones."""


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
    found = (
        select(
            Referral.introducer_id, INTRODUCER.name, Referral.contact_id, Contact.name, Referral.may_use_name,
            Referral.permitted_at, Interview.stage,
        )
        .join(Contact, Contact.id == Referral.contact_id)
        .join(INTRODUCER, INTRODUCER.id == Referral.introducer_id)
        .outerjoin(Interview, Interview.id == LATEST)
        .where(Referral.account_id == account.id)
        .order_by(Referral.id.desc())
        .limit(MOST)
    )  # fmt: skip
    edges, people = [], dict[int, Led]()
    for introducer_id, introducer, number, name, may_use_name, permitted_at, stage in db.session.execute(
        found
    ):
        edges.append(Edge(introducer_id, number))
        people[number] = Led(name, may_use_name, permitted_at, stage, introducer_id)
        people.setdefault(introducer_id, Led(introducer, False, None, None))
    return trees(edges, {number: led.name for number, led in people.items()}), people


def most_generous(account: Account, *, limit: int = 5) -> list[Generous]:
    """Who led to the most people, and to how many conversations."""
    talked = select(Interview.id).where(
        Interview.contact_id == Referral.contact_id, Interview.met_at.is_not(None)
    )
    met = func.sum(case((talked.exists(), 1), else_=0))
    found = (
        select(Contact.id, Contact.name, func.count(), met)
        .join(Referral, Referral.introducer_id == Contact.id)
        .where(Referral.account_id == account.id)
        .group_by(Contact.id, Contact.name)
        .order_by(func.count().desc(), met.desc(), Contact.name)
        .limit(limit)
    )
    return [
        Generous(number, name, led, int(held or 0)) for number, name, led, held in db.session.execute(found)
    ]


def debts(account: Account, *, limit: int = 50) -> list[Debt]:
    """The words that are owed to introducers, those that are due first on top."""
    found = (
        select(
            FollowUp.id, FollowUp.kind, FollowUp.due_at, FollowUp.late_at, FollowUp.interview_id, Contact.name,
            INTRODUCER.name, INTRODUCER.id,
        )
        .join(Interview, Interview.id == FollowUp.interview_id)
        .join(Contact, Contact.id == Interview.contact_id)
        .join(Referral, Referral.contact_id == Contact.id)
        .join(INTRODUCER, INTRODUCER.id == Referral.introducer_id)
        .where(FollowUp.account_id == account.id, FollowUp.settled_at.is_(None), FollowUp.kind.in_(TO_INTRODUCER))
        .where(INTRODUCER.left_alone_at.is_(None))
        .order_by(FollowUp.due_at)
        .limit(limit)
    )  # fmt: skip
    return [Debt(*row) for row in db.session.execute(found)]
