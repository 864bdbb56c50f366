"""Letters that lie ready before anybody asks: once each, whatever the clock does and however many workers there are."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import select

from outreach.accounts.models import Account
from outreach.bookings.site import Site
from outreach.contacts.models import Contact
from outreach.database import db, saved
from outreach.followups.kinds import FollowUpKind
from outreach.followups.models import FollowUp
from outreach.followups.todos import MOST, todos
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.letters.models import Letter
from outreach.mail.models import OutgoingMessage
from outreach.worker.turns import lay_out
from tests.cast import NOW
from tests.conftest import SECRET_KEY

SITE = Site("https://outreach.example", SECRET_KEY, "outreach.example")
A_DAY = timedelta(days=1)


@pytest.fixture
def talks(ada: Account, talk: Interview) -> list[Interview]:
    """Seven talks that Ada had an hour ago, and has not given thanks for."""
    others = [another(talk, number) for number in range(6)]
    for interview in (talk, *others):
        interview.reach(Stage.MET, now=NOW - timedelta(hours=1))
        FollowUp.plan(interview, FollowUpKind.THANKS, due_at=NOW - timedelta(hours=1), late_at=NOW + A_DAY)
    return [talk, *others]


def another(talk: Interview, number: int) -> Interview:
    contact = Contact(
        account_id=talk.account_id,
        name=f"Person {number}",
        email=f"p{number}@example.com",
        timezone="UTC",
        created_at=NOW,
    )
    told = ("purpose", "relationship_kind", "minutes", "format")
    kept = {name: getattr(talk, name) for name in told}
    return saved(
        Interview(account_id=talk.account_id, contact=saved(contact), stage_at=NOW, created_at=NOW, **kept)
    )


def written() -> list[int]:
    return sorted(db.session.scalars(select(Letter.interview_id)))


@pytest.mark.parametrize("jump", [timedelta(hours=1), -A_DAY, 30 * A_DAY, 2 * A_DAY], ids=str)
def test_whatever_the_clock_does_each_letter_lies_ready_once_and_none_leaves(
    ada: Account, talks: list[Interview], jump: timedelta
) -> None:
    db.session.commit()
    for now in (NOW, NOW + jump, NOW + jump + timedelta(hours=1), NOW + timedelta(hours=2)):
        lay_out(SITE, lambda now=now: now)  # type: ignore[misc]
        assert len(todos(ada, now=now)) <= MOST

    assert written() == sorted(talk.id for talk in talks)
    assert db.session.scalar(select(OutgoingMessage.id).limit(1)) is None


def test_two_workers_lay_out_one_letter_each_time(app: Flask, talks: list[Interview]) -> None:
    numbers = sorted(talk.id for talk in talks)
    db.session.commit()
    gate = Barrier(2)

    def work() -> None:
        with app.app_context():
            gate.wait()
            lay_out(SITE, lambda: NOW)

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=60)

    db.session.rollback()
    assert written() == numbers
