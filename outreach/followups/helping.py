"""Who helped on the way: how, whom they led to, and from which conversation each of them is thanked."""

from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, bindparam, exists, func, or_, select

from outreach.accounts.models import Account
from outreach.contacts.models import Contact, Referral
from outreach.database import db, rows_of
from outreach.followups.models import LEFT_ALONE
from outreach.followups.pressing import is_suppressed
from outreach.interviews.models import IS_FOR_THANKS, Interview
from outreach.interviews.stages import Stage

MOST_HELPERS = 500
TALKED = (Stage.MET, Stage.THANKED)


class Help(StrEnum):
    """How somebody helped, the greatest help first: in this order they are written to."""

    MET = "met"
    REFERRED = "referred"
    ANSWERED = "answered"


class Helper(NamedTuple):
    """One person who helped: how, and the conversation from which the letter is written."""

    interview_id: int | None
    """None for whoever was never asked themselves, nor was anybody they led to: their letter opens one."""
    contact_id: int
    name: str
    help: Help
    led_to: tuple[str, ...] = ()
    """The names of those they led to."""
    is_own: bool = True
    """Whether that conversation is, or will be, one with them, and not with somebody they led to."""


def helpers(account: Account) -> list[Helper]:
    """Everybody who helped, each once, the greatest help first; and nobody who said no or wants to be left alone.

    Whoever was never asked themselves is thanked from the furthest conversation that they led to, if there is one.
    """
    led = _led_to(account)
    sought = {"account": account.id, "led": list(led)}
    found = [_helper(row, led.get(row.contact_id, ())) for row in rows_of(_helpers(), sought)]
    through = rows_of(_introducers(), sought) if led else ()
    found += [
        Helper(row.id, row.contact_id, row.name, Help.REFERRED, led[row.contact_id], is_own=row.id is None)
        for row in through
    ]
    return sorted(found, key=_place)


@cache
def _helpers() -> Any:
    """The conversation to thank from, of each contact who helped: a talk, else an answer, else the latest."""
    by_help = _latest(TALKED_OR_HEARD[0]), _latest(TALKED_OR_HEARD[1]), _latest()
    helped = exists().where(Interview.contact_id == Contact.id, or_(*TALKED_OR_HEARD))
    thanked_from = (
        select(func.coalesce(*by_help).label("id"))
        .select_from(Contact)
        .where(Contact.account_id == bindparam("account"), Contact.left_alone_at.is_(None))
        .where(helped | Contact.id.in_(bindparam("led", expanding=True)))
        .limit(MOST_HELPERS)
        .subquery()
    )
    return (
        select(Interview.id, Interview.contact_id, Contact.name, Interview.stage)
        .join(thanked_from, thanked_from.c.id == Interview.id)
        .join(Contact, Contact.id == Interview.contact_id)
        .where(Interview.stage.not_in(LEFT_ALONE))
    )


@cache
def _introducers() -> Any:
    """Of those who led to somebody and were never asked: the talk they led to, else an answer, or the latest."""
    by_help = _led_there(TALKED_OR_HEARD[0]), _led_there(TALKED_OR_HEARD[1]), _led_there()
    was_asked = exists().where(Interview.contact_id == Contact.id)
    return (
        select(func.coalesce(*by_help).label("id"), Contact.id.label("contact_id"), Contact.name)
        .where(Contact.account_id == bindparam("account"), Contact.id.in_(bindparam("led", expanding=True)))
        .where(Contact.left_alone_at.is_(None), ~is_suppressed(), ~was_asked)
        .limit(MOST_HELPERS)
    )


TALKED_OR_HEARD = Interview.stage.in_(TALKED), Interview.heard_at.is_not(None)


def _latest(*where: ColumnElement[bool]) -> ScalarSelect[int]:
    """The contact's latest conversation of a kind: found by looking at the last ones, however many there were."""
    found = select(Interview.id).where(Interview.contact_id == Contact.id, *where).correlate(Contact)
    return found.order_by(Interview.id.desc()).limit(1).scalar_subquery()


def _led_there(*where: ColumnElement[bool]) -> ScalarSelect[int]:
    """The latest conversation of a kind with anybody whom the contact led to and who was to be asked."""
    found = select(func.max(Interview.id)).join(Referral, Referral.contact_id == Interview.contact_id)
    found = found.where(Referral.introducer_id == Contact.id, ~IS_FOR_THANKS, *where)
    return found.correlate(Contact).scalar_subquery()


def _helper(row: Any, led_to: tuple[str, ...]) -> Helper:
    met = Help.MET if row.stage in TALKED else None
    help = met or (Help.REFERRED if led_to else Help.ANSWERED)
    return Helper(row.id, row.contact_id, row.name, help, led_to)


PLACES = {help: place for place, help in enumerate(Help)}


def _place(helper: Helper) -> tuple[int, int, int]:
    """Who comes before whom: the greater help, then more people led to, then whoever was there first."""
    return PLACES[helper.help], -len(helper.led_to), helper.contact_id


def _led_to(account: Account) -> dict[int, tuple[str, ...]]:
    rows = (
        select(Referral.introducer_id, Contact.name)
        .join(Contact, Contact.id == Referral.contact_id)
        .where(Referral.account_id == account.id)
        .order_by(Contact.name)
    )
    led: dict[int, tuple[str, ...]] = {}
    for introducer_id, name in db.session.execute(rows):
        led[introducer_id] = (*led.get(introducer_id, ()), name)
    return led
