"""One ask of one contact, from the idea to the thanks."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple, Self
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ForeignKey,
    Index,
    Integer,
    Select,
    String,
    Text,
    bindparam,
    exists,
    func,
    select,
    tuple_,
)
from sqlalchemy.orm import (
    Mapped,
    joinedload,
    mapped_column,
    relationship,
)

from outreach.accounts.models import Account, Owned
from outreach.contacts.kinds import Advocacy
from outreach.contacts.models import ESCAPE, Contact, Organization, Referral, key_of, literally
from outreach.database import Base, UtcDateTime, db, is_one_of, rows_of, words
from outreach.interviews.kinds import Format, Purpose, Relationship
from outreach.interviews.stages import Milestone, Stage

HEARTENING = frozenset({Stage.ANSWERED, Stage.BOOKED, Stage.MET, Stage.THANKED})
"""Where somebody has shown good will."""
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
    has_led: bool
    """Whether they led to somebody, whatever else there is."""


class Interview(Owned, Base):
    """One informational interview: why, what ties the two, how long, how, and how far it has come."""

    __tablename__ = "interviews"
    __table_args__ = (
        Index("ix_interviews_account_id_stage_at", "account_id", "stage", "stage_at"),
        Index("ix_interviews_since", "account_id", "stage_at"),
        Index("ix_interviews_asked", "account_id", "asked_at"),
    )

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
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the first letter of the latest ask left."""
    heard_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the contact was first heard from since."""
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    booked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    met_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    thanked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When each milestone was first reached, by the names of ``Milestone``: so that rates are one statement."""
    asked_weekday: Mapped[int | None]
    """The day of the week on which they were asked, on their own calendar; Monday is 0."""
    asked_with: Mapped[str] = mapped_column(String(80), default="")
    """The person’s own template that the first letter began from."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    contact: Mapped[Contact] = relationship(lazy="joined", innerjoin=True)

    @property
    def is_for_thanks(self) -> bool:
        """Whether nobody was ever asked by it: it was only opened so that a letter of thanks can hang from it."""
        return self.stage is Stage.REDIRECTED and self.asked_at is None and self.answered_at is None

    @classmethod
    def belonging(cls, numbers: Select[Any]) -> list[Self]:
        """Those with the numbers that another query finds, with their contacts and whether somebody led to them."""
        found = select(cls).where(cls.id.in_(numbers))
        return list(db.session.scalars(found.options(joinedload(cls.contact).joinedload(Contact.referral))))

    @classmethod
    def find_whole(cls, number: int, *, of: Account) -> Self:
        """The interview with its contact and who introduced them, in one query. Raises NotFound."""
        return cls.find(number, of=of, by=WHOLE)

    @classmethod
    def with_contact(cls, contact: Contact) -> "list[Interview]":
        """The interviews with one contact, newest first."""
        return list(db.session.scalars(WITH_CONTACT, {"contact": contact.id}))

    @classmethod
    def has_heartened(cls, place: Organization, *, besides: "Interview") -> bool:
        """Whether another ask than this one has met with good will at a place."""
        found = select(cls.id).join(cls.contact).where(Contact.organization_id == place.id)
        found = found.where(cls.id != besides.id, cls.stage.in_(HEARTENING))
        return db.session.scalar(found.limit(1)) is not None

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
    def recent(cls, account: Account, *, limit: int = 40) -> list[tuple[int, str]]:
        """The number and the contact's name of the account's latest interviews, newest first."""
        found = rows_of(RECENT, {"account": account.id, "limit": limit})
        return [(number, name) for number, name in found]

    @classmethod
    def pipeline(
        cls, account: Account, *, wanted: str = "", after: tuple[str, int] = ("", 0), limit: int
    ) -> list[Listed]:
        """What a list shows of the account's contacts, by name, each with their latest interview: one query.

        ``wanted`` finds a part of a name or of a place of work; ``after`` is the
        name and the number that the page before ended with.
        """
        sought = {"account": account.id, "limit": limit, "wanted": literally(key_of(wanted))}
        name, number = after
        found = _listed(is_narrowed=bool(wanted), is_further=bool(name))
        rows = rows_of(found, sought | {"name": key_of(name), "number": number})
        return list(map(Listed._make, rows))

    @classmethod
    def numbered(cls, numbers: Collection[int], *, of: Account) -> list[Self]:
        """Those of the account's interviews that have these numbers, by the contact's name."""
        if not numbers:
            return []
        found = select(cls).join(cls.contact).where(cls.account_id == of.id, cls.id.in_(numbers))
        return list(db.session.scalars(found.order_by(Contact.name, cls.id)))

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
        for milestone in stage.proves:
            if getattr(self, milestone.column) is None:
                setattr(self, milestone.column, now)
        self._learn(now)
        return True

    def _learn(self, now: datetime) -> None:
        """What being asked and being answered tell beyond the stage."""
        if self.stage is Stage.ASKED and self.asked_at == now:
            self._count_day(now)
        place = self.contact.organization
        if place is not None and self.stage in HEARTENING and place.advocacy < Advocacy.ANSWERS:
            place.advocacy = Advocacy.ANSWERS

    def ask(self, *, now: datetime) -> None:
        """The first letter left; from now on their answer is waited for.

        Where they are asked anew, what came of the ask before does not count for this one.
        """
        self.asked_at, self.heard_at = now, None
        self._count_day(now)
        if self.stage is Stage.ASKED:
            for milestone in Milestone:
                reached_at = getattr(self, milestone.column)
                if reached_at is not None and reached_at < now:
                    setattr(self, milestone.column, None)

    def _count_day(self, asked_at: datetime) -> None:
        self.asked_weekday = asked_at.astimezone(ZoneInfo(self.contact.timezone)).weekday()

    def hear(self, *, at: datetime) -> None:
        """They gave a sign of life; the first one since they were asked is the one that tells."""
        if self.asked_at is not None and self.heard_at is None:
            self.heard_at = max(at, self.asked_at)

    def fall_back(self, stage: Stage, *, now: datetime) -> None:
        """Return to an earlier stage, because what had been reached was undone."""
        self.stage = stage
        self.stage_at = now
        kept = () if stage in {Stage.FOUND, Stage.DRAFTED} else (Milestone.ASKED, *stage.proves)
        for milestone in Milestone:
            if milestone not in kept:
                setattr(self, milestone.column, None)
        if self.asked_at is None:
            self.heard_at = None


IS_FOR_THANKS = (
    is_one_of(Interview.stage, [Stage.REDIRECTED])
    & Interview.asked_at.is_(None)
    & Interview.answered_at.is_(None)
)
"""``Interview.is_for_thanks`` in a statement."""

WHOLE = (
    select(Interview)
    .where(Interview.id == bindparam("number"), Interview.account_id == bindparam("account"))
    .options(
        joinedload(Interview.contact).joinedload(Contact.referral).joinedload(Referral.introducer),
    )
)
"""Put together once, as every page of an interview asks it."""

RECENT = (
    select(Interview.id, Contact.name)
    .join(Contact, Contact.id == Interview.contact_id)
    .where(Interview.account_id == bindparam("account"))
    .order_by(Interview.id.desc())
    .limit(bindparam("limit"))
)
WITH_CONTACT = (
    select(Interview).where(Interview.contact_id == bindparam("contact")).order_by(Interview.id.desc())
)


@cache
def _listed(*, is_narrowed: bool, is_further: bool) -> Any:
    """The statement for a page of the list of people, put together once for each way to ask for it.

    The page is chosen among the names alone; only whoever stands on it is looked up further.
    """
    chosen = select(Contact.id, Contact.key).where(Contact.account_id == bindparam("account"))
    if is_narrowed:
        part = bindparam("wanted", type_=String())
        places = select(Organization.id).where(
            Organization.account_id == bindparam("account"),
            func.lower(Organization.name).contains(part, escape=ESCAPE),
        )
        chosen = chosen.where(Contact.key.contains(part, escape=ESCAPE) | Contact.organization_id.in_(places))
    if is_further:
        here = tuple_(bindparam("name", type_=String()), bindparam("number", type_=Integer()))
        chosen = chosen.where(tuple_(Contact.key, Contact.id) > here)
    page = chosen.order_by(Contact.key, Contact.id).limit(bindparam("limit", type_=Integer())).subquery()
    latest = select(func.max(Interview.id)).where(Interview.contact_id == Contact.id).correlate(Contact)
    return (
        select(Contact.id, Contact.name, Contact.title, Organization.name, Interview.id, Interview.stage)
        .add_columns(exists().where(Referral.introducer_id == Contact.id).label("has_led"))
        .select_from(page)
        .join(Contact, Contact.id == page.c.id)
        .outerjoin(Interview, Interview.id == latest.scalar_subquery())
        .outerjoin(Organization, Organization.id == Contact.organization_id)
        .order_by(page.c.key, page.c.id)
    )
