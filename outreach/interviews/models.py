"""One ask of one contact, from the idea to the thanks."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple, Self

from sqlalchemy import ForeignKey, Index, Select, String, Text, func, literal, select, tuple_
from sqlalchemy.orm import (
    Mapped,
    joinedload,
    mapped_column,
    relationship,
)

from outreach.accounts.models import Account, Owned
from outreach.contacts.models import Contact, Organization, Referral
from outreach.database import Base, UtcDateTime, db, words
from outreach.interviews.kinds import Format, Purpose, Relationship
from outreach.interviews.stages import Stage

SHORTEST, LONGEST = 10, 60
"""The minutes one may ask a stranger for, at least and at most."""


class Listed(NamedTuple):
    """One line of the list of people: a contact, and their latest interview if there is one."""

    contact_id: int
    name: str
    title: str
    organization: str | None
    interview_id: int | None
    stage: Stage | None


class Interview(Owned, Base):
    """One informational interview: why, what ties the two, how long, how, and how far it has come."""

    __tablename__ = "interviews"
    __table_args__ = (Index("ix_interviews_account_id_stage_at", "account_id", "stage", "stage_at"),)

    contact_id: Mapped[int] = mapped_column(ForeignKey(Contact.id, ondelete="CASCADE"), index=True)
    purpose: Mapped[Purpose] = mapped_column(words(Purpose))
    relationship_kind: Mapped[Relationship] = mapped_column("relationship", words(Relationship))
    minutes: Mapped[int]
    format: Mapped[Format] = mapped_column(words(Format))
    connection: Mapped[str] = mapped_column(Text, default="")
    """What ties the two, as a phrase: a school, an event, the title of an article."""
    narrow: Mapped[str] = mapped_column(String(200), default="")
    """The specialism one is curious about."""
    broad: Mapped[str] = mapped_column(String(200), default="")
    """The wider field around it."""
    stage: Mapped[Stage] = mapped_column(words(Stage), default=Stage.FOUND)
    stage_at: Mapped[datetime] = mapped_column(UtcDateTime)
    later_on: Mapped[date | None]
    """When they asked to be written to again."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    contact: Mapped[Contact] = relationship(lazy="joined", innerjoin=True)

    @classmethod
    def belonging(cls, numbers: Select[Any]) -> list[Self]:
        """Those with the numbers that another query finds, with their contacts."""
        return list(db.session.scalars(select(cls).where(cls.id.in_(numbers))))

    @classmethod
    def find_whole(cls, number: int, *, of: Account) -> Self:
        """The interview with its contact and who introduced them, in one query. Raises NotFound."""
        return cls.find(
            number,
            of=of,
            options=(joinedload(cls.contact).joinedload(Contact.referral).joinedload(Referral.introducer),),
        )

    @classmethod
    def with_contact(cls, contact: Contact) -> "list[Interview]":
        return list(
            db.session.scalars(select(cls).where(cls.contact_id == contact.id).order_by(cls.id.desc()))
        )

    @classmethod
    def still_to_ask(cls, introducer: Contact) -> "list[Interview]":
        """The asks, not sent yet, of people that this contact led to, by name."""
        found = (
            select(cls)
            .join(cls.contact)
            .join(Referral, Referral.contact_id == Contact.id)
            .where(Referral.introducer_id == introducer.id, cls.stage.in_([Stage.FOUND, Stage.DRAFTED]))
        )
        return list(db.session.scalars(found.order_by(Contact.name)))

    @classmethod
    def recent(cls, account: Account, *, limit: int = 40) -> list[Self]:
        """The account's latest interviews, newest first."""
        found = select(cls).where(cls.account_id == account.id).order_by(cls.id.desc())
        return list(db.session.scalars(found.limit(limit)))

    @classmethod
    def pipeline(
        cls, account: Account, *, wanted: str = "", after: tuple[str, int] = ("", 0), limit: int
    ) -> list[Listed]:
        """What a list shows of the account's contacts, by name, each with their latest interview: one query.

        ``wanted`` finds a part of a name or of a place of work; ``after`` is the
        name and the number that the page before ended with.
        """
        latest = (
            select(func.max(cls.id)).where(cls.contact_id == Contact.id).correlate(Contact).scalar_subquery()
        )
        found = (
            # Columns and no rows: half of what the list costs would be making objects of them.
            select(Contact.id, Contact.name, Contact.title, Organization.name, cls.id, cls.stage)
            .select_from(Contact)
            .outerjoin(cls, cls.id == latest)
            .outerjoin(Contact.organization)
            .where(Contact.account_id == account.id)
        )
        if wanted:
            found = found.where(
                Contact.name.icontains(wanted, autoescape=True)
                | Organization.name.icontains(wanted, autoescape=True)
            )
        place = func.lower(Contact.name), Contact.id
        if after[0]:
            name, number = after
            found = found.where(tuple_(*place) > tuple_(func.lower(name), literal(number)))
        return [Listed(*row) for row in db.session.execute(found.order_by(*place).limit(limit))]

    @classmethod
    def at_stages(cls, account: Account, stages: Sequence[Stage], *, limit: int) -> list[Self]:
        """The account's interviews at these stages, the one that waited longest first."""
        found = select(cls).where(cls.account_id == account.id, cls.stage.in_(stages))
        return list(db.session.scalars(found.order_by(cls.stage_at).limit(limit)))

    def reach(self, stage: Stage, *, now: datetime) -> bool:
        """Move on to ``stage``; never back. True if that changed anything."""
        if not stage.follows(self.stage):
            return False
        self.stage = stage
        self.stage_at = now
        return True

    def fall_back(self, stage: Stage, *, now: datetime) -> None:
        """Return to an earlier stage, because what had been reached was undone."""
        self.stage = stage
        self.stage_at = now
