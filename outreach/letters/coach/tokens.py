"""Cuts a text into sentences, and these into words, of which each has a plain form. Pure."""

import re
from collections.abc import Iterator
from functools import lru_cache, partial
from itertools import accumulate
from typing import NamedTuple

from outreach.letters.coach.masking import MASK, Masker
from outreach.letters.coach.phrases import words
from outreach.letters.coach.zones import Span

LONGEST_WORD = 40
LINK = (
    r"(?:https?://|www\.)[^\s<>\"”]{1,500}"
    r"|[a-z0-9-]{1,63}+(?:\.[a-z0-9-]{1,63}+){0,3}?\.(?:com|org|net|edu|io|me|co|app|ca|uk|de|eu|us|info"
    r"|link|page|"
    r"ly|ms|gle|ai|so|dev|to|fr|ch|at|nl|au|nz|ie|in|it|es|google|example)/[^\s<>\"”]{0,500}"
)
MAIL = r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"
WORD = (
    r"(?:[^\W\d_]\.){2,6}"
    r"|[^\W_]++(?:(?:[\u0300-\u036f]|['’‑-](?=[^\W_])|[.:](?=\d))[^\W_]*+)*+"
)
WORDS_AND_ADDRESSES = re.compile(f"({LINK}|{MAIL}|{WORD})", re.IGNORECASE)
MERE_WORDS = re.compile(f"({WORD})")
"""For a text without any address, as most are; looking for one at every word takes longer than all else."""
UNBROKEN = re.compile(r"\S+")
PARAGRAPHS = re.compile(r"\n[ \t]*\n")
WORTH_REMEMBERING = 800
"""Characters of a paragraph; a longer one is nobody's, and would fill the memory."""
STOP = re.compile(
    r"(?P<gap>\n[ \t]*\n|\n(?=[ \t]*(?:[-*•]|\d{1,2}[.)])[ \t]))"
    r"|(?<![.!?…])[.!?…]++[\"”’')\]]*+(?=\s|$)"
)
"""What may end a sentence: a paragraph, a point of a list, a full stop with what closes after it."""
SEES_AHEAD = 5
"""So many characters behind a gap decide whether the next line is a point of a list."""
NO_STOPS = frozenset({" ", ", ", "; ", ": ", " – ", " — ", "—", " (", ") ", "/"})
"""What mostly stands between two words, and ends nothing."""
ABBREVIATIONS = words("""
    mr mrs ms mx dr prof st rev gen col sgt lt capt hon jr sr vs etc eg ie cf approx dept fig vol
    ext tel inc ltd co corp univ assoc est resp incl jan feb mar apr jun jul aug sep sept oct nov dec
    mon tue wed thu fri min
""")


class Word(NamedTuple):
    """A word as written, and in plain lower case (or masked, if it names somebody)."""

    text: str
    low: str
    start: int
    end: int


class Sentence(NamedTuple):
    """A sentence; ``end`` includes its full stop."""

    words: tuple[Word, ...]
    start: int
    end: int
    is_question: bool


_word = partial(tuple.__new__, Word)
"""Makes a word of its four values; many at once in a third of the time."""


def links_in(text: str) -> Iterator[Span]:
    """The links, each without the full stop or bracket that ends its sentence."""
    if not _may_have_addresses(text):
        return
    for piece in UNBROKEN.finditer(text):
        for found in (
            WORDS_AND_ADDRESSES.finditer(text, *piece.span()) if _may_have_addresses(piece[0]) else ()
        ):
            if _is_link(found[0]):
                yield found.start(), found.start() + len(found[0].rstrip(".,;:!?)]}'’"))


def _may_have_addresses(text: str) -> bool:
    return "/" in text or "@" in text or "www." in text.lower()


def _is_link(word: str) -> bool:
    return "/" in word or word[:4].lower() == "www."


def sentences_of(text: str, stretch: Span, masker: Masker) -> Iterator[Sentence]:
    """Cut a stretch of text into sentences, names masked."""
    start, end = stretch
    for gap in (*PARAGRAPHS.finditer(text, start, end), None):
        paragraph = text[start : gap.start() if gap else end]
        is_usual = len(paragraph) <= WORTH_REMEMBERING
        yield from (_remembered if is_usual else _placed)(paragraph, start, masker)
        start = gap.end() if gap else end


