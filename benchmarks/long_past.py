"""What a contact's page costs with a million conversations and busy times in the past, beside one with none.

Run: python -m benchmarks.long_past [--past 1000000] [--rounds 9]

Two databases that differ in nothing else, asked in turn within each round; what
counts is the ratio within the round, and the median of the rounds. Each page is
made anew, with everything forgotten that was remembered of others. The targets:
at most 1.2 times as much, and the same number of rows read. Those are told by
the steps that SQLite takes for the page, which are counted one by one.
"""

import argparse
import sqlite3
import tempfile
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import event

from benchmarks.contacts_page import Ask, asker, compare, forget, fresh_link
from benchmarks.pages import ADA
from outreach import clock
from outreach.accounts.models import Account
from outreach.app import create_app
from outreach.availability.feeds import BusyFeed, BusySpan, FeedKind
from outreach.bookings.site import Site
from outreach.config import Config
from outreach.database import db
from outreach.migrating import upgrade
from outreach.timespan import TimeSpan
from outreach.workflows import signing_in
from tests.conftest import ENCRYPTION_KEY, SECRET_KEY
from tests.crowd import AN_HOUR, LONG_AGO, look_back, move_in

NUMBERS = "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :count) "
EARLIER = "strftime('%Y-%m-%d %H:%M:%f', row.{0}, '-' || n || ' hours') || '000'"
BACK = {name: EARLIER.format(name) for name in ("starts_at", "ends_at")}
"""A row about each of so many hours before the one that is there."""


def furnished(database: Path) -> tuple[Flask, str]:
    """An application on a database of its own, in which one conversation and one busy time are over; a page of it."""
    url = f"sqlite:///{database}"
    config = Config(secret_key=SECRET_KEY, encryption_keys=ENCRYPTION_KEY, database_url=url)
    app, now = create_app(config), clock.now()
    with app.app_context():
        upgrade(db.engine)
        ada = signing_in.make_account(ADA, is_open=True, now=now)
        site = Site(config.base_url, SECRET_KEY, config.mail_domain)
        someone = move_in(ada, site=site, contacts=50, interviews=20, now=now)
        path = f"/meet/{fresh_link(ada, 1000).token(SECRET_KEY)}"
        look_back(ada, someone, range(1), now=now)
        _was_busy(ada)
        db.session.commit()
    return app, path


def _was_busy(ada: Account) -> None:
    now = clock.now()
    feed = BusyFeed(account_id=ada.id, kind=FeedKind.FILE, name="Work", added_at=now)
    db.session.add(feed)
    db.session.flush()
    BusySpan.keep(feed, [TimeSpan(now - LONG_AGO, now - LONG_AGO + AN_HOUR / 2)])


def multiply(database: Path, count: int) -> None:
    """Put so many more beside the conversation and the busy time that are over, by a statement for each table."""
    with sqlite3.connect(database) as connection:
        talk, first = connection.execute("SELECT max(interview_id), max(id) FROM bookings").fetchone()
        numbers = {"talk": talk, "booking": first, "count": count}
        _copy(connection, "interviews", "row.id = :talk", numbers, {"id": ":talk + n"})
        fresh = {
            "id": ":booking + n",
            "interview_id": ":talk + n",
            "uid": "row.uid || n",
            "form_key": "row.form_key || n",
        }
        _copy(connection, "bookings", "row.id = :booking", numbers, fresh | BACK)
        _copy(connection, "busy_spans", "1", numbers, BACK)


def _copy(
    connection: sqlite3.Connection, table: str, which: str, numbers: dict[str, int], changed: dict[str, str]
) -> None:
    names = [name for _, name, *_ in connection.execute(f"PRAGMA table_info({table})")]
    values = ", ".join(changed.get(name, f"row.{name}") for name in names)
    told = f"INSERT INTO {table} {NUMBERS} SELECT {values} FROM {table} row, numbers WHERE {which}"
    connection.execute(told, {name: number for name, number in numbers.items() if f":{name}" in told})


def steps_of(app: Flask, ask: Ask) -> int:
    """How many steps SQLite takes for a page."""
    taken = [0]

    def step() -> None:
        taken[0] += 1

    def count(driver: Any, *_: object) -> None:
        driver.set_progress_handler(step, 1)

    with app.app_context():
        event.listen(db.engine, "checkout", count)
        ask()
        event.remove(db.engine, "checkout", count)
        db.engine.dispose()
    return taken[0]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--past", type=int, default=1_000_000, help="conversations that are over (1000000)")
    parser.add_argument("--rounds", type=int, default=9, help="times that both are measured (9)")
    wish = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        databases = [Path(folder) / f"{name}.db" for name in ("long", "none")]
        (long, page), (none, other) = map(furnished, databases)
        multiply(databases[0], wish.past)
        ours, theirs = anew(long, page), anew(none, other)
        print(
            f"steps of SQLite for the page: {steps_of(long, ours)}, and with no past {steps_of(none, theirs)}"
        )
        print(f"{'':46} {'long ms':>7} {'none':>7} {'ratio':>6} {'from':>6} {'to':>6}")
        compare(f"page, with {wish.past} of each in the past", ours, theirs, wish.rounds, target=1.2)


def anew(app: Flask, path: str) -> Ask:
    """A function that makes the page as after a start."""
    ask = asker(app, path)

    def answer() -> Any:
        forget()
        return ask()

    assert answer().startswith("200")
    return answer


if __name__ == "__main__":
    main()
