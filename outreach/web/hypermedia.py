"""The one place that knows of htmx: how a page answers a change."""

from typing import Any

from flask import Response, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue


def wants_part() -> bool:
    """Whether htmx asked, and so wants a part of the page rather than the page."""
    return bool(request.htmx) and not request.htmx.boosted  # type: ignore[attr-defined]


def part_or_page(part: str, *, page: str, **context: Any) -> ResponseReturnValue:
    """Answer a change: htmx gets the part anew, a plain form is sent to ``page``.

    ``part`` is a template whose name starts with an underscore; ``page`` is the
    URL that shows the same part in place.
    """
    if wants_part():
        return varied(make_response(render_template(part, **context)))
    return redirect(page, 303)


def go_to(page: str) -> ResponseReturnValue:
    """Send the reader on to ``page``, whichever way they came."""
    if wants_part():
        response = make_response("", 204)
        response.headers["HX-Redirect"] = page
        return varied(response)
    return redirect(page, 303)


def varied(response: Response) -> Response:
    """Say that the answer depends on who asks, so that no cache mixes a part with a page."""
    response.vary.add("HX-Request")
    return response
