"""The few things worth doing now: what is due, and what only waits for us, the most worthwhile first."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, bindparam, exists, func, literal, literal_column, select, union_all
from sqlalchemy.orm import aliased

from outreach.accounts.models import Account
from outreach.bookings.models import PersonalLink
from outreach.contacts.kinds import Label
from outreach.contacts.models import Contact, Organization, Referral
from outreach.database import is_one_of, rows_of
from outreach.followups.begun import Begun, latest
from outreach.followups.boosters import ACCOUNT, waits_for_booster
from outreach.followups.choosing import Standing, standing, weight
from outreach.followups.kinds import FollowUpKind
from outreach.followups.models import FollowUp
from outreach.followups.pausing import HELD_STAGES
from outreach.followups.pressing import is_aside, pressing
from outreach.followups.rules import RULES
from outreach.followups.telling import Whom
from outreach.followups.whens import Due
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.letters.kinds import LetterKind
from outreach.letters.models import Letter
from outreach.mail.models import Delivery, OutgoingMessage

MOST = 5
"""More than this on one day is a list that nobody finishes."""

MOVED_ON_BY = {
    Stage.FOUND: {LetterKind.OUTREACH, LetterKind.REFERRAL_NOT_PURSUED},
    Stage.DRAFTED: {LetterKind.OUTREACH, LetterKind.REFERRAL_NOT_PURSUED},
    Stage.ANSWERED: {
        LetterKind.PROPOSAL,
        LetterKind.QUESTIONS,
        LetterKind.MOVED_BY_ME,
        LetterKind.MOVED_BY_THEM,
        LetterKind.MISSED_BY_ME,
        LetterKind.MISSED_BY_THEM,
    },
    Stage.MET: {LetterKind.THANKS},
}
"""The letters after which it is the contact's turn, by the stage at which they are written."""
OPEN_STAGES = tuple(MOVED_ON_BY)
"""Where the next step is ours and nobody waits for a date."""
VALUE_OF_STAGE = {Stage.ANSWERED: 10, Stage.MET: 8, Stage.DRAFTED: 5, Stage.FOUND: 4}
LETTER_OF_STAGE = {
    Stage.DRAFTED: LetterKind.OUTREACH,
    Stage.ANSWERED: LetterKind.PROPOSAL,
    Stage.MET: LetterKind.THANKS,
}
NEXT_STEPS = [
    kind
    for kind, rule in RULES.items()
    if rule.letter in MOVED_ON_BY[Stage.ANSWERED] | MOVED_ON_BY[Stage.MET]
    or kind is FollowUpKind.FIRST_LETTER
]


class Todo(NamedTuple):
    """One thing to do, as far as a list shows it: about whom, when it is best, and the letter if it lies ready."""

    interview_id: int
    kind: str
    since: datetime
    """The moment by which this occurrence of it is known."""
    whom: Whom
    label: Label | None = None
    is_sample: bool = False
    follow_up_id: int | None = None
    due: Due | None = None
    """Its ideal and its latest moment; None for what only waits for us."""
    letter: LetterKind | None = None
    draft: Begun | None = None

    @property
    def is_ready(self) -> bool:
        """Whether its letter can leave as it stands."""
        return self.draft is not None and self.draft.is_ready

    def standing(self, *, now: datetime) -> Standing | None:
        """Where it stands between its ideal and its latest moment; None for what has no date."""
        return standing(self.due, now=now) if self.due else None


def writes(kind: FollowUpKind) -> LetterKind | None:
    """The letter that a follow-up opens at a click; a second person has to be found first."""
    return None if kind is FollowUpKind.SECOND_PERSON else RULES[kind].letter


def todos(account: Account, *, now: datetime, limit: int = MOST, without: Collection[int] = ()) -> list[Todo]:
    """At most five, the most worthwhile on top; one for each interview.

    What was put aside is left out, what waits while somebody helps at the same
    place, what is being sent at this moment, and the interviews in ``without``.
    """
    chosen = [wish for wish in _wishes(account, now=now) if wish.interview_id not in without]
    return _with_letters(_whole(chosen[: limit + SPARE]))[:limit]


SPARE = 2
"""How many more are looked at, as the letters of some may be leaving just now."""
AMONG = 2 * (MOST + SPARE)
"""Conversations among which they are found: news, and what is due, may be about as many of them."""


class Asked(NamedTuple):
    """One thing that is asked for in an interview: since when, and by which follow-up if one asks for it."""

    since: datetime
    follow_up: FollowUp | None = None


def find(interview: Interview, kind: str) -> Asked | None:
    """One thing that is to be done in an interview, by its name; None if it is not, any more."""
    if kind in set(FollowUpKind):
        found = FollowUp.one(interview, FollowUpKind(kind))
        return Asked(found.due_at, found) if found is not None and found.settled_at is None else None
    is_ours = kind == f"stage.{interview.stage}" and interview.stage in MOVED_ON_BY
    return Asked(interview.stage_at) if is_ours else None


class Wish(NamedTuple):
    """One thing that may be shown, by its numbers: most of them are not."""

    weight: float
    interview_id: int
    follow_up_id: int | None = None


def _wishes(account: Account, *, now: datetime) -> list[Wish]:
    """What might be shown, the most worthwhile first; one for each interview."""
    wishes: dict[int, Wish] = {}
    for one in pressing(account, by=now):
        wishes.setdefault(one.interview_id, Wish(one.weight, one.interview_id, one.follow_up_id))
    for number, stage in rows_of(_waiting(), {"account": account.id, "now": now}):
        wishes.setdefault(number, Wish(weight(VALUE_OF_STAGE[stage], None, now=now), number))
    return sorted(wishes.values(), key=lambda wish: -wish.weight)


