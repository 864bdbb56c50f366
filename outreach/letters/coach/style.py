"""Rules on style: more you than I, and sentences that are read once. Pure."""

import re
from functools import lru_cache

from outreach.letters.coach.findings import Praise, Remark, Severity
from outreach.letters.coach.page import Page
from outreach.letters.coach.phrases import words
from outreach.letters.coach.prose import Prose
from outreach.letters.coach.rules import Rule, Verdicts, kinds
from outreach.letters.coach.tokens import Word

ME = words("i me my mine myself i'm i'd i've i'll")
YOU = words("you your yours yourself you're you'd you've you'll")
ENOUGH_SENTENCES = 4
ENOUGH_WORDS = 30
LONG_BEYOND_DOUBT = 15
VOWELS = re.compile(r"[aeiouy]+")
SILENT_END = re.compile(
    r"(?:[^laeiouy]e|[^aeiouydt]ed|(?:[^aeiouy][kpvmnt]|[^aeiouyszcxg])es|[aeiouy]le|[gq]ue)$|[^aeiour]ely$"
)
SPLIT_VOWELS = re.compile(
    r"i(?:o(?!us|n)|a(?!l\b)|u)|eo(?!u)|ua(?=l|te)|[^q]ue[lt]|[^g]ue(?=nt)|ying"
    r"|[aeio]ing|ien(?!d|c)|uous"
)
KNOWN = {
    "hour": 1, "hours": 1, "our": 1, "people": 2, "being": 2, "idea": 3, "area": 3, "create": 2, "science": 2,
    "every": 2, "evening": 2, "business": 2, "interest": 2, "interested": 3, "different": 2, "quiet": 2,
}  # fmt: skip


def me_and_you(page: Page) -> Verdicts:
    """L31: how often the letter says I against you."""
    me = sum(map(ME.__contains__, page.prose.lows))
    you = sum(map(YOU.__contains__, page.prose.lows))
    if me > page.policy.me_you_ratio * you and me > ENOUGH_SENTENCES:
        fix = "Turn two sentences round, so that they begin with the reader: “Your …”."
        yield Remark(Severity.T, fix, f"I, me, my: {me}; you, your: {you}")
    elif you >= me and you > 1:
        yield Praise("It speaks more of them than of you.")


def sentences_with_i(page: Page) -> Verdicts:
    """L32: how many sentences begin with I."""
    sentences = page.prose.sentences
    with_i = [s for s in sentences if s.words[0].low.split("'")[0] == "i"]
    if len(sentences) >= ENOUGH_SENTENCES and len(with_i) > page.policy.sentences_with_i * len(sentences):
        last = with_i[-1].words[0]
        fix = "Begin one or two of them with “Your”, “When” or the thing itself."
        yield Remark(Severity.T, fix, f"{len(with_i)} of {len(sentences)} sentences", (last.start, last.end))


def reading_ease(page: Page) -> Verdicts:
    """L33: the school grade of Flesch and Kincaid (1975), and the longest sentence."""
    sentences = page.prose.sentences
    if not sentences:
        return
    longest = max(sentences, key=lambda s: len(s.words))
    count, most = len(longest.words), page.policy.sentence_words
    if count > most:
        severity = Severity.W if count > most + LONG_BEYOND_DOUBT else Severity.T
        fix = "Make two sentences of it; the first full stop could come after the first thought."
        yield Remark(severity, fix, f"a sentence of {count} words", (longest.start, longest.end))
    grade = school_grade(page.prose)
    if grade > page.policy.grade:
        fix = f"Use shorter words, such as for “{_heaviest(page.prose)}”, and shorter sentences."
        yield Remark(Severity.W, fix, f"school grade {grade:.0f}")
    elif len(page.prose.words) >= ENOUGH_WORDS and count <= most:
        yield Praise("It reads easily.")


def school_grade(prose: Prose) -> float:
    """Flesch–Kincaid grade level; names count one syllable, and too short a text counts 0."""
    count = len(prose.words)
    if count < ENOUGH_WORDS:
        return 0.0
    syllables = sum(map(_syllables_in, prose.lows)) - sum(
        _syllables_in(word.low) - 1 for word in prose.words if word.text.isupper() and len(word.text) > 1
    )
    return 0.39 * count / len(prose.sentences) + 11.8 * syllables / count - 15.59


def _syllables_of(word: Word) -> int:
    """Syllables of a word that is the sender's own; an acronym counts one."""
    return 1 if word.text.isupper() and len(word.text) > 1 else _syllables_in(word.low)


@lru_cache(maxsize=4096)
def _syllables_in(low: str) -> int:
    """Of names, links and figures one, as they are nobody's style."""
    if low[0] == "ª" or not low[0].isalpha():
        return 1
    return sum(syllables(part) for part in low.split("-"))


@lru_cache(maxsize=4096)
def syllables(word: str) -> int:
    """How many syllables an English word has, near enough for an average."""
    if word in KNOWN:
        return KNOWN[word]
    plain = word.split("'")[0]
    count = len(VOWELS.findall(plain)) + len(SPLIT_VOWELS.findall(plain))
    if count > 1 and SILENT_END.search(plain) and not (plain.endswith("le") and plain[-3:-2] not in "aeiouy"):
        count -= 1
    return max(1, count)


def _heaviest(prose: Prose) -> str:
    return max(prose.words, key=lambda word: _syllables_of(word) * (len(word.low) < 30)).text


RULES = (
    Rule(
        "L31", "You before I", kinds("OY"),
        why="The letter asks for their story, so it is theirs that should be heard in it.",
        source="Simon Fraser University online learning community",
        check=me_and_you,
    ),
    Rule(
        "L32", "Sentences that begin with I", kinds("O"),
        why="A row of sentences beginning with I sounds like a list about yourself.",
        source="this coach’s own judgement",
        check=sentences_with_i,
    ),
    Rule(
        "L33", "Easy to read", kinds("ONY"),
        why="Plain letters were answered most, even by people who read difficult things all day.",
        source="reply counts of 40 million e-mails (Boomerang); Flesch and Kincaid",
        check=reading_ease,
    ),
)  # fmt: skip
