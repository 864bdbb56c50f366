"""Works out with which words a turn of phrase can begin, so that it is only looked for where one stands. Pure."""

import re
from collections.abc import Set
from enum import IntEnum
from itertools import product

NUMBER = "#"
"""Stands for every word that begins with a digit."""
WORDS_END_AT = " -"


class State(IntEnum):
    """How far a beginning is known: its word goes on, its word is whole, or it could be any word at all."""

    GOES_ON = 0
    WHOLE = 1
    ANY = 2


TOKEN = re.compile(r"\\.|\[.[^\]]*\]|[()|]|[^\\\[()|\0]+")
"""One sign of a pattern, a set of signs, or a run of signs that mean themselves."""
Beginning = tuple[str, State]
NOTHING: Beginning = ("", State.GOES_ON)
ENDS: Beginning = ("", State.WHOLE)


def heads_of(pattern: str) -> frozenset[str] | None:
    """The words that the text of a pattern can begin with; None if they cannot be listed.

    It knows the notation that phrases are written in, and no more of regular
    expressions than that.
    """
    beginnings = _Reader(pattern).choice()
    if any(state is State.ANY for _, state in beginnings):
        return None
    return frozenset(word for word, _ in beginnings)


class _Reader:
    """Reads a pattern from left to right, and keeps of it what concerns its first word."""

    def __init__(self, pattern: str) -> None:
        self.pattern, self.at = pattern + "\0", 0

    def choice(self) -> set[Beginning]:
        """Everything up to the bracket that closes this one, or to the end."""
        found = self._sequence()
        while self._takes("|"):
            found |= self._sequence()
        return found

    def _sequence(self) -> set[Beginning]:
        found = {NOTHING}
        while self.pattern[self.at] not in "|)\0":
            found = _joined(found, self._repeated(self._item()))
            if all(state is not State.GOES_ON for _, state in found):
                self._skip()
        return found

    def _skip(self) -> None:
        """Go to where this sequence ends: every first word is whole, and what follows says nothing about it."""
        depth = 0
        while depth or self.pattern[self.at] not in "|)\0":
            depth += {"(": 1, ")": -1}.get(self.pattern[self.at], 0)
            taken = TOKEN.match(self.pattern, self.at)
            self.at = taken.end() if taken else self.at + 1

    def _item(self) -> set[Beginning]:
        if self._takes("("):
            return self._group()
        if self._takes("["):
            return self._signs()
        sign = self._next()
        if sign == "\\":
            return self._escaped(self._next())
        return {NOTHING} if sign in "$^" else {_literal(sign)}

    def _group(self) -> set[Beginning]:
        looks_around = self._takes("?!") or self._takes("?=") or self._takes("?<=") or self._takes("?<!")
        if self._takes("?P<"):
            self.at = self.pattern.index(">", self.at) + 1
        elif not looks_around:
            self._takes("?:")
        inside = self.choice()
        self._next()
        return {NOTHING} if looks_around else inside

    def _signs(self) -> set[Beginning]:
        closed = self.pattern.index("]", self.at + 1)
        inside, self.at = self.pattern[self.at : closed], closed + 1
        if inside[:1] == "^" or "\\" in inside:
            return {("", State.ANY)}
        if inside.removesuffix("-")[:3] in {"0-9", "1-9"}:
            return {(NUMBER, State.WHOLE)}
        if "-" in inside.strip("-"):
            first, last = inside[0], inside[2]
            listed = {chr(code) for code in range(ord(first), ord(last) + 1)} if len(inside) == 3 else set()
            return {(sign, State.GOES_ON) for sign in listed} or {("", State.ANY)}
        return {_literal(sign) for sign in inside}

    def _escaped(self, sign: str) -> set[Beginning]:
        if sign == "d":
            return {(NUMBER, State.WHOLE)}
        if sign == "b":
            return {NOTHING}
        return {("", State.ANY)} if sign.isalpha() else {(sign, State.GOES_ON)}

    def _repeated(self, item: set[Beginning]) -> set[Beginning]:
        """The item with what the sign after it allows: to be missing, or to come again."""
        if self._takes("{"):
            least, _, _ = self.pattern[self.at : (end := self.pattern.index("}", self.at))].partition(",")
            self.at = end + 1
            may_miss, comes_again = least == "0", True
        else:
            sign = self.pattern[self.at]
            may_miss, comes_again = sign in "?*", sign in "*+"
            self.at += may_miss or comes_again
        self._takes("+") or self._takes("?")
        if comes_again:
            item = {(text, state or State.ANY) for text, state in item}
        return item | {NOTHING} if may_miss else item

    def _takes(self, sign: str) -> bool:
        taken = self.pattern.startswith(sign, self.at)
        self.at += len(sign) * taken
        return taken

    def _next(self) -> str:
        self.at += 1
        return self.pattern[self.at - 1]


def _literal(sign: str) -> Beginning:
    return (
        ENDS if sign in WORDS_END_AT else (NUMBER, State.WHOLE) if sign.isdecimal() else (sign, State.GOES_ON)
    )


def _joined(before: Set[Beginning], after: Set[Beginning]) -> set[Beginning]:
    """Each beginning that still goes on, gone on with; a digit within a word leaves the word unknown."""
    whole = {one for one in before if one[1] is not State.GOES_ON}
    going_on = [text for text, state in before if state is State.GOES_ON]
    return whole | {_one(text, *more) for text, more in product(going_on, after)}


def _one(text: str, more: str, state: State) -> Beginning:
    return ("", State.ANY) if text and more == NUMBER else (text + more, state)


def head_of(word: str) -> str:
    """What a word is looked up by: "co-op" by "co", and every number by one sign."""
    return NUMBER if word[:1].isdecimal() else word.partition("-")[0]
