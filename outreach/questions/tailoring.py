"""A list of questions made for one talk: who is asked, who asks, why, and for how long. Pure.

    Wanted → pool (what may be asked) → Draft (what fits) → Tailored (in order, starred, with reasons)

The same wish always brings the same list.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache

from outreach.contacts.kinds import Level
from outreach.questions.bank import Bank, BankQuestion
from outreach.questions.drafting import Draft, Pick
from outreach.questions.hints import hints
from outreach.questions.occupations import occupation
from outreach.questions.runsheet import Line
from outreach.questions.timing import Allowance, allow
from outreach.questions.topics import Topic
from outreach.questions.wanted import OwnQuestion, Wanted
from outreach.questions.weighing import may_ask, tosses, weigh

__all__ = ["Choice", "OwnQuestion", "Tailored", "Wanted", "alternatives", "tailor"]

STARS = 3
OTHERS = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """One question of the list, worded for this talk, and why it is there.

    ``starred`` marks the three not to leave without; ``lookup`` says where the
    plain answer is public as long as it was not looked up.
    """

    key: str
    topic: Topic
    text: str
    minutes: float
    why: str
    starred: bool = False
    pinned: bool = False
    own: bool = False
    lookup: str = ""


@dataclass(frozen=True)
class Tailored:
    """The list: questions in the order of the talk, spares below the line, and what the asker should know.

    ``soc`` is the major group that the field questions come from, or empty.
    """

    wanted: Wanted
    allowance: Allowance
    questions: tuple[Choice, ...]
    spares: tuple[Choice, ...]
    notes: tuple[str, ...]
    soc: str
    bank: Bank = field(repr=False, compare=False)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The questions as the run-sheet takes them."""
        return tuple(Line(c.key, c.topic, c.text, c.minutes, c.starred) for c in self.questions)

    @property
    def minutes(self) -> float:
        """What questions and answers take together, in minutes, the opening left aside."""
        return sum(choice.minutes for choice in self.questions)


def tailor(wanted: Wanted, bank: Bank) -> Tailored:
    """The questions for one talk.

    They fit the minutes, open with the contact's own story, hold something that
    no page tells and something about the asker, and end with the referral and
    the close. Pinned and own questions come in as far as the time allows.
    """
    allowance = allow(wanted.minutes)
    soc = field_of_work(wanted, bank)
    pool = _pool(wanted, bank, soc)
    draft = Draft(
        wanted,
        bank,
        allowance,
        pool=[pick for pick in pool if pick.question.key not in wanted.asked],
        again=[pick for pick in pool if pick.question.key in wanted.asked],
    )
    draft.fill()
    spares = tuple(_choice(pick, wanted) for pick in draft.spares())
    return Tailored(
        wanted=wanted,
        allowance=allowance,
        questions=_starred(draft.in_order(), wanted),
        spares=spares,
        notes=hints(wanted, draft, soc),
        soc=soc,
        bank=bank,
    )


def alternatives(
    wanted: Wanted, bank: Bank, key: str, *, opens: bool = False, without: Collection[str] = ()
) -> tuple[Choice, ...]:
    """Up to three others on the same topic as the question ``key``, the most apt first.

    They are not among ``without``, which is what the list has; what suits another
    purpose fills up where this one has too few. ``opens`` tells that the talk
    begins with the question. Raises NotFound for a key that the bank does not have.
    """
    topic, soc = bank.get(key).topic, field_of_work(wanted, bank)
    taken = {key} | set(without) | wanted.asked
    found: dict[str, Pick] = {}
    for wish in (wanted, replace(wanted, purpose=None)):
        pool = _pool(wish, bank, soc, topic)
        for pick in sorted(pool, key=lambda pick: opens and not pick.question.must):
            if pick.question.key not in taken:
                found.setdefault(pick.question.key, pick.because(wanted, bank))
    return tuple(_choice(pick, wanted) for pick in list(found.values())[:OTHERS])


def field_of_work(wanted: Wanted, bank: Bank) -> str:
    """The major group whose questions suit the contact, or an empty text.

    A recruiter does not do the work of the field; a founder's title says nothing
    about the trade.
    """
    if wanted.level is Level.RECRUITER:
        return ""
    if wanted.soc:
        return wanted.soc if wanted.soc in bank.fields else ""
    found = occupation(wanted.occupation) if wanted.level is not Level.FOUNDER else None
    return found.soc if found and found.soc in bank.fields else ""


def _pool(wanted: Wanted, bank: Bank, soc: str, topic: Topic | None = None) -> list[Pick]:
    """Everything that may be asked, of one topic or of all, weighed, the most apt first."""
    looked_up = {key for key, fact in wanted.facts.items() if fact.strip()}
    kind = replace(wanted, minutes=0, facts={}, asked=frozenset(), pinned=(), own=(), seed="")
    apt, spelled = _apt(kind, bank, soc, topic)
    # As ``Pick.rank`` has it; a key is there once, so what stands behind it is never compared.
    ranked = sorted(
        (-(weigh(question, wanted) if key in looked_up else worth), lot, key, question)
        for (question, worth, key), lot in zip(apt, tosses(wanted.seed, spelled), strict=True)
    )
    return [Pick(question, -loss, lot) for loss, lot, _, question in ranked]


@lru_cache(maxsize=256)
def _apt(
    kind: Wanted, bank: Bank, soc: str, topic: Topic | None
) -> tuple[tuple[tuple[BankQuestion, float, str], ...], tuple[bytes, ...]]:
    """What may be asked in such a talk, its worth without homework, and its key; and the keys as lots are drawn by.

    Remembered by who asks whom and what for, which many talks of one asker share.
    """
    apt = tuple(
        (question, weigh(question, kind), question.key)
        for question in bank.questions
        if topic in (None, question.topic) and question.soc in ("", soc) and may_ask(question, kind)
    )
    return apt, tuple(key.encode() for _, _, key in apt)


def _choice(pick: Pick, wanted: Wanted) -> Choice:
    question = pick.question
    fact = wanted.facts.get(question.key, "")
    return Choice(
        key=question.key,
        topic=question.topic,
        text=question.asked_with(fact),
        minutes=question.minutes,
        why=pick.why,
        pinned=question.key in wanted.pinned,
        own=pick.own,
        lookup="" if fact.strip() else question.lookup,
    )


def _starred(picks: Iterable[Pick], wanted: Wanted) -> tuple[Choice, ...]:
    """The picks as choices, with a star at the three weightiest.

    The referral and the close need no star: they are never dropped. Only a list
    too short for three others stars them.
    """
    ordered = list(picks)
    by_weight = sorted(ordered, key=lambda pick: (_star_class(pick, wanted), *pick.rank))
    starred = {pick.question.key for pick in by_weight[:STARS]}
    return tuple(replace(_choice(pick, wanted), starred=pick.question.key in starred) for pick in ordered)


def _star_class(pick: Pick, wanted: Wanted) -> int:
    question: BankQuestion = pick.question
    if question.topic is Topic.CLOSE:
        return 5
    if question.topic is Topic.REF:
        return 4
    if question.topic is Topic.PATH and not pick.own:
        return 3
    if pick.own or question.key in wanted.pinned:
        return 0
    return 1 if pick.is_must else 2
