"""Leaving somebody alone because they asked for it, and writing to them again."""

from datetime import datetime

from outreach.contacts.models import Contact
from outreach.followups.models import FollowUp
from outreach.followups.touches import keep_in_touch
from outreach.journal.models import note
from outreach.mail.models import Silence, Suppression


def leave_alone(contact: Contact, *, now: datetime) -> None:
    """They asked not to be written to: everything that is due to them is let go. Again, it changes nothing."""
    if contact.left_alone_at is None:
        contact.left_alone_at = now
        FollowUp.leave(contact, now=now)
        if contact.email:  # what is queued for them does not leave any more
            Suppression.add(contact.account_id, contact.email, Silence.ASKED, now=now)
        note("contact.left_alone", contact, at=now)


def write_again(contact: Contact, *, now: datetime) -> None:
    """They may be written to again."""
    if contact.left_alone_at is not None:
        contact.left_alone_at = None
        if contact.email:
            Suppression.lift(contact.account_id, contact.email)
        note("contact.may_be_written_to", contact, at=now)
        keep_in_touch(contact, now=now)
