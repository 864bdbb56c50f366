"""A real CalDAV server on this machine: Radicale, with Ada's calendars on it."""

import socket
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from xml.sax.saxutils import escape

PASSWORD = "an app password"
MAKE = (
    '<?xml version="1.0"?><C:mkcalendar xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><set><prop>'
    "<displayname>{name}</displayname></prop></set></C:mkcalendar>"
)


@dataclass(frozen=True)
class Radicale:
    """The running server, as somebody's own calendar program sees it."""

    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def make_calendar(self, user: str, folder: str, name: str) -> str:
        """A new calendar; answers its address."""
        status, _ = self.ask(user, "MKCALENDAR", f"/{user}/{folder}/", MAKE.format(name=escape(name)))
        assert status == 201
        return f"{self.url}/{user}/{folder}/"

    def ask(self, user: str, method: str, path: str, body: str = "") -> tuple[int, str]:
        """One question past our own client, as another program would put it."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        token = b64encode(f"{user}:{PASSWORD}".encode()).decode()
        connection.request(method, path, body.encode(), {"Authorization": f"Basic {token}"})
        response = connection.getresponse()
        try:
            return response.status, response.read().decode()
        finally:
            connection.close()


@contextmanager
def running_radicale(folder: Path) -> Iterator[Radicale]:
    """Radicale on a free port, with users of any name and one password, until the block ends."""
    users = folder / "users"
    users.write_text(
        "".join(f"{name}:{PASSWORD}\n" for name in ("ada", "mary", *(f"user{n}" for n in range(99))))
    )
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    options = {
        "--server-hosts": f"127.0.0.1:{port}",
        "--auth-type": "htpasswd",
        "--auth-htpasswd-filename": str(users),
        "--auth-htpasswd-encryption": "plain",
        "--auth-delay": "0",
        "--storage-filesystem-folder": str(folder / "collections"),
        "--logging-level": "error",
    }
    command = [
        sys.executable,
        "-m",
        "radicale",
        "--config",
        "",
        *(w for pair in options.items() for w in pair),
    ]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield Radicale(port)
    finally:
        server.terminate()
        server.wait(10)


def _wait_for(port: int) -> None:
    ends = time.monotonic() + 30
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            assert time.monotonic() < ends, "Radicale did not start"
            time.sleep(0.05)
        else:
            return
