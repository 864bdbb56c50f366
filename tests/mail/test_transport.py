"""The conversation with a mail server, with one that works and with one that fails at every step."""

import socket
import ssl
import time
from base64 import b64encode
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask_mail import email_dispatched

from outreach.mail.mime import as_bytes
from outreach.mail.outcomes import Concerns, Later, Never, Stop, Undelivered, Unsure
from outreach.mail.server import SmtpServer
from outreach.mail.transport import Mail, Message, smtp_connection
from outreach.mail.trial import try_out
from outreach.mail.view import view
from tests.mail.smtp_servers import (
    DRIP,
    DROP,
    PASSWORD,
    STALL,
    USERNAME,
    Fault,
    FaultyServer,
    Sink,
    TestAuthority,
    working_server,
)
from tests.mail.test_mime import INVITATION, LETTER

RAW = as_bytes(LETTER)
LONG = as_bytes(replace(LETTER, text="All work and no play.\n" * 200_000))
QUICK = {
    "timeout": timedelta(seconds=0.3),
    "deadline": timedelta(seconds=0.6),
    "patience": timedelta(seconds=0.4),
}
TEXT = b"compilers"
SECRETS = [PASSWORD.encode(), b64encode(PASSWORD.encode()), b64encode(f"\0{USERNAME}\0{PASSWORD}".encode())]


def server(port: int, **settings: Any) -> SmtpServer:
    account = {"security": "none", "username": USERNAME, "password": PASSWORD}
    return SmtpServer("127.0.0.1", port, **{**account, **QUICK, **settings})


def deliver(to: SmtpServer, raw: bytes = RAW, context: ssl.SSLContext | None = None) -> str:
    with smtp_connection(to, context=context) as connection:
        connection.begin("ada@example.org", "grace@example.com")
        connection.data(raw)
        return connection.receipt


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> TestAuthority:
    return TestAuthority(tmp_path_factory.mktemp("certificates"))


# A server that works


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_letter_arrives_once_over_a_verified_connection(authority: TestAuthority, security: str) -> None:
    sink, certificate = Sink(), authority.server()
    with working_server(sink, **{security: certificate}) as port:
        receipt = deliver(
            replace(server(port, security=security), host="localhost"), context=authority.trusted()
        )

    [taken] = sink.taken
    assert receipt == "queued as 42"
    assert (taken.mail_from, taken.rcpt_tos) == ("ada@example.org", ["grace@example.com"])
    assert taken.content == RAW


def test_several_messages_go_over_one_connection(authority: TestAuthority) -> None:
    sink = Sink()
    with (
        working_server(sink, starttls=authority.server()) as port,
        smtp_connection(
            replace(server(port, security="starttls"), host="localhost"), context=authority.trusted()
        ) as connection,
    ):
        for recipient in ("grace@example.com", "jean@example.com"):
            connection.begin("ada@example.org", recipient)
            connection.data(RAW)

    assert [taken.rcpt_tos for taken in sink.taken] == [["grace@example.com"], ["jean@example.com"]]


def test_a_line_that_begins_with_a_dot_arrives_as_it_is() -> None:
    raw = as_bytes(replace(LETTER, text=".\n..two\n.hidden\n"))
    with FaultyServer({}) as smtp:
        deliver(server(smtp.port), raw)

    assert smtp.bodies == [raw.replace(b"\r\n.", b"\r\n..")]


def test_a_wrong_password_stops_the_account_after_one_attempt(authority: TestAuthority) -> None:
    sink = Sink()
    with working_server(sink, tls=authority.server()) as port:
        wrong = replace(server(port, security="tls", password="wrong"), host="localhost")
        with pytest.raises(Stop) as outcome:
            deliver(wrong, context=authority.trusted())

    assert outcome.value.code == 535
    assert sink.taken == []


def test_trying_out_an_account_sends_a_message_to_oneself(authority: TestAuthority) -> None:
    sink, now = Sink(), datetime(2026, 11, 5, 9, 30, tzinfo=UTC)
    with working_server(sink, starttls=authority.server()) as port:
        account = replace(server(port, security="starttls"), host="localhost")
        try_out(account, "ada@example.org", now=now, context=authority.trusted())

    [taken] = sink.taken
    shown = view(taken.content or b"")  # type: ignore[arg-type]
    assert taken.rcpt_tos == ["ada@example.org"]
    assert shown.date == now
    assert shown.header("Auto-Submitted") == "auto-generated"


def test_flask_mail_sees_what_was_sent() -> None:
    seen = []

    def note(app: object, message: Message) -> None:
        seen.append(message)

    with FaultyServer({}) as smtp, email_dispatched.connected_to(note):
        mail = Mail(server(smtp.port), context=None, opener=socket.create_connection)
        mail.send(Message(INVITATION))

    [message] = seen
    assert (message.msgId, message.as_string()) == (INVITATION.message_id, as_bytes(INVITATION).decode())
    assert smtp.bodies == [as_bytes(INVITATION)]


