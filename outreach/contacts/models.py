"""The people who are asked, where they work, and who led to whom."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Self

from sqlalchemy import (
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    bindparam,
    exists,
    false,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, validates

from outreach.accounts.models import Account, Owned
from outreach.contacts.alphabet import place_of
from outreach.contacts.kinds import Advocacy, Formality, Label, Level, Posting, Tier
from outreach.database import Base, Grade, UtcDateTime, db, rows_of, saved, words
from outreach.errors import OutreachError

TITLES = frozenset(["dr", "prof", "professor", "mr", "mrs", "ms", "miss", "mx", "rev", "sir", "dame", "ing"])


LONGEST_NAME, LONGEST_PLACE = 120, 200
ESCAPE = "/"


def key_of(name: str) -> str:
    """A name as it is sorted and searched for: capitals make no difference."""
    return name.lower()[:LONGEST_NAME]


def _key_of_row(context: Any) -> str:
    """The same, for rows that are written without an object."""
    return key_of(context.get_current_parameters()["name"])


def _place_of_row(context: Any) -> str:
    return place_of(context.get_current_parameters()["name"], longest=LONGEST_PLACE)


def literally(part: str) -> str:
    """A part of a name as LIKE is to read it: what it would take for any letter stands for itself."""
    for sign in (ESCAPE, "%", "_"):
        part = part.replace(sign, ESCAPE + sign)
    return part


def first_name_of(name: str, called: str = "") -> str:
    """What somebody is called: as it was told, else the first word of the name that is no title, else the name."""
    return called or next((word for word in name.split() if word.rstrip(".").casefold() not in TITLES), name)


class DuplicateContact(OutreachError):
    """The person is there already."""

    status = 409

    def __init__(self, contact: "Contact") -> None:
        self.contact = contact
        super().__init__(
            f"{contact.name} is already among your people, with this address or this name. Open their page; or, if "
            "this is somebody else, write the address, the name or the place of work by which you tell them apart."
        )


class Organization(Owned, Base):
    """Where contacts work."""

    __tablename__ = "organizations"
    __table_args__ = (
        UniqueConstraint("account_id", "key"),
        Index("ix_organizations_target", "account_id", "motivation", "posting", "advocacy"),
        Index("ix_organizations_place", "account_id", "place", "id"),
    )

    name: Mapped[str] = mapped_column(String(LONGEST_PLACE))
    key: Mapped[str] = mapped_column(String(LONGEST_PLACE))
    """The name in small letters, by which it is recognised."""
    place: Mapped[str] = mapped_column(String(LONGEST_PLACE), default=_place_of_row, server_default="")
    """What it is sorted by."""
    advocacy: Mapped[Advocacy] = mapped_column(Grade(Advocacy), default=Advocacy.NOBODY)
    motivation: Mapped[int] = mapped_column(default=0)
    """How much one would like to work there, from 1 to 5; 0 while it was not said."""
    posting: Mapped[Posting] = mapped_column(Grade(Posting), default=Posting.UNKNOWN)

    @classmethod
    def named(cls, name: str, *, of: Account) -> Self | None:
        """The account's organization of this name, made if it is new; None for an empty name."""
        if not name:
            return None
        key = name.casefold()[:200]
        found = db.session.scalar(select(cls).where(cls.account_id == of.id, cls.key == key))
        return found or saved(cls(account_id=of.id, name=name, key=key))

    @classmethod
    def keys_among(cls, keys: Collection[str], *, of: Account) -> set[str]:
        """Which of these the account has."""
        return set(db.session.scalars(select(cls.key).where(cls.account_id == of.id, cls.key.in_(keys))))

    @property
    def has_people(self) -> bool:
        """Whether any contact works there."""
        there = select(Contact.id).where(Contact.organization_id == self.id)
        return db.session.scalar(there.limit(1)) is not None


