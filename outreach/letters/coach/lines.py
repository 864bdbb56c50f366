"""A sentence in its plain form, and what is said in it. Pure."""

import re
from collections.abc import Iterable, Sequence

from outreach.letters.coach.heads import head_of
from outreach.letters.coach.phrases import Saying, beginning_with


class Line:
    """The plain form of one sentence, that remembers which sayings were looked for in it, and where they stand.

    ``text`` has one blank before each word and one behind the last; a question mark
    or nothing comes next, and a line break ends it.
    """

    __slots__ = ("_places", "_said", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._places = _places_in(text)
        self._said: dict[Saying, Sequence[re.Match[str]]] = {}

    @property
    def sayings(self) -> Iterable[Saying]:
        """Those that could begin at one of its words; all others of which the first words are known stand nowhere."""
        return self._places

    def matches(self, saying: Saying) -> Sequence[re.Match[str]]:
        """As a search from left to right finds them, looking only where the saying can begin."""
        if saying.heads is not None and saying not in self._places:
            return ()
        found = self._said.get(saying)
        if found is None:
            found = self._said[saying] = tuple(self._search(saying))
        return found

    def _search(self, saying: Saying) -> Sequence[re.Match[str]]:
        if saying.heads is None:
            return tuple(saying.pattern.finditer(self.text))
        match_at, end, found = saying.pattern.match, 0, []
        for at in self._places[saying]:
            if at >= end and (match := match_at(self.text, at)):
                end = match.end()
                found.append(match)
        return found


def _places_in(text: str) -> dict[Saying, list[int]]:
    """Where each saying could begin: at the places of the blanks before its first words."""
    places: dict[Saying, list[int]] = {}
    known, at = beginning_with(), 0
    for word in text[1:-1].split(" "):
        sayings = known.get(word)
        if sayings is None and ("-" in word or word[:1].isdecimal()):
            sayings = known.get(head_of(word))
        for saying in sayings or ():
            if saying in places:
                places[saying].append(at)
            else:
                places[saying] = [at]
        at += len(word) + 1
    return places
