"""Files that a browser saves rather than shows."""

from flask import Response


def download(content: str | bytes, *, name: str, kind: str) -> Response:
    """A file with a name of our own making; nothing a user typed goes into a header."""
    response = Response(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def calendar_file(text: str, *, method: str) -> Response:
    """An iCalendar file; the type names the method as well, since some programs read only that (RFC 5545 §8.1)."""
    return download(text, name="invitation.ics", kind=f"text/calendar; charset=utf-8; method={method}")
