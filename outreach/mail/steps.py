"""The steps of one message on its way, each taken only by the worker that holds its lease.

A message goes ``queued → data → sent``. Every step is one UPDATE that names the
worker, so a worker that was thought dead and wakes up changes nothing. Nothing
here touches the network, and nothing commits.
"""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import cast

from sqlalchemy import Table, Update, and_, bindparam, exists, func, inspect, update
from sqlalchemy.orm.util import identity_key

from outreach.database import db, is_one_of
from outreach.interviews.models import Interview
from outreach.mail.models import Delivery, OutgoingMessage
from outreach.mail.suppressions import Suppression

LEASE = timedelta(minutes=25)
"""Longer than the longest conversation with a mail server may take, on two machines whose clocks are minutes apart."""

GIVE_UP_AFTER = timedelta(days=4)
PAUSES = [timedelta(minutes=m) for m in (1, 5, 15, 30, 60, 120, 240)]

Which = OutgoingMessage | int
"""A message, or its number where nobody has read the whole of it."""


def is_to_hand_over(
    message: Which,
    raw: bytes,
    *,
    via: str,
    owner: str,
    now: datetime,
    unchanged_since: datetime | None = None,
) -> bool:
    """Record that the text is about to be handed over; False if the lease was lost or it was taken back.

    This is committed before the first byte of the text leaves. With
    ``unchanged_since`` it is False as well if the address is not written to any
    more, or the interview has moved on since that moment: then look again.
    """
    handed = {"raw": raw, "via": via, "at": now if via == "smtp" else None, "until": now + LEASE}
    if unchanged_since is None:
        return _moved(message, owner, HANDED_OVER, **handed)
    return _moved(message, owner, HANDED_OVER_UNCHANGED, since=unchanged_since, **handed)


def settle(
    message: Which,
    delivery: Delivery,
    *,
    owner: str,
    now: datetime,
    trouble: str = "",
    to_file: bool = False,
) -> bool:
    """Record how handing over the text ended: sent, unsure or failed. False if the lease was lost.

    ``to_file`` asks for a copy in the Sent folder.
    """
    sent_at = now if delivery is Delivery.SENT else None
    return _moved(message, owner, SETTLED, became=delivery, at=sent_at, why=trouble, files=to_file)


def drop(message: Which, *, why: str, asks: bool, owner: str) -> bool:
    """Take a message out that is out of place by now; ``asks`` leaves the decision to the person.

    False if the lease was lost.
    """
    delivery = Delivery.FAILED if asks else Delivery.TAKEN_BACK
    return _moved(message, owner, DROPPED, became=delivery, why=why)


def try_later(
    message: Which, *, attempts: int, tried_at: datetime, trouble: str, owner: str, now: datetime
) -> Delivery | None:
    """Put a message back because nothing was sent; four days after the first attempt, give it up.

    What it is now; None if the lease was lost.
    """
    if now - tried_at > GIVE_UP_AFTER:
        failed = settle(message, Delivery.FAILED, owner=owner, now=now, trouble=trouble)
        return Delivery.FAILED if failed else None
    again = now + pause_before(attempts, of=_number(message))
    put_back = _moved(message, owner, PUT_BACK, at=again, why=trouble)
    return Delivery.QUEUED if put_back else None


def pause_before(attempts: int, *, of: int) -> timedelta:
    """How long to wait after so many attempts: longer each time, and up to a quarter more.

    What failed at the same moment is so not tried again at the same moment. ``of`` is the message's number.
    """
    pause = PAUSES[min(attempts, len(PAUSES)) - 1]
    drawn = sha256(f"{of}/{attempts}".encode()).digest()[0] / 1024
    return pause * (1 + drawn)


def _moved(message: Which, owner: str, step: Update, **values: object) -> bool:
    """Take the one step, if the message is still this worker’s."""
    number = _number(message)
    moved = count_changed(step, number=number, owner=owner, **values)
    stale = db.session().identity_map.get(identity_key(OutgoingMessage, number))
    if stale is not None:
        db.session.expire(stale)
    return moved > 0


def count_changed(changing: Update, **values: object) -> int:
    """How many rows a statement changed; the session takes no part in it."""
    return db.session.connection().execute(changing, values).rowcount


def _number(message: Which) -> int:
    """The row's number, without asking the database for what has expired."""
    if isinstance(message, int):
        return message
    identity = inspect(message).identity
    assert identity is not None  # noqa: S101 (a message that was claimed is stored)
    return int(identity[0])


# The statements are put together once, and on the bare table:
# putting them together, or letting the session take part, takes longer than carrying them out.
_TABLE = cast(Table, OutgoingMessage.__table__)
_ROW = _TABLE.c


def step_of_the_holder(*before: Delivery) -> Update:
    """A step of the worker that holds the lease. What was taken back or decided meanwhile stays so."""
    return update(_TABLE).where(
        _ROW.id == bindparam("number"),
        _ROW.lease_owner == bindparam("owner"),
        is_one_of(_ROW.delivery, before),
    )


FREE: dict[str, object] = {"lease_owner": "", "lease_until": None}

HANDED_OVER = step_of_the_holder(Delivery.QUEUED).values(
    delivery=Delivery.DATA,
    raw=bindparam("raw"),
    via=bindparam("via"),
    handed_at=bindparam("at"),
    lease_until=bindparam("until"),
)
IS_STILL_WANTED = and_(
    ~exists().where(
        Suppression.account_id == _ROW.account_id, Suppression.address == func.lower(_ROW.to_address)
    ),
    ~exists().where(Interview.id == _ROW.interview_id, Interview.stage_at > bindparam("since")),
)
"""That nobody has asked for silence, and the interview has not moved, ``since`` the message was looked at.

It stands in the very statement that records the step, so that nothing slips in between.
"""
HANDED_OVER_UNCHANGED = HANDED_OVER.where(IS_STILL_WANTED)
SETTLED = step_of_the_holder(Delivery.QUEUED, Delivery.DATA).values(
    delivery=bindparam("became"),
    sent_at=bindparam("at"),
    trouble=bindparam("why"),
    to_file=bindparam("files"),
    **FREE,
)
PUT_BACK = step_of_the_holder(Delivery.QUEUED, Delivery.DATA).values(
    delivery=Delivery.QUEUED, send_after=bindparam("at"), trouble=bindparam("why"), **FREE
)
DROPPED = step_of_the_holder(Delivery.QUEUED).values(
    delivery=bindparam("became"), trouble=bindparam("why"), **FREE
)
