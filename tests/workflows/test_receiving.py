"""The worker and real mailboxes: what is noticed, what is left alone, and wires that break."""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from outreach.accounts.mail_accounts import MailAccount
from outreach.accounts.models import Account
from outreach.database import db, saved
from outreach.followups.models import FollowUp
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.mail import inbox, playing
from outreach.mail.correspondence import Arrival
from outreach.mail.imap import ear_of, entrance
from outreach.mail.incoming import FolderCursor, IncomingMessage, MailboxState, News, SetAside
from outreach.mail.listening import Ears
from outreach.mail.models import Delivery, OutgoingMessage
from outreach.workflows import noticing
from outreach.workflows.delivering import deliver_due
from outreach.workflows.listening import hear, listen
from outreach.workflows.receiving import read_due
from tests.cast import NOW
from tests.mail.imap_servers import PASSWORD, USERNAME, RunningServer, breaking_wire, started
from tests.workflows.reading import story
from tests.workflows.test_delivering import SILENCE
from tests.workflows.test_noticing import scene, sent_letter

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
LATER = NOW + timedelta(days=1)
NOISE = [
    b"From: shop%d@example.net\r\nSubject: Sale %d\r\nMessage-ID: <sale-%d@example.net>\r\n\r\nBuy!\r\n"
    % (n, n, n)
    for n in range(25)
]


@pytest.fixture(scope="module", params=["pymap", "dovecot"])
def running(request: pytest.FixtureRequest) -> Iterator[RunningServer]:
    with started(request.param) as server:
        yield server


@pytest.fixture
def server(running: RunningServer) -> Iterator[RunningServer]:
    """A mailbox with nothing in it."""
    yield running
    with running.client() as client:
        for folder in ("INBOX", "Sent"):
            if client.folder_exists(folder):
                client.select_folder(folder)
                client.delete_messages(client.search())
                client.expunge()


@pytest.fixture
def letter(talk: Interview) -> OutgoingMessage:
    """Ada's letter to Grace, which has left."""
    return sent_letter(talk)


@pytest.fixture
def mail_account(app: Flask, ada: Account, server: RunningServer) -> MailAccount:
    """Ada's own, which is read from the server."""
    account = MailAccount(
        account_id=ada.id,
        provider="other",
        address="ada@example.org",
        host="127.0.0.1",
        port=25,
        security="none",
        username=USERNAME,
        sealed_password="",
        imap_host="127.0.0.1",
        imap_port=server.port,
        imap_security="none",
    )
    account.sealed_password = app.extensions["outreach.vault"].seal(PASSWORD, place=account.place)
    return saved(account)


Look = Callable[..., int]


@pytest.fixture
def look(app: Flask, mail_account: MailAccount) -> Look:
    enter = entrance(app.extensions["outreach.vault"])

    def look(*, at: datetime = LATER, owner: str = "a worker") -> int:
        return read_due(enter, noticing, owner=owner, clock=lambda: at)

    return look


def all_news() -> list[News]:
    return list(db.session.scalars(select(IncomingMessage.news).order_by(IncomingMessage.id)))


def state(account: Account) -> MailboxState:
    found = db.session.get(MailboxState, account.id, populate_existing=True)
    assert found is not None
    return found


def test_an_answer_among_other_mail_is_noticed_and_the_mailbox_left_as_it_was(
    ada: Account,
    talk: Interview,
    letter: OutgoingMessage,
    server: RunningServer,
    look: Look,
) -> None:
    server.put([*NOISE, playing.reply(scene(letter), "Yes, gladly.")], at=LATER)
    before = server.flags()

    assert look() == 1

    assert talk.stage is Stage.ANSWERED
    assert all_news() == [News.ANSWER]
    assert server.flags() == before
    assert (state(ada).read_at, state(ada).trouble) == (LATER, "")


def test_what_was_read_is_not_read_again_and_what_is_new_is(
    letter: OutgoingMessage,
    server: RunningServer,
    look: Look,
) -> None:
    server.put([playing.reply(scene(letter), "Yes.")], at=LATER)
    assert look() == 1
    assert look() == 0  # it is not time yet
    assert look(at=LATER + timedelta(minutes=2)) == 0

    server.put([playing.reply(scene(letter, token="another-token-02"), "Or no.")], at=LATER)
    assert look(at=LATER + timedelta(minutes=4)) == 1


def test_a_folder_made_anew_is_read_anew_and_nothing_counts_twice(
    letter: OutgoingMessage,
    server: RunningServer,
    look: Look,
) -> None:
    server.put([*NOISE, playing.reply(scene(letter), "Yes.")], at=LATER)
    look()
    db.session.execute(text("UPDATE folder_cursors SET uidvalidity = 7, last_uid = 999999"))
    db.session.commit()

    assert look(at=LATER + timedelta(minutes=2)) == 0
    assert all_news() == [News.ANSWER]
    assert db.session.scalars(select(FolderCursor.uidvalidity)).first() != 7


def test_a_letter_of_unknown_fate_is_proved_by_the_sent_folder(
    letter: OutgoingMessage,
    server: RunningServer,
    look: Look,
    app: Flask,
) -> None:
    letter.delivery, letter.sent_at = Delivery.UNSURE, None
    db.session.commit()
    server.put([letter.as_handed_over], folder="Sent", at=LATER)

    look()

    assert letter.proved_at == LATER
    deliver_due(lambda _: pytest.fail("nothing is sent"), owner="w", clock=lambda: LATER)
    assert letter.delivery is Delivery.SENT


