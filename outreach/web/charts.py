"""Figures as small pictures: where each bar begins and ends, and what is said beside it. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from outreach.insights.rates import Share, Tally

WIDTH, ROW = 360, 46
TALL, THICK = 72, 10
"""How high the highest column is, and how wide each."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar with its words; ``whisker`` draws where the true share plausibly lies, empty where nobody can say."""

    label: str
    said: str
    y: int
    length: float
    whisker: str


def bars(shares: Sequence[tuple[str, Share]]) -> list[Bar]:
    """Bars for shares, one below the other; those with too few behind them have no length to compare."""
    return [
        Bar(
            label,
            f"{share.k} of {share.n}" if share.is_enough else f"{share.k} of {share.n}: too few to compare",
            ROW * place,
            round(WIDTH * share.part, 1) if share.is_enough else 0.0,
            _whisker(share) if share.is_enough else "",
        )
        for place, (label, share) in enumerate(shares)
    ]


def _whisker(share: Share) -> str:
    """The path of a thin line with an end to each side, over the middle of its bar."""
    least, most = (round(WIDTH * end, 1) for end in share.interval)
    return f"M{least} 29H{most}M{least} 25v8M{most} 25v8"


def columns(counts: Sequence[int], *, most: int, place: int) -> str:
    """The path of one column for each week, upon a line at 80; ``place`` is its place among those of the week.

    ``most`` reaches the top. The corners there are a little round; where nothing is counted, nothing stands.
    """
    each, drawn = WIDTH // len(counts), ""
    for week, count in enumerate(counts):
        if count:
            rise = round(max(TALL * count / most - 2, 0), 1)
            drawn += (
                f"M{each * week + 4 + (THICK + 2) * place} 80v-{rise}q0-2 2-2h{THICK - 4}q2 0 2 2v{rise}z"
            )
    return drawn


def percent(part: float) -> str:
    """A share between 0 and 1 as people read it."""
    return f"{round(100 * part)} %"


def plausible(share: Share) -> str:
    """The interval as people read it, or that there is none worth reading."""
    if not share.is_enough:
        return "too few"
    least, most = share.interval
    return f"{round(100 * least)} to {round(100 * most)} %"


def sentence(found: tuple[Tally, Tally] | None, name: Callable[[str], str]) -> str:
    """What a comparison amounts to."""
    if found is None:
        return "No difference here is larger than chance makes by itself."
    best, worst = (f"“{name(one.name)}” ({percent(one.share('answered').part)})" for one in found)
    return f"{best} is answered more often than {worst}, by more than chance."
