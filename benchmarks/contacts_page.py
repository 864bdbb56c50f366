"""What a contact's page and a booking cost, beside a page and an insert with nothing to them.

Run: python -m benchmarks.contacts_page [--rounds 9]

Ours and the floor (``lean_page.py``) take turns on one SQLite file, and only
ratios of neighbours count. Requests go straight to the WSGI application.
Targets: the page at most 1.5 times the floor and 4 statements; the page that its
reader has already, 1.3 times Flask and one statement; a booking at most 3 times
the floor's bare insert: a transaction as durable as ours, which reads who is asked and
what is taken, inserts one row and commits, behind Flask; without a form key, a second look,
a queue, mails, questions, follow-ups and a journal. What the past adds to it is measured by ``long_past``.

The page is measured three times, as it remembers what it was made of: to a
contact who opens it again, to another contact at each request, whose page
nobody has seen, and with everything forgotten before each request, which is the
first page after a start.
"""

import argparse
import io
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import lru_cache, partial
from itertools import cycle
from typing import Any

from flask import Flask
from sqlalchemy import event
from werkzeug.test import EnvironBuilder

from benchmarks.lean_page import lean_app
from benchmarks.pages import ADA
from outreach import clock
from outreach.accounts.models import Account
from outreach.app import create_app
from outreach.availability import hours, slots, timetable
from outreach.bookings import holds
from outreach.bookings.models import PersonalLink
from outreach.bookings.offers import Offers
from outreach.bookings.site import Site
from outreach.config import Config
from outreach.contacts.models import Contact
from outreach.database import db
from outreach.interviews.kinds import Format
from outreach.interviews.models import Interview
from outreach.migrating import upgrade
from outreach.tokens import form_key
from outreach.web import filters, guest_page, seen
from outreach.workflows import signing_in
from tests.conftest import ENCRYPTION_KEY, SECRET_KEY
from tests.crowd import move_in

REQUESTS = 20
Ask = Callable[[], Any]


def asker(app: Flask, path: str, form: Callable[[], dict[str, str]] | None = None, *, mark: str = "") -> Ask:
    """A function that answers one request and says with which status; ``mark`` is of the page that one has."""
    fixed = EnvironBuilder(
        path, headers=[("Accept-Language", "en-GB"), ("If-None-Match", mark)]
    ).get_environ()

    def ask() -> str:
        environ = (
            EnvironBuilder(path, method="POST", data=form()).get_environ()
            if form
            else {**fixed, "wsgi.input": io.BytesIO()}
        )
        said: list[str] = []
        answer = app.wsgi_app(environ, lambda status, *_: said.append(status))  # type: ignore[arg-type]
        b"".join(answer)
        answer.close()  # type: ignore[attr-defined]
        return said[0]

    return ask


def by_turns(app: Flask, paths: list[str], *, before: Callable[[], object] = bool) -> Ask:
    """A function that answers one request after the other, each to the next of these pages."""
    asks = cycle([asker(app, path) for path in paths])

    def ask() -> Any:
        before()
        return next(asks)()

    return ask


def forget() -> None:
    """What the pages remember of others is gone, as after a start."""
    seen.remembered.clear()
    filters.remembered.cache_clear()
    for kept in REMEMBERING:
        kept.cache_clear()


REMEMBERED = type(lru_cache(bool))
REMEMBERING = [
    thing
    for room in (guest_page, holds, timetable, slots, hours)
    for thing in vars(room).values()
    if isinstance(thing, REMEMBERED) and thing.__module__ == room.__name__
]


def mark_of(app: Flask, path: str) -> str:
    """The mark that the page came with."""
    return app.test_client().get(path, headers={"Accept-Language": "en-GB"}).headers["ETag"]


def timed(ask: Ask, count: int = REQUESTS) -> float:
    """Processor seconds of one request, on the average."""
    begun = time.process_time()
    for _ in range(count):
        ask()
    return (time.process_time() - begun) / count


def compare(name: str, ours: Ask, theirs: Ask, rounds: int, *, count: int = REQUESTS, target: float) -> None:
    timed(ours, count), timed(theirs, count)
    pairs = [(timed(ours, count), timed(theirs, count)) for _ in range(rounds)]
    report(name, pairs, target=target)


