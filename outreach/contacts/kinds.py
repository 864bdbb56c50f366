"""The fixed vocabularies of a contact: how they are addressed, and where they stand. Pure."""

from enum import StrEnum


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


class Tier(StrEnum):
    """How closely one keeps in touch."""

    CLOSE = "close"
    """A mentor, or somebody who opened doors: every month or two."""
    GOOD = "good"
    """A good talk: after three months, then every half year."""
    THIN = "thin"
    """They hear when something has come of it all."""
