"""What a letter is made of, and what the coach reads: plain values, no database. Pure."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from outreach.accounts.kinds import Situation
from outreach.contacts.kinds import Formality, Level
from outreach.interviews.kinds import Format, Purpose, Relationship


class Kind(StrEnum):
    """What a letter is for."""

    OUTREACH = "outreach"
    NUDGE = "nudge"
    THANKS = "thanks"
    REFERRAL = "referral"
    KEEP_IN_TOUCH = "keep_in_touch"
    LINKEDIN_NOTE = "linkedin_note"
    SCHEDULING = "scheduling"


@dataclass(frozen=True, slots=True)
class SenderFacts:
    """Who writes. Empty strings are facts not given."""

    name: str = ""
    situation: Situation | None = None
    programme_or_role: str = ""
    school: str = ""
    timezone: str = ""
    profile_url: str = ""
    phone: str = ""

    @property
    def alma_mater(self) -> str:
        """The school, where it is one for certain: of anybody else it may as well be a workplace."""
        studies = self.situation in {Situation.STUDENT, Situation.GRADUATE}
        return self.school.strip() if studies else ""


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """Who is written to. Empty strings are facts not given."""

    name: str = ""
    formality: Formality = Formality.FORMAL
    title: str = ""
    organization: str = ""
    timezone: str = ""
    level: Level = Level.UNKNOWN
    called: str = ""
    """What they are called, where that is not the word that their name begins with."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything true that a letter of one interview may say.

    ``connection_facts`` are what ties the two (a school, an event, an article's
    title, where the contact was found); ``why_them`` what only this person
    made the sender curious about; ``narrow`` and ``broad`` the interest, as a
    specialism and the wider field around it.
    """

    sender: SenderFacts = SenderFacts()
    contact: ContactFacts = ContactFacts()
    relationship: Relationship = Relationship.COLD
    purpose: Purpose = Purpose.FIELD
    minutes: int = 20
    format: Format = Format.PHONE
    introducer: str = ""
    may_use_name: bool = False
    connection_facts: tuple[str, ...] = ()
    why_them: tuple[str, ...] = ()
    narrow: str = ""
    broad: str = ""
    other_contacts: tuple[str, ...] = ()

    @property
    def lacks_leave(self) -> bool:
        """Whether the introducer's name would be borrowed, and they have not said yes."""
        is_borrowed = self.relationship in {Relationship.REFERRAL, Relationship.FACULTY}
        return bool(self.introducer.strip()) and is_borrowed and not self.may_use_name


@dataclass(frozen=True, slots=True)
class EarlierLetter:
    """One letter that this sender wrote before."""

    kind: Kind
    to: str
    organization: str
    sent: datetime


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A letter as the coach reads it; ``body`` includes the greeting and the signature.

    ``recipients`` counts To, Cc and Bcc; ``attachments`` are file names; ``now``
    is aware, or None where the moment of sending does not matter; one that does
    not leave by mail is handed over whenever the two happen to be there.
    """

    kind: Kind
    body: str
    subject: str = ""
    facts: Facts = Facts()
    now: datetime | None = None
    recipients: int = 1
    attachments: tuple[str, ...] = ()
    history: tuple[EarlierLetter, ...] = field(default=())
    leaves_by_mail: bool = True
