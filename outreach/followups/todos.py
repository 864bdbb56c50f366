"""The few things worth doing now: what is due, and what only waits for us, the most worthwhile first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, Select, bindparam, exists, func, literal, select, union_all
from sqlalchemy.orm import joinedload, lazyload

from outreach.accounts.models import Account
from outreach.bookings.models import PersonalLink
from outreach.contacts.models import Contact, Referral
from outreach.database import db
from outreach.followups.choosing import VALUE as VALUE_OF_KIND
from outreach.followups.choosing import Standing, standing, weight
from outreach.followups.kinds import FollowUpKind
from outreach.followups.models import ACCOUNT, FollowUp, is_aside, waits_for_booster
from outreach.followups.pausing import HELD_STAGES
from outreach.followups.rules import RULES
from outreach.followups.whens import Due
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.letters.filling import places_in
from outreach.letters.kinds import LetterKind
from outreach.letters.models import FATE, Letter
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
]


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do: about whom, the follow-up that asks for it if one does, and the letter if it lies ready."""

    interview: Interview
    kind: str
    is_late: bool = False
    follow_up: FollowUp | None = None
    letter: LetterKind | None = None
    draft: Letter | None = None

    @property
    def due(self) -> Due | None:
        """Its ideal and its latest moment; None for what only waits for us."""
        return self.follow_up.planned.due if self.follow_up else None

    @property
    def since(self) -> datetime:
        """The moment by which this occurrence of it is known."""
        return self.follow_up.due_at if self.follow_up else self.interview.stage_at

    @property
    def reader(self) -> Contact:
        """Whom it is done for."""
        referral = self.interview.contact.referral
        return (
            referral.introducer
            if self.letter and self.letter.is_to_introducer and referral
            else self.interview.contact
        )

    @property
    def is_ready(self) -> bool:
        """Whether its letter can leave as it stands: nothing is left open in it, and it has somewhere to go."""
        letter = self.draft
        if letter is None or not letter.reader.email or not (letter.subject.strip() and letter.body.strip()):
            return False
        return not places_in(f"{letter.subject}\n{letter.body}")

    def standing(self, *, now: datetime) -> Standing | None:
        """Where it stands between its ideal and its latest moment; None for what has no date."""
        return standing(self.due, now=now) if self.due else None


def writes(kind: FollowUpKind) -> LetterKind | None:
    """The letter that a follow-up opens at a click; a second person has to be found first."""
    return None if kind is FollowUpKind.SECOND_PERSON else RULES[kind].letter


def todos(account: Account, *, now: datetime, limit: int = MOST) -> list[Todo]:
    """At most five, the most worthwhile on top; one for each interview.

    What was put aside is left out, what waits while somebody helps at the same
    place, and what is being sent at this moment.
    """
    ranked = [(_weight(todo, now=now), todo) for todo in _candidates(account, now=now)]
    ranked.sort(key=lambda pair: -pair[0])
    return _with_letters([todo for _, todo in ranked])[:limit]


def find(account: Account, interview: Interview, kind: str, *, now: datetime) -> Todo | None:
    """One thing that is to be done in an interview, by its name; None if it is not, any more."""
    if kind in set(FollowUpKind):
        found = FollowUp.one(interview, FollowUpKind(kind))
        return _of(found, now=now) if found is not None and found.settled_at is None else None
    return (
        Todo(interview, kind)
        if kind == f"stage.{interview.stage}" and interview.stage in MOVED_ON_BY
        else None
    )


def _candidates(account: Account, *, now: datetime) -> list[Todo]:
    due = [_of(f, now=now) for f in FollowUp.most_pressing(account, by=now, limit=2 * MOST)]
    known = {todo.interview.id for todo in due}
    waiting = _waiting(account, now=now)
    return [
        *due,
        *(
            Todo(i, f"stage.{i.stage}", letter=LETTER_OF_STAGE.get(i.stage))
            for i in waiting
            if i.id not in known
        ),
    ]


def _of(follow_up: FollowUp, *, now: datetime) -> Todo:
    return Todo(
        follow_up.interview,
        str(follow_up.kind),
        is_late=follow_up.is_late(now=now),
        follow_up=follow_up,
        letter=writes(follow_up.kind),
    )


def _weight(todo: Todo, *, now: datetime) -> float:
    value = VALUE_OF_KIND[todo.follow_up.kind] if todo.follow_up else VALUE_OF_STAGE[todo.interview.stage]
    return weight(value, todo.due, now=now)


def _waiting(account: Account, *, now: datetime) -> Sequence[Interview]:
    """The conversations whose next step is ours, though nothing is due: one statement, the longest waiting first."""
    return db.session.scalars(_waiting_ones(), {"account": account.id, "now": now}).all()


