"""Leaving somebody alone because they asked for it, and writing to them again."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from outreach.bookings.holds import Hold
from outreach.contacts.models import Contact
from outreach.followups.models import FollowUp
from outreach.followups.touches import keep_in_touch
from outreach.interviews.models import Interview
from outreach.journal.models import Entry, note
from outreach.mail.suppressions import Silence, Suppression


def leave_alone(contact: Contact, *, now: datetime) -> int:
    """They asked not to be written to: everything that is due to them is let go. Again, it changes nothing.

    Answers how many times were kept free for them, and are not any more.
    """
    freed = 0
    if contact.left_alone_at is None:
        contact.left_alone_at = now
        FollowUp.leave(contact, now=now)
        if contact.email:  # what is queued for them does not leave any more
            Suppression.add(contact.account_id, contact.email, Silence.ASKED, now=now)
        freed = Hold.release_all(select(Interview.id).where(Interview.contact_id == contact.id), now=now)
        note("contact.left_alone", contact, at=now)
    return freed


def write_again(contact: Contact, *, now: datetime) -> None:
    """They may be written to again."""
    if contact.left_alone_at is not None:
        contact.left_alone_at = None
        if contact.email:
            Suppression.lift(contact.account_id, contact.email)
        note("contact.may_be_written_to", contact, at=now)
        keep_in_touch(contact, now=now)


def silenced(contact: Contact) -> dict[str, str] | None:
    """What keeps their address from being written to, if anything does, as a table that JSON can hold."""
    found = Suppression.of(contact.account_id, contact.email) if contact.email else None
    if found is None:
        return None
    said = {"address": found.address, "reason": str(found.reason), "said": found.said}
    return said | {"at": found.at.isoformat()}


def stands_since(contact: Contact, left_at: datetime) -> bool:
    """Whether they have been left alone from that moment on, and nothing was heard from them since."""
    return contact.left_alone_at == left_at and not Entry.has_heard(contact, after=left_at)


def take_back(contact: Contact, earlier: Mapping[str, str] | None, *, now: datetime) -> None:
    """They had not asked to be left alone. What ``silenced`` their address before that does so again."""
    write_again(contact, now=now)
    if earlier is not None:
        at, reason = datetime.fromisoformat(earlier["at"]), Silence(earlier["reason"])
        Suppression.add(contact.account_id, earlier["address"], reason, now=at, said=earlier["said"])
