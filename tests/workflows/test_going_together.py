"""Notices that leave together: as many at a time as may, and each as safe as if it went alone."""

import time
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text

from outreach.accounts.models import Account
from outreach.database import db
from outreach.interviews.models import Interview
from outreach.mail import claiming, company, steps
from outreach.mail.carriers import Connect, connector
from outreach.mail.models import Delivery, OutgoingMessage, parcel_of
from outreach.mail.relaying import Relay
from outreach.mail.steps import LEASE
from outreach.mail.suppressions import Silence, Suppression
from outreach.workflows.delivering import Round, deliver_due
from tests.cast import NOW
from tests.mail.smtp_servers import DROP, Fault, FaultyServer
from tests.workflows.posting import Wall, faulty, letter_to, queued, sends_through

GREYLISTED = {"RCPT": Fault(b"450 4.7.1 come back later\r\n")}


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
def connect(app: Flask) -> Connect:
    return connector(app.extensions["outreach.vault"])


@pytest.fixture
def notices(talk: Interview) -> list[OutgoingMessage]:
    return [queued(talk, to=f"contact{number}@example.com") for number in range(4)]


def gathered(talk: Interview, most: int = 9) -> list[int]:
    """Which messages go along with the next one."""
    due = claiming.claim(owner="worker", now=NOW)
    assert due is not None
    return [one.number for one in company.company_of(due, owner="worker", now=NOW, most=most)]


def states(messages: list[OutgoingMessage]) -> list[Delivery]:
    db.session.expire_all()
    return [message.delivery for message in messages]


class Meddling(FaultyServer):
    """At the recipient of one message something happens elsewhere."""

    def __init__(self, app: Flask, at: int, happens: Callable[[], object]) -> None:
        super().__init__({})
        self.app, self.at, self.happens, self.seen = app, at, happens, 0

    def _does(self, client: Any, step: str, usually: bytes) -> bool:
        self.seen += step == "RCPT"
        if step == "RCPT" and self.seen == self.at:
            with self.app.app_context():
                self.happens()
                db.session.commit()
        return super()._does(client, step, usually)


def test_they_leave_over_one_connection_in_their_order(
    app: Flask, ada: Account, notices: list[OutgoingMessage], connect: Connect, wall: Wall
) -> None:
    with faulty(app, ada, {}) as server:
        assert deliver_due(connect, owner="worker", clock=wall) == Round(sent=4)

    assert server.heard.lower().count(b"ehlo") == 1
    assert [message.raw for message in notices] == server.bodies
    assert states(notices) == [Delivery.SENT] * 4


def test_only_so_many_are_taken_as_the_round_has_left(
    app: Flask, ada: Account, notices: list[OutgoingMessage], connect: Connect, wall: Wall
) -> None:
    with faulty(app, ada, {}):
        assert deliver_due(connect, owner="worker", clock=wall, limit=3) == Round(sent=3)

    assert states(notices)[3] is Delivery.QUEUED
    assert notices[3].lease_until is None


def test_of_two_to_one_address_only_the_first_goes(talk: Interview) -> None:
    first, second, other = queued(talk, to="a@example.com"), queued(talk), queued(talk)

    assert gathered(talk) == [second.id]
    db.session.expire_all()
    assert (first.lease_owner, other.lease_owner) == ("worker", "")


@pytest.mark.parametrize("about", ["letter", "invitation", "test"])
def test_what_has_more_to_ask_about_it_goes_alone(talk: Interview, about: str) -> None:
    queued(talk, to="a@example.com")
    queued(talk, to="b@example.com", about=about)

    assert gathered(talk) == []


def test_nobody_goes_along_with_a_letter(talk: Interview, notices: list[OutgoingMessage]) -> None:
    letter = letter_to(talk).message
    assert letter is not None
    letter.send_after = NOW - timedelta(seconds=1)
    db.session.flush()

    assert gathered(talk) == []


def test_whoever_had_something_today_or_is_not_written_to_is_asked_about_alone(
    ada: Account, talk: Interview, notices: list[OutgoingMessage]
) -> None:
    Suppression.add(ada.id, "contact1@example.com", Silence.ASKED, now=NOW)
    earlier = queued(talk, to="contact2@example.com")
    earlier.delivery, earlier.handed_at = Delivery.SENT, NOW - timedelta(hours=1)
    notices[3].tried_at = NOW
    db.session.flush()

    assert gathered(talk) == []


