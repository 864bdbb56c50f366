"""The worker and the outbox, over real connections to servers that work and servers that fail."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from outreach.accounts.mail_accounts import MailAccount
from outreach.accounts.models import Account
from outreach.contacts.models import Contact
from outreach.database import db
from outreach.followups.kinds import FollowUpKind
from outreach.followups.models import FollowUp
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.letters.kinds import LetterKind
from outreach.letters.models import Letter
from outreach.mail import claiming, outbox, steps
from outreach.mail.carriers import Connect, connector
from outreach.mail.models import Delivery, OutgoingMessage
from outreach.mail.outbox import Sender
from outreach.mail.steps import GIVE_UP_AFTER, LEASE
from outreach.workflows.delivering import Round, confirm_sent, deliver_due
from tests.cast import NOW
from tests.mail.smtp_servers import DROP, STALL, Fault, FaultyServer, Sink, working_server
from tests.workflows.posting import Wall, faulty, impatient, letter_to, queued, sends_through
from tests.workflows.reading import open_follow_ups, story

A_SECOND = timedelta(seconds=1)
A_MINUTE = timedelta(minutes=1)
SILENCE = {FollowUpKind.SECOND_PERSON, FollowUpKind.NUDGE}
GREYLISTED = {"RCPT": Fault(b"450 4.7.1 come back later\r\n")}
NOBODY_THERE = {"RCPT": Fault(b"550 5.1.1 no such user\r\n")}
WRONG_PASSWORD = {"AUTH": Fault(b"535 5.7.8 wrong password\r\n")}


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
def connect(app: Flask) -> Connect:
    return connector(app.extensions["outreach.vault"])


@pytest.fixture
def letter(talk: Interview) -> Letter:
    """Ada's first letter to Grace, which may leave now."""
    return letter_to(talk)


# Without a mail server


def test_without_a_mail_server_a_letter_stays_in_the_built_in_mailbox(
    letter: Letter, connect: Connect, wall: Wall
) -> None:
    assert deliver_due(connect, owner="worker", clock=wall) == Round(sent=1)

    assert letter.message is not None
    assert (letter.message.delivery, letter.message.via) == (Delivery.SENT, "mailbox")
    assert b"compilers" in (letter.message.raw or b"")


def test_a_first_letter_that_left_moves_the_ask_on(letter: Letter, connect: Connect, wall: Wall) -> None:
    deliver_due(connect, owner="worker", clock=wall)

    assert letter.interview.stage is Stage.ASKED
    assert open_follow_ups(letter.interview) == SILENCE
    assert story(letter.interview) == ["letter.sent"]


def test_a_letter_leaves_once_however_often_the_worker_looks(
    letter: Letter, connect: Connect, wall: Wall
) -> None:
    assert deliver_due(connect, owner="worker", clock=wall).sent == 1
    assert deliver_due(connect, owner="worker", clock=wall) == Round()

    assert story(letter.interview) == ["letter.sent"]


def test_a_letter_is_not_sent_before_its_time(letter: Letter, connect: Connect, wall: Wall) -> None:
    assert letter.message is not None
    letter.message.send_after = NOW + A_SECOND

    assert deliver_due(connect, owner="worker", clock=wall) == Round()


def test_a_letter_that_was_taken_back_does_not_leave(letter: Letter, connect: Connect, wall: Wall) -> None:
    assert letter.message is not None
    letter.message.delivery = Delivery.TAKEN_BACK

    assert deliver_due(connect, owner="worker", clock=wall) == Round()


@pytest.mark.parametrize(
    ("kind", "settled"),
    [
        (LetterKind.NUDGE, FollowUpKind.NUDGE),
        (LetterKind.THANKS, FollowUpKind.THANKS),
        (LetterKind.REFERRAL_UPDATE, FollowUpKind.REFERRAL_UPDATE),
        (LetterKind.OUTREACH, FollowUpKind.WRITE_AGAIN),
    ],
)
def test_a_letter_that_left_settles_what_asked_for_it(
    talk: Interview, connect: Connect, wall: Wall, kind: LetterKind, settled: FollowUpKind
) -> None:
    asked_for = FollowUp.plan(talk, settled, due_at=NOW, late_at=NOW)
    letter_to(talk, kind)

    deliver_due(connect, owner="worker", clock=wall)

    assert (asked_for.outcome, asked_for.settled_at) == ("done", NOW)


