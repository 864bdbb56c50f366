"""Names of people and organizations: compared without regard to case, accents and titles. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from outreach.letters.coach.phrases import words

TITLES = words("""
    monsieur madame mademoiselle mme mlle signor signora senor senora senorita san sama sensei coach chief
    officer
    ambassador minister president mayor councillor principal chancellor provost bishop deacon elder canon
    mr mrs ms miss mx dr prof professor doctor sir madam dame rev reverend father sister judge justice
    hon honorable honourable captain capt major maj colonel col general gen lieutenant lt sergeant sgt
    commander cmdr admiral dean senator rabbi imam pastor herr frau
""")
SUFFIXES = words("""
    phd md msc bsc ba ma mba jd esq jr sr ii iii iv peng cpa cfa pe rn mph llm llb pmp
""")
SMALL_WORDS = words("""
    the of and for a an at in on to by with from de la le du des der die das und et van von y del e & co
    inc ltd llc gmbh plc corp
""")
TELLS_NOTHING = words("""
    your yours with that this these those they them their theirs there then than from about have been being were
    what when where which while whom whose would could should will just only also very more most much many some
    such into onto over under after before because since until through during without within between among like
    same other another every each both either neither here once ever never always still even well back away
    they're you're she's he's it's her his him she you we our ours who why how nobody somebody anybody everybody
    nothing something anything everything thing things made make makes making said says told tell
""")
"""Words of a fact that any letter has, so that meeting them in one says nothing."""
LETTERS_WITHOUT_ACCENT = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i", "þ": "th", "ð": "d", "ħ": "h"}
)
PART = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f]|['’ʼ`](?=[^\W_]))*")
LONGEST = 60  # a name part beyond this is no name, and normalizing must stay cheap


def fold(text: str) -> str:
    """The text without case, accents and apostrophes, for comparing names.

    Only the first sixty characters count.
    """
    return _fold(text if len(text) <= LONGEST else text[:LONGEST])


@lru_cache(maxsize=4096)
def _fold(text: str) -> str:
    if text.isascii():
        return text.lower().replace("'", "").replace("`", "")
    plain = unicodedata.normalize("NFKD", text).casefold().translate(LETTERS_WITHOUT_ACCENT)
    return "".join(c for c in plain if not unicodedata.combining(c) and c not in "'’ʼ`")


def fold_all(words: Iterable[str]) -> list[str]:
    """Many words folded, as fast as can be."""
    return [_fold(word if len(word) <= LONGEST else word[:LONGEST]) for word in words]


def fold_words(words: Iterable[str]) -> list[str]:
    """Many words of a letter as ``fold_word`` has them."""
    return [_fold_word(word) if len(word) <= LONGEST else fold(word) for word in words]


def fold_word(word: str) -> str:
    """A word of a letter, folded and without its possessive: "Nair’s" is Nair."""
    return _fold_word(word) if len(word) <= LONGEST else fold(word)


@lru_cache(maxsize=4096)
def _fold_word(word: str) -> str:
    return _fold(word[:-2] if word.endswith(("'s", "’s")) else word)


def parts_of(name: str) -> list[str]:
    """The parts of a person's name as written, without titles and letters after the name.

    "Dr. Ama Osei-Bonsu, PhD" gives Ama, Osei, Bonsu.
    """
    return list(_parts_of(name[:200]))


@lru_cache(maxsize=512)
def _parts_of(name: str) -> tuple[str, ...]:
    found = PART.findall(name)
    return tuple(part for part in found if fold(part) not in TITLES and fold(part) not in SUFFIXES)


def folded_parts(name: str) -> list[str]:
    """As ``parts_of``, folded."""
    return [fold(part) for part in _parts_of(name[:200])]


def words_of(text: str) -> list[str]:
    """The words of a fact, folded, without the small ones that tie nothing to anything."""
    return list(_words_of(text[:1000]))


@lru_cache(maxsize=512)
def _words_of(text: str) -> tuple[str, ...]:
    return tuple(word for word in map(fold, PART.findall(text)) if word not in SMALL_WORDS)
