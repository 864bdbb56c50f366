"""A person's own templates."""

from datetime import datetime
from typing import Self

from sqlalchemy import String, Text, bindparam, func, select
from sqlalchemy.orm import Mapped, mapped_column

from outreach.accounts.models import Account, Owned
from outreach.database import Base, UtcDateTime, db, saved, words
from outreach.errors import OutreachError
from outreach.letters.facts import Facts
from outreach.letters.filling import Filled, fill, refuse_unknown_places
from outreach.letters.kinds import LetterKind

MOST = 200
LONGEST_NAME, LONGEST_SUBJECT, LONGEST_BODY = 80, 200, 20_000


class TooManyTemplates(OutreachError):
    """There is no end to what could be kept, so there has to be one."""

    def __init__(self) -> None:
        super().__init__(f"You have {MOST} templates, which is as many as fit. Delete one you no longer use.")


class TooLong(OutreachError):
    """A template has more words than any letter."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"“{name}” is longer than a template can be: {LONGEST_NAME} characters for the name, "
            f"{LONGEST_SUBJECT} for the subject, {LONGEST_BODY} for the words."
        )


class NameTaken(OutreachError):
    """Two templates for one kind of letter could not be told apart where one is chosen."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"You have a template “{name}” for this kind of letter already. Give this one another name."
        )


class LetterTemplate(Owned, Base):
    """Words with places for facts, written by the person and filled once for each letter."""

    __tablename__ = "letter_templates"

    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    kind: Mapped[LetterKind] = mapped_column(words(LetterKind))
    subject: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @classmethod
    def write(
        cls, account: Account, name: str, kind: LetterKind, subject: str, body: str, *, now: datetime
    ) -> Self:
        """Keep a new template. Raises UnknownPlace, TooLong, NameTaken, TooManyTemplates."""
        count = select(func.count()).where(cls.account_id == account.id)
        if (db.session.scalar(count) or 0) >= MOST:
            raise TooManyTemplates
        template = cls(account_id=account.id)
        template.rewrite(name, kind, subject, body, now=now)
        return saved(template)

    @classmethod
    def all_of(cls, account: Account) -> list[Self]:
        """Every template of the account, by name."""
        found = select(cls).where(cls.account_id == account.id).order_by(func.lower(cls.name), cls.id)
        return list(db.session.scalars(found))

    @classmethod
    def called(cls, name: str, kind: LetterKind, *, of: int) -> Self | None:
        """The account's template of that very name for that kind of letter."""
        found = select(cls).where(cls.account_id == of, cls.name == name, cls.kind == kind).order_by(cls.id)
        return db.session.scalars(found).first()

    @classmethod
    def named_for(cls, account: Account, kind: LetterKind) -> list[tuple[int, str]]:
        """The number and the name of each template for this kind of letter, by name."""
        found = db.session.connection().execute(NAMED, {"account": account.id, "kind": kind})
        return [(number, name) for number, name in found]

    def rewrite(self, name: str, kind: LetterKind, subject: str, body: str, *, now: datetime) -> None:
        """Change the words. Raises UnknownPlace for a place that no letter can fill, TooLong, NameTaken."""
        if len(name) > LONGEST_NAME or len(subject) > LONGEST_SUBJECT or len(body) > LONGEST_BODY:
            raise TooLong(name[:LONGEST_NAME])
        refuse_unknown_places(subject, body)
        if (name, kind) != (self.name, self.kind) and self.called(name, kind, of=self.account_id):
            raise NameTaken(name)
        self.name, self.kind, self.subject, self.body, self.changed_at = name, kind, subject, body, now

    def filled(self, facts: Facts) -> tuple[Filled, Filled]:
        """The subject and the body with the facts in their places."""
        return fill(self.subject, facts), fill(self.body, facts)


NAMED = (
    select(LetterTemplate.id, LetterTemplate.name)
    .where(LetterTemplate.account_id == bindparam("account"), LetterTemplate.kind == bindparam("kind"))
    .order_by(func.lower(LetterTemplate.name), LetterTemplate.id)
)
"""Put together once, as every look at a letter asks it."""
