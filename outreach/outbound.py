"""The one guarded way to fetch an address, or to open a socket to a host, that a user typed.

Somebody on a shared instance could otherwise have this machine knock on the
doors of the network behind it. So a name is looked up once, *every* address it
has must be public by our own list (``addresses``), the connection goes to that
very address, and who answered is checked on the connected socket: a name that
points elsewhere a moment later changes nothing. Redirects walk through the
same gate. An operator opens more with ``OUTREACH_OUTBOUND_ALLOW``.

    outbound = Outbound.of(config)
    answer = outbound.fetch("https://calendar.example.org/ada.ics", headers={"If-None-Match": etag})
    sock = outbound.open_mail(("imap.example.org", 993), 30.0)     # an Opener of mail.patience
    outbound.check_mail("imap.example.org", 993)                   # in a form: looks nothing up

Everything that goes wrong is an ``Unreached``: an OutreachError whose sentence
can be shown (it tells nobody what listens where), and an OSError besides, so
that code which expects a socket's errors need not know of it.
"""

import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from http.client import HTTPException
from typing import Any, Self
from urllib.parse import quote, urljoin, urlsplit

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.response import HTTPResponse

from outreach.addresses import Allowance, allowances, host_name, is_at_home, is_public
from outreach.config import Config
from outreach.errors import OutreachError

Resolve = Callable[[str, int], Sequence[str]]
"""The numeric addresses of a host; raises OSError if there is none."""

WEB_PORTS = frozenset({80, 443})
MAIL_PORTS = frozenset({25, 143, 465, 587, 993, 2525})
SCHEMES = {"http": "http", "https": "https", "webcal": "https", "webcals": "https"}
REDIRECTS = {301, 302, 303, 307, 308}
MAY_BE_REPEATED = {"GET", "HEAD", "OPTIONS", "PROPFIND", "REPORT"}
MOST_ADDRESSES = 4
LONGEST_URL = 2000
CHUNK = 64 * 1024
USER_AGENT = "Outreach (calendar reader)"


class Unreached(OutreachError, OSError):
    """Nothing was brought back. ``str`` is a sentence for the person who typed the address."""

    status = 422


class NotAllowed(Unreached):
    """The address is malformed, or not one that may be connected to from here."""


class NoAnswer(Unreached):
    """Nobody answered in time, or not in a way that could be understood."""


class TooMuch(Unreached):
    """The answer is larger than anybody needs."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of an answer is taken, in octets after unpacking; how long in all; how many redirects."""

    size: int = 5 * 1024 * 1024
    within: timedelta = timedelta(seconds=15)
    redirects: int = 3


