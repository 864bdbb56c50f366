"""The letters that are not due by themselves, but for which there may be an occasion. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import IntEnum

from outreach.interviews.stages import Stage
from outreach.letters.kinds import LetterKind

BETWEEN = (
    LetterKind.MOVED_BY_ME,
    LetterKind.MOVED_BY_THEM,
    LetterKind.MISSED_BY_ME,
    LetterKind.MISSED_BY_THEM,
)


class Theme(IntEnum):
    """What many letters are told apart by, in the order in which they are shown."""

    NONE = 0
    THEIR_HELP = 1
    IN_TOUCH = 2
    YOUR_PATH = 3


THEMES: dict[LetterKind, Theme] = {
    LetterKind.REFERRAL_UPDATE: Theme.THEIR_HELP,
    LetterKind.ADVICE_UPDATE: Theme.THEIR_HELP,
    LetterKind.INTRODUCTION: Theme.THEIR_HELP,
    LetterKind.REFERRAL_CHECK: Theme.THEIR_HELP,
    LetterKind.CONGRATULATIONS: Theme.IN_TOUCH,
    LetterKind.IN_TOUCH_1M: Theme.IN_TOUCH,
    LetterKind.IN_TOUCH_3M: Theme.IN_TOUCH,
    LetterKind.IN_TOUCH_6M: Theme.IN_TOUCH,
    LetterKind.ASK_AGAIN: Theme.YOUR_PATH,
    LetterKind.LANDED: Theme.YOUR_PATH,
    LetterKind.ANOTHER_PATH: Theme.YOUR_PATH,
    LetterKind.PAY_FORWARD: Theme.YOUR_PATH,
}
"""Of the letters after a talk, of which there are a dozen; before one there are never so many."""
AFTERWARDS = tuple(THEMES)
BY_STAGE: dict[Stage, tuple[LetterKind, ...]] = {
    Stage.FOUND: (LetterKind.REFERRAL_THANKS, LetterKind.REFERRAL_NOT_PURSUED),
    Stage.DRAFTED: (LetterKind.REFERRAL_THANKS, LetterKind.REFERRAL_NOT_PURSUED),
    Stage.ASKED: (LetterKind.REFERRAL_WROTE, LetterKind.CLOSE),
    Stage.ANSWERED: (*BETWEEN, LetterKind.REFERRAL_ANSWERED),
    Stage.BOOKED: (LetterKind.MOVED_BY_ME, LetterKind.REFERRAL_ANSWERED),
    Stage.MET: AFTERWARDS,
    Stage.THANKED: AFTERWARDS,
    Stage.DECLINED: (LetterKind.REFERRAL_FAILED,),
    Stage.LATER: (LetterKind.REFERRAL_ANSWERED, LetterKind.CONGRATULATIONS),
    Stage.REDIRECTED: (LetterKind.REFERRAL_ANSWERED, LetterKind.REFERRAL_FAILED),
    Stage.NO_REPLY: (LetterKind.CLOSE, LetterKind.REFERRAL_FAILED),
    Stage.BOUNCED: (LetterKind.REFERRAL_FAILED,),
}
ASKS: dict[LetterKind, tuple[str, ...]] = {
    LetterKind.REFERRAL_NOT_PURSUED: ("reason",),
    LetterKind.CONGRATULATIONS: ("their_news",),
    LetterKind.ADVICE_UPDATE: ("did", "result"),
    LetterKind.INTRODUCTION: ("person",),
    LetterKind.REFERRAL_CHECK: ("person",),
    LetterKind.IN_TOUCH_1M: ("progress", "useful"),
    LetterKind.IN_TOUCH_3M: ("useful", "progress"),
    LetterKind.IN_TOUCH_6M: ("progress", "useful"),
    LetterKind.ASK_AGAIN: ("progress", "question"),
    LetterKind.LANDED: ("news", "helped"),
    LetterKind.ANOTHER_PATH: ("decided", "helped"),
}
"""What only the person can tell, by the names of the questions that ask for it."""
SLOT_OF = {"their_news": "news", "decided": "news"}
"""Where a question has another name than the slot that it fills, as the same news is asked for in three ways."""
ASKED_FOR = tuple(dict.fromkeys(fact for facts in ASKS.values() for fact in facts))


@dataclass(frozen=True, slots=True)
class Occasion:
    """One letter that may be opened, and what is asked before it is written."""

    kind: LetterKind
    asks: tuple[str, ...]

    @property
    def theme(self) -> Theme:
        return THEMES.get(self.kind, Theme.NONE)


def occasions(stage: Stage, *, has_introducer: bool, is_shown: Collection[LetterKind] = ()) -> list[Occasion]:
    """The letters for which there may be an occasion, without those that are shown as due already."""
    return [
        Occasion(kind, ASKS.get(kind, ()))
        for kind in BY_STAGE.get(stage, ())
        if kind not in is_shown and (has_introducer or not kind.is_to_introducer)
    ]
