"""Pages that their reader has already, who is told in a few bytes that they still hold.

The mark of a page (ETag) names the moment until which it stands by itself, and what it was made of.
It comes back with the next visit; somebody who makes one up deceives nobody but themselves.

People come back to their page far more often than it changes, so this is decided
first: before there is a session, a form or a template, and by one statement.
"""

import hashlib
import re
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple, cast

from flask import Flask, Response, current_app, request
from flask.blueprints import BlueprintSetupState
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.http import parse_etags
from werkzeug.wsgi import ClosingIterator

import outreach
from outreach import clock
from outreach.bookings.sight import look
from outreach.database import db, reading

PAGE = re.compile(r"/meet/([A-Za-z0-9_-]{43})")
MOMENT = re.compile(r"[0-9]{1,12}")
KINDS = {".py", ".toml", ".html", ".css", ".js", ".svg"}
LOOKED = "outreach.looked"
"""Where what was read in vain is handed on, so that the page need not read it again."""

Read = tuple[Any, ...]


class Door:
    """What stands before the application: it answers whoever has the page already, and lets all others in."""

    def __init__(self, app: Flask) -> None:
        self.app, self.inside = app, app.wsgi_app

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        page = PAGE.fullmatch(environ["PATH_INFO"])
        marks = environ.get("HTTP_IF_NONE_MATCH")
        if marks and page and environ["REQUEST_METHOD"] == "GET":
            now = clock.now()
            read = environ[LOOKED] = self._look(page[1], now)
            mark = read and self._still_holds(marks, read, environ, now)
            if mark:
                start_response("304 NOT MODIFIED", [*self._usual(environ), ("ETag", mark)])
                return ClosingIterator(())
        return self.inside(environ, start_response)

    def _look(self, token: str, now: datetime) -> Read | None:
        """What the page is made of; None if the database does not answer, which is for the application to explain."""
        before = reading.set(True)
        try:
            with self._engine.connect() as connection:
                return look(connection, token, now=now)
        except SQLAlchemyError:
            return None
        finally:
            reading.reset(before)

    @cached_property
    def _engine(self) -> Any:
        with self.app.app_context():
            return db.engine

    def _still_holds(self, marks: str, read: Read, environ: dict[str, Any], now: datetime) -> str | None:
        """The mark that the reader has, as it stands in the answer; None if the page has to be made."""
        made_of = _digest(self.app, read, environ.get("HTTP_ACCEPT_LANGUAGE", ""))
        for mark in parse_etags(marks).as_set(include_weak=True):
            until, _, digest = mark.partition(".")
            if digest == made_of and MOMENT.fullmatch(until) and now.timestamp() < int(until):
                return f'W/"{mark}"' if f'W/"{mark}"' in marks else f'"{mark}"'
        return None

    def _usual(self, environ: dict[str, Any]) -> list[tuple[str, str]]:
        """The headers that the application gives to any such answer; it is asked once."""
        if self._headers is None:
            with self.app.request_context({**environ}):
                answer = self.app.process_response(_private(Response(status=304)))
                answer.vary.add("Accept-Encoding")  # as the page says it, which may come compressed
                self._headers = [(name, value) for name, value in answer.headers if name != "Content-Type"]
        return self._headers

    _headers: list[tuple[str, str]] | None = None


def stand_before(state: BlueprintSetupState) -> None:
    """Put the door before the application that a blueprint is registered with."""
    app = cast(Flask, state.app)
    app.wsgi_app = Door(app)  # type: ignore[method-assign]


def looked_before(token: str, *, now: datetime) -> Read:
    """What the page of this token is made of: as it was read at the door, or read now."""
    read: Read | None = request.environ.get(LOOKED)
    return look(db.session(), token, now=now) if read is None else read


def digest(read: Read) -> str:
    """A short name of all that the page of this request is made of, its own address aside."""
    return _digest(current_app, read, request.headers.get("Accept-Language", ""))


def mark(response: Response, made_of: str, *, until: datetime) -> Response:
    """Let the reader keep the page, and ask before each use whether it still holds.

    Nobody between may keep it: its address is a secret, and what it says is for one person.
    """
    response.set_etag(f"{int(until.timestamp())}.{made_of}")
    return _private(response)


class Finished(NamedTuple):
    """A page but for its blanks, and until when it stands by itself."""

    text: str
    until: datetime


MOST_REMEMBERED, LONGEST_QUERY = 256, 200
remembered: dict[tuple[str, str, bytes], Finished] = {}
"""The pages that were asked for of late, under everything that they depend on: nobody is shown another one's.

The digest is of what was read, which holds the link itself, and of the reader's language; an address adds the rest.
"""


def finished(made_of: str, make: Callable[[], Finished], *, now: datetime) -> Finished:
    """The page of this request, made unless it was before: mail scanners open a link again and again."""
    name = made_of, request.root_path, request.query_string
    page = remembered.get(name)
    if page is None or now >= page.until:
        page = make()
        if len(remembered) >= MOST_REMEMBERED:
            remembered.clear()
        if len(request.query_string) <= LONGEST_QUERY:
            remembered[name] = page
    return page


def _private(response: Response) -> Response:
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _digest(app: Flask, read: Read, language: str) -> str:
    """Of what the page says, of the language it is read in, and of the edition of the product that wrote it."""
    edition = _edition(str(app.template_folder), str(app.static_folder))
    return hashlib.sha256("\n".join((edition, language, *map(str, read))).encode()).hexdigest()[:32]


@cache
def _edition(*folders: str) -> str:
    """A fingerprint of everything that pages are written with."""
    parts = (Path(outreach.__file__).parent, *map(Path, folders))
    files = {file for part in parts for file in part.rglob("*") if file.suffix in KINDS}
    return hashlib.sha256(b"".join(file.read_bytes() for file in sorted(files))).hexdigest()
