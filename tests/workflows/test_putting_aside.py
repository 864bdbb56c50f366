"""Later, or not at all: what Ada puts aside, and the way back."""

from datetime import timedelta

import pytest

from outreach.accounts.models import Account
from outreach.bookings.site import Site
from outreach.contacts.models import Contact
from outreach.database import db, saved
from outreach.errors import OutreachError
from outreach.followups.asides import AlreadyCounts
from outreach.followups.kinds import FollowUpKind
from outreach.followups.models import FollowUp
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.letters.models import Letter
from outreach.worker.turns import lay_out
from outreach.workflows.following_up import (
    NoReason,
    NothingToDo,
    UnclearDay,
    Wait,
    count_next,
    day_of,
    let_go,
    snooze,
    todos,
)
from outreach.workflows.laying_out import AHEAD
from tests.cast import NOW
from tests.conftest import SECRET_KEY
from tests.workflows.reading import open_follow_ups, story
from tests.workflows.test_following_up import another

DAY, HALF_A_MINUTE = timedelta(days=1), timedelta(seconds=30)
TODAY = NOW.date()
SITE = Site("https://outreach.example", SECRET_KEY, "outreach.example")


@pytest.fixture
def nudge(talk: Interview) -> FollowUp:
    talk.reach(Stage.ASKED, now=NOW)
    return FollowUp.plan(talk, FollowUpKind.NUDGE, due_at=NOW, late_at=NOW + 3 * DAY)


@pytest.mark.parametrize(("wait", "days"), [(Wait.TOMORROW, 1), (Wait.THREE_DAYS, 3), (Wait.NEXT_WEEK, 6)])
def test_the_presets_are_days_of_the_calendar(wait: Wait, days: int) -> None:
    assert day_of(wait, today=TODAY) == TODAY + timedelta(days)


def test_what_waits_is_gone_until_its_day_begins_where_ada_is(
    ada: Account, talk: Interview, nudge: FollowUp
) -> None:
    snooze(talk, "nudge", account=ada, until=TODAY + DAY, now=NOW)

    assert todos(ada, now=NOW + timedelta(hours=14)) == []
    assert [todo.kind for todo in todos(ada, now=NOW + timedelta(hours=15))] == ["nudge"]


@pytest.mark.parametrize("until", [None, TODAY, TODAY - DAY, TODAY + 400 * DAY])
def test_a_day_that_cannot_be_is_refused(
    ada: Account, talk: Interview, nudge: FollowUp, until: object
) -> None:
    with pytest.raises(UnclearDay):
        snooze(talk, "nudge", account=ada, until=until, now=NOW)  # type: ignore[arg-type]


def test_what_is_planned_anew_is_shown_though_it_was_to_wait(
    ada: Account, talk: Interview, nudge: FollowUp
) -> None:
    snooze(talk, "nudge", account=ada, until=TODAY + 9 * DAY, now=NOW)
    FollowUp.plan(talk, FollowUpKind.NUDGE, due_at=NOW + DAY, late_at=NOW + 4 * DAY)

    assert [todo.kind for todo in todos(ada, now=NOW + DAY)] == ["nudge"]


def test_a_letter_without_a_date_can_wait_too(ada: Account, talk: Interview) -> None:
    snooze(talk, "stage.found", account=ada, until=TODAY + DAY, now=NOW)

    assert todos(ada, now=NOW) == []


def test_not_at_all_counts_half_a_minute_later(ada: Account, talk: Interview, nudge: FollowUp) -> None:
    let_go(talk, "nudge", reason="too_much", now=NOW)

    assert todos(ada, now=NOW) == []
    assert not count_next(now=NOW + HALF_A_MINUTE / 2)
    assert nudge.settled_at is None

    assert count_next(now=NOW + HALF_A_MINUTE)
    assert not count_next(now=NOW + HALF_A_MINUTE)
    assert nudge.outcome == "dropped"
    assert open_follow_ups(talk) == {FollowUpKind.CLOSE_NO_REPLY}
    assert story(talk) == ["follow_up.dropped"]


def test_until_then_it_can_be_taken_back_as_if_nothing_had_been_said(
    ada: Account, talk: Interview, nudge: FollowUp
) -> None:
    let_go(talk, "nudge", reason="rather_not", now=NOW).take_back()

    assert not count_next(now=NOW + DAY)
    assert [todo.kind for todo in todos(ada, now=NOW)] == ["nudge"]