# With one that works


def test_a_letter_arrives_as_it_was_recorded(
    app: Flask, ada: Account, letter: Letter, connect: Connect, wall: Wall
) -> None:
    sink = Sink()
    with working_server(sink) as port:
        sends_through(app, ada, port)
        deliver_due(connect, owner="worker", clock=wall)

    [taken] = sink.taken
    assert taken.rcpt_tos == ["grace@example.com"]
    assert letter.message is not None
    assert taken.content == letter.message.raw
    assert (letter.message.delivery, letter.message.via) == (Delivery.SENT, "smtp")


def test_messages_to_one_address_keep_their_order(
    app: Flask, ada: Account, talk: Interview, connect: Connect, wall: Wall
) -> None:
    first, second = queued(talk, subject="first"), queued(talk, subject="second")
    with faulty(app, ada, GREYLISTED):
        deliver_due(connect, owner="worker", clock=wall)

    assert first.send_after > NOW
    assert (second.delivery, second.attempts) == (Delivery.QUEUED, 0)  # it does not overtake


def test_messages_to_other_addresses_do_not_wait(
    app: Flask, ada: Account, talk: Interview, connect: Connect, wall: Wall
) -> None:
    queued(talk, subject="first")
    other = queued(talk, subject="second", to="barbara@example.com")
    with faulty(app, ada, GREYLISTED):
        deliver_due(connect, owner="worker", clock=wall)

    assert other.attempts == 1


def test_nothing_is_locked_while_a_server_takes_its_time(
    app: Flask, ada: Account, letter: Letter, connect: Connect, wall: Wall
) -> None:
    """A second connection writes at every step of the conversation."""

    class Nosy(FaultyServer):
        def _does(self, client: Any, step: str, usually: bytes) -> bool:
            with app.app_context():
                if db.engine.dialect.name == "postgresql":
                    db.session.execute(text("SET lock_timeout = '2s'"))
                else:
                    db.session.execute(text("PRAGMA busy_timeout = 2000"))
                db.session.execute(text("UPDATE accounts SET school = :step"), {"step": step})
                db.session.execute(text("UPDATE outgoing_messages SET trouble = ''"))
                db.session.execute(text("UPDATE mail_accounts SET tested_at = NULL"))
                db.session.commit()
            passed.append(step)
            return super()._does(client, step, usually)

    passed: list[str] = []
    with Nosy({}) as server:
        sends_through(app, ada, server.port)
        assert deliver_due(connect, owner="worker", clock=wall) == Round(sent=1)

    assert passed == ["banner", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "end", "QUIT"]


# With one that fails


@pytest.mark.parametrize(
    "faults",
    [
        {"banner": Fault(b"421 busy\r\n")},
        {"banner": DROP},
        {"EHLO": DROP},
        {"AUTH": Fault(b"421 too many connections\r\n")},
        {"MAIL": Fault(b"451 try later\r\n")},
        {"MAIL": Fault(b"garbage\r\n")},
        GREYLISTED,
        {"RCPT": DROP},
        {"DATA": Fault(b"451 not now\r\n")},
        {"DATA": DROP},
        {"end": Fault(b"451 disk is full\r\n")},
    ],
    ids=str,
)
def test_a_trouble_that_passes_is_tried_again_and_arrives_once(
    app: Flask, ada: Account, letter: Letter, connect: Connect, wall: Wall, faults: dict[str, Fault]
) -> None:
    assert letter.message is not None
    with faulty(app, ada, faults) as server:
        assert deliver_due(connect, owner="worker", clock=wall) == Round(later=1)
        assert letter.message.trouble
        assert letter.interview.stage is not Stage.ASKED
        assert deliver_due(connect, owner="worker", clock=wall) == Round()  # not at once

        server.faults, server.bodies = {}, []
        wall.shows += 2 * A_MINUTE
        assert deliver_due(connect, owner="worker", clock=wall) == Round(sent=1)

    assert len(server.bodies) == 1
    assert (letter.message.delivery, letter.message.trouble) == (Delivery.SENT, "")
    assert story(letter.interview) == ["letter.sent"]


