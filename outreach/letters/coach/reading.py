"""Reads a letter once: its zones, its sentences, its links. Pure."""

from dataclasses import dataclass

from outreach.letters.coach.masking import Masker
from outreach.letters.coach.prose import Prose
from outreach.letters.coach.tokens import links_in, sentences_of
from outreach.letters.coach.zones import Greeting, Span, zones_of

LIMIT = 10_000
"""Characters that are read; no letter is longer, and the time a check takes stays bounded."""


@dataclass(frozen=True)
class Reading:
    """A body, read: without what it quotes below, and cut if it is endless."""

    body: str
    greeting: Greeting | None
    signature: Span | None
    prose: Prose
    links: tuple[Span, ...]
    is_cut: bool

    @property
    def signed(self) -> str:
        """The text of the signature, sign-off included; empty without one."""
        return self.body[slice(*self.signature)] if self.signature else ""


def read(body: str, masker: Masker, sender: str = "") -> Reading:
    """Read a body; beyond ``LIMIT`` characters nothing is looked at."""
    text = body[:LIMIT]
    zones = zones_of(text, sender)
    sentences = tuple(s for stretch in zones.stretches for s in sentences_of(text, stretch, masker))
    links = tuple(links_in(text[: zones.end]))
    return Reading(
        text[: zones.end], zones.greeting, zones.signature, Prose(text, sentences), links, len(body) > LIMIT
    )


def read_line(line: str, masker: Masker) -> Prose:
    """Read a subject."""
    text = line[:1000]
    return Prose(text, tuple(sentences_of(text, (0, len(text)), masker)))
