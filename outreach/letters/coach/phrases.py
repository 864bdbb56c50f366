"""A small notation for what people say, from which patterns over plain text are made. Pure.

One turn of phrase a line, or several lines of which the later are indented
further. ``(a|b)`` is a choice, ``~3`` a gap of at most three words, ``<NAME>`` a
piece defined before; all else is as in regular expressions.
"""

import re
from dataclasses import dataclass
from functools import cache, cached_property

from outreach.letters.coach.heads import heads_of

WORD = r"[^ \n]++"
"""One word; words are cut at forty letters, so that a pattern with gaps stays linear."""

SAYINGS: list["Saying"] = []
"""Everything that the rules look for."""


@dataclass(frozen=True, eq=False)
class Saying:
    """What people say, as a pattern over the plain form of a text.

    Its ``choice`` is that of the phrases, as regular expressions, and ``before``
    says what goes ahead. What it takes to look for it is made when it is first
    needed, as all of them at once would hold up every start.
    """

    choice: str
    before: str = ""

    def __post_init__(self) -> None:
        SAYINGS.append(self)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Ready to look with."""
        return re.compile(f"{self.before} (?:{self.choice})(?= )")

    @cached_property
    def heads(self) -> frozenset[str] | None:
        """The words that it can begin with; None where they are not a list, so that it may stand anywhere."""
        return heads_of(self.choice)

    def match(self, plain: str, at: int = 0) -> re.Match[str] | None:
        """Whether it is said at this place of a plain text, which is the blank before a word."""
        return self.pattern.match(plain, at)

    def search(self, plain: str) -> re.Match[str] | None:
        """Where it is first said in a piece of plain text that has no index."""
        return self.pattern.search(plain)


@cache
def beginning_with() -> dict[str, list[Saying]]:
    """For each first word the sayings that can begin with it.

    At a word of a letter hardly any does, and so a letter is not searched sixty
    times from end to end. Worked out at the first letter.
    """
    known: dict[str, list[Saying]] = {}
    for saying in SAYINGS:
        for head in saying.heads or ():
            known.setdefault(head, []).append(saying)
    return known


class Pieces(dict[str, str]):
    """Named pieces that several phrases share."""

    def saying(self, lines: str) -> Saying:
        """A pattern for whole words of the plain form, whichever line comes first."""
        return Saying(self._choice(lines))

    def opening(self, lines: str) -> Saying:
        """As ``saying``, at the start of a sentence."""
        return Saying(self._choice(lines), before=r"(?:^|(?<=\n))")

    def define(self, line: str) -> None:
        """Take in a line "NAME = phrases"; it may use the pieces defined before."""
        name, _, phrases = line.partition(" = ")
        self[name] = f"(?:{self._choice(phrases)})"

    def _choice(self, lines: str) -> str:
        one = _by_first_letter([line for whole in _whole_lines(lines) for line in _with_plain_heads(whole)])
        one = re.sub(r"\((?!\?)", "(?:", one)
        one = re.sub(r"~(\d)", rf"(?: {WORD}){{0,\1}}?", one)
        return re.sub(r"<([A-Z_]+)>", lambda name: self[name[1]], one)


HEAD = re.compile(r"\(([a-z' |-]+)\)(?![?*+{])")


def _with_plain_heads(line: str) -> list[str]:
    """A line that begins with a choice of plain words as several, each beginning with one of them."""
    head = HEAD.match(line)
    return [word + line[head.end() :] for word in head[1].split("|")] if head else [line]


def _by_first_letter(lines: list[str]) -> str:
    """The lines as one choice, those with a common first letter together.

    At most words of a letter no line begins; so most are passed over at once.
    """
    groups: dict[str, list[str]] = {}
    for line in lines:
        begins_plainly = (
            line[:1].isalpha() and "|" not in _outside_brackets(line) and line[1:2] not in tuple("?*{+")
        )
        groups.setdefault(line[0] if begins_plainly else line, []).append(
            line[1:] if begins_plainly else line
        )
    return "|".join(
        f"{first}({'|'.join(rest)})" if len(rest) > 1 or first != rest[0] else first
        for first, rest in groups.items()
    )


def _outside_brackets(line: str) -> str:
    """What of a line stands in no brackets of either kind."""
    kept, depth = [], 0
    for sign in re.sub(r"\\.|\[[^\]]*\]", "", line):
        depth += (sign == "(") - (sign == ")")
        if not depth:
            kept.append(sign)
    return "".join(kept)


def pieces(lines: str) -> Pieces:
    """Define several pieces, one a line."""
    defined = Pieces()
    for line in _whole_lines(lines):
        defined.define(line)
    return defined


def _whole_lines(lines: str) -> list[str]:
    """The lines, with those that are indented further than the first joined to the one before.

    A line that goes on with a stroke, a closing bracket or a look ahead is joined without a blank.
    """
    indent = re.match(r"\n*([ ]*)", lines)
    deeper = "\n" + (indent[1] if indent else "") + " +"
    joined = re.sub(deeper + r"(?=[|)]|\(\?)", "", lines.strip("\n"))
    return [line.strip() for line in re.sub(deeper, " ", joined).strip().split("\n")]


def words(text: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(text.split())


NO_PIECES = Pieces()
saying = NO_PIECES.saying
opening = NO_PIECES.opening
