"""What the coach says: a finding, and a word of praise. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Where = Literal["body", "subject"]

LONGEST_PASSAGE = 80
"""Beyond so many characters a finding is about a sentence as a whole, not about its words."""


class Severity(StrEnum):
    """How much a finding matters: E mend it, W look at it, T take it or leave it."""

    E = "E"
    W = "W"
    T = "T"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return "EWT".index(self.value)


@dataclass(frozen=True, slots=True)
class Remark:
    """What a check noticed, before its rule adds who says so and why it matters.

    ``text`` holds the words it is about, or what was counted.
    """

    severity: Severity
    fix: str
    text: str = ""
    span: tuple[int, int] | None = None
    where: Where = "body"
    why: str = ""


@dataclass(frozen=True, slots=True)
class Praise:
    """One plain sentence about what is already right."""

    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend.

    ``span`` is half-open and indexes into the body or the subject, as ``where``
    says; it is None where the finding is about something absent. ``why`` is one
    sentence, ``fix`` one thing to do, ``source`` whose advice it is.
    """

    rule: str
    severity: Severity
    span: tuple[int, int] | None
    text: str
    why: str
    fix: str
    source: str
    where: Where = "body"

    @property
    def known_by(self) -> tuple[str, str]:
        """What it is recognized by when the letter is read again: the rule, and the words it points at.

        A count changes with every word that is typed, and so does a whole
        sentence; they are not part of it.
        """
        points_at = self.span is not None and self.span[1] - self.span[0] == len(self.text)
        return self.rule, self.text if points_at and len(self.text) <= LONGEST_PASSAGE else ""
