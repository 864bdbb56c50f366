"""Adding a person and changing what is known of them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from outreach.accounts.models import Account
from outreach.contacts.models import Contact, Organization, first_name_of
from outreach.database import db, locked, saved
from outreach.followups.models import FollowUp
from outreach.journal.models import note
from outreach.mail.incoming import IncomingMessage, News

DESCRIBED = ("name", "title", "timezone", "formality", "level", "why_them", "found_where", "phone")


def add(account: Account, details: Mapping[str, Any], *, now: datetime) -> Contact:
    """A new contact, with where they work and who led to them. Raises DuplicateContact.

    One at a time: a button pressed twice adds one person.
    """
    locked(account)
    contact = Contact(account_id=account.id, created_at=now)
    _describe(contact, details, account=account)
    contact.refuse_duplicate()
    saved(contact)
    _credit(contact, details, account=account, now=now)
    note("contact.added", contact, at=now, who=contact.name)
    return contact


def change(contact: Contact, details: Mapping[str, Any], *, account: Account, now: datetime) -> None:
    """Keep what is newly known of a contact. Raises DuplicateContact."""
    before = contact.email
    _describe(contact, details, account=account)
    contact.refuse_duplicate()
    _credit(contact, details, account=account, now=now)
    if contact.email != before:
        IncomingMessage.settle(News.BOUNCE, News.POSSIBLE_BOUNCE, of=contact, now=now)


def remove(contact: Contact, *, now: datetime) -> list[str]:
    """Take somebody away with everything that hangs from them. Answers to whom a word about them was still owed.

    What was owed to them is let go, since nobody is left to hear it.
    """
    unheard = []
    for owed in FollowUp.owed_around(contact):
        if owed.interview.contact_id == contact.id and contact.referral is not None:
            unheard.append(contact.referral.introducer.name)
        owed.end(outcome="dropped", now=now)
    db.session.flush()
    db.session.delete(contact)
    return list(dict.fromkeys(unheard))


def _describe(contact: Contact, details: Mapping[str, Any], *, account: Account) -> None:
    # First the look-up, which writes down what has changed; a duplicate must not be written.
    contact.organization = Organization.named(details["organization"] or "", of=account)
    contact.organization_id = contact.organization.id if contact.organization else None
    guessed = first_name_of(contact.name or "")
    for name in DESCRIBED:
        setattr(contact, name, details[name] or "")
    contact.timezone_assumed = False  # it stood in the form, with the question whether it is right
    contact.email = details["email"] or None
    told = details.get("called") or ""
    # The form had the guess; it goes with the old name unless it is a word of the new one.
    contact.call("" if told == guessed and told not in contact.name.split() else told)


def _credit(contact: Contact, details: Mapping[str, Any], *, account: Account, now: datetime) -> None:
    """Remember who led to this contact, adding them if they are new; or that nobody did."""
    if not details["introducer"]:
        contact.referral = None
        return
    introducer = Contact.named_or_new(details["introducer"], of=account, now=now)
    contact.credit(introducer, may_use_name=bool(details["may_use_name"]), now=now)
