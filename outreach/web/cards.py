"""Cards as they stand on the board: hundreds of them on one page, so each is filled into its column's pattern."""

from collections.abc import Iterable
from functools import lru_cache

from flask import render_template, request
from markupsafe import Markup, escape

from outreach.interviews.columns import Column
from outreach.web.pipeline_forms import ON, Shown

STUCK = "stuck"


def drawn(cards: Iterable[Shown], column: Column) -> Markup:
    """All cards of one column."""
    ready, waiting = (_pattern(request.root_path, column, is_ready) for is_ready in (True, False))
    filled = [
        (ready if is_ready else waiting).format(
            number, escape(name), escape(place), note, STUCK if is_stuck else ""
        )
        for number, name, place, note, is_stuck, is_ready in cards
    ]
    return Markup("".join(filled))  # noqa: S704 (pattern and note are ours, and what people typed was escaped)


@lru_cache(maxsize=100)
def _pattern(_root: str, column: Column, is_ready: bool) -> str:
    """What the cards of a column look like under the address at which we stand: the same for everybody."""
    return render_template("board/_card.html", buttons=ON[column] if is_ready else ())
