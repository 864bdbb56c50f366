"""What the coming days bring: talks, promises, and courtesies whose time begins; read in one statement."""

from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    Date,
    String,
    bindparam,
    case,
    cast,
    exists,
    null,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import aliased

from outreach.accounts.models import Account
from outreach.availability.feeds import BusyFeed
from outreach.availability.health import LONG, is_stuck
from outreach.bookings.models import LONGEST_MEETING, Booking
from outreach.contacts.kinds import Label
from outreach.contacts.models import Contact, Organization, Referral, first_name_of
from outreach.database import UtcDateTime, fixed, is_one_of, rows_of
from outreach.followups.boosters import ACCOUNT
from outreach.followups.kinds import FollowUpKind
from outreach.followups.models import FollowUp
from outreach.followups.pausing import HELD_STAGES
from outreach.followups.pressing import NOW, may_be_written_to
from outreach.followups.promises import Promise
from outreach.followups.rules import RULES
from outreach.interviews.kinds import Format
from outreach.interviews.models import IS_FOR_THANKS, Interview
from outreach.interviews.stages import Stage
from outreach.mail.incoming import IncomingMessage, MailboxState
from outreach.mail.models import Delivery, OutgoingMessage

AHEAD = timedelta(days=7)
MOST_OF_EACH = 6


class Coming(NamedTuple):
    """One line of what comes: a talk, a promise, a follow-up by its kind, or a place where somebody helps.

    ``text`` is what was promised, the name of the place, or how a talk is held of which nobody has said where.
    ``at`` is an instant, ``on`` a day of the account's calendar; at most one of them is given.
    """

    what: str
    number: int
    interview_id: int
    name: str
    text: str
    is_mine: bool
    at: datetime | None
    on: date | None
    ends_at: datetime | None
    called: str

    @property
    def first_name(self) -> str:
        return first_name_of(self.name, self.called)


TALK, PROMISE, HELPER = "talk", "promise", "helper"


def coming(account: Account, *, now: datetime) -> list[Coming]:
    """The next seven days, in order; of promises also those that are overdue. At most six of each kind."""
    moments = {"now": now, "began_after": now - LONGEST_MEETING, "until": now + AHEAD}
    sought = {"account": account.id, "by": account.today(now=now) + AHEAD, **moments}
    lines = [Coming._make(row) for row in rows_of(_lines(), sought)]
    return sorted(
        lines, key=lambda line: (line.on or _day(line, account), line.at is not None, line.at or now)
    )


def promised(interview: Interview) -> list[Coming]:
    """The open promises of one conversation, as a list of them shows them."""
    contact = interview.contact
    return [
        Coming(
            PROMISE, one.id, interview.id, contact.name, one.text, one.is_mine, None, one.due_on, None,
            contact.called,
        )
        for one in Promise.of(interview)
        if one.settled_at is None
    ]  # fmt: skip


def _day(line: Coming, account: Account) -> date:
    return account.today(now=line.at) if line.at else date.max


@cache
def _lines() -> Any:
    """All of it in one statement, put together once."""
    parts = (_talks(), _promises(), _courtesies(), _helpers())
    return union_all(*(select(part.limit(fixed(MOST_OF_EACH)).subquery()) for part in parts))


BY: Any = bindparam("by")
UNTIL: Any = bindparam("until")
NO_MOMENT, NO_DAY = cast(null(), UtcDateTime), cast(null(), Date)


def _talks() -> Any:
    """Agreed talks that have not ended; some talk earlier than they had agreed, and are not awaited."""
    return (
        select(fixed(TALK).label("what"), Booking.id, Booking.interview_id, Contact.name)
        .add_columns(_open_way().label("text"), true().label("is_mine"))
        .add_columns(Booking.starts_at.label("at"), NO_DAY.label("on"), Booking.ends_at.label("ends_at"))
        .add_columns(Contact.called)
        .join(Booking.interview)
        .join(Interview.contact)
        .join(Booking.account)
        .where(Booking.account_id == ACCOUNT, Booking.cancelled_at.is_(None))
        .where(Booking.starts_at > bindparam("began_after"), Booking.ends_at > NOW)
        .where(~is_one_of(Interview.stage, [Stage.MET, Stage.THANKED]))
        .order_by(Booking.starts_at)
    )


def _open_way() -> Any:
    """The way to talk where no number, link or place is known; empty if one is, or if the video room will do."""
    has_room = is_one_of(Booking.format, [Format.VIDEO]) & (Account.video_url != fixed(""))
    return case((or_(Booking.place != fixed(""), has_room), fixed("")), else_=cast(Booking.format, String))


def _promises() -> Any:
    return (
        select(fixed(PROMISE).label("what"), Promise.id, Promise.interview_id, Contact.name)
        .add_columns(Promise.text.label("text"), Promise.is_mine.label("is_mine"))
        .add_columns(
            NO_MOMENT.label("at"), Promise.due_on.label("on"), NO_MOMENT.label("ends_at"), Contact.called
        )
        .join(Promise.interview)
        .join(Interview.contact)
        .where(Promise.account_id == ACCOUNT, Promise.settled_at.is_(None), Promise.due_on <= BY)
        .order_by(Promise.due_on)
    )


