"""Sentences, and where in them something is said. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from outreach.letters.coach.lines import Line
from outreach.letters.coach.masking import MASKS
from outreach.letters.coach.names import fold_words
from outreach.letters.coach.phrases import Saying
from outreach.letters.coach.tokens import Sentence, Word
from outreach.letters.coach.zones import Span

WORTH_REMEMBERING = 80
"""Words of a sentence; a longer one is nobody's, and would fill the memory."""
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


class Passage(NamedTuple):
    """Where a pattern matched: in the plain form of which sentence, of which text."""

    sentence: int
    match: re.Match[str]
    prose: "Prose"

    @property
    def place(self) -> tuple[int, int]:
        """Where it begins among all that is said: in which sentence, and how far along its plain form."""
        return self.sentence, self.match.start()

    @property
    def before(self) -> str:
        """The plain form of its sentence up to it."""
        return self.match.string[: self.match.start()]

    @property
    def after(self) -> str:
        """The plain form of its sentence from its end on."""
        return self.match.string[self.match.end() :]

    @property
    def span(self) -> Span:
        """From the first word that it touches to the last."""
        whole = self.prose.sentences[self.sentence]
        first, last = self.match.start(), max(self.match.start(), self.match.end() - 1)
        at, start, end = 0, whole.start, whole.start
        for word, piece in _pieces(whole):
            if at <= first:
                start = word.start
            if at <= last:
                end = word.end
            at += len(piece)
        return start, end

    @property
    def text(self) -> str:
        return self.prose.text[slice(*self.span)]


@dataclass(frozen=True)
class Prose:
    """Sentences, and their plain form.

    The plain form of a sentence is in lower case and without punctuation,
    each word with one space before it and the last with one behind it; "I'm"
    reads "i am", "e-mail" reads "email", and a masked name is one odd letter.
    """

    text: str
    sentences: tuple[Sentence, ...]

    @cached_property
    def words(self) -> tuple[Word, ...]:
        return tuple(word for sentence in self.sentences for word in sentence.words)

    @cached_property
    def lows(self) -> tuple[str, ...]:
        """The plain form of each word, or its mask."""
        return tuple([word.low for word in self.words])

    @cached_property
    def folded(self) -> tuple[frozenset[str], ...]:
        """For each sentence its words as facts are compared: folded, and without possessives."""
        return tuple([_folded(tuple([word.text for word in one.words])) for one in self.sentences])

    @cached_property
    def all_folded(self) -> frozenset[str]:
        return frozenset().union(*self.folded)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The plain form of each sentence, in which sayings are looked for."""
        return tuple([_line(sentence) for sentence in self.sentences])

    @cached_property
    def _places(self) -> dict[Saying, list[tuple[int, Line]]]:
        places: defaultdict[Saying, list[tuple[int, Line]]] = defaultdict(list)
        for place in enumerate(self.lines):
            for saying in place[1].sayings:
                places[saying].append(place)
        return places

    def _lines_for(self, saying: Saying) -> Iterable[tuple[int, Line]]:
        """The lines in which it may be said, with their numbers: mostly none."""
        return enumerate(self.lines) if saying.heads is None else self._places.get(saying, ())

    def find(self, saying: Saying) -> Iterator[Passage]:
        """The passages of which the plain form is such a saying."""
        for number, line in self._lines_for(saying):
            for match in line.matches(saying):
                yield Passage(number, match, self)

    def first(self, saying: Saying) -> Passage | None:
        return next(self.find(saying), None)

    def sentences_with(self, saying: Saying) -> set[int]:
        """The numbers of the sentences in which it is said."""
        return {number for number, line in self._lines_for(saying) if line.matches(saying)}

    def between(self, one: Passage, other: Passage) -> str:
        """What is said after one passage and before a later one, in plain form."""
        if one.sentence == other.sentence:
            return one.match.string[one.match.end() : other.match.start()]
        middle = [line.text for line in self.lines[one.sentence + 1 : other.sentence]]
        return "".join((one.after, *middle, other.before))

    def sentence_of(self, passage: Passage) -> Sentence:
        return self.sentences[passage.sentence]


def _folded(words: tuple[str, ...]) -> frozenset[str]:
    return _remembered(words) if len(words) <= WORTH_REMEMBERING else frozenset(fold_words(words))


@lru_cache(maxsize=512)
def _remembered(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(fold_words(words))


def _line(sentence: Sentence) -> Line:
    lows = tuple([word.low for word in sentence.words])
    is_usual = len(lows) <= WORTH_REMEMBERING
    return (_remembered_line if is_usual else _line_of)(lows, sentence.is_question)


def _line_of(lows: tuple[str, ...], is_question: bool) -> Line:
    pieces = [
        PLAIN.get(low, low)
        for low, before in zip(lows, ("", *lows), strict=False)
        if low != before or low not in MASKS
    ]
    return Line(f" {' '.join(pieces)}{' ?' if is_question else ' '}\n")


_remembered_line = lru_cache(maxsize=512)(_line_of)
"""The line of these very words; whoever types changes one sentence of a letter, and the rest comes again.

Nothing but the words makes it, so that it may serve everybody who writes them.
"""


def _pieces(sentence: Sentence) -> Iterator[tuple[Word, str]]:
    """What each word adds to the plain form; a masked name of several words is one."""
    last = ""
    for word in sentence.words:
        if word.low != last or last not in MASKS:
            last = word.low
            yield word, " " + PLAIN.get(last, last)
