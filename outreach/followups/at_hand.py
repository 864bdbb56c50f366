"""An ask with all that a move of its card needs to know, read together."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import aliased, joinedload

from outreach.accounts.models import LARGEST_NUMBER, Account
from outreach.bookings.holds import Hold
from outreach.contacts.models import Contact, Referral
from outreach.database import db
from outreach.errors import NotFound
from outreach.followups.models import FollowUp
from outreach.interviews.models import Interview
from outreach.mail.incoming import IncomingMessage


@dataclass(frozen=True, slots=True)
class Facts:
    """What was read together with an ask: what is due, news that waits, times kept free, what the label needs.

    Without it the most is assumed, and looked for.
    """

    known: Sequence[FollowUp] | None = None
    has_news: bool = True
    has_holds: bool = True
    has_led: bool | None = None
    """Whether they led to somebody; None where they were asked another time as well."""


UNREAD = Facts()


def find(number: int, *, of: Account) -> tuple[Interview, Facts]:
    """An ask that is nobody else's to move until the transaction ends, so that a card is moved once.

    Raises NotFound.
    """
    known = {"number": min(number, LARGEST_NUMBER), "account": of.id}
    if db.session.get_bind().dialect.name == "postgresql":
        # There what is joined to a row while waiting for it is as old as the wait.
        db.session.execute(TO_HOLD, known)
    rows = db.session.execute(TO_MOVE, known).all()
    if not rows:
        raise NotFound
    interview, _, has_news, has_holds, has_led, has_others = rows[0]
    due = [row[1] for row in rows if row[1] is not None]
    return interview, Facts(due, bool(has_news), bool(has_holds), None if has_others else bool(has_led))


OTHER = aliased(Interview)
HAS_LED = exists().where(Referral.introducer_id == Interview.contact_id).correlate(Interview)
WAS_ASKED_ELSEWHERE = (
    exists()
    .where(OTHER.contact_id == Interview.contact_id, OTHER.id != Interview.id, OTHER.asked_at.is_not(None))
    .correlate(Interview)
)
"""Whether the contact led to somebody, and whether they were asked at another time: columns of statements
about interviews."""
TO_HOLD = (
    select(Interview.id)
    .where(Interview.id == bindparam("number"), Interview.account_id == bindparam("account"))
    .with_for_update()
)
TO_MOVE = (
    select(Interview, FollowUp)
    .add_columns(
        exists()
        .where(IncomingMessage.interview_id == Interview.id, IncomingMessage.settled_at.is_(None))
        .label("has_news"),
        exists().where(Hold.interview_id == Interview.id, Hold.released_at.is_(None)).label("has_holds"),
        HAS_LED.label("has_led"),
        WAS_ASKED_ELSEWHERE.label("has_others"),
    )
    .outerjoin(FollowUp, FollowUp.interview_id == Interview.id)
    .where(Interview.id == bindparam("number"), Interview.account_id == bindparam("account"))
    .options(
        joinedload(Interview.contact)
        .joinedload(Contact.referral)
        .joinedload(Referral.introducer)
        .lazyload(Contact.organization)
    )
    .order_by(FollowUp.due_at)
    .execution_options(populate_existing=True)
)
"""Put together once, as every move of a card begins with it."""
