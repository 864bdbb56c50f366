"""The few things worth doing now: what is due, and what only waits for us, the most worthwhile first."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    bindparam,
    exists,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import joinedload, lazyload

from outreach.accounts.models import Account
from outreach.bookings.models import PersonalLink
from outreach.contacts.models import Contact, Referral
from outreach.database import db, is_one_of
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
    or kind is FollowUpKind.FIRST_LETTER
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


def todos(account: Account, *, now: datetime, limit: int = MOST, without: Collection[int] = ()) -> list[Todo]:
    """At most five, the most worthwhile on top; one for each interview.

    What was put aside is left out, what waits while somebody helps at the same
    place, what is being sent at this moment, and the interviews in ``without``.
    """
    chosen = [wish for wish in _wishes(account, now=now) if wish.interview_id not in without]
    return _with_letters(_whole(chosen[: limit + SPARE], now=now))[:limit]


SPARE = 2
"""How many more are looked at, as the letters of some may be leaving just now."""


def find(account: Account, interview: Interview, kind: str, *, now: datetime) -> Todo | None:
    """One thing that is to be done in an interview, by its name; None if it is not, any more."""
    if kind in set(FollowUpKind):
        found = FollowUp.one(interview, FollowUpKind(kind))
        return _of(found, now=now) if found is not None and found.settled_at is None else None
    is_ours = kind == f"stage.{interview.stage}" and interview.stage in MOVED_ON_BY
    return _only_waiting(interview) if is_ours else None


class Wish(NamedTuple):
    """One thing that may be shown, by its numbers: half of the time would go into making objects of them all."""

    weight: float
    interview_id: int
    follow_up_id: int | None = None


def _wishes(account: Account, *, now: datetime) -> list[Wish]:
    """What might be shown, the most worthwhile first; one for each interview."""
    wishes: dict[int, Wish] = {}
    for line in FollowUp.lines(account, by=now):
        worth = weight(VALUE_OF_KIND[line.kind], Due(line.due_at, line.late_at), now=now)
        wishes.setdefault(line.interview_id, Wish(worth, line.interview_id, line.id))
    for number, stage in db.session.execute(_waiting(), {"account": account.id, "now": now}):
        wishes.setdefault(number, Wish(weight(VALUE_OF_STAGE[stage], None, now=now), number))
    return sorted(wishes.values(), key=lambda wish: -wish.weight)


def _whole(wishes: Sequence[Wish], *, now: datetime) -> list[Todo]:
    """These things with everybody they concern, in this order: one statement for all of them."""
    if not wishes:
        return []
    sought = {
        "interviews": [wish.interview_id for wish in wishes],
        "follow_ups": [wish.follow_up_id or 0 for wish in wishes],
    }
    found = {interview.id: (interview, due) for interview, due in db.session.execute(_both(), sought)}
    pairs = [found[wish.interview_id] for wish in wishes if wish.interview_id in found]
    return [_of(due, now=now) if due is not None else _only_waiting(interview) for interview, due in pairs]


@cache
def _both() -> Any:
    numbers = FollowUp.id.in_(bindparam("follow_ups", expanding=True))
    referral = joinedload(Interview.contact).joinedload(Contact.referral)
    return (
        select(Interview, FollowUp)
        .outerjoin(FollowUp, (FollowUp.interview_id == Interview.id) & numbers)
        .where(Interview.id.in_(bindparam("interviews", expanding=True)))
        .options(referral.joinedload(Referral.introducer).lazyload(Contact.organization))
    )


def _only_waiting(interview: Interview) -> Todo:
    return Todo(interview, f"stage.{interview.stage}", letter=LETTER_OF_STAGE.get(interview.stage))


def _of(follow_up: FollowUp, *, now: datetime) -> Todo:
    return Todo(
        follow_up.interview,
        str(follow_up.kind),
        is_late=follow_up.is_late(now=now),
        follow_up=follow_up,
        letter=writes(follow_up.kind),
    )


@cache
def _waiting() -> Any:
    """Conversations whose next step is ours, though nothing is due: a few of each stage, the longest waiting first.

    By stages, so that the database stops as soon as it has found them. Put together once.
    """
    each = (_at(stage).subquery() for stage in OPEN_STAGES)
    return union_all(*(select(one.c.id, one.c.stage) for one in each))


def _at(stage: Stage) -> Any:
    found = (
        select(Interview.id, Interview.stage)
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
    latest = _letters([(todo.interview.id, todo.letter) for todo in found if todo.letter])
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
        """Whether it is on its way, and not gone yet, as far as anybody knows."""
        draft = self.draft
        if self.follow_up.settled_at is not None or draft is None or not draft.is_on_its_way:
            return False
        return not draft.is_sent or _is_in_doubt(draft)

    @property
    def is_begun(self) -> bool:
        """Whether a draft of it waits; a letter that is gone already answered to something earlier."""
        return self.draft is not None and not self.draft.is_on_its_way

    @property
    def is_ready(self) -> bool:
        """Whether it can leave as it stands."""
        return self.is_begun and Todo(self.interview, "", draft=self.draft).is_ready


def with_letters(planned: Sequence[tuple[FollowUp, LetterKind | None]]) -> list[Line]:
    """Planned letters, each with its latest draft."""
    latest = _letters([(follow_up.interview_id, kind) for follow_up, kind in planned if kind])
    return [
        Line(follow_up, kind, latest.get((follow_up.interview_id, kind)) if kind else None)
        for follow_up, kind in planned
    ]


def _is_in_doubt(letter: Letter) -> bool:
    return letter.message is not None and letter.message.delivery is Delivery.UNSURE


def _letters(wanted: Sequence[tuple[int, LetterKind]]) -> dict[tuple[int, LetterKind], Letter]:
    """The latest letter of each of these kinds in each of these interviews."""
    if not wanted:
        return {}
    sought = {"numbers": [number for number, _ in wanted], "kinds": list({kind for _, kind in wanted})}
    rows = db.session.scalars(_latest_letters(), sought)
    return {(letter.interview_id, letter.kind): letter for letter in rows.unique()}


@cache
def _latest_letters() -> Any:
    numbers: Any = bindparam("numbers", expanding=True)
    kinds: Any = bindparam("kinds", expanding=True)
    newest = (
        select(func.max(Letter.id))
        .where(Letter.interview_id.in_(numbers), Letter.kind.in_(kinds))
        .group_by(Letter.interview_id, Letter.kind)
    )
    # Everybody is here already, and of the messages no more is asked than what became of them.
    ours = lazyload(Letter.interview), joinedload(Letter.message).load_only(*FATE)
    return select(Letter).where(Letter.id.in_(newest)).options(*ours)
