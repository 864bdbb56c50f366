"""The one way out: nobody behind our own doors hears a thing, and no answer holds us up."""

import gzip
import socket
import ssl
import subprocess
import threading
import time
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from outreach.addresses import allowances
from outreach.config import Config
from outreach.outbound import (
    MAIL_PORTS,
    WEB_PORTS,
    Guard,
    Limits,
    NoAnswer,
    NotAllowed,
    Outbound,
    TooMuch,
    Unreached,
    look_up,
    target_of,
)
from tests.conftest import ENCRYPTION_KEY, SECRET_KEY
from tests.listening import Listener, Talk, http, listening, saying

QUICK = Limits(within=timedelta(seconds=0.3))
TRUSTING = ssl.create_default_context()  # reading the authorities takes longer than most tests
NAMES = {
    "good.example": ["198.51.100.1"],  # stands for a public one, and is none, should a test ever dial it
    "localhost": ["::1", "127.0.0.1"],
    "metadata.google.internal": ["169.254.169.254"],
    "private.example": ["10.0.0.1"],
    "loop.example": ["127.0.0.1"],
    "loop6.example": ["::1"],
    "mapped.example": ["::ffff:127.0.0.1"],
    "mixed.example": ["8.8.8.8", "127.0.0.1"],
    "mixed6.example": ["2606:4700::1111", "::1"],
    "many.example": ["8.8.8.8"] * 9 + ["10.0.0.1"],
}
# What T20 of our threat model lists. {p} is the port at which canaries listen on 127.0.0.1 and ::1.
IN_WORDS = """
127.0.0.1 localhost 0.0.0.0 0 [::] [::1] [::ffff:127.0.0.1] [::ffff:a9fe:a9fe] [::127.0.0.1] 2130706433 0x7f000001
0x7f.1 0177.0.0.1 127.1 127.0.1 ①②⑦.0.0.1 127。0。0。1 127.0.0.1. LOCALHOST localhost. 169.254.169.254 192.0.0.192
100.100.100.200 168.63.129.16 [fd00:ec2::254] 10.0.0.1 172.16.0.1 172.31.255.254 192.168.0.1 100.64.0.1 198.18.0.1
198.19.0.1 224.0.0.1 240.0.0.1 255.255.255.255 [64:ff9b::7f00:1] [64:ff9b:1::1] [2002:7f00:1::] [2001::1]
[2001:db8::1] [fe80::1%25eth0] [fe80::1] [fec0::1] [fc00::1] [ff02::1] metadata.google.internal private.example
loop.example loop6.example mapped.example mixed.example mixed6.example many.example %31%32%37.0.0.1 127.0.0.1%00.example
"""
HOSTS = IN_WORDS.split()
ODD = [
    "http://good@127.0.0.1:{p}/", "http://good:secret@127.0.0.1:{p}/", "http://127.0.0.1:{p}\\@good.example/",
    "http://good.example\\@127.0.0.1:{p}/", "http://127.0.0.1:{p}#@good.example/", "http://127.0.0.1:{p}?@good.example/",
    "http://127.0.0.1:{p}/\r\nX: y", "http://127.0.0.1:{p}/%0d%0a\tx", "http://127.0.0.1 :{p}/", "http://\t127.0.0.1:{p}/",
    "http:127.0.0.1:{p}/", "http:///127.0.0.1:{p}/", "http://:{p}/", "http://", "//127.0.0.1:{p}/", "127.0.0.1:{p}", "",
    "webcal://127.0.0.1:{p}/", "file:///etc/passwd", "file://127.0.0.1/etc/passwd", "gopher://127.0.0.1:{p}/_x",
    "ftp://127.0.0.1:{p}/", "data:text/calendar,BEGIN", "unix:///run/x.sock", "http+unix://%2Frun%2Fx.sock/",
    "javascript:1", "dict://127.0.0.1:{p}/", "http://127.0.0.1:99999/", "http://good.example:22/",
    "http://good.example:25/", "http://good.example:5432/", "http://good.example:6379/", "http://good.example:-1/",
    "http://outreach.example/calendar/x.ics", "http://" + "a" * 3000 + ".example/",
]  # fmt: skip
HOSTILE = [f"{scheme}://{host}:{{p}}/" for host in HOSTS for scheme in ("http", "https")] + ODD


