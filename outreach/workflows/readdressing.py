"""An address that did not work: another one is given, or the same one works again."""

from datetime import datetime

from outreach.contacts.models import Contact
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.journal.models import note
from outreach.mail.incoming import IncomingMessage, News
from outreach.mail.suppressions import Silence, Suppression


def give_address(contact: Contact, address: str, *, now: datetime) -> Interview | None:
    """Write to them there from now on; the ask that ended with the old address, if one did.

    The very same address again means that it works. Raises DuplicateContact.
    """
    if address.lower() == (contact.email or "").lower():
        return works_again(contact, now=now)
    contact.email = address
    contact.refuse_duplicate()
    note("contact.address_given", contact, at=now, address=address)
    return _take_up(contact, now=now)


def works_again(contact: Contact, *, now: datetime) -> Interview | None:
    """Let the address be written to that came back once. Who asked to be left alone stays so."""
    found = Suppression.of(contact.account_id, contact.email) if contact.email else None
    if found is not None and found.reason is Silence.BOUNCED:
        Suppression.lift(contact.account_id, found.address)
        note("contact.address_works", contact, at=now, address=found.address)
    return _take_up(contact, now=now)


def _take_up(contact: Contact, *, now: datetime) -> Interview | None:
    IncomingMessage.settle(News.BOUNCE, News.POSSIBLE_BOUNCE, of=contact, now=now)
    ended = (one for one in Interview.with_contact(contact) if one.stage is Stage.BOUNCED)
    return next(ended, None)
