"""What was written before to the reader of a letter, and to silent colleagues of theirs."""

from sqlalchemy import func, select

from outreach.contacts.models import Contact, Organization
from outreach.database import db
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.letters.facts import EarlierLetter, Kind
from outreach.letters.models import Letter
from outreach.letters.threads import LEFT
from outreach.mail.models import OutgoingMessage

LOOKED_AT = 20
TOUCHING = (Kind.OUTREACH, Kind.NUDGE)


def written_before(letter: Letter) -> tuple[EarlierLetter, ...]:
    """The latest letters to the same person, and to people of the same organization who have not answered yet.

    Only for a letter that asks or reminds: no other could come too often.
    """
    contact = letter.interview.contact
    if letter.kind.coached_as not in TOUCHING:
        return ()
    left_at = func.coalesce(Letter.sent_by_hand_at, OutgoingMessage.sent_at, OutgoingMessage.queued_at)
    has_left = Letter.sent_by_hand_at.is_not(None) | OutgoingMessage.delivery.in_(LEFT)
    to_whom = Contact.id == contact.id
    if contact.organization_id is not None:
        is_silent = Interview.stage == Stage.ASKED
        to_whom |= (Contact.organization_id == contact.organization_id) & is_silent
    found = (
        select(Letter.kind, Contact.name, Organization.name, left_at)
        .join(Interview, Interview.id == Letter.interview_id)
        .join(Contact, Contact.id == Interview.contact_id)
        .outerjoin(Organization, Organization.id == Contact.organization_id)
        .outerjoin(OutgoingMessage, OutgoingMessage.id == Letter.message_id)
        .where(Letter.account_id == letter.account_id, Letter.id != letter.id, Letter.reader_id.is_(None))
        .where(has_left, to_whom)
        .order_by(Letter.id.desc())
        .limit(LOOKED_AT)
    )
    return tuple(
        EarlierLetter(kind.coached_as, name, place or "", sent)
        for kind, name, place, sent in db.session.execute(found)
    )