class Contact(Owned, Base):
    """The person asked."""

    __tablename__ = "contacts"
    __table_args__ = (
        UniqueConstraint("account_id", "email"),
        Index("ix_contacts_account_id_label", "account_id", "label"),
        Index("ix_contacts_key", "account_id", "key", "id", "organization_id"),
    )

    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    key: Mapped[str] = mapped_column(String(LONGEST_NAME), default=_key_of_row, server_default="")
    """The name in small letters, by which people stand in order and are searched for."""
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str] = mapped_column(String(40), default="")
    title: Mapped[str] = mapped_column(String(160), default="")
    level: Mapped[Level] = mapped_column(words(Level), default=Level.UNKNOWN)
    organization_id: Mapped[int | None] = mapped_column(
        ForeignKey(Organization.id, ondelete="SET NULL"), index=True
    )
    timezone: Mapped[str] = mapped_column(String(64))
    called: Mapped[str] = mapped_column(String(60), default="", server_default="")
    """What they are called, where that is not the word that their name begins with."""
    timezone_assumed: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether nobody has said that it is theirs: they were only named, and have it from whoever named them."""
    formality: Mapped[Formality] = mapped_column(words(Formality), default=Formality.FORMAL)
    why_them: Mapped[str] = mapped_column(Text, default="")
    found_where: Mapped[str] = mapped_column(String(300), default="")
    country: Mapped[str] = mapped_column(String(2), default="")
    """ISO 3166, where the zone does not tell it; their public holidays are read by it."""
    tier: Mapped[Tier] = mapped_column(words(Tier), default=Tier.GOOD)
    """How closely to keep in touch."""
    label: Mapped[Label | None] = mapped_column(words(Label))
    """How they answer, learned from what happened; nothing while too little did."""
    unpaused_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Since when they are written to although somebody helps at the same place already."""
    left_alone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Since when nothing is sent to them, because they asked for that."""
    in_touch_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the two were last in touch as far as the journal knows; a talk since then is told by its booking."""
    is_sample: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    organization: Mapped[Organization | None] = relationship(lazy="joined")
    referral: Mapped["Referral | None"] = relationship(
        foreign_keys="Referral.contact_id",
        back_populates="contact",
        uselist=False,
        cascade="all, delete-orphan",
        passive_deletes=True,
    )

    @validates("name")
    def _keep_key(self, _column: str, name: str) -> str:
        self.key = key_of(name)
        return name

    @property
    def organization_name(self) -> str:
        return self.organization.name if self.organization else ""

    @property
    def first_name(self) -> str:
        return first_name_of(self.name, self.called)

    def call(self, called: str) -> None:
        """Keep what they are called; nothing where their name says it, so that it goes with the name."""
        self.called = "" if called == first_name_of(self.name) else called

    def refuse_duplicate(self) -> None:
        """Raise DuplicateContact if the account has this address, or this name and nothing tells the two apart.

        Two of one name are told apart by where they work, or by their addresses where that is not known of both.
        """
        address = func.lower(Contact.email)
        same_place = Contact.organization_id == self.organization_id if self.organization_id else false()
        no_place = true() if self.organization_id is None else Contact.organization_id.is_(None)
        no_address = or_(Contact.email.is_(None), true() if self.email is None else address == self.email)
        same_name = (Contact.key == self.key) & or_(same_place, no_place & no_address)
        same = or_(address == self.email, same_name) if self.email else same_name
        with db.session.no_autoflush:
            found = db.session.scalar(
                select(Contact)
                .where(Contact.account_id == self.account_id, Contact.id != (self.id or 0), same)
                .limit(1)
            )
        if found is not None:
            raise DuplicateContact(found)

    @classmethod
    def find_whole(cls, number: int, *, of: Account) -> Self:
        """The contact and who led to them, in one query. Raises NotFound."""
        return cls.find(number, of=of, by=WHOLE)

    def led_to(self) -> list["Contact"]:
        """The contacts that this one pointed to, by name."""
        return list(db.session.scalars(LED_TO, {"introducer": self.id}))

    @classmethod
    def has_any(cls, account: Account) -> tuple[bool, bool]:
        """Whether the account has people, and whether some of them are sample people; in one statement."""
        [(people, samples)] = rows_of(HAS_ANY, {"account": account.id})
        return bool(people), bool(samples)

    @classmethod
    def has_samples(cls, account: Account) -> bool:
        """Whether the account is looking around with sample people."""
        sample = select(cls.id).where(cls.account_id == account.id, cls.is_sample)
        return db.session.scalar(sample.limit(1)) is not None

    @classmethod
    def has_address(cls, address: str, *, account_id: int) -> bool:
        """Whether one of the account's contacts has this address already."""
        same = select(cls.id).where(cls.account_id == account_id, func.lower(cls.email) == address.lower())
        return db.session.scalar(same.limit(1)) is not None

    @classmethod
    def named(cls, name: str, *, of: Account) -> Self | None:
        """The account's contact of exactly this name, capitals aside; the first one if there are two."""
        same = select(cls).where(cls.account_id == of.id, cls.key == key_of(name))
        return db.session.scalar(same.order_by(cls.id).limit(1))

    @classmethod
    def numbered(cls, numbers: Collection[int], *, of: Account) -> list[Self]:
        """Those of the account's contacts that have these numbers, by name."""
        found = select(cls).where(cls.account_id == of.id, cls.id.in_(numbers))
        return list(db.session.scalars(found.order_by(cls.name, cls.id))) if numbers else []

    @classmethod
    def named_or_new(cls, name: str, *, of: Account, now: datetime) -> Self:
        """The account's contact of this name, added with nothing but the name if there is none."""
        return cls.named(name, of=of) or saved(
            cls(account_id=of.id, name=name, timezone=of.timezone, timezone_assumed=True, created_at=now)
        )

    @classmethod
    def named_by(cls, introducer: "Contact", name: str, *, of: Account, now: datetime) -> Self:
        """The person that a contact named: if new, presumably at the same place; who named them is remembered."""
        person = cls.named_or_new(name, of=of, now=now)
        if person.created_at == now:
            person.organization_id, person.timezone = introducer.organization_id, introducer.timezone
        if person.referral is None:
            person.credit(introducer, now=now)
        return person

    def credit(self, introducer: "Contact", *, may_use_name: bool = False, now: datetime) -> None:
        """Remember who led to this contact, and whether they may be named."""
        if introducer.id == self.id:
            return
        if self.referral is None:
            self.referral = Referral(account_id=self.account_id, contact_id=self.id, made_at=now)
        self.referral.introducer = introducer
        self.referral.permit(may_use_name, now=now)
        db.session.flush()

    @classmethod
    def names_like(cls, part: str, *, of: Account, limit: int = 10) -> list[str]:
        """Names of the account's contacts that hold ``part``: to choose an introducer from."""
        found = select(cls.name).where(
            cls.account_id == of.id, cls.key.contains(key_of(part), autoescape=True)
        )
        return list(db.session.scalars(found.order_by(cls.key).limit(limit)))


