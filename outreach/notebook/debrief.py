"""The short debrief after a talk, as it is filled in and as it is kept."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from outreach.notebook.jottings import Jotting, JottingKind
from outreach.notebook.models import Note, NoteKind, Written

MOST_LEARNED = 3

ABOUT_A_THIRD = re.compile(
    r"^\W*(?:(?:i will|i['’]ll|to)\s+)?\w+(?:\s+(?:back\s+)?to)?\s+(her|him|them)\b", re.IGNORECASE
)


def speaks_of(promise: str) -> str:
    """The word by which a promise speaks of its reader, or of somebody else, as a third: “send her the report”.

    Which of the two is meant only the person knows, so that a letter must not repeat it. Empty where it says “you”.
    """
    found = ABOUT_A_THIRD.match(promise)
    return found[1] if found else ""


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody who was named in a talk, and what they do, as far as that was written down."""

    name: str
    title: str = ""

    @classmethod
    def read(cls, line: str) -> "Named":
        """From one line: what stands after the first comma says what they do."""
        name, _, title = line.partition(",")
        return cls(name.strip(), title.strip())

    @property
    def line(self) -> str:
        """As one line, which ``read`` reads back."""
        return f"{self.name}, {self.title}" if self.title else self.name


@dataclass(frozen=True, slots=True)
class Debrief:
    """What one talk left behind; any part of it may be empty.

    ``learned`` completes "What stays with me is …", each of ``promises`` "I will …";
    both go into the thank-you letter as they stand. ``confidential`` holds the
    texts that were told in confidence: they go nowhere.
    """

    learned: tuple[str, ...] = ()
    promises: tuple[str, ...] = ()
    people: tuple[Named, ...] = ()
    thought: str = ""
    circumstances: str = ""
    surprise: str = ""
    contradiction: str = ""
    likes: str = ""
    red_flags: str = ""
    their_promises: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    confidential: frozenset[str] = frozenset()

    @classmethod
    def kept(cls, notes: Iterable[Note]) -> "Debrief":
        """The debrief that these notes were kept from."""
        notes = list(notes)

        def texts(kind: NoteKind) -> tuple[str, ...]:
            return tuple(note.text for note in notes if note.kind is kind)

        def text(kind: NoteKind) -> str:
            return "\n\n".join(texts(kind))

        return cls(
            learned=texts(NoteKind.LEARNED),
            promises=texts(NoteKind.PROMISE),
            people=tuple(map(Named.read, texts(NoteKind.PERSON))),
            thought=text(NoteKind.THOUGHT),
            circumstances=text(NoteKind.CIRCUMSTANCES),
            surprise=text(NoteKind.SURPRISE),
            contradiction=text(NoteKind.CONTRADICTION),
            likes=text(NoteKind.LIKE),
            red_flags=text(NoteKind.RED_FLAG),
            their_promises=texts(NoteKind.THEIR_PROMISE),
            resources=texts(NoteKind.RESOURCE),
            confidential=frozenset(note.text for note in notes if note.is_confidential),
        )

    @property
    def notes(self) -> list[Written]:
        """One note for each thing that was written down, sorted by kind as ``Note.of`` gives them back."""
        wanted = {
            NoteKind.CIRCUMSTANCES: [self.circumstances],
            NoteKind.LEARNED: self.learned,
            NoteKind.SURPRISE: [self.surprise],
            NoteKind.CONTRADICTION: [self.contradiction],
            NoteKind.LIKE: [self.likes],
            NoteKind.RED_FLAG: [self.red_flags],
            NoteKind.PROMISE: self.promises,
            NoteKind.THEIR_PROMISE: self.their_promises,
            NoteKind.PERSON: [person.line for person in self.people],
            NoteKind.RESOURCE: self.resources,
            NoteKind.THOUGHT: [self.thought],
        }
        return [
            Written(kind, text, text in self.confidential)
            for kind in sorted(wanted)
            for text in wanted[kind]
            if text
        ]


def begun_from(jottings: Collection[Jotting]) -> Debrief:
    """A debrief as the notes of the talk begin it: sorted already, to be finished by hand."""
    return Debrief(
        promises=tuple(Jotting.texts(jottings, JottingKind.PROMISE)),
        people=tuple(map(Named.read, Jotting.texts(jottings, JottingKind.PERSON))),
        their_promises=tuple(Jotting.texts(jottings, JottingKind.THEIR_PROMISE)),
        resources=tuple(Jotting.texts(jottings, JottingKind.RESOURCE)),
        thought="\n\n".join(Jotting.texts(jottings, JottingKind.NOTE)),
    )
