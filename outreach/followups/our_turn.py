"""Conversations whose next step is ours, though nothing is due in them."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select, union_all

from outreach.accounts.models import Account
from outreach.bookings.models import PersonalLink
from outreach.contacts.models import Contact
from outreach.database import fixed, is_one_of, rows_of
from outreach.followups.boosters import ACCOUNT, waits_for_booster
from outreach.followups.kinds import FollowUpKind
from outreach.followups.models import FollowUp
from outreach.followups.pausing import HELD_STAGES
from outreach.followups.pressing import is_aside
from outreach.followups.rules import RULES
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.letters.kinds import LetterKind
from outreach.letters.models import Letter
from outreach.mail.models import Delivery, OutgoingMessage

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


def our_turn(account: Account, *, now: datetime, most: int, beyond: float = 0) -> Sequence[Any]:
    """The number and the stage of each, the most worthwhile and then the longest waiting first.

    At most ``most`` of each stage, and twice as many in all: news, and what is due, may be about as many of them.
    Only what is worth more than ``beyond`` is looked for: on a busy day nothing else would be shown.
    """
    stages = tuple(stage for stage in OPEN_STAGES if VALUE_OF_STAGE[stage] > beyond)
    return rows_of(_waiting(stages, most), {"account": account.id, "now": now}) if stages else ()


@cache
def _waiting(stages: tuple[Stage, ...], most: int) -> Any:
    """By stages, so that the database stops as soon as it has found enough of each. Put together once."""
    each = ((_at(stage, most).subquery(), VALUE_OF_STAGE[stage]) for stage in stages)
    found = union_all(
        *(select(one.c.id, one.c.stage, one.c.stage_at, fixed(value).label("value")) for one, value in each)
    ).subquery()
    best_first = found.c.value.desc(), found.c.stage_at
    return select(found.c.id, found.c.stage).order_by(*best_first).limit(fixed(2 * most))


def _at(stage: Stage, most: int) -> Any:
    found = (
        select(Interview.id, Interview.stage, Interview.stage_at)
        .join(Interview.contact)
        .where(
            Interview.account_id == ACCOUNT,
            is_one_of(Interview.stage, [stage]),
            Contact.left_alone_at.is_(None),
        )
        .where(~_is_written(stage), ~_is_on_the_calendar())
        .where(~is_aside(fixed(f"stage.{stage}"), Interview.stage_at))
    )
    if stage in HELD_STAGES:
        found = found.where(~waits_for_booster())
    return found.order_by(Interview.stage_at).limit(fixed(most))


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
