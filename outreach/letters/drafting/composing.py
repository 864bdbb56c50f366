"""Choose one wording for every part, so that the whole reads as one letter. Pure.

The seed decides where each part's list of wordings begins. From there the
first one is taken that repeats no long word of the parts before it, begins no
further sentence with "I" and has no sentence too long for one breath. Then
parts are exchanged until the letter has a good length. Asking for another
wording moves one part on in its list and leaves the others as they were.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

SENTENCE = re.compile(r"[^.?!]+[.?!]*")
LONGEST_SENTENCE = 25


@dataclass(frozen=True, slots=True)
class Wordings:
    """All ways to say one part, in the order in which they are offered; ``base`` is the one first offered."""

    part: str
    texts: tuple[str, ...]
    own_words: tuple[frozenset[str], ...]
    base: int = 0

    def said(self, turns: int = 0) -> str:
        """The wording after ``turns`` requests for another one; empty where there is nothing to say."""
        return self.texts[(self.base + turns) % len(self.texts)] if self.texts else ""

    def only(self, kept: Sequence[int]) -> "Wordings":
        """The same part with some of its wordings, in the given order."""
        texts, own = tuple(self.texts[i] for i in kept), tuple(self.own_words[i] for i in kept)
        return Wordings(self.part, texts, own)


def compose(parts: Sequence[Wordings], *, fewest: int, most: int) -> list[Wordings]:
    """Fix the first offer of every part; ``fewest`` and ``most`` are words of the whole."""
    chosen: list[Wordings] = []
    for part in parts:
        chosen.append(_least_repetitive(part, chosen))
    return _fitted(chosen, fewest=fewest, most=most)


def word_count(text: str) -> int:
    """Words as a reader counts them: whatever stands between spaces and has a letter or a figure."""
    return sum(1 for word in text.split() if re.search(r"\w", word))


def long_words(sentence: str) -> frozenset[str]:
    """The words of our own that a reader would notice if they came twice."""
    return frozenset(w for w in re.findall(r"[a-z]+", sentence.casefold()) if len(w) > 5) - {
        "minutes",
        "question",
    }


def _least_repetitive(part: Wordings, before: Sequence[Wordings]) -> Wordings:
    """The part, first offered in the wording that sounds least like what was said before it."""
    if not part.texts:
        return part
    heard = frozenset[str]().union(*(p.own_words[p.base] for p in before if p.texts))
    earlier = " ".join(p.said() for p in before)
    best = min(
        range(len(part.texts)), key=lambda i: _burden(part.texts[i], part.own_words[i] & heard, earlier)
    )
    return replace(part, base=best)


def _burden(text: str, repeated: frozenset[str], earlier: str) -> tuple[int, float]:
    """How much a wording asks of its reader: breath first, then repetition and talk of oneself."""
    begun = _first_words(earlier)
    eager = sum(word == "i" for word in begun) >= 2
    alike = sum((word in begun) if word != "i" else eager for word in _first_words(text))
    return breathless(text), len(repeated) + 2 * alike + _self_regard(f"{earlier} {text}")


def _self_regard(text: str) -> float:
    """How often the writer comes up beyond one and a half times for every "you"."""
    mine = len(re.findall(r"\b(?:I|me|my|mine)\b", text))
    yours = len(re.findall(r"\byours?\b|\byou\b", text, re.IGNORECASE))
    return max(0.0, mine - 1.5 * yours)


def _first_words(text: str) -> list[str]:
    return [words[0].casefold() for s in SENTENCE.findall(text) if (words := re.findall(r"\w+", s))]


def breathless(text: str) -> int:
    """How many words of its sentences lie beyond what can be read in one breath."""
    return sum(max(0, word_count(s) - LONGEST_SENTENCE) for s in SENTENCE.findall(text))


def _fitted(parts: list[Wordings], *, fewest: int, most: int) -> list[Wordings]:
    """Exchange wordings, one part after the other, until the whole is neither too short nor too long."""
    for i in reversed(range(len(parts))):
        total = sum(word_count(p.said()) for p in parts)
        if fewest <= total <= most or not parts[i].texts:
            continue
        parts[i] = _resized(parts[i], by=(most if total > most else fewest) - total)
    return parts


def _resized(part: Wordings, *, by: int) -> Wordings:
    """The first wording at least ``by`` words longer (or shorter), or the one that comes nearest."""
    now, longer = word_count(part.said()), 1 if by > 0 else -1
    allowed = [i for i, text in enumerate(part.texts) if breathless(text) <= breathless(part.said())]
    gain = {i: (word_count(part.texts[i]) - now) * longer for i in allowed}
    enough = [i for i in allowed if gain[i] >= abs(by)]
    return replace(part, base=enough[0] if enough else max(allowed, key=gain.__getitem__))


def turned(parts: Sequence[Wordings], turns: Mapping[str, int]) -> dict[str, str]:
    """What every part says, after the requests for another wording."""
    return {part.part: part.said(turns.get(part.part, 0)) for part in parts}
