"""What each page costs in processor time, beside a bare page of Flask, Jinja and one query.

Run: python -m benchmarks.pages [--past 10000] [--rounds 9]

Every page takes turns with the bare one, and only ratios of neighbours count,
so that a machine whose speed drifts does not matter. Requests go straight to the
WSGI application, without a network. The targets: any page at most 4 times the
bare one and 8 statements, the contact's 2 times and 4.
"""

import argparse
import io
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import accumulate, cycle, groupby, repeat
from typing import Any
from urllib.parse import quote_plus

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import event, select
from werkzeug.test import EnvironBuilder

from benchmarks.bare import bare_app
from outreach import clock
from outreach.accounts.kinds import Situation
from outreach.accounts.models import Account
from outreach.accounts.sign_ins import SignIn
from outreach.app import create_app
from outreach.bookings.site import Site
from outreach.config import Config
from outreach.database import db
from outreach.garbage import settle
from outreach.letters.models import Letter
from outreach.migrating import upgrade
from outreach.workflows import signing_in
from tests.conftest import ENCRYPTION_KEY, SECRET_KEY
from tests.counting import Steps
from tests.crowd import look_back, move_in
from tests.examples import examples, paths

CONTACTS, INTERVIEWS = 1000, 300
REQUESTS = 6
"""Requests to one page in one round."""

POSTSCRIPT = "The auger brought up blue clay on Sunday, and I wondered what your cores from there look like. "

ADA = {
    "name": "Ada Lovelace",
    "email": "ada@example.org",
    "password": "correct horse battery",
    "timezone": "Europe/London",
    "situation": Situation.STUDENT,
    "programme_or_role": "second-year mathematics student",
    "school": "University of London",
    "profile_url": "",
}


