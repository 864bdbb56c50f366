"""Pages that their reader has already, who is told in a few bytes that they still hold.

The mark of a page (ETag) names the moment until which it stands by itself, and what it was made of.
It comes back with the next visit; somebody who makes one up deceives nobody but themselves.
"""

import hashlib
import re
from datetime import datetime
from functools import cache
from pathlib import Path

from flask import Response, current_app, request

import outreach

MOMENT = re.compile(r"[0-9]{1,12}")
KINDS = {".py", ".toml", ".html", ".css", ".js", ".svg"}


def mark(response: Response, made_of: str, *, until: datetime) -> Response:
    """Let the reader keep the page, and ask before each use whether it still holds.

    Nobody between may keep it: its address is a secret, and what it says is for one person.
    """
    response.set_etag(f"{int(until.timestamp())}.{_digest(made_of)}")
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def still_holds(made_of: str, *, now: datetime) -> Response | None:
    """The answer to a reader who has the very page; None if it has to be made."""
    for kept in request.if_none_match.as_set(include_weak=True):
        until, _, digest = kept.partition(".")
        if digest == _digest(made_of) and MOMENT.fullmatch(until) and now.timestamp() < int(until):
            response = Response(status=304)
            response.set_etag(kept)
            response.headers["Cache-Control"] = "private, no-cache"
            return response
    return None


def _digest(made_of: str) -> str:
    """Of what the page says, of the language it is read in, and of the edition of the product that wrote it."""
    language = request.headers.get("Accept-Language", "")
    folders = str(current_app.template_folder), str(current_app.static_folder)
    return hashlib.sha256("\n".join((_edition(*folders), language, made_of)).encode()).hexdigest()[:32]


@cache
def _edition(*folders: str) -> str:
    """A fingerprint of everything that pages are written with."""
    parts = (Path(outreach.__file__).parent, *map(Path, folders))
    files = {file for part in parts for file in part.rglob("*") if file.suffix in KINDS}
    return hashlib.sha256(b"".join(file.read_bytes() for file in sorted(files))).hexdigest()
