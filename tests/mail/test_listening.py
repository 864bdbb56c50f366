"""Listening in mailboxes: on real servers, over a wire that breaks, and to none that cannot tell."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from outreach.mail import listening
from outreach.mail.imap import Mailbox, ear_of
from outreach.mail.listening import LONGEST_REST, MOST, Ears
from outreach.mail.server import ImapServer
from tests.cast import NOW
from tests.mail.imap_servers import PASSWORD, USERNAME, RunningServer, breaking_wire, started

ADA = 1
HELLO = b"From: Grace <grace@example.com>\r\nSubject: Re: A question\r\n\r\nGladly.\r\n"
A_MINUTE = timedelta(minutes=1)


@pytest.fixture(scope="module", params=["pymap", "dovecot"])
def server(request: pytest.FixtureRequest) -> Iterator[RunningServer]:
    with started(request.param) as running:
        yield running


@pytest.fixture
def ears(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ears]:
    monkeypatch.setattr(listening, "BREATH", timedelta(0))
    ears = Ears(ear_of())
    yield ears
    ears.close()


def happens(what: Callable[[], object]) -> bool:
    """Whether it comes true within a while."""
    ends = time.monotonic() + 20
    while not (is_so := what()) and time.monotonic() < ends:
        time.sleep(0.02)
    return bool(is_so)


def hears_of_a_message(ears: Ears, server: RunningServer) -> bool:
    """Whether it is heard when a message comes; another is put there until an ear is at the door."""

    def is_heard() -> bool:
        server.put([HELLO])
        return ears.heard() == {ADA}

    return happens(is_heard)


def test_a_message_is_heard_when_it_comes_and_so_is_the_next(server: RunningServer, ears: Ears) -> None:
    ears.attend({ADA: server.settings}, now=NOW)

    assert hears_of_a_message(ears, server)
    assert hears_of_a_message(ears, server)


def test_listening_goes_on_after_the_time_that_servers_bear_silence(
    server: RunningServer, ears: Ears, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "RENEWED", timedelta(milliseconds=50))
    ears.attend({ADA: server.settings}, now=NOW)
    assert happens(lambda: ears._ears[ADA].has_lasted)

    assert hears_of_a_message(ears, server)


def test_who_is_not_to_be_listened_to_any_more_is_let_go_within_a_second(
    server: RunningServer, ears: Ears
) -> None:
    ears.attend({ADA: server.settings}, now=NOW)
    assert hears_of_a_message(ears, server)
    ear = ears._ears[ADA]
    ears.attend({}, now=NOW)

    ear.join(1)
    assert not ear.is_alive()


def test_closing_waits_for_nobody(server: RunningServer, ears: Ears) -> None:
    ears.attend(dict.fromkeys(range(MOST + 5), server.settings), now=NOW)
    listening_now = list(ears._ears.values())
    began = time.monotonic()
    ears.close()

    assert time.monotonic() - began < 1
    assert len(listening_now) == MOST
    assert all(ear.daemon for ear in listening_now)


def test_a_wire_that_broke_is_left_alone_for_a_while_and_then_tried_again(
    server: RunningServer, ears: Ears
) -> None:
    left = iter([100])
    with breaking_wire(server.port, lambda: next(left, None)) as port:
        wired = {ADA: ImapServer("127.0.0.1", port, "none", USERNAME, PASSWORD)}
        ears.attend(wired, now=NOW)
        assert happens(lambda: not ears._ears[ADA].is_alive())
        ears.attend(wired, now=NOW)
        assert ears._ears == {}

        ears.attend(wired, now=NOW + A_MINUTE)
        assert hears_of_a_message(ears, server)


def test_a_server_that_cannot_tell_is_not_asked_again_that_day(
    server: RunningServer, ears: Ears, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Mailbox, "can_idle", False)
    ears.attend({ADA: server.settings}, now=NOW)
    assert happens(lambda: not ears._ears[ADA].is_alive())
    ears.attend({ADA: server.settings}, now=NOW)

    ears.attend({ADA: server.settings}, now=NOW + LONGEST_REST)
    assert ears._ears == {}


def test_a_server_that_refuses_the_password_is_only_let_alone(server: RunningServer, ears: Ears) -> None:
    wrong = ImapServer("127.0.0.1", server.port, "none", USERNAME, "wrong")
    ears.attend({ADA: wrong}, now=NOW)
    assert happens(lambda: not ears._ears[ADA].is_alive())

    ears.attend({ADA: wrong}, now=NOW)
    assert (ears._ears, ears.heard()) == ({}, set())
