"""How fast the outbox sends, beside the standard library's own client in the same run.

Run: python -m benchmarks.outbox

A message is claimed, its text handed over in recorded stages, and marked as
sent: one commit for each that survives a power cut, beside one for each group
that leaves together. The measure is smtplib building and sending the same
message over one connection, which records nothing. Wanted: at least 0.8 times
as fast, however long the queue is. What one commit must at least cost on this
disk is printed with it, as nothing that survives a power cut is faster.

PostgreSQL is told of the queue before it is measured (ANALYZE), as its own
autovacuum does within a minute of such a change. Until then it may read the
queue to its end for each group of messages; with ``--untold`` that is measured.
"""

import os
import smtplib
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from aiosmtpd.controller import Controller
from flask import Flask
from sqlalchemy import delete, insert, text

from benchmarks.kills import ROOT, configured, databases, fill
from outreach import clock
from outreach.app import create_app
from outreach.database import db
from outreach.mail.carriers import connector
from outreach.mail.models import OutgoingMessage
from outreach.tokens import new_token
from outreach.workflows.delivering import deliver_due

ROUNDS, BATCH = 7, 50
LENGTHS = (500, 5_000, 50_000)
TEXT = "Dear Grace,\n\nthis one should arrive once.\n" * 20


def bare(port: int) -> Callable[[], None]:
    """A function that builds and sends a batch over one connection that is kept."""
    smtp = smtplib.SMTP("127.0.0.1", port, local_hostname="[127.0.0.1]", timeout=60)

    def send() -> None:
        for number in range(BATCH):
            message = EmailMessage(policy=SMTP)
            message["From"], message["To"] = "Ada <ada@example.org>", f"Grace <grace{number}@example.com>"
            message["Subject"], message["Date"] = f"Message {number}", format_datetime(clock.now())
            message["Message-ID"] = f"<{new_token()}@example.org>"
            message.set_content(TEXT)
            smtp.send_message(message)

    return send


def ours(app: Flask) -> Callable[[], None]:
    """A function that lets a worker send a batch."""
    connect = connector(app.extensions["outreach.vault"])

    def send() -> None:
        done = deliver_due(connect, owner="benchmark", clock=clock.now, limit=BATCH)
        assert done.sent == BATCH, done

    return send


def lengthen(app: Flask, length: int, *, port: int) -> None:
    """Make the queue so long, with notices of one account that are all due."""
    db.session.execute(delete(OutgoingMessage))
    fill(app, 1, port=port, accounts=1)
    first = db.session.query(OutgoingMessage).one()
    row = {c.key: getattr(first, c.key) for c in OutgoingMessage.__mapper__.column_attrs if c.key != "id"}
    later = row["send_after"] + timedelta(microseconds=1)
    rows = [
        row
        | {
            "message_id": f"<{new_token()}@example.org>",
            "to_address": f"g{n}@example.com",
            "send_after": later,
        }
        for n in range(length)
    ]
    db.session.execute(insert(OutgoingMessage), rows)
    if "--untold" not in sys.argv:
        db.session.execute(text("ANALYZE"))
    db.session.commit()


def seconds(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


@contextmanager
def sink() -> Iterator[int]:
    """A mail server in a process of its own, that takes everything and keeps nothing; yields its port."""
    words = [sys.executable, "-m", "benchmarks.outbox", "--sink"]
    with subprocess.Popen(
        words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        yield int(process.stdout.readline())
        process.communicate()


class Taking:
    async def handle_DATA(self, *_: object) -> str:  # noqa: N802
        return "250 taken"


def be_a_sink() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(Taking(), hostname="127.0.0.1", port=port)
    controller.start()
    print(port, flush=True)
    sys.stdin.read()
    controller.stop()


def sync_costs() -> float:
    """Milliseconds that this disk takes to keep 4 kB for good."""
    with tempfile.NamedTemporaryFile() as file:

        def keep() -> None:
            os.write(file.fileno(), b"x" * 4096)
            os.fdatasync(file.fileno())

        return statistics.median(seconds(keep) for _ in range(50)) * 1000


def main() -> None:
    """Print the figures."""
    if "--sink" in sys.argv:
        be_a_sink()
        return
    print(f"to keep 4 kB for good takes {sync_costs():.2f} ms", flush=True)
    with sink() as port, databases() as urls:
        for name, url in urls.items():
            app = create_app(configured(url))
            with app.app_context():
                for length in LENGTHS:
                    lengthen(app, length, port=port)
                    theirs, mine = bare(port), ours(app)
                    mine()
                    pairs = [(seconds(theirs), seconds(mine)) for _ in range(ROUNDS)]
                    speed = statistics.median(a / b for a, b in pairs)
                    each = [statistics.median(pair[i] for pair in pairs) / BATCH * 1000 for i in (0, 1)]
                    print(
                        f"{name}, queue of {length:6}: smtplib {each[0]:6.2f} ms, outbox {each[1]:6.2f} ms, "
                        f"{speed:.2f} times as fast",
                        flush=True,
                    )
                db.session.remove()
                db.engine.dispose()


if __name__ == "__main__":
    main()
