"""How many questions a number of minutes holds. Pure.

Career guides agree on eight to ten questions for half an hour, and on far fewer
for less. The close is not counted as a question: the referral is the last that
asks for an answer of substance.
"""

from dataclasses import dataclass
from itertools import pairwise

SHORTEST, LONGEST, USUAL = 5, 60, 20


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a talk of ``minutes`` holds.

    ``opening`` is for the greeting, the thanks and a minute about oneself,
    ``reserve`` for the referral and the close, ``core`` for all between.
    ``fewest`` and ``most`` count the questions without the close.
    """

    minutes: float
    opening: float
    core: float
    reserve: float
    fewest: int
    most: int

    @property
    def for_questions(self) -> float:
        """The minutes that questions and answers may take together, referral and close included."""
        return self.core + self.reserve


TABLE = (
    Allowance(5, 0, 3, 2, 2, 2),
    Allowance(10, 1, 7, 2, 3, 3),
    Allowance(15, 2, 10, 3, 4, 5),
    Allowance(20, 2, 14, 4, 5, 6),
    Allowance(30, 3, 22, 5, 7, 9),
    Allowance(45, 4, 34, 7, 10, 12),
    Allowance(60, 5, 46, 9, 12, 14),
)


def allow(minutes: float) -> Allowance:
    """What a talk of this many minutes holds, in proportion between the rows of the table.

    Nought or less means that no length is agreed: the usual twenty minutes.
    Anything else is taken as at least five minutes and at most an hour.
    """
    planned = min(max(minutes, SHORTEST), LONGEST) if minutes > 0 else USUAL
    for shorter, longer in pairwise(TABLE):
        if planned <= longer.minutes:
            return _between(shorter, longer, planned)
    return TABLE[-1]


def _between(shorter: Allowance, longer: Allowance, minutes: float) -> Allowance:
    share = (minutes - shorter.minutes) / (longer.minutes - shorter.minutes)

    def at(low: float, high: float) -> float:
        return low + share * (high - low)

    opening = round(at(shorter.opening, longer.opening) * 2) / 2
    reserve = round(at(shorter.reserve, longer.reserve) * 2) / 2
    return Allowance(
        minutes=minutes,
        opening=opening,
        core=minutes - opening - reserve,
        reserve=reserve,
        fewest=int(at(shorter.fewest, longer.fewest)),
        most=int(at(shorter.most, longer.most)),
    )
