"""What happened, with whom, when. Entries are written and read, never changed."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Integer, String, bindparam, func, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from outreach.accounts.models import Account, Owned
from outreach.contacts.models import Contact
from outreach.database import Base, UtcDateTime, db
from outreach.interviews.models import Interview
from outreach.journal.touching import UNDONE, Direction, direction, happened_at, taken_back

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class Entry(Owned, Base):
    """One line of the journal: a name such as ``booking.moved``, and a few particulars."""

    __tablename__ = "entries"
    __table_args__ = (Index("ix_entries_account_id_at", "account_id", "at"),)

    contact_id: Mapped[int | None] = mapped_column(ForeignKey(Contact.id, ondelete="CASCADE"), index=True)
    interview_id: Mapped[int | None] = mapped_column(ForeignKey(Interview.id, ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    particulars: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    @classmethod
    def about(cls, interview: Interview, *, limit: int = 200) -> "list[Entry]":
        """The interview's story, oldest first."""
        newest = db.session.scalars(NEWEST, {"interview": interview.id, "limit": limit})
        return list(reversed(newest.all()))

    @classmethod
    def last_of(cls, interview: Interview, family: str) -> "Entry | None":
        """The latest line about the interview whose name begins with this word and a dot."""
        found = select(cls).where(cls.interview_id == interview.id, cls.name.startswith(f"{family}."))
        return db.session.scalar(found.order_by(cls.id.desc()).limit(1))

    @classmethod
    def count_of(cls, interview: Interview, name: str) -> int:
        """How many lines of this name there are about the interview."""
        found = select(func.count()).where(cls.interview_id == interview.id, cls.name == name)
        return db.session.scalar(found) or 0

    @classmethod
    def has_any(cls, interview: Interview, *, after: datetime) -> bool:
        """Whether anything is told of the interview that was later than this."""
        found = select(cls.id).where(cls.interview_id == interview.id, cls.at > after)
        return db.session.scalar(found.limit(1)) is not None

    @classmethod
    def has_heard(cls, contact: Contact, *, after: datetime) -> bool:
        """Whether a sign of life, or any other message about the contact, is told of that was later than this."""
        found = select(cls.name, cls.particulars).where(cls.contact_id == contact.id, cls.at > after)
        lines = db.session.execute(found)
        return any(
            direction(name, told) is Direction.THEIRS or name.startswith("mail.") for name, told in lines
        )

    @classmethod
    def with_contact(cls, contact: Contact, *, limit: int = 100) -> "list[Entry]":
        """What happened with one contact, newest first."""
        return list(db.session.scalars(WITH_CONTACT, {"contact": contact.id, "limit": limit}))


LINE = insert(Entry.__table__)  # type: ignore[arg-type]
NEWEST = (
    select(Entry)
    .where(Entry.interview_id == bindparam("interview"))
    .order_by(Entry.at.desc(), Entry.id.desc())
    .limit(bindparam("limit", type_=Integer))
)
"""Put together once, as every page of an interview asks it."""

WITH_CONTACT = (
    select(Entry)
    .where(Entry.contact_id == bindparam("contact"))
    .order_by(Entry.at.desc(), Entry.id.desc())
    .limit(bindparam("limit", type_=Integer))
)


def note(name: str, about: Interview | Contact | Account, *, at: datetime, **particulars: Any) -> Entry:
    """Write one line about an interview, a contact or the account itself, with all else that is changed.

    ``happened_at`` among the particulars is told where something is written down later than it happened.
    """
    entry = Entry(**_line(name, about, at=at, **particulars))
    db.session.add(entry)
    _touch(about, name, entry.at, entry.particulars)
    return entry


def put_down(name: str, about: Interview, *, at: datetime, **particulars: Any) -> None:
    """The same as a plain row and at once, where nobody needs the line any more."""
    row = _line(name, about, at=at, **particulars)
    db.session.connection().execute(LINE, row)
    _touch(about, name, at, row["particulars"])


def _line(
    name: str, about: Interview | Contact | Account, *, at: datetime, **particulars: Any
) -> dict[str, Any]:
    happened_at = particulars.pop("happened_at", None)
    if happened_at is not None and happened_at < at:
        particulars["happened_at"] = happened_at.isoformat()
    interview = about if isinstance(about, Interview) else None
    contact_id = interview.contact_id if interview else about.id if isinstance(about, Contact) else None
    return {
        "account_id": about.id if isinstance(about, Account) else about.account_id,
        "contact_id": contact_id,
        "interview_id": interview.id if interview else None,
        "name": name,
        "at": at,
        "particulars": particulars,
    }


def _touch(
    about: Interview | Contact | Account, name: str, written_at: datetime, particulars: dict[str, Any]
) -> None:
    """Let the contact know when the two were last in touch, should this line tell of that."""
    contact = about.contact if isinstance(about, Interview) else about
    if isinstance(contact, Account):
        return
    if name in UNDONE:
        contact.in_touch_at = max((at for at, *_ in touches(contact)), default=None)
    elif direction(name, particulars) is not None:
        at = happened_at(written_at, particulars)
        contact.in_touch_at = max(at, contact.in_touch_at or at)


def touches(contact: Contact, *, since: datetime = LONG_AGO) -> list[tuple[datetime, str, dict[str, Any]]]:
    """The lines that tell of a touch with the contact, oldest first; without what turned out not to have been."""
    told = select(Entry.at, Entry.name, Entry.particulars).where(
        Entry.contact_id == contact.id, Entry.at > since
    )
    rows = [(at, name, told) for at, name, told in db.session.execute(told.order_by(Entry.at, Entry.id))]
    gone = taken_back([(name, told) for _, name, told in rows])
    return [
        (happened_at(at, told), name, told)
        for place, (at, name, told) in enumerate(rows)
        if place not in gone and direction(name, told) is not None
    ]
