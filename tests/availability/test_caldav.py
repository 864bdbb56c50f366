"""The client against a real server, and against servers that mean harm."""

import hashlib
import re
import socket
from collections.abc import Iterator

import pytest

from outreach.addresses import allowances
from outreach.availability.caldav import CalDavFailed, Client, Conflict, LoginRefused, NotFoundThere
from outreach.availability.logging_in import Login, answer_to
from outreach.outbound import MAIL_PORTS, WEB_PORTS, Guard, Outbound, Unreached
from tests.calendars.writing_feeds import WITHIN, busy, calendar, event
from tests.listening import Listener, http, listening, saying
from tests.radicale import PASSWORD, Radicale, running_radicale
from tests.test_outbound import TRUSTING

TALK = calendar(event("DTSTART:20261124T090000Z", "DURATION:PT1H", "SUMMARY:Talk"))


@pytest.fixture(scope="module")
def radicale(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Radicale]:
    with running_radicale(tmp_path_factory.mktemp("radicale")) as server:
        server.make_calendar("ada", "work", "Work & study")
        server.make_calendar("ada", "home", "Home")
        yield server


def way_to(port: int) -> Outbound:
    return Outbound(Guard(WEB_PORTS, allowances(f"127.0.0.1:{port}")), Guard(MAIL_PORTS), trusting=TRUSTING)


def client(server: Radicale, *, path: str = "/", password: str = PASSWORD) -> Client:
    return Client(way_to(server.port), Login(server.url + path, "ada", password))


@pytest.mark.parametrize("path", ["", "/", "/ada/", "/.well-known/caldav"])
def test_the_calendars_are_found_from_anywhere(radicale: Radicale, path: str) -> None:
    found = client(radicale, path=path).calendars()

    assert {(c.name, c.url) for c in found} == {
        ("Work & study", f"{radicale.url}/ada/work/"),
        ("Home", f"{radicale.url}/ada/home/"),
    }


def test_a_wrong_password_is_said_to_be_one(radicale: Radicale) -> None:
    with pytest.raises(LoginRefused):
        client(radicale, password="guess").calendars()


def test_an_event_is_written_read_changed_and_taken_away(radicale: Radicale) -> None:
    ada, folder = client(radicale), f"{radicale.url}/ada/work/"
    url, before = folder + "talk.ics", ada.version(folder)
    first = ada.put(url, TALK, etag=None)
    assert busy(ada.events(folder, WITHIN)) == ["11-24 09:00 to 11-24 10:00"]
    assert before != ada.version(folder)

    second = ada.put(url, TALK.replace(b"T09", b"T11"), etag=first)
    assert busy(ada.events(folder, WITHIN)) == ["11-24 11:00 to 11-24 12:00"]

    ada.delete(url, etag=second)
    assert busy(ada.events(folder, WITHIN)) == []


def test_a_version_that_is_not_ours_is_left_alone(radicale: Radicale) -> None:
    ada, url = client(radicale), f"{radicale.url}/ada/home/talk.ics"
    etag = ada.put(url, TALK, etag=None)
    with pytest.raises(Conflict):
        ada.put(url, TALK, etag=None)
    radicale.ask("ada", "PUT", "/ada/home/talk.ics", TALK.decode().replace("Talk", "By hand"))

    with pytest.raises(Conflict):
        ada.put(url, TALK, etag=etag)
    with pytest.raises(Conflict):
        ada.delete(url, etag=etag)
    assert "By hand" in radicale.ask("ada", "GET", "/ada/home/talk.ics")[1]


def test_what_is_not_there_is_not_found(radicale: Radicale) -> None:
    with pytest.raises(NotFoundThere):
        client(radicale).get(f"{radicale.url}/ada/home/nothing.ics")