@pytest.mark.parametrize(
    "change", ["send_after = '2099-01-01'", "delivery = 'taken_back'", "lease_until = '2099-01-01'"]
)
def test_what_somebody_holds_back_between_the_look_and_the_lease_stays(
    talk: Interview, notices: list[OutgoingMessage], monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    second, third, fourth = (notice.id for notice in notices[1:])
    holds_back = text(f"UPDATE outgoing_messages SET {change} WHERE id = {third}")

    def meanwhile(row: Any) -> Any:
        db.session.execute(holds_back)
        return parcel_of(row)

    monkeypatch.setattr(company, "parcel_of", meanwhile)

    assert gathered(talk) == [second, fourth]
    db.session.expire_all()
    assert notices[2].lease_owner == ""


def test_what_a_dead_worker_took_along_is_sent_by_another(
    app: Flask, ada: Account, talk: Interview, notices: list[OutgoingMessage], connect: Connect, wall: Wall
) -> None:
    assert len(gathered(talk)) == 3
    db.session.commit()
    with faulty(app, ada, {}):
        assert deliver_due(connect, owner="alive", clock=wall) == Round()
        wall.shows += LEASE + timedelta(seconds=1)

        assert deliver_due(connect, owner="alive", clock=wall) == Round(sent=4)


@pytest.mark.parametrize(("at", "which"), [(1, 1), (1, 2), (3, 4)])
def test_one_that_is_taken_back_on_the_way_does_not_leave_and_the_others_do(
    app: Flask, ada: Account, notices: list[OutgoingMessage], connect: Connect, wall: Wall,
    at: int, which: int,
) -> None:  # fmt: skip
    number = notices[which - 1].id
    take_back = text(f"UPDATE outgoing_messages SET delivery = 'taken_back' WHERE id = {number}")
    with Meddling(app, at, lambda: db.session.execute(take_back)) as server:
        sends_through(app, ada, server.port)
        assert deliver_due(connect, owner="worker", clock=wall) == Round(sent=3, stuck=1)

    assert len(server.bodies) == 3
    assert states(notices).count(Delivery.SENT) == 3


def test_whoever_opts_out_on_the_way_is_not_written_to(
    app: Flask, ada: Account, notices: list[OutgoingMessage], connect: Connect, wall: Wall
) -> None:
    account_id = ada.id

    def opt_out() -> None:
        Suppression.add(account_id, "contact2@example.com", Silence.ASKED, now=NOW)

    with Meddling(app, 2, opt_out) as server:
        sends_through(app, ada, server.port)
        deliver_due(connect, owner="worker", clock=wall)

    assert len(server.bodies) == 3
    assert states(notices)[2] is Delivery.TAKEN_BACK


def test_one_that_is_refused_leaves_the_others_their_turn(
    app: Flask, ada: Account, notices: list[OutgoingMessage], connect: Connect, wall: Wall
) -> None:
    with faulty(app, ada, GREYLISTED):
        assert deliver_due(connect, owner="worker", clock=wall) == Round(later=4)

    assert [message.attempts for message in notices] == [1, 1, 1, 1]


def test_one_whose_answer_was_lost_is_unsure_and_what_went_before_it_is_sent(
    app: Flask, ada: Account, notices: list[OutgoingMessage], connect: Connect, wall: Wall
) -> None:
    class Failing(FaultyServer):
        def _does(self, client: Any, step: str, usually: bytes) -> bool:
            if step == "end" and len(self.bodies) == 2:
                self.faults = {"end": DROP}
            return super()._does(client, step, usually)

    with Failing({}) as server:
        sends_through(app, ada, server.port)
        deliver_due(connect, owner="worker", clock=wall)

    assert states(notices)[:3] == [Delivery.SENT, Delivery.UNSURE, Delivery.UNSURE]


def test_a_worker_that_breaks_down_has_still_written_down_what_was_taken(
    app: Flask, ada: Account, notices: list[OutgoingMessage], connect: Connect, wall: Wall,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    pass_on, third = Relay.pass_on, notices[2].id

    def breaks_down(relay: Relay, number: int, *said: Any, **more: Any) -> Collection[int]:
        if number == third:
            raise RuntimeError("out of memory")
        return pass_on(relay, number, *said, **more)

    monkeypatch.setattr(Relay, "pass_on", breaks_down)
    with faulty(app, ada, {}), pytest.raises(RuntimeError):
        deliver_due(connect, owner="worker", clock=wall)

    assert states(notices) == [Delivery.SENT, Delivery.SENT, Delivery.QUEUED, Delivery.QUEUED]


class Slowly:
    """A disk that takes its time with each step of two messages; before it something may happen elsewhere."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, happens: Callable[[int], object] = id) -> None:
        pass_on = Relay.pass_on

        def passes_on(relay: Relay, number: int, *said: Any, **more: Any) -> Collection[int]:
            happens(number)
            time.sleep(0.05)
            return pass_on(relay, number, *said, **more)

        monkeypatch.setattr(Relay, "pass_on", passes_on)


def test_no_text_ends_before_it_is_recorded_that_it_may_have_left(
    app: Flask, ada: Account, notices: list[OutgoingMessage], connect: Connect, wall: Wall,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    handed: list[list[int]] = []

    class Looking(FaultyServer):
        def _does(self, client: Any, step: str, usually: bytes) -> bool:
            if step == "end":
                with app.app_context():
                    handed.append(list(db.session.scalars(text(IN_HAND))))
            return super()._does(client, step, usually)

    Slowly(monkeypatch)
    with Looking({}) as server:
        sends_through(app, ada, server.port)
        deliver_due(connect, owner="worker", clock=wall)

    assert handed == [[message.id] for message in notices]  # each alone: never two of which nobody can tell


def test_what_is_handed_over_along_the_way_is_held_as_long_as_any_other(
    app: Flask, ada: Account, notices: list[OutgoingMessage], connect: Connect, wall: Wall,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    held: list[datetime | None] = []

    class Looking(FaultyServer):
        def _does(self, client: Any, step: str, usually: bytes) -> bool:
            if step == "end":
                with app.app_context():
                    in_hand = select(OutgoingMessage.lease_until).where(
                        OutgoingMessage.delivery == Delivery.DATA
                    )
                    held.extend(db.session.scalars(in_hand))
            return super()._does(client, step, usually)

    monkeypatch.setattr(steps, "LEASE", timedelta(seconds=2))
    with Looking({}) as server:
        sends_through(app, ada, server.port)
        deliver_due(connect, owner="worker", clock=wall)

    assert held == [NOW + timedelta(seconds=2)] * len(notices)


IN_HAND = "SELECT id FROM outgoing_messages WHERE delivery = 'data'"


def test_a_worker_that_was_taken_for_dead_ends_no_text(
    app: Flask, ada: Account, notices: list[OutgoingMessage], connect: Connect, wall: Wall,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    second = notices[1].id

    def somebody_else_takes_over(number: int) -> None:
        if number == second:
            with app.app_context():
                db.session.execute(
                    text(f"UPDATE outgoing_messages SET lease_owner = 'x' WHERE id = {second}")
                )
                db.session.commit()

    Slowly(monkeypatch, somebody_else_takes_over)
    with faulty(app, ada, {}) as server:
        deliver_due(connect, owner="worker", clock=wall)

    assert notices[1].message_id.encode() in server.heard  # its text was on the way
    assert not any(notices[1].message_id.encode() in body for body in server.bodies)
    assert states(notices) == [Delivery.SENT, Delivery.QUEUED, Delivery.SENT, Delivery.SENT]


def test_one_that_was_given_up_as_unsure_too_soon_is_proved_by_the_servers_yes(
    app: Flask, ada: Account, notices: list[OutgoingMessage], connect: Connect, wall: Wall,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    second, third = notices[1].id, notices[2].id
    gives_up = f"UPDATE outgoing_messages SET lease_owner = '', delivery = 'unsure' WHERE id = {second}"

    def somebody_else_gives_it_up(number: int) -> None:
        if number == third:
            with app.app_context():
                db.session.execute(text(gives_up))
                db.session.commit()

    Slowly(monkeypatch, somebody_else_gives_it_up)
    with faulty(app, ada, {}) as server:
        deliver_due(connect, owner="worker", clock=wall)
        assert states(notices) == [Delivery.SENT, Delivery.UNSURE, Delivery.SENT, Delivery.SENT]
        deliver_due(connect, owner="worker", clock=wall)

    assert states(notices) == [Delivery.SENT] * 4
    assert len(server.bodies) == 4


def test_a_database_that_counted_its_rows_sends_all_the_same(
    app: Flask, ada: Account, talk: Interview, connect: Connect, wall: Wall
) -> None:
    """SQLite 3.40 passes over a bound on the last column of an index once it has counted, and each waits for itself."""
    for number in range(50):
        queued(talk, to=f"contact{number}@example.com")
    db.session.execute(text("ANALYZE"))
    db.session.commit()
    try:
        with faulty(app, ada, {}):
            assert deliver_due(connect, owner="worker", clock=wall) == Round(sent=50)
    finally:
        if db.engine.dialect.name == "sqlite":
            db.session.execute(text("DELETE FROM sqlite_stat1"))
            db.session.execute(text("ANALYZE sqlite_schema"))  # reads what is left of it: nothing
            db.session.commit()
