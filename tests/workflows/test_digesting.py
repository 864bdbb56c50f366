"""One mail a day: at Ada's hour, only if something waits, never twice, and not when she is here already."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from email import message_from_bytes
from threading import Barrier, Thread

import pytest
from flask import Flask

from outreach.accounts.digests import Digest
from outreach.accounts.mail_accounts import MailAccount
from outreach.accounts.models import Account
from outreach.bookings.site import Site
from outreach.chores import ChoreRun
from outreach.contacts.models import Contact
from outreach.database import db, saved
from outreach.followups.kinds import FollowUpKind
from outreach.followups.models import FollowUp
from outreach.followups.promises import Promise
from outreach.followups.standing import refusal_of
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.mail.models import OutgoingMessage
from outreach.worker.turns import write_digests
from outreach.workflows import digesting
from tests.cast import NOW
from tests.conftest import SECRET_KEY
from tests.workflows.reading import outbox

SITE = Site("https://outreach.example", SECRET_KEY, "outreach.example")
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
TOMORROW = datetime(2026, 11, 25, 8, 0, tzinfo=NOW.tzinfo)
"""Eight o'clock in London."""


@pytest.fixture
def digest(ada: Account, talk: Interview) -> Digest:
    """Ada wants it at eight, and owes Grace a reminder; it is nine on Tuesday."""
    talk.reach(Stage.ASKED, now=NOW)
    FollowUp.plan(talk, FollowUpKind.NUDGE, due_at=NOW, late_at=NOW + 3 * DAY)
    wanted = Digest.choose(ada, is_wanted=True, hour=8, secret_key=SECRET_KEY, now=NOW)
    db.session.commit()
    return wanted


def look(*moments: datetime) -> Sequence[OutgoingMessage]:
    """A worker looks at each of these moments; the mails there are by then."""
    for now in moments:
        write_digests(SITE, lambda now=now: now)  # type: ignore[misc]
    return outbox()


def test_at_her_hour_ada_is_told_what_waits(digest: Digest, ada: Account) -> None:
    Promise.rewrite(
        FollowUp.of(db.session.query(Interview).one())[0].interview,
        ["send the article"],
        is_mine=True,
        due_on=TOMORROW.date(),
        now=NOW,
    )
    db.session.commit()

    assert look(TOMORROW - MINUTE) == []
    [mail] = look(TOMORROW)

    assert (mail.to_address, mail.about) == (ada.email, "digest")
    assert mail.subject == "Today: Remind Grace Hopper, once, and 1 more"
    assert "One small thing for today:" in mail.text
    assert "You promised Grace: send the article." in mail.text
    assert "https://outreach.example/\n" in mail.text


def test_a_mail_program_can_stop_it_at_a_click(digest: Digest) -> None:
    [mail] = look(TOMORROW)
    read = message_from_bytes(mail.as_handed_over)
    stop = f"https://outreach.example/daily/{digest.stop_token(SECRET_KEY)}"

    assert read["List-Unsubscribe"] == f"<{stop}>"
    assert read["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert read["Auto-Submitted"] == "auto-generated"
    assert stop in mail.text


@pytest.mark.parametrize(
    ("what", "moments", "days"),
    [
        ("a worker that looks all day", [TOMORROW + n * HOUR for n in range(24)], [25]),
        ("an hour on, and back", [TOMORROW + HOUR, TOMORROW, TOMORROW + 2 * HOUR], [25]),
        ("a day back, and on again", [TOMORROW, TOMORROW - DAY, TOMORROW, TOMORROW + DAY], [25, 26]),
        (
            "thirty days on, and back",
            [TOMORROW + 30 * DAY, TOMORROW, TOMORROW + DAY, TOMORROW + 2 * DAY],
            [26, 27],
        ),
        ("asleep for two days, awake at ten", [TOMORROW + 2 * DAY + 10 * HOUR, TOMORROW + 3 * DAY], [28]),
        (
            "asleep for two days, awake at nine",
            [TOMORROW, TOMORROW + 3 * DAY - HOUR, TOMORROW + 3 * DAY],
            [25, 28],
        ),
        ("an hour late", [TOMORROW + HOUR], [25]),
        ("six hours late", [TOMORROW + 6 * HOUR], []),
    ],
)
def test_whatever_the_clock_does_there_is_one_a_day_and_no_storm(
    digest: Digest, what: str, moments: list[datetime], days: list[int]
) -> None:
    assert [mail.queued_at.day for mail in look(*moments)] == days, what


def test_four_workers_at_once_write_it_once(app: Flask, digest: Digest) -> None:
    ready = Barrier(4)

    def work() -> None:
        with app.app_context():
            ready.wait()
            write_digests(SITE, lambda: TOMORROW)

    workers = [Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert len(outbox()) == 1


def test_who_is_here_already_needs_no_mail(digest: Digest, ada: Account) -> None:
    ada.note_presence(now=TOMORROW - HOUR)
    db.session.commit()

    assert look(TOMORROW) == []
    assert len(look(TOMORROW + DAY)) == 1


def test_another_hour_on_the_same_day_brings_no_second_one(digest: Digest, ada: Account) -> None:
    look(TOMORROW)
    Digest.choose(ada, is_wanted=True, hour=10, secret_key=SECRET_KEY, now=TOMORROW + MINUTE)
    db.session.commit()

    assert len(look(TOMORROW + 2 * HOUR)) == 1


def test_nothing_waits_so_nothing_is_written(digest: Digest, talk: Interview) -> None:
    FollowUp.settle(talk, *FollowUpKind, outcome="done", now=NOW)
    db.session.commit()

    assert look(TOMORROW) == []
    noted = ChoreRun.last("digest")
    assert noted is not None
    assert noted.ran_at == TOMORROW


def test_invented_people_are_nothing_to_write_of(digest: Digest, grace: Contact) -> None:
    grace.is_sample = True
    db.session.commit()

    assert look(TOMORROW) == []


@pytest.mark.parametrize(
    ("tested_at", "broken", "begins"), [(NOW, "", True), (None, "", False), (NOW, "Wrong password.", False)]
)
def test_it_begins_by_itself_once_her_own_mail_works(
    ada: Account, tested_at: datetime | None, broken: str, begins: bool
) -> None:
    saved(
        MailAccount(
            account_id=ada.id, provider="other", address="ada@own.example", host="own.example", port=587,
            security="starttls", username="ada", sealed_password="x", tested_at=tested_at, broken_because=broken,
        )
    )  # fmt: skip
    db.session.commit()
    look(NOW)

    assert (Digest.of(ada) is not None) is begins


def test_a_no_is_not_overruled_by_mail_that_works(digest: Digest, ada: Account) -> None:
    Digest.choose(ada, is_wanted=False, secret_key=SECRET_KEY, now=NOW)
    db.session.commit()

    assert look(TOMORROW) == []


def test_one_that_cannot_be_written_keeps_nobody_waiting(
    digest: Digest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digesting, "waiting_today", lambda *_args, **_kw: 1 / 0)

    assert look(TOMORROW) == []
    db.session.refresh(digest)
    assert digest.next_at == TOMORROW + DAY


def test_what_is_stopped_or_over_does_not_leave_any_more(digest: Digest) -> None:
    [message] = look(TOMORROW)
    assert refusal_of(message, now=TOMORROW) is None
    assert refusal_of(message, now=TOMORROW + 9 * HOUR) is not None

    digest.is_wanted = False

    assert refusal_of(message, now=TOMORROW) is not None
