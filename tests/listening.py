"""Real servers on this machine that the tests talk to: canaries that should hear nothing, and hosts that misbehave."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

Talk = Callable[[socket.socket], None]
"""What a server does with one connection."""


@dataclass
class Listener:
    """A port of this machine where somebody listens, and what was heard there."""

    port: int
    heard: list[bytes] = field(default_factory=list)
    """The first octets of every connection; empty where somebody only knocked."""


@contextmanager
def listening(talk: Talk | None = None, *, host: str = "127.0.0.1", port: int = 0) -> Iterator[Listener]:
    """Accept connections until the block ends, note what each says first, and let ``talk`` answer."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    server = socket.socket(family, socket.SOCK_STREAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind((host, port))
    server.listen(16)
    listener = Listener(server.getsockname()[1])
    threads: list[threading.Thread] = []

    def serve(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.settimeout(10)
            listener.heard.append(b"")
            place = len(listener.heard) - 1
            listener.heard[place] = connection.recv(65536)
            if talk is not None:
                talk(connection)

    def accept() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            threads.append(threading.Thread(target=serve, args=(connection,), daemon=True))
            threads[-1].start()

    accepting = threading.Thread(target=accept, daemon=True)
    accepting.start()
    try:
        yield listener
    finally:
        with suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)
        server.close()
        accepting.join(5)
        for thread in threads:
            thread.join(5)


def saying(*pieces: bytes) -> Talk:
    """Answers with these octets, then hangs up."""

    def talk(connection: socket.socket) -> None:
        for piece in pieces:
            connection.sendall(piece)

    return talk


def http(body: bytes = b"", *headers: str, status: str = "200 OK") -> bytes:
    """A whole answer of a web server."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode("latin-1") + body
