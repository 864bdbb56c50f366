"""What a letter asks its reader to do, and which of it is only an easier alternative. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from outreach.letters.coach.excuses import is_own_offer
from outreach.letters.coach.phrases import opening, saying
from outreach.letters.coach.prose import Passage, Prose


class Wish(StrEnum):
    """A kind of favour, as the coach names it to the sender."""

    CALL = "a conversation"
    QUESTIONS = "an answer to questions"
    INTRODUCTION = "an introduction"
    MATERIAL = "material"
    REVIEW = "a review of your papers"
    REFERRAL = "a recommendation"
    MENTOR = "mentoring"
    SHADOWING = "a visit or shadowing"
    JOB = "a job"


LIGHT = {Wish.CALL, Wish.QUESTIONS, Wish.INTRODUCTION, Wish.MATERIAL}
"""Favours that can stand in for one another, as an easier alternative."""

REQUEST = saying(r"""
    (could|would|can|will|might) (you|we|it|that|this|there|a|an|the|some|two|three|one)
    (may|could|can|might) (i|we)
    please
    let me know
    i (would|should)( \w+){0,2} (love|like|appreciate|welcome|value|enjoy|be)
    i (am|was) (hoping|wondering|asking|writing to ask|keen|eager)
    i (hope|wonder|need|want|ask)
    (grateful|thankful|glad|happy|delighted|appreciate it|honored|honoured) (if|for|to)
    if you (could|would|can|have|are|were|had|might)
    are you (open|willing|free|available|able)
    (is|be) (there|it) (any|a|possible|okay|ok)
    do you have
    looking (for|to)
    looking forward to
    hoping (to|for|you)
    (book|pick|grab|choose|schedule|reserve) (a|an|any|your) (slot|time|call|meeting)
    my (ask|request|question) is
    would be (wonderful|great|lovely|ideal|perfect|enough|plenty|welcome)
    might you
    any chance
""")  # fmt: skip
PATTERNS = {
    Wish.CALL: saying(r"""
        (talk|talking|speak|speaking|call|calls|meet|meeting|chat|chatting|conversation|conversations
            |coffee|tea|zoom|videocall|phone|slot|pick your brain|your brain|hear your story|connect
            |catch up)(?! (us|your own|each other
            |(to|with) (people|others|strangers|them|him|her|clients|customers|patients|students|children|visitors)))
        (\d{1,2}|ten|fifteen|twenty|thirty)[ -]?minutes?(-\w+)?
        (half an|quarter of an|half-|an|one) hour
    """),
    Wish.QUESTIONS: saying(r"""
        (answer|answers|answering|reply to|respond to)~4 questions?
        questions?~3 by email
        i have( only| just| but| exactly)? (a|one|two|three|four|five|some)( \w+)? questions?
        (an|any|one) answer in (a few|one|two|three)
        (short|brief|quick|written) (answers?|replies|lines)
        (email|send)~2 (you )?(two|three|a few|a couple of|some|my)( \w+)? questions?
        (ask|asking|send|email|answer|put)~4 (a|one|two|three|few|couple of|some|my
            |these)( short| quick| brief| more)* questions?
    """),
    Wish.INTRODUCTION: saying(r"""
        introduce me
        introductions? to
        put me in (touch|contact)
        connect me (with|to)
        point me (to|toward|towards|in)
        (the |a )?(name|names|contact|contacts) (of|for) (a|an|any|your|someone|somebody|one|other
            |colleagues|people)
        (a |the )?colleague's name
        (know( of)?|is there)~1 (someone|somebody|anyone)
        someone (else )?(you know|better)
        (suggest|recommend|name) (someone|somebody|a colleague|anyone|others|another)
        (their|another) name
        a name(?= ($|\?|\n))
    """),
    Wish.MATERIAL: saying(r"""
        (send|share|forward|email|give)( \w+)? (me |with me )?~3 (materials?|brochures?|slides|resources
            |reading list|reports?|papers?|templates?|a copy)
    """),
    Wish.REVIEW: saying(r"""
        (review|look at|look over|look through|read|read through|read over|comment on|comments on
            |feedback on|critique|check|proofread|edit|glance at|go over|improve|thoughts on)~1 (my
            |the attached|attached)( \w+){0,2} (resume|cv|portfolio|cover letter|essay|statement|application
            |project|thesis|proposal|profile|draft|code|website|paper|plan|business plan|manuscript)
        (review|look at|look over|look through|read through|read over|comment on|critique|check|proofread|edit|go over
            |improve) (the|a)( \w+){1,2} i (have )?(wrote|written|made|drafted|drew|drawn|prepared)
    """),
    Wish.REFERRAL: saying(r"""
        (forward|pass|share) (this|it)( letter| email| message| on| along)? (to|on|along|with)
        refer me
        (pass|forward|hand|give)( on| along)? my( \w+)? (papers|documents) to (your|the|whoever|someone|somebody|hr)
        put in a (good )?word
        recommend me
        (pass|forward|hand|send|share)( on| along)? my( \w+)? (resume|cv|name|profile|details|application
            |portfolio|contact|letter|information)
        vouch for me
        (recommendation letter|letter of recommendation|reference letter)
        (be|as) (a|my) reference
    """),
    Wish.MENTOR: saying(r"""
        (be|become) (a|my) mentor
        as (a|my) mentor(?= ($|\?|\n))
        mentor me
        mentoring me
        mentorship from you
    """),
    Wish.SHADOWING: saying(r"""
        (job )?shadow(ing)? (you|your|someone|a|at|for)
        (a|an|the) (office |lab |site |plant )?tour (of|at)
        job shadow(ing)?
        (follow|accompany|watch) you~3 for (a|one|half a|an?|two) (day|shift|morning|afternoon|days|week)
    """),
}  # fmt: skip
ALTERNATIVE = saying(r"""
    or
    otherwise
    alternatively
    failing that
    if not
    instead
    if (you prefer|you would prefer|you would rather|that is|it is|this is|a call|a colleague|someone
        |somebody|anyone|another|there|time|your|now|you are
        |you do|you have no|none|either|writing)
    even
