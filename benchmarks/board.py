"""What the board costs, a card's move, and the pages beside it, next to a bare page of Flask, Jinja and one query.

Run: python -m benchmarks.board [--rounds 9]

Two accounts: 10,000 contacts with 3,000 interviews and 100,000 lines of the journal, and 1,000 with 600 and 10,000:
as few asks as fill the board, so that both show as many cards, and what is left is what the account's size costs.
Ours, the bare page, and for the board and a move a lean one that does just that (``lean_board``), take turns, and only
ratios of neighbours count; milliseconds are of this machine. Requests go straight to the WSGI application. Targets: a
board of 500 cards at most 1.5 times the lean one (15 ms where that takes 10) and 25 kB when compressed, a move 3 ms
there, 8 statements each, and the large account at most 1.2 times the small one.
"""

import argparse
import gzip
import io
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import event, select
from werkzeug.test import EnvironBuilder

from benchmarks.bare import bare_app
from benchmarks.lean_board import lean_board
from benchmarks.pages import ADA
from outreach import clock
from outreach.accounts.models import Account
from outreach.accounts.sign_ins import SignIn
from outreach.app import create_app
from outreach.bookings.site import Site
from outreach.config import Config
from outreach.database import db
from outreach.garbage import settle
from outreach.insights.board import shown
from outreach.interviews.kinds import Purpose, Relationship
from outreach.interviews.models import Interview
from outreach.interviews.stages import ROAD, Milestone, Stage
from outreach.journal.models import Entry
from outreach.migrating import upgrade
from outreach.workflows import signing_in
from tests.conftest import ENCRYPTION_KEY, SECRET_KEY
from tests.crowd import Rows, move_in, put

REQUESTS = 5
SIZES = {"small": (1_000, 600, 10_000), "large": (10_000, 3_000, 100_000)}
DAY = timedelta(days=1)
PAGES = {
    "Today": "/",
    "people": "/people",
    "board": "/board",
    "board, narrowed down": "/board?about=field&waits=me",
    "table": "/board/table",
    "table, by last contact": "/board/table?sort=touch",
    "organizations": "/organizations",
    "who led to whom": "/referrals",
    "week": "/review",
    "rates": "/review/rates",
}


@dataclass
class House:
    """An application with one busy account, and the browser in which it is signed in."""

    app: Flask
    cookie: str
    csrf: str
    asked: list[int] = field(default_factory=list)

    def ask(self, path: str, form: dict[str, str] | None = None) -> bytes:
        """The answer to one request."""
        headers = [("Cookie", self.cookie)] + (
            [("HX-Request", "true"), ("X-CSRFToken", self.csrf)] if form else []
        )
        built = EnvironBuilder(path, method="POST" if form else "GET", data=form, headers=headers)
        said: list[str] = []
        environ = built.get_environ()
        answer = self.app.wsgi_app(environ, lambda status, *_: said.append(status))  # type: ignore[arg-type]
        body = b"".join(answer)
        answer.close()  # type: ignore[attr-defined]
        assert said[0].startswith("200"), (path, said, body[:500])
        return body


def furnish(folder: str, size: str) -> House:
    """A database with a life of this size in it."""
    url = f"sqlite:///{folder}/{size}.db"
    config = Config(secret_key=SECRET_KEY, encryption_keys=ENCRYPTION_KEY, database_url=url)
    app = create_app(config)
    contacts, interviews, entries = SIZES[size]
    with app.app_context():
        upgrade(db.engine)
        account = signing_in.make_account(ADA, is_open=True, now=clock.now())
        site = Site(config.base_url, SECRET_KEY, config.mail_domain)
        first = move_in(account, site=site, contacts=contacts, interviews=0, now=clock.now())
        put(Interview, asks(account, first, interviews, clock.now()))
        put(Entry, story(account, first, contacts, entries, clock.now()))
        _, token = SignIn.begin(account, browser="benchmark", now=clock.now())
        db.session.commit()
        asked = select(Interview.id).where(Interview.stage == Stage.ASKED, Interview.contact_id >= first)
        numbers = list(db.session.scalars(asked))
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None
    cookie = signer.dumps({"sign_in": token, "csrf_token": "seen", "_permanent": True})
    csrf = URLSafeTimedSerializer(SECRET_KEY, salt="wtf-csrf-token").dumps("seen")
    return House(app, f"{app.config['SESSION_COOKIE_NAME']}={cookie}", csrf, numbers)


def asks(account: Account, first: int, count: int, now: datetime) -> Rows:
    """So many asks of all kinds, over a year and a half, each as far as it has come."""
    for n in range(count):
        stage, at = SPREAD[n * STRIDE % len(SPREAD)], now - (n % 499) * DAY - DAY
        reached = ROAD.index(stage) - 1 if stage in ROAD else 1 + (n % 3 == 0)
        milestones = {m.column: at for place, m in enumerate(Milestone, 1) if place <= reached}
        yield {m.column: None for m in Milestone} | milestones | {
            "account_id": account.id, "contact_id": first + n, "purpose": list(Purpose)[n % 4],
            "relationship_kind": list(Relationship)[n % 12], "minutes": 20, "format": "phone", "stage": stage,
            "stage_at": at, "created_at": at, "asked_weekday": at.weekday(), "asked_with": ("", "Short")[n % 2],
        }  # fmt: skip


