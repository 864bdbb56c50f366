"""The rule on slips of the keyboard: only what is certain, and no spelling dictionary. Pure."""

import re
from collections.abc import Iterator
from itertools import pairwise
from operator import eq

from outreach.letters.coach.findings import Remark, Severity
from outreach.letters.coach.page import Page
from outreach.letters.coach.phrases import opening, saying, words
from outreach.letters.coach.rules import EVERY, Rule, Verdicts

DOUBLE_SPACE = re.compile(r"(?<=[a-z,]) {2,6}(?=[a-z])")
MAY_DOUBLE = words(
    "that had is so very very many no really bye ha do blah long far again and on in her you can"
)
NEVER_DOUBLED = words("""
    the a an to of for with at from by and or but if as is are was were i my your our their this these it
    be been
    have has would could should will we they about which when where how what not
""")
CERTAIN_SLIPS = saying(r"""
    it's own
    its (a|an|been|not|the|because)
    (could|should|would|must|might) of
    (your|you're) (the|an|very) (best|expert|only)
    your welcome(?= ($|\?|\n|to))
    (you're) (work|team|career|article|talk|company|advice|time|path|paper|experience|help|organization
        |background
        |profile|insights?|calendar|schedule|name|field|answers?|reply|book|research|project)
    (their|there) (is|are|was) alot
    alot
    (recieve|recieved|seperate|definately|wich|untill|thier|becuase|oppurtunity|opportunites|adress
        |greatful|occured
        |accomodate|truely|tommorow|tommorrow|begining|knowlege|reccomend|recomend|beleive|experiance
        |sincerly
        |proffesional|profesional|intrested|carreer|collegue|collegues|teh|adn|thankyou|writting
        |responsability)
    (more|less|better|other|rather) then (a|the|i|you|my|one|two)
    loose (touch|my|the opportunity)
    (an) (university|european|user|one|useful|unique|uni)
    (a) (hour|honor|honest|interesting|opportunity|organization|engineer|analyst|email|answer|article
        |hydrologist's? hour)
    (?<!and )(?<!or )i (is|has|are)(?! (a|the|an|in|one) (letter|vowel|word|pronoun))
""")
AT_THE_START = opening(r"""
    (you|we|they) (is|was|has)
    (he|she|it) (have|are)
""")
LOWER_I = re.compile(r"i(?=(?:['’](?:m|d|ve|ll))? [a-z])(?:(?<=[a-z,;] i)|(?<=\. i)|(?<=^i))", re.MULTILINE)


def no_slips(page: Page) -> Verdicts:
    """L40: doubled words and spaces, and a list of certain mistakes."""
    body = page.reading.body
    start = page.prose.sentences[0].start if page.prose.sentences else len(body)
    if "  " in body and (space := DOUBLE_SPACE.search(body, start)):
        yield Remark(Severity.W, "One space is enough.", space[0], space.span())
    if not page.is_english:
        return
    if lower := LOWER_I.search(body, start):
        yield Remark(Severity.W, "“I” is written with a capital.", lower[0], lower.span())
    for span, word in _doubled(page):
        yield Remark(Severity.W, f"Write “{word}” once.", body[slice(*span)], span)
    for passage in (*page.prose.find(CERTAIN_SLIPS), *page.prose.find(AT_THE_START)):
        yield Remark(Severity.W, f"Look at “{passage.text}” again.", passage.text, passage.span)


def _doubled(page: Page) -> Iterator[tuple[tuple[int, int], str]]:
    """Small words that stand twice with nothing but a blank between."""
    lows = page.prose.lows
    if not any(map(eq, lows, lows[1:])):
        return
    for sentence in page.prose.sentences:
        for one, two in pairwise(sentence.words):
            is_one = one.low == two.low and one.low in NEVER_DOUBLED
            if is_one and page.reading.body[one.end : two.start].isspace():
                yield (one.start, two.end), one.text


RULES = (
    Rule(
        "L40", "Slips of the keyboard", EVERY,
        why="A slip tells the reader that nobody read the letter twice; this coach sees a few, and no "
            "dictionary stands behind it.",
        source="Carleton College career center",
        check=no_slips,
        needs_english=False,
    ),
)  # fmt: skip
