"""The day when it has all come to something: the news, and who helped on the way there."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from itertools import takewhile
from typing import Any, NamedTuple, Self

from sqlalchemy import ColumnElement, ScalarSelect, String, Text, bindparam, exists, false, func, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from outreach.accounts.models import Account, Owned
from outreach.contacts.models import Contact, Referral
from outreach.database import Base, UtcDateTime, db, rows_of
from outreach.followups.begun import Begun, latest
from outreach.followups.kinds import Event, FollowUpKind
from outreach.followups.models import LEFT_ALONE, FollowUp
from outreach.followups.rules import RULES
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.letters.kinds import LetterKind

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


class Helper(NamedTuple):
    """One person who helped: how, and the conversation from which the letter is written."""

    interview_id: int
    contact_id: int
    name: str
    help: Help
    led_to: tuple[str, ...] = ()
    """The names of those they led to."""


def helpers(account: Account) -> list[Helper]:
    """Everybody who helped, each once, the greatest help first; and nobody who said no or wants to be left alone."""
    led = _led_to(account)
    rows = rows_of(_helpers(), {"account": account.id, "led": list(led)})
    found = [_helper(row, led.get(row.contact_id, ())) for row in rows]
    return sorted(found, key=_place)


@cache
def _helpers() -> Any:
    """The conversation to thank from, of each contact who helped: a talk, else an answer, else the latest."""
    by_help = _latest(TALKED_OR_HEARD[0]), _latest(TALKED_OR_HEARD[1]), _latest()
    helped = exists().where(Interview.contact_id == Contact.id, or_(*TALKED_OR_HEARD))
    thanked_from = (
        select(func.coalesce(*by_help).label("id"))
        .select_from(Contact)
        .where(Contact.account_id == bindparam("account"), Contact.left_alone_at.is_(None))
        .where(helped | Contact.id.in_(bindparam("led", expanding=True)))
        .limit(MOST_HELPERS)
        .subquery()
    )
    return (
        select(Interview.id, Interview.contact_id, Contact.name, Interview.stage)
        .join(thanked_from, thanked_from.c.id == Interview.id)
        .join(Contact, Contact.id == Interview.contact_id)
        .where(Interview.stage.not_in(LEFT_ALONE))
    )


TALKED_OR_HEARD = Interview.stage.in_(TALKED), Interview.heard_at.is_not(None)


def _latest(*where: ColumnElement[bool]) -> ScalarSelect[int]:
    """The contact's latest conversation of a kind: found by looking at the last ones, however many there were."""
    found = select(Interview.id).where(Interview.contact_id == Contact.id, *where).correlate(Contact)
    return found.order_by(Interview.id.desc()).limit(1).scalar_subquery()


def _helper(row: Any, led_to: tuple[str, ...]) -> Helper:
    met = Help.MET if row.stage in TALKED else None
    help = met or (Help.REFERRED if led_to else Help.ANSWERED)
    return Helper(row.id, row.contact_id, row.name, help, led_to)


PLACES = {help: place for place, help in enumerate(Help)}


def _place(helper: Helper) -> tuple[int, int, int]:
    """Who comes before whom: the greater help, then more people led to, then whoever was there first."""
    return PLACES[helper.help], -len(helper.led_to), helper.contact_id


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


class Owed(NamedTuple):
    """One letter that the landing called for, written or not, and how far it has come."""

    interview_id: int
    name: str
    kind: FollowUpKind
    told: dict[str, str]
    settled_at: datetime | None
    outcome: str
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
    columns = Interview.id, Contact.name, FollowUp.kind, FollowUp.told, FollowUp.settled_at, FollowUp.outcome
    found = (
        select(func.count().over(), *columns)
        .join(FollowUp.interview)
        .join(Interview.contact)
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
