import socket
import threading
from collections.abc import Iterable, Iterator
from http.client import HTTPConnection
from typing import Any

import pytest

from outreach.serving import CannotListen, Server


class Kitchen:
    """An application whose answer is ready when the test says so."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.ready = threading.Event()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.begun.set()
        if environ["PATH_INFO"] == "/slow":
            self.ready.wait(10)
        body = environ.get("HTTP_X_FORWARDED_FOR", "no proxy").encode()
        start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
        return [body]


@pytest.fixture
def kitchen() -> Kitchen:
    return Kitchen()


@pytest.fixture
def server(kitchen: Kitchen) -> Iterator[Server]:
    """A server that runs in a thread, on any free port."""
    server = Server(kitchen, host="127.0.0.1", port=0)
    thread = threading.Thread(target=server.run)
    thread.start()
    yield server
    kitchen.ready.set()
    server.stop()
    thread.join(timeout=10)
    assert not thread.is_alive()


def connected(port: int) -> HTTPConnection:
    return HTTPConnection("127.0.0.1", port, timeout=10)


def answer(connection: HTTPConnection) -> bytes:
    response = connection.getresponse()
    assert response.status == 200
    return response.read()


def is_refused(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except ConnectionError:
        return True
    return False


def wait_until_refused(port: int) -> None:
    pause = threading.Event()
    assert any(is_refused(port) or pause.wait(0.05) for _ in range(100))


def test_a_request_that_runs_when_the_server_is_told_to_stop_is_answered(
    kitchen: Kitchen, server: Server
) -> None:
    port = server.port
    guest = connected(port)
    guest.request("GET", "/slow")
    kitchen.begun.wait(5)

    server.stop()
    wait_until_refused(port)
    kitchen.ready.set()

    assert answer(guest) == b"no proxy"
    guest.close()


def test_a_form_that_was_half_sent_may_be_sent_whole(server: Server) -> None:
    port = server.port
    with socket.create_connection(("127.0.0.1", port), timeout=10) as guest:
        guest.sendall(b"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 4\r\n\r\nhal")
        guest_seen = connected(port)
        guest_seen.request("GET", "/")
        answer(guest_seen)
        guest_seen.close()

        server.stop()
        wait_until_refused(port)
        guest.sendall(b"f")

        assert guest.recv(1000).startswith(b"HTTP/1.1 200 OK")


def test_a_connection_that_only_waits_does_not_hold_the_end_up(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as idle:
        server.stop()

        assert idle.recv(1) == b""


def test_a_port_in_use_is_refused_in_words(server: Server, kitchen: Kitchen) -> None:
    with pytest.raises(CannotListen, match=f"Port {server.port} is in use"):
        Server(kitchen, host="127.0.0.1", port=server.port)


def test_an_address_of_another_machine_is_refused_in_words(kitchen: Kitchen) -> None:
    with pytest.raises(CannotListen, match=r"cannot serve on 192\.0\.2\.1"):
        Server(kitchen, host="192.0.2.1", port=0)


def test_without_a_proxy_nobody_can_claim_to_come_from_elsewhere(server: Server) -> None:
    guest = connected(server.port)
    guest.request("GET", "/", headers={"X-Forwarded-For": "192.0.2.1"})

    assert answer(guest) == b"no proxy"
    guest.close()


def test_behind_a_proxy_its_word_is_passed_on(kitchen: Kitchen) -> None:
    server = Server(kitchen, host="127.0.0.1", port=0, behind_proxies=True)
    thread = threading.Thread(target=server.run)
    thread.start()
    guest = connected(server.port)
    guest.request("GET", "/", headers={"X-Forwarded-For": "192.0.2.1"})

    assert answer(guest) == b"192.0.2.1"
    guest.close()
    server.stop()
    thread.join(timeout=10)
