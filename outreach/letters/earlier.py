"""What was written before to the reader of a letter, and to silent colleagues of theirs."""

from sqlalchemy import bindparam, func, select

from outreach.contacts.models import Contact, Organization
from outreach.database import db
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.letters.facts import EarlierLetter, Kind
from outreach.letters.kinds import LetterKind
from outreach.letters.models import Letter
from outreach.letters.threads import LEFT
from outreach.mail.models import OutgoingMessage

LOOKED_AT = 20
TOUCHING = (Kind.OUTREACH, Kind.NUDGE)


def written_before(
    kind: LetterKind, number: int, *, of: int, to: int, place: int | None
) -> tuple[EarlierLetter, ...]:
    """The latest letters to the same person, and to people of the same organization who have not answered yet.

    ``number`` is the letter that they come before, ``of`` the account, ``to`` the contact, ``place`` where
    that one works. Only for a letter that asks or reminds: no other could come too often.
    """
    if kind.coached_as not in TOUCHING:
        return ()
    asked = {"letter": number, "account": of, "contact": to, "place": place}
    return tuple(
        EarlierLetter(earlier.coached_as, name, there or "", sent)
        for earlier, name, there, sent in db.session.connection().execute(BEFORE, asked)
    )


HAS_LEFT = Letter.sent_by_hand_at.is_not(None) | OutgoingMessage.delivery.in_(LEFT)
IS_SILENT_COLLEAGUE = (Contact.organization_id == bindparam("place")) & (Interview.stage == Stage.ASKED)
BEFORE = (
    select(
        Letter.kind,
        Contact.name,
        Organization.name,
        func.coalesce(Letter.sent_by_hand_at, OutgoingMessage.sent_at, OutgoingMessage.queued_at),
    )
    .join(Interview, Interview.id == Letter.interview_id)
    .join(Contact, Contact.id == Interview.contact_id)
    .outerjoin(Organization, Organization.id == Contact.organization_id)
    .outerjoin(OutgoingMessage, OutgoingMessage.id == Letter.message_id)
    .where(Letter.account_id == bindparam("account"), Letter.id != bindparam("letter"))
    .where(Letter.reader_id.is_(None), HAS_LEFT, (Contact.id == bindparam("contact")) | IS_SILENT_COLLEAGUE)
    .order_by(Letter.id.desc())
    .limit(LOOKED_AT)
)
"""Put together once, as it is asked with every pause in the typing; who works nowhere has no colleagues."""