""")  # fmt: skip
EASE = opening(r"""
    (and |but |or )?(if|should)~2 (your|you are|you have|that|this|a call|it|now|time|not|none
        |your schedule|calendar|you prefer|you would rather|you know|there is|someone|somebody|anyone
        |a colleague|another)
    (otherwise|alternatively|failing that|or|even)
""")
POINTS_BACK = saying(r"""
    (would|could|might|may|is|will|does|can) (that|this|it|either|one of|any of)
    (would|could|might|will|can) you be (open|willing|able|available)
""")
IN_CASE = saying(r"""
    (if|should) (your|that|this|a call|it|now|time|none|not|a colleague|another|someone|somebody|anyone
        |there is
        |you (prefer|would rather|know|are (too|short|busy|away|full)|have no|do not|can not))
    (otherwise|alternatively|failing that|in case)
""")
JUST_AS_GOOD = saying(r"""
    (just as|equally|as much|be enough|be plenty|instead|as well as a call|works too)
""")


class Ask(NamedTuple):
    """One favour asked, where, and whether it is offered as an easier way out."""

    wish: Wish
    passage: Passage
    is_fallback: bool


@dataclass(frozen=True)
class Wishes:
    """All that a letter asks; ``questions`` are the sentences that only ask for an answer."""

    asks: tuple[Ask, ...]
    questions: tuple[int, ...]
    requesting_sentences: frozenset[int]
    """The sentences worded as a request, with or without a question mark."""
    asking_sentences: frozenset[int]
    """Those, and all questions."""

    @property
    def kinds(self) -> tuple[Wish, ...]:
        """The different favours asked in earnest, in the order of the letter."""
        kinds = dict.fromkeys(ask.wish for ask in self.asks if not ask.is_fallback)
        if Wish.CALL in kinds:
            kinds.pop(Wish.QUESTIONS, None)  # questions are what one talks about
        return tuple(kinds)

    @property
    def fallbacks(self) -> tuple[Ask, ...]:
        return tuple(ask for ask in self.asks if ask.is_fallback)

    def first(self, wish: Wish) -> Passage | None:
        """Where a favour is first asked in earnest."""
        return next((ask.passage for ask in self.asks if ask.wish is wish and not ask.is_fallback), None)


def wishes_of(prose: Prose, jobs: Sequence[Passage]) -> Wishes:
    """Find every favour in the sentences that ask for one; requests for a job are known already."""
    requesting = frozenset(prose.sentences_with(REQUEST))
    asking = requesting | {number for number, sentence in enumerate(prose.sentences) if sentence.is_question}
    found = [
        (passage.place, wish, passage)
        for wish, pattern in PATTERNS.items()
        for passage in prose.find(pattern)
        if passage.sentence in asking and not is_own_offer(passage)
    ]
    taken = [(passage.sentence, *passage.match.span()) for _, _, passage in found]
    found += [
        (passage.place, Wish.JOB, passage)
        for passage in jobs
        if not any(
            number == passage.sentence and start < passage.match.end() and passage.match.start() < end
            for number, start, end in taken
        )
    ]
    found.sort(key=lambda one: one[0])
    asks = _asks(prose, [(wish, passage) for _, wish, passage in found])
    answered = {ask.passage.sentence for ask in asks}
    answered |= prose.sentences_with(POINTS_BACK)
    questions = tuple(n for n, s in enumerate(prose.sentences) if s.is_question and n not in answered)
    return Wishes(asks, questions, requesting, asking)


def _asks(prose: Prose, found: list[tuple[Wish, Passage]]) -> tuple[Ask, ...]:
    eased = prose.sentences_with(EASE) | prose.sentences_with(JUST_AS_GOOD)
    asks: list[Ask] = []
    for wish, passage in found:
        fallback = wish in LIGHT and (
            passage.sentence in eased
            or (wish is not Wish.CALL and _is_conditional(passage))
            or _follows_another(wish, passage, asks)
        )
        asks.append(Ask(wish, passage, fallback))
    if asks and all(ask.is_fallback for ask in asks):
        asks[0] = asks[0]._replace(is_fallback=False)
    return tuple(asks)


def _is_conditional(passage: Passage) -> bool:
    """Whether an "if your calendar is full" or the like stands before it in the sentence."""
    return bool(IN_CASE.search(passage.before + " "))


def _follows_another(wish: Wish, passage: Passage, asks: list[Ask]) -> bool:
    """Whether an "or" stands between this favour and a different one before it in the sentence."""
    for ask in reversed(asks):
        if ask.passage.sentence != passage.sentence:
            return False
        between = passage.match.string[ask.passage.match.end() : passage.match.start() + 1]
        if ask.wish is not wish and ALTERNATIVE.search(between + " "):
            return True
        if ask.is_fallback:
            return True
    return False