def test_a_password_does_not_travel_in_the_open() -> None:
    with listening(saying(http(b"", status="401 Who?"))) as server:
        outbound = Outbound(Guard(WEB_PORTS | {server.port}), Guard(MAIL_PORTS), trusting=TRUSTING)
        with pytest.raises(CalDavFailed, match="https"):
            Client(outbound, Login("http://calendar.example/", "ada", "secret")).calendars()
    assert server.heard == []


BILLION_LAUGHS = (
    b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><multistatus xmlns="DAV:">&b;</multistatus>'
)
PEEK = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><multistatus xmlns="DAV:">&a;</multistatus>'


@pytest.mark.parametrize(
    "answer",
    [
        http(b"<html>Welcome</html>"),
        http(b"<html>Welcome</html>", status="207 Multi-Status"),
        http(b"", status="207 Multi-Status"),
        http(BILLION_LAUGHS, status="207 Multi-Status"),
        http(PEEK, status="207 Multi-Status"),
        http(b"<a>" * 100_000, status="207 Multi-Status"),
        http(b"", status="500 Oh"),
        http(b"", status="404 Not here"),
        b"nonsense\r\n\r\n",
    ],
)
def test_what_is_no_calendar_server_is_said_to_be_none(answer: bytes) -> None:
    with listening(saying(answer)) as server, pytest.raises((CalDavFailed, Unreached)):
        Client(way_to(server.port), Login(f"http://127.0.0.1:{server.port}/", "ada", "x")).calendars()


class Doorkeeper:
    """A server that believes nothing but a right digest, which it works out for itself."""

    def __init__(self, algorithm: str) -> None:
        self.algorithm = algorithm
        self.listener: Listener | None = None

    def hashed(self, text: str) -> str:
        return hashlib.new(self.algorithm.replace("-", "").lower(), text.encode()).hexdigest()

    def __call__(self, connection: socket.socket) -> None:
        assert self.listener is not None
        said = self.listener.heard[-1].decode()
        found = re.search(r"^Authorization: Digest (.*)\r$", said, re.MULTILINE)
        if found is None:
            told = (
                f'realm="Ada, home", qop="auth,auth-int", nonce="n0", opaque="o", algorithm={self.algorithm}'
            )
            header = f'WWW-Authenticate: Basic realm="x", Digest {told}'
            connection.sendall(http(b"", header, status="401 Who?"))
        else:
            answer = dict(re.findall(r'(\w+)="?([^",]*)"?', found[1].replace("Ada, home", "Ada")))
            is_right = self.is_right(answer, *said.split(" ")[:2])
            connection.sendall(http(b"BEGIN", status="200 OK" if is_right else "403 No"))

    def is_right(self, told: dict[str, str], method: str, path: str) -> bool:
        secret, asked = self.hashed(f"ada:Ada, home:{PASSWORD}"), self.hashed(f"{method}:{path}")
        right = self.hashed(f"{secret}:n0:{told['nc']}:{told['cnonce']}:auth:{asked}")
        return (told["response"], told["uri"], told["opaque"]) == (right, path, "o")


@pytest.mark.parametrize("algorithm", ["MD5", "SHA-256"])
def test_a_server_may_ask_for_a_digest_of_the_password(algorithm: str) -> None:
    keeper = Doorkeeper(algorithm)
    with listening(keeper) as server:
        keeper.listener = server
        ada = Client(way_to(server.port), Login(f"http://127.0.0.1:{server.port}/", "ada", PASSWORD))
        assert ada.get(f"http://127.0.0.1:{server.port}/x?y=1")[0] == b"BEGIN"

    assert len(server.heard) == 2
    assert not any(PASSWORD.encode() in said or b"Basic " in said for said in server.heard)


def test_basic_is_the_way_where_nothing_better_is_offered() -> None:
    login = Login("https://x.example/", "ada", "påss")

    assert answer_to('Basic realm="x"', login, "GET", "/") == "Basic YWRhOnDDpXNz"
    assert answer_to('Digest realm="x", nonce="n", algorithm=MD6', login, "GET", "/").startswith("Basic ")
