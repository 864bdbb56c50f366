"""What was written before to the reader of a letter, and to silent colleagues of theirs."""

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import aliased

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


Earlier, Its, To = aliased(Letter), aliased(Interview), aliased(Contact)
HAS_LEFT = or_(Earlier.sent_by_hand_at.is_not(None), *(OutgoingMessage.delivery == how for how in LEFT))
"""Each way by itself: a list of them would be spelled out anew whenever it is asked."""
SENT = (
    select(
        Earlier.kind,
        To.name,
        Organization.name,
        func.coalesce(Earlier.sent_by_hand_at, OutgoingMessage.sent_at, OutgoingMessage.queued_at),
    )
    .select_from(To)
    .join(Its, Its.contact_id == To.id)
    .join(Earlier, Earlier.interview_id == Its.id)
    .outerjoin(Organization, Organization.id == To.organization_id)
    .outerjoin(OutgoingMessage, OutgoingMessage.id == Earlier.message_id)
    .where(Earlier.reader_id.is_(None), HAS_LEFT)
)
BEFORE = (
    SENT.where(Earlier.account_id == bindparam("account"), Earlier.id != bindparam("letter"))
    .where((To.id == bindparam("contact")) | (To.organization_id == bindparam("place")))
    .where((To.id == bindparam("contact")) | (Its.stage == Stage.ASKED))
    .order_by(Earlier.id.desc())
    .limit(LOOKED_AT)
)
"""Put together once, as it is asked with every pause in the typing; who works nowhere has no colleagues."""
HAS_EARLIER = (
    SENT.where(Earlier.account_id == Letter.account_id, Earlier.id != Letter.id)
    .where((To.id == Contact.id) | (To.organization_id == Contact.organization_id))
    .where((To.id == Contact.id) | (Its.stage == Stage.ASKED))
    .correlate(Letter, Contact)
    .exists()
)
"""Whether there is any of them, for a question about a letter and its contact: before most there is none."""