def test_after_four_days_it_is_given_up_and_the_story_says_so(
    app: Flask, ada: Account, letter: Letter, connect: Connect, wall: Wall
) -> None:
    assert letter.message is not None
    with faulty(app, ada, GREYLISTED):
        deliver_due(connect, owner="worker", clock=wall)
        wall.shows = NOW + GIVE_UP_AFTER
        deliver_due(connect, owner="worker", clock=wall)
        assert str(letter.message.delivery) == "queued"
        assert story(letter.interview) == []

        wall.shows += timedelta(hours=6)
        deliver_due(connect, owner="worker", clock=wall)

    assert str(letter.message.delivery) == "failed"
    assert story(letter.interview) == ["letter.failed"]


def test_a_server_in_trouble_is_asked_once_and_not_once_for_each_message(
    app: Flask, ada: Account, talk: Interview, connect: Connect, wall: Wall
) -> None:
    for number in range(5):
        queued(talk, to=f"contact{number}@example.com")
    with faulty(app, ada, {"banner": Fault(b"421 busy\r\n")}) as server:
        assert deliver_due(connect, owner="worker", clock=wall) == Round(later=1)

        server.faults = {}
        wall.shows += 2 * A_MINUTE
        assert deliver_due(connect, owner="worker", clock=wall) == Round(sent=5)


def test_the_trouble_of_adas_server_is_not_marys(
    app: Flask, ada: Account, mary: Account, letter: Letter, connect: Connect, wall: Wall
) -> None:
    to_herself = outbox.queue(
        mary, Sender("Mary", "mary@example.org", "x.example"), to=None, about="notice", subject="Hello",
        text="…", now=NOW,
    )  # fmt: skip
    with faulty(app, ada, {"banner": DROP}):
        assert deliver_due(connect, owner="worker", clock=wall) == Round(sent=1, later=1)

    assert to_herself.delivery is Delivery.SENT


@pytest.mark.parametrize(
    "faults",
    [WRONG_PASSWORD, {"banner": Fault(b"554 no service\r\n")}, {"MAIL": Fault(b"550 not you\r\n")}],
    ids=str,
)
def test_an_account_that_is_refused_pauses_and_says_why(
    app: Flask, ada: Account, talk: Interview, letter: Letter, connect: Connect, wall: Wall,
    faults: dict[str, Fault],
) -> None:  # fmt: skip
    queued(talk, to="barbara@example.com")
    with faulty(app, ada, faults) as server:
        deliver_due(connect, owner="worker", clock=wall)
        heard = server.heard
        wall.shows += timedelta(days=1)
        assert deliver_due(connect, owner="worker", clock=wall) == Round()

    assert server.heard == heard  # a login that failed is not tried again and again
    assert server.bodies == []
    mail_account = MailAccount.of(ada)
    assert mail_account is not None
    assert "refused" in mail_account.broken_because
    assert letter.message is not None
    assert letter.message.delivery is Delivery.QUEUED
    assert story(letter.interview) == []


def test_a_password_that_no_longer_opens_pauses_the_account(
    app: Flask, ada: Account, letter: Letter, connect: Connect, wall: Wall
) -> None:
    with faulty(app, ada, {}) as server:
        mail_account = MailAccount.of(ada)
        assert mail_account is not None
        mail_account.sealed_password = "nonsense"
        deliver_due(connect, owner="worker", clock=wall)

    assert server.heard == b""
    assert "cannot be read" in mail_account.broken_because


def test_a_mended_account_sends_what_waited(
    app: Flask, ada: Account, letter: Letter, connect: Connect, wall: Wall
) -> None:
    with faulty(app, ada, WRONG_PASSWORD) as server:
        deliver_due(connect, owner="worker", clock=wall)
        mail_account = MailAccount.of(ada)
        assert mail_account is not None
        mail_account.broken_because, server.faults = "", {}
        OutgoingMessage.hasten(ada, now=NOW)

        assert deliver_due(connect, owner="worker", clock=wall) == Round(sent=1)


