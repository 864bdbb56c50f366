"""The day when it has all come to something: the news, and the letters that it calls for."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any, NamedTuple, Self

from sqlalchemy import ColumnElement, String, Text, case, delete, false, func, or_, select
from sqlalchemy.orm import Mapped, aliased, mapped_column

from outreach.accounts.models import Account, Owned
from outreach.contacts.models import Contact, Referral
from outreach.database import Base, UtcDateTime, db, saved
from outreach.followups.begun import Begun, latest
from outreach.followups.kinds import END_FOR_INTRODUCER, Event, FollowUpKind
from outreach.followups.models import FollowUp
from outreach.followups.planning import days_of
from outreach.followups.rules import RULES
from outreach.followups.whens import Moments
from outreach.interviews.kinds import Format, Purpose, Relationship
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.journal.models import note
from outreach.letters.kinds import LetterKind

MOST_TELLINGS = 20
KINDS = (FollowUpKind.LANDED, FollowUpKind.ANOTHER_PATH, *END_FOR_INTRODUCER)
IS_TO_INTRODUCER = FollowUp.kind.in_(END_FOR_INTRODUCER)
SAME_NEWS = timedelta(days=30)
"""Told within that time of the last telling it is the same news in other words; later it is something new."""
AT_MOST = timedelta(seconds=1)
"""How long one telling takes: its letters are planned a moment apart, the last of them when it was told."""


class Landing(Owned, Base):
    """News that everybody who helped is told. There may be another years later."""

    __tablename__ = "landings"

    event: Mapped[str] = mapped_column(String(30))
    news: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    stopped: Mapped[int]
    """How many asks were let rest that day."""

    @classmethod
    def latest(cls, account: Account) -> Self | None:
        found = select(cls).where(cls.account_id == account.id).order_by(cls.at.desc(), cls.id.desc())
        return db.session.scalar(found.limit(1))

    @classmethod
    def tellings(cls, account: Account) -> "list[Self]":
        """The latest news and how it was told before, whatever it was called then: the latest first."""
        found = select(cls).where(cls.account_id == account.id).order_by(cls.at.desc(), cls.id.desc())
        told: list[Self] = []
        for landing in db.session.scalars(found.limit(MOST_TELLINGS)):
            if told and told[-1].at - landing.at > SAME_NEWS:
                break
            told.append(landing)
        return told

    @classmethod
    def first_told(cls, account: Account) -> datetime | None:
        """When the latest news was first told, in whatever words; None if there is none."""
        told = cls.tellings(account)
        same = list(takewhile(lambda one: one.event == told[0].event, told))
        return same[-1].at if same else None

    @staticmethod
    def settled(moment: Any, told: "Sequence[Landing]") -> ColumnElement[bool]:
        """Whether something was settled by one of these tellings, by the moment at which it was."""
        return or_(false(), *(moment.between(one.at, one.at + AT_MOST) for one in told))


class Owed(NamedTuple):
    """One letter that the landing called for, written or not, and how far it has come."""

    interview_id: int
    name: str
    kind: FollowUpKind
    told: dict[str, str]
    settled_at: datetime | None
    outcome: str
    introducer_id: int | None = None
    """Whom it is for, if not for the contact of that conversation, to whom they led."""
    draft: Begun | None = None

    @property
    def letter(self) -> LetterKind | None:
        return RULES[self.kind].letter

    @property
    def is_leaving(self) -> bool:
        """Whether it is on its way, and not gone yet, as far as anybody knows."""
        return self.settled_at is None and self.draft is not None and self.draft.is_leaving

    @property
    def is_begun(self) -> bool:
        """Whether a draft of it waits; a letter that is gone already answered to something earlier."""
        return self.draft is not None and not self.draft.is_on_its_way

    @property
    def is_ready(self) -> bool:
        """Whether it can leave as it stands."""
        return self.draft is not None and self.is_begun and self.draft.is_ready


def to_write(account: Account, *, since: datetime, limit: int | None = None) -> tuple[list[Owed], int]:
    """The letters of this news that are still open, in the order in which they were planned; and how many there are."""
    return _owed(account, since, FollowUp.settled_at.is_(None), FollowUp.due_at, limit)


def settled(account: Account, *, since: datetime, limit: int) -> tuple[list[Owed], int]:
    """Those that are written or were let go, the latest first; and how many there are."""
    return _owed(account, since, FollowUp.settled_at.is_not(None), FollowUp.settled_at.desc(), limit)


def _owed(
    account: Account, since: datetime, where: ColumnElement[bool], order: Any, limit: int | None
) -> tuple[list[Owed], int]:
    introducer = aliased(Contact)
    name = case((IS_TO_INTRODUCER, introducer.name), else_=Contact.name)
    columns = Interview.id, name, FollowUp.kind, FollowUp.told, FollowUp.settled_at, FollowUp.outcome
    found = (
        select(func.count().over(), *columns, case((IS_TO_INTRODUCER, introducer.id)))
        .join(FollowUp.interview)
        .join(Interview.contact)
        .outerjoin(Contact.referral)
        .outerjoin(introducer, introducer.id == Referral.introducer_id)
        .where(~IS_TO_INTRODUCER | introducer.id.is_not(None))
        .where(FollowUp.settled_at.is_not(None) | ~IS_TO_INTRODUCER | introducer.left_alone_at.is_(None))
        .where(FollowUp.account_id == account.id, FollowUp.kind.in_(KINDS), FollowUp.due_at >= since, where)
    )
    rows = db.session.execute(found.order_by(order, FollowUp.id).limit(limit)).all()
    owed = [Owed(*row[1:]) for row in rows]
    drafts = latest((one.interview_id, one.letter) for one in owed if one.letter and one.settled_at is None)
    shown = [
        one._replace(draft=drafts.get((one.interview_id, one.letter)) if one.letter else None) for one in owed
    ]
    return shown, rows[0][0] if rows else 0


def heard_already(account: Account, event: Event, *, now: datetime) -> set[int]:
    """The numbers of the contacts whose letter of this very news is written, or was let go."""
    last, since = Landing.latest(account), Landing.first_told(account)
    if last is None or since is None or last.event != event or now - last.at > SAME_NEWS:
        return set()
    reader = case((IS_TO_INTRODUCER, Referral.introducer_id), else_=Interview.contact_id)
    settled = (
        select(reader)
        .select_from(Interview)
        .join(FollowUp, FollowUp.interview_id == Interview.id)
        .outerjoin(Referral, Referral.contact_id == Interview.contact_id)
        .where(FollowUp.account_id == account.id, FollowUp.kind.in_(kinds_of(event)))
        .where(FollowUp.settled_at >= since)
    )
    return set(db.session.scalars(settled))


def kinds_of(event: Event) -> tuple[FollowUpKind, FollowUpKind]:
    """The letters that this news calls for: to a contact, and to whoever only led to one."""
    if event is Event.LANDED:
        return FollowUpKind.LANDED, FollowUpKind.REFERRAL_LANDED
    return FollowUpKind.ANOTHER_PATH, FollowUpKind.REFERRAL_ANOTHER_PATH


def conversation_with(contact_id: int, *, account: Account, now: datetime) -> Interview:
    """What the letter to somebody hangs from who was never asked, as was nobody they led to.

    It stands where those stand who named somebody else; nobody was asked by it, so no rate counts it,
    and no letter hangs from it but theirs: see ``Interview.is_for_thanks``.
    """
    interview = saved(
        Interview(
            account_id=account.id,
            contact_id=contact_id,
            purpose=Purpose.FIELD,
            relationship_kind=Relationship.COLD,
            minutes=20,
            format=Format.THEIR_CHOICE,
            stage=Stage.REDIRECTED,
            stage_at=now,
            created_at=now,
        )
    )
    note("interview.for_thanks", interview, at=now)
    return interview


def tell_introducer(
    interview: Interview, event: Event, told: dict[str, str], *, account: Account, now: datetime
) -> None:
    """Plan the letter to whoever led to this conversation; its other debts stay as they are."""
    kind = kinds_of(event)[1]
    late_at = RULES[kind].late.moment(Moments(now), days_of(interview.contact, account))
    FollowUp.plan(interview, kind, due_at=now, late_at=late_at).told = told


def forget_introducers(account: Account) -> None:
    """Let go of what no introducer was told yet, as the news is told anew, and may fall with another conversation."""
    unwritten = FollowUp.account_id == account.id, FollowUp.settled_at.is_(None), IS_TO_INTRODUCER
    db.session.execute(delete(FollowUp).where(*unwritten))
