"""What reading a large mailbox costs, and whether anything is missed when the wire breaks.

Run: python -m benchmarks.mailbox [--messages 10000] [--matter 200] [--breaks 300]

A real Dovecot holds the messages; among them are answers, bounces, notes of
absence and messages from nobody in particular. Measured is our own processor
time: the first look into all of them, with matching and storing, then a look
into a mailbox with nothing new. Then the same mailbox is read over a wire that
breaks at random octets, and once its UIDVALIDITY changes: everything that
matters must be noticed once, and no flag be touched. Exits with 1 if not.

The targets: first look at most 1.0 s, idle look at most 20 ms.
"""

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select, text

from benchmarks.pages import ADA
from outreach import clock
from outreach.accounts.mail_accounts import MailAccount
from outreach.accounts.models import Account
from outreach.app import create_app
from outreach.config import Config
from outreach.contacts.models import Contact
from outreach.database import db, saved
from outreach.interviews.kinds import Format, Purpose, Relationship
from outreach.interviews.models import Interview
from outreach.mail import outbox, playing
from outreach.mail.imap import entrance
from outreach.mail.incoming import IncomingMessage, MailboxState
from outreach.mail.models import OutgoingMessage
from outreach.mail.outbox import Sender
from outreach.migrating import upgrade
from outreach.workflows import noticing, signing_in
from outreach.workflows.receiving import read_due
from tests.conftest import ENCRYPTION_KEY, SECRET_KEY
from tests.mail.imap_servers import PASSWORD, USERNAME, RunningServer, breaking_wire, dovecot

FIRST, IDLE = 1.0, 0.020


def letters(account: Account, count: int, *, now: datetime) -> list[OutgoingMessage]:
    """So many letters to so many people, all of which have left."""
    sent = []
    for number in range(count):
        contact = saved(
            Contact(
                account_id=account.id,
                name=f"Person {number}",
                email=f"person{number}@example.com",
                timezone="Europe/London",
                created_at=now,
            )
        )
        interview = saved(
            Interview(
                account_id=account.id,
                contact=contact,
                purpose=Purpose.FIELD,
                relationship_kind=Relationship.COLD,
                minutes=20,
                format=Format.PHONE,
                stage_at=now,
                created_at=now,
            )
        )
        message = outbox.queue(
            account,
            Sender(account.name, account.email, "example.org"),
            to=contact,
            interview=interview,
            about="letter",
            subject=f"Question {number}",
            text="Dear person,\n\nwould you have twenty minutes?\n",
            now=now,
        )
        outbox.keep_as_sent(message, now=now)
        sent.append(message)
    db.session.commit()
    return sent


def that_matter(sent: list[OutgoingMessage], *, now: datetime) -> Iterator[bytes]:
    """One message for each letter: an answer, a note of absence, or a bounce."""
    for number, message in enumerate(sent):
        scene = playing.Scene(
            message_id=message.message_id,
            references="",
            our_name="Ada",
            our_address=message.from_address,
            their_name=message.to_name,
            their_address=message.to_address,
            subject=message.subject,
            text=message.text,
            sent_at=now,
            at=now,
            token=f"their-token-{number:06}",
        )
        match number % 4:
            case 0:
                yield playing.bounce(scene, message.as_handed_over)
            case 1:
                yield playing.away(scene, (now + timedelta(days=9)).date())
            case _:
                yield playing.reply(scene, f"Answer {number}")


def noise(count: int) -> Iterator[bytes]:
    for number in range(count):
        yield (
            f"Return-Path: <shop{number}@example.net>\r\nReceived: from a by b; Tue, 24 Nov 2026 09:05:00 +0000\r\n"
            f"From: Shop {number} <shop{number}@example.net>\r\nTo: ada@example.org\r\nSubject: Offer {number}\r\n"
            f"Message-ID: <offer-{number}@example.net>\r\nDate: Tue, 24 Nov 2026 09:05:00 +0000\r\n"
            f"Content-Type: text/plain\r\n\r\n" + "All must go.\r\n" * 40
        ).encode()


