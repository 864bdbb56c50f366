"""Copies for the Sent folder, by IMAP.

A copy is only added if no message with its Message-ID is there: so a provider
that files its own, or a worker that was interrupted, leads to one copy and not two.
"""

import socket
import ssl
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from imapclient import SEEN, IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientError
from imapclient.imap4 import IMAP4WithTimeout
from imapclient.imapclient import SENT
from imapclient.tls import IMAP4_TLS

from outreach.errors import OutreachError
from outreach.mail.mime import MESSAGE_ID
from outreach.mail.outcomes import quoted
from outreach.mail.patience import Opener, open_socket, trusting
from outreach.mail.server import ImapServer

LONGEST = timedelta(minutes=3)


class FilingTrouble(OutreachError):
    """No copy could be filed. The text says why, in words for the person."""


@dataclass(frozen=True, slots=True)
class Copy:
    """One message as it left, and when."""

    message_id: str
    raw: bytes = field(repr=False)
    sent_at: datetime


def file_copies(
    server: ImapServer,
    copies: Iterable[Copy],
    *,
    opener: Opener = open_socket,
    context: ssl.SSLContext | None = None,
) -> None:
    """Put each copy into the Sent folder, read already, unless it is there. Raises FilingTrouble."""
    with _opened_by(opener) as noting:
        try:
            client = GuardedClient(server, opener=noting, context=context or trusting())
            with _within(client, LONGEST):
                _file(client, server, copies)
        except (OSError, ValueError, IMAPClientError) as error:
            # The library passes on what it cannot make sense of as a ValueError.
            raise _trouble(server, error) from error


def _file(client: "GuardedClient", server: ImapServer, copies: Iterable[Copy]) -> None:
    try:
        client.let_in(server)
        folder = client.sent_folder()
        client.select_folder(folder)
        for copy in copies:
            if not client.holds(copy.message_id):
                client.append(folder, copy.raw, flags=(SEEN,), msg_time=copy.sent_at)
        client.logout()
    finally:
        with suppress(OSError, IMAPClientError):
            client.shutdown()


@contextmanager
def _opened_by(opener: Opener) -> Iterator[Opener]:
    """The opener, and an end to what it opened: the library leaves a greeting that failed standing open."""
    opened: list[socket.socket] = []

    def noting(where: tuple[str, int], seconds: float) -> socket.socket:
        opened.append(opener(where, seconds))
        return opened[-1]

    try:
        yield noting
    finally:
        for sock in opened:
            sock.close()


class GuardedClient(IMAPClient):
    """The library's client, whose connections are opened by ``opener`` and whose certificates are verified."""

    def __init__(self, server: ImapServer, *, opener: Opener, context: ssl.SSLContext) -> None:
        self._opener, self._context = opener, context
        seconds = server.timeout.total_seconds()
        is_tls = server.security == "tls"
        super().__init__(
            server.host,
            server.port,
            ssl=is_tls,
            ssl_context=context if is_tls else None,
            timeout=SocketTimeout(connect=seconds, read=seconds),
        )
        if server.security == "starttls":
            self.starttls(context)

    def _create_IMAP4(self) -> Any:  # noqa: N802  (the library's name)
        seconds = self._timeout.connect
        if self.ssl:
            return _Tls(self.host, self.port, self.ssl_context, seconds, self._opener)
        return _Plain(self.host, self.port, seconds, self._opener)

    def let_in(self, server: ImapServer) -> None:
        """Log in with the password, or with the access token that stands in for one."""
        if server.is_token:
            self.oauth2_login(server.username, server.password)
        else:
            self.login(server.username, server.password)

    def sent_folder(self) -> str:
        """The folder that the server marks as the one for what was sent; by name where it marks none."""
        return str(self.find_special_folder(SENT) or "Sent")

    def holds(self, message_id: str) -> bool:
        """Whether the selected folder has a message with this id."""
        return bool(MESSAGE_ID.fullmatch(message_id)) and bool(
            self.search(["HEADER", "Message-ID", message_id])
        )


class _Tls(IMAP4_TLS):
    def __init__(
        self, host: str, port: int, context: ssl.SSLContext | None, seconds: float, opener: Opener
    ) -> None:
        self._opener = opener
        super().__init__(host, port, context, seconds)

    def _create_socket(self, timeout: float | None = None) -> socket.socket:
        seconds = timeout or self._timeout
        sock = self._opener((self.host, self.port), seconds)
        sock.settimeout(seconds)
        context: ssl.SSLContext = self.ssl_context
        return context.wrap_socket(sock, server_hostname=self.host)


class _Plain(IMAP4WithTimeout):
    def __init__(self, host: str, port: int, seconds: float, opener: Opener) -> None:
        self._opener = opener
        super().__init__(host, port, seconds)

    def _create_socket(self, timeout: float | None = None) -> socket.socket:
        seconds = timeout or self._timeout
        sock = self._opener((self.host, self.port), seconds)
        sock.settimeout(seconds)
        return sock


@contextmanager
def _within(client: IMAPClient, limit: timedelta) -> Iterator[None]:
    """Cut the line after so long: the timeout of a socket begins anew with every octet that drips in."""
    timer = threading.Timer(limit.total_seconds(), client.shutdown)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _trouble(server: ImapServer, error: Exception) -> FilingTrouble:
    if isinstance(error, ssl.SSLCertVerificationError):
        return FilingTrouble(
            f"{server.host} could not prove that it is {server.host}, so no copy was put into your Sent folder."
        )
    if isinstance(error, OSError):
        return FilingTrouble(f"{server.host} could not be reached to put a copy into your Sent folder.")
    said = quoted(str(error).replace(server.password, "…") if server.password else str(error))
    return FilingTrouble(f"{server.host} did not take a copy for your Sent folder: {said}.")