def resolve(host: str, port: int) -> Sequence[str]:
    """Answers for our names, and for numbers what the system makes of them; asks no name server."""
    name = host.rstrip(".")
    if name in NAMES:
        return NAMES[name]
    return [str(w[0]) for *_, w in socket.getaddrinfo(host, port, flags=socket.AI_NUMERICHOST)]


@pytest.fixture(scope="module")
def canaries() -> Iterator[list[Listener]]:
    """Listeners on both loopbacks and on this machine's own address, all at one port."""
    own = {address for address in look_up(socket.gethostname(), 80) if ":" not in address} - {"127.0.0.1"}
    with listening(saying(http(b"heard"))) as first, listening(host="::1", port=first.port) as second:
        others = [listening(host=address, port=first.port) for address in own]
        yield [first, second, *(other.__enter__() for other in others)]
        for other in others:
            other.__exit__(None, None, None)


def guarded(*, ports: frozenset[int] = WEB_PORTS, allow: str = "") -> Outbound:
    """The way out on a shared instance that is called outreach.example."""
    guard = Guard(ports, allowances(allow), resolve=resolve)
    return Outbound(
        web=guard,
        mail=replace(guard, ports=guard.ports | MAIL_PORTS),
        own=("http", "outreach.example", 80),
        trusting=TRUSTING,
    )


def reaching(server: Listener) -> Outbound:
    """A way out for which the operator opened this one server."""
    return guarded(allow=f"127.0.0.1:{server.port}")


def address(server: Listener) -> str:
    return f"http://127.0.0.1:{server.port}/ada.ics"


def test_there_are_more_than_eighty_hostile_addresses() -> None:
    assert len(set(HOSTILE)) > 80


@pytest.mark.parametrize("url", HOSTILE)
def test_nobody_behind_our_doors_hears_of_a_hostile_address(url: str, canaries: list[Listener]) -> None:
    outbound = guarded(ports=WEB_PORTS | {canaries[0].port})  # so that the port is no reason to refuse

    with pytest.raises(NotAllowed):
        outbound.fetch(url.format(p=canaries[0].port))
    assert [canary.heard for canary in canaries] == [[]] * len(canaries)


@pytest.mark.parametrize("host", HOSTS)
def test_nobody_behind_our_doors_hears_of_a_hostile_mail_server(host: str, canaries: list[Listener]) -> None:
    outbound = guarded(ports=MAIL_PORTS | {canaries[0].port})

    with pytest.raises(NotAllowed):
        outbound.open_mail((host.strip("[]"), canaries[0].port), 5)
    assert [canary.heard for canary in canaries] == [[]] * len(canaries)


def test_the_canaries_do_hear_what_an_operator_opened() -> None:
    with listening(saying(http(b"heard"))) as canary:
        answer = reaching(canary).fetch(address(canary))

    assert (answer.status, answer.body) == (200, b"heard")
    assert canary.heard[0].startswith(b"GET /ada.ics HTTP/1.1\r\nHost: 127.0.0.1:")


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See", "307 Temporary", "308 Permanent"])
@pytest.mark.parametrize(
    "onward", ["http://127.0.0.1:{p}/", "//[::1]:{p}/", "http://0.0.0.0:{p}/", "http://loop.example:{p}/",
               "file:///etc/passwd", "http://good@127.0.0.1:{p}/", "gopher://127.0.0.1:{p}/", "http://localhost:{p}/"]
)  # fmt: skip
def test_a_redirect_goes_through_the_same_gate(status: str, onward: str, canaries: list[Listener]) -> None:
    location = f"Location: {onward.format(p=canaries[0].port)}"
    with listening(saying(http(b"", location, status=status))) as server, pytest.raises(NotAllowed):
        reaching(server).fetch(address(server))
    assert [canary.heard for canary in canaries] == [[]] * len(canaries)


