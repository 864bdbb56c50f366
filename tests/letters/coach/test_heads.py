"""The coach looks for a phrase only where its first word stands, and finds what a full search would."""

import importlib
import pkgutil
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import outreach.letters.coach as coach
from outreach.letters.coach.heads import NUMBER, head_of, heads_of
from outreach.letters.coach.masking import Masker
from outreach.letters.coach.phrases import Saying
from outreach.letters.coach.reading import read

HERE = Path(__file__).parent


def every_saying() -> Iterator[tuple[str, Saying]]:
    for module in pkgutil.iter_modules(coach.__path__):
        for name, held in vars(importlib.import_module(f"{coach.__name__}.{module.name}")).items():
            for one in held.values() if isinstance(held, dict) else [held]:
                if isinstance(one, Saying):
                    yield f"{module.name}.{name}", one


def every_letter() -> list[str]:
    tables = [tomllib.loads(path.read_text()) for path in sorted(HERE.glob("*.toml"))]
    return [
        letter["body"] for table in tables for letters in table.values() if isinstance(letters, list)
        for letter in letters if isinstance(letter, dict) and "body" in letter
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("pattern", "heads"),
    [
        ("(?:is|are) there", {"is", "are"}),
        ("(?:the )?help", {"the", "help"}),
        (r"opportunit(?:y|ies) to", {"opportunity", "opportunities"}),
        (r"\d{1,2}[:.]\d\d", {NUMBER}),
        (r"half[- ]hour|[aeo]ne", {"half", "ane", "ene", "one"}),
        (r"(?P<name>fi?ve)(?! times)|co-op", {"five", "fve", "co"}),
        (r"(?!not)any(?:body)? else", {"any", "anybody"}),
    ],
)
def test_a_pattern_tells_with_which_words_it_begins(pattern: str, heads: set[str]) -> None:
    assert heads_of(pattern) == frozenset(heads)


@pytest.mark.parametrize("pattern", [r"\w+ time", r"al\w*", "[^ ]+ day", "a{2}b", "x+"])
def test_a_pattern_that_may_begin_with_anything_says_so(pattern: str) -> None:
    assert heads_of(pattern) is None


def test_a_word_is_looked_up_by_its_first_part() -> None:
    assert [head_of(word) for word in ("co-op", "20-minute", "dear", "ªname")] == [
        "co",
        NUMBER,
        "dear",
        "ªname",
    ]


def test_nothing_is_missed_by_looking_only_where_a_phrase_can_begin() -> None:
    for body in every_letter():
        prose = read(body, Masker()).prose
        for name, saying in every_saying():
            full = [match.span() for line in prose.lines for match in re.finditer(saying.pattern, line.text)]
            assert [passage.match.span() for passage in prose.find(saying)] == full, name