def _helpers() -> Any:
    """Who helps at a place where others wait for that reason."""
    other, ask = aliased(Contact), aliased(Interview)
    waits = (
        exists()
        .where(other.organization_id == Contact.organization_id, other.account_id == ACCOUNT)
        .where(other.id != Contact.id, other.unpaused_at.is_(None))
        .where(other.label.is_(None) | ~is_one_of(other.label, [Label.BOOSTER]))
        .where(other.id.not_in(select(Referral.contact_id).where(Referral.account_id == ACCOUNT)))
        .where(ask.contact_id == other.id, is_one_of(ask.stage, [*HELD_STAGES, Stage.ASKED]))
    )
    return (
        select(fixed(HELPER).label("what"), Contact.id, fixed(0).label("interview_id"), Contact.name)
        .add_columns(Organization.name.label("text"), true().label("is_mine"))
        .add_columns(NO_MOMENT.label("at"), NO_DAY.label("on"), NO_MOMENT.label("ends_at"), Contact.called)
        .join(Organization, Organization.id == Contact.organization_id)
        .where(Contact.account_id == ACCOUNT, is_one_of(Contact.label, [Label.BOOSTER]))
        .where(waits.correlate(Contact))
        .order_by(Contact.id)
    )


class Mailbox(NamedTuple):
    """How reading the mailbox goes."""

    trouble: str
    failures: int
    read_at: datetime | None


class Stuck(NamedTuple):
    """A calendar that could not be read for long."""

    id: int
    name: str
    read_at: datetime | None


class Surroundings(NamedTuple):
    """What Today must know beside the list: whether there are people and news, and how reading from elsewhere goes."""

    has_people: bool
    has_samples: bool
    has_news: bool
    mailbox: Mailbox | None
    stuck: Stuck | None
    leaving_to: str | None
    """To whom a letter is on its way, if to anybody."""
    awaited: str | None
    """Who was asked last and has not answered, if anybody."""
    has_talked: bool
    has_begun: bool
    """Whether anybody was to be asked for a conversation, ever."""


def surroundings(account: Account, *, now: datetime) -> Surroundings:
    """All of it in one statement."""
    [row] = rows_of(_around(), {"account": account.id, "long_ago": now - LONG})
    mailbox = None if row[3] is None else Mailbox(*row[4:7])
    stuck = None if row[7] is None else Stuck(*row[7:10])
    return Surroundings(
        bool(row[0]),
        bool(row[1]),
        bool(row[2]),
        mailbox,
        stuck,
        row[10],
        row[11],
        bool(row[12]),
        bool(row[13]),
    )


@cache
def _around() -> Any:
    """Put together once."""
    own = exists().where(Contact.account_id == ACCOUNT)
    news = exists().where(IncomingMessage.account_id == ACCOUNT, IncomingMessage.settled_at.is_(None))
    leaving = (
        select(Contact.name)
        .join(OutgoingMessage, OutgoingMessage.contact_id == Contact.id)
        .where(OutgoingMessage.account_id == ACCOUNT, OutgoingMessage.about == fixed("letter"))
        .where(is_one_of(OutgoingMessage.delivery, [Delivery.QUEUED, Delivery.DATA]))
        .order_by(OutgoingMessage.id.desc())
        .limit(fixed(1))
    )
    awaited = (
        select(Contact.name)
        .join(Interview, Interview.contact_id == Contact.id)
        .where(Interview.account_id == ACCOUNT, is_one_of(Interview.stage, [Stage.ASKED]))
        .order_by(Interview.stage_at.desc())
        .limit(fixed(1))
    )
    talked = exists().where(
        Interview.account_id == ACCOUNT, is_one_of(Interview.stage, [Stage.MET, Stage.THANKED])
    )
    begun = exists().where(Interview.account_id == ACCOUNT, ~IS_FOR_THANKS)
    long_ago = bindparam("long_ago", type_=UtcDateTime())
    return (
        select(own.label("people"), own.where(Contact.is_sample).label("samples"), news.label("news"))
        .add_columns(MailboxState.account_id)
        .add_columns(MailboxState.trouble, MailboxState.failures, MailboxState.read_at)
        .add_columns(BusyFeed.id, BusyFeed.name, BusyFeed.read_at)
        .add_columns(
            leaving.scalar_subquery(), awaited.scalar_subquery(), talked.label("talked"), begun.label("begun")
        )
        .select_from(Account)
        .outerjoin(MailboxState, MailboxState.account_id == Account.id)
        .outerjoin(BusyFeed, is_stuck(ACCOUNT, long_ago))
        .where(Account.id == ACCOUNT)
        .order_by(BusyFeed.read_at)
        .limit(fixed(1))
    )


QUIET = [kind for kind, rule in RULES.items() if rule.is_quiet] + [
    FollowUpKind.DEBRIEF,
    FollowUpKind.THANKS,
    FollowUpKind.CARD,
    FollowUpKind.REFERRAL_UPDATE,
]
"""What is not told ahead: it is offered and never asked for, or it goes without saying after a talk."""


def _courtesies() -> Any:
    """Follow-ups whose best time begins in the coming days."""
    introducer = aliased(Contact)
    return (
        select(cast(FollowUp.kind, String).label("what"), FollowUp.id, FollowUp.interview_id, Contact.name)
        .add_columns(fixed("").label("text"), true().label("is_mine"))
        .add_columns(
            FollowUp.due_at.label("at"), NO_DAY.label("on"), NO_MOMENT.label("ends_at"), Contact.called
        )
        .join(FollowUp.interview)
        .join(Interview.contact)
        .outerjoin(Contact.referral)
        .outerjoin(introducer, introducer.id == Referral.introducer_id)
        .where(FollowUp.account_id == ACCOUNT, FollowUp.settled_at.is_(None))
        .where(FollowUp.due_at > NOW, FollowUp.due_at <= UNTIL, ~is_one_of(FollowUp.kind, QUIET))
        .where(may_be_written_to(introducer))
        .order_by(FollowUp.due_at)
    )
