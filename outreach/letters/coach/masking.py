"""Hides names before words are judged: a Ms. Hire, a firm called JobLink, the title of a talk. Pure."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from outreach.letters.coach.names import SMALL_WORDS, fold, fold_all, parts_of
from outreach.letters.coach.phrases import words
from outreach.letters.facts import Facts

MASK = "ªname"
MASKED_ORGANIZATION = "ªorg"
MASKS = frozenset({MASK, MASKED_ORGANIZATION})
QUOTED = re.compile(r"[\"“„]([^\"“”\n]{2,120})[\"”]")
WORDS = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f]|['’‑-](?=[^\W_]))*")
NOT_A_NAME_BEFORE = words("i you we it there this that be the not")


@dataclass(frozen=True, eq=False)
class Masker:
    """Knows which words of a letter are names; one is itself and no other, so that what it masked can be remembered.

    ``parts`` are hidden where they are written exactly so; ``phrases`` (folded
    word by word) wherever they stand.
    """

    parts: dict[str, str] = field(default_factory=dict)
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = field(default_factory=dict)

    @classmethod
    @lru_cache(maxsize=64)
    def of(cls, facts: Facts) -> "Masker":
        """Hide everybody and every organization that the facts name, and all titles given as facts.

        Kept for as long as others do not push it out, as nothing but these very facts makes it.
        """
        masker = cls()
        people = (
            facts.contact.name,
            facts.contact.called,
            facts.introducer,
            facts.sender.name,
            *facts.other_contacts,
        )
        for person in people:
            masker.hide_person(person)
        masker.hide_phrase(facts.sender.school, MASK)
        for fact in (*facts.connection_facts, *facts.why_them):
            masker.hide_phrase(fact, MASK)
        masker.hide_organization(facts.contact.organization)
        return masker

    def hide_person(self, name: str) -> None:
        for part in parts_of(name):
            if len(part) > 1 and part[0].isupper():
                self.parts[part] = MASK

    def hide_organization(self, name: str) -> None:
        self.hide_phrase(name, MASKED_ORGANIZATION)
        for part in WORDS.findall(name[:200]):
            if part[0].isupper() and len(part) > 1 and fold(part) not in SMALL_WORDS:
                self.parts[part] = MASKED_ORGANIZATION

    def hide_phrase(self, phrase: str, mask: str) -> None:
        words = tuple(fold(word) for word in WORDS.findall(phrase[:300]))
        if len(words) > 1 or (words and len(words[0]) > 3):
            self.phrases.setdefault(words[0], []).append((words, mask))

    def masks(self, words: list[str]) -> list[str]:
        """For each word of a sentence its mask, or "" if it may be judged; no list if all of them may."""
        masks: list[str] = []
        if not self.parts.keys().isdisjoint(words):
            masks = [self.parts.get(word, "") for word in words]
            if masks[0] and len(words) > 1 and words[1].lower() in NOT_A_NAME_BEFORE:
                masks[0] = ""  # "Will you …" is no person
        folded = fold_all(words)
        if not self.phrases.keys().isdisjoint(folded):
            masks = masks or [""] * len(words)
            for at, word in enumerate(folded):
                for phrase, mask in self.phrases.get(word, ()):
                    if tuple(folded[at : at + len(phrase)]) == phrase:
                        masks[at : at + len(phrase)] = [mask] * len(phrase)
        return masks

    def hidden_spans(self, text: str) -> tuple[tuple[int, int], ...]:
        """What stands in quotation marks: titles, and other people's words."""
        if not any(mark in text for mark in '"“„'):
            return ()
        return tuple(m.span(1) for m in QUOTED.finditer(text))
