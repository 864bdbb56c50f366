"""An address that will never work, and what becomes of the ask that went there."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Select, exists, func, select, union_all

from outreach.accounts.models import Account
from outreach.contacts.models import Contact
from outreach.database import db
from outreach.followups.kinds import Event, FollowUpKind
from outreach.followups.planning import take_in
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.mail.incoming import IncomingMessage
from outreach.mail.models import OutgoingMessage, Silence, Suppression

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


def other_addresses(contacts: Iterable[Contact]) -> dict[int, str]:
    """For each contact, by number, an address at which they are known beside the one in use.

    It is one that they wrote from under their own name, or answered at before,
    the last of them; none that is dead as well.
    """
    by_number, found = {contact.id: contact for contact in contacts}, dict[int, str]()
    for number, address, name in db.session.execute(_seen_at(list(by_number))):
        contact = by_number[number]
        if address != (contact.email or "").lower() and _words(name) == _words(contact.name):
            found[number] = address
    return found


def _seen_at(numbers: list[int]) -> Select[tuple[int, str, str]]:
    """Contact, address and name: where they were reached before, then where they wrote from, in one query."""
    answered = select(
        OutgoingMessage.account_id,
        OutgoingMessage.contact_id.label("contact_id"),
        func.lower(OutgoingMessage.to_address).label("address"),
        OutgoingMessage.to_name.label("name"),
        OutgoingMessage.answered_at.label("at"),
    ).where(OutgoingMessage.contact_id.in_(numbers), OutgoingMessage.answered_at.is_not(None))
    wrote = select(
        IncomingMessage.account_id,
        IncomingMessage.contact_id,
        func.lower(IncomingMessage.from_address),
        IncomingMessage.from_name,
        IncomingMessage.arrived_at,
    ).where(IncomingMessage.contact_id.in_(numbers))
    seen = union_all(answered, wrote).subquery().c
    dead = exists().where(Suppression.account_id == seen.account_id, Suppression.address == seen.address)
    return select(seen.contact_id, seen.address, seen.name).where(~dead, seen.address != "").order_by(seen.at)


def _words(name: str) -> set[str]:
    """A name whichever way round it is written."""
    return set(name.casefold().replace(",", " ").split())
