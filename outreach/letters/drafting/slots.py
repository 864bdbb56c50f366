"""Turn the facts of an interview into the words that fill the slots of a letter. Pure."""

import re
from functools import lru_cache

from outreach.interviews.kinds import Format, Relationship
from outreach.letters.drafting.phrases import Shape, as_a_word, names_a_person, read, tidy, with_article
from outreach.letters.facts import Facts

WORDS = {10: "ten", 15: "fifteen", 20: "twenty", 25: "twenty-five", 30: "thirty"}
LONG_NAME = 5
"""Words of an organization's name beyond which a sentence does without it: its reader knows where they work."""


def why_slots(reason: str, *, contact: str) -> dict[str, str]:
    """One reason for asking this person, in the shape it was typed in."""
    phrase = read(reason, about=contact)
    told_by = "why" if phrase.shape is Shape.NOUN else "why_raw"
    if phrase.shape is Shape.CLAUSE:
        told_by = "why_clause" if phrase.text.casefold().startswith("you") else "why_mine"
    return {told_by: phrase.text, told_by.capitalize(): phrase.capitalized}


def interest_slots(facts: Facts) -> dict[str, str]:
    """The interest, narrow and wide; a person's calling becomes "the work of a …"."""
    slots = {"narrow": line_of_work(facts.narrow), "broad": line_of_work(facts.broad)}
    organization = tidy(facts.contact.organization)
    is_said = (
        facts.relationship is Relationship.INTERNAL or organization.casefold() in slots["narrow"].casefold()
    )
    if organization and not is_said and len(organization.split()) <= LONG_NAME:
        slots["organization"] = organization
    return slots


STANDS_BY_ITSELF = re.compile(r"(?:the|being|how|what|work|your|\w+ing (?:as|an?|the|in|with|for))\b")
"""How an interest begins that is a thing to learn about already, whoever it names further on."""


@lru_cache(maxsize=1024)
def line_of_work(typed: str) -> str:
    """An interest as it stands after "about" or "of": of somebody's calling it is the work that is meant.

    "hydrology" and "the claims team" stay as they are; "data analyst", "a data analyst" and "data analysts"
    become "the work of a data analyst" and "the work of data analysts". Remembered by what was typed.
    """
    text = read(typed).text
    if not text or STANDS_BY_ITSELF.match(text):
        return text
    if names_a_person(text):
        return f"the work of {with_article(as_a_word(text))}"
    return f"the work of {as_a_word(text)}" if text.endswith("s") and names_a_person(text[:-1]) else text


def ask_slots(minutes: int, form: Format) -> dict[str, str]:
    """The time box and the format; nobody is asked for a format that is theirs to choose."""
    spoken = WORDS.get(minutes, str(minutes))
    a = "an" if spoken[0] == "e" or str(minutes).startswith(("8", "11", "18")) else "a"
    noun, by = {
        Format.PHONE: ("phone call", "by phone"),
        Format.VIDEO: ("call by video", "by video"),
        Format.IN_PERSON: ("conversation over coffee", "in person"),
        Format.THEIR_CHOICE: ("conversation", "by phone or video"),
    }[form]
    return {
        "minutes": spoken,
        "minutes_figure": str(minutes),
        "noun": noun,
        "a_meeting": f"{a} {minutes}-minute {noun}",
        "for_meeting": f"for a {noun}",
        "by": by,
    }
