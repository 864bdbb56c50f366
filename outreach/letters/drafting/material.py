"""The sentences in ``parts/*.toml``: which of them the facts allow, and how they are filled. Pure.

A table holds groups from the most to the least it can say; the first group
whose slots can all be filled is spoken. A group holds sentences for ``any``
voice and for one voice. Slots are filled in one pass, so what a person typed
is never read as a slot again, whatever braces it contains.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any, TypeVar

from outreach.letters.drafting.draft import Voice

Group = Mapping[str, list[str]]
Table = Mapping[str, Group]
Slots = Mapping[str, str]
Choice = TypeVar("Choice")

SLOT = re.compile(r"\{(\w+)\}")
NAMES = frozenset({"introducer", "introducer_known", "organization", "sender"})
CONTRACTIONS = (
    (r"\bI am(?= )", "I'm"), (r"\bI have been\b", "I've been"), (r"\byou are\b", "you're"),
    (r"\bI would(?= )", "I'd"), (r"\bI will(?= )", "I'll"),
    (r"\bdo not\b", "don't"),
    (r"\bcannot\b", "can't"), (r"\bIt is(?= )", "It's"), (r"(?<!of )\bit is(?= )", "it's"),
    (r"\bwe have not\b", "we haven't"), (r"\bWe have not\b", "We haven't"),
)  # fmt: skip


@cache
def tables(name: str) -> Mapping[str, Any]:
    """One file of sentences, as it stands."""
    return tomllib.loads((files(__package__) / "parts" / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def vocabulary(name: str) -> frozenset[str]:
    """One small vocabulary for reading what people type, in lower case."""
    return frozenset(tables("words")[name].casefold().split())


def fill(sentence: str, slots: Slots) -> str:
    """Put the facts into a sentence, literally and in one pass, without doubling a full stop."""
    filled = SLOT.sub(lambda slot: slots[slot[1]], sentence)
    return re.sub(r"(?<=\w\.)\.(?=\s|$)", "", filled)


def sayable(table: Table, slots: Slots, voice: Voice) -> tuple[str, ...]:
    """The sentences of the first group that the facts can fill, in the order of the table."""
    for fits in (_fits_well, _fits):
        for group in table.values():
            known = [s for s in [*group.get("any", []), *group.get(voice, [])] if fits(s, slots)]
            if known:
                return tuple(known)
    return ()


def _fits(sentence: str, slots: Slots) -> bool:
    return all(slots.get(slot) for slot in SLOT.findall(sentence))


def _fits_well(sentence: str, slots: Slots) -> bool:
    """Also: a fact with a comma in it ("geology, class of 2019") stands where a pause follows anyway."""
    return _fits(sentence, slots) and not any(
        "," in slots[slot[1]]
        and slot[1] not in NAMES
        and sentence[slot.end() : slot.end() + 1] not in ".,:;?"
        for slot in SLOT.finditer(sentence)
        if slot.end() < len(sentence)
    )


def rotated(choices: tuple[Choice, ...], *, seed: str, part: str) -> tuple[Choice, ...]:
    """The choices, begun at a place that the seed decides: stable over processes and releases of Python."""
    if not choices:
        return ()
    start = int.from_bytes(sha256(f"{seed}|{part}".encode()).digest()[:4]) % len(choices)
    return choices[start:] + choices[:start]


def contracted(sentence: str) -> str:
    """“I am” as “I'm”, as people write to someone they call by their first name."""
    for full, short in CONTRACTIONS:
        sentence = re.sub(full, short, sentence)
    return sentence
