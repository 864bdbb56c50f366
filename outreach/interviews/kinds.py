"""The fixed vocabularies of an interview: why one asks, what ties the two people, how they meet. Pure."""

from enum import StrEnum


class Purpose(StrEnum):
    """What the conversation is to teach: the four of the founding document."""

    JOB = "job"
    FIELD = "field"
    INDUSTRY = "industry"
    COMPANY = "company"


class Relationship(StrEnum):
    """What ties the asker to the contact, and so what the first sentence must say."""

    ALUM = "alum"
    REFERRAL = "referral"
    INTRO = "intro"
    COLD = "cold"
    GROUP = "group"
    EVENT = "event"
    EXCOLLEAGUE = "excolleague"
    FACULTY = "faculty"
    AUTHOR = "author"
    LI2 = "li2"
    FAMILY = "family"
    INTERNAL = "internal"

    @property
    def is_stranger(self) -> bool:
        """Whether the first letter must carry neither times nor a link."""
        return self in {Relationship.COLD, Relationship.AUTHOR, Relationship.LI2}


class Format(StrEnum):
    """How the two will talk."""

    PHONE = "phone"
    VIDEO = "video"
    IN_PERSON = "in_person"
    THEIR_CHOICE = "their_choice"