def test_a_letter_sent_from_the_telephone_ends_the_waiting(
    talk: Interview,
    letter: OutgoingMessage,
    server: RunningServer,
    look: Look,
) -> None:
    by_hand = b"From: ada@example.org\r\nTo: Grace <grace@example.com>\r\nMessage-ID: <p@phone>\r\n\r\nHi\r\n"
    server.put([by_hand], folder="Sent", at=LATER)

    assert look() == 1
    assert not {f.kind for f in FollowUp.of(talk) if f.settled_at is None} & SILENCE
    assert "mail.by_hand" in story(talk)


def test_one_bad_message_is_put_aside_and_the_ones_after_it_are_read(
    ada: Account,
    letter: OutgoingMessage,
    server: RunningServer,
    look: Look,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server.put(
        [playing.reply(scene(letter, token=f"token-number-{n:04}"), f"Answer {n}") for n in range(3)],
        at=LATER,
    )
    together = noticing.arrived_together

    def stumbles(arrivals: Sequence[Arrival], *, now: datetime) -> int:
        if any("Answer 1" in arrival.reading.text for arrival in arrivals):
            raise RuntimeError("Answer 1 is too much")
        return together(arrivals, now=now)

    monkeypatch.setattr(noticing, "arrived_together", stumbles)

    assert look() == 2
    [aside] = db.session.scalars(select(SetAside))
    assert aside.why == "RuntimeError"
    assert look(at=LATER + timedelta(minutes=5)) == 0


def test_nothing_is_remembered_of_mail_before_anything_was_sent(
    ada: Account, server: RunningServer, look: Look
) -> None:
    server.put(NOISE)
    assert look() == 0
    assert db.session.scalar(select(func.count()).select_from(IncomingMessage)) == 0


def test_a_wire_that_breaks_anywhere_loses_nothing_and_counts_nothing_twice(
    ada: Account,
    mail_account: MailAccount,
    letter: OutgoingMessage,
    server: RunningServer,
    look: Look,
) -> None:
    answers = [playing.reply(scene(letter, token=f"token-number-{n:04}"), f"Answer {n}") for n in range(8)]
    mixed = [*NOISE, *answers]
    random.Random(7).shuffle(mixed)
    server.put(mixed, at=LATER)
    before = server.flags()
    chance = random.Random(11)
    breaks = iter([chance.randrange(20, 12_000) for _ in range(10)])
    now = LATER
    with breaking_wire(server.port, lambda: next(breaks, None)) as port:
        mail_account.imap_port = port
        db.session.commit()
        for _ in range(12):
            now += timedelta(hours=1)
            look(at=now)

    assert all_news() == [News.ANSWER] * 8
    assert server.flags() == before
    assert state(ada).trouble == ""


def test_a_wrong_password_is_told_and_not_tried_every_minute(
    ada: Account, mail_account: MailAccount, app: Flask, look: Look
) -> None:
    mail_account.sealed_password = app.extensions["outreach.vault"].seal("wrong", place=mail_account.place)
    db.session.commit()

    look()

    assert state(ada).trouble == "127.0.0.1 does not accept the user name and the password for reading mail."
    assert state(ada).due_at >= LATER + timedelta(minutes=20)


def test_two_workers_do_not_read_one_mailbox(
    letter: OutgoingMessage,
    server: RunningServer,
    look: Look,
    ada: Account,
) -> None:
    server.put([playing.reply(scene(letter), "Yes.")], at=LATER)
    db.session.add(
        MailboxState(account_id=ada.id, due_at=NOW, lease_owner="b", lease_until=LATER + timedelta(minutes=5))
    )
    db.session.commit()

    assert look() == 0
    assert look(at=LATER + timedelta(minutes=6)) == 1


def test_a_huge_message_is_read_by_its_beginning(
    letter: OutgoingMessage,
    server: RunningServer,
    look: Look,
) -> None:
    server.put([playing.reply(scene(letter), "Yes.\n\n" + "x" * 3_000_000)], at=LATER)
    assert look() == 1


def test_an_answer_that_is_heard_is_read_before_the_minute_is_over(
    app: Flask, server: RunningServer, letter: OutgoingMessage, look: Look
) -> None:
    look(at=LATER)
    ears = Ears(ear_of())
    listen(ears, vault=app.extensions["outreach.vault"], now=LATER)
    at_once = LATER + timedelta(seconds=5)
    assert look(at=at_once) == 0  # it is not time

    for _ in range(200):
        server.put([playing.reply(scene(letter), "Gladly.")])
        if hear(ears, now=at_once):
            break
        time.sleep(0.05)
    ears.close()
    assert look(at=at_once) == 1
    assert hear(ears, now=at_once) == 0


def test_a_hint_does_not_hurry_what_rests_after_trouble(letter: OutgoingMessage) -> None:
    state = saved(MailboxState(account_id=letter.account_id, due_at=LATER, failures=1))

    inbox.hasten(letter.account_id, now=NOW)
    db.session.expire(state)
    assert state.due_at == LATER
