"""Who helps at a place already, so that the others there can wait, as ``pausing`` tells it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, exists, or_, select
from sqlalchemy.orm import aliased

from outreach.contacts.kinds import Label
from outreach.contacts.models import Contact, Referral
from outreach.database import db, is_one_of
from outreach.followups.kinds import FollowUpKind
from outreach.followups.models import FollowUp
from outreach.followups.pausing import is_held
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage

ACCOUNT: Any = bindparam("account")


def waits_for_booster() -> ColumnElement[bool]:
    """Whether the contact waits because a colleague of theirs helps already, as ``pausing`` tells it."""
    booster = aliased(Contact)
    helped = select(booster.organization_id).where(
        booster.account_id == ACCOUNT,
        is_one_of(booster.label, [Label.BOOSTER]),
        booster.organization_id.is_not(None),
    )
    return Contact.organization_id.in_(helped) & _can_wait()


def _can_wait() -> ColumnElement[bool]:
    """Whether the contact may wait at all: nobody led to them, they help not, and the person did not say otherwise."""
    is_plain = or_(Contact.label.is_(None), ~is_one_of(Contact.label, [Label.BOOSTER]))
    is_referred = exists().where(Referral.contact_id == Contact.id).correlate(Contact)
    return is_plain & ~is_referred & Contact.unpaused_at.is_(None)


def booster_beside(contact: Contact, step: FollowUpKind | Stage) -> Contact | None:
    """Who helps where this contact works, if this step towards them waits for that reason."""
    if contact.organization_id is None or not is_held(
        step,
        contact.label,
        has_booster=True,
        is_referred=contact.referral is not None,
        is_unpaused=contact.unpaused_at is not None,
    ):
        return None
    return db.session.scalar(
        select(Contact)
        .where(Contact.account_id == contact.account_id, Contact.label == Label.BOOSTER)
        .where(Contact.organization_id == contact.organization_id, Contact.id != contact.id)
        .order_by(Contact.id)
        .limit(1)
    )


def paused_for_good(*, now: datetime, limit: int = 100) -> list[FollowUp]:
    """Reminders of any account that waited for a booster until their latest moment had passed."""
    booster = aliased(Contact)
    helps = exists().where(
        booster.organization_id == Contact.organization_id,
        booster.account_id == Contact.account_id,
        booster.label == Label.BOOSTER,
    )
    late = (
        select(FollowUp)
        .join(FollowUp.interview)
        .join(Interview.contact)
        .where(FollowUp.kind == FollowUpKind.NUDGE, FollowUp.settled_at.is_(None), FollowUp.late_at <= now)
        .where(helps, _can_wait())
        .limit(limit)
    )
    return list(db.session.scalars(late))
