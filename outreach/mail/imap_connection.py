"""A connection to a mailbox whose opening is guarded, and whose answers have an end.

The texts of messages are read off the wire here and not by the library, whose
parser takes most of the time that a large mailbox costs.
"""

import imaplib
import re
import socket
import ssl
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from outreach.mail.patience import Opener

LARGEST_LITERAL = 4 * 1024 * 1024
LARGEST_ANSWER = 32 * 1024 * 1024
LONGEST_LINE = 1024 * 1024
AT_A_TIME = 64 * 1024
DEADLINE = timedelta(minutes=5)
"""For one visit to a mailbox, whatever its server does. What is not done by then is done on the next."""
FETCHED = re.compile(rb"\* \d{1,10} FETCH \(([^{}\r\n]*)\{(\d{1,7})\}\r\n")
GOES_ON, HAS_COME = re.compile(rb"\+"), re.compile(rb"\* \d{1,10} (?:EXISTS|RECENT)\b", re.IGNORECASE)
MOST_WORDS = 1000
"""Lines of a server that says something and not what was waited for."""
SIZE = re.compile(rb"\{(\d{1,12})\+?\}$")


class Connection(imaplib.IMAP4):
    """A connection whose opening is guarded, and whose answers have an end."""

    def __init__(
        self, host: str, port: int, *, opener: Opener, seconds: float, wraps: ssl.SSLContext | None
    ) -> None:
        self._opener, self._seconds, self._wraps = opener, seconds, wraps
        self._ends = time.monotonic() + DEADLINE.total_seconds()
        self._waiting = bytearray()
        self._came_by: socket.socket | None = None
        self._taken = 0
        """Octets of the answer that is being read."""
        super().__init__(host, port)

    def _create_socket(self, timeout: float | None) -> Any:
        sock = self._opener((self.host, self.port), self._seconds)
        sock.settimeout(self._seconds)
        return self._wraps.wrap_socket(sock, server_hostname=self.host) if self._wraps else sock

    def read(self, size: int) -> bytes:
        self._refuse_slipped_in()
        if size > LARGEST_LITERAL:
            raise self.abort("an answer larger than any we asked for")
        while len(self._waiting) < size:
            self._receive()
        return self._next(size)

    def readline(self) -> bytes:
        self._refuse_slipped_in()
        seen = 0
        while (end := self._waiting.find(b"\n", seen)) < 0:
            seen = len(self._waiting)
            if seen > LONGEST_LINE:
                raise self.abort("a line without end")
            self._receive()
        return self._next(end + 1)

    def texts(self, command: str) -> Iterator[tuple[bytes, bytes]]:
        """What a FETCH of one text brings: for each message what is said around it, and the text.

        Raises the library's ``error`` if it is refused.
        """
        for said in self.answers(command):
            if len(said) > 1 and b" FETCH (" in said[0]:
                yield said[0] + b" " + said[-1], said[1]
                yield from self._at_hand()

    def _at_hand(self) -> Iterator[tuple[bytes, bytes]]:
        """The texts that have come already and stand in the common form, which is most of them."""
        came, at = bytes(self._waiting), 0
        while found := FETCHED.match(came, at):
            begin = found.end()
            end = begin + int(found[2])
            if came[end : end + 3] != b")\r\n":
                break
            yield found[1], came[begin:end]
            at = end + 3
        self._taken += at
        del self._waiting[:at]

    def answers(self, command: str) -> Iterator[list[bytes]]:
        """What the server says to a command, each answer as its lines and literals by turns.

        Raises the library's ``error`` if it is refused.
        """
        tag = self._new_tag()
        self.send(tag + b" " + command.encode("ascii") + b"\r\n")
        self._taken = 0
        while True:
            said = self._answer()
            self._taken += sum(map(len, said))
            if self._taken > LARGEST_ANSWER:
                raise self.abort("more than any answer holds")
            if said[0].startswith(tag + b" "):
                if not said[0].upper().startswith(tag + b" OK"):
                    raise self.error("the command was refused")
                return
            if said[0].startswith(b"* BYE"):
                raise self.abort("the server said goodbye")
            yield said

    def is_news_within(self, seconds: float) -> bool:
        """Idle until the server says that something came, or for so long (RFC 2177)."""
        self._wait_until(time.monotonic() + self._seconds)
        tag = self._new_tag()
        self.send(tag + b" IDLE\r\n")
        if not self._hears(GOES_ON, seconds=self._seconds):
            raise self.abort("the server does not let us wait")
        is_news = self._hears(HAS_COME, seconds=seconds)
        self.send(b"DONE\r\n")
        if not self._hears(re.compile(tag + b" OK"), seconds=self._seconds):
            raise self.abort("the server does not let us go on")
        return is_news

    def _hears(self, what: re.Pattern[bytes], *, seconds: float) -> bool:
        """Whether the server says this within so many seconds."""
        ends = time.monotonic() + seconds
        try:
            for _ in range(MOST_WORDS):
                self._wait_until(ends)
                if what.match(self.readline()):
                    return True
        except TimeoutError:
            return False
        finally:
            self._wait_until(time.monotonic() + self._seconds)
        raise self.abort("the server would not stop talking")

    def _wait_until(self, ends: float) -> None:
        self._ends = ends
        self.sock.settimeout(max(ends - time.monotonic(), 0.001))

    def _answer(self) -> list[bytes]:
        said = [self.readline().rstrip(b"\r\n")]
        while said[-1].endswith(b"}") and (found := SIZE.search(said[-1])):
            said.append(self.read(int(found[1])))
            said.append(self.readline().rstrip(b"\r\n"))
        return said

    def _refuse_slipped_in(self) -> None:
        """What came before encryption began is not taken for what came after it, be it a whole line."""
        if self._came_by is not self.sock:
            if self._waiting:
                raise self.abort("something was slipped in before encryption began")
            self._came_by = self.sock

    def _next(self, size: int) -> bytes:
        came = bytes(self._waiting[:size])
        del self._waiting[:size]
        return came

    def _receive(self) -> None:
        """Wait for more."""
        if time.monotonic() > self._ends:
            raise TimeoutError
        came = self.sock.recv(AT_A_TIME)
        if not came:
            raise self.abort("the connection was closed")
        self._waiting += came
