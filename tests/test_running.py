"""The real program, started and stopped as a service manager or a person at a terminal does it."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.conftest import ENCRYPTION_KEY, SECRET_KEY

ROOT = Path(__file__).parent.parent


class Program:
    """A running ``outreach run`` on a port of its own."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "outreach.app", "run", "--migrate", "--port", "0"],
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

    def status(self, path: str) -> int:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        finally:
            connection.close()

    def end(self) -> tuple[int, str]:
        """Wait for the end; the exit code, and what was said by then."""
        said, _ = self.process.communicate(timeout=20)
        return self.process.returncode, said


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    ours = {
        "OUTREACH_SECRET_KEY": SECRET_KEY,
        "OUTREACH_ENCRYPTION_KEYS": ENCRYPTION_KEY,
        "OUTREACH_DATABASE_URL": f"sqlite:///{tmp_path / 'outreach.db'}",
    }
    return {name: value for name, value in os.environ.items() if not name.startswith("OUTREACH_")} | ours


@pytest.fixture
def program(environment: dict[str, str]) -> Iterator[Program]:
    program = Program(environment)
    yield program
    program.process.kill()
    program.process.communicate()


def half_a_request(port: int) -> socket.socket:
    """A form that is still being sent."""
    guest = socket.create_connection(("127.0.0.1", port), timeout=10)
    guest.sendall(b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 4\r\n\r\na=")
    return guest


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "service manager"])
def test_told_to_stop_it_answers_whoever_is_waiting_and_ends_well(program: Program, number: int) -> None:
    with half_a_request(program.port) as guest:
        assert program.status("/") in {200, 303}  # it answers; and so the half has arrived, too

        program.process.send_signal(number)
        guest.sendall(b"1")
        guest.sendall(b"&")
        answer = guest.recv(1000)

    assert answer.startswith(b"HTTP/1.1 ")
    code, said = program.end()
    assert code == 0
    assert said.endswith("Outreach has stopped.\n")
    assert "Traceback" not in said
