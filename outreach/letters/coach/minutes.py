"""How long a letter says a conversation would take. Pure."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from outreach.letters.coach.phrases import pieces, saying
from outreach.letters.coach.prose import Passage, Prose

NUMBERS = {
    "five": 5, "ten": 10, "fifteen": 15, "twenty": 20, "twenty-five": 25, "twenty five": 25, "thirty": 30,
    "thirty-five": 35, "forty": 40, "forty-five": 45, "forty five": 45, "fifty": 50, "sixty": 60,
    "ninety": 90, "one": 60, "two": 120, "three": 180, "1": 60, "2": 120, "3": 180, "1.5": 90,
}  # fmt: skip
PHRASES = pieces(r"""
    NUMBER = \d{1,3}|(twenty|thirty|forty)[- ]five|five|ten|fifteen|twenty|thirty|forty|fifty|sixty|ninety
""")
LENGTH = PHRASES.saying(r"""
    ((<NUMBER>)( to | or |-to-| |-))?(?P<minutes><NUMBER>)[- ]?(minutes?|mins?)(-\w{1,20})?
    (?P<three_quarters>three[- ]quarters of an hour)
    (?P<quarter>quarter[- ](of an )?hour)
    (?P<half>half[- ](an |a )?hour|half-hour)
    (?P<hour>(an|one|1|full) hour and a half|(?P<hours>one|two|three|1|2|3|1\.5)[- ]hours?(-long)?
        |an( full)? hour|hour-long)(?! (from|away|drive|north|south|east|west|later|ago|outside|earlier
        |every|per|a (day|week)|(that|which) (suits|works|fits|is|you)|when|whenever|of your (own )?(choice|choosing)
        |you (name|choose|like|prefer)))
""")
OF_SOMETHING_ELSE = saying(r"""
    (talk|lecture|video(?! (call|chat|meeting|conversation|link))|film|episode|podcast|commute|walk|drive|presentation
        |webinar|keynote|documentary
        |ride|train|flight|break|shift|away|ago|late|early|later|from)
    (on|in) the (train|bus|tram|metro|car|road|way)
    (by|of) (train|bus|tram|car|bike|ferry|sleep|practice|daylight)
""")


class Length(NamedTuple):
    """A length of time that the letter mentions, in minutes; of a range, the longer end."""

    minutes: int
    passage: Passage


def lengths_in(prose: Prose) -> Iterator[Length]:
    """Every length of time that could be that of a conversation: not of a talk, a film, a commute."""
    for passage in prose.find(LENGTH):
        if not OF_SOMETHING_ELSE.match(passage.after):
            yield Length(_minutes(passage.match), passage)


def _minutes(match: re.Match[str]) -> int:
    if match["minutes"]:
        word = match["minutes"]
        return int(word) if word.isdecimal() else NUMBERS[word]
    if match["three_quarters"]:
        return 45
    if match["quarter"]:
        return 15
    if match["half"]:
        return 30
    return 90 if "half" in match[0] else NUMBERS.get(match["hours"] or "one", 60)