SPREAD = [stage for stage in Stage for _ in range(shown(stage))]
"""Every stage as often as the board shows it, so that each is full as soon as there are so many asks."""
STRIDE = 7
"""How far it is from one ask to the next in that list, so that its stages are mixed."""


def story(account: Account, first: int, contacts: int, count: int, now: datetime) -> Rows:
    """So many lines of the journal, spread over all contacts and two years."""
    for n in range(count):
        yield {
            "account_id": account.id, "contact_id": first + n % contacts, "interview_id": None,
            "name": ("letter.sent", "answer.yes", "touch.ours")[n % 3], "particulars": {"kind": "outreach"},
            "at": now - (n % 730) * DAY - timedelta(minutes=n % 1000),
        }  # fmt: skip


def timed(act: Callable[[], Any], count: int = REQUESTS) -> float:
    """Processor seconds of one, on the average of a few."""
    begun = time.process_time()
    for _ in range(count):
        act()
    return (time.process_time() - begun) / count


def statements(house: House, act: Callable[[], Any]) -> int:
    seen: list[str] = []

    def keep(_c: Any, _k: Any, said: str, *_: Any) -> None:
        if not said.startswith(("PRAGMA", "BEGIN")):
            seen.append(said)

    with house.app.app_context():
        event.listen(db.engine, "before_cursor_execute", keep)
        act()
        event.remove(db.engine, "before_cursor_execute", keep)
    return len(seen)


def bare_page(url: str) -> Callable[[], Any]:
    app, fixed = bare_app(url), EnvironBuilder("/").get_environ()

    def ask() -> None:
        answer = app.wsgi_app({**fixed, "wsgi.input": io.BytesIO()}, lambda *_: None)  # type: ignore[arg-type]
        b"".join(answer)
        answer.close()  # type: ignore[attr-defined]

    return ask


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=9, help="times that everything is measured (9)")
    parser.add_argument("--only", default="", help="only pages whose name holds this")
    wish = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        large, small = furnish(folder, "large"), furnish(folder, "small")
        bare = bare_page(f"sqlite:///{folder}/large.db")
        lean = House(lean_board(f"sqlite:///{folder}/large.db", owner(large)), "", "", large.asked)
        settle()  # as the server does once it is ready
        print(f"{'':24}" + "".join(f"{head:>11}" for head in HEADS))
        for name, path in PAGES.items():
            if wish.only in name:
                measure(name, path, large, small, bare, lean if name == "board" else None, wish.rounds)
        if wish.only in "move":
            moves(large, small, bare, lean, wish.rounds)


HEADS = ("ms", "of bare", "of lean", "of small", "statements", "kB", "kB gzip")


def owner(house: House) -> int:
    """The number of the account."""
    with house.app.app_context():
        return db.session.scalars(select(Account.id)).one()


def measure(
    name: str, path: str, large: House, small: House, bare: Callable[[], Any], lean: House | None, rounds: int
) -> None:
    takers: list[Callable[[], Any]] = [lambda: large.ask(path), bare, lambda: small.ask(path)]
    takers += [lambda: lean.ask(path)] if lean else []
    for once in takers:
        once()
    body = large.ask(path)
    told = [[timed(one) for one in takers] for _ in range(rounds)]
    said = statements(large, lambda: large.ask(path))
    report(name, told, said, body)
    if lean:
        mark = b'<li id="c'
        counts = [house.ask(path).count(mark) for house in (large, small, lean)]
        print(f"{'':24}{counts[0]} cards; {counts[1]} in the small one, {counts[2]} in the lean one")


def moves(large: House, small: House, bare: Callable[[], Any], lean: House, rounds: int) -> None:
    """A card that was asked is moved on to answered, each time another one."""
    ours, few = iter(large.asked), iter(small.asked)

    def move(house: House, numbers: Iterator[int]) -> bytes:
        return house.ask(f"/interviews/{next(numbers)}/column", {"to": "answered"})

    takers: list[Callable[[], Any]] = [
        lambda: move(large, ours), bare, lambda: move(small, few), lambda: move(lean, ours),
    ]  # fmt: skip
    for once in takers:
        once()
    told = [[timed(one, 1) for one in takers] for _ in range(min(2 * rounds, len(small.asked) - 3))]
    body = move(large, ours)
    report("a card's move", told, statements(large, lambda: move(large, ours)), body)


def report(name: str, told: list[list[float]], said: int, body: bytes) -> None:
    """One line: milliseconds, and how often ours takes as long as the bare page, the lean one and the small account."""
    ms = 1000 * statistics.median(ours for ours, *_ in told)
    bare, small, *lean = (
        statistics.median(ours[0] / ours[other] for ours in told) for other in range(1, len(told[0]))
    )
    of_lean = f"{lean[0]:.2f}" if lean else ""
    kilobytes = len(body) / 1000, len(gzip.compress(body)) / 1000
    print(
        f"{name:24}{ms:11.2f}{bare:11.2f}{of_lean:>11}{small:11.2f}{said:11}{kilobytes[0]:11.1f}{kilobytes[1]:11.1f}"
    )


if __name__ == "__main__":
    main()
