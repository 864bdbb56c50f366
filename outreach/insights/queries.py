"""What came of the asks, counted by the database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Integer,
    String,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal,
    null,
    select,
    union_all,
)

from outreach.accounts.models import Account
from outreach.contacts.models import Referral
from outreach.database import UtcDateTime, db
from outreach.insights.rates import STEPS, Tally
from outreach.interviews.models import Interview
from outreach.interviews.stages import Milestone, Stage

RIPE_AFTER = timedelta(days=14)
"""An ask is counted once there was time to answer it; else the latest ones would always look bad."""
LATEST = 1000
"""So many asks are counted, the latest ones: what worked years ago was somebody else's letter."""
GROUPS = ("relationship", "purpose", "template", "weekday")


@dataclass(frozen=True, slots=True)
class Rates:
    """What came of the asks, all of them and by each kind of group; and what cannot be counted yet."""

    whole: Tally
    groups: Mapping[str, list[Tally]]
    fresh: int
    """Asks that are too young to be counted."""
    is_all: bool
    """Whether every ask was counted, or only the latest."""


def rates(account: Account, *, now: datetime) -> Rates:
    """The rates of an account: one statement. Letters that came back reached nobody, and are left out."""
    rows = db.session.execute(RATES, {"account": account.id, "ripe": now - RIPE_AFTER}).all()
    groups: dict[str, list[Tally]] = {group: [] for group in GROUPS}
    everybody, fresh = Tally("", (0,) * len(STEPS)), 0
    for group, name, *counts in rows:
        if group == "fresh":
            fresh = int(counts[0])
        elif group == "whole":
            everybody = Tally("", tuple(int(count or 0) for count in counts))
        else:
            groups[group].append(Tally(name, tuple(int(count or 0) for count in counts)))
    for tallies in groups.values():
        tallies.sort(key=lambda tally: (-tally.counts[0], tally.name or ""))
    return Rates(everybody, groups, fresh, everybody.counts[0] < LATEST)


def _statement() -> CompoundSelect[Any]:
    """The latest asks once, and over them one count for each kind of group. Put together once."""
    led = exists().where(
        Referral.introducer_id == Interview.contact_id, Referral.made_at >= Interview.asked_at
    )
    ripe = (
        select(
            Interview.relationship_kind.label("relationship"),
            Interview.purpose,
            Interview.asked_with.label("template"),
            Interview.asked_weekday.label("weekday"),
            *(getattr(Interview, milestone.column) for milestone in Milestone),
            case((and_(Interview.met_at.is_not(None), led), 1), else_=null()).label("referred_at"),
        )
        .where(
            Interview.account_id == bindparam("account"),
            Interview.asked_at <= bindparam("ripe", type_=UtcDateTime()),
            Interview.stage != Stage.BOUNCED,
        )
        .order_by(Interview.asked_at.desc())
        .limit(LATEST)
        .cte("ripe")
    )
    counts = [func.count(ripe.c[f"{step}_at"]) for step in STEPS]
    everybody = select(literal("whole"), literal(""), *counts)
    by_group = [
        select(literal(group), cast(ripe.c[group], String), *counts).group_by(ripe.c[group])
        for group in GROUPS
    ]
    young = select(Interview.id).where(
        Interview.account_id == bindparam("account"),
        Interview.asked_at > bindparam("ripe", type_=UtcDateTime()),
        Interview.stage != Stage.BOUNCED,
    )
    fresh = select(
        literal("fresh"),
        literal(""),
        func.count(young.limit(LATEST).subquery().c.id),
        *(cast(null(), Integer) for _ in STEPS[1:]),
    )
    return union_all(everybody, *by_group, fresh)


RATES = _statement()
