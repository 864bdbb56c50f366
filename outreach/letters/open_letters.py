"""A letter as it lies open in the editor: what the coach and the preview need of it while its words change."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import aliased

from outreach.accounts.models import LARGEST_NUMBER, Account
from outreach.contacts.models import Contact, Organization, Referral
from outreach.database import db, rows_of
from outreach.errors import NotFound
from outreach.interviews.models import Interview
from outreach.letters.earlier import HAS_EARLIER, written_before
from outreach.letters.facts import ContactFacts, EarlierLetter, Facts, Manuscript
from outreach.letters.help.models import ModelAccount
from outreach.letters.kinds import LetterKind
from outreach.letters.known import facts_of, manuscript_of, sender_facts
from outreach.letters.models import SHOWN, Letter
from outreach.letters.remarks import Kept, KeptRemark
from outreach.letters.templates import LetterTemplate
from outreach.mail.rules import SendingRules


@dataclass(frozen=True, slots=True)
class OpenLetter:
    """Everything about a letter but its words."""

    id: int
    kind: LetterKind
    composed: tuple[str, ...]
    """What our latest draft said in its parts."""
    blank: Manuscript
    """The letter as the coach reads it, without a word in it."""
    kept: Mapping[tuple[str, str], Kept]

    @property
    def reader_name(self) -> str:
        return self.blank.facts.contact.name

    @classmethod
    def of(cls, letter: Letter, account: Account, *, now: datetime, has_kept: bool = True) -> "OpenLetter":
        """Of a letter that is at hand as a whole."""
        blank = manuscript_of(letter, facts_of(letter.interview, account), subject="", body="", now=now)
        kept = KeptRemark.of(letter.id) if has_kept else {}
        return cls(letter.id, letter.kind, tuple(letter.parts.values()), blank, kept)

    @classmethod
    def find(cls, number: int, *, of: Account, now: datetime) -> "OpenLetter":
        """The account's letter of that number; one query, unless something was written before. Raises NotFound."""
        asked = {"number": number, "account": of.id}
        found = rows_of(OPEN, asked) if number <= LARGEST_NUMBER else ()
        if not found:
            raise NotFound
        (row,) = found
        kind: LetterKind = row.kind
        blank = Manuscript(
            kind=kind.coached_as,
            body="",
            facts=_facts(row, of),
            now=now,
            leaves_by_mail=bool(row.reader_email if row.reader_id else row.email),
            history=_history(row, number, of) if row.has_earlier else (),
        )
        kept = KeptRemark.of(number) if row.has_kept else {}
        return cls(number, kind, tuple(row.parts.values()), blank, kept)


def _history(row: Any, number: int, account: Account) -> tuple[EarlierLetter, ...]:
    return written_before(row.kind, number, of=account.id, to=row.contact_id, place=row.organization_id)


def _facts(row: Any, account: Account) -> Facts:
    """As ``facts_of`` and ``addressed`` have them."""
    contact = ContactFacts(
        row.name, row.formality, row.title, row.organization or "", row.timezone, row.level, row.called
    )
    reader = ContactFacts(
        row.reader_name,
        row.reader_formality,
        row.reader_title,
        row.reader_organization or "",
        row.reader_timezone,
        row.reader_level,
        row.reader_called,
    )
    return Facts(
        sender=sender_facts(account),
        contact=reader if row.reader_id else contact,
        relationship=row.relationship_kind,
        purpose=row.purpose,
        minutes=row.minutes,
        format=row.format,
        introducer=row.introducer or "",
        may_use_name=bool(row.may_use_name),
        connection_facts=tuple(fact for fact in (row.connection, row.found_where) if fact),
        why_them=(row.why_them,) if row.why_them else (),
        narrow=row.narrow,
        broad=row.broad,
    )


class Shown(NamedTuple):
    """A letter for a page that changes nothing, and what there is beside it at all: most have none of it."""

    letter: Letter
    has_kept: bool = True
    has_templates: bool = True
    has_model: bool = True
    has_rules: bool = True

    @classmethod
    def find(cls, number: int, *, of: Account) -> "Shown":
        """In one query. Raises NotFound."""
        asked = {"number": number, "account": of.id}
        row = db.session.execute(LOOKED_AT, asked).one_or_none() if number <= LARGEST_NUMBER else None
        if row is None:
            raise NotFound
        return cls(*row)


HAS_KEPT = select(KeptRemark.id).where(KeptRemark.letter_id == Letter.id).exists()
HAS_TEMPLATES = (LetterTemplate.account_id == Letter.account_id) & (LetterTemplate.kind == Letter.kind)
HAS_MODEL = ModelAccount.account_id == Letter.account_id
HAS_RULES = SendingRules.account_id == Letter.account_id
LOOKED_AT = SHOWN.add_columns(
    HAS_KEPT, exists().where(HAS_TEMPLATES), exists().where(HAS_MODEL), exists().where(HAS_RULES)
)
Reader, ReadersPlace, Introducer = aliased(Contact), aliased(Organization), aliased(Contact)
OPEN = (
    select(
        Letter.kind, Letter.parts, Letter.reader_id,
        Interview.relationship_kind.label("relationship_kind"), Interview.purpose, Interview.minutes, Interview.format,
        Interview.connection, Interview.narrow, Interview.broad, Interview.contact_id,
        Contact.name, Contact.email, Contact.title, Contact.formality, Contact.timezone, Contact.level,
        Contact.called,
        Contact.why_them, Contact.found_where, Contact.organization_id,
        Organization.name.label("organization"),
        Introducer.name.label("introducer"), Referral.may_use_name,
        Reader.name.label("reader_name"), Reader.email.label("reader_email"),
        Reader.title.label("reader_title"), Reader.formality.label("reader_formality"),
        Reader.timezone.label("reader_timezone"), Reader.level.label("reader_level"),
        Reader.called.label("reader_called"),
        ReadersPlace.name.label("reader_organization"),
        HAS_KEPT.label("has_kept"), HAS_EARLIER.label("has_earlier"),
    )
    .join(Interview, Interview.id == Letter.interview_id)
    .join(Contact, Contact.id == Interview.contact_id)
    .outerjoin(Organization, Organization.id == Contact.organization_id)
    .outerjoin(Referral, Referral.contact_id == Contact.id)
    .outerjoin(Introducer, Introducer.id == Referral.introducer_id)
    .outerjoin(Reader, Reader.id == Letter.reader_id)
    .outerjoin(ReadersPlace, ReadersPlace.id == Reader.organization_id)
    .where(Letter.id == bindparam("number"), Letter.account_id == bindparam("account"))
)  # fmt: skip
"""Put together once, as it is asked with every pause in the typing; columns, as they take a third of what rows do."""