# A server that fails: every row of the table


BEFORE_THE_TEXT = [
    ("banner 421", {"banner": Fault(b"421 busy\r\n", "drop")}, Later, Concerns.ACCOUNT),
    ("banner 554", {"banner": Fault(b"554 no service for you\r\n", "drop")}, Stop, Concerns.ACCOUNT),
    ("banner stalls", {"banner": STALL}, Later, Concerns.ACCOUNT),
    ("drop at banner", {"banner": DROP}, Later, Concerns.ACCOUNT),
    ("2 MB banner line", {"banner": Fault(b"220 " + b"x" * 2_000_000)}, Later, Concerns.ACCOUNT),
    ("banner without end", {"banner": Fault(b"220-more\r\n" * 60_000)}, Later, Concerns.ACCOUNT),
    ("slow drip", {"banner": DRIP}, Later, Concerns.ACCOUNT),
    ("garbage banner", {"banner": Fault(b"HTTP/1.1 400 Bad Request\r\n")}, Later, Concerns.ACCOUNT),
    ("EHLO 421 and close", {"EHLO": Fault(b"421 bye\r\n", "drop")}, Later, Concerns.ACCOUNT),
    ("EHLO stalls", {"EHLO": STALL}, Later, Concerns.ACCOUNT),
    ("AUTH 535", {"AUTH": Fault(b"535 5.7.8 wrong\r\n")}, Stop, Concerns.ACCOUNT),
    ("AUTH 534", {"AUTH": Fault(b"534 5.7.9 app password needed\r\n")}, Stop, Concerns.ACCOUNT),
    ("AUTH 454", {"AUTH": Fault(b"454 4.7.0 too many logins\r\n")}, Stop, Concerns.ACCOUNT),
    ("AUTH dropped", {"AUTH": DROP}, Later, Concerns.ACCOUNT),
    ("MAIL 451", {"MAIL": Fault(b"451 try later\r\n")}, Later, Concerns.ACCOUNT),
    ("MAIL 550", {"MAIL": Fault(b"550 not you\r\n")}, Stop, Concerns.ACCOUNT),
    ("MAIL garbage", {"MAIL": Fault(b"hello?\r\n")}, Later, Concerns.ACCOUNT),
    ("RCPT 450 greylisted", {"RCPT": Fault(b"450 4.2.0 greylisted\r\n")}, Later, Concerns.ADDRESS),
    ("RCPT 550", {"RCPT": Fault(b"550 5.1.1 no such user\r\n")}, Never, Concerns.ADDRESS),
    ("RCPT 550 policy", {"RCPT": Fault(b"550 5.7.1 relaying denied\r\n")}, Never, Concerns.ACCOUNT),
    ("RCPT 552 full", {"RCPT": Fault(b"552 5.2.2 mailbox full\r\n")}, Never, Concerns.MESSAGE),
    ("RCPT 421 and close", {"RCPT": Fault(b"421 slow down\r\n", "drop")}, Later, Concerns.ACCOUNT),
    ("RCPT garbage", {"RCPT": Fault(b"5xx\r\n")}, Later, Concerns.ADDRESS),
    ("RCPT drips", {"RCPT": DRIP}, Later, Concerns.ACCOUNT),
    ("DATA 451", {"DATA": Fault(b"451 later\r\n")}, Later, Concerns.MESSAGE),
    ("DATA 554", {"DATA": Fault(b"554 no valid recipients\r\n")}, Never, Concerns.MESSAGE),
    ("drop at DATA", {"DATA": DROP}, Later, Concerns.ACCOUNT),
]  # fmt: skip


@pytest.mark.parametrize(
    ("faults", "outcome", "concerns"),
    [row[1:] for row in BEFORE_THE_TEXT],
    ids=[row[0] for row in BEFORE_THE_TEXT],
)
def test_before_the_text_each_fault_has_its_outcome_and_no_text_leaves(
    faults: dict[str, Fault], outcome: type[Undelivered], concerns: Concerns
) -> None:
    began = time.perf_counter()
    with FaultyServer(faults) as smtp, pytest.raises(Undelivered) as raised:
        deliver(server(smtp.port))

    assert type(raised.value) is outcome
    assert raised.value.concerns is concerns
    assert TEXT not in smtp.heard
    assert time.perf_counter() - began < 3


