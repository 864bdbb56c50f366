"""What a question is about, in the order in which a good talk moves. Pure."""

from enum import StrEnum


class Topic(StrEnum):
    """The nineteen topics, from general to specific, then the next person, then the close."""

    PATH = "path"
    ROLE = "role"
    DAY = "day"
    FEEL = "feel"
    LIFE = "life"
    FIT = "fit"
    SKILL = "skill"
    TRAIN = "train"
    EDU = "edu"
    ENTRY = "entry"
    OUTLOOK = "outlook"
    INDUSTRY = "industry"
    ORG = "org"
    BELONG = "belong"
    ME = "me"
    RES = "res"
    PAY = "pay"
    REF = "ref"
    CLOSE = "close"

    @property
    def heading(self) -> str:
        """The topic as a heading for people."""
        return HEADINGS[self]

    @property
    def position(self) -> int:
        """Where in a talk the topic has its place, counted from nought."""
        return POSITIONS[self]

    @property
    def usual_minutes(self) -> float:
        """What one question of this topic usually costs, with its answer."""
        return MINUTES[self]


class Aim(StrEnum):
    """How far the asker has come with the choice."""

    EXPLORING = "exploring"
    CHOOSING = "choosing"
    PREPARING = "preparing"
    TARGETING = "targeting"
    TRANSITIONING = "transitioning"


POSITIONS = {topic: place for place, topic in enumerate(Topic)}

OPT_IN = frozenset({Topic.PAY, Topic.BELONG})
"""What is never asked unless the asker wants it: it can make the other person shut the door."""

HEADINGS = {
    Topic.PATH: "Their path",
    Topic.ROLE: "The work",
    Topic.DAY: "The rhythm",
    Topic.FEEL: "What it gives and takes",
    Topic.LIFE: "Life around it",
    Topic.FIT: "Reality check",
    Topic.SKILL: "Skills",
    Topic.TRAIN: "Learning on the job",
    Topic.EDU: "Studies and certificates",
    Topic.ENTRY: "Ways in",
    Topic.OUTLOOK: "The years ahead",
    Topic.INDUSTRY: "The industry",
    Topic.ORG: "The organisation",
    Topic.BELONG: "Belonging",
    Topic.ME: "Advice for you",
    Topic.RES: "Where to learn more",
    Topic.PAY: "Pay in the field",
    Topic.REF: "Who to meet next",
    Topic.CLOSE: "The close",
}

MINUTES: dict[Topic, float] = {
    Topic.PATH: 3,
    Topic.ROLE: 3,
    Topic.DAY: 3,
    Topic.FEEL: 3,
    Topic.LIFE: 3,
    Topic.FIT: 3,
    Topic.SKILL: 3,
    Topic.TRAIN: 2,
    Topic.EDU: 2,
    Topic.ENTRY: 2,
    Topic.OUTLOOK: 2,
    Topic.INDUSTRY: 2,
    Topic.ORG: 3,
    Topic.BELONG: 3,
    Topic.ME: 3,
    Topic.RES: 1.5,
    Topic.PAY: 1.5,
    Topic.REF: 2,
    Topic.CLOSE: 1,
}
