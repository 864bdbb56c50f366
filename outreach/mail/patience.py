"""The standard library's SMTP client, made to keep to the time it is given."""

import smtplib
import socket
import ssl
from base64 import b64encode
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from time import monotonic
from typing import Any

from outreach.mail.outcomes import Concerns, Stop
from outreach.mail.server import SmtpServer

Opener = Callable[[tuple[str, int], float], socket.socket]
"""Opens a connection to a host and port within so many seconds, or raises OSError."""

MOST_ADDRESSES = 4
WORDIEST = 256 * 1024  # octets of replies on one connection
CALLS_ITSELF = "[127.0.0.1]"  # a name would cost a look-up, and tell what this machine is called


def open_socket(address: tuple[str, int], seconds: float) -> socket.socket:
    """A connection to the first address of a host that answers, all tries within so many seconds.

    The standard library gives each address the whole time, and a name may have
    hundreds. Raises OSError if none answers.
    """
    found = socket.getaddrinfo(*address, type=socket.SOCK_STREAM)[:MOST_ADDRESSES]
    failure: OSError = ConnectionError("the name has no address")
    for *_, where in found:
        try:
            return socket.create_connection((str(where[0]), address[1]), seconds / len(found))
        except OSError as error:
            failure = error
    raise failure


@cache
def trusting() -> ssl.SSLContext:
    """The certificate authorities of this machine. Reading them takes longer than sending many messages."""
    return ssl.create_default_context()


class _Replies:
    """The server's lines, each read within what is left of the time, and not without end."""

    def __init__(self, sock: socket.socket, seconds_left: Callable[[], float]) -> None:
        self._sock, self._seconds_left = sock, seconds_left
        self._waiting, self._taken = b"", 0

    def readline(self, longest: int) -> bytes:
        while b"\n" not in self._waiting and len(self._waiting) < longest:
            self._sock.settimeout(self._seconds_left())
            came = self._sock.recv(4096)
            self._waiting, self._taken = self._waiting + came, self._taken + len(came)
            if self._taken > WORDIEST:
                raise OSError("the server would not stop talking")
            if not came:
                break
        end = min(self._waiting.find(b"\n") + 1 or len(self._waiting), longest)
        line, self._waiting = self._waiting[:end], self._waiting[end:]
        return line

    def close(self) -> None:
        """The socket belongs to the connection, which closes it."""


class PatientSmtp(smtplib.SMTP):
    """The standard library's client with an end to its patience, and no certificate taken on trust.

    The standard library's own timeout begins anew with every octet, so a server that drips
    its answer would hold a worker for ever.
    """

    def __init__(self, server: SmtpServer, context: ssl.SSLContext, opener: Opener) -> None:
        self.server, self.context, self.opener = server, context, opener
        self.allow(server.timeout, server.deadline)
        super().__init__(server.host, server.port, local_hostname=CALLS_ITSELF, timeout=self.seconds_left())

    def allow(self, each: timedelta, in_all: timedelta) -> None:
        """From now on each wait may last so long, and all of them together so long."""
        self._each, self._ends = each.total_seconds(), monotonic() + in_all.total_seconds()

    def seconds_left(self) -> float:
        left = min(self._each, self._ends - monotonic())
        if left <= 0:
            raise TimeoutError("the server took too long in all")
        return left

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        sock = self.opener((host, port), timeout)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self.server.security != "tls":
            return sock
        sock.settimeout(self.seconds_left())
        return self.context.wrap_socket(sock, server_hostname=host)

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None and self.sock is not None:
            self.file = _Replies(self.sock, self.seconds_left)
        try:
            return super().getreply()
        except (
            smtplib.SMTPResponseException
        ) as error:  # the library's word for an endless line, not the server's
            raise smtplib.SMTPServerDisconnected(str(error)) from error

    def send(self, s: Any) -> None:
        if self.sock is not None:
            self.sock.settimeout(self.seconds_left())
        super().send(s)

    def log_in(self, username: str, password: str, *, is_token: bool = False) -> tuple[int, bytes]:
        """One attempt in one way: trying all ways would count as several, and lock the account."""
        offered = self.esmtp_features.get("auth", "").upper().split()
        if is_token:
            return self._show_token(username, password, offered)
        if "PLAIN" in offered:
            return self.docmd("AUTH PLAIN", base64_of(f"\0{username}\0{password}"))
        if "LOGIN" not in offered:
            raise Stop(
                "The mail server offers no way to log in with a password, so the message was not sent.",
                concerns=Concerns.ACCOUNT,
            )
        code, said = self.docmd("AUTH LOGIN", base64_of(username))
        return self.docmd(base64_of(password)) if code == 334 else (code, said)

    def _show_token(self, username: str, token: str, offered: list[str]) -> tuple[int, bytes]:
        if "XOAUTH2" not in offered:
            raise Stop(
                "The mail server does not take the permission that you gave at your provider, "
                "so the message was not sent. Use an app password instead.",
                concerns=Concerns.ACCOUNT,
            )
        code, said = self.docmd("AUTH XOAUTH2", base64_of(token_login(username, token)))
        # What is wrong comes as a challenge; the refusal proper comes when that was answered.
        return self.docmd("") if code == 334 else (code, said)


def token_login(username: str, token: str) -> str:
    """How XOAUTH2 puts a user name and an access token together, on SMTP and IMAP alike."""
    return f"user={username}\1auth=Bearer {token}\1\1"


def base64_of(text: str) -> str:
    return b64encode(text.encode()).decode("ascii")
