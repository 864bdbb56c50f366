"""Copies for the Sent folder, on a real IMAP server."""

import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from imapclient import IMAPClient

from outreach.accounts.mail_accounts import MailAccount
from outreach.accounts.models import Account
from outreach.database import db
from outreach.interviews.models import Interview
from outreach.mail.carriers import connector
from outreach.mail.filing import Copy, FilingTrouble, file_copies
from outreach.mail.mime import as_bytes
from outreach.mail.models import Delivery, OutgoingMessage
from outreach.mail.server import ImapServer
from outreach.workflows.delivering import deliver_due
from tests.cast import NOW
from tests.mail.smtp_servers import FaultyServer
from tests.mail.test_mime import LETTER
from tests.workflows.posting import Wall, chores_of, queued, sends_through

A_MINUTE = timedelta(minutes=1)
COPY = Copy(LETTER.message_id, as_bytes(LETTER), NOW)


@pytest.fixture(scope="module")
def imap_port() -> Iterator[int]:
    """A mailbox of Ada’s, on a server in a process of its own."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    words = ["--no-tls", "--host", "127.0.0.1", "--port", str(port), "dict"]
    words += ["--demo-data", "--demo-user", "ada", "--demo-password", "secret"]
    program = [sys.executable, "-c", "import sys; from pymap.main import main; sys.exit(main())", *words]
    process = subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(200):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            break
        time.sleep(0.1)
    yield port
    process.terminate()
    process.wait(10)


@pytest.fixture
def imap(imap_port: int) -> ImapServer:
    server = ImapServer("127.0.0.1", imap_port, "none", "ada", "secret")
    with at(server) as mailbox:
        mailbox.select_folder("Sent")
        mailbox.delete_messages(mailbox.search())
        mailbox.expunge()
    return server


def at(server: ImapServer) -> IMAPClient:
    mailbox = IMAPClient(server.host, server.port, ssl=False, timeout=20)
    mailbox.login(server.username, server.password)
    return mailbox


def in_sent(server: ImapServer) -> list[bytes]:
    with at(server) as mailbox:
        mailbox.select_folder("Sent", readonly=True)
        return [
            bytes(message[b"BODY[]"])
            for message in mailbox.fetch(mailbox.search(), ["BODY.PEEK[]", "FLAGS"]).values()
            if b"\\Seen" in message[b"FLAGS"]
        ]


def test_a_copy_is_put_there_read_and_as_it_left(imap: ImapServer) -> None:
    file_copies(imap, [COPY])

    assert in_sent(imap) == [COPY.raw]


def test_a_copy_that_is_there_is_not_put_there_again(imap: ImapServer) -> None:
    for _ in range(3):
        file_copies(imap, [COPY])

    assert len(in_sent(imap)) == 1


def test_a_wrong_password_is_told_without_it(imap: ImapServer) -> None:
    with pytest.raises(FilingTrouble, match="did not take a copy") as trouble:
        file_copies(replace(imap, password="wr0ng-one"), [COPY])

    assert "wr0ng-one" not in str(trouble.value)


def test_nobody_there_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(FilingTrouble, match="could not be reached"):
        file_copies(ImapServer("127.0.0.1", port, "none", "ada", "secret"), [COPY])


@pytest.mark.parametrize(
    "says", [b"", b"* BYE no\r\n", b"* OK\r\n\xff\xff\r\n", b"HTTP/1.1 400\r\n\r\n"], ids=repr
)
def test_a_server_that_speaks_something_else_is_told(says: bytes) -> None:
    with FaultyServer({}) as server:
        server._converse = lambda client, lines: client.sendall(says)  # type: ignore[method-assign]
        with pytest.raises(FilingTrouble):
            file_copies(ImapServer("127.0.0.1", server.port, "none", "ada", "secret"), [COPY])


def test_without_encryption_no_password_is_sent_to_another_machine() -> None:
    with FaultyServer({}) as server:
        server._converse = lambda client, lines: client.sendall(b"* OK hello\r\n")  # type: ignore[method-assign]
        guarded = ImapServer("localhost", server.port, "tls", "ada", "secret")
        with pytest.raises(FilingTrouble):
            file_copies(guarded, [COPY], context=ssl.create_default_context())

    assert b"secret" not in server.heard


def test_what_ada_sent_is_in_her_sent_folder_soon(
    app: Flask, ada: Account, talk: Interview, imap: ImapServer
) -> None:
    wall, vault = Wall(), app.extensions["outreach.vault"]
    message = queued(talk)
    with FaultyServer({}) as smtp:
        mail_account = sends_through(app, ada, smtp.port)
        let_read(mail_account, imap, vault.seal("secret", place=mail_account.place))
        deliver_due(connector(vault), owner="worker", clock=wall)
    assert message.to_file

    [file] = chores_of(app, "file copies")
    assert file.do(wall) == 0  # the provider may be doing so itself
    wall.shows += A_MINUTE
    assert file.do(wall) == 1

    db.session.expire_all()
    assert [message.message_id.encode() in raw for raw in in_sent(imap)] == [True]
    assert not message.to_file


def let_read(mail_account: MailAccount, imap: ImapServer, sealed: str) -> None:
    """Let the mail account be read on this machine, where no copy is kept of what is sent."""
    mail_account.imap_host, mail_account.imap_port = imap.host, imap.port
    mail_account.imap_security, mail_account.files_sent = "none", False
    mail_account.username, mail_account.sealed_password = imap.username, sealed
    db.session.flush()


def test_a_folder_that_cannot_be_reached_is_told_and_tried_again(
    app: Flask, ada: Account, talk: Interview
) -> None:
    wall, vault = Wall(), app.extensions["outreach.vault"]
    message = queued(talk)
    message.delivery, message.sent_at, message.to_file, message.raw = (
        Delivery.SENT,
        NOW - A_MINUTE,
        True,
        b"raw",
    )
    mail_account = sends_through(app, ada, 1)
    nowhere = ImapServer("127.0.0.1", 1, "none", "ada", "secret")
    let_read(mail_account, nowhere, vault.seal("secret", place=mail_account.place))
    [file] = chores_of(app, "file copies")
    file.do(wall)

    db.session.expire_all()
    assert message.to_file
    assert "could not be reached" in mail_account.filing_trouble
    assert OutgoingMessage.find(message.id, of=ada).delivery is Delivery.SENT
