"""How often one thing leads to the next, and how sure one can be of that. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

FEWEST = 30
"""Below so many, a share says more about chance than about anything else."""
Z = 1.96
"""How many standard deviations hold nineteen of twenty."""


@dataclass(frozen=True, slots=True)
class Share:
    """``k`` of ``n``, with the interval that holds the true share nineteen times in twenty (Wilson 1927)."""

    k: int
    n: int

    def __post_init__(self) -> None:
        if not 0 <= self.k <= self.n:
            raise ValueError(f"{self.k} of {self.n} is no share")

    @property
    def is_enough(self) -> bool:
        """Whether there are enough to compare."""
        return self.n >= FEWEST

    @property
    def part(self) -> float:
        """Between 0 and 1; 0 of nothing is 0."""
        return self.k / self.n if self.n else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The least and the most that the true share plausibly is, each between 0 and 1."""
        if not self.n:
            return 0.0, 1.0
        p, n = self.part, self.n
        middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
        reach = Z * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n)
        # At the ends the formula gives 0 and 1 exactly, which arithmetic misses by a hair.
        return (max(0.0, middle - reach) if self.k else 0.0), (
            min(1.0, middle + reach) if self.k < n else 1.0
        )


STEPS = ("asked", "answered", "booked", "met", "thanked", "referred")
PLACE = {step: place for place, step in enumerate(STEPS)}


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of a group came how far, in the order of ``STEPS``."""

    name: str
    counts: tuple[int, ...]

    def share(self, step: str, *, of: str = "asked") -> Share:
        """How many reached a step, of those who reached another; never more than those."""
        whole = self.counts[PLACE[of]]
        return Share(min(self.counts[PLACE[step]], whole), whole)


def apart(tallies: Sequence[Tally], step: str) -> tuple[Tally, Tally] | None:
    """Of the groups with enough in them, the best and the worst, if their intervals do not touch; else None."""
    enough = sorted(
        (one for one in tallies if one.share(step).is_enough), key=lambda one: one.share(step).part
    )
    if len(enough) < 2:
        return None
    worst, best = enough[0], enough[-1]
    is_clear = worst.share(step).interval[1] < best.share(step).interval[0]
    return (best, worst) if is_clear else None