def _placed(paragraph: str, start: int, masker: Masker) -> tuple[Sentence, ...]:
    """The sentences of a paragraph that begins there."""
    is_usual = len(paragraph) <= WORTH_REMEMBERING
    sentences = (_cut_before if is_usual else _sentences_in)(paragraph, masker)
    return tuple([_moved(sentence, start) for sentence in sentences])


_remembered = lru_cache(maxsize=256)(_placed)
"""Its sentences, known by its words, its place, and the facts that tell which of them are names.

Whoever types changes one paragraph of a letter; those before it come again as they are, and those behind it only moved.
"""


@lru_cache(maxsize=256)
def _cut_before(paragraph: str, masker: Masker) -> tuple[Sentence, ...]:
    return tuple(_sentences_in(paragraph, masker))


def _moved(sentence: Sentence, by: int) -> Sentence:
    """The sentence so many characters further on."""
    words = tuple([_word((text, low, start + by, end + by)) for text, low, start, end in sentence.words])
    return Sentence(words, sentence.start + by, sentence.end + by, sentence.is_question)


def _sentences_in(text: str, masker: Masker) -> Iterator[Sentence]:
    pieces = _cut(text)  # a gap, a word, a gap, …, a gap
    texts = pieces[1::2]
    at = list(accumulate(map(len, pieces)))
    words = list(map(_word, zip(texts, _plain_forms(texts), at[::2], at[1::2], strict=False)))
    hidden = masker.hidden_spans(text)
    first = 0
    for number, gap in enumerate(pieces[2::2], 1):
        if gap in NO_STOPS:
            continue
        if stop := _stop_in(text, at[2 * number - 1], at[2 * number], len(text), words[number - 1]):
            yield _sentence(words[first:number], stop, masker.masks(texts[first:number]), hidden)
            first = number
    if first < len(words):
        yield _sentence(words[first:], None, masker.masks(texts[first:]), hidden)


def _cut(text: str) -> list[str]:
    return (WORDS_AND_ADDRESSES if _may_have_addresses(text) else MERE_WORDS).split(text)


def _plain_forms(words: list[str]) -> list[str]:
    return [_plain(word) if len(word) <= LONGEST_WORD else _long(word) for word in words]


@lru_cache(maxsize=4096)
def _plain(word: str) -> str:
    """A word in plain lower case; that there is an address tells only one odd letter."""
    if not word.isalpha() and (_is_link(word) or "@" in word):
        return "ªlink" if _is_link(word) else "ªmail"
    low = word.lower()
    return low.replace("’", "'").replace("‑", "-").rstrip(".") if not low.isascii() or low[-1] == "." else low


def _long(word: str) -> str:
    """Of a word that is no word its first letters, and of a long address that it is one."""
    if _is_link(word) or "@" in word:
        return "ªlink" if _is_link(word) else "ªmail"
    return _plain(word[:LONGEST_WORD])


def _stop_in(text: str, start: int, end: int, limit: int, last: Word) -> re.Match[str] | None:
    """What ends the sentence between two words, if anything does."""
    for stop in STOP.finditer(text, start, min(limit, end + SEES_AHEAD)):
        if stop.start() >= end:
            return None
        if stop["gap"] or _ends_sentence(stop, last, text):
            return stop
    return None


def _ends_sentence(stop: re.Match[str], last: Word, text: str) -> bool:
    if stop[0][0] in "!?":
        return True
    if stop[0][0] == "…" or stop[0].startswith(".."):
        return not text[stop.end() : stop.end() + 2].strip()[:1].islower()
    is_initial = len(last.text) == 1 and last.text.isupper() and last.text != "I"
    return last.low not in ABBREVIATIONS and not is_initial


def _sentence(
    words: list[Word], stop: re.Match[str] | None, masks: list[str], hidden: tuple[Span, ...]
) -> Sentence:
    end = stop.end() if stop and not stop["gap"] else words[-1].end
    question = bool(stop and "?" in stop[0])
    if hidden:
        inside = [MASK if _is_inside(word, hidden) else "" for word in words]
        masks = [one or other for one, other in zip(masks, inside, strict=True)] if masks else inside
    if masks:
        words = [Word(w.text, mask or w.low, w.start, w.end) for w, mask in zip(words, masks, strict=True)]
    return Sentence(tuple(words), words[0].start, end, question)


def _is_inside(word: Word, spans: tuple[Span, ...]) -> bool:
    return any(start <= word.start < end for start, end in spans)
