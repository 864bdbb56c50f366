"""A person's own templates: words with places for facts, filled once and literally. Pure.

A place is written ``((first name))``, or with what to say when the fact is not
known: ``((why them | your work))``. There is no logic and there are no other
marks, so nothing that a fact contains is ever read as an instruction.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from outreach.errors import OutreachError
from outreach.letters.drafting.draft import Voice
from outreach.letters.drafting.names import first_name, greeting, signature
from outreach.letters.facts import Facts

PLACE = re.compile(r"\(\(([^()|\n]{0,60})(?:\|([^()\n]{0,200}))?\)\)")

PLACES = {
    "name": "their full name",
    "first name": "their first name",
    "greeting": "the line that greets them, as you address them",
    "title": "what they do",
    "organization": "where they work",
    "connection": "what ties you",
    "why them": "why you write to this person",
    "interest": "what you would like to understand",
    "wider interest": "the wider field",
    "minutes": "how many minutes you ask for",
    "introducer": "who led you to them",
    "my name": "your name",
    "my role": "your programme or role",
    "my school": "your school or workplace",
    "my link": "your one link",
    "my phone": "your phone number",
    "signature": "your name, your role and your link",
}
"""Every place a template may have, and what stands there."""


class UnknownPlace(OutreachError):
    """A template names a fact that there is not."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names
        near = get_close_matches(names[0].casefold(), PLACES, n=1, cutoff=0.65)
        hint = f" Did you mean (({near[0]}))?" if near else ""
        super().__init__(
            f"There is no place called (({names[0]})).{hint} The list beside the template has them all."
        )


@dataclass(frozen=True, slots=True)
class Filled:
    """A template with its places filled.

    ``missing`` names the facts that were not known and had no fallback; their
    places still stand in the text, so that nobody takes it for finished.
    """

    text: str
    missing: tuple[str, ...]


def places_in(text: str) -> tuple[str, ...]:
    """The names of the places in a template, each once, in order."""
    return tuple(dict.fromkeys(_name(found) for found in PLACE.finditer(text)))


def refuse_unknown_places(*texts: str) -> None:
    """Raise UnknownPlace if a template names a fact that there is not."""
    unknown = tuple(name for text in texts for name in places_in(text) if name not in PLACES)
    if unknown:
        raise UnknownPlace(unknown)


def fill(text: str, facts: Facts) -> Filled:
    """Put the facts into their places. Raises UnknownPlace.

    A place whose fact is not known takes its fallback. Without one it stays as
    it is and is named: the coach calls it a blank, and no letter leaves with it.
    """
    refuse_unknown_places(text)
    known, missing = facts_by_place(facts), []

    def put(found: re.Match[str]) -> str:
        name, fallback = _name(found), found[2]
        if known[name]:
            return known[name]
        if fallback is None:
            missing.append(name)
            return f"(({name}))"
        return fallback.strip()

    return Filled(PLACE.sub(put, text), tuple(dict.fromkeys(missing)))


def facts_by_place(facts: Facts) -> Mapping[str, str]:
    """What stands in each place for this letter; empty where it is not known."""
    contact, sender = facts.contact, facts.sender
    return {
        "name": contact.name,
        "first name": first_name(contact),
        "greeting": greeting(contact, Voice.PLAIN),
        "title": contact.title,
        "organization": contact.organization,
        "connection": facts.connection_facts[0] if facts.connection_facts else "",
        "why them": facts.why_them[0] if facts.why_them else "",
        "interest": facts.narrow,
        "wider interest": facts.broad,
        "minutes": str(facts.minutes),
        "introducer": facts.introducer if facts.may_use_name else "",
        "my name": sender.name,
        "my role": sender.programme_or_role,
        "my school": sender.school,
        "my link": sender.profile_url,
        "my phone": sender.phone,
        "signature": signature(sender),
    }


def _name(found: re.Match[str]) -> str:
    return " ".join(found[1].split()).casefold()


def as_file(name: str, kind: str, subject: str, body: str) -> str:
    """A template as a text file: three lines of head, an empty one, the words."""
    return f"Name: {name}\nKind: {kind}\nSubject: {subject}\n\n{body}\n"


class NotATemplate(OutreachError):
    """A file is not one of our templates."""

    def __init__(self, line: int) -> None:
        super().__init__(
            f"Line {line} is not what a template file has there. It begins with “Name:”, “Kind:” and “Subject:”, "
            "then an empty line, then the words."
        )


def from_file(text: str) -> tuple[str, str, str, str]:
    """Name, kind, subject and body of a template file. Raises NotATemplate, UnknownPlace."""
    lines = text.replace("\r\n", "\n").lstrip("\ufeff").split("\n")
    head = []
    for number, label in enumerate(("Name:", "Kind:", "Subject:")):
        if number >= len(lines) or not lines[number].startswith(label):
            raise NotATemplate(number + 1)
        head.append(lines[number].removeprefix(label).strip())
    if len(lines) < 4 or lines[3].strip():
        raise NotATemplate(4)
    body = "\n".join(lines[4:]).strip()
    refuse_unknown_places(head[2], body)
    return head[0], head[1], head[2], body
