"""Guesses at passwords: each try to sign in is counted for a while, by its address and by its network."""

from datetime import datetime, timedelta

from sqlalchemy import String, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from outreach.database import Base, UtcDateTime, db
from outreach.errors import OutreachError

TRIES_ALLOWED = 10
TRIES_WINDOW = timedelta(minutes=15)


class TooManyTries(OutreachError):
    """Somebody is guessing."""

    status = 429

    def __init__(self) -> None:
        super().__init__("There were too many tries to sign in. Wait a quarter of an hour, then try again.")


class SignInTry(Base):
    """One attempt to sign in, kept for a while to count guesses by address and by network."""

    __tablename__ = "sign_in_tries"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), index=True)
    network: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)

    @classmethod
    def refuse_guessing(cls, *, email: str, network: str, known_as: str = "", now: datetime) -> None:
        """Raise TooManyTries when this address or this network failed too often of late.

        ``known_as`` names a browser that signed in with this address before: of
        such a one only its own tries count, so that a stranger who guesses does
        not lock anybody out.
        """
        counted = {cls.network: known_as} if known_as else {cls.email: email[:254], cls.network: network[:64]}
        _one_at_a_time(*counted.values())
        for column, value in counted.items():
            tries = select(func.count()).where(column == value, cls.at > now - TRIES_WINDOW)
            if (db.session.scalar(tries) or 0) >= TRIES_ALLOWED:
                raise TooManyTries

    @classmethod
    def forget(cls, *, now: datetime) -> int:
        """Delete what is not counted any more; how many there were."""
        old = db.session.execute(delete(cls).where(cls.at <= now - TRIES_WINDOW))
        return int(old.rowcount)  # type: ignore[attr-defined]


TRIES_LOCK = 7302
"""Our own number space among PostgreSQL's advisory locks."""


def _one_at_a_time(*values: str) -> None:
    """Let tries that are counted together be counted one after the other until the transaction ends.

    SQLite's writing transaction sees to that already.
    """
    if db.session.get_bind().dialect.name == "postgresql":
        for place, value in enumerate(values):
            lock = func.pg_advisory_xact_lock(TRIES_LOCK + place, func.hashtext(value))
            db.session.execute(select(lock))
