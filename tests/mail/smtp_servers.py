"""Mail servers for tests: one that works, and one that fails in a chosen way at a chosen step."""

import socket
import ssl
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USERNAME, PASSWORD = "ada@example.org", "pâss wörd"


@dataclass(frozen=True, slots=True)
class Fault:
    """What a server does at a step instead of what it should: says something, then goes on or does not."""

    say: bytes = b""
    then: str = "go on"  # or "drop", "stall", "drip"


DROP, STALL, DRIP = Fault(then="drop"), Fault(then="stall"), Fault(then="drip")


class FaultyServer:
    """A raw SMTP server on this machine. ``faults`` maps a step to what happens there.

    The steps: banner, EHLO, STARTTLS, AUTH, MAIL, RCPT, DATA, body (half of it read), end, QUIT.
    ``heard`` is everything that any client said, ``bodies`` the messages that were complete.
    """

    def __init__(self, faults: dict[str, Fault], *, offers: bytes = b"250-AUTH PLAIN LOGIN\r\n") -> None:
        self.faults, self.offers = faults, offers
        self.heard, self.bodies = b"", list[bytes]()
        self._stopped = threading.Event()

    def __enter__(self) -> Self:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        # Closing alone does not wake a thread that waits in accept.
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
            pass
        self._thread.join(5)
        self._listener.close()

    def _accept(self) -> None:
        while True:
            client, _ = self._listener.accept()
            with client:
                if self._stopped.is_set():
                    return
                client.settimeout(5)
                with suppress(OSError), client.makefile("rb") as lines:
                    self._converse(client, lines)

    def _converse(self, client: socket.socket, lines: Any) -> None:
        if not self._does(client, "banner", b"220 faulty ready\r\n"):
            return
        while line := lines.readline():
            self.heard += line
            verb = line.split()[0].decode("latin-1").upper() if line.strip() else ""
            if verb == "DATA":
                on = self._does(client, "DATA", b"354 go ahead\r\n") and self._takes_body(client, lines)
            elif verb == "QUIT":
                self._does(client, "QUIT", b"221 bye\r\n")
                return
            else:
                on = self._does(client, verb, self._usual(verb))
            if not on:
                return

    def _usual(self, verb: str) -> bytes:
        return {"EHLO": b"250-faulty\r\n" + self.offers + b"250 SIZE\r\n", "AUTH": b"235 welcome\r\n"}.get(
            verb, b"250 ok\r\n"
        )

    def _takes_body(self, client: socket.socket, lines: Any) -> bool:
        if "DATA" in self.faults:
            return True  # refused: no body will come
        body = b""
        while (line := lines.readline()) != b".\r\n":
            if not line:
                return False
            self.heard += line
            body += line
            if "body" in self.faults and len(body) > 4096:
                return self._does(client, "body", b"")
        self.heard += line
        self.bodies.append(body)
        return self._does(client, "end", b"250 queued as 42\r\n")

    def _does(self, client: socket.socket, step: str, usually: bytes) -> bool:
        fault = self.faults.get(step)
        if fault is None:
            client.sendall(usually)
            return True
        client.sendall(fault.say)
        if fault.then == "drop" and step == "body":
            # Unread bytes make the operating system reset the connection.
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        if fault.then == "drip":
            while not self._stopped.wait(0.05):
                client.sendall(b"2")
        if fault.then == "stall":
            self._stopped.wait(5)
        return fault.then == "go on"


class Sink:
    """Keeps what a working server took, and refuses whomever it is told to refuse."""

    def __init__(self) -> None:
        self.taken: list[Envelope] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:  # noqa: N802
        self.taken.append(envelope)
        return "250 queued as 42"


def knows_ada(server: Any, session: Any, envelope: Envelope, mechanism: str, login: Any) -> AuthResult:
    right = login == LoginPassword(USERNAME.encode(), PASSWORD.encode())
    return AuthResult(success=right, handled=False)


@contextmanager
def working_server(
    sink: Sink, *, tls: ssl.SSLContext | None = None, starttls: ssl.SSLContext | None = None
) -> Iterator[int]:
    """A real server on a free port of this machine, whose login is Ada's; yields the port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    controller = Controller(
        sink,
        hostname="127.0.0.1",
        port=port,
        ssl_context=tls,
        tls_context=starttls,
        require_starttls=starttls is not None,
        auth_required=True,
        auth_require_tls=starttls is not None,
        authenticator=knows_ada,
    )
    with warnings.catch_warnings():
        # Behind TLS from the first octet, the server does not know that it is safe to ask for a login.
        warnings.filterwarnings("ignore", "Requiring AUTH while not requiring TLS", UserWarning)
        controller.start()
        try:
            yield port
        finally:
            controller.stop(no_assert=True)


class TestAuthority:
    """A certificate authority that only the tests trust."""

    __test__ = False

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Authority of the tests")])
        self.certificate = self._signed(
            self.name, self.key.public_key(), names=[], days=30, is_authority=True
        )

    def trusted(self) -> ssl.SSLContext:
        """What a client uses that trusts this authority and no other."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(
            cadata=self.certificate.public_bytes(serialization.Encoding.PEM).decode()
        )
        return context

    def server(self, *, host: str = "localhost", days: int = 30) -> ssl.SSLContext:
        """What a server of that name uses; a negative number of days has run out."""
        key = ec.generate_private_key(ec.SECP256R1())
        names: list[x509.GeneralName] = [x509.DNSName(host), x509.IPAddress(IPv4Address("127.0.0.2"))]
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
        certificate = self._signed(subject, key.public_key(), names=names, days=days)
        path = self.folder / f"{host}{days}.pem"
        pem = serialization.Encoding.PEM
        path.write_bytes(
            key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
            + certificate.public_bytes(pem)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context

    def _signed(
        self,
        subject: x509.Name,
        key: ec.EllipticCurvePublicKey,
        *,
        names: list[x509.GeneralName],
        days: int,
        is_authority: bool = False,
    ) -> x509.Certificate:
        end = datetime.now(UTC) + timedelta(days=days)
        usage = x509.KeyUsage(
            not is_authority, False, False, False, False, is_authority, is_authority, False, False
        )
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self.name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(end - timedelta(days=60))
            .not_valid_after(end)
            .add_extension(x509.BasicConstraints(is_authority, None), critical=True)
            .add_extension(usage, critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False
            )
        )
        if names:
            builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
        return builder.sign(self.key, hashes.SHA256())