def _whole(wishes: Sequence[Wish]) -> list[Todo]:
    """These things with everybody they concern, in this order: one statement for all of them."""
    if not wishes:
        return []
    sought = {
        "interviews": [wish.interview_id for wish in wishes],
        "follow_ups": [wish.follow_up_id or 0 for wish in wishes],
    }
    found = {row.interview_id: _of(row) for row in rows_of(_described(), sought)}
    return [found[wish.interview_id] for wish in wishes if wish.interview_id in found]


@cache
def _described() -> Any:
    """What a list shows of an interview and of what is due in it. Put together once."""
    introducer = aliased(Contact)
    numbers = FollowUp.id.in_(bindparam("follow_ups", expanding=True))
    return (
        select(Interview.id.label("interview_id"), Interview.stage, Interview.stage_at, Contact.name)
        .add_columns(Organization.name.label("place"), introducer.name.label("introducer"))
        .add_columns(Contact.label, Contact.is_sample)
        .add_columns(FollowUp.id.label("follow_up_id"), FollowUp.kind, FollowUp.due_at, FollowUp.late_at)
        .join(Interview.contact)
        .outerjoin(Organization, Organization.id == Contact.organization_id)
        .outerjoin(Referral, Referral.contact_id == Contact.id)
        .outerjoin(introducer, introducer.id == Referral.introducer_id)
        .outerjoin(FollowUp, (FollowUp.interview_id == Interview.id) & numbers)
        .where(Interview.id.in_(bindparam("interviews", expanding=True)))
    )


def _of(row: Any) -> Todo:
    whom = Whom(row.name, row.place or "", row.introducer or "")
    known = whom, row.label, row.is_sample
    if row.kind is None:
        letter = LETTER_OF_STAGE.get(row.stage)
        return Todo(row.interview_id, f"stage.{row.stage}", row.stage_at, *known, letter=letter)
    due = Due(row.due_at, row.late_at)
    return Todo(row.interview_id, str(row.kind), row.due_at, *known, row.follow_up_id, due, writes(row.kind))


@cache
def _waiting() -> Any:
    """Conversations whose next step is ours, though nothing is due: the most worthwhile, then the longest waiting.

    By stages, so that the database stops as soon as it has found a few of each. Put together once.
    """
    each = ((_at(stage).subquery(), VALUE_OF_STAGE[stage]) for stage in OPEN_STAGES)
    found = union_all(
        *(
            select(one.c.id, one.c.stage, one.c.stage_at, literal_column(str(value)).label("value"))
            for one, value in each
        )
    ).subquery()
    best_first = found.c.value.desc(), found.c.stage_at
    return select(found.c.id, found.c.stage).order_by(*best_first).limit(AMONG)


def _at(stage: Stage) -> Any:
    found = (
        select(Interview.id, Interview.stage, Interview.stage_at)
        .join(Interview.contact)
        .where(Interview.account_id == ACCOUNT, Interview.stage == stage, Contact.left_alone_at.is_(None))
        .where(~_is_written(stage), ~_is_on_the_calendar())
        .where(~is_aside(literal(f"stage.{stage}"), Interview.stage_at))
    )
    if stage in HELD_STAGES:
        found = found.where(~waits_for_booster())
    return found.order_by(Interview.stage_at).limit(MOST + SPARE)


def _is_written(stage: Stage) -> ColumnElement[bool]:
    """Whether the next letter is on its way: now it is the contact's turn.

    A proposal counts only if the contact has not written since that none of its times fits.
    """
    left = ~is_one_of(OutgoingMessage.delivery, [Delivery.FAILED, Delivery.TAKEN_BACK])
    left_at = func.coalesce(OutgoingMessage.queued_at, Letter.sent_by_hand_at)
    letters = (
        select(Letter.id)
        .outerjoin(OutgoingMessage, OutgoingMessage.id == Letter.message_id)
        .outerjoin(PersonalLink, PersonalLink.interview_id == Letter.interview_id)
        .where(Letter.interview_id == Interview.id, is_one_of(Letter.kind, MOVED_ON_BY[stage]))
        .where(left | Letter.sent_by_hand_at.is_not(None))
        .where(PersonalLink.guest_noted_at.is_(None) | (left_at > PersonalLink.guest_noted_at))
    )
    return letters.correlate(Interview).exists()


def _is_on_the_calendar() -> ColumnElement[bool]:
    """Whether the next step is, or was, a follow-up; what was let go there is not asked again."""
    return (
        exists()
        .where(FollowUp.interview_id == Interview.id, is_one_of(FollowUp.kind, NEXT_STEPS))
        .where(FollowUp.settled_at.is_(None) | (FollowUp.settled_at >= Interview.stage_at))
        .correlate(Interview)
    )


def _with_letters(found: Sequence[Todo]) -> list[Todo]:
    """These things with their letters, as far as they are begun; without those whose letter is just leaving."""
    letters = latest((todo.interview_id, todo.letter) for todo in found if todo.letter)
    shown = []
    for todo in found:
        draft = letters.get((todo.interview_id, todo.letter)) if todo.letter else None
        if draft is None or not draft.is_on_its_way:
            shown.append(todo._replace(draft=draft))
        elif todo.due is None or not draft.is_leaving:
            shown.append(todo)  # that one answered to something earlier
    return shown
