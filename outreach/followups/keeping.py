"""When it is time to be in touch again: by how close one is, and from the last touch. Pure.

Any touch starts the time anew, in either direction and on any channel. Who
never answers is not written to more than three times a year.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from outreach.contacts.kinds import Tier
from outreach.followups.kinds import FollowUpKind
from outreach.followups.whens import Due

DAY = timedelta(days=1)
YEAR = 365 * DAY
MOST_UNANSWERED = 3
"""How many letters a year somebody gets who answers none of them."""
AT_LEAST_AFTER = 14 * DAY
"""However late one is, nobody is written to again sooner after the last touch."""

MONTH = (FollowUpKind.IN_TOUCH_1M, 30 * DAY)
QUARTER = (FollowUpKind.IN_TOUCH_3M, 90 * DAY)
HALF_YEAR = (FollowUpKind.IN_TOUCH_6M, 180 * DAY)
OFTEN = (FollowUpKind.IN_TOUCH_3M, 60 * DAY)

LADDERS = {
    Tier.CLOSE: (MONTH, OFTEN),
    Tier.GOOD: (QUARTER, HALF_YEAR),
    Tier.THIN: (),
}
"""The steps by closeness, each counted from the last touch; the last one repeats. A thin acquaintance hears
when something has come of it all, and nothing before."""

PATIENCE = 14 * DAY
"""How long after its day a word of this kind is still in time."""


@dataclass(frozen=True, slots=True)
class Touch:
    """One time that the two were in touch.

    ``is_theirs`` tells a sign of life from something of ours, ``is_unsolicited``
    a letter that nobody had asked for from thanks, times and answers.
    """

    at: datetime
    is_theirs: bool = False
    is_unsolicited: bool = False


def last_touch(touches: Sequence[Touch]) -> datetime | None:
    """When the two were last in touch, whoever began it."""
    return max((touch.at for touch in touches), default=None)


def next_in_touch(
    tier: Tier, touches: Sequence[Touch], *, steps_done: int, has_told_what_came: bool
) -> tuple[FollowUpKind, Due] | None:
    """The next word, and when; None if there is none to plan.

    ``steps_done`` counts the words of this kind so far. Where nothing came of
    the advice that could be told, a word after a month takes its place.
    """
    last = last_touch(touches)
    ladder = LADDERS[tier]
    if last is None or not ladder:
        return None
    if not has_told_what_came and ladder[0] != MONTH:
        ladder = (MONTH, *ladder)
    kind, after = ladder[min(steps_done, len(ladder) - 1)]
    at = max(last + after, _earliest(touches, last))
    return kind, Due(at, at + PATIENCE)


def _earliest(touches: Sequence[Touch], last: datetime) -> datetime:
    """A while after the last touch, and not before the oldest of three unanswered letters is a year old."""
    heard = max((touch.at for touch in touches if touch.is_theirs), default=None)
    unanswered = sorted(
        touch.at for touch in touches if touch.is_unsolicited and (heard is None or touch.at > heard)
    )
    soonest = last + AT_LEAST_AFTER
    if len(unanswered) >= MOST_UNANSWERED:
        return max(soonest, unanswered[-MOST_UNANSWERED] + YEAR)
    return soonest
