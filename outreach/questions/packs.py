"""Reading and writing questions as TOML, with refusals that name the line and the key. Pure."""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from rapidfuzz import process

from outreach.errors import OutreachError

TAGS = (
    "key", "topic", "text", "purposes", "levels", "not_for", "situations", "only_for", "asker",
    "aims",
    "minutes", "must", "spare", "serves", "lookup", "upgraded", "titles", "seed",
)  # fmt: skip
LONGEST_KEY = 80
SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
HEADER = re.compile(r"\s*\[\[\s*question\s*\]\]")

Kind = TypeVar("Kind", bound=StrEnum)


class BadPack(OutreachError):
    """A file of questions that cannot be read."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One ``[[question]]`` of a file: its tags, and the lines they stand on, counted from 1."""

    tags: Mapping[str, Any]
    line: int
    lines: Mapping[str, int]

    def refuse(self, tag: str, trouble: str) -> BadPack:
        return BadPack(f"Line {self.lines.get(tag, self.line)}: “{tag}” {trouble}")

    def text(self, tag: str, *, needed: bool = True) -> str:
        value = self.tags.get(tag, "")
        if not isinstance(value, str):
            raise self.refuse(tag, "must be a text in quotation marks.")
        if needed and not value.strip():
            raise self.refuse(tag, "is missing. Every question needs one.")
        return " ".join(value.split())

    def slug(self, tag: str) -> str:
        value = self.text(tag)
        if not SLUG.fullmatch(value):
            raise self.refuse(tag, f"is “{value[:80]}”. Use small letters, digits and single hyphens.")
        if len(value) > LONGEST_KEY:
            raise self.refuse(tag, f"is longer than {LONGEST_KEY} characters. Give it a short name.")
        return value

    def one(self, tag: str, kind: type[Kind]) -> Kind:
        return self._member(tag, self.text(tag), kind)

    def several(self, tag: str, kind: type[Kind]) -> frozenset[Kind]:
        values = self.tags.get(tag, [])
        if not isinstance(values, list):
            raise self.refuse(tag, 'must be a list, such as ["one", "two"].')
        return frozenset(self._member(tag, value, kind) for value in values)

    def words(self, tag: str) -> frozenset[str]:
        values = self.tags.get(tag, [])
        if not isinstance(values, list) or not all(isinstance(value, str) and value for value in values):
            raise self.refuse(tag, 'must be a list of texts, such as ["nurse"].')
        return frozenset(value.casefold() for value in values)

    def number(self, tag: str, *, most: float) -> float:
        """The number, or 0 where the tag is absent."""
        value = self.tags.get(tag, 0)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.refuse(tag, "must be a number.")
        if tag in self.tags and not 0 < value <= most:
            raise self.refuse(tag, f"must be more than 0 and at most {most:g}.")
        return value

    def flag(self, tag: str, *, usually: bool) -> bool:
        value = self.tags.get(tag, usually)
        if not isinstance(value, bool):
            raise self.refuse(tag, "must be true or false.")
        return value

    def _member(self, tag: str, value: object, kind: type[Kind]) -> Kind:
        try:
            return kind(str(value))
        except ValueError:
            raise self.refuse(tag, f"cannot be “{value}”. It is one of {', '.join(kind)}.") from None


def entries(text: str) -> list[Entry]:
    """Every question of a file, its tags checked by name and its key for being the only one.

    Raises BadPack, with the line, if the file is no TOML or a tag is unknown.
    """
    blocks = _parsed(text).get("question", [])
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        raise BadPack("Each question must begin with a line that reads [[question]].")
    places = _places(text, len(blocks))
    found = [Entry(block, line, lines) for block, (line, lines) in zip(blocks, places, strict=True)]
    _check_tags(found)
    _check_keys(found)
    return found


def head(text: str, *names: str) -> dict[str, str]:
    """What stands above the first question of a field file. Raises BadPack if a name is missing."""
    found = _parsed(text)
    missing = [name for name in names if not isinstance(found.get(name), str)]
    if missing:
        raise BadPack(f"The file does not say its {', '.join(missing)}.")
    return {name: found[name] for name in names}


def written(tags: Mapping[str, object]) -> str:
    """One question as TOML."""
    return "".join(["[[question]]\n", *(f"{tag} = {_value(value)}\n" for tag, value in tags.items())])


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return f"{value:g}"
    if isinstance(value, frozenset):
        return f"[{', '.join(_value(item) for item in sorted(value))}]"
    # A JSON string is a TOML basic string, but for the one control character JSON leaves as it is.
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def _parsed(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as unreadable:
        raise BadPack(f"This is not a file of questions: {unreadable}.") from unreadable
    except RecursionError as too_deep:
        raise BadPack(
            "This is not a file of questions: its brackets stand inside each other without end."
        ) from too_deep


def _places(text: str, count: int) -> list[tuple[int, dict[str, int]]]:
    """For each question the line it begins on and the lines of its tags; tomllib does not tell."""
    places: list[tuple[int, dict[str, int]]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if HEADER.match(line):
            places.append((number, {}))
        elif places and (tag := re.match(r"\s*[\"']?([\w-]+)[\"']?\s*=", line)):
            places[-1][1].setdefault(tag[1], number)
    return (places + [(1, {})] * count)[:count]


def _check_tags(found: list[Entry]) -> None:
    for entry in found:
        for tag in entry.tags:
            if tag not in TAGS:
                near = process.extractOne(tag, TAGS, score_cutoff=60)
                hint = f" Did you mean “{near[0]}”?" if near else f" It can have {', '.join(TAGS)}."
                raise entry.refuse(tag, f"is nothing that a question has.{hint}")


def _check_keys(found: list[Entry]) -> None:
    first: dict[str, int] = {}
    for entry in found:
        key = entry.slug("key")
        if key in first:
            raise entry.refuse("key", f"is “{key}”, as on line {first[key]}. Give each question its own.")
        first[key] = entry.lines.get("key", entry.line)