@cache
def _waiting_ones() -> Select[tuple[Interview]]:
    """A few of each stage, so that the database stops as soon as it has found them. Put together once."""
    numbers = union_all(*(select(_at(stage).subquery().c.id) for stage in OPEN_STAGES))
    who = joinedload(Interview.contact).joinedload(Contact.referral).joinedload(Referral.introducer)
    found = select(Interview).where(Interview.id.in_(numbers.subquery().select()))
    return found.options(who).order_by(Interview.stage_at)


def _at(stage: Stage) -> Select[tuple[int]]:
    found = (
        select(Interview.id)
        .join(Interview.contact)
        .where(Interview.account_id == ACCOUNT, Interview.stage == stage, Contact.left_alone_at.is_(None))
        .where(~_is_written(stage), ~_is_on_the_calendar())
        .where(~is_aside(literal(f"stage.{stage}"), Interview.stage_at))
    )
    if stage in HELD_STAGES:
        found = found.where(~waits_for_booster())
    return found.order_by(Interview.stage_at).limit(2 * MOST)


def _is_written(stage: Stage) -> ColumnElement[bool]:
    """Whether the next letter is on its way: now it is the contact's turn.

    A proposal counts only if the contact has not written since that none of its times fits.
    """
    left = OutgoingMessage.delivery.not_in([Delivery.FAILED, Delivery.TAKEN_BACK])
    left_at = func.coalesce(OutgoingMessage.queued_at, Letter.sent_by_hand_at)
    letters = (
        select(Letter.id)
        .outerjoin(OutgoingMessage, OutgoingMessage.id == Letter.message_id)
        .outerjoin(PersonalLink, PersonalLink.interview_id == Letter.interview_id)
        .where(Letter.interview_id == Interview.id, Letter.kind.in_(MOVED_ON_BY[stage]))
        .where(left | Letter.sent_by_hand_at.is_not(None))
        .where(PersonalLink.guest_noted_at.is_(None) | (left_at > PersonalLink.guest_noted_at))
    )
    return letters.correlate(Interview).exists()


def _is_on_the_calendar() -> ColumnElement[bool]:
    """Whether the next step is, or was, a follow-up; what was let go there is not asked again."""
    return (
        exists()
        .where(FollowUp.interview_id == Interview.id, FollowUp.kind.in_(NEXT_STEPS))
        .where(FollowUp.settled_at.is_(None) | (FollowUp.settled_at >= Interview.stage_at))
        .correlate(Interview)
    )


def _with_letters(found: Sequence[Todo]) -> list[Todo]:
    """These things with their letters, as far as they are begun; without those whose letter is just leaving."""
    latest = _letters([todo.interview.id for todo in found if todo.letter])
    shown = []
    for todo in found:
        letter = latest.get((todo.interview.id, todo.letter)) if todo.letter else None
        if letter is None or not letter.is_on_its_way:
            shown.append(replace(todo, draft=letter))
        elif todo.follow_up is None or (letter.is_sent and not _is_in_doubt(letter)):
            shown.append(todo)  # that one answered to something earlier
    return shown


@dataclass(frozen=True, slots=True)
class Line:
    """One planned letter, open or settled, and how far it has come."""

    follow_up: FollowUp
    letter: LetterKind | None
    draft: Letter | None = None

    @property
    def interview(self) -> Interview:
        return self.follow_up.interview

    @property
    def is_leaving(self) -> bool:
        """Whether it is on its way, and not gone yet."""
        draft = self.draft
        return self.follow_up.settled_at is None and draft is not None and draft.is_on_its_way

    @property
    def is_ready(self) -> bool:
        """Whether it can leave as it stands."""
        return not self.is_leaving and Todo(self.interview, "", draft=self.draft).is_ready


def with_letters(planned: Sequence[tuple[FollowUp, LetterKind | None]]) -> list[Line]:
    """Planned letters, each with its latest draft."""
    latest = _letters([follow_up.interview_id for follow_up, _ in planned])
    return [
        Line(follow_up, kind, latest.get((follow_up.interview_id, kind)) if kind else None)
        for follow_up, kind in planned
    ]


def _is_in_doubt(letter: Letter) -> bool:
    return letter.message is not None and letter.message.delivery is Delivery.UNSURE


def _letters(interviews: Iterable[int]) -> dict[tuple[int, LetterKind], Letter]:
    """The latest letter of each kind in these interviews."""
    numbers = list(interviews)
    if not numbers:
        return {}
    rows = db.session.scalars(_latest_letters(), {"numbers": numbers})
    return {(letter.interview_id, letter.kind): letter for letter in rows.unique()}


@cache
def _latest_letters() -> Select[tuple[Letter]]:
    newest = (
        select(func.max(Letter.id))
        .where(Letter.interview_id.in_(bindparam("numbers", expanding=True)))
        .group_by(Letter.interview_id, Letter.kind)
    )
    # The interviews are here already, and of the messages no more is asked than what became of them.
    ours = (
        lazyload(Letter.interview),
        joinedload(Letter.other_reader),
        joinedload(Letter.message).load_only(*FATE),
    )
    return select(Letter).where(Letter.id.in_(newest)).options(*ours)
