"""The day when it has all come to something: the news, and who helped on the way there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import takewhile
from typing import Any, Self

from sqlalchemy import ColumnElement, ScalarSelect, String, Text, false, func, or_, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column

from outreach.accounts.models import Account, Owned
from outreach.contacts.models import Contact, Referral
from outreach.database import Base, UtcDateTime, db
from outreach.followups.kinds import Event, FollowUpKind
from outreach.followups.models import LEFT_ALONE, FollowUp
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage

MOST_HELPERS, MOST_TELLINGS = 500, 20
KINDS = (FollowUpKind.LANDED, FollowUpKind.ANOTHER_PATH)
SAME_NEWS = timedelta(days=30)
"""Told within that time of the last telling it is the same news in other words; later it is something new."""
AT_MOST = timedelta(seconds=1)
"""How long one telling takes: its letters are planned a moment apart, the last of them when it was told."""
TALKED = (Stage.MET, Stage.THANKED)


class Help(StrEnum):
    """How somebody helped, the greatest help first: in this order they are written to."""

    MET = "met"
    REFERRED = "referred"
    ANSWERED = "answered"


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


@dataclass(frozen=True, slots=True)
class Helper:
    """One person who helped: how, and the conversation from which the letter is written."""

    interview: Interview
    help: Help
    led_to: tuple[str, ...] = ()
    """The names of those they led to."""


def helpers(account: Account) -> list[Helper]:
    """Everybody who helped, each once, the greatest help first; and nobody who said no or wants to be left alone."""
    led = _led_to(account)
    talked, heard, latest = (_latest(*which) for which in WHICH)
    thanked_from = (
        select(func.coalesce(talked, heard, latest))
        .select_from(Contact)
        .where(Contact.account_id == account.id, Contact.left_alone_at.is_(None))
        .where(talked.is_not(None) | heard.is_not(None) | Contact.id.in_(list(led)))
        .limit(MOST_HELPERS)
    )
    numbers = db.session.scalars(thanked_from).all()
    found = select(Interview).where(Interview.id.in_(numbers), Interview.stage.not_in(LEFT_ALONE))
    return sorted(
        (_helper(one, led.get(one.contact_id, ())) for one in db.session.scalars(found)), key=_place
    )


WHICH = ((Interview.stage.in_(TALKED),), (Interview.heard_at.is_not(None),), ())
"""The conversations that a helper may be thanked from, the best first."""


def _latest(*where: ColumnElement[bool]) -> ScalarSelect[int]:
    """The contact's latest conversation of a kind: found by looking at the last ones, however many there were."""
    found = select(Interview.id).where(Interview.contact_id == Contact.id, *where).correlate(Contact)
    return found.order_by(Interview.id.desc()).limit(1).scalar_subquery()


def _helper(interview: Interview, led_to: tuple[str, ...]) -> Helper:
    met = Help.MET if interview.stage in TALKED else None
    return Helper(interview, met or (Help.REFERRED if led_to else Help.ANSWERED), led_to)


def _place(helper: Helper) -> tuple[int, int, int]:
    """Who comes before whom: the greater help, then more people led to, then whoever was there first."""
    return list(Help).index(helper.help), -len(helper.led_to), helper.interview.contact_id


def _led_to(account: Account) -> dict[int, tuple[str, ...]]:
    rows = (
        select(Referral.introducer_id, Contact.name)
        .join(Contact, Contact.id == Referral.contact_id)
        .where(Referral.account_id == account.id)
        .order_by(Contact.name)
    )
    led: dict[int, tuple[str, ...]] = {}
    for introducer_id, name in db.session.execute(rows):
        led[introducer_id] = (*led.get(introducer_id, ()), name)
    return led


def letters_due(account: Account, *, since: datetime) -> list[FollowUp]:
    """The letters that the landing called for, written or not, in the order in which they were planned."""
    found = (
        select(FollowUp)
        .where(FollowUp.account_id == account.id, FollowUp.kind.in_(KINDS), FollowUp.due_at >= since)
        .order_by(FollowUp.due_at, FollowUp.id)
        .options(joinedload(FollowUp.interview).joinedload(Interview.contact))
    )
    return list(db.session.scalars(found))


def heard_already(account: Account, event: Event, *, now: datetime) -> set[int]:
    """The numbers of the contacts whose letter of this very news is written, or was let go."""
    latest, since = Landing.latest(account), Landing.first_told(account)
    if latest is None or since is None or latest.event != event or now - latest.at > SAME_NEWS:
        return set()
    settled = (
        select(Interview.contact_id)
        .join(FollowUp, FollowUp.interview_id == Interview.id)
        .where(FollowUp.account_id == account.id, FollowUp.kind == kind_of(event))
        .where(FollowUp.settled_at >= since)
    )
    return set(db.session.scalars(settled))


def kind_of(event: Event) -> FollowUpKind:
    """The letter that this news calls for."""
    return FollowUpKind.LANDED if event is Event.LANDED else FollowUpKind.ANOTHER_PATH


def names_in_words(names: Iterable[str]) -> str:
    """Several names as they stand in a sentence."""
    *first, last = list(names)
    return f"{', '.join(first)} and {last}" if first else last
