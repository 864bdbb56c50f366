"""A list in the making: what no list goes without, then what is worth most, while time lasts. Pure."""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from outreach.contacts.kinds import Level
from outreach.questions import reasons
from outreach.questions.bank import Bank, BankQuestion
from outreach.questions.timing import Allowance
from outreach.questions.topics import Topic
from outreach.questions.wanted import Wanted
from outreach.questions.weighing import AGAIN, AT_MOST, toss, weigh

MOST_FOR_AN_EXECUTIVE = 4
ROOM_FOR_BOTH = 6
"""From so many questions on, the truth about the work and the advice for the asker are two questions."""

ROOM_FOR_PAY = 8
SHORTEST_WHOLE = 10
"""Minutes from which on a list has its heart and its close; before, the story and the referral are all."""

SPARES = 3
USUALLY_AT_MOST = 3


class Pick(NamedTuple):
    """A question considered for a list: what it is worth there, its lot in a tie, and why it was taken."""

    question: BankQuestion
    worth: float = 0
    lot: int = 0
    why: str = ""
    own: bool = False
    is_must: bool = False

    @classmethod
    def of(cls, question: BankQuestion, wanted: Wanted) -> "Pick":
        return cls(question, weigh(question, wanted), toss(wanted.seed, question.key))

    @property
    def rank(self) -> tuple[float, int, str]:
        """Sorts the most apt first, and always in the same way."""
        return (-self.worth, self.lot, self.question.key)

    def because(self, wanted: Wanted, bank: Bank) -> "Pick":
        return self._replace(why=reasons.because(self.question, wanted, bank))


@dataclass(frozen=True, slots=True)
class Must:
    """What a list does not go without: a question on one of ``topics`` that serves one of ``too``."""

    why: str
    topics: frozenset[Topic]
    too: frozenset[Topic] = frozenset()

    def is_met_by(self, pick: Pick) -> bool:
        question = pick.question
        return (
            question.topic in self.topics
            and (question.must or pick.own)
            and (not self.too or bool(self.too & question.serves))
        )

    @property
    def minutes(self) -> float:
        """What it usually costs."""
        return max(topic.usual_minutes for topic in self.topics)


REFERRAL = Must(reasons.BY_TOPIC[Topic.REF], frozenset({Topic.REF}))
CLOSE = Must(reasons.BY_TOPIC[Topic.CLOSE], frozenset({Topic.CLOSE}))
OPENER = Must(reasons.OPENER, frozenset({Topic.PATH}))
TRUTH = Must(reasons.TRUTH, frozenset({Topic.FEEL, Topic.FIT}))
ADVICE = Must(reasons.ADVICE, frozenset({Topic.ME}))
BOTH = Must(reasons.BOTH, ADVICE.topics, too=TRUTH.topics)


