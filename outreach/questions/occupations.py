"""From an occupation as people write it to its major group of SOC 2018. Pure.

A small table of titles (occupations.toml) comes first; what is not in it is
compared letter by letter, so that a slip of the pen or a longer title finds its way.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from rapidfuzz import fuzz, process

SPELT_ALIKE = 88.0
"""How alike, out of a hundred, a title must be spelt to count as one of the table's."""

RANK = re.compile(
    r"\b(senior|sr|junior|jr|lead|principal|staff|chief|head|deputy|acting|interim|former|retired|trainee"
    r"|apprentice|graduate|entry level|mid level|intern|student|certified|licensed|chartered|freelance"
    r"|self employed|independent|part time|full time|i|ii|iii|iv|phd|msc|rn|pe|cpa)\b"
)
BOUNDARY = re.compile(r"\s+(?:at|for|to|with|in|on|of|@)\s+|[,;|/(–—:]|\s-\s")


@dataclass(frozen=True, slots=True)
class Occupation:
    """A title of the table, its SOC 2018 major group, and how sure the match is out of a hundred."""

    title: str
    soc: str
    likeness: float


@lru_cache(maxsize=1024)
def occupation(title: str) -> Occupation | None:
    """The occupation that a title names, or None where the table knows nothing like it.

    “Senior Nurse, Riverside Hospital” is a nurse: rank, employer and department
    are set aside. The whole title is tried first, then its last words, because
    an English title ends in what the person is.
    """
    whole = _plain(title)
    for phrase in dict.fromkeys((whole, _plain(_core(title)), *_endings(_unranked(_core(title))))):
        if phrase in _table():
            return Occupation(phrase, _table()[phrase], 100)
    return _spelt_like(_unranked(_core(title)) or whole)


def _spelt_like(phrase: str) -> Occupation | None:
    if len(phrase) < 4:
        return None
    near = process.extractOne(phrase, _titles(), scorer=fuzz.ratio, score_cutoff=SPELT_ALIKE)
    return Occupation(near[0], _table()[near[0]], near[1]) if near else None


def _core(title: str) -> str:
    """The part before an employer, a department or a second title."""
    return next((part for part in BOUNDARY.split(title.strip()) if part.strip()), title)


def _plain(title: str) -> str:
    return " ".join(re.sub(r"[^\w\s-]|_", " ", title.casefold()).split())


def _unranked(title: str) -> str:
    return " ".join(RANK.sub(" ", _plain(title)).replace(" - ", " ").split())


def _endings(phrase: str) -> list[str]:
    """The phrase and its last words, the longest first, each also in the singular."""
    words = phrase.split()
    tails = [" ".join(words[start:]) for start in range(len(words))]
    return [form for tail in tails for form in (tail, tail.removesuffix("s"))]


@cache
def _table() -> dict[str, str]:
    text = (Path(__file__).parent / "occupations.toml").read_text(encoding="utf-8")
    return {title: soc for soc, titles in tomllib.loads(text).items() for title in titles}


@cache
def _titles() -> tuple[str, ...]:
    return tuple(_table())
