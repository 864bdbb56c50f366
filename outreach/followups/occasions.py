"""The letters that are not due by themselves, but for which there may be an occasion. Pure."""

from collections.abc import Collection
from dataclasses import dataclass

from outreach.interviews.stages import Stage
from outreach.letters.kinds import LetterKind

BETWEEN = (
    LetterKind.MOVED_BY_ME,
    LetterKind.MOVED_BY_THEM,
    LetterKind.MISSED_BY_ME,
    LetterKind.MISSED_BY_THEM,
)
AFTERWARDS = (
    LetterKind.CONGRATULATIONS,
    LetterKind.ADVICE_UPDATE,
    LetterKind.INTRODUCTION,
    LetterKind.REFERRAL_CHECK,
    LetterKind.IN_TOUCH_1M,
    LetterKind.IN_TOUCH_3M,
    LetterKind.IN_TOUCH_6M,
    LetterKind.ASK_AGAIN,
    LetterKind.LANDED,
    LetterKind.ANOTHER_PATH,
    LetterKind.PAY_FORWARD,
)
BY_STAGE: dict[Stage, tuple[LetterKind, ...]] = {
    Stage.FOUND: (LetterKind.REFERRAL_THANKS, LetterKind.REFERRAL_NOT_PURSUED),
    Stage.DRAFTED: (LetterKind.REFERRAL_THANKS, LetterKind.REFERRAL_NOT_PURSUED),
    Stage.ASKED: (LetterKind.REFERRAL_WROTE, LetterKind.CLOSE),
    Stage.ANSWERED: (*BETWEEN, LetterKind.REFERRAL_ANSWERED),
    Stage.BOOKED: (LetterKind.MOVED_BY_ME, LetterKind.REFERRAL_ANSWERED),
    Stage.MET: (LetterKind.REFERRAL_UPDATE, *AFTERWARDS),
    Stage.THANKED: (LetterKind.REFERRAL_UPDATE, *AFTERWARDS),
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


def occasions(stage: Stage, *, has_introducer: bool, is_shown: Collection[LetterKind] = ()) -> list[Occasion]:
    """The letters for which there may be an occasion, without those that are shown as due already."""
    return [
        Occasion(kind, ASKS.get(kind, ()))
        for kind in BY_STAGE.get(stage, ())
        if kind not in is_shown and (has_introducer or not kind.is_to_introducer)
    ]
