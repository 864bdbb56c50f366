"""The reader of mailboxes, on servers that work and on wires that do not."""

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import pytest

from outreach.mail.imap import MailboxTrouble, open_mailbox
from outreach.mail.imap_connection import Connection
from outreach.mail.server import ImapServer
from tests.mail.imap_servers import RunningServer, free_port, started


@pytest.fixture(scope="module", params=["pymap", "dovecot"])
def server(request: pytest.FixtureRequest) -> Iterator[RunningServer]:
    with started(request.param) as running:
        running.put([b"From: a@example.net\r\nSubject: One\r\n\r\nHi\r\n"])
        yield running


def test_the_server_is_asked_only_to_show(server: RunningServer) -> None:
    with open_mailbox(server.settings) as mailbox:
        mailbox.examine("INBOX")
        with suppress(Exception):  # one server refuses, the other acts as if it had
            mailbox._client.add_flags([1], [b"\\Seen"])
    assert set(server.flags().values()) == {()}


@pytest.mark.parametrize("word", ["a\r\nA9 DELETE INBOX", "a\0b", "a\x7f"])
def test_no_control_character_reaches_the_server(server: RunningServer, word: str) -> None:
    with open_mailbox(server.settings) as mailbox, pytest.raises(MailboxTrouble):
        mailbox.examine(word)


def test_a_closed_port_is_trouble_for_now(server: RunningServer) -> None:
    with pytest.raises(MailboxTrouble) as trouble, open_mailbox(replace(server.settings, port=9)):
        pass
    assert not trouble.value.is_for_good


def saying(answers: list[bytes]) -> ImapServer:
    """A server that says these things, one for each line that it hears, whatever that is."""
    listener = socket.create_server(("127.0.0.1", free_port()))

    def serve() -> None:
        sock, _ = listener.accept()
        with sock, suppress(OSError, IndexError):
            tag = b"*"
            for answer in answers:
                sock.sendall(answer.replace(b"TAG", tag))
                tag = sock.recv(4096).split()[0]
        listener.close()

    threading.Thread(target=serve, daemon=True).start()
    return ImapServer(
        "127.0.0.1", listener.getsockname()[1], "none", "ada", "secret", timeout=timedelta(seconds=1)
    )


HELLO = b"* OK [CAPABILITY IMAP4rev1] hello\r\n"


@pytest.mark.parametrize(
    "answers",
    [
        [],
        [b"* BYE go away\r\n"],
        [b"\x1b[31mwhat?\r\n"],
        [b"* OK " + b"x" * 2_000_000],
        [HELLO, b"* BYE enough\r\n"],
        [HELLO, b"* CAPABILITY IMAP4rev1\r\nTAG OK done\r\n", b"* LIST () {99999999999}\r\n"],
        [HELLO, b"+ go on\r\n", b"+ go on\r\n", b"\r\n"],
    ],
)  # fmt: skip
def test_whatever_a_hostile_server_says_becomes_one_sentence(answers: list[bytes]) -> None:
    with pytest.raises(MailboxTrouble) as trouble, open_mailbox(saying(answers)) as mailbox:
        mailbox.folders()
    assert "secret" not in str(trouble.value)
    assert len(str(trouble.value)) < 120


def test_a_password_is_not_sent_where_no_encryption_is_offered() -> None:
    server = replace(
        saying([HELLO, b"* CAPABILITY IMAP4rev1\r\nTAG OK done\r\n"]), host="localhost", security="starttls"
    )
    with pytest.raises(MailboxTrouble) as trouble, open_mailbox(server):
        pass
    assert "no encryption" in str(trouble.value)


class Wire:
    """A socket from which these bytes come at once."""

    def __init__(self, came: bytes) -> None:
        self._came = came

    def recv(self, _size: int) -> bytes:
        came, self._came = self._came, b""
        return came


def test_a_whole_line_slipped_in_before_encryption_is_not_taken_for_an_answer() -> None:
    reader = Connection.__new__(Connection)
    reader._waiting, reader._came_by, reader._ends = bytearray(), None, float("inf")
    reader.sock = cast(Any, Wire(b"X1 OK begin\r\nX2 OK you are signed in\r\n"))
    assert reader.readline() == b"X1 OK begin\r\n"

    reader.sock = cast(Any, Wire(b"X2 NO\r\n"))  # encryption has begun

    with pytest.raises(reader.abort):
        reader.readline()
