"""Cards as they stand on the board: hundreds of them on one page, so each is filled into its column's pattern."""

from collections.abc import Iterable
from functools import lru_cache
from html import escape

from flask import render_template, request
from markupsafe import Markup

from outreach.insights.board import Card
from outreach.interviews.columns import Column
from outreach.web.pipeline_forms import ON, Reader

STUCK = "stuck"
PLACES = ("number", "name", "place", "note", "look")
"""What is put into a pattern, in braces there."""


def drawn(cards: Iterable[Card], column: Column, reader: Reader) -> Markup:
    """All cards of one column."""
    ready, waiting = (_pattern(request.root_path, column, is_ready) for is_ready in (True, False))
    filled = []
    for card in cards:
        note, is_stuck, is_ready = reader.said(card)
        told = {
            "number": card.id,
            "name": escape(card.name),
            "place": escape(card.organization or ""),
            "note": note,
            "look": STUCK if is_stuck else "",
        }
        filled.append((ready if is_ready else waiting) % told)
    return Markup("".join(filled))  # noqa: S704 (pattern and note are ours, and what people typed was escaped)


@lru_cache(maxsize=100)
def _pattern(_root: str, column: Column, is_ready: bool) -> str:
    """What the cards of a column look like under the address at which we stand: the same for everybody."""
    drawn_once = render_template("board/_card.html", buttons=ON[column] if is_ready else ()).replace(
        "%", "%%"
    )
    for place in PLACES:
        drawn_once = drawn_once.replace(f"{{{place}}}", f"%({place})s")
    return drawn_once