@contextmanager
def house() -> Iterator[Flask]:
    with tempfile.TemporaryDirectory() as folder:
        config = Config(
            secret_key=SECRET_KEY,
            encryption_keys=ENCRYPTION_KEY,
            database_url=f"sqlite:///{Path(folder) / 'outreach.db'}",
            public_url="http://localhost",
        )
        app = create_app(config)
        with app.app_context():
            upgrade(db.engine)
            yield app
            db.session.remove()
            db.engine.dispose()


def connect(app: Flask, account: Account, port: int) -> MailAccount:
    mail_account = MailAccount.of(account) or MailAccount(
        account_id=account.id,
        provider="other",
        address=account.email,
        host="127.0.0.1",
        port=25,
        security="none",
        username=USERNAME,
        sealed_password="",
        imap_host="127.0.0.1",
        imap_security="none",
    )
    mail_account.imap_port = port
    mail_account.sealed_password = app.extensions["outreach.vault"].seal(PASSWORD, place=mail_account.place)
    saved(mail_account)
    db.session.commit()
    return mail_account


class Looks:
    """Looks into the mailbox, each a few minutes after the last, and tells what they cost."""

    def __init__(self, app: Flask, now: datetime) -> None:
        self.enter, self.now = entrance(app.extensions["outreach.vault"]), now

    def __call__(self, *, after: timedelta = timedelta(minutes=5)) -> float:
        self.now += after
        begin = time.process_time()
        read_due(self.enter, noticing, owner="a worker", clock=lambda: self.now)
        return time.process_time() - begin


def noticed() -> int:
    return db.session.scalar(select(func.count()).select_from(IncomingMessage)) or 0


def break_the_wire(app: Flask, account: Account, server: RunningServer, looks: Looks, breaks: int) -> int:
    """Forget all, and read it again over a wire that breaks so often. How many looks it took."""
    for table in ("incoming_messages", "folder_cursors", "mailbox_states", "entries"):
        db.session.execute(text(f"DELETE FROM {table}"))
    db.session.commit()
    chance = random.Random(1815)
    left = iter(
        [
            chance.choice([chance.randrange(2_000), chance.randrange(200_000), chance.randrange(3_000_000)])
            for _ in range(breaks)
        ]
    )
    count = 0
    with breaking_wire(server.port, lambda: next(left, None)) as port:
        connect(app, account, port)
        while count < breaks + 3:
            looks(after=timedelta(hours=1))
            count += 1
            if count == breaks // 2:
                db.session.execute(text("UPDATE folder_cursors SET uidvalidity = uidvalidity + 1"))
                db.session.commit()
    connect(app, account, server.port)
    return count


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--messages", type=int, default=10_000)
    parser.add_argument("--matter", type=int, default=200)
    parser.add_argument("--breaks", type=int, default=300)
    wanted = parser.parse_args()
    now = clock.now()
    with house() as app:
        account = signing_in.make_account(ADA, is_open=True, now=now)
        sent = letters(account, wanted.matter, now=now - timedelta(days=1))
        messages = [*noise(wanted.messages - wanted.matter), *that_matter(sent, now=now)]
        random.Random(1815).shuffle(messages)
        sent.clear()  # a worker begins each look with nothing in hand
        with dovecot(messages, at=now.timestamp()) as server:
            before = server.flags()
            connect(app, account, server.port)
            looks = Looks(app, now)
            first = looks()
            good = noticed() == wanted.matter
            print(f"first look into {wanted.messages} messages: {first:.2f} s of our processor")
            print(f"{noticed()} of {wanted.matter} noticed")
            looks()
            idle = statistics.median(looks(after=timedelta(minutes=2)) for _ in range(15))
            print(f"a look with nothing new: {idle * 1000:.1f} ms")
            count = break_the_wire(app, account, server, looks, wanted.breaks)
            state = db.session.get_one(MailboxState, account.id, populate_existing=True)
            good &= noticed() == wanted.matter and not state.trouble
            print(f"over a wire that broke {wanted.breaks} times, in {count} looks:")
            print(f"{noticed()} of {wanted.matter} noticed, each once")
            untouched = server.flags() == before
            print("flags untouched" if untouched else "FLAGS WERE CHANGED")
    return 0 if good and untouched and first <= FIRST and idle <= IDLE else 1


if __name__ == "__main__":
    sys.exit(main())
