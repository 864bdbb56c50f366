"""The only code that speaks to a language model: one request, one answer, an end to all patience.

It goes to an address that somebody typed, so the name is looked up once, each of
its addresses is judged, and the connection is made to the very one that was
judged. Nothing is followed elsewhere.
"""

import json
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any
from urllib.parse import urlsplit

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from outreach.errors import OutreachError

PATIENCE = 120.0
"""Seconds for everything together; a model on somebody's own computer thinks long."""

CONNECT_WITHIN = 10.0
MOST_BYTES = 512 * 1024
PATH = "/chat/completions"
SAID = 160


class UnusableAddress(OutreachError):
    """The model's address cannot be one, or is out of bounds here."""


class ModelUnavailable(OutreachError):
    """The model gave no answer that could be used."""

    status = 502


@dataclass(frozen=True, slots=True)
class Reach:
    """Where requests may go: anywhere public, and to this machine and its network only if the operator is alone.

    ``listed`` are hosts, with or without a port, that the operator allows besides.
    """

    local: bool
    listed: frozenset[str] = frozenset()

    @classmethod
    def of(cls, *, open_signup: bool, hosts: str) -> "Reach":
        """As an operator set it: a list separated by commas."""
        return cls(
            not open_signup, frozenset(host.strip().lower() for host in hosts.split(",") if host.strip())
        )

    def lists(self, host: str, port: int) -> bool:
        return bool({host, f"{host}:{port}"} & self.listed)

    def allows(self, address: IPv4Address | IPv6Address) -> bool:
        address = getattr(address, "ipv4_mapped", None) or address
        if address.is_link_local or address.is_multicast or address.is_unspecified:
            return False
        return self.local or (address.is_global and not _hides_another(address))