def test_a_page_that_refreshes_itself_is_not_followed(canaries: list[Listener]) -> None:
    with listening(saying(http(b"x", f"Refresh: 0; url=http://127.0.0.1:{canaries[0].port}/"))) as server:
        assert reaching(server).fetch(address(server)).body == b"x"
    assert canaries[0].heard == []


def test_three_redirects_are_followed_and_a_fourth_is_not() -> None:
    def chain(length: int) -> Talk:
        left = [length]

        def talk(connection: socket.socket) -> None:
            left[0] -= 1
            onward = http(b"", "Location: /next", status="302 Found")
            connection.sendall(onward if left[0] >= 0 else http(b"there"))

        return talk

    with listening(chain(3)) as server:
        assert reaching(server).fetch(address(server)).body == b"there"
    with listening(chain(20)) as server, pytest.raises(NoAnswer, match="without end"):
        reaching(server).fetch(address(server))
    assert len(server.heard) == 4


def test_a_password_goes_to_no_other_server() -> None:
    with listening(saying(http(b"there"))) as other:
        onward = http(b"", f"Location: http://127.0.0.1:{other.port}/", status="307 Elsewhere")
        with listening(saying(onward)) as server:
            outbound = guarded(allow="127.0.0.0/8:" + str(server.port) + f", 127.0.0.0/8:{other.port}")
            outbound.fetch(address(server), headers={"Authorization": "Basic c2VjcmV0"})

    assert b"c2VjcmV0" in server.heard[0]
    assert b"c2VjcmV0" not in other.heard[0]


