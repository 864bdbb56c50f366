"""What is at hand while one letter is written: reader, writer, tone and the seed of its wording. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from outreach.contacts.kinds import Formality
from outreach.letters.drafting.composing import Wordings, long_words, turned
from outreach.letters.drafting.draft import Draft, Missing, Part, Voice
from outreach.letters.drafting.material import Slots, Table, contracted, fill, rotated, sayable
from outreach.letters.drafting.names import greeting, signature
from outreach.letters.facts import ContactFacts, SenderFacts

NO_TURNS: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that all parts of one letter share.

    ``turns`` counts, by the name of a part, how often another wording was asked for.
    """

    to: ContactFacts
    sender: SenderFacts
    voice: Voice
    seed: str
    turns: Mapping[str, int]

    def wordings(self, part: str, table: Table, *fillings: Slots, own_first: bool = False) -> Wordings:
        """Every way to say a part, once for each filling; with ``own_first``, those of the voice itself lead."""
        casual = self.voice is not Voice.FORMAL and self.to.formality is Formality.FIRST_NAME
        texts: list[str] = []
        own: list[frozenset[str]] = []
        for slots in fillings:
            said = rotated(sayable(table, slots, self.voice), seed=self.seed, part=part)
            if own_first:
                own_words = {s for group in table.values() for s in group.get(self.voice, [])}
                said = tuple(sorted(said, key=lambda sentence: sentence not in own_words))
            for sentence in said:
                texts.append(fill(contracted(sentence) if casual else sentence, slots))
                own.append(long_words(sentence))
        return Wordings(part, tuple(texts), tuple(own))

    def finish(
        self,
        parts: Sequence[Wordings],
        paragraphs: Sequence[Sequence[str]],
        missing: tuple[Missing, ...] = (),
    ) -> Draft:
        """Put the parts into paragraphs between the greeting and the signature.

        Among the parts are the ``subject`` and the ``closing``, which stand in no paragraph.
        """
        said, wordings = turned(parts, self.turns), {part.part: len(set(part.texts)) for part in parts}
        said["closing"] = "\n".join(filter(None, [said["closing"], signature(self.sender)]))
        blocks = [" ".join(said[name] for name in names if said.get(name)) for names in paragraphs]
        body = "\n\n".join(filter(None, [greeting(self.to, self.voice), *blocks, said["closing"]]))
        return Draft(
            subject=said["subject"],
            body=body,
            parts=tuple(Part(name, text, wordings[name]) for name, text in said.items() if text),
            missing=missing,
        )