def _hides_another(address: IPv4Address | IPv6Address) -> bool:
    """Whether an IPv6 address stands for an IPv4 one behind a translator, which could be a private one."""
    if isinstance(address, IPv4Address):
        return False
    return (
        address.sixtofour is not None or address.teredo is not None or address.packed[:4] == b"\x00d\xff\x9b"
    )


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address of chat completions, taken apart."""

    scheme: str
    host: str
    port: int
    path: str

    @classmethod
    def of(cls, address: str) -> "Endpoint":
        """Take apart what was typed, such as http://localhost:11434/v1. Raises UnusableAddress."""
        if not address.isprintable():
            raise UnusableAddress(NO_ADDRESS)
        try:
            parts = urlsplit(address.strip())
            port = parts.port or {"http": 80, "https": 443}.get(parts.scheme, 0)
            host = (parts.hostname or "").encode("idna").decode().rstrip(".")
        except ValueError:
            raise UnusableAddress(NO_ADDRESS) from None
        extras = parts.username or parts.password or parts.query or parts.fragment
        if parts.scheme not in {"http", "https"} or not host or extras or not parts.path.isascii():
            raise UnusableAddress(NO_ADDRESS)
        path = parts.path.rstrip("/").removesuffix(PATH) + PATH
        if any(character <= " " for character in path):
            raise UnusableAddress(NO_ADDRESS)
        return cls(parts.scheme, host, port, path)

    @property
    def authority(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == {"http": 80, "https": 443}[self.scheme] else f"{host}:{self.port}"


NO_ADDRESS = (
    "This is not the address of a model. It begins with https:// or http:// and often ends in /v1, "
    "such as http://localhost:11434/v1."
)

Resolver = Callable[..., list[Any]]


def judged(endpoint: Endpoint, reach: Reach, *, resolve: Resolver = socket.getaddrinfo) -> str:
    """The one address, as numbers, that a connection may be made to.

    Raises UnusableAddress if any that the name stands for is out of bounds, and
    ModelUnavailable if it stands for none.
    """
    try:
        found = resolve(endpoint.host, endpoint.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise ModelUnavailable(f"Nobody knows a machine called {endpoint.host}. Check the address.") from None
    addresses = [ip_address(str(where[0]).partition("%")[0]) for *_, where in found]
    if reach.lists(endpoint.host, endpoint.port):
        return str(addresses[0])
    if not all(reach.allows(one) for one in addresses):
        raise UnusableAddress(
            f"{endpoint.host} is inside the network of this Outreach, which asks only addresses on the public "
            "internet. Its operator can allow it in OUTREACH_MODEL_HOSTS."
        )
    if endpoint.scheme == "http" and any(one.is_global for one in addresses):
        raise UnusableAddress(
            "This address would carry your key and your words unencrypted across the internet. Use https:// instead."
        )
    return str(addresses[0])


def complete(
    endpoint: Endpoint, *, model: str, key: str, messages: list[dict[str, str]], reach: Reach,
    patience: float = PATIENCE,
) -> str:  # fmt: skip
    """Ask the model, and return the text of its answer.

    Raises UnusableAddress, and ModelUnavailable with a sentence on what went wrong.
    """
    connection = _connection(endpoint, judged(endpoint, reach))
    asked = json.dumps({"model": model, "messages": messages, "stream": False, "temperature": 0.4})
    head = {"Host": endpoint.authority, "Content-Type": "application/json", "Accept": "application/json"}
    if key:
        head["Authorization"] = f"Bearer {key}"
    ends = _Alarm(patience)
    try:
        with ends:
            connection.connect()
            ends.sock = connection.sock
            ends.sock.settimeout(patience)
            connection.request(
                "POST", endpoint.path, body=asked.encode(), headers=head, preload_content=False
            )
            response = connection.getresponse()
            status, body = response.status, response.read(MOST_BYTES + 1, decode_content=False)
    except (HTTPError, OSError, ValueError) as error:
        raise ModelUnavailable(_silence(endpoint, error, rang=ends.rang)) from error
    finally:
        connection.close()
    if ends.rang:
        raise ModelUnavailable(_silence(endpoint, None, rang=True))
    return _content(status, body, endpoint, model)


class _Alarm:
    """Cuts the connection when the time is over: a server that drips its answer holds nobody for ever."""

    def __init__(self, seconds: float) -> None:
        self.rang = False
        self.sock: socket.socket | None = None
        """Held on its own, since a connection lets go of it as soon as an answer begins."""
        self._timer = threading.Timer(seconds, self._ring)
        self._timer.daemon = True

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def _ring(self) -> None:
        self.rang = True
        if self.sock is not None:
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)


def _connection(endpoint: Endpoint, address: str) -> HTTPConnection:
    """A connection to the address that was judged, under the name that was typed."""
    if endpoint.scheme == "http":
        connection = HTTPConnection(address, endpoint.port, timeout=CONNECT_WITHIN)
    else:
        connection = HTTPSConnection(
            address,
            endpoint.port,
            timeout=CONNECT_WITHIN,
            ssl_context=ssl.create_default_context(),
            server_hostname=endpoint.host,
            assert_hostname=endpoint.host,
        )
    return connection


def _silence(endpoint: Endpoint, error: Exception | None, *, rang: bool) -> str:
    """Why there was no answer, for the person."""
    if rang or isinstance(error, TimeoutError):
        return (
            f"The model at {endpoint.authority} took too long to answer. Try again, or choose a smaller one."
        )
    if isinstance(error, ssl.SSLError) or isinstance(error.__cause__ if error else None, ssl.SSLError):
        return f"The certificate of {endpoint.authority} could not be verified, so nothing was sent there."
    return f"Nothing answers at {endpoint.authority}. Is the model running, and is the address right?"


def _content(status: int, body: bytes, endpoint: Endpoint, model: str) -> str:
    """The text of an answer. Raises ModelUnavailable for any answer that holds none."""
    if status != 200:
        raise ModelUnavailable(_refusal(status, body, endpoint, model))
    if len(body) > MOST_BYTES:
        raise ModelUnavailable(f"{endpoint.authority} sent far more than a letter. Nothing of it was kept.")
    try:
        content = json.loads(body)["choices"][0]["message"]["content"]
    except (ValueError, RecursionError, LookupError, TypeError):
        content = None
    if not isinstance(content, str) or not content.strip():
        raise ModelUnavailable(
            f"What {endpoint.authority} answered is not in the form of chat completions, or is empty. "
            "Check the address in Settings; it often ends in /v1."
        )
    return content


def _refusal(status: int, body: bytes, endpoint: Endpoint, model: str) -> str:
    where = endpoint.authority
    if status in {401, 403}:
        return f"{where} does not accept the key. Give it anew in Settings."
    if status == 404:
        return f"{where} knows no model called “{model}”, or the address is not quite right.{_said(body)}"
    if status == 429:
        return f"{where} has had enough requests for now. Try again in a while.{_said(body)}"
    if 300 <= status < 400:
        return f"{where} points to another address, which is not followed. Give the right one in Settings."
    return f"{where} could not answer (status {status}).{_said(body)}"


def _said(body: bytes) -> str:
    """What the server itself says about it, if that is one short line of text."""
    try:
        told = json.loads(body[:MOST_BYTES])["error"]
        said = told["message"] if isinstance(told, dict) else told
    except (ValueError, RecursionError, LookupError, TypeError):
        return ""
    if not isinstance(said, str) or not said.strip():
        return ""
    line = " ".join("".join(c if c.isprintable() else " " for c in said[: 4 * SAID]).split())
    return f" It says: “{line[:SAID]}”"
