"""The arcs of a talk: in which phases the topics come up between the opening and the referral. Pure.

AIR and TIARA are taught by career centres; the story is ours. All of them begin
with the contact's own path and none has a say about the end.
"""

from dataclasses import dataclass
from enum import StrEnum

from outreach.questions.topics import Topic


class Arc(StrEnum):
    """How the middle of a talk is shaped."""

    STORY = "story"
    AIR = "air"
    TIARA = "tiara"


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase: what it is called, what to do in it, and its topics."""

    title: str
    cue: str
    topics: frozenset[Topic]


def _phase(title: str, cue: str, *topics: Topic) -> Phase:
    return Phase(title, cue, frozenset(topics))


T = Topic

THEIR_STORY = _phase("Their story", "Let them tell it, and listen for turns.", T.PATH)

ARCS: dict[Arc, tuple[Phase, ...]] = {
    Arc.STORY: (
        THEIR_STORY,
        _phase("The work", "Ask for something that happened, not for the rule.", T.ROLE, T.DAY),
        _phase("The truth about it", "Leave a pause; the second answer is better.", T.FEEL, T.LIFE, T.FIT),
        _phase("What it takes", "Ask for an example.", T.SKILL, T.TRAIN, T.EDU, T.ENTRY),
        _phase("The larger picture", "One step back.", T.OUTLOOK, T.INDUSTRY, T.ORG, T.BELONG),
        _phase("Advice for you", "Two sentences about you, then the question.", T.ME, T.RES, T.PAY),
    ),
    Arc.AIR: (
        THEIR_STORY,
        _phase("Advice", "Ask what they would do.", T.ME, T.SKILL, T.TRAIN, T.EDU, T.ENTRY, T.RES),
        _phase(
            "Insight",
            "Ask what only they can see.",
            T.ROLE, T.DAY, T.FEEL, T.LIFE, T.FIT, T.OUTLOOK, T.INDUSTRY, T.ORG, T.BELONG, T.PAY,
        ),
    ),
    Arc.TIARA: (
        THEIR_STORY,
        _phase("Trends", "Begin with what they know best.", T.OUTLOOK, T.INDUSTRY),
        _phase(
            "Insights", "Ask what surprised them.", T.DAY, T.FEEL, T.LIFE, T.FIT, T.TRAIN, T.ORG, T.BELONG
        ),
        _phase("Advice", "Ask what they would do.", T.ME, T.SKILL, T.ENTRY),
        _phase("Resources", "Write the names down.", T.EDU, T.RES, T.PAY),
        _phase("Assignments", "Ask what they work on now, and what you could do.", T.ROLE),
    ),
}  # fmt: skip