def test_an_address_that_does_not_exist_ends_the_ask(
    app: Flask, ada: Account, letter: Letter, connect: Connect, wall: Wall
) -> None:
    with faulty(app, ada, NOBODY_THERE):
        assert deliver_due(connect, owner="worker", clock=wall) == Round(stuck=1)

    assert letter.message is not None
    assert letter.message.delivery is Delivery.FAILED
    assert letter.interview.stage is Stage.BOUNCED
    assert open_follow_ups(letter.interview) == set()
    assert story(letter.interview) == ["letter.failed"]


def test_a_letter_that_is_taken_for_spam_does_not_condemn_the_address(
    app: Flask, ada: Account, letter: Letter, connect: Connect, wall: Wall
) -> None:
    with faulty(app, ada, {"end": Fault(b"554 5.7.1 looks like spam\r\n")}):
        deliver_due(connect, owner="worker", clock=wall)

    assert letter.message is not None
    assert letter.message.delivery is Delivery.FAILED
    assert letter.interview.stage is Stage.FOUND


@pytest.mark.parametrize("fault", [DROP, STALL], ids=["drops", "stalls"])
def test_a_letter_whose_answer_was_lost_is_never_sent_again(
    app: Flask, letter: Letter, wall: Wall, fault: Fault
) -> None:
    with FaultyServer({"end": fault}) as server:
        connect = impatient(server.port)
        assert deliver_due(connect, owner="worker", clock=wall) == Round(stuck=1)
        wall.shows += timedelta(days=30)
        assert deliver_due(connect, owner="worker", clock=wall) == Round()

    assert len(server.bodies) == 1
    assert letter.message is not None
    assert letter.message.delivery is Delivery.UNSURE
    assert story(letter.interview) == ["letter.unsure"]


def test_a_header_that_cannot_be_written_fails_that_message_only(
    talk: Interview, letter: Letter, connect: Connect, wall: Wall
) -> None:
    bad = queued(talk, subject="Hello\r\nBcc: everybody@example.com", to="barbara@example.com")

    assert deliver_due(connect, owner="worker", clock=wall) == Round(sent=1, stuck=1)

    assert bad.delivery is Delivery.FAILED
    assert "line break" in bad.trouble
    assert letter.message is not None
    assert letter.message.delivery is Delivery.SENT


# Leases


def claimed(owner: str, wall: Callable[[], datetime]) -> OutgoingMessage:
    due = claiming.claim(owner=owner, now=wall())
    assert due is not None
    db.session.commit()
    return due.message


def put_back(message: OutgoingMessage, wall: Callable[[], datetime]) -> Delivery | None:
    return steps.try_later(
        message, attempts=1, tried_at=NOW, trouble="No answer.", owner="sleeper", now=wall()
    )


def test_two_workers_do_not_take_the_same_message(letter: Letter, wall: Wall) -> None:
    claimed("one", wall)

    assert claiming.claim(owner="two", now=wall()) is None


def test_what_a_dead_worker_had_only_claimed_is_sent_by_another(
    letter: Letter, connect: Connect, wall: Wall
) -> None:
    claimed("dead", wall)
    wall.shows += LEASE + A_SECOND

    assert deliver_due(connect, owner="alive", clock=wall) == Round(sent=1)


def test_what_a_dead_worker_was_handing_over_is_unsure_and_never_resent(
    letter: Letter, connect: Connect, wall: Wall
) -> None:
    message = claimed("dead", wall)
    assert steps.is_to_hand_over(message, b"raw", via="smtp", owner="dead", now=wall())
    wall.shows += LEASE + A_SECOND

    assert deliver_due(connect, owner="alive", clock=wall) == Round()

    assert message.delivery is Delivery.UNSURE
    assert message.raw == b"raw"
    assert story(letter.interview) == ["letter.unsure"]
    wall.shows += timedelta(days=30)
    assert deliver_due(connect, owner="alive", clock=wall) == Round()


def test_a_lease_that_is_held_is_not_called_dead(letter: Letter, connect: Connect, wall: Wall) -> None:
    message = claimed("slow", wall)
    steps.is_to_hand_over(message, b"raw", via="smtp", owner="slow", now=wall())
    wall.shows += LEASE

    deliver_due(connect, owner="other", clock=wall)

    assert message.delivery is Delivery.DATA


