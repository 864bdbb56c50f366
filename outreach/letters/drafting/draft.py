"""A drafted letter as a value: its text, the parts it was made of, and what is still missing. Pure."""

from dataclasses import dataclass
from enum import StrEnum


class Voice(StrEnum):
    """The tone of a letter. A voice is never mixed with another inside one letter."""

    PLAIN = "plain"
    WARM = "warm"
    FORMAL = "formal"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a letter, by the name under which another wording can be asked for."""

    name: str
    text: str
    wordings: int = 1
    """How many there are to choose from."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact the letter would be better with, and the question that asks the person for it."""

    fact: str
    ask: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter ready to be read and changed; ``body`` runs from the greeting to the signature.

    No body has a hole: a sentence whose fact is missing is left out or says
    something true in general, and ``missing`` asks for the fact by name.
    """

    subject: str
    body: str
    parts: tuple[Part, ...]
    missing: tuple[Missing, ...] = ()

    @property
    def rephrasable(self) -> dict[str, str]:
        """What each part says that could be said in another way, in the order of the letter."""
        return {part.name: part.text for part in self.parts if part.wordings > 1}
