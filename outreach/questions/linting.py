"""What to mend in a question that somebody wrote: a remark says what, why, and how else to ask. Pure.

Remarks are advice; none of them forbids a question.
"""

import re
from dataclasses import dataclass

MOST_WORDS = 25

ASKS = "what|how|why|which|who|whom|whose|where|when"
CLOSED = re.compile(
    r"(do|does|did|is|are|was|were|am|can|could|will|would|shall|should|has|have|had|might)(n[’']t)?\b", re.I
)
OPEN_IN_EFFECT = re.compile(
    r"(can|could|will|would) you (please )?(tell|walk|take|describe|show|explain|say|share|talk|give)\b", re.I
)
SECOND_QUESTION = re.compile(rf"(,|;| –| —)? \b(and|or|but) (also )?(if so,? )?({ASKS})\b", re.I)
LEADING = re.compile(
    r"\b(don[’']t|doesn[’']t|isn[’']t|aren[’']t|wouldn[’']t|won[’']t|didn[’']t|can[’']t) (you|it|they|that|this|we)\b"
    r"|\b(surely|obviously|of course|clearly|you must (be|feel|have|love|hate))\b"
    r"|\bi (suppose|assume|guess|imagine|bet)\b|,? right\?$|,? (correct|no|yes|agree)\?$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to mend: the rule, why it matters, and what to do or ask instead."""

    rule: str
    why: str
    fix: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """Words that give a question away, and the remark they earn."""

    sign: re.Pattern[str]
    remark: Remark


def _pattern(rule: str, sign: str, why: str, fix: str) -> Pattern:
    return Pattern(re.compile(sign, re.I), Remark(rule, why, fix))


WORK = r"(jobs?|openings?|positions?|vacanc(y|ies)|internships?|place|role|opportunit(y|ies))"
TABOOS = (
    _pattern(
        "asks-for-a-job",
        rf"\b(any|an?|some) (\w+ )?{WORK} (for me|at your|in your|with you|with your|open|available|free)\b"
        rf"|\b(get|find|give|offer|have|know of|help me (get|find)) (me )?(any|an?|some) (\w+ )?{WORK}"
        r"( for me| at| in your|\?)|\b(hire|employ|recommend|refer) me\b"
        r"|\b(are|is) (you|your \w+) (hiring|recruiting)\b|\bare there (any )?(\w+ )?(openings|vacancies|jobs)\b"
        r"|\bput in a (good )?word\b",
        "You asked for advice, not for a job; the two together make people close up.",
        "“How do people usually come into teams like yours?”",
    ),
    _pattern(
        "asks-for-a-mentor",
        r"\b(be|become) (my|a) mentor\b|\bmentor me\b",
        "A mentor is found over months; at a first meeting the question weighs too much.",
        "“May I let you know how it goes?”",
    ),
    _pattern(
        "asks-for-their-pay",
        r"\b(how much|what) (do|did|are|were|is|was) (you|your) (\w+ )?(earn\w*|mak(e|ing)|paid|get paid|salary|pay|bonus|income|wage)\b"
        r"|\byour (own )?(salary|pay|income|bonus|wage)\b|\bhow much (do|does|did) (you|they|he|she) (earn|make)\b",
        "What one person earns is private; what the field pays is not.",
        "Look up the range, then ask late: “I have read … for beginners around here. How realistic is that?”",
    ),
    _pattern(
        "asks-for-gossip",
        r"\bwhy (did|was|were) .{2,40}\b(fired|laid off|let go|sacked)\b|\b(gossip|rumou?rs?|confidential|secret)\b"
        r"|\b(hate|dislike|worst thing|think) (about|of) your (boss|manager|colleagues?|director)\b"
        r"|\bworst (boss|colleague|manager)\b",
        "It asks them to betray a trust, and to wonder what you would repeat about them.",
        "“What do you wish were different about how this field works?”",
    ),
    _pattern(
        "asks-about-private-life",
        r"\bhow old (are|were) you\b|\byour (age|religion|faith|health|husband|wife|spouse|family plans|politics|visa)\b"
        r"|\b(are|were) you (married|pregnant|single|religious|ill|disabled|gay)\b|\b(have|having|want) (kids|children)\b"
        r"|\bwhere are you (really|originally) from\b",
        "Age, family, health, faith and origin are theirs to mention, not yours to ask.",
        "Ask about the work: “How do the hours of this work fit with the rest of a life?”",
    ),
    _pattern(
        "second-favour",
        r"\b(look at|review|read|check|see|correct) my (résumé|resume|cv|portfolio|application|cover letter)\b",
        "It is a second favour on top of the first, and an hour of work.",
        "Leave it until they offer, or ask for it later, in a letter of its own.",
    ),
    _pattern(
        "asks-to-record",
        r"\b(may|can|could|shall|is it ok\w* if|do you mind if) (i|we) (record|tape|film)\b",
        "Asked in the middle of a talk, it is hard to refuse, and changes what people say.",
        "Ask in the invitation, and make a no easy. Pen and paper do well.",
    ),
)  # fmt: skip

GOOGLEABLE = _pattern(
    "googleable",
    r"\bwhat (does|do) (your|the) (company|firm|organi[sz]ation|team|employer|department) (actually )?(do|make|sell|offer)\b"
    r"|\bwhat(’s|'s| is) your (job )?(title|position)\b|\b(what|how) (did|do) you study\b"
    r"|\bwhat are you(r| mainly) (main |major |daily )?(duties|tasks|responsib\w+)\b|\bresponsible for in your job\b"
    r"|\b(typical|ordinary|average|normal) day\b|\bhow (many|big|large) .{0,40}\b(employees|people work|offices|company|firm)\b"
    r"|\bwhen was .{2,40}\bfounded\b|\bwhere (is|are) your (office|headquarters|company)\w*"
    r"|\bwhat (education|degree|qualifications?|training) (do|does|is|are) \w+"
    r"|\bwhich skills (or talents )?(matter|are (needed|required))\b|\bhow fast is .{2,40} growing\b|\bhow much demand\b",
    "The answer is public, and they can tell that you did not look.",
    "Look it up first, then ask what lies behind it: “I read … How does that match what you see?”",
)  # fmt: skip

NOTHING = Remark("empty", "There is no question here yet.", "Begin with what, how, or tell me about.")
LONG = Remark(
    "long",
    f"Beyond {MOST_WORDS} words people lose the thread while they listen.",
    "Say the reason in one short sentence, or leave it out.",
)
DOUBLE = Remark(
    "double",
    "Asked two things at once, people answer the second and forget the first.",
    "Keep the half you care about; the other can be the next question.",
)
CLOSED_REMARK = Remark(
    "closed",
    "It can be answered with yes or no, and then the talk stands still.",
    "Begin with how, what, or tell me about.",
)
LEADING_REMARK = Remark(
    "leading",
    "It tells them the answer you hope for, so you will hear it.",
    "Leave your own view out: “How do you see …?”",
)


def lint(text: str) -> list[Remark]:
    """What to mend in a question, the gravest first; nothing if it is good as it is.

    “May I …?” passes: asking for leave is rightly a question for yes or no.
    """
    asked = " ".join(text.split())
    if not re.search(r"\w", asked):
        return [NOTHING]
    remarks = [taboo.remark for taboo in TABOOS if taboo.sign.search(asked)]
    if GOOGLEABLE.sign.search(asked):
        remarks.append(GOOGLEABLE.remark)
    if LEADING.search(asked):
        remarks.append(LEADING_REMARK)
    if _is_double(asked):
        remarks.append(DOUBLE)
    if _is_closed(asked):
        remarks.append(CLOSED_REMARK)
    if len(asked.split()) > MOST_WORDS:
        remarks.append(LONG)
    return remarks


def _is_closed(asked: str) -> bool:
    """Whether the last sentence of it wants a yes or a no."""
    last = re.split(r"(?<=[.!:]) ", asked)[-1].lstrip("“\"'( ")
    last = re.sub(r"^(and|so|but|well|also),? ", "", last, flags=re.I)
    return bool(CLOSED.match(last)) and not OPEN_IN_EFFECT.match(last)


def _is_double(asked: str) -> bool:
    return asked.count("?") > 1 or bool(SECOND_QUESTION.search(asked))