class Referral(Owned, Base):
    """Who pointed us to whom, and whether we may say so."""

    __tablename__ = "referrals"

    contact_id: Mapped[int] = mapped_column(ForeignKey(Contact.id, ondelete="CASCADE"), unique=True)
    introducer_id: Mapped[int] = mapped_column(ForeignKey(Contact.id, ondelete="CASCADE"), index=True)
    may_use_name: Mapped[bool] = mapped_column(default=False)
    permitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Since when the introducer may be named, as they said."""
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)

    contact: Mapped[Contact] = relationship(foreign_keys=contact_id, back_populates="referral")
    introducer: Mapped[Contact] = relationship(foreign_keys=introducer_id)

    def permit(self, may_use_name: bool, *, now: datetime) -> None:
        """Keep whether the introducer may be named, with the moment at which that was said first."""
        self.permitted_at = (self.permitted_at or now) if may_use_name else None
        self.may_use_name = may_use_name


OWN = exists().where(Contact.account_id == bindparam("account"))
HAS_ANY = select(OWN, OWN.where(Contact.is_sample))
"""Put together once, as every look at Today asks it."""

WHOLE = (
    select(Contact)
    .where(Contact.id == bindparam("number"), Contact.account_id == bindparam("account"))
    .options(joinedload(Contact.referral))
)
LED_TO = (
    select(Contact)
    .join(Referral, Referral.contact_id == Contact.id)
    .where(Referral.introducer_id == bindparam("introducer"))
    .order_by(Contact.name)
)
