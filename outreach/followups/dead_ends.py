"""An address that will never work, and what becomes of the ask that went there."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, exists, func, select, union_all

from outreach.accounts.models import Account
from outreach.contacts.models import Contact
from outreach.database import db, rows_of
from outreach.followups.kinds import Event, FollowUpKind
from outreach.followups.planning import take_in
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.mail.incoming import IncomingMessage
from outreach.mail.models import OutgoingMessage
from outreach.mail.suppressions import Silence, Suppression

SILENCE = (FollowUpKind.SECOND_PERSON, FollowUpKind.NUDGE, FollowUpKind.CLOSE_NO_REPLY)
UNANSWERED = frozenset({Stage.FOUND, Stage.DRAFTED, Stage.ASKED, Stage.NO_REPLY, Stage.BOUNCED})
"""Where nothing has come back yet: an answer moves the ask on by itself, a dead address ends it."""


def mark_dead(message: OutgoingMessage, *, why: str, now: datetime) -> None:
    """Write no more to where this message went, and end the ask that it belongs to.

    An ask whose message went to somebody else, such as who led to them, goes on.
    """
    if message.contact_id is None:
        return
    interview = db.session.get(Interview, message.interview_id) if message.interview_id else None
    if interview is not None and interview.contact_id == message.contact_id:
        end_ask(interview, message.to_address, why=why, now=now)
    else:
        Suppression.add(message.account_id, message.to_address, Silence.BOUNCED, now=now, said=why)


def end_ask(interview: Interview, address: str, *, why: str, now: datetime) -> None:
    """Nobody writes there again, and the ask ends until a better address is found.

    One that was answered goes on: they can be reached some way.
    """
    Suppression.add(interview.account_id, address, Silence.BOUNCED, now=now, said=why)
    if interview.stage in UNANSWERED and interview.reach(Stage.BOUNCED, now=now):
        account = db.session.get_one(Account, interview.account_id)
        take_in(interview, Event.BOUNCED, account=account, now=now)


@dataclass(frozen=True, slots=True)
class Reach:
    """Whether mail reaches somebody: what is known of the address in use, and another one, if there is any."""

    is_dead: bool = False
    other: str = ""


def reach_of(contacts: Iterable[Contact]) -> dict[int, Reach]:
    """For each contact, by number, in one query.

    The other address is the last that they wrote from under their own name, or
    answered at before, unless that is dead as well.
    """
    by_number, found = {contact.id: contact for contact in contacts}, dict[int, Reach]()
    for number, address, name, is_dead in rows_of(_seen_at(), {"contacts": list(by_number)}):
        contact, known = by_number[number], found.get(number, Reach())
        if address == (contact.email or "").lower():
            found[number] = replace(known, is_dead=known.is_dead or bool(is_dead))
        elif not is_dead and _words(name) == _words(contact.name):
            found[number] = replace(known, other=address)
    return found


@cache
def _seen_at() -> Select[Any]:
    """Contact, address, name, and whether mail comes back from there, the latest last; by ``contacts``."""
    numbers: BindParameter[list[int]] = bindparam("contacts", expanding=True)
    own = select(
        Contact.account_id.label("account_id"),
        Contact.id.label("contact_id"),
        func.lower(Contact.email).label("address"),
        Contact.name.label("name"),
        Contact.created_at.label("at"),
    ).where(Contact.id.in_(numbers))
    answered = select(
        OutgoingMessage.account_id,
        OutgoingMessage.contact_id,
        func.lower(OutgoingMessage.to_address),
        OutgoingMessage.to_name,
        OutgoingMessage.answered_at,
    ).where(OutgoingMessage.contact_id.in_(numbers), OutgoingMessage.answered_at.is_not(None))
    wrote = select(
        IncomingMessage.account_id,
        IncomingMessage.contact_id,
        func.lower(IncomingMessage.from_address),
        IncomingMessage.from_name,
        IncomingMessage.arrived_at,
    ).where(IncomingMessage.contact_id.in_(numbers))
    seen = union_all(own, answered, wrote).subquery().c
    dead = exists().where(
        Suppression.account_id == seen.account_id,
        Suppression.address == seen.address,
        Suppression.reason == Silence.BOUNCED,
    )
    return select(seen.contact_id, seen.address, seen.name, dead).where(seen.address != "").order_by(seen.at)


def _words(name: str) -> set[str]:
    """A name whichever way round it is written."""
    return set(name.casefold().replace(",", " ").split())
