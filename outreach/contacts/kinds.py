"""The fixed vocabularies of a contact: how they are addressed, and where they stand. Pure."""

from enum import IntEnum, StrEnum


class Formality(StrEnum):
    """How the contact is addressed."""

    FORMAL = "formal"
    NEUTRAL = "neutral"
    FIRST_NAME = "first_name"


class Level(StrEnum):
    """Where the contact stands; decides which questions suit them."""

    UNKNOWN = "unknown"
    ENTRY = "entry"
    MID = "mid"
    SENIOR = "senior"
    EXECUTIVE = "executive"
    RECRUITER = "recruiter"
    ACADEMIC = "academic"
    FOUNDER = "founder"
    PUBLIC = "public"


class Label(StrEnum):
    """How somebody answers, as far as what happened tells; nobody sets it by hand."""

    BOOSTER = "booster"
    """They answered quickly and gladly, or did something for us: go on with these."""
    OBLIGATE = "obligate"
    """They answered, in their own time."""
    SILENT = "silent"
    """They were asked and have not answered."""


class Tier(StrEnum):
    """How closely one keeps in touch."""

    CLOSE = "close"
    """A mentor, or somebody who opened doors: every month or two."""
    GOOD = "good"
    """A good talk: after three months, then every half year."""
    THIN = "thin"
    """They hear when something has come of it all."""


class Advocacy(IntEnum):
    """Whether somebody at an organization is on one's side. Kept as a number, so that lists sort by it."""

    NOBODY = 0
    KNOWN = 1
    """Somebody one could ask."""
    ANSWERS = 2
    """Somebody who answered; known from what happened, not only from what one says."""
    HELPS = 3
    """Somebody who opens doors."""


class Posting(IntEnum):
    """Whether an organization looks for people just now. Kept as a number, so that lists sort by it."""

    UNKNOWN = 0
    NONE = 1
    OTHER = 2
    """Openings, though none that would fit."""
    FITTING = 3