def test_a_worker_that_lost_its_lease_changes_nothing(letter: Letter, wall: Wall) -> None:
    message = claimed("sleeper", wall)
    wall.shows += LEASE + A_SECOND
    claimed("other", wall)

    assert not steps.is_to_hand_over(message, b"raw", via="smtp", owner="sleeper", now=wall())
    assert not steps.settle(message, Delivery.SENT, owner="sleeper", now=wall())
    assert not put_back(message, wall)
    assert (message.delivery, message.lease_owner, message.trouble) == (Delivery.QUEUED, "other", "")


@pytest.mark.parametrize("outcome", [Delivery.SENT, Delivery.FAILED])
def test_a_worker_that_wakes_up_after_it_was_called_dead_changes_nothing(
    letter: Letter, connect: Connect, wall: Wall, outcome: Delivery
) -> None:
    message = claimed("sleeper", wall)
    steps.is_to_hand_over(message, b"raw", via="smtp", owner="sleeper", now=wall())
    wall.shows += LEASE + A_SECOND
    deliver_due(connect, owner="other", clock=wall)

    assert not steps.settle(message, outcome, owner="sleeper", now=wall())
    assert not put_back(message, wall)
    assert message.delivery is Delivery.UNSURE


def test_a_bounce_seen_by_a_worker_that_lost_its_lease_ends_nothing(
    app: Flask, ada: Account, letter: Letter, connect: Connect, wall: Wall
) -> None:
    class Slow(FaultyServer):
        """Another worker takes over while this one waits for the answer."""

        def _does(self, client: Any, step: str, usually: bytes) -> bool:
            if step == "RCPT":
                with app.app_context():
                    db.session.execute(text("UPDATE outgoing_messages SET lease_owner = 'other'"))
                    db.session.commit()
            return super()._does(client, step, usually)

    with Slow(NOBODY_THERE) as server:
        sends_through(app, ada, server.port)
        deliver_due(connect, owner="slow", clock=wall)

    assert letter.interview.stage is Stage.FOUND
    assert story(letter.interview) == []


def test_a_letter_taken_back_while_the_worker_connects_neither_leaves_nor_comes_back(
    app: Flask, ada: Account, letter: Letter, connect: Connect, wall: Wall
) -> None:
    class Slow(FaultyServer):
        """The person takes the letter back while the server thinks about the recipient."""

        def _does(self, client: Any, step: str, usually: bytes) -> bool:
            if step == "RCPT":
                with app.app_context():
                    db.session.execute(text("UPDATE outgoing_messages SET delivery = 'taken_back'"))
                    db.session.commit()
            return super()._does(client, step, usually)

    for faults in ({}, GREYLISTED):
        with Slow(faults) as server:
            mail_account = MailAccount.of(ada) or sends_through(app, ada, server.port)
            mail_account.port = server.port
            assert letter.message is not None
            letter.message.delivery, letter.message.lease_until = Delivery.QUEUED, None
            deliver_due(connect, owner="worker", clock=wall)

        assert server.bodies == []
        assert letter.message.delivery is Delivery.TAKEN_BACK


# What the person knows better


def test_a_letter_that_did_leave_after_all_moves_the_ask_on(letter: Letter, wall: Wall) -> None:
    assert letter.message is not None
    letter.message.delivery = Delivery.UNSURE

    confirm_sent(letter.message, now=NOW)

    assert letter.interview.stage is Stage.ASKED
    assert open_follow_ups(letter.interview) == SILENCE


@pytest.mark.parametrize("stage", [Stage.ANSWERED, Stage.BOOKED, Stage.DECLINED])
def test_whoever_answered_is_not_reminded_of_a_letter_that_did_leave_after_all(
    letter: Letter, stage: Stage
) -> None:
    assert letter.message is not None
    letter.message.delivery = Delivery.UNSURE
    letter.interview.reach(stage, now=NOW)

    confirm_sent(letter.message, now=NOW)

    assert letter.interview.stage is stage
    assert open_follow_ups(letter.interview) == set()


def test_a_sample_person_is_never_written_to(
    app: Flask, ada: Account, grace: Contact, letter: Letter, connect: Connect, wall: Wall
) -> None:
    grace.is_sample = True
    with faulty(app, ada, {}) as server:
        assert deliver_due(connect, owner="worker", clock=wall) == Round(sent=1)

    assert server.heard == b""
    assert letter.message is not None
    assert letter.message.via == "mailbox"
