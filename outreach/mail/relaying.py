"""One step of two messages that leave together: this one is about to be handed over, the one before it was taken.

Both stand in one statement, which is a transaction of its own: one look-up of
both rows, one journey to the database, and one wait for the disk for each
message. Nothing is recorded earlier or later than by the two steps of
``steps``: at most one message of a worker is in the stage ``data``.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self, cast

from sqlalchemy import Connection, LargeBinary, Table, bindparam, case, null, or_, update

from outreach.database import db, is_one_of
from outreach.mail import steps
from outreach.mail.models import Delivery, OutgoingMessage
from outreach.mail.steps import IS_STILL_WANTED


@dataclass(frozen=True, slots=True)
class Taken:
    """What a server has taken and is not yet marked as sent. ``files`` asks for a copy in the Sent folder."""

    number: int
    at: datetime
    files: bool


NOTHING = 0


class Relay:
    """A connection of its own for these steps, opened when it is first used."""

    def __init__(self) -> None:
        self._connection: Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._connection is not None:
            self._connection.close()

    def pass_on(
        self,
        number: int,
        raw: bytes,
        *,
        via: str,
        owner: str,
        now: datetime,
        unchanged_since: datetime,
        after: Taken | None,
    ) -> Collection[int]:
        """Record both for good, and say which of the two this worker still held.

        This message is left as it was if anything has happened since ``unchanged_since``.
        """
        values: dict[str, Any] = {
            "number": number,
            "raw": raw,
            "via": via,
            "owner": owner,
            "handed": now,
            "until": now + steps.LEASE,
            "since": unchanged_since,
            "before": after.number if after else NOTHING,
            "taken": after.at if after else now,
            "files": after is not None and after.files,
        }
        connection = self._open()
        with connection.begin():
            return list(connection.execute(PASSED_ON, values).scalars())

    def _open(self) -> Connection:
        if self._connection is None:
            connection = self._connection = db.engine.connect()
            if connection.dialect.name == "postgresql":
                # A statement alone is a transaction there: to say so would be two more journeys.
                connection.execution_options(isolation_level="AUTOCOMMIT")
        return self._connection


_TABLE = cast(Table, OutgoingMessage.__table__)
_ROW = _TABLE.c
_IS_NEXT = _ROW.id == bindparam("number")


def _either(name: str, now: Any, before: Any) -> Any:
    """The value of a column for the message at hand, and for the one before it."""
    kind = _ROW[name].type
    sides = [bindparam(side, type_=kind) if isinstance(side, str) else side for side in (now, before)]
    return case((_IS_NEXT, sides[0]), else_=sides[1])


PASSED_ON = (
    update(_TABLE)
    .where(
        _ROW.id.in_([bindparam("number"), bindparam("before")]),
        _ROW.lease_owner == bindparam("owner"),
        or_(
            ~_IS_NEXT & is_one_of(_ROW.delivery, [Delivery.QUEUED, Delivery.DATA]),
            _IS_NEXT & is_one_of(_ROW.delivery, [Delivery.QUEUED]) & IS_STILL_WANTED,
        ),
    )
    .values(
        delivery=_either("delivery", bindparam(None, Delivery.DATA), bindparam(None, Delivery.SENT)),
        raw=case((_IS_NEXT, bindparam("raw", type_=LargeBinary)), else_=_ROW.raw),
        via=_either("via", "via", _ROW.via),
        handed_at=_either("handed_at", "handed", _ROW.handed_at),
        sent_at=_either("sent_at", null(), "taken"),
        to_file=_either("to_file", _ROW.to_file, "files"),
        trouble=_either("trouble", _ROW.trouble, bindparam(None, "")),
        lease_owner=_either("lease_owner", _ROW.lease_owner, bindparam(None, "")),
        lease_until=_either("lease_until", "until", null()),
    )
    .returning(_ROW.id)
)
