"""The few things worth doing now: what is due, and what only waits for us, the most worthwhile first."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, bindparam, func, literal_column, select
from sqlalchemy.orm import aliased

from outreach.accounts.models import Account
from outreach.bookings.models import PersonalLink
from outreach.contacts.kinds import Label
from outreach.contacts.models import Contact, Organization, Referral
from outreach.database import rows_of
from outreach.followups.begun import COLUMNS, IS_READER, READER, Begun
from outreach.followups.choosing import Standing, standing, weight
from outreach.followups.kinds import FollowUpKind
from outreach.followups.models import FollowUp
from outreach.followups.our_turn import LETTER_OF_STAGE, MOVED_ON_BY, VALUE_OF_STAGE, our_turn
from outreach.followups.pressing import pressing
from outreach.followups.rules import RULES
from outreach.followups.telling import THEIR_WORD, Whom
from outreach.followups.whens import Due
from outreach.interviews.models import Interview
from outreach.letters.kinds import LetterKind
from outreach.letters.models import Letter
from outreach.letters.timely import OFFERS_TIMES
from outreach.mail.models import OutgoingMessage

MOST = 5
"""More than this on one day is a list that nobody finishes."""


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
    has_word: bool = False
    """Whether the contact said on their page what would suit them instead: that comes before other times of ours."""

    @property
    def words(self) -> str:
        """Under which name its title and its reason are told."""
        return THEIR_WORD if self.has_word else self.kind

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
    chosen = _wishes(account, now=now, most=limit + SPARE, without=without)
    return _without_leaving(_whole(chosen))[:limit]


SPARE = 2
"""How many more are looked at, as the letters of some may be leaving just now."""


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


def words_for(interview: Interview, kind: str) -> str:
    """Under which name the title of one thing is told now, as ``Todo.words`` has it."""
    letter = writes(FollowUpKind(kind)) if kind in set(FollowUpKind) else LETTER_OF_STAGE.get(interview.stage)
    link = PersonalLink.of(interview) if letter in OFFERS_TIMES else None
    return THEIR_WORD if link is not None and link.guest_noted_at is not None else kind


class Wish(NamedTuple):
    """One thing that may be shown, by its numbers: most of them are not."""

    weight: float
    interview_id: int
    follow_up_id: int | None = None


def _wishes(account: Account, *, now: datetime, most: int, without: Collection[int]) -> list[Wish]:
    """What might be shown, the most worthwhile first; one for each interview."""
    wishes: dict[int, Wish] = {}
    for one in pressing(account, by=now):
        if one.interview_id not in without:
            wishes.setdefault(one.interview_id, Wish(one.weight, one.interview_id, one.follow_up_id))
    weights = [wish.weight for wish in wishes.values()]
    beyond = weights[most - 1] if len(weights) >= most else 0
    for number, stage in our_turn(account, now=now, most=MOST + SPARE, beyond=beyond):
        if number not in without:
            wishes.setdefault(number, Wish(weight(VALUE_OF_STAGE[stage], None, now=now), number))
    return sorted(wishes.values(), key=lambda wish: -wish.weight)[:most]


def _whole(wishes: Sequence[Wish]) -> list[Todo]:
    """These things with everybody they concern, in this order: one statement for all of them."""
    if not wishes:
        return []
    sought = {
        "interviews": [wish.interview_id for wish in wishes],
        "follow_ups": [wish.follow_up_id or 0 for wish in wishes],
    }
    found = {todo.interview_id: todo for todo in map(_of, rows_of(_described(), sought))}
    return [found[wish.interview_id] for wish in wishes if wish.interview_id in found]


@cache
def _described() -> Any:
    """What a list shows of an interview, of what is due in it and of the letter for that. Put together once."""
    introducer, older = aliased(Contact), aliased(Letter)
    numbers = FollowUp.id.in_(bindparam("follow_ups", expanding=True))
    own = select(func.max(older.id)).where(older.interview_id == Interview.id, older.kind == _its_letter())
    newest = own.correlate(Interview, FollowUp).scalar_subquery()
    return (
        select(Interview.id, Interview.stage, Interview.stage_at)
        .add_columns(
            Contact.name, Contact.called, Organization.name, introducer.name, Contact.label, Contact.is_sample
        )
        .add_columns(PersonalLink.guest_noted_at)
        .add_columns(FollowUp.id, FollowUp.kind, FollowUp.due_at, FollowUp.late_at, *COLUMNS)
        .join(Interview.contact)
        .outerjoin(Organization, Organization.id == Contact.organization_id)
        .outerjoin(Referral, Referral.contact_id == Contact.id)
        .outerjoin(introducer, introducer.id == Referral.introducer_id)
        .outerjoin(PersonalLink, PersonalLink.interview_id == Interview.id)
        .outerjoin(FollowUp, (FollowUp.interview_id == Interview.id) & numbers)
        .outerjoin(Letter, Letter.id == newest)
        .outerjoin(OutgoingMessage, OutgoingMessage.id == Letter.message_id)
        .outerjoin(READER, IS_READER)
        .where(Interview.id.in_(bindparam("interviews", expanding=True)))
    )


def _its_letter() -> ColumnElement[LetterKind]:
    """The kind of letter that a thing to do asks for, as ``writes`` and ``LETTER_OF_STAGE`` have it."""
    by_kind = " ".join(f"WHEN '{kind}' THEN '{letter}'" for kind in RULES if (letter := writes(kind)))
    by_stage = " ".join(f"WHEN '{stage}' THEN '{letter}'" for stage, letter in LETTER_OF_STAGE.items())
    of_stage = f"CASE WHEN follow_ups.id IS NULL THEN CASE interviews.stage {by_stage} END END"
    return literal_column(f"CASE follow_ups.kind {by_kind} ELSE {of_stage} END", Letter.kind.type)


def _of(row: Any) -> Todo:
    number, stage, stage_at, name, called, place, introducer, label, is_sample, noted_at, *due, letter_id = (
        row[: DESCRIBED + 1]
    )
    whom = Whom(name, place or "", introducer or "", called)
    todo = Todo(number, f"stage.{stage}", stage_at, whom, label, is_sample, letter=LETTER_OF_STAGE.get(stage))
    follow_up_id, kind, due_at, late_at = due
    if kind is not None:
        due_then = Due(due_at, late_at)
        todo = todo._replace(
            kind=str(kind), since=due_at, follow_up_id=follow_up_id, due=due_then, letter=writes(kind)
        )
    if noted_at is not None and todo.letter in OFFERS_TIMES:
        return todo._replace(has_word=True, letter=None)
    return todo if letter_id is None else todo._replace(draft=Begun._make(row[DESCRIBED:]))


DESCRIBED = 14
"""How many columns come before those of the letter."""


def _without_leaving(found: Sequence[Todo]) -> list[Todo]:
    """These things without those whose letter is just leaving; a letter that answered to something earlier is none."""
    shown = []
    for todo in found:
        if todo.draft is None or not todo.draft.is_on_its_way:
            shown.append(todo)
        elif todo.due is None or not todo.draft.is_leaving:
            shown.append(todo._replace(draft=None))
    return shown