AFTER_THE_TEXT = [
    ("drop after the dot", {"end": DROP}, Unsure, Concerns.MESSAGE),
    ("stall after the dot", {"end": STALL}, Unsure, Concerns.MESSAGE),
    ("drip after the dot", {"end": DRIP}, Unsure, Concerns.MESSAGE),
    ("garbage after the dot", {"end": Fault(b"what?\r\n")}, Unsure, Concerns.MESSAGE),
    ("endless line after the dot", {"end": Fault(b"250 " + b"x" * 20_000)}, Unsure, Concerns.MESSAGE),
    ("a 3xx after the dot", {"end": Fault(b"354 more\r\n")}, Unsure, Concerns.MESSAGE),
    ("451 after the dot", {"end": Fault(b"451 4.3.0 disk full\r\n")}, Later, Concerns.MESSAGE),
    ("421 after the dot", {"end": Fault(b"421 4.3.2 closing\r\n", "drop")}, Later, Concerns.ACCOUNT),
    ("552 after the dot", {"end": Fault(b"552 5.3.4 too large\r\n")}, Never, Concerns.MESSAGE),
    ("554 spam after the dot", {"end": Fault(b"554 looks like spam\r\n")}, Never, Concerns.ACCOUNT),
    ("550 policy after the dot", {"end": Fault(b"550 5.7.26 unauthenticated\r\n")}, Never, Concerns.ACCOUNT),
]


@pytest.mark.parametrize(
    ("faults", "outcome", "concerns"),
    [row[1:] for row in AFTER_THE_TEXT],
    ids=[row[0] for row in AFTER_THE_TEXT],
)
def test_after_the_dot_only_a_clear_answer_is_believed(
    faults: dict[str, Fault], outcome: type[Undelivered], concerns: Concerns
) -> None:
    with FaultyServer(faults) as smtp, pytest.raises(Undelivered) as raised:
        deliver(server(smtp.port))

    assert type(raised.value) is outcome
    assert raised.value.concerns is concerns
    assert len(smtp.bodies) == 1


def test_a_connection_lost_in_the_middle_of_the_text_is_tried_again() -> None:
    with FaultyServer({"body": DROP}) as smtp, pytest.raises(Later):
        deliver(server(smtp.port), LONG)

    assert smtp.bodies == []


def test_a_server_that_stops_reading_is_left_in_time_and_tried_again() -> None:
    began = time.perf_counter()
    with FaultyServer({"body": STALL}) as smtp, pytest.raises(Later):
        deliver(server(smtp.port), LONG)

    assert time.perf_counter() - began < 3
    assert smtp.bodies == []


@pytest.mark.parametrize(
    "farewell", [DROP, STALL, DRIP, Fault(b"500 no\r\n"), Fault(b"\xff" * 20_000)], ids=repr
)
def test_what_was_taken_stays_taken_however_the_server_says_goodbye(farewell: Fault) -> None:
    with FaultyServer({"QUIT": farewell}) as smtp:
        assert deliver(server(smtp.port)) == "queued as 42"


def test_a_server_that_falls_silent_is_said_to_have_been_too_slow() -> None:
    with FaultyServer({"MAIL": STALL}) as smtp, pytest.raises(Later, match="did not answer in time"):
        deliver(server(smtp.port))


def test_nobody_there_is_tried_again() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(Later, match="could not be reached") as raised:
        deliver(server(port))

    assert raised.value.concerns is Concerns.ACCOUNT


def test_a_name_that_nobody_knows_is_tried_again() -> None:
    def nowhere(address: tuple[str, int], seconds: float) -> socket.socket:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with pytest.raises(Later, match="could not be found"):
        smtp_connection(server(25), opener=nowhere).__enter__()


# What must not leave this machine


@pytest.mark.parametrize(
    "offers", [b"", b"250-AUTH PLAIN LOGIN\r\n"], ids=["nothing offered", "only a login offered"]
)
def test_without_starttls_neither_password_nor_text_leaves(offers: bytes) -> None:
    with FaultyServer({}, offers=offers) as smtp, pytest.raises(Stop, match="does not offer encryption"):
        deliver(server(smtp.port, security="starttls"))

    assert smtp.heard == b"ehlo [127.0.0.1]\r\n"


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (b"454 not now\r\n", Later),
        (b"501 no\r\n", Stop),
        (b"220 go on\r\n250 AUTH PLAIN\r\n", Stop),
        (b"?\r\n", Later),
    ],
)
def test_a_starttls_that_does_not_come_about_sends_nothing(answer: bytes, outcome: type[Undelivered]) -> None:
    with (
        FaultyServer({"STARTTLS": Fault(answer)}, offers=b"250-STARTTLS\r\n") as smtp,
        pytest.raises(Undelivered) as raised,
    ):
        deliver(server(smtp.port, security="starttls"))

    assert type(raised.value) is outcome
    assert TEXT not in smtp.heard
    assert not any(secret in smtp.heard for secret in SECRETS)


