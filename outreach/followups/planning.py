"""What an event between two people does to the follow-ups of their interview: written down in one place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Self

from outreach.accounts.models import Account
from outreach.contacts.models import Contact
from outreach.followups.cadence import Planned, consequences, notice_of
from outreach.followups.kinds import Event, FollowUpKind, Given
from outreach.followups.learning import learn
from outreach.followups.models import FollowUp
from outreach.followups.rules import RULES, STOPS
from outreach.followups.whens import Due, Moments
from outreach.followups.working_days import Days, working_days
from outreach.interviews.kinds import Format
from outreach.interviews.models import Interview
from outreach.timespan import TimeSpan


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known beside the event: the meeting, the day they named, and what the letter is to say.

    ``thanks_late`` is when the thanks are late in which somebody's name could be thanked for as well.
    """

    meeting: TimeSpan | None = None
    is_in_person: bool = False
    named: date | None = None
    told: dict[str, str] = field(default_factory=dict)
    is_closest: bool = False
    thanks_late: datetime | None = None

    @classmethod
    def of(cls, meeting: TimeSpan, way: Format) -> Self:
        """What the days around a conversation go by."""
        return cls(meeting=meeting, is_in_person=way is Format.IN_PERSON)


NOTHING_MORE = Circumstances()


def days_of(contact: Contact, account: Account) -> Days:
    """The working days that the contact's silence is counted in."""
    return working_days(contact.timezone, country=contact.country, home=account.timezone)


def take_in(
    interview: Interview,
    event: Event,
    *,
    account: Account,
    around: Circumstances = NOTHING_MORE,
    known: Sequence[FollowUp] | None = None,
    has_led: bool | None = None,
    now: datetime,
) -> list[Planned]:
    """Settle what an event makes done or needless, and plan what it calls for; what is open then, as it falls due.

    Nothing is planned towards somebody who wants to be left alone. ``known``
    are the interview's follow-ups, if they were read already; ``has_led`` is
    what ``learn`` would have to read.
    """
    if event in STOPS:
        FollowUp.leave(interview.contact, now=now)
    known = FollowUp.of(interview) if known is None else known
    days = days_of(interview.contact, account)
    learn(interview, event, days, has_led=has_led, now=now)
    found = consequences(
        event,
        Moments(now, around.meeting, around.named, around.thanks_late),
        days,
        given=_given(interview, around, days, now=now),
        spent={row.kind: row.times_done for row in known},
        is_open=[row.kind for row in known if row.settled_at is None],
    )
    for row in known:
        if row.settled_at is None and row.kind in found.done | found.dropped:
            row.end(outcome="done" if row.kind in found.done else "dropped", now=now)
    fresh = _put_on_calendar(interview, found.planned, known, around.told)
    still_open = [row.planned for row in known if row.settled_at is None]
    return sorted([*still_open, *fresh], key=lambda one: one.due.at)


def _put_on_calendar(
    interview: Interview,
    planned: Mapping[FollowUpKind, Due],
    known: Sequence[FollowUp],
    told: Mapping[str, str],
) -> list[Planned]:
    """Move those of the kinds that are there, and write the others down; these are returned."""
    due = {kind: at for kind, at in planned.items() if _may_be_said(kind, interview)}
    for row in known:
        if row.kind in due:
            at = due.pop(row.kind)
            row.put_on_calendar(due_at=at.at, late_at=at.late)
            row.told = dict(told)
    FollowUp.write(interview, due, told)
    return [Planned(kind, at) for kind, at in due.items()]


def _may_be_said(kind: FollowUpKind, interview: Interview) -> bool:
    return RULES[kind].letter is None or reader_of(kind, interview).left_alone_at is None


def reader_of(kind: FollowUpKind, interview: Interview) -> Contact:
    """Whom a follow-up is meant for: the contact, or who led to them."""
    letter, referral = RULES[kind].letter, interview.contact.referral
    return referral.introducer if letter and letter.is_to_introducer and referral else interview.contact


def _given(interview: Interview, around: Circumstances, days: Days, *, now: datetime) -> frozenset[Given]:
    """What holds for this interview, as far as the rules ask for it."""
    holds = {
        Given.INTRODUCER: interview.contact.referral is not None,
        Given.IN_PERSON: around.is_in_person,
        Given.DAY_NAMED: around.named is not None,
        Given.CLOSEST: around.is_closest,
    }
    notice = notice_of(around.meeting, days, now=now) if around.meeting else frozenset[Given]()
    return notice | {given for given, is_so in holds.items() if is_so}
