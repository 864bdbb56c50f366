"""How much leaves a day, how far apart and at which hours, however many workers there are."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from flask import Flask
from sqlalchemy import update

from outreach.accounts.mail_accounts import MailAccount
from outreach.accounts.models import Account
from outreach.contacts.models import Contact
from outreach.database import db, saved
from outreach.interviews.models import Interview
from outreach.mail import outbox
from outreach.mail.carriers import Connect, connector
from outreach.mail.models import Delivery, OutgoingMessage
from outreach.mail.outbox import Sender
from outreach.mail.rules import SendingRules
from outreach.workflows.delivering import Round, deliver_due
from tests.cast import NOW
from tests.mail.smtp_servers import FaultyServer, Sink, working_server
from tests.workflows.posting import Wall, queued, sends_through

A_MINUTE, AN_HOUR, A_DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
def connect(app: Flask) -> Connect:
    return connector(app.extensions["outreach.vault"])


@pytest.fixture
def rules(ada: Account) -> SendingRules:
    """Ada’s, with no gap between letters."""
    return saved(SendingRules(account_id=ada.id, spacing=timedelta(0), days="01234", opens=480, closes=1080))


def letters(talk: Interview, count: int) -> list[OutgoingMessage]:
    """Letters to so many people, all due."""
    return [queued(talk, about="letter", to=f"contact{number}@example.com") for number in range(count)]


def test_no_more_letters_than_the_limit_leave_in_a_day(
    app: Flask, ada: Account, talk: Interview, rules: SendingRules, connect: Connect, wall: Wall
) -> None:
    rules.most_a_day = 3
    letters(talk, 5)
    sink = Sink()
    with working_server(sink) as port:
        sends_through(app, ada, port)
        assert deliver_due(connect, owner="worker", clock=wall) == Round(sent=3)
        wall.shows += A_DAY - A_MINUTE
        assert deliver_due(connect, owner="worker", clock=wall) == Round()
        wall.shows += 2 * A_MINUTE
        assert deliver_due(connect, owner="worker", clock=wall) == Round(sent=2)

    assert len(sink.taken) == 5


def test_a_letter_that_waits_says_why_and_until_when(
    app: Flask, ada: Account, talk: Interview, rules: SendingRules, connect: Connect, wall: Wall
) -> None:
    rules.most_a_day = 1
    _, second = letters(talk, 2)
    with FaultyServer({}) as server:
        sends_through(app, ada, server.port)
        deliver_due(connect, owner="worker", clock=wall)

    assert (second.delivery, second.send_after, second.attempts) == (Delivery.QUEUED, NOW + A_DAY, 0)
    assert "Your limit of 1 letters" in second.trouble


def test_an_invitation_does_not_wait_for_the_limit_of_letters(
    app: Flask, ada: Account, talk: Interview, rules: SendingRules, connect: Connect, wall: Wall
) -> None:
    rules.most_a_day = 1
    letters(talk, 2)
    invitation = queued(talk, about="invitation")
    with FaultyServer({}) as server:
        sends_through(app, ada, server.port)
        deliver_due(connect, owner="worker", clock=wall)

    assert invitation.delivery is Delivery.SENT


def test_four_workers_at_once_keep_the_limit_exactly(
    app: Flask, ada: Account, talk: Interview, rules: SendingRules, connect: Connect
) -> None:
    rules.most_a_day = 7
    letters(talk, 30)
    sink = Sink()
    with working_server(sink) as port:
        sends_through(app, ada, port)
        db.session.commit()

        def work(number: int) -> None:
            with app.app_context():
                deliver_due(connect, owner=f"worker {number}", clock=lambda: NOW, limit=30)

        at_once(work, 4)
        work(5)  # who found the account in other hands too often has gone home early

    assert len(sink.taken) == 7


def at_once(work: Callable[[int], None], count: int) -> None:
    threads = [threading.Thread(target=work, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)


def test_letters_leave_one_after_another_with_a_gap(
    app: Flask, ada: Account, talk: Interview, rules: SendingRules, connect: Connect, wall: Wall
) -> None:
    rules.spacing = A_MINUTE
    first, second, third = letters(talk, 3)
    with FaultyServer({}) as server:
        sends_through(app, ada, server.port)
        for _ in range(40):
            deliver_due(connect, owner="worker", clock=wall)
            wall.shows += timedelta(seconds=5)

    times = [message.sent_at for message in (first, second, third)]
    gaps = [later - sooner for sooner, later in pairwise(times) if sooner and later]
    assert len(gaps) == 2
    assert all(timedelta(seconds=30) <= gap <= timedelta(seconds=100) for gap in gaps)


def test_a_letter_waits_for_the_hours_of_whoever_reads_it(
    app: Flask, ada: Account, talk: Interview, rules: SendingRules, connect: Connect, wall: Wall
) -> None:
    """It is four in the morning in New York, and the day after tomorrow is Thanksgiving."""
    [letter] = letters(talk, 1)
    letter.keeps_hours = True
    with FaultyServer({}) as server:
        sends_through(app, ada, server.port)
        assert deliver_due(connect, owner="worker", clock=wall) == Round()
        assert letter.send_after == datetime(2026, 11, 24, 13, 0, tzinfo=UTC)

        wall.shows = letter.send_after
        assert deliver_due(connect, owner="worker", clock=wall) == Round(sent=1)


def test_a_letter_held_up_past_the_hours_waits_for_the_next_and_skips_the_holiday(
    app: Flask, ada: Account, talk: Interview, rules: SendingRules, connect: Connect, wall: Wall
) -> None:
    [letter] = letters(talk, 1)
    letter.keeps_hours, letter.send_after = True, datetime(2026, 11, 25, 22, 59, tzinfo=UTC)
    with FaultyServer({}) as server:
        sends_through(app, ada, server.port)
        wall.shows = datetime(2026, 11, 25, 23, 30, tzinfo=UTC)
        deliver_due(connect, owner="worker", clock=wall)

    assert letter.send_after == datetime(2026, 11, 27, 13, 0, tzinfo=UTC)
    assert "working hours of Grace" in letter.trouble


def test_what_looks_like_a_loop_is_braked(
    app: Flask, ada: Account, talk: Interview, connect: Connect, wall: Wall
) -> None:
    notices = [queued(talk) for _ in range(20)]
    with FaultyServer({}) as server:
        sends_through(app, ada, server.port)
        assert deliver_due(connect, owner="worker", clock=wall) == Round(sent=12)

    assert notices[12].send_after > NOW + A_DAY - A_MINUTE
    assert "Enough has gone to Grace Hopper for one day" in notices[12].trouble


def test_a_letter_for_next_week_holds_up_no_invitation(
    app: Flask, ada: Account, talk: Interview, connect: Connect, wall: Wall
) -> None:
    later = queued(talk, about="letter")
    later.send_after = NOW + 7 * A_DAY
    invitation = queued(talk, about="invitation")
    with FaultyServer({}) as server:
        sends_through(app, ada, server.port)
        deliver_due(connect, owner="worker", clock=wall)

    assert invitation.delivery is Delivery.SENT
    assert later.delivery is Delivery.QUEUED


def test_an_access_token_that_has_ended_is_not_shown_to_any_server(
    app: Flask, ada: Account, talk: Interview, connect: Connect, wall: Wall
) -> None:
    waiting = queued(talk)
    with FaultyServer({}) as server:
        mail_account = sends_through(app, ada, server.port)
        mail_account.sealed_refresh, mail_account.access_ends_at = "sealed", NOW
        assert deliver_due(connect, owner="worker", clock=wall) == Round()

    assert server.heard == b""
    assert waiting.attempts == 0


def test_what_stays_in_the_built_in_mailbox_waits_for_nothing(
    talk: Interview, rules: SendingRules, connect: Connect, wall: Wall
) -> None:
    rules.most_a_day, rules.spacing = 1, AN_HOUR
    letters(talk, 3)

    assert deliver_due(connect, owner="worker", clock=wall) == Round(sent=3)


def test_nothing_of_one_account_counts_for_another(
    app: Flask,
    ada: Account,
    mary: Account,
    talk: Interview,
    rules: SendingRules,
    connect: Connect,
    wall: Wall,
) -> None:
    rules.most_a_day = 1
    letters(talk, 1)
    db.session.execute(update(OutgoingMessage).values(delivery=Delivery.SENT, handed_at=NOW, via="smtp"))
    caroline = saved(Contact(account_id=mary.id, name="Caroline", timezone="UTC", created_at=NOW))
    outbox.queue(
        mary, Sender("Mary", "mary@example.org", "x.example"), to=caroline, about="letter", subject="Hello",
        text="…", now=NOW,
    ).to_address = "caroline@example.com"  # fmt: skip
    with FaultyServer({}) as server:
        sends_through(app, mary, server.port)
        assert deliver_due(connect, owner="worker", clock=wall) == Round(sent=1)
    assert MailAccount.of(ada) is None
