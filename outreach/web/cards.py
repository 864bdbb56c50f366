"""Cards as they stand on the board: hundreds of them on one page, so each is filled into its column's pattern."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from html import escape
from operator import itemgetter
from typing import Any, NamedTuple

from flask import render_template, request
from markupsafe import Markup

from outreach.insights.board import Card
from outreach.interviews.columns import Column
from outreach.web.pipeline_forms import ON, Reader

STUCK = "stuck"
PLACES = ("number", "name", "place", "note", "look")
"""What is put into a pattern, in braces there."""


class Pattern(NamedTuple):
    """What a card looks like, with %s wherever something is put in; and what that is, picked from all that there is."""

    text: str
    pick: Callable[[tuple[object, ...]], Any]


def drawn(cards: Iterable[Card], column: Column, reader: Reader) -> Markup:
    """All cards of one column."""
    ready, waiting = (_pattern(request.root_path, column, is_ready) for is_ready in (True, False))
    filled = []
    for card in cards:
        note, is_stuck, is_ready = reader.said(card)
        text, pick = ready if is_ready else waiting
        place = escape(card.organization or "")
        filled.append(text % pick((card.id, escape(card.name), place, note, STUCK if is_stuck else "")))
    return Markup("".join(filled))  # noqa: S704 (pattern and note are ours, and what people typed was escaped)


@lru_cache(maxsize=100)
def _pattern(_root: str, column: Column, is_ready: bool) -> Pattern:
    """What the cards of a column look like under the address at which we stand: the same for everybody."""
    drawn_once = render_template("board/_card.html", buttons=ON[column] if is_ready else ())
    begins, *put_in = BLANK.split(drawn_once.replace("%", "%%"))
    names, between = put_in[::2], put_in[1::2]
    return Pattern("%s".join([begins, *between]), itemgetter(*map(PLACES.index, names)))


BLANK = re.compile(f"{{({'|'.join(PLACES)})}}")
