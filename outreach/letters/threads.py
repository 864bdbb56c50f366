"""The thread that a letter belongs to: what it answers to, oldest first."""

from sqlalchemy import select

from outreach.contacts.models import Contact
from outreach.database import db
from outreach.letters.models import Letter
from outreach.mail.models import Delivery, OutgoingMessage

LEFT = (Delivery.SENT, Delivery.UNSURE, Delivery.DATA)


def thread_of(letter: Letter) -> list[tuple[str, str]]:
    """Message-ID and subject of every letter before this one in its thread, oldest first.

    A letter to the contact follows those of the interview; one to who led to
    them follows what was written to that person last, whatever it was about.
    """
    if letter.other_reader is None:
        return OutgoingMessage.thread_of(letter.interview)
    return _last_thread_with(letter.other_reader)


def _last_thread_with(contact: Contact) -> list[tuple[str, str]]:
    left = select(OutgoingMessage.message_id, OutgoingMessage.references, OutgoingMessage.subject).where(
        OutgoingMessage.account_id == contact.account_id,
        OutgoingMessage.contact_id == contact.id,
        OutgoingMessage.about == "letter",
        OutgoingMessage.delivery.in_(LEFT),
    )
    last = db.session.execute(left.order_by(OutgoingMessage.id.desc()).limit(1)).one_or_none()
    if last is None:
        return []
    number, earlier, subject = last
    return [(message_id, subject) for message_id in (*earlier.split(), number)]
