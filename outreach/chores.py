"""When each piece of recurring work was last done, so that its silence is noticed."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import String, bindparam, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from outreach.database import Base, UtcDateTime, db

RECENTLY = timedelta(minutes=10)


class ChoreRun(Base):
    """The last run of one chore by any worker; one row for each name."""

    __tablename__ = "chore_runs"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    ran_at: Mapped[datetime] = mapped_column(UtcDateTime)
    did: Mapped[int] = mapped_column(default=0)
    """How much it did then."""
    did_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it last had anything to do."""

    @classmethod
    def last(cls, name: str) -> "ChoreRun | None":
        return db.session.scalar(LAST, {"name": name})

    def is_recent(self, *, now: datetime) -> bool:
        """Whether somebody looked after it within the last minutes, as a running worker does."""
        return now - self.ran_at < RECENTLY

    @classmethod
    def note(cls, name: str, *, did: int, at: datetime) -> None:
        """Write down that a chore was done, and how much there was to do."""
        told: dict[str, Any] = {"ran_at": at, "did": did} | ({"did_at": at} if did else {})
        known = update(cls).where(cls.name == name).values(**told)
        if db.session.execute(known).rowcount:  # type: ignore[attr-defined]
            return
        try:
            with db.session.begin_nested():
                db.session.add(cls(name=name, **told))
        except IntegrityError:  # another worker looked for the first time just now
            db.session.execute(known)


LAST = select(ChoreRun).where(ChoreRun.name == bindparam("name"))
