"""Reads a text once: its zones, its sentences, its words, and a plain form that patterns can search. Pure."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from outreach.letters.coach.heads import head_of
from outreach.letters.coach.masking import MASK, MASKS, Masker
from outreach.letters.coach.names import fold_word
from outreach.letters.coach.phrases import BEGINNING_WITH, Saying, words
from outreach.letters.coach.zones import Greeting, Span, zones_of

LIMIT = 10_000
"""Characters that are read; no letter is longer, and the time a check takes stays bounded."""

LONGEST_WORD = 40
ADDRESSES = (
    r"(?P<link>(?:https?://|www\.)[^\s<>\"”]{1,500}"
    r"|[a-z0-9-]{1,63}+(?:\.[a-z0-9-]{1,63}+){0,3}?\.(?:com|org|net|edu|io|me|co|app|ca|uk|de|eu|us|info"
    r"|link|page|"
    r"ly|ms|gle|ai|so|dev|to|fr|ch|at|nl|au|nz|ie|in|it|es|google|example)/[^\s<>\"”]{0,500})"
    r"|(?P<mail>[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4})|"
)
WORDS_AND_STOPS = (
    r"(?P<word>(?:[^\W\d_]\.){2,6}"
    r"|[^\W_](?:[^\W_]|[\u0300-\u036f]|['’‑-](?=[^\W_])|[.:](?=\d))*)"
    r"|(?P<gap>\n[ \t]*\n\s*|\n(?=[ \t]*(?:[-*•]|\d{1,2}[.)])[ \t]))"
    r"|(?P<stop>[.!?…]+[\"”’')\]]*)(?=\s|$)"
)
TOKEN = re.compile(ADDRESSES + WORDS_AND_STOPS, re.IGNORECASE)
TOKEN_OF_MERE_WORDS = re.compile(WORDS_AND_STOPS)
"""For a text without any address, as most are; looking for one at every word takes longer than all else."""
ABBREVIATIONS = words("""
    mr mrs ms mx dr prof st rev gen col sgt lt capt hon jr sr vs etc eg ie cf approx dept fig vol
    ext tel inc ltd co corp univ assoc est resp incl jan feb mar apr jun jul aug sep sept oct nov dec
    mon tue wed thu fri min
