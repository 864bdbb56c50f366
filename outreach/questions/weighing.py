"""How well a question suits one talk: who is asked, who asks, and what for. Pure."""

import math
from collections.abc import Iterable
from zlib import crc32

from outreach.contacts.kinds import Level
from outreach.interviews.kinds import Purpose
from outreach.questions.bank import BankQuestion
from outreach.questions.topics import OPT_IN, Aim, Topic
from outreach.questions.wanted import Wanted

T = Topic

BY_PURPOSE: dict[Purpose, dict[Topic, float]] = {
    Purpose.JOB: {
        T.ROLE: 4, T.DAY: 4, T.FEEL: 3, T.LIFE: 3, T.FIT: 3, T.SKILL: 4, T.TRAIN: 2, T.EDU: 2,
        T.ENTRY: 3, T.OUTLOOK: 1, T.ORG: 2, T.RES: 1,
    },
    Purpose.FIELD: {
        T.ROLE: 2, T.DAY: 2, T.FEEL: 3, T.LIFE: 2, T.FIT: 3, T.SKILL: 3, T.TRAIN: 1, T.EDU: 2,
        T.ENTRY: 3, T.OUTLOOK: 3, T.INDUSTRY: 2, T.RES: 2,
    },
    Purpose.INDUSTRY: {
        T.ROLE: 1, T.FEEL: 2, T.LIFE: 1, T.FIT: 2, T.SKILL: 2, T.ENTRY: 2, T.OUTLOOK: 4,
        T.INDUSTRY: 5, T.ORG: 2, T.RES: 2,
    },
    Purpose.COMPANY: {
        T.ROLE: 3, T.DAY: 2, T.FEEL: 2, T.LIFE: 1, T.FIT: 2, T.SKILL: 2, T.TRAIN: 2, T.ENTRY: 2,
        T.INDUSTRY: 2, T.ORG: 5, T.RES: 1,
    },
}  # fmt: skip

BY_AIM: dict[Aim, dict[Topic, float]] = {
    Aim.EXPLORING: {T.PATH: 1, T.DAY: 2, T.FEEL: 2, T.FIT: 2, T.ORG: -2, T.PAY: -2},
    Aim.CHOOSING: {T.FEEL: 2, T.LIFE: 2, T.OUTLOOK: 1, T.FIT: 2, T.TRAIN: -2},
    Aim.PREPARING: {T.SKILL: 2, T.EDU: 1, T.ENTRY: 2, T.RES: 1, T.ME: 1, T.ROLE: -1, T.DAY: -1},
    Aim.TARGETING: {T.ORG: 2, T.INDUSTRY: 1, T.ROLE: 1, T.EDU: -3},
    Aim.TRANSITIONING: {T.ME: 2, T.ENTRY: 2, T.SKILL: 1, T.EDU: 1, T.BELONG: 1, T.OUTLOOK: -2},
}

BY_LEVEL: dict[Level, dict[Topic, float]] = {
    Level.ENTRY: {T.ENTRY: 2, T.DAY: 1, T.FEEL: 1, T.EDU: 1},
    Level.MID: {T.SKILL: 1, T.ORG: 1, T.EDU: -1},
    Level.SENIOR: {T.SKILL: 2, T.ORG: 1, T.INDUSTRY: 1, T.DAY: -2},
    Level.EXECUTIVE: {T.INDUSTRY: 4, T.OUTLOOK: 2, T.ORG: 1, T.ROLE: -1},
    Level.RECRUITER: {T.ENTRY: 4, T.SKILL: 2, T.ROLE: -2, T.OUTLOOK: 1},
    Level.ACADEMIC: {T.PATH: 1, T.EDU: 2, T.ENTRY: 1, T.ROLE: 1},
    Level.FOUNDER: {T.FEEL: 1, T.ENTRY: 1, T.ROLE: 1, T.SKILL: 1},
    Level.PUBLIC: {T.ENTRY: 1, T.LIFE: 1, T.ORG: 1},
}

LEFT_OUT: dict[Level, frozenset[Topic]] = {
    Level.ENTRY: frozenset({T.INDUSTRY, T.OUTLOOK}),
    Level.EXECUTIVE: frozenset({T.DAY, T.ENTRY, T.EDU, T.TRAIN}),
    Level.RECRUITER: frozenset({T.DAY, T.LIFE, T.TRAIN}),
    Level.FOUNDER: frozenset({T.TRAIN}),
}
"""What such a person cannot tell or should not be asked, unless a question is meant for them by name."""

AT_MOST = {T.PATH: 2, T.RES: 2, T.ME: 2, T.PAY: 1, T.BELONG: 1, T.REF: 1, T.CLOSE: 1}
"""How often a topic may come up in one list; others three times."""

WITHOUT_PURPOSE = 2.0
APT_SITUATION, ONLY_SITUATION, APT_AIM = 1.5, 2.5, 1.5
FOR_THIS_LEVEL, FEW_LEVELS, FOR_THIS_PURPOSE = 4.0, 3, 1.0
LOOKED_UP, NOT_LOOKED_UP, OF_THE_FIELD, OF_THE_TITLE, AGAIN = 4.0, -4.0, 2.5, 2.0, -2.5
WISHED_FOR = 12.0
"""Enough that a topic which was asked for by name comes in whatever speaks against it otherwise."""


def may_ask(question: BankQuestion, wanted: Wanted) -> bool:
    """Whether the question has a place in this talk at all, its history with this person left aside."""
    if not question.suits(wanted.purpose, wanted.level, wanted.situation):
        return False
    if question.topic in OPT_IN and question.topic not in wanted.also:
        return False
    if question.asker and not question.suits_asker(wanted.programme):
        return False
    if question.titles and not question.suits_title(wanted.occupation):
        return False
    return wanted.level in question.levels or question.topic not in LEFT_OUT.get(wanted.level, ())


def weigh(question: BankQuestion, wanted: Wanted) -> float:
    """How much a question is worth in this talk; more is better, and below nought is poor."""
    topic = question.topic
    worth = BY_PURPOSE[wanted.purpose].get(topic, 0) if wanted.purpose else WITHOUT_PURPOSE
    aims = wanted.aims
    worth += sum(BY_AIM[aim].get(topic, 0) for aim in aims) + APT_AIM * (not aims.isdisjoint(question.aims))
    worth += BY_LEVEL.get(wanted.level, {}).get(topic, 0)
    worth += WISHED_FOR * (topic in wanted.also)
    worth += OF_THE_FIELD * bool(question.soc) + OF_THE_TITLE * bool(question.titles)
    if wanted.situation in question.only_for or question.asker:
        worth += ONLY_SITUATION
    elif wanted.situation in question.situations:
        worth += APT_SITUATION
    if wanted.level in question.levels and len(question.levels) <= FEW_LEVELS:
        worth += FOR_THIS_LEVEL / math.sqrt(len(question.levels))
    if len(question.purposes) == 1:
        worth += FOR_THIS_PURPOSE if wanted.purpose else -FOR_THIS_PURPOSE
    if question.lookup:
        worth += LOOKED_UP if wanted.facts.get(question.key, "").strip() else NOT_LOOKED_UP
    return worth


def toss(seed: str, key: str) -> int:
    """A number that settles ties: the same for one seed and key for ever, and without pattern."""
    return tosses(seed, [key.encode()])[0]


def tosses(seed: str, keys: Iterable[bytes]) -> list[int]:
    """The same for many keys, as they are encoded; the seed is worked in once for all of them."""
    begun = crc32(f"{seed}:".encode())
    return [crc32(key, begun) for key in keys]