USUAL = Limits()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said. Header names are in small letters; ``url`` is the one that answered in the end."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    url: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart. ``host`` has no brackets; ``path`` begins with a slash and holds the query."""

    scheme: str
    host: str
    port: int
    path: str = field(repr=False)

    @property
    def origin(self) -> tuple[str, str, int]:
        return self.scheme, self.host, self.port

    @property
    def url(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = {"http": 80, "https": 443}[self.scheme]
        return f"{self.scheme}://{host}{'' if self.port == usual else f':{self.port}'}{self.path}"


def target_of(url: str) -> Target:
    """Take an address apart; webcal is https. Raises NotAllowed for what is not a plain web address."""
    url = url.strip(" ")
    if len(url) > LONGEST_URL or "\\" in url or any(c.isspace() or not c.isprintable() for c in url):
        raise _no_address()
    try:
        parts = urlsplit(url)
        scheme = SCHEMES[parts.scheme]
        if "@" in parts.netloc or not parts.hostname:
            raise _no_address()
        port = parts.port if parts.port is not None else {"http": 80, "https": 443}[scheme]
        host = host_name(parts.hostname)
    except (KeyError, ValueError):
        raise _no_address() from None
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~") + ("?" if parts.query else "")
    return Target(scheme, host, port, path + quote(parts.query, safe="/%:@!$&'()*+,;=~?"))


def look_up(host: str, port: int) -> Sequence[str]:
    """Ask the system for the addresses of a host, each once, in its order. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(where[0]) for *_, where in found))


@dataclass(frozen=True, slots=True)
class Guard:
    """Which hosts and ports may be connected to, and the way there."""

    ports: frozenset[int]
    allowed: tuple[Allowance, ...] = ()
    is_home_open: bool = False
    """Whether this machine and the networks around it may be reached, at any port: it is one person's own."""
    resolve: Resolve = look_up
    dial: Callable[[tuple[str, int], float], socket.socket] = socket.create_connection

    def check(self, host: str, port: int) -> None:
        """Refuse what can be refused without looking anything up. Raises NotAllowed."""
        try:
            host = host_name(host)
        except ValueError:
            raise _not_found(host) from None
        if is_numeric(host):
            self._check_address(host, host, port)
        elif not (self.is_home_open or port in self.ports or port in {entry.port for entry in self.allowed}):
            raise _not_found(host)

    def open(self, where: tuple[str, int], seconds: float) -> socket.socket:
        """A connection to a host and port, all tries within so many seconds. Raises NotAllowed, NoAnswer."""
        ends, (host, port) = time.monotonic() + seconds, where
        self.check(host, port)
        host = host_name(host)
        found = [host] if is_numeric(host) else self._addresses(host, port, seconds)
        for address in found:
            self._check_address(host, address, port)
        for count, address in enumerate(found[:MOST_ADDRESSES]):
            left = (ends - time.monotonic()) / (min(len(found), MOST_ADDRESSES) - count)
            with suppress(OSError):
                return self._connect(host, (address, port), left)
        raise _no_answer(host)

    def _addresses(self, host: str, port: int, seconds: float) -> Sequence[str]:
        """What the name stands for. The system's look-up knows no end, so it is not waited for without one."""
        found: list[Sequence[str]] = []

        def ask() -> None:
            with suppress(OSError, UnicodeError):
                found.append(self.resolve(host, port))

        asking = threading.Thread(target=ask, daemon=True)
        asking.start()
        asking.join(seconds)
        if not found or not found[0]:
            raise _not_found(host)
        return found[0]

    def _connect(self, host: str, where: tuple[str, int], seconds: float) -> socket.socket:
        if seconds <= 0:
            raise TimeoutError
        sock = self.dial(where, seconds)
        try:
            self._check_address(host, str(sock.getpeername()[0]), where[1])
        except OSError:
            sock.close()
            raise
        return sock

    def _check_address(self, host: str, address: str, port: int) -> None:
        if port in self.ports and is_public(address):
            return
        if self.is_home_open and (is_at_home(address) or is_public(address)):
            return
        if not any(entry.covers(host, address, port, self.ports) for entry in self.allowed):
            raise _not_found(host)


@dataclass(frozen=True, slots=True)
class Outbound:
    """The ways out that people's own addresses may take: the web, and their mail servers."""

    web: Guard
    mail: Guard
    own: tuple[str, str, int] | None = None
    """Where this instance itself answers; it does not read its own calendars."""
    trusting: ssl.SSLContext = field(default_factory=ssl.create_default_context, repr=False)

    @classmethod
    def of(cls, config: Config) -> Self:
        """As the operator has it. Where anybody may sign up, nobody's mail server is behind our own doors."""
        allowed = allowances(config.outbound_allow)
        return cls(
            web=Guard(WEB_PORTS, allowed),
            mail=Guard(MAIL_PORTS, allowed, is_home_open=not config.open_signup),
            own=target_of(config.base_url).origin,
        )

    def check_url(self, url: str) -> str:
        """The address in one form, if nothing speaks against it at sight; looks nothing up. Raises NotAllowed."""
        target = target_of(url)
        self._refuse_ourselves(target)
        self.web.check(target.host, target.port)
        return target.url

    def is_opened(self, url: str) -> bool:
        """Whether the operator opened this very place, by its name or its number; looks nothing up."""
        target = target_of(url)
        numeric = target.host if is_numeric(target.host) else None
        return any(
            entry.covers(target.host, numeric, target.port, self.web.ports) for entry in self.web.allowed
        )

    def check_mail(self, host: str, port: int) -> None:
        """Refuse a mail host that can be refused at sight; looks nothing up. Raises NotAllowed."""
        self.mail.check(host, port)

    def open_mail(self, where: tuple[str, int], seconds: float) -> socket.socket:
        """A connection to the mail server that somebody named. Raises NotAllowed, NoAnswer (both OSErrors)."""
        return self.mail.open(where, seconds)

    def fetch(
        self,
        url: str,
        *,
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        limits: Limits = USUAL,
    ) -> Answer:
        """Ask a web server, and bring back whatever it says, 404 and 500 included.

        Redirects are followed for methods that change nothing, never from https
        to http, and ``Authorization`` goes to no other origin. Raises NotAllowed,
        NoAnswer, TooMuch.
        """
        ends, headers = time.monotonic() + limits.within.total_seconds(), dict(headers or {})
        target = target_of(url)
        for _ in range(limits.redirects + 1):
            self._refuse_ourselves(target)
            answer = self._ask(target, method, headers, body, size=limits.size, ends=ends)
            if answer.status not in REDIRECTS or method not in MAY_BE_REPEATED:
                return answer
            target, before = _redirected(target, answer.headers.get("location", "")), target
            if target.origin != before.origin:
                headers.pop("Authorization", None)
        raise NoAnswer(
            "This address passes us on from one place to the next without end. Check it for slips."
        )

    def _refuse_ourselves(self, target: Target) -> None:
        if target.origin == self.own:
            raise NotAllowed(
                "This is an address of Outreach itself, and your conversations here block their times already."
            )

    def _ask(
        self,
        target: Target,
        method: str,
        headers: Mapping[str, str],
        body: bytes | None,
        *,
        size: int,
        ends: float,
    ) -> Answer:
        """One question and its answer, without following where it points."""
        seconds = ends - time.monotonic()
        if seconds <= 0:
            raise _no_answer(target.host)
        with _spoken_plainly(target.host):
            sock = self.web.open((target.host, target.port), seconds)
            with sock, _cut_off(sock, at=ends):
                connection = self._over(sock, target, seconds)
                asked = {
                    "User-Agent": USER_AGENT,
                    "Accept-Encoding": "gzip",
                    "Connection": "close",
                    **headers,
                }
                connection.request(
                    method, target.path, body=body, headers=asked, preload_content=False, decode_content=False
                )
                said = connection.getresponse()
                try:
                    kept = {name.lower(): value for name, value in said.headers.items()}
                    return Answer(said.status, kept, _read(said, target.host, size, ends), target.url)
                finally:
                    connection.close()

    def _over(self, sock: socket.socket, target: Target, seconds: float) -> HTTPConnection:
        """An HTTP connection over a socket that is open already."""
        sock.settimeout(seconds)
        if target.scheme == "http":
            connection = HTTPConnection(target.host, target.port, timeout=seconds)
            connection.sock = sock
            return connection
        secure = HTTPSConnection(target.host, target.port, timeout=seconds, ssl_context=self.trusting)
        secure.sock = self.trusting.wrap_socket(sock, server_hostname=target.host.rstrip("."))
        return secure


def is_numeric(host: str) -> bool:
    return ":" in host or host.replace(".", "").isdecimal()


def _redirected(target: Target, location: str) -> Target:
    if not location:
        raise NoAnswer("This address passes us on, but does not say where to. Check it for slips.")
    onward = target_of(urljoin(target.url, location))
    if target.scheme == "https" and onward.scheme == "http":
        raise NotAllowed(
            "This address passes us on to one without encryption, where others could read along. "
            "Give the address that it leads to, if you mean that one."
        )
    return onward


def _read(said: HTTPResponse, host: str, size: int, ends: float) -> bytes:
    """The whole answer, unpacked piece by piece, so that no bomb gets to unfold."""
    coding = said.headers.get("content-encoding", "").strip().lower()
    if coding not in {"", "identity", "gzip", "x-gzip", "deflate"}:
        raise NoAnswer(f"“{host}” answers in a form that is not understood here.")
    unpacker: Any = zlib.decompressobj(47) if coding not in {"", "identity"} else None
    parts, taken, raw = [], 0, 0
    while chunk := said.read1(CHUNK):
        raw += len(chunk)
        piece = unpacker.decompress(chunk, size + 1 - taken) if unpacker else chunk
        taken += len(piece)
        if max(taken, raw) > size:
            raise TooMuch(f"“{host}” sends more than {size // 2**20} MB, which is too much for a calendar.")
        if time.monotonic() > ends:
            raise _no_answer(host)
        parts.append(piece)
    if time.monotonic() > ends or (unpacker and raw and (not unpacker.eof or unpacker.unused_data)):
        raise _no_answer(host)  # something is missing, and half a calendar would leave half the days free
    return b"".join(parts)


@contextmanager
def _cut_off(sock: socket.socket, *, at: float) -> Iterator[None]:
    """End the connection at this moment, whatever is being waited for; a timeout would start anew each time."""
    same = sock.dup()

    def cut() -> None:
        with suppress(OSError):
            same.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(max(0.0, at - time.monotonic()), cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        same.close()


@contextmanager
def _spoken_plainly(host: str) -> Iterator[None]:
    """Whatever goes wrong on the way becomes one of our own sentences."""
    try:
        yield
    except Unreached:
        raise
    except ssl.SSLCertVerificationError as error:
        raise NoAnswer(
            f"“{host}” has no valid certificate, so nobody can know who is answering. Nothing was read."
        ) from error
    except (HTTPError, HTTPException, OSError, ValueError, zlib.error) as error:
        raise _no_answer(host) from error


def _no_address() -> NotAllowed:
    return NotAllowed(
        "This is not an address that can be read. One begins with https:// or webcal:// and holds no user name."
    )


def _not_found(host: str) -> NotAllowed:
    return NotAllowed(
        f"“{host[:80]}” was not found on the public internet. Check it for slips; an address inside your own "
        "network has to be opened by whoever runs this instance."
    )


def _no_answer(host: str) -> NoAnswer:
    return NoAnswer(f"“{host[:80]}” did not answer as it should. It may be out of order for a while.")
