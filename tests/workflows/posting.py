"""Letters that wait to leave, a clock to turn, and mail servers for them to leave through."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from flask import Flask

from outreach.accounts.mail_accounts import MailAccount
from outreach.accounts.models import Account
from outreach.bookings.site import Site
from outreach.database import db, saved
from outreach.interviews.models import Interview
from outreach.letters.kinds import LetterKind
from outreach.letters.models import Letter
from outreach.mail import outbox
from outreach.mail.carriers import Connect, connector
from outreach.mail.filing import file_copies
from outreach.mail.models import OutgoingMessage
from outreach.mail.outbox import Sender
from outreach.mail.server import SmtpServer
from outreach.mail.transport import smtp_connection
from outreach.worker.loop import Chore
from outreach.worker.table import chores
from outreach.workflows.consenting import Means
from outreach.workflows.filing import File
from tests.cast import NOW
from tests.mail.smtp_servers import PASSWORD, USERNAME, Fault, FaultyServer


class Wall:
    """A clock on the wall that a test can turn."""

    def __init__(self) -> None:
        self.shows = NOW

    def __call__(self) -> datetime:
        return self.shows


def letter_to(talk: Interview, kind: LetterKind = LetterKind.OUTREACH, **particulars: str) -> Letter:
    message = queued(talk, about="letter", subject="A question about compilers", **particulars)
    letter = Letter.begin(talk, kind, now=NOW)
    letter.subject, letter.body, letter.message = message.subject, message.text, message
    db.session.flush()
    return letter


def queued(
    talk: Interview, *, about: str = "notice", subject: str = "A word", to: str = ""
) -> OutgoingMessage:
    message = outbox.queue(
        db.session.get_one(Account, talk.account_id),
        Sender("Ada Lovelace", "ada@example.org", "example.org"),
        to=talk.contact,
        about=about,
        subject=subject,
        text="Dear Ms. Hopper, …\n",
        now=NOW,
        interview=talk,
    )
    message.to_address = to or message.to_address
    db.session.flush()
    return message


def sends_through(app: Flask, account: Account, port: int) -> MailAccount:
    """Let the account send through a server on this machine."""
    mail_account = MailAccount(
        account_id=account.id,
        provider="other",
        address=account.email,
        host="127.0.0.1",
        port=port,
        security="none",
        username=USERNAME,
    )
    mail_account.sealed_password = app.extensions["outreach.vault"].seal(PASSWORD, place=mail_account.place)
    return saved(mail_account)


def impatient(port: int) -> Connect:
    """Connections to that server which do not wait long for an answer."""
    server = SmtpServer(
        "127.0.0.1",
        port,
        security="none",
        timeout=timedelta(seconds=0.3),
        deadline=timedelta(seconds=0.6),
        patience=timedelta(seconds=0.4),
    )
    return lambda _mail_account: smtp_connection(server)


@contextmanager
def faulty(app: Flask, account: Account, faults: dict[str, Fault]) -> Iterator[FaultyServer]:
    with FaultyServer(faults) as server:
        sends_through(app, account, server.port)
        yield server


def chores_of(app: Flask, *names: str, file: File = file_copies, means: Means | None = None) -> list[Chore]:
    """These of the recurring chores, in the order of the table."""
    kept = app.extensions
    vault, outbound, means = (
        kept["outreach.vault"],
        kept["outreach.outbound"],
        means or kept["outreach.means"],
    )
    site = Site("http://localhost", "", "outreach.example")
    all_of_them = chores(connector(vault), outbound, vault, site, means, file, models=outbound)
    return [chore for chore in all_of_them if chore.name in names]
