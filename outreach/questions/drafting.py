"""A list in the making: what no list goes without, then what is worth most, while time lasts. Pure."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from outreach.contacts.kinds import Level
from outreach.questions import reasons
from outreach.questions.bank import Bank, BankQuestion
from outreach.questions.timing import Allowance
from outreach.questions.topics import Topic
from outreach.questions.wanted import Wanted
from outreach.questions.weighing import AGAIN, AT_MOST, toss, weigh

TRUTH = frozenset({Topic.FEEL, Topic.FIT})
ADVICE = frozenset({Topic.ME})
MOST_FOR_AN_EXECUTIVE = 4
ROOM_FOR_BOTH = 6
"""From so many questions on, the truth about the work and the advice for the asker are two questions."""

ROOM_FOR_PAY = 8
SHORTEST_WITH_CLOSE = 10
SPARES = 3
USUALLY_AT_MOST = 3


@dataclass(frozen=True, slots=True)
class Pick:
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

    @property
    def answers(self) -> frozenset[Topic]:
        """Every topic that the question covers."""
        return self.question.serves | {self.question.topic}

    @property
    def can_open(self) -> bool:
        return self.question.topic is Topic.PATH and (self.question.must or self.own)

    def because(self, wanted: Wanted, bank: Bank) -> "Pick":
        return replace(self, why=reasons.because(self.question, wanted, bank))


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
        self.has_close = allowance.minutes >= SHORTEST_WITH_CLOSE

    def fill(self) -> None:
        """The frame, the heart, the wishes, the rest: in the order in which they may claim time."""
        self._frame()
        self._heart()
        self.wishes = [wish for wish in self.wishes if not self._take(wish)]
        while best := self._best_left():
            self._take(best.because(self.wanted, self.bank))

    def in_order(self) -> list[Pick]:
        """As they are asked: the story first, from general to specific, the referral and the close last."""
        return sorted(
            self.picks,
            key=lambda pick: (
                pick.question.topic.position,
                not pick.can_open,
                bool(pick.question.soc),
                *pick.rank,
            ),
        )

    def spares(self) -> list[Pick]:
        """Three more for below the line: first what was wished for and found no room."""
        spares = self.wishes[:SPARES]
        seen = self.seen.copy()
        free = [pick for pick in self.pool if pick.question.spare and pick.question.key not in self.keys]
        while free and len(spares) < SPARES:
            best = min(free, key=lambda pick: (self._worth_against(pick, seen), pick.rank))
            free.remove(best)
            if best.question.key not in {spare.question.key for spare in spares}:
                spares.append(best.because(self.wanted, self.bank))
                seen[best.question.topic] += 1
        return spares

    def _frame(self) -> None:
        """The referral, the close and the story: a talk is held together by how it begins and ends."""
        self._must(lambda pick: pick.question.topic is Topic.REF, reasons.BY_TOPIC[Topic.REF])
        self._must(lambda pick: pick.can_open, reasons.OPENER)
        if self.has_close:
            self._must(lambda pick: pick.question.topic is Topic.CLOSE, reasons.BY_TOPIC[Topic.CLOSE])

    def _heart(self) -> None:
        """Something that no page tells, and something about the asker; in a short talk, both in one."""
        if self.most < ROOM_FOR_BOTH:
            self._must(lambda pick: bool(ADVICE & pick.answers and TRUTH & pick.answers), reasons.BOTH)
        for topics, why in ((TRUTH, reasons.TRUTH), (ADVICE, reasons.ADVICE)):
            if not any(topics & pick.answers for pick in self.picks):
                self._must(lambda pick, topics=topics: pick.question.topic in topics, why)  # type: ignore[misc]

    def _must(self, fits: Callable[[Pick], bool], why: str) -> None:
        """Take the best that fits: a wish of the asker, then the bank, and last what was asked before."""
        wished = [pick for pick in self.wishes if fits(pick)]
        offered = [pick for pick in self.pool + self.again if pick.question.must and fits(pick)]
        for pick in wished + offered:
            stronger = pick.why or self._looked_up(pick) or why
            if self._take(replace(pick, why=stronger, is_must=True)):
                self.wishes = [wish for wish in self.wishes if wish.question.key != pick.question.key]
                return

    def _looked_up(self, pick: Pick) -> str:
        reason = reasons.because(pick.question, self.wanted, self.bank)
        return reason if reason == reasons.LOOKED_UP else ""

    def _best_left(self) -> Pick | None:
        free = [pick for pick in self.pool if self._has_room_for(pick)]
        return min(free, key=lambda pick: (self._worth_against(pick, self.seen), pick.rank), default=None)

    def _has_room_for(self, pick: Pick) -> bool:
        question = pick.question
        return (
            question.minutes <= self.minutes_left
            and question.key not in self.keys
            and self.seen[question.topic] < AT_MOST.get(question.topic, USUALLY_AT_MOST)
            and self._count() < self.most
            and not (question.soc and self._of_the_field() >= max(1, self.most // 3))
            and not (question.topic is Topic.PAY and self.most < ROOM_FOR_PAY)
        )

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

    @staticmethod
    def _worth_against(pick: Pick, seen: Counter[Topic]) -> float:
        return -pick.worth - AGAIN * seen[pick.question.topic]

    def _pinned(self) -> list[Pick]:
        """What everybody is asked, chosen here or not; never twice of one person."""
        keys = [key for key in dict.fromkeys(self.wanted.pinned) if key in self.bank.by_key]
        return [
            replace(Pick.of(self.bank.by_key[key], self.wanted), why=reasons.PINNED)
            for key in keys
            if key not in self.wanted.asked
        ]

    def _own(self) -> list[Pick]:
        return [Pick(own.as_question(), why=reasons.OWN, own=True) for own in self.wanted.own]
