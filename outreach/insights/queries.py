"""What came of the asks, counted by the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import add
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
    null,
    select,
    union_all,
)

from outreach.accounts.models import Account
from outreach.contacts.models import Referral
from outreach.database import UtcDateTime, fixed, is_one_of, rows_of
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
    rows = rows_of(RATES, {"account": account.id, "ripe": now - RIPE_AFTER})
    groups: dict[str, dict[str, list[int]]] = {group: {} for group in GROUPS}
    whole, fresh = [0] * len(STEPS), 0
    for *names, is_ripe, asked, answered, booked, met, thanked, referred in rows:
        if not is_ripe:
            fresh = int(asked)
            continue
        counts = int(asked), int(answered), int(booked), int(met), int(thanked), int(referred)
        whole = list(map(add, whole, counts))
        for group, name in zip(GROUPS, names, strict=True):
            told, name = groups[group], name or ""
            told[name] = list(map(add, told[name], counts)) if name in told else list(counts)
    tallies = {group: _in_order(told) for group, told in groups.items()}
    return Rates(Tally("", tuple(whole)), tallies, fresh, whole[0] < LATEST)


def _in_order(told: Mapping[str, Sequence[int]]) -> list[Tally]:
    """One tally for each name, the most frequent first."""
    tallies = [Tally(name, tuple(counts)) for name, counts in told.items()]
    return sorted(tallies, key=lambda tally: (-tally.counts[0], tally.name))


def _statement() -> CompoundSelect[Any]:
    """The latest asks, counted for each way in which all groups meet; and beside them those that are too young.

    Looked at once: to count each kind of group by itself would go through all of them five times. Put together once.
    """
    led = exists().where(
        Referral.introducer_id == Interview.contact_id, Referral.made_at >= Interview.asked_at
    )
    came = [getattr(Interview, milestone.column).is_not(None) for milestone in Milestone]
    came.append(and_(Interview.met_at.is_not(None), led))
    # Small numbers, as the groups are sorted with all that is counted in them.
    flags = [
        case((is_so, fixed(1)), else_=fixed(0)).label(step) for step, is_so in zip(STEPS, came, strict=True)
    ]
    ripe = (
        select(
            Interview.relationship_kind.label("relationship"),
            Interview.purpose,
            Interview.asked_with.label("template"),
            Interview.asked_weekday.label("weekday"),
            *flags,
        )
        .where(
            Interview.account_id == bindparam("account"),
            Interview.asked_at <= bindparam("ripe", type_=UtcDateTime()),
            ~is_one_of(Interview.stage, [Stage.BOUNCED]),
        )
        .order_by(Interview.asked_at.desc())
        .limit(fixed(LATEST))
        .subquery()
    )
    ways = [ripe.c[group] for group in GROUPS]
    counts = [func.sum(ripe.c[step]) for step in STEPS]
    counted = select(*(cast(way, String) for way in ways), fixed(1), *counts).group_by(*ways)
    young = select(Interview.id).where(
        Interview.account_id == bindparam("account"),
        Interview.asked_at > bindparam("ripe", type_=UtcDateTime()),
        ~is_one_of(Interview.stage, [Stage.BOUNCED]),
    )
    nobody = [cast(null(), String) for _ in GROUPS]
    none = [cast(null(), Integer) for _ in STEPS[1:]]
    fresh = select(*nobody, fixed(0), func.count(young.limit(fixed(LATEST)).subquery().c.id), *none)
    return union_all(counted, fresh)


RATES = _statement()
