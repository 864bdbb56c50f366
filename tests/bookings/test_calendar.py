"""One change to a calendar at a time, and bookings written as plain rows."""

from datetime import timedelta
from threading import Event, Thread
from typing import Any

import pytest

from outreach.bookings.calendar import enter, one_at_a_time
from outreach.bookings.models import Booking
from outreach.bookings.refusals import SlotTaken
from outreach.database import db
from outreach.interviews.kinds import Format
from outreach.interviews.models import Interview
from tests.cast import NOW

TOMORROW, TWENTY = NOW + timedelta(days=1), timedelta(minutes=20)


def row(talk: Interview, uid: str) -> dict[str, Any]:
    return {
        "account_id": talk.account_id, "interview_id": talk.id, "uid": uid, "starts_at": TOMORROW,
        "ends_at": TOMORROW + TWENTY, "format": Format.PHONE, "place": "", "guest_calls": False,
        "guest_timezone": "UTC", "form_key": uid, "made_at": NOW, "changed_at": NOW,
    }  # fmt: skip


def test_a_new_booking_is_as_if_it_had_been_read(talk: Interview) -> None:
    made = enter(row(talk, "one"))

    assert Booking.live(talk) is made
    assert made.interview is talk
    made.move_to(made.span.__class__(TOMORROW + TWENTY, TOMORROW + 2 * TWENTY), now=NOW)
    db.session.flush()
    db.session.expire_all()
    assert (made.starts_at, made.sequence) == (TOMORROW + TWENTY, 1)


def test_the_database_says_so_if_the_time_is_taken_after_all(talk: Interview) -> None:
    enter(row(talk, "one"))

    with pytest.raises(SlotTaken):
        enter(row(talk, "two"))
    db.session.rollback()


def test_those_who_want_a_time_of_one_account_come_one_after_another() -> None:
    told: list[str] = []
    is_waiting = Event()

    def come_second() -> None:
        is_waiting.set()
        with one_at_a_time(7) as has_waited:
            told.append("second" if has_waited else "nobody was before me")

    with one_at_a_time(7) as has_waited:
        second = Thread(target=come_second)
        second.start()
        is_waiting.wait()
        second.join(0.1)
        told.append("nobody told me" if has_waited else "first")
    second.join()
    assert told == ["first", "second"]


def test_who_wants_a_time_of_another_account_does_not_wait() -> None:
    with one_at_a_time(7), one_at_a_time(8):
        pass  # and this ends