@pytest.mark.parametrize("security", ["tls", "starttls"])
@pytest.mark.parametrize(
    ("certificate", "trusts"),
    [({"host": "elsewhere.example"}, True), ({"days": -1}, True), ({}, False)],
    ids=["another name", "run out", "an authority nobody trusts"],
)
def test_a_certificate_that_proves_nothing_stops_the_account(
    authority: TestAuthority, security: str, certificate: dict[str, Any], trusts: bool
) -> None:
    sink = Sink()
    with working_server(sink, **{security: authority.server(**certificate)}) as port:
        account = replace(server(port, security=security), host="localhost")
        with pytest.raises(Stop, match="could not prove"):
            deliver(account, context=authority.trusted() if trusts else None)

    assert sink.taken == []


def test_tls_to_a_port_that_speaks_none_stops_the_account() -> None:
    with FaultyServer({}) as smtp, pytest.raises(Stop, match="does not speak TLS"):
        deliver(server(smtp.port, security="tls"))

    assert not any(secret in smtp.heard for secret in SECRETS)


def test_a_server_that_silently_takes_the_connection_is_left_in_time() -> None:
    with FaultyServer({"banner": STALL}) as smtp, pytest.raises(Later, match="in time"):
        deliver(server(smtp.port, security="tls"))


def test_a_server_without_a_way_to_log_in_stops_the_account() -> None:
    with (
        FaultyServer({}, offers=b"250-AUTH XOAUTH2\r\n") as smtp,
        pytest.raises(Stop, match="no way to log in"),
    ):
        deliver(server(smtp.port))


def test_the_older_way_to_log_in_is_understood_too() -> None:
    with FaultyServer({}, offers=b"250-AUTH LOGIN\r\n") as smtp:
        deliver(server(smtp.port))

    assert b"AUTH LOGIN " + b64encode(USERNAME.encode()) in smtp.heard


def test_no_login_is_tried_where_none_was_asked_for() -> None:
    with FaultyServer({}, offers=b"") as smtp:
        deliver(server(smtp.port, username="", password=""))

    assert b"AUTH" not in smtp.heard


def test_what_a_hostile_server_says_is_short_and_harmless_and_keeps_our_secrets() -> None:
    says = (
        b"535 \x1b[31m<script>alert(1)</script> "
        + SECRETS[0]
        + b" "
        + SECRETS[2]
        + b" \xe2\x80\xae"
        + b"x" * 5000
    )
    with FaultyServer({"AUTH": Fault(says + b"\r\n")}) as smtp, pytest.raises(Stop) as raised:
        deliver(server(smtp.port))

    text = str(raised.value)
    assert len(text) < 300
    assert text.isprintable()
    assert not set(text) & set("<>&")
    assert not any(secret.decode() in text for secret in SECRETS)


@pytest.mark.parametrize(
    "address",
    [
        "grace@example.com\r\nRCPT TO:<evil@example.net>",
        "a@b.org, c@d.org",
        "<a@b.org> SIZE=1",
        "",
        "g\u2028@x.org",
        "müller@example.org",
    ],
)
def test_an_address_cannot_carry_a_command(address: str) -> None:
    with FaultyServer({}) as smtp, smtp_connection(server(smtp.port)) as connection:
        with pytest.raises(Never) as never:
            connection.begin("ada@example.org", address)
        with pytest.raises(Stop):
            connection.begin(address, "grace@example.com")

    assert never.value.concerns is Concerns.ADDRESS
    assert b"MAIL" not in smtp.heard.upper()


@pytest.mark.parametrize("raw", [b"a\n.\r\nb\r\n", b"a\r.\r\n", b"Gr\xc3\xbc\xc3\x9fe\r\n", b"no end"])
def test_bytes_that_could_end_a_message_early_are_not_sent(raw: bytes) -> None:
    with FaultyServer({}) as smtp, smtp_connection(server(smtp.port)) as connection:
        connection.begin("ada@example.org", "grace@example.com")
        with pytest.raises(Never, match="form"):
            connection.data(raw)

    assert b"DATA" not in smtp.heard.upper()


def test_after_a_refused_address_the_next_message_starts_afresh() -> None:
    with (
        FaultyServer({"RCPT": Fault(b"550 5.1.1 unknown\r\n")}) as smtp,
        smtp_connection(server(smtp.port)) as connection,
    ):
        with pytest.raises(Never):
            connection.begin("ada@example.org", "nobody@example.com")
        del smtp.faults["RCPT"]
        connection.begin("ada@example.org", "grace@example.com")
        connection.data(RAW)

    assert b"rset\r\n" in smtp.heard
    assert len(smtp.bodies) == 1
