"""Read what a person tells so that it completes "I have …", "I have decided …", "congratulations on …". Pure.

What does not fit such a beginning is told after a colon instead, as it was typed.
"""

import re

from outreach.letters.drafting.material import vocabulary
from outreach.letters.drafting.phrases import Shape, read, tidy

HAVE = re.compile(r"^(?:I have|I['’]ve|have)\s+", re.IGNORECASE)
DECIDED = re.compile(
    r"^(?:(?:I have|I['’]ve|have|I)\s+)?(?:decided\s+)?(?=(?:not\s+)?(?:to|that|against|on)\b)", re.IGNORECASE
)
CONGRATULATED = re.compile(r"^(?:congratulations\s+)?(?:on\s+)?", re.IGNORECASE)
BECAUSE = re.compile(r"^(?:because|as|since)\s+", re.IGNORECASE)
ADVERB = re.compile(
    r"^(?:(?:just|already|now|finally|also|at last|by now|even|since|not)\s+)+", re.IGNORECASE
)


def completing_have(name: str, typed: str) -> dict[str, str]:
    """``{name}`` completes "I have …"; what cannot stands under ``{name}_said``."""
    text = HAVE.sub("", tidy(typed))
    verb = ADVERB.sub("", text).split(" ")[0].casefold()
    if verb.endswith("ed") or verb in vocabulary("participles"):
        return {name: text[:1].lower() + text[1:]}
    return _said(name, typed)


def completing_decided(name: str, typed: str) -> dict[str, str]:
    """``{name}`` completes "I have decided …": "to stay", "against it", "that I would rather teach"."""
    text = tidy(typed)
    decided = DECIDED.match(text)
    if decided and decided.end() < len(text):
        rest = text[decided.end() :]
        return {name: rest[:1].lower() + rest[1:]}
    return _said(name, typed)


def completing_congratulations(name: str, typed: str, *, reader: str) -> dict[str, str]:
    """``{name}`` completes "congratulations on …": "your new role"; "you were promoted" is said apart."""
    phrase = read(CONGRATULATED.sub("", tidy(typed)), about=reader)
    return {f"{name}_said" if phrase.shape is Shape.CLAUSE else name: phrase.text}


def completing_was(name: str, typed: str) -> dict[str, str]:
    """``{name}`` completes "what helped me most was …"; a clause takes its "that"."""
    text = tidy(typed)
    phrase = read(text)
    if phrase.shape is Shape.CLAUSE:
        return {name: f"that {phrase.text}"}
    return {name: phrase.text}


def completing_because(name: str, typed: str) -> dict[str, str]:
    """``{name}`` completes "because …"."""
    text = BECAUSE.sub("", tidy(typed))
    return {name: _lowered(text)}


def as_question(name: str, typed: str) -> dict[str, str]:
    """A question as it was typed, with the mark that it needs."""
    text = tidy(typed)
    if not text:
        return {}
    return {name: text[:1].upper() + text[1:] + ("" if text.endswith("?") else "?")}


def after_colon(name: str, typed: str) -> dict[str, str]:
    """What may stand after a colon: anything."""
    return {name: tidy(typed)}


def _said(name: str, typed: str) -> dict[str, str]:
    return {f"{name}_said": _lowered(tidy(typed))}


def _lowered(text: str) -> str:
    """A clause inside a sentence; only a small word at its beginning loses its capital."""
    return read(text).text