def report(name: str, pairs: list[tuple[float, float]], *, target: float) -> None:
    """Print what both cost, and the ratio of neighbours: its median, its least and its most."""
    ratios = [mine / floor for mine, floor in pairs]
    ms = (
        1000 * statistics.median(mine for mine, _ in pairs),
        1000 * statistics.median(floor for _, floor in pairs),
    )
    print(
        f"{name:46} {ms[0]:7.2f} {ms[1]:7.2f} {statistics.median(ratios):6.2f} "
        f"{min(ratios):6.2f} {max(ratios):6.2f}  (target {target})"
    )


def bookings(app: Flask, lean: Flask, account_id: int, rounds: int) -> None:
    """A booking by each side in turn: every one by another contact, at another time."""
    with app.app_context():
        account = db.session.get_one(Account, account_id)
        links = [fresh_link(account, number) for number in range(2 * rounds)]
        db.session.commit()
        starts = [slot.start for slot in Offers.of(account, links[0].interview, now=clock.now()).times]
        plan = [
            (link.token(SECRET_KEY), link.id, f"{start:%Y-%m-%dT%H:%MZ}")
            for link, start in zip(links, starts[:: max(1, len(starts) // len(links))], strict=False)
        ]
    pairs = []
    for ours, theirs in zip(plan[::2], plan[1::2], strict=False):
        key = form_key(SECRET_KEY, f"meet/{ours[1]}")
        form = {"key": key, "slot": ours[2], "zone": "UTC"}
        mine = asker(app, f"/meet/{ours[0]}/bookings", partial(dict, form))
        floor = asker(lean, f"/meet/{theirs[0]}", partial(dict, slot=theirs[2]))
        pairs.append((timed(agreed(mine), 1), timed(agreed(floor), 1)))
    report("booking, against a bare insert", pairs, target=3)


def agreed(ask: Ask) -> Ask:
    """The same, with nothing to show for it if the time was refused."""

    def answer() -> None:
        assert ask().startswith("303")

    return answer


def fresh_link(account: Account, number: int) -> PersonalLink:
    now = clock.now()
    contact = Contact(
        account_id=account.id,
        name=f"Guest {number}",
        email=f"g{number}@example.com",
        timezone="America/New_York",
        created_at=now,
    )
    interview = Interview(
        account_id=account.id, contact=contact, purpose="field", relationship_kind="alum", minutes=20,
        format=Format.PHONE, stage_at=now, created_at=now, narrow="compilers",
    )  # fmt: skip
    db.session.add(interview)
    db.session.flush()
    return PersonalLink.make(interview, secret_key=SECRET_KEY, now=now)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=9, help="times that everything is measured (9)")
    wish = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/outreach.db"
        config = Config(secret_key=SECRET_KEY, encryption_keys=ENCRYPTION_KEY, database_url=url)
        app = create_app(config)
        with app.app_context():
            upgrade(db.engine)
            account = signing_in.make_account(ADA, is_open=True, now=clock.now())
            site = Site(config.base_url, SECRET_KEY, config.mail_domain)
            move_in(account, site=site, contacts=50, interviews=20, now=clock.now())
            link = fresh_link(account, 1000)
            path, number = f"/meet/{link.token(SECRET_KEY)}", account.id
            others = [fresh_link(account, 2000 + n) for n in range(seen.MOST_REMEMBERED + 1)]
            paths = [f"/meet/{other.token(SECRET_KEY)}" for other in others]
            db.session.commit()
        lean = lean_app(url)
        ours, floor = asker(app, path), asker(lean, path)
        assert ours().startswith("200")
        assert floor().startswith("200")
        said: list[str] = []
        with app.app_context():
            event.listen(db.engine, "before_cursor_execute", lambda _c, _k, asked, *_: said.append(asked))
        ours()
        print(f"{sum(not s.startswith(('PRAGMA', 'BEGIN')) for s in said)} statements")
        print(f"{'':46} {'ours ms':>7} {'floor':>7} {'ratio':>6} {'from':>6} {'to':>6}")
        compare("page, against the lean page", ours, floor, wish.rounds, target=1.5)
        compare("page, to another contact each time", by_turns(app, paths), floor, wish.rounds, target=1.5)
        compare(
            "page, with all forgotten", by_turns(app, paths, before=forget), floor, wish.rounds, target=1.5
        )
        known = asker(app, path, mark=mark_of(app, path))
        assert known().startswith("304")
        one = asker(lean, f"/one/{number}")
        compare(
            "page one has, against Flask and one statement", known, one, wish.rounds, count=100, target=1.3
        )
        bookings(app, lean, number, wish.rounds)


if __name__ == "__main__":
    main()
