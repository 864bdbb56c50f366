"""How different people answer: what each kind of contact does, after which letter, and how long after it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum, auto

from outreach.letters.kinds import LetterKind

SOON, DAY = timedelta(minutes=2), timedelta(days=1)


class Deed(StrEnum):
    """What somebody on the other side does."""

    YES = auto()
    NO = auto()
    LATER = auto()
    SOMEBODY_ELSE = auto()
    QUESTIONS = auto()
    LEAVE_ME_ALONE = auto()
    BOUNCE = auto()
    AWAY = auto()
    CHOOSE = auto()
    NONE_FITS = auto()
    NO_ON_THE_PAGE = auto()
    MOVE = auto()
    CANCEL = auto()
    DECLINE_INVITATION = auto()
    PROPOSE = auto()
    WARM_WORDS = auto()


@dataclass(frozen=True, slots=True)
class Reaction:
    """One deed, so long after the letter; ``only_once`` if the next such letter meets another mood."""

    deed: Deed
    after: timedelta = DAY
    only_once: bool = False


@dataclass(frozen=True, slots=True)
class Manner:
    """How one kind of contact takes letters, by their kind; ``invited`` is what they do with an invitation."""

    takes: Mapping[LetterKind, tuple[Reaction, ...]] = field(default_factory=dict)
    invited: tuple[Reaction, ...] = ()
    is_absent: bool = False
    """Whether they miss the first talk that is agreed with them."""
    has_address: bool = True


def _asked(*reactions: Reaction, then: Deed = Deed.CHOOSE, **more: object) -> Manner:
    """Somebody who reacts so to the first letter, and to times that are offered in the end."""
    times = (Reaction(then),)
    takes = {
        LetterKind.OUTREACH: reactions,
        LetterKind.PROPOSAL: times,
        LetterKind.MOVED_BY_THEM: times,
        LetterKind.MISSED_BY_THEM: times,
    }
    return Manner(takes, **more)  # type: ignore[arg-type]


YES = Reaction(Deed.YES)

MANNERS: Mapping[str, Manner] = {
    "glad": _asked(YES),
    "slow": _asked(Reaction(Deed.YES, 6 * DAY)),
    "grateful": Manner(
        {
            LetterKind.OUTREACH: (YES,),
            LetterKind.PROPOSAL: (Reaction(Deed.CHOOSE),),
            LetterKind.THANKS: (Reaction(Deed.WARM_WORDS),),
        }
    ),
    "reminded": Manner({LetterKind.NUDGE: (YES,), LetterKind.PROPOSAL: (Reaction(Deed.CHOOSE),)}),
    "hasty": Manner(
        {LetterKind.NUDGE: (Reaction(Deed.YES, timedelta(0)),), LetterKind.PROPOSAL: (Reaction(Deed.CHOOSE),)}
    ),
    "silent": Manner(),
    "polite": _asked(Reaction(Deed.NO, 2 * DAY)),
    "final": _asked(YES, then=Deed.NO_ON_THE_PAGE),
    "busy": _asked(Reaction(Deed.LATER, 2 * DAY, only_once=True), YES),
    "elsewhere": _asked(Reaction(Deed.SOMEBODY_ELSE, 2 * DAY)),
    "by letter": _asked(Reaction(Deed.QUESTIONS)),
    "gone": _asked(Reaction(Deed.BOUNCE, SOON)),
    "on holiday": _asked(Reaction(Deed.AWAY, SOON, only_once=True), Reaction(Deed.YES, 13 * DAY)),
    "choosy": Manner(
        {
            LetterKind.OUTREACH: (YES,),
            LetterKind.PROPOSAL: (Reaction(Deed.NONE_FITS),),
        }
    ),
    "mover": _asked(YES, invited=(Reaction(Deed.MOVE, only_once=True),)),
    "canceller": _asked(YES, invited=(Reaction(Deed.CANCEL, only_once=True),)),
    "decliner": _asked(YES, invited=(Reaction(Deed.DECLINE_INVITATION, only_once=True),)),
    "bargainer": _asked(YES, invited=(Reaction(Deed.PROPOSE, only_once=True),)),
    "absent": _asked(YES, is_absent=True),
    "weary": _asked(Reaction(Deed.LEAVE_ME_ALONE)),
    "unreachable": Manner(has_address=False),
}
