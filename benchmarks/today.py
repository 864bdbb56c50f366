"""What Today costs for somebody with a long life here, beside a bare page of Flask, Jinja and one query.

    python -m benchmarks.today [--contacts 10000] [--interviews 3000] [--entries 100000] [--rounds 15]

The page takes turns with the bare one, and only the ratio within a round counts.
So that it is seen whether it stays flat, the same is measured with a tenth of
everything. The targets: at most 4 times the bare page and 8 statements, the same
for a tenth, and the daily chores of such an account (laying letters ready, the
mail, who answers how) within 3 seconds.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import cycle, islice
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import event, insert, select
from werkzeug.test import EnvironBuilder

from benchmarks.bare import bare_app
from benchmarks.pages import ADA, Page, page
from outreach import clock
from outreach.accounts.digests import Digest
from outreach.accounts.models import Account
from outreach.accounts.sign_ins import SignIn
from outreach.app import create_app
from outreach.bookings.site import Site
from outreach.config import Config
from outreach.database import Base, db
from outreach.followups import learning
from outreach.followups.kinds import FollowUpKind
from outreach.followups.models import FollowUp
from outreach.garbage import settle
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.journal.models import Entry
from outreach.migrating import upgrade
from outreach.worker.turns import lay_out, write_digests
from outreach.workflows import signing_in
from tests.conftest import ENCRYPTION_KEY, SECRET_KEY
from tests.crowd import move_in

DAY = timedelta(days=1)
NAMES = ("letter.sent", "mail.answer", "booking.made", "debrief.kept", "follow_up.done")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--contacts", type=int, default=10_000)
    parser.add_argument("--interviews", type=int, default=3_000)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=15)
    wish = parser.parse_args()
    print(
        f"{'contacts':>9} {'page':10} {'ms':>7} {'ratio':>6} {'from':>6} {'to':>6} {'statements':>11} {'bytes':>8}"
    )
    for part in (10, 1):
        sizes = wish.contacts // part, wish.interviews // part, wish.entries // part
        with tempfile.TemporaryDirectory() as folder:
            measure(f"sqlite:///{folder}/outreach.db", *sizes, rounds=wish.rounds)


def measure(database_url: str, contacts: int, interviews: int, entries: int, *, rounds: int) -> None:
    config = Config(secret_key=SECRET_KEY, encryption_keys=ENCRYPTION_KEY, database_url=database_url)
    app = create_app(config)
    site = Site(config.base_url, SECRET_KEY, config.mail_domain)
    cookie = furnish(app, site, contacts, interviews, entries)
    chores = dict(work(app, site))
    bare = Page("bare", bare_app(database_url), EnvironBuilder("/").get_environ())
    today = page(app, "Today", "/", cookie)
    today.statements = statements_of(app, today)
    for one in (bare, today):
        one.time()
    settle()  # as the program does before it serves
    for _ in range(rounds):
        theirs = bare.time()
        today.ratios.append(today.time() / theirs)
    ms = 1000 * statistics.median(today.seconds)
    print(
        f"{contacts:9} {today.name:10} {ms:7.2f} {statistics.median(today.ratios):6.2f} {min(today.ratios):6.2f} "
        f"{max(today.ratios):6.2f} {today.statements:11} {today.size:8}"
    )
    for name, seconds in chores.items():
        print(f"{contacts:9} {name:24} {seconds:7.2f} s")


def furnish(app: Flask, site: Site, contacts: int, interviews: int, entries: int) -> str:
    """Fill the database; the cookie of a browser that is signed in."""
    now = clock.now()
    with app.app_context():
        upgrade(db.engine)
        ada = signing_in.make_account(ADA, is_open=True, now=now)
        move_in(ada, site=site, contacts=contacts, interviews=interviews, now=now)
        numbers = list(db.session.scalars(select(Interview.id).where(Interview.account_id == ada.id)))
        put(Entry, told(ada, numbers, entries))
        put(FollowUp, planned(ada))
        Digest.choose(ada, is_wanted=True, hour=now.hour, secret_key=SECRET_KEY, now=now - timedelta(hours=1))
        _, token = SignIn.begin(ada, browser="benchmark", now=now)
        ada.seen_on = None
        asked = Interview.stage.in_([Stage.ASKED, Stage.NO_REPLY])
        for interview in db.session.scalars(select(Interview).where(asked)):
            interview.asked_at = now - 20 * DAY
        db.session.commit()
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None
    signed = signer.dumps({"sign_in": token, "csrf_token": "seen", "_permanent": True})
    return f"{app.config['SESSION_COOKIE_NAME']}={signed}"


def told(ada: Account, numbers: list[int], entries: int) -> Iterator[dict[str, Any]]:
    """A long past, told evenly of all conversations."""
    now = clock.now()
    rows = db.session.execute(select(Interview.id, Interview.contact_id)).all()
    contact_of = {row.id: row.contact_id for row in rows}
    for place, (number, name) in enumerate(islice(zip(cycle(numbers), cycle(NAMES), strict=False), entries)):
        yield {
            "account_id": ada.id, "interview_id": number, "contact_id": contact_of[number], "name": name,
            "at": now - DAY - place * timedelta(minutes=5), "particulars": {"kind": "outreach"},
        }  # fmt: skip


def planned(ada: Account) -> Iterator[dict[str, Any]]:
    """Something due, or due soon, in every third conversation."""
    now = clock.now()
    kinds = cycle(
        [FollowUpKind.THANKS, FollowUpKind.IN_TOUCH_3M, FollowUpKind.CLOSE_NO_REPLY, FollowUpKind.LATER]
    )
    there = set(db.session.execute(select(FollowUp.interview_id, FollowUp.kind)).all())
    numbers = db.session.scalars(select(Interview.id).order_by(Interview.id)).all()[::3]
    for number, kind in zip(numbers, kinds, strict=False):
        if (number, kind) not in there:
            due_at = now + timedelta(hours=number % 200 - 150)
            late_at = due_at + timedelta(hours=100)
            yield {
                "account_id": ada.id,
                "interview_id": number,
                "kind": kind,
                "due_at": due_at,
                "late_at": late_at,
            }


def put(table: type[Base], rows: Iterator[dict[str, Any]]) -> None:
    for some in iter(lambda: list(islice(rows, 5000)), []):
        db.session.execute(insert(table), some)


def work(app: Flask, site: Site) -> Iterator[tuple[str, float]]:
    """Each daily chore once, and how long it took, in seconds on the wall."""
    chores: dict[str, Callable[[], object]] = {
        "laying letters ready": lambda: lay_out(site, clock.now),
        "the mail": lambda: write_digests(site, clock.now),
        "who answers how": lambda: learning.catch_up(now=clock.now()),
    }
    for name, chore in chores.items():
        with app.app_context():
            begun = time.perf_counter()
            chore()
            db.session.commit()
            yield name, time.perf_counter() - begun


def statements_of(app: Flask, today: Page) -> int:
    seen: list[str] = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda _c, _k, statement, *_: seen.append(statement))
    assert today.ask().startswith("200")
    return sum(not statement.startswith(("PRAGMA", "BEGIN")) for statement in seen)


if __name__ == "__main__":
    main()