@dataclass
class Page:
    """One page, and what it was found to cost; ``seconds`` of the processor in each round."""

    name: str
    app: Flask
    environ: dict[str, Any]
    body: bytes = b""
    typed: Iterator[str] = field(default_factory=lambda: repeat(""))
    """What has been typed into the last field of the body at each request."""
    size: int = 0
    statements: int = 0
    steps: int = 0
    seconds: list[float] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)

    def ask(self) -> str:
        """Answer one request; the status it came with."""
        said: list[str] = []
        body = self.body + quote_plus(next(self.typed)).encode()
        environ = {**self.environ, "wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body))}
        answer = self.app.wsgi_app(environ, lambda status, *_: said.append(status))  # type: ignore[arg-type]
        self.size = sum(len(piece) for piece in answer)
        answer.close()  # type: ignore[attr-defined]
        return said[0]

    def time(self) -> float:
        """What one request costs, on the average of a few, in seconds."""
        begun = time.process_time()
        for _ in range(REQUESTS):
            self.ask()
        self.seconds.append((time.process_time() - begun) / REQUESTS)
        return self.seconds[-1]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--past", type=int, default=10_000, help="conversations that are over (10000)")
    parser.add_argument("--rounds", type=int, default=9, help="times that all pages are measured (9)")
    parser.add_argument("--only", default="", help="only pages whose name holds this")
    wish = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database_url = f"sqlite:///{folder}/outreach.db"
        config = Config(secret_key=SECRET_KEY, encryption_keys=ENCRYPTION_KEY, database_url=database_url)
        app = create_app(config)
        cookie, csrf = furnish(app, config, past=wish.past)
        pages = [page for page in pages_of(app, cookie, csrf) if wish.only in page.name]
        bare = Page("bare", bare_app(database_url), EnvironBuilder("/").get_environ())
        count(app, pages)
        measure(bare, pages, rounds=wish.rounds)
    report(bare, pages)


def furnish(app: Flask, config: Config, *, past: int) -> tuple[str, str]:
    """Fill the database. Answers the cookie of a signed-in browser, and the token of its forms."""
    with app.app_context():
        upgrade(db.engine)
        account = signing_in.make_account(ADA, is_open=True, now=clock.now())
        account.make_feed(SECRET_KEY)
        site = Site(config.base_url, SECRET_KEY, config.mail_domain)
        someone = move_in(account, site=site, contacts=CONTACTS, interviews=INTERVIEWS, now=clock.now())
        look_back(account, someone, range(past), now=clock.now())
        return signed_in(app, account)


def signed_in(app: Flask, account: Account) -> tuple[str, str]:
    """The cookie of a browser in which the account is signed in from now on, and the token of its forms."""
    _, token = SignIn.begin(account, browser="benchmark", now=clock.now())
    db.session.commit()
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None
    cookie = signer.dumps({"sign_in": token, "csrf_token": "seen", "_permanent": True})
    csrf = URLSafeTimedSerializer(SECRET_KEY, salt="wtf-csrf-token").dumps("seen")
    return f"{app.config['SESSION_COOKIE_NAME']}={cookie}", csrf


def pages_of(app: Flask, cookie: str, csrf: str) -> list[Page]:
    """Every page and file with all its faces, and the reading of a letter while it is typed."""
    pages = []
    with app.app_context():
        known = examples(db.session(), 1)
        draft = db.session.scalars(select(Letter).where(Letter.message_id.is_(None))).first()
        assert draft is not None
        form = {"csrf_token": csrf, "subject": draft.subject, "body": draft.body + "\n\nP.S. "}
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.endpoint != "static":
            pages += [page(app, rule.endpoint, path, cookie) for path in paths(rule, known)]
    pages.append(page(app, "people.index search", "/people?q=son+0009", cookie))
    pages.append(page(app, "people.index last page", "/people?after=Person+0009", cookie))
    pages.append(typed(page(app, "letters.read", f"/letters/{draft.id}/reading", cookie, form)))
    return sorted((p for p in pages if p.ask().startswith("200")), key=lambda p: p.name)


def page(app: Flask, name: str, path: str, cookie: str, form: dict[str, str] | None = None) -> Page:
    headers = {"Cookie": cookie, "HX-Request": "true"} if form else {"Cookie": cookie}
    asked = EnvironBuilder(path, method="POST" if form else "GET", data=form, headers=list(headers.items()))
    environ = asked.get_environ()
    return Page(name, app, environ, environ["wsgi.input"].read())


def typed(it: Page) -> Page:
    """The page with a letter more at the end of its last field at each request, so that nobody knows the answer."""
    return replace(it, typed=cycle(accumulate(POSTSCRIPT)))


def count(app: Flask, pages: list[Page]) -> None:
    """Find the statements and the steps of the database for each page."""
    seen: list[str] = []
    with app.app_context():
        engine = db.engine
    engine.dispose()
    steps = Steps(engine)

    def see(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", see)
    for it in pages:
        seen.clear()
        it.steps = steps.of(it.ask)
        it.statements = sum(not s.startswith(("PRAGMA", "BEGIN")) for s in seen)
    steps.end()
    event.remove(engine, "before_cursor_execute", see)


def measure(bare: Page, pages: list[Page], *, rounds: int) -> None:
    """Let each page take turns with the bare one, so that both find the machine in the same mood."""
    for it in [bare, *pages]:
        it.time()  # what is made once is made
        it.seconds.clear()
    settle()  # as the program does before it serves
    for _ in range(rounds):
        for it in pages:
            theirs = bare.time()
            it.ratios.append(it.time() / theirs)


def report(bare: Page, pages: list[Page]) -> None:
    """Print the dearest face of each page."""
    print(
        f"{'page':24} {'ms':>7} {'ratio':>6} {'from':>6} {'to':>6} {'statements':>11} {'steps':>9} {'bytes':>8}"
    )
    print(f"{'bare':24} {1000 * statistics.median(bare.seconds):7.2f}")
    for name, faces in groupby(pages, key=lambda p: p.name):
        it = max(faces, key=lambda face: statistics.median(face.ratios))
        ms = 1000 * statistics.median(it.seconds)
        print(
            f"{name:24} {ms:7.2f} {statistics.median(it.ratios):6.2f} {min(it.ratios):6.2f} {max(it.ratios):6.2f} "
            f"{it.statements:11} {it.steps:9} {it.size:8}"
        )


if __name__ == "__main__":
    main()