def test_a_name_that_points_elsewhere_a_moment_later_changes_nothing(canaries: list[Listener]) -> None:
    asked, dialled = [], []

    def rebinding(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return ["8.8.8.8"] if len(asked) == 1 else ["127.0.0.1"]

    def dial(where: tuple[str, int], seconds: float) -> socket.socket:
        dialled.append(where[0])
        raise OSError("this machine has no way to the open internet")

    guard = Guard(WEB_PORTS | {canaries[0].port}, resolve=rebinding, dial=dial)
    with pytest.raises(NoAnswer):
        Outbound(web=guard, mail=guard).fetch(f"http://rebind.example:{canaries[0].port}/")
    assert (asked, dialled) == (["rebind.example"], ["8.8.8.8"])


def test_what_stands_behind_a_hash_is_no_part_of_where_it_goes() -> None:
    dialled = []

    def dial(where: tuple[str, int], seconds: float) -> socket.socket:
        dialled.append(where)
        raise OSError("this machine has no way to the open internet")

    guard = Guard(WEB_PORTS, resolve=lambda host, _port: {"good.example": ["8.8.8.8"]}[host], dial=dial)
    with pytest.raises(NoAnswer):
        Outbound(web=guard, mail=guard).fetch("http://good.example#@127.0.0.1/")
    assert dialled == [("8.8.8.8", 80)]


def test_who_answered_is_checked_on_the_connection_itself() -> None:
    def diverted(_where: tuple[str, int], seconds: float) -> socket.socket:
        return socket.create_connection(("127.0.0.1", canary.port), seconds)

    with listening() as canary:
        guard = Guard(WEB_PORTS, resolve=lambda *_: ["8.8.8.8"], dial=diverted)
        with pytest.raises(Unreached):
            Outbound(web=guard, mail=guard).fetch("http://diverted.example/")
    assert canary.heard in ([], [b""])  # it may have been knocked at, but was told nothing


def test_no_proxy_of_the_environment_is_used(
    monkeypatch: pytest.MonkeyPatch, canaries: list[Listener]
) -> None:
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{canaries[0].port}")
    with listening(saying(http(b"direct"))) as server:
        assert reaching(server).fetch(address(server)).body == b"direct"
    assert canaries[0].heard == []


def test_a_name_server_that_never_answers_holds_nobody_up() -> None:
    def asleep(_host: str, _port: int) -> Sequence[str]:
        time.sleep(2)
        return ["8.8.8.8"]

    guard, began = Guard(WEB_PORTS, resolve=asleep), time.monotonic()
    with pytest.raises(Unreached):
        Outbound(web=guard, mail=guard).fetch("http://slow.example/", limits=QUICK)
    assert time.monotonic() - began < 1.5


def dripping(octet: bytes) -> Talk:
    def talk(connection: socket.socket) -> None:
        while True:
            connection.sendall(octet)
            time.sleep(0.05)

    return talk


def dripping_after(start: bytes, octet: bytes) -> Talk:
    def talk(connection: socket.socket) -> None:
        connection.sendall(start)
        dripping(octet)(connection)

    return talk


@pytest.mark.parametrize(
    "talk",
    [
        lambda connection: time.sleep(1),
        dripping(b"H"),
        dripping_after(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"),
        dripping_after(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n", b"x"),
        dripping_after(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        dripping_after(b"HTTP/1.1 200 OK\r\n\r\n", b"x"),
    ],
    ids=["silent", "in the status", "in the headers", "in the body", "in pieces", "without length"],
)
def test_no_slow_server_outlasts_the_time(talk: Talk) -> None:
    with listening(talk) as server:
        began = time.monotonic()
        with pytest.raises(NoAnswer):
            reaching(server).fetch(address(server), limits=QUICK)
        assert time.monotonic() - began < 2


def endless(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        connection.sendall(b"x" * 65536)


def packed(body: bytes, coding: str = "gzip") -> bytes:
    return http(body, f"Content-Encoding: {coding}")


BOMB = gzip.compress(bytes(60 * 1024 * 1024), 9)


@pytest.mark.parametrize(
    "talk",
    [
        endless,
        saying(http(bytes(6 * 1024 * 1024))),
        saying(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"600000\r\n" + bytes(0x600000)),
        saying(packed(BOMB)),
        saying(packed(zlib.compress(bytes(20 * 1024 * 1024)), "deflate")),
    ],
    ids=["endless", "large", "in pieces", "gzip bomb", "deflate bomb"],
)
def test_no_more_is_taken_than_anybody_needs(talk: Talk) -> None:
    with listening(talk) as server, pytest.raises(TooMuch, match="5 MB"):
        reaching(server).fetch(address(server))


@pytest.mark.parametrize(
    "answer",
    [
        packed(gzip.compress(gzip.compress(b"BEGIN")), "gzip, gzip"),
        packed(b"\x0b\x02\x80BEGIN\x03", "br"),
        packed(b"not gzip at all"),
        packed(gzip.compress(b"BEGIN:VCALENDAR" * 99)[:-9]),
        packed(gzip.compress(b"BEGIN") + gzip.compress(b"MORE")),
        b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nBEGIN",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nBEGIN\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nBEGIN\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70000 + b"\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"",
    ],
    ids=["twice packed", "brotli", "no gzip", "cut gzip", "two gzips", "cut short", "cut pieces", "no pieces",
         "many headers", "long header", "no web server", "nothing"],
)  # fmt: skip
def test_half_an_answer_is_none(answer: bytes) -> None:
    with listening(saying(answer)) as server, pytest.raises(NoAnswer):
        reaching(server).fetch(address(server))


def test_what_came_packed_is_unpacked() -> None:
    with listening(saying(packed(gzip.compress(b"BEGIN:VCALENDAR")))) as server:
        assert reaching(server).fetch(address(server)).body == b"BEGIN:VCALENDAR"


@pytest.mark.parametrize("status", ["304 Not Modified", "404 Not Found", "410 Gone", "500 Oh"])
def test_whatever_a_server_says_is_brought_back(status: str) -> None:
    with listening(saying(http(b"", 'ETag: "7"', status=status))) as server:
        answer = reaching(server).fetch(address(server), headers={"If-None-Match": '"7"'})

    assert (answer.status, answer.headers["etag"]) == (int(status[:3]), '"7"')
    assert b'If-None-Match: "7"' in server.heard[0]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate that nobody signed but itself, for 127.0.0.1."""
    folder = tmp_path_factory.mktemp("certificate")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", folder / "both.pem", "-out", folder / "cert.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    (folder / "both.pem").write_bytes((folder / "both.pem").read_bytes() + (folder / "cert.pem").read_bytes())
    return folder


@pytest.fixture
def secure_server(certificate: Path) -> Iterator[int]:
    """The port of a web server that speaks TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "both.pem")
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            try:
                with context.wrap_socket(server.accept()[0], server_side=True) as connection:
                    connection.recv(65536)
                    connection.sendall(http(b"in secret"))
            except OSError:
                return

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield server.getsockname()[1]
    thread.join(5)


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(secure_server: int) -> None:
    with pytest.raises(NoAnswer, match="no valid certificate"):
        guarded(allow=f"127.0.0.1:{secure_server}").fetch(f"https://127.0.0.1:{secure_server}/")


def test_an_encrypted_answer_is_read(secure_server: int, certificate: Path) -> None:
    trusting = ssl.create_default_context(cafile=str(certificate / "cert.pem"))
    outbound = replace(guarded(allow=f"127.0.0.1:{secure_server}"), trusting=trusting)

    assert outbound.fetch(f"webcal://127.0.0.1:{secure_server}/").body == b"in secret"


def config(**settings: object) -> Config:
    return Config(SECRET_KEY, ENCRYPTION_KEY, **settings)  # type: ignore[arg-type]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_one_persons_own_instance_reaches_a_mail_server_beside_it(host: str) -> None:
    outbound = Outbound.of(config())
    with listening() as server:
        outbound.check_mail(host, server.port)
        outbound.open_mail((host, server.port), 5).close()


@pytest.mark.parametrize("host", ["169.254.169.254", "224.0.0.1", "0.0.0.0", "fe80::1"])
def test_even_there_no_mail_server_is_where_none_can_be(host: str) -> None:
    with pytest.raises(NotAllowed):
        Outbound.of(config()).check_mail(host, 25)


@pytest.mark.parametrize(
    ("host", "port"), [("127.0.0.1", 587), ("10.0.0.1", 993), ("mail.example.org", 6379)]
)
def test_where_anybody_may_sign_up_such_a_mail_server_is_refused_at_sight(host: str, port: int) -> None:
    with pytest.raises(NotAllowed):
        Outbound.of(config(open_signup=True)).check_mail(host, port)


def test_unless_the_operator_opened_it() -> None:
    with listening() as server:
        outbound = Outbound.of(config(open_signup=True, outbound_allow=f"127.0.0.0/8:{server.port}"))
        outbound.check_mail("127.0.0.1", server.port)
        outbound.open_mail(("127.0.0.1", server.port), 5).close()


def test_a_mail_server_that_is_not_there_is_no_answer() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(NoAnswer) as nobody:
        Outbound.of(config()).open_mail(("127.0.0.1", port), 2)
    assert isinstance(nobody.value, OSError)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("webcal://Calendar.Example.org/ada.ics", "https://calendar.example.org/ada.ics"),
        (" https://example.org ", "https://example.org/"),
        ("http://example.org:80/a b".replace(" ", "%20"), "http://example.org/a%20b"),
        ("https://example.org/é?q=ü#part", "https://example.org/%C3%A9?q=%C3%BC"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
    ],
)
def test_an_address_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert Outbound.of(config()).check_url(typed) == kept
    assert target_of(typed).url == kept


def test_our_own_calendar_is_not_read(canaries: list[Listener]) -> None:
    with pytest.raises(NotAllowed, match="Outreach itself"):
        Outbound.of(config(public_url="https://outreach.example.org")).check_url(
            "webcal://outreach.example.org/x"
        )


def test_a_secret_address_is_not_printed() -> None:
    assert "private-word" not in repr(target_of("https://calendar.example.org/private-word/basic.ics"))