class Draft:
    """Fills one list from a pool that is sorted by rank; ``again`` is what this person was asked before."""

    def __init__(
        self, wanted: Wanted, bank: Bank, allowance: Allowance, *, pool: list[Pick], again: list[Pick]
    ) -> None:
        self.wanted = wanted
        self.bank = bank
        self.pool = pool
        self.again = again
        self.wishes = self._pinned() + self._own()
        self.picks: list[Pick] = []
        self.keys: set[str] = set()
        self.seen: Counter[Topic] = Counter()
        self.minutes_left = allowance.for_questions
        self.most = allowance.most
        if wanted.level is Level.EXECUTIVE:
            self.most = min(self.most, MOST_FOR_AN_EXECUTIVE)
        self.musts = self._musts(allowance.minutes)

    def fill(self) -> None:
        """The musts, the wishes, the field, the rest: in this order they may claim time."""
        owed = sum(must.minutes for must in self.musts)
        for must in self.musts:
            owed -= must.minutes
            self._meet(must, owed)
        self.wishes = [wish for wish in self.wishes if not self._take(wish)]
        if self.most >= ROOM_FOR_BOTH and not self._of_the_field():
            self._take_best([pick for pick in self.pool if pick.question.soc])
        while self._take_best(self.pool):
            pass

    def in_order(self) -> list[Pick]:
        """As they are asked: the story first, from general to specific, the referral and the close last."""
        return sorted(
            self.picks,
            key=lambda pick: (
                pick.question.topic.position,
                not OPENER.is_met_by(pick),
                bool(pick.question.soc),
                *pick.rank,
            ),
        )

    def spares(self) -> list[Pick]:
        """Three more for below the line: first what was wished for and found no room."""
        spares = self.wishes[:SPARES]
        seen = self.seen.copy()
        taken = self.keys | {spare.question.key for spare in spares}
        free = [pick for pick in self.pool if pick.question.spare and pick.question.key not in taken]
        while free and len(spares) < SPARES:
            best = _best(free, seen)
            free.remove(best)
            spares.append(best.because(self.wanted, self.bank))
            seen[best.question.topic] += 1
        return spares

    def _musts(self, minutes: float) -> tuple[Must, ...]:
        """How it ends and how it begins; then something no page tells, and something about the asker."""
        if minutes < SHORTEST_WHOLE:
            return (REFERRAL, OPENER)
        heart = (BOTH,) if self.most < ROOM_FOR_BOTH else (TRUTH, ADVICE)
        return (REFERRAL, CLOSE, OPENER, *heart)

    def _meet(self, must: Must, owed: float) -> None:
        """Take the best that meets it: a wish of the asker, then the bank, and last what was asked before.

        A wish may not take the ``owed`` minutes that the other musts still need.
        """
        wished = [
            wish
            for wish in self.wishes
            if must.is_met_by(wish) and wish.question.minutes <= self.minutes_left - owed
        ]
        topics = must.topics
        offered = (
            p for p in chain(self.pool, self.again) if p.question.topic in topics and must.is_met_by(p)
        )
        for pick in chain(wished, offered):
            if self._take(pick._replace(why=pick.why or self._looked_up(pick) or must.why, is_must=True)):
                self.wishes = [wish for wish in self.wishes if wish.question.key != pick.question.key]
                return

    def _looked_up(self, pick: Pick) -> str:
        reason = reasons.because(pick.question, self.wanted, self.bank)
        return reason if reason == reasons.LOOKED_UP else ""

    def _take_best(self, picks: list[Pick]) -> bool:
        """Take what is worth most beside what is there already; says whether anything had room."""
        free = self._with_room(picks)
        return bool(free) and self._take(_best(free, self.seen).because(self.wanted, self.bank))

    def _with_room(self, picks: list[Pick]) -> list[Pick]:
        """Those that the list still has room for. What does not depend on the pick is asked once."""
        if self._count() >= self.most:
            return []
        full = {topic for topic, times in self.seen.items() if times >= AT_MOST.get(topic, USUALLY_AT_MOST)}
        if self.most < ROOM_FOR_PAY:
            full.add(Topic.PAY)
        has_enough_of_field = self._of_the_field() >= max(1, self.most // 3)
        return [
            pick
            for pick in picks
            if (question := pick.question).minutes <= self.minutes_left
            and question.topic not in full
            and question.key not in self.keys
            and not (question.soc and has_enough_of_field)
        ]

    def _take(self, pick: Pick) -> bool:
        """Put it on the list unless time, places or a second farewell forbid it; says whether it did."""
        question = pick.question
        is_close = question.topic is Topic.CLOSE
        if (
            question.minutes > self.minutes_left
            or question.key in self.keys
            or (not is_close and self._count() >= self.most)
            or (question.topic in (Topic.REF, Topic.CLOSE) and self.seen[question.topic])
        ):
            return False
        self.picks.append(pick)
        self.keys.add(question.key)
        self.seen[question.topic] += 1
        self.minutes_left -= question.minutes
        return True

    def _count(self) -> int:
        """Questions taken, without the close."""
        return len(self.picks) - self.seen[Topic.CLOSE]

    def _of_the_field(self) -> int:
        return sum(bool(pick.question.soc) for pick in self.picks)

    def _pinned(self) -> list[Pick]:
        """What everybody is asked, chosen here or not; never twice of one person."""
        keys = [key for key in dict.fromkeys(self.wanted.pinned) if key in self.bank.by_key]
        return [
            Pick.of(self.bank.by_key[key], self.wanted)._replace(why=reasons.PINNED)
            for key in keys
            if key not in self.wanted.asked
        ]

    def _own(self) -> list[Pick]:
        return [Pick(own.as_question(), why=reasons.OWN, own=True) for own in self.wanted.own]


def _best(picks: list[Pick], seen: Mapping[Topic, int]) -> Pick:
    """The one worth most beside what is there, as a second question on a topic is worth less.

    The picks are in order of rank, so whatever comes behind the best so far and is worth less by itself cannot win.
    """
    best, most = picks[0], -math.inf
    for pick in picks:
        if pick.worth <= most:
            break
        worth = pick.worth + AGAIN * seen.get(pick.question.topic, 0)
        if worth > most:
            best, most = pick, worth
    return best
