"""Words of one's own by which people are told apart: “hydrology”, “met at the fair”."""

from collections.abc import Collection, Sequence
from typing import NamedTuple, Self

from sqlalchemy import ForeignKey, String, UniqueConstraint, bindparam, delete, func, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from outreach.accounts.models import Account, Owned
from outreach.contacts.models import Contact
from outreach.database import Base, db, locked, rows_of, saved
from outreach.errors import OutreachError

MOST = 60
LONGEST = 40


class TooManyTags(OutreachError):
    """With ever more of them, none helps to find anybody."""

    def __init__(self) -> None:
        super().__init__(f"You have {MOST} tags, which is as many as help. Use one of those, or remove one.")


class NoTag(OutreachError):
    """A tag is a word or two."""

    def __init__(self) -> None:
        super().__init__(f"Please type the tag: a word or two, at most {LONGEST} characters.")


class Named(NamedTuple):
    """A tag as a list shows it."""

    id: int
    name: str


class Tag(Owned, Base):
    """One such word. Capitals make no difference."""

    __tablename__ = "tags"
    __table_args__ = (UniqueConstraint("account_id", "key"),)

    name: Mapped[str] = mapped_column(String(LONGEST))
    key: Mapped[str] = mapped_column(String(LONGEST))

    @classmethod
    def all_of(cls, account: Account) -> list[Named]:
        """The account's tags, by name."""
        return list(map(Named._make, rows_of(ALL, {"account": account.id})))

    @classmethod
    def named(cls, name: str, *, of: Account) -> Self:
        """The account's tag of this name, made if it is new. Raises NoTag, TooManyTags.

        One at a time: a button pressed twice makes one tag, and puts it on once.
        """
        name = " ".join(name.replace(",", " ").split())
        if not 0 < len(name) <= LONGEST:
            raise NoTag
        key = name.casefold()[:LONGEST]
        locked(of)
        found = db.session.scalar(select(cls).where(cls.account_id == of.id, cls.key == key))
        if found is None:
            count = db.session.scalar(select(func.count()).where(cls.account_id == of.id)) or 0
            if count >= MOST:
                raise TooManyTags
            found = saved(cls(account_id=of.id, name=name, key=key))
        return found

    @classmethod
    def numbered(cls, number: int, *, of: Account) -> Self | None:
        """The account's tag of this number, if it is still there."""
        return db.session.scalar(select(cls).where(cls.account_id == of.id, cls.id == number))

    @classmethod
    def beside(cls, contact: Contact) -> "list[tuple[Tag, bool]]":
        """Every tag of the account, by name, with whether this contact bears it: in one statement."""
        rows = db.session.execute(BESIDE, {"contact": contact.id, "account": contact.account_id})
        return [(tag, bool(has)) for tag, has in rows]

    @classmethod
    def by_contact(cls, numbers: Sequence[int]) -> dict[int, list[str]]:
        """The names of the tags of these contacts, each by the contact's number."""
        found: dict[int, list[str]] = {}
        for number, name in rows_of(BY_CONTACT, {"numbers": numbers}) if numbers else ():
            found.setdefault(number, []).append(name)
        return found


class Tagging(Owned, Base):
    """That a contact bears a tag."""

    __tablename__ = "taggings"
    __table_args__ = (UniqueConstraint("contact_id", "tag_id"),)

    contact_id: Mapped[int] = mapped_column(ForeignKey(Contact.id, ondelete="CASCADE"))
    tag_id: Mapped[int] = mapped_column(ForeignKey(Tag.id, ondelete="CASCADE"), index=True)

    @classmethod
    def put(cls, tag: Tag, contacts: Collection[int]) -> list[int]:
        """Give these contacts of the tag's account the tag. Answers who did not bear it before."""
        has = select(cls.contact_id).where(cls.tag_id == tag.id)
        fresh = list(
            db.session.scalars(
                select(Contact.id).where(
                    Contact.account_id == tag.account_id, Contact.id.in_(contacts), Contact.id.not_in(has)
                )
            )
        )
        if fresh:
            rows = [{"account_id": tag.account_id, "contact_id": n, "tag_id": tag.id} for n in fresh]
            db.session.execute(insert(cls), rows)
        return fresh

    @classmethod
    def take(cls, tag: Tag, contacts: Collection[int]) -> None:
        """Take the tag from these contacts; the last one takes the tag itself along."""
        own = cls.tag_id == tag.id
        db.session.execute(delete(cls).where(own, cls.contact_id.in_(contacts)))
        if db.session.scalar(select(cls.id).where(own).limit(1)) is None:
            db.session.delete(tag)


# Put together once, as the board and the table ask them.
ALL = select(Tag.id, Tag.name).where(Tag.account_id == bindparam("account")).order_by(Tag.key)
BY_CONTACT = (
    select(Tagging.contact_id, Tag.name)
    .join(Tag, Tag.id == Tagging.tag_id)
    .where(Tagging.contact_id.in_(bindparam("numbers", expanding=True)))
    .order_by(Tag.key)
)
BESIDE = (
    select(Tag, Tagging.id.is_not(None))
    .outerjoin(Tagging, (Tagging.tag_id == Tag.id) & (Tagging.contact_id == bindparam("contact")))
    .where(Tag.account_id == bindparam("account"))
    .order_by(Tag.key)
)
