"""Messages of which nobody can tell whether they left, and what proves that they did. Nothing here commits."""

from datetime import datetime

from sqlalchemy import select, update

from outreach.database import db
from outreach.mail.models import Delivery, OutgoingMessage


def find_unsure(*, now: datetime) -> list[OutgoingMessage]:
    """Mark what a dead worker left in the middle of handing over: it may have been sent, or not."""
    left = select(OutgoingMessage).where(
        OutgoingMessage.delivery == Delivery.DATA, OutgoingMessage.lease_until < now
    )
    messages = list(db.session.scalars(left.with_for_update(skip_locked=True)))
    for message in messages:
        message.delivery, message.lease_owner, message.lease_until = Delivery.UNSURE, "", None
        message.trouble = "Outreach was interrupted while the message was being handed over."
    return messages


def prove_sent(message_id: str, *, account_id: int, now: datetime) -> bool:
    """Take note that the message with this Message-ID did leave. False if that was known, or it is none of ours.

    For whoever finds it in a Sent folder, or quoted by a bounce or a reply. The
    next round of delivering settles what was in doubt, and tells the story on.
    """
    proved = update(OutgoingMessage).where(
        OutgoingMessage.account_id == account_id,
        OutgoingMessage.message_id == message_id,
        OutgoingMessage.delivery.in_([Delivery.UNSURE, Delivery.DATA]),
        OutgoingMessage.proved_at.is_(None),
    )
    proves = proved.values(proved_at=now)
    done = db.session.execute(proves, execution_options={"synchronize_session": False})
    return bool(done.rowcount)  # type: ignore[attr-defined]


def settle_proved(*, limit: int = 50) -> list[OutgoingMessage]:
    """The messages that were in doubt and are now proved to have left; from here on they count as sent."""
    proved = (
        select(OutgoingMessage)
        .where(OutgoingMessage.delivery == Delivery.UNSURE, OutgoingMessage.proved_at.is_not(None))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    messages = list(db.session.scalars(proved))
    for message in messages:
        message.confirm_sent()
    return messages
