"""What the calendar costs in processor time: the feed that programs subscribe to, and the page.

    python -m benchmarks.calendar [--bookings 1000] [--rounds 9]

Beside them runs the least that would do: the same columns from the same table,
and one format string for each event. Written anew is what one booking more makes
of the feed; after a start every event has to be put into words. All are asked in turn within each round;
what counts is the ratio within the round, and the median of the rounds. The
targets: at most 2 statements, and 20 ms on a quiet machine.
"""

import argparse
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import process_time

from flask.testing import FlaskClient
from sqlalchemy import event

from benchmarks.pages import ADA
from outreach import clock
from outreach.accounts.sign_ins import SignIn
from outreach.app import create_app
from outreach.bookings.feed import _event, written
from outreach.bookings.site import Site
from outreach.config import Config
from outreach.database import db
from outreach.migrating import upgrade
from outreach.workflows import signing_in
from tests.conftest import ENCRYPTION_KEY, SECRET_KEY
from tests.crowd import look_back, move_in

EVENT = (
    "BEGIN:VEVENT\r\nUID:{0}\r\nSEQUENCE:{1}\r\nDTSTART:{2}\r\nDTEND:{3}\r\nDTSTAMP:{4}\r\n"
    "SUMMARY:{9}\r\nLOCATION:{7}\r\nURL:http://localhost/interviews/{8}\r\nEND:VEVENT\r\n"
)
COLUMNS = """
    SELECT uid, sequence, b.starts_at, b.ends_at, b.changed_at, b.cancelled_at, b.format, b.place, i.id, c.name
    FROM bookings b JOIN interviews i ON i.id = b.interview_id JOIN contacts c ON c.id = i.contact_id
    WHERE b.account_id = 1 ORDER BY b.starts_at DESC LIMIT 1000
"""


def bare(database: Path) -> str:
    with sqlite3.connect(database) as connection:
        return "".join(EVENT.format(*row) for row in connection.execute(COLUMNS))


def write_anew(client: FlaskClient, address: str) -> None:
    written.clear()
    client.get(address)


def write_from_nothing(client: FlaskClient, address: str) -> None:
    _event.cache_clear()
    write_anew(client, address)


def milliseconds(work: Callable[[], object]) -> float:
    before = process_time()
    work()
    return (process_time() - before) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(
        description="Time the calendar feed and page beside the least that would do."
    )
    parser.add_argument("--bookings", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=15)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "outreach.db"
        client, address = a_busy_account(database, asked.bookings)
        seen: list[str] = []
        event.listen(
            client.application.extensions["benchmark.engine"],
            "before_cursor_execute",
            lambda *a: seen.append(a[2]),
        )
        version = client.get(address).headers["ETag"]
        works: dict[str, Callable[[], object]] = {
            "the least": lambda: bare(database),
            "feed, after a start": lambda: write_from_nothing(client, address),
            "feed, written anew": lambda: write_anew(client, address),
            "feed": lambda: client.get(address),
            "feed, unchanged": lambda: client.get(address, headers={"If-None-Match": version}),
            "page, week": lambda: client.get("/calendar"),
            "page, month": lambda: client.get("/calendar?view=month"),
        }
        rounds = [{name: milliseconds(work) for name, work in works.items()} for _ in range(asked.rounds)]
        print(f"{asked.bookings} bookings{'':10} {'ms':>8} {'ratio':>8} {'statements':>11}")
        for name, work in works.items():
            seen.clear()
            work()
            ratio = median(one[name] / one["the least"] for one in rounds)
            spent = median(one[name] for one in rounds)
            asked_for = len([s for s in seen if s.lstrip().startswith("SELECT")])
            print(f"{name:<23} {spent:>8.2f} {ratio:>8.2f} {asked_for:>11}")


def a_busy_account(database: Path, bookings: int) -> tuple[FlaskClient, str]:
    """A browser in which Ada is signed in, and the address of her feed."""
    config = Config(
        secret_key=SECRET_KEY,
        encryption_keys=ENCRYPTION_KEY,
        database_url=f"sqlite:///{database}",
        public_url="http://localhost",
    )
    app = create_app(config)
    with app.app_context():
        upgrade(db.engine)
        ada = signing_in.make_account(ADA, is_open=True, now=clock.now())
        site = Site(config.base_url, SECRET_KEY, config.mail_domain)
        met_often = move_in(ada, site=site, contacts=60, interviews=36, now=clock.now())
        ada.make_feed(SECRET_KEY)
        look_back(ada, met_often, range(bookings), now=clock.now())
        _, token = SignIn.begin(ada, browser="Ada’s browser", now=clock.now())
        address = f"/calendar/{ada.feed_token(SECRET_KEY)}.ics"
        db.session.commit()
        app.extensions["benchmark.engine"] = db.engine
    client = app.test_client()
    with client.session_transaction() as session:
        session["sign_in"] = token
    return client, address


if __name__ == "__main__":
    main()
