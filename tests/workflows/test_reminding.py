"""The run-sheet that Ada is sent an hour before a talk: once, whoever looks, and never for a time that is off."""

from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import select

from outreach.bookings.models import Booking, PersonalLink
from outreach.bookings.site import Site
from outreach.bookings.wishes import Wish
from outreach.chores import ChoreRun
from outreach.database import db
from outreach.followups.standing import refusal_of
from outreach.mail.models import Delivery, OutgoingMessage
from outreach.questions.models import QuestionList
from outreach.worker.loop import Chore, noted
from outreach.worker.turns import remind
from outreach.workflows import booking as workflow
from outreach.workflows import calling_off, moving, reminding
from tests.cast import NOW
from tests.conftest import SECRET_KEY
from tests.workflows.reading import to_ada

SITE = Site("https://outreach.example", SECRET_KEY, "outreach.example")
NEXT_MONDAY = NOW + timedelta(days=6)
AN_HOUR_BEFORE = NEXT_MONDAY - timedelta(hours=1)
A_MINUTE = timedelta(minutes=1)


@pytest.fixture
def agreed(link: PersonalLink) -> Booking:
    wish = Wish(NEXT_MONDAY, "America/New_York", "first")
    booking = workflow.book(link, wish, site=SITE, now=NOW)
    db.session.commit()
    return booking


def look(now: datetime = AN_HOUR_BEFORE) -> list[OutgoingMessage]:
    """A worker looks for what is due; the run-sheets there are by now."""
    remind(SITE, lambda: now)
    return run_sheets()


def run_sheets() -> list[OutgoingMessage]:
    return [message for message in to_ada() if message.about == "run_sheet"]


def test_an_hour_before_ada_has_all_she_needs_for_the_call(agreed: Booking) -> None:
    agreed.interview.contact.phone = "+1 555 0100"

    [sheet] = look()

    questions = QuestionList.of(agreed.interview)
    assert questions is not None
    assert sheet.subject == "At 09:00: Grace Hopper"
    for words in (
        "Grace Hopper, Compiler Engineer, Eckert Mauchly",
        "Monday 30 November 2026, 04:00 to 04:20 (New York time)",
        "09:00 to 09:20 (London time)",
        "If anything fails: +1 555 0100",
        "09:00  Thank them. Say that you will keep to 20 minutes.",
        f"09:02  {questions.asked[0].text}",
        "09:19  Thank them once more, and end on time.",
        "She wrote one of the first compilers.",
        f"https://outreach.example/interviews/{agreed.interview_id}",
        *(question.text for question in questions.asked),
    ):
        assert words in sheet.text
    assert b"Auto-Submitted: auto-generated" in sheet.as_handed_over
    assert sheet.to_address == "ada@example.org"


@pytest.mark.parametrize(
    ("now", "count"),
    [
        (AN_HOUR_BEFORE - A_MINUTE, 0),
        (AN_HOUR_BEFORE, 1),
        (NEXT_MONDAY - A_MINUTE, 1),
        (NEXT_MONDAY, 0),
        (NEXT_MONDAY + A_MINUTE, 0),
    ],
)
def test_it_comes_within_the_hour_and_never_afterwards(agreed: Booking, now: datetime, count: int) -> None:
    assert len(look(now)) == count


def test_it_comes_once_however_often_somebody_looks(agreed: Booking) -> None:
    for minutes in range(5):
        look(AN_HOUR_BEFORE + minutes * A_MINUTE)

    assert len(run_sheets()) == 1


def test_four_workers_at_once_send_it_once(app: Flask, agreed: Booking) -> None:
    ready, done = Barrier(4), []

    def work() -> None:
        with app.app_context():
            ready.wait()
            done.append(remind(SITE, lambda: AN_HOUR_BEFORE))

    workers = [Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sorted(done) == [0, 0, 0, 1]
    assert len(run_sheets()) == 1


def test_a_talk_that_was_cancelled_is_not_reminded_of(link: PersonalLink, agreed: Booking) -> None:
    calling_off.cancel(link, by="guest", site=SITE, now=NOW)

    assert look() == []


def test_what_waits_in_the_outbox_is_taken_back_when_it_is_cancelled(
    link: PersonalLink, agreed: Booking
) -> None:
    [sheet] = look()

    calling_off.cancel(link, by="guest", site=SITE, now=AN_HOUR_BEFORE + A_MINUTE)

    db.session.refresh(sheet)
    assert sheet.delivery is Delivery.TAKEN_BACK


def test_a_talk_that_was_moved_is_reminded_of_at_its_new_time_alone(
    link: PersonalLink, agreed: Booking
) -> None:
    [first] = look()
    later = NEXT_MONDAY + timedelta(days=1)
    moving.move(link, Wish(later, "America/New_York", "moving"), site=SITE, now=AN_HOUR_BEFORE + A_MINUTE)

    look(AN_HOUR_BEFORE + 2 * A_MINUTE)
    assert [sheet.delivery for sheet in run_sheets()] == [Delivery.TAKEN_BACK]
    look(later - timedelta(minutes=30))
    assert [sheet.delivery for sheet in run_sheets()] == [Delivery.TAKEN_BACK, Delivery.QUEUED]
    assert first.id == run_sheets()[0].id


def test_sample_people_are_not_called(agreed: Booking) -> None:
    agreed.interview.contact.is_sample = True

    assert look() == []


def test_one_that_cannot_be_written_does_not_keep_the_others_waiting(
    agreed: Booking, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("a bad page")

    monkeypatch.setattr(reminding, "send_run_sheet", fail)

    assert remind(SITE, lambda: AN_HOUR_BEFORE) == 1
    assert remind(SITE, lambda: AN_HOUR_BEFORE) == 0


def test_the_last_look_is_remembered(agreed: Booking) -> None:
    chore = noted(Chore("remind", A_MINUTE, lambda clock: remind(SITE, clock)))
    chore.do(lambda: NOW)
    first = ChoreRun.last("remind")
    assert first is not None
    assert (first.ran_at, first.did, first.did_at) == (NOW, 0, None)

    chore.do(lambda: AN_HOUR_BEFORE)
    chore.do(lambda: AN_HOUR_BEFORE + A_MINUTE)

    last = db.session.scalars(select(ChoreRun)).one()
    assert (last.ran_at, last.did, last.did_at) == (AN_HOUR_BEFORE + A_MINUTE, 0, AN_HOUR_BEFORE)
    assert last.is_recent(now=AN_HOUR_BEFORE + 5 * A_MINUTE)
    assert not last.is_recent(now=AN_HOUR_BEFORE + 15 * A_MINUTE)


def test_a_run_sheet_of_a_time_that_was_given_up_does_not_leave(link: PersonalLink, agreed: Booking) -> None:
    [sheet] = look()
    assert refusal_of(sheet, now=AN_HOUR_BEFORE) is None
    sheet.lease_until = AN_HOUR_BEFORE  # a worker had it in hand, and died

    calling_off.cancel(link, by="guest", site=SITE, now=AN_HOUR_BEFORE)

    assert refusal_of(sheet, now=AN_HOUR_BEFORE) is not None
