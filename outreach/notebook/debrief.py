"""The short debrief after a talk, as it is filled in and as it is kept."""

from collections.abc import Iterable
from dataclasses import dataclass

from outreach.notebook.models import Note, NoteKind

MOST_LEARNED = 3


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


@dataclass(frozen=True, slots=True)
class Debrief:
    """What one talk left behind; any part of it may be empty.

    ``learned`` completes "What stays with me is …", ``promise`` completes
    "I will …"; both go into the thank-you letter as they stand.
    """

    learned: tuple[str, ...] = ()
    promise: str = ""
    people: tuple[Named, ...] = ()
    thought: str = ""

    @classmethod
    def kept(cls, notes: Iterable[Note]) -> "Debrief":
        """The debrief that these notes were kept from."""
        notes = list(notes)

        def texts(kind: NoteKind) -> list[str]:
            return [note.text for note in notes if note.kind is kind]

        return cls(
            learned=tuple(texts(NoteKind.LEARNED)),
            promise=" ".join(texts(NoteKind.PROMISE)),
            people=tuple(Named(name) for name in texts(NoteKind.PERSON)),
            thought="\n\n".join(texts(NoteKind.THOUGHT)),
        )

    @property
    def notes(self) -> list[tuple[NoteKind, str]]:
        """One note for each thing that was written down, in the order in which ``Note.of`` gives them back."""
        wanted = [
            *((NoteKind.LEARNED, text) for text in self.learned),
            *((NoteKind.PERSON, person.name) for person in self.people),
            (NoteKind.PROMISE, self.promise),
            (NoteKind.THOUGHT, self.thought),
        ]
        return [(kind, text) for kind, text in wanted if text]
