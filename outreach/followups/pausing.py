"""One helper at a place is enough: who else there is not written to meanwhile. Pure."""

from outreach.contacts.kinds import Label
from outreach.followups.kinds import FollowUpKind
from outreach.interviews.stages import Stage

HELD = frozenset({FollowUpKind.NUDGE, FollowUpKind.SECOND_PERSON})
"""What would be written to somebody who has not answered, or instead of them."""
HELD_STAGES = frozenset({Stage.FOUND, Stage.DRAFTED})
"""Where a first letter would be the next step."""


def is_held(
    step: FollowUpKind | Stage, own: Label | None, *, has_booster: bool, is_referred: bool, is_unpaused: bool
) -> bool:
    """Whether a step towards somebody waits because another person helps at the same place.

    What was promised or agreed is never held, and neither is anything towards a
    booster, towards somebody to whom others led us (they expect that we write),
    or towards somebody whom the person wants to write to all the same.
    """
    if not has_booster or is_referred or is_unpaused or own is Label.BOOSTER:
        return False
    return step in HELD or step in HELD_STAGES