""")
PLAIN = {
    "i'm": "i am", "i'd": "i would", "i've": "i have", "i'll": "i will",
    "you're": "you are", "you'd": "you would", "you've": "you have", "you'll": "you will",
    "we're": "we are", "we'd": "we would", "we've": "we have", "we'll": "we will",
    "they're": "they are", "they've": "they have", "he's": "he is", "she's": "she is", "who's": "who is",
    "that's": "that is", "there's": "there is", "what's": "what is", "where's": "where is", "here's":
        "here is",
    "it'd": "it would", "it'll": "it will", "that'd": "that would",
    "don't": "do not", "doesn't": "does not", "didn't": "did not", "isn't": "is not", "aren't": "are not",
    "wasn't": "was not", "weren't": "were not", "haven't": "have not", "hasn't": "has not", "hadn't":
        "had not",
    "won't": "will not", "wouldn't": "would not", "can't": "can not", "cannot": "can not",
    "couldn't": "could not", "shouldn't": "should not", "mustn't": "must not",
    "e-mail": "email", "e-mails": "emails", "résumé": "resume", "résumés": "resumes", "resumé": "resume",
    "organisation": "organization", "organisations": "organizations", "programme": "program",
    "minute's": "minutes", "minutes'": "minutes", "mins": "minutes", "cv's": "cv",
}  # fmt: skip


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


class Passage(NamedTuple):
    """Where a pattern matched: the span in the text, the words there, and in which sentence."""

    span: Span
    text: str
    sentence: int
    match: re.Match[str]


@dataclass(frozen=True)
class Prose:
    """Sentences, and their plain form.

    ``plain`` has one sentence a line, in lower case and without punctuation,
    each word with one space before it and the last with one behind it; "I'm"
    reads "i am", "e-mail" reads "email", and a masked name is one odd letter.
    """

    text: str
    sentences: tuple[Sentence, ...]

    @cached_property
    def words(self) -> tuple[Word, ...]:
        return tuple(word for sentence in self.sentences for word in sentence.words)

    @cached_property
    def lows(self) -> frozenset[str]:
        return frozenset(word.low for word in self.words)

    @cached_property
    def folded(self) -> tuple[frozenset[str], ...]:
        """For each sentence its words as facts are compared: folded, and without possessives."""
        return tuple(frozenset(fold_word(word.text) for word in one.words) for one in self.sentences)

    @cached_property
    def all_folded(self) -> frozenset[str]:
        return frozenset().union(*self.folded)

    @cached_property
    def _plain(self) -> tuple[str, list[int], list[tuple[Word, int]]]:
        pieces: list[str] = []
        starts: list[int] = []
        owners: list[tuple[Word, int]] = []
        at = 0
        for number, sentence in enumerate(self.sentences):
            last = ""
            for word in sentence.words:
                low = word.low
                if low == last and low in MASKS:
                    continue  # a name of several words is one
                last = low
                piece = " " + PLAIN.get(low, low)
                starts.append(at)
                owners.append((word, number))
                pieces.append(piece)
                at += len(piece)
            pieces.append(" ?\n" if sentence.is_question else " \n")
            at += len(pieces[-1])
        return "".join(pieces), starts, owners

    @property
    def plain(self) -> str:
        return self._plain[0]

    @cached_property
    def _places(self) -> dict[int, list[int]]:
        """Where each saying could begin: at the places of the blanks before its first words."""
        places: dict[int, list[int]] = {}
        at = 0
        for line in self._lines:
            for word in line[1:].split(" "):
                for saying in BEGINNING_WITH.get(head_of(word), ()):
                    if saying in places:
                        places[saying].append(at)
                    else:
                        places[saying] = [at]
                at += len(word) + 1
            at += 1
        return places

    @cached_property
    def _lines(self) -> list[str]:
        return self.plain.split("\n")

    def plain_of(self, sentence: int) -> str:
        """The plain form of one sentence, in which a pattern can search."""
        return self._lines[sentence]

    def find(self, saying: Saying) -> Iterator[Passage]:
        """The passages of which the plain form is such a saying."""
        _, starts, owners = self._plain
        for match in self._matches(saying):
            first, number = owners[bisect_right(starts, match.start()) - 1]
            last, _ = owners[bisect_right(starts, max(match.start(), match.end() - 1)) - 1]
            yield Passage((first.start, last.end), self.text[first.start : last.end], number, match)

    def _matches(self, saying: Saying) -> Iterator[re.Match[str]]:
        """As a search from left to right would find them, looking only where the saying can begin."""
        if saying.number is None:
            yield from saying.pattern.finditer(self.plain)
        elif places := self._places.get(saying.number):
            plain, match_at, end = self.plain, saying.pattern.match, 0
            for at in places:
                if at >= end and (match := match_at(plain, at)):
                    end = match.end()
                    yield match

    def first(self, saying: Saying) -> Passage | None:
        return next(self.find(saying), None)

    def sentence_of(self, passage: Passage) -> Sentence:
        return self.sentences[passage.sentence]


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
    links = tuple(_links(text[: zones.end]))
    return Reading(
        text[: zones.end], zones.greeting, zones.signature, Prose(text, sentences), links, len(body) > LIMIT
    )


def _links(text: str) -> Iterator[Span]:
    """The links, signature included, each without the full stop or bracket that ends its sentence."""
    if not _may_have_addresses(text):
        return
    for token in TOKEN.finditer(text):
        if token.lastgroup == "link":
            yield token.start(), token.start() + len(token[0].rstrip(".,;:!?)]}'’"))


def _may_have_addresses(text: str) -> bool:
    return "/" in text or "@" in text or "www." in text.lower()


def read_line(line: str, masker: Masker) -> Prose:
    """Read a subject."""
    text = line[:1000]
    return Prose(text, tuple(sentences_of(text, (0, len(text)), masker)))


def sentences_of(text: str, stretch: Span, masker: Masker) -> Iterator[Sentence]:
    """Cut a stretch of text into sentences, names masked."""
    hidden = masker.hidden_spans(text, stretch)
    words: list[Word] = []
    pattern = TOKEN if _may_have_addresses(text) else TOKEN_OF_MERE_WORDS
    for token in pattern.finditer(text, *stretch):
        kind = token.lastgroup
        if kind == "word":
            word = token[0]
            words.append(Word(word, _plain_word(word), *token.span()))
        elif kind in {"link", "mail"}:
            words.append(Word(token[0], "ª" + kind, *token.span()))
        elif words and _ends_sentence(kind, token, words[-1], text):
            yield _sentence(words, token, hidden, masker)
            words = []
    if words:
        yield _sentence(words, None, hidden, masker)


def _plain_word(word: str) -> str:
    low = word[:LONGEST_WORD].lower()
    return low.replace("’", "'").replace("‑", "-").rstrip(".") if not low.isascii() or low[-1] == "." else low


def _ends_sentence(kind: str | None, token: re.Match[str], last: Word, text: str) -> bool:
    if kind == "gap" or token[0][0] in "!?":
        return True
    if token[0][0] == "…" or token[0].startswith(".."):
        return not text[token.end() : token.end() + 2].strip()[:1].islower()
    is_initial = len(last.text) == 1 and last.text.isupper() and last.text != "I"
    return last.low not in ABBREVIATIONS and not is_initial


def _sentence(
    words: list[Word], stop: re.Match[str] | None, hidden: tuple[Span, ...], masker: Masker
) -> Sentence:
    end = stop.end() if stop and stop.lastgroup == "stop" else words[-1].end
    question = bool(stop and "?" in stop[0])
    masks = masker.masks([word.text for word in words])
    for at, mask in enumerate(masks):
        if mask:
            words[at] = words[at]._replace(low=mask)
        elif hidden and _inside(words[at], hidden):
            words[at] = words[at]._replace(low=MASK)
    return Sentence(tuple(words), words[0].start, end, question)


def _inside(word: Word, spans: tuple[Span, ...]) -> bool:
    return any(start <= word.start < end for start, end in spans)
