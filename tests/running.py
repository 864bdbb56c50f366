"""The real program in a process of its own: the web server with the worker beside it, as a person starts it."""

import os
import re
import socket
import subprocess
import sys
import threading
from http.client import HTTPConnection
from pathlib import Path
from typing import Self

from tests.conftest import ENCRYPTION_KEY, SECRET_KEY

ROOT = Path(__file__).parent.parent


def environment(database_url: str, **settings: str) -> dict[str, str]:
    """The variables of a program that works on this database; ``settings`` as in ``.env.example``."""
    ours = {
        "secret_key": SECRET_KEY,
        "encryption_keys": ENCRYPTION_KEY,
        "database_url": database_url,
    } | settings
    others = {name: value for name, value in os.environ.items() if not name.startswith("OUTREACH_")}
    return others | {f"OUTREACH_{name.upper()}": value for name, value in ours.items()}


class Program:
    """A running ``outreach run``. A ``port`` of 0 means any that is free."""

    def __init__(self, environment: dict[str, str], *, port: int = 0) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "outreach", "run", "--migrate", "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self.process.stdout is not None
        said = self.process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)", said)
        assert found, said + self.process.communicate(timeout=10)[0]
        self.port = int(found[1])
        # Read all along: a program whose words nobody reads stands still in the end.
        self._said: list[str] = []
        self._reader = threading.Thread(target=self._said.extend, args=[self.process.stdout], daemon=True)
        self._reader.start()

    def status(self, path: str) -> int:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        finally:
            connection.close()

    def end(self) -> tuple[int, str]:
        """Wait for the end; the exit code, and what was said by then."""
        code = self.process.wait(timeout=20)
        self._reader.join(timeout=20)
        return code, "".join(self._said)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        if self.process.stdout:
            self._reader.join()
            self.process.stdout.close()


def free_port() -> int:
    """A port that nobody listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
