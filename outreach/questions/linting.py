"""What to mend in a question that somebody wrote: a remark says what, why, and how else to ask. Pure.

Remarks are advice; none of them forbids a question.
"""

import re

from outreach.questions.taboos import PUBLIC, TABOOS, Remark

__all__ = ["Remark", "lint"]

MOST_WORDS = 25

ASKS = "what|how|why|which|who|whom|whose|where|when"
CLOSED = re.compile(
    r"(do|does|did|is|are|was|were|am|can|could|will|would|shall|should|has|have|had|might)(n[’']t)?\b", re.I
)
OPEN_IN_EFFECT = re.compile(
    r"(can|could|will|would) you (please )?(tell|walk|take|describe|show|explain|say|share|talk|give)\b", re.I
)
SECOND_QUESTION = re.compile(rf"\b(and|or|but) (also )?(if so,? )?({ASKS})\b", re.I)
LEADING = re.compile(
    r"\b(do|does|is|are|would|wo|did|ca)n[’']t (you|it|they|that|this|we)\b"
    r"|\b(surely|obviously|of course|you must (be|feel|have|love|hate))\b"
    r"|\bi (suppose|assume|guess|imagine|bet)\b"
    r"|, (right|correct|no|yes|agreed)\?$",
    re.I,
)

EMPTY = Remark("empty", "There is no question here yet.", "Begin with what, how, or tell me about.")
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
YES_OR_NO = Remark(
    "closed",
    "It can be answered with yes or no, and then the talk stands still.",
    "Begin with how, what, or tell me about.",
)
SUGGESTS = Remark(
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
        return [EMPTY]
    remarks = [sign.remark for sign in (*TABOOS, PUBLIC) if sign.shows_in(asked)]
    form = (
        (bool(LEADING.search(asked)), SUGGESTS),
        (asked.count("?") > 1 or bool(SECOND_QUESTION.search(asked)), DOUBLE),
        (_is_closed(asked), YES_OR_NO),
        (len(asked.split()) > MOST_WORDS, LONG),
    )
    return remarks + [remark for applies, remark in form if applies]


def _is_closed(asked: str) -> bool:
    """Whether the last sentence of it wants a yes or a no."""
    last = re.split(r"(?<=[.!:]) ", asked)[-1].lstrip("“\"'( ")
    last = re.sub(r"^(and|so|but|well|also),? ", "", last, flags=re.I)
    return bool(CLOSED.match(last)) and not OPEN_IN_EFFECT.match(last)
