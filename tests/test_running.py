"""The real program, started and stopped as a service manager or a person at a terminal does it."""

import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from outreach.migrating import upgrade
from tests.databases import prepared_engine
from tests.running import Program, environment


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    url = f"sqlite:///{tmp_path / 'outreach.db'}"
    upgrade(prepared_engine(url))  # the program would take another start of a program for it
    with Program(environment(url)) as program:
        yield program


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