def test_afterwards_the_way_back_is_closed(ada: Account, talk: Interview, nudge: FollowUp) -> None:
    aside = let_go(talk, "nudge", reason="rather_not", now=NOW)
    count_next(now=NOW + HALF_A_MINUTE)

    with pytest.raises(AlreadyCounts):
        aside.take_back()


def test_done_already_is_done(ada: Account, talk: Interview, nudge: FollowUp) -> None:
    let_go(talk, "nudge", reason="done", now=NOW)
    count_next(now=NOW + DAY)

    assert (nudge.outcome, nudge.times_done) == ("done", 1)


@pytest.mark.parametrize(
    ("kind", "reason", "refusal"),
    [
        ("nudge", "", NoReason),
        ("nudge", "later", NoReason),
        ("thanks", "done", NothingToDo),
        ("stage.met", "done", NothingToDo),
        ("<b>", "done", NothingToDo),
    ],
)
def test_what_is_not_asked_cannot_be_let_go(
    ada: Account, talk: Interview, nudge: FollowUp, kind: str, reason: str, refusal: type[OutreachError]
) -> None:
    with pytest.raises(refusal):
        let_go(talk, kind, reason=reason, now=NOW)


def test_an_answer_in_that_half_minute_has_the_last_word(
    ada: Account, talk: Interview, nudge: FollowUp
) -> None:
    let_go(talk, "nudge", reason="rather_not", now=NOW)
    nudge.end(outcome="dropped", now=NOW)

    assert count_next(now=NOW + HALF_A_MINUTE)
    assert story(talk) == []


def test_a_contact_may_be_deleted_with_things_put_aside(
    ada: Account, talk: Interview, nudge: FollowUp
) -> None:
    let_go(talk, "nudge", reason="rather_not", now=NOW)
    db.session.commit()
    db.session.delete(talk.contact)
    db.session.commit()

    assert not count_next(now=NOW + DAY)
    assert todos(ada, now=NOW + DAY) == []


def test_letting_a_first_letter_go_tells_who_led_there(ada: Account, talk: Interview) -> None:
    jean = saved(Contact(account_id=ada.id, name="Jean Bartik", timezone="UTC", created_at=NOW))
    talk.contact.credit(jean, now=NOW)
    let_go(talk, "stage.found", reason="rather_not", now=NOW)
    count_next(now=NOW + HALF_A_MINUTE)

    assert open_follow_ups(talk) == {FollowUpKind.REFERRAL_NOT_PURSUED}


def test_letters_lie_ready_before_anybody_asks(ada: Account, talk: Interview, nudge: FollowUp) -> None:
    db.session.commit()

    assert lay_out(SITE, lambda: NOW) == 1
    [todo] = todos(ada, now=NOW)
    assert todo.is_ready
    assert todo.draft is not None
    assert "Hopper" in todo.draft.body
    assert lay_out(SITE, lambda: NOW + HALF_A_MINUTE) == 0


def test_what_moves_up_on_today_lies_ready_as_well(ada: Account, talk: Interview, nudge: FollowUp) -> None:
    for _ in range(AHEAD + 1):
        interview = another(talk)
        FollowUp.plan(interview, FollowUpKind.NUDGE, due_at=NOW, late_at=NOW + DAY)
    db.session.commit()
    lay_out(SITE, lambda: NOW)
    for done in todos(ada, now=NOW, limit=AHEAD):
        interview = Interview.find(done.interview_id, of=ada)
        FollowUp.settle(interview, FollowUpKind.NUDGE, outcome="done", now=NOW + HALF_A_MINUTE)
    db.session.commit()

    assert lay_out(SITE, lambda: NOW + 2 * HALF_A_MINUTE) == 2
    assert all(todo.is_ready for todo in todos(ada, now=NOW + 2 * HALF_A_MINUTE))
    assert lay_out(SITE, lambda: NOW + 4 * HALF_A_MINUTE) == 0


def test_a_first_letter_is_never_begun_for_somebody(talk: Interview) -> None:
    talk.reach(Stage.LATER, now=NOW)
    FollowUp.plan(talk, FollowUpKind.WRITE_AGAIN, due_at=NOW, late_at=NOW + DAY)
    db.session.commit()

    lay_out(SITE, lambda: NOW)

    assert (Letter.of(talk), talk.stage) == ([], Stage.LATER)
