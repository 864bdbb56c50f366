"""Cards moved by hand: the same as when it happens by itself, refused where it cannot be, and undone at a word."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event
from time import sleep

import pytest
from flask import Flask
from sqlalchemy import text

from outreach.accounts.models import Account
from outreach.bookings.holds import Hold
from outreach.bookings.models import Booking
from outreach.contacts.kinds import Advocacy, Label
from outreach.contacts.models import Contact
from outreach.contacts.tags import NoTag, Tag
from outreach.database import db, saved
from outreach.followups.at_hand import find
from outreach.followups.kinds import FollowUpKind
from outreach.followups.models import FollowUp
from outreach.followups.steps import NothingChosen, Step
from outreach.followups.touches import keep_in_touch, last_contact
from outreach.interviews.columns import Column
from outreach.interviews.kinds import Format
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.journal.models import note
from outreach.mail.incoming import IncomingMessage, News
from outreach.mail.suppressions import Silence, Suppression
from outreach.workflows.moving_on import OutOfOrder, close, move
from outreach.workflows.tidying_up import leave_alone, tag
from outreach.workflows.undoing import NothingToUndo, undo
from tests.cast import NOW
from tests.workflows.holding import holding
from tests.workflows.reading import open_follow_ups, story
from tests.workflows.test_following_up import another

DAY = timedelta(days=1)


def booked(talk: Interview, *, ago: timedelta) -> Booking:
    """A talk that began so long ago."""
    talk.reach(Stage.BOOKED, now=NOW - 5 * DAY)
    return saved(
        Booking(
            account_id=talk.account_id, interview=talk, uid="talk@example.org", form_key="talk", starts_at=NOW - ago,
            ends_at=NOW - ago + timedelta(minutes=20), format=Format.PHONE, guest_timezone="UTC", made_at=NOW,
            changed_at=NOW,
        )
    )  # fmt: skip


def test_asking_elsewhere_starts_the_silence(ada: Account, talk: Interview) -> None:
    move(talk, Column.ASKED, account=ada, now=NOW)

    assert (talk.stage, talk.asked_at) == (Stage.ASKED, NOW)
    assert open_follow_ups(talk) >= {FollowUpKind.NUDGE, FollowUpKind.SECOND_PERSON}
    assert last_contact(talk.contact, now=NOW) == talk.contact.in_touch_at == NOW


def test_an_answer_calls_for_times_and_ends_the_silence(ada: Account, talk: Interview) -> None:
    move(talk, Column.ASKED, account=ada, now=NOW - DAY)
    move(talk, Column.ANSWERED, account=ada, now=NOW)

    assert open_follow_ups(talk) == {FollowUpKind.PROPOSAL}
    assert talk.contact.organization is not None
    assert talk.contact.organization.advocacy is Advocacy.ANSWERS


@pytest.mark.parametrize("stage", [Stage.LATER, Stage.NO_REPLY])
def test_who_is_asked_anew_has_not_answered_yet(ada: Account, talk: Interview, stage: Stage) -> None:
    move(talk, Column.ASKED, account=ada, now=NOW - 9 * DAY)
    talk.reach(Stage.LATER, now=NOW - 8 * DAY)
    talk.reach(stage, now=NOW - 7 * DAY)
    move(talk, Column.ASKED, account=ada, now=NOW)

    assert (talk.asked_at, talk.answered_at, talk.asked_weekday) == (NOW, None, NOW.weekday())


def test_a_talk_without_a_booking_is_thanked_for_and_written_down(ada: Account, talk: Interview) -> None:
    move(talk, Column.MET, account=ada, now=NOW)

    assert open_follow_ups(talk) == {FollowUpKind.THANKS, FollowUpKind.DEBRIEF}


def test_a_talk_counts_from_when_it_was_held(ada: Account, talk: Interview) -> None:
    held = booked(talk, ago=2 * DAY)
    move(talk, Column.MET, account=ada, now=NOW)

    assert talk.met_at == talk.contact.in_touch_at == held.ends_at


def test_thanking_elsewhere_ends_the_debt(ada: Account, talk: Interview) -> None:
    move(talk, Column.MET, account=ada, now=NOW - DAY)
    move(talk, Column.THANKED, account=ada, now=NOW)

    assert FollowUpKind.THANKS not in open_follow_ups(talk)
    assert FollowUpKind.ADVICE_UPDATE in open_follow_ups(talk)


@pytest.mark.parametrize(
    ("stage", "to", "why"),
    [
        (Stage.FOUND, Column.BOOKED, "A time belongs to that"),
        (Stage.FOUND, Column.ANSWERED, "have not asked Grace Hopper yet"),
        (Stage.DRAFTED, Column.AT_REST, "nothing to close"),
        (Stage.ASKED, Column.TO_ASK, "further along"),
        (Stage.ASKED, Column.THANKED, "Thanks come after the talk"),
        (Stage.MET, Column.ANSWERED, "further along"),
        (Stage.MET, Column.AT_REST, "further along"),
        (Stage.DECLINED, Column.ASKED, "has answered already"),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(
    ada: Account, talk: Interview, stage: Stage, to: Column, why: str
) -> None:
    talk.stage = stage
    with pytest.raises(OutOfOrder, match=why):
        move(talk, to, account=ada, now=NOW)
    assert (talk.stage, story(talk)) == (stage, [])


@pytest.mark.parametrize(
    ("ago", "to", "why"),
    [
        (-DAY, Column.MET, "still to come"),
        (-DAY, Column.AT_REST, "cancel it"),
        (DAY, Column.THANKED, "Thanks come after"),
        (DAY, Column.AT_REST, "has come"),
    ],
)
def test_what_is_agreed_is_not_moved_away(
    ada: Account, talk: Interview, ago: timedelta, to: Column, why: str
) -> None:
    booked(talk, ago=ago)
    with pytest.raises(OutOfOrder, match=why):
        move(talk, to, account=ada, now=NOW)


def test_who_is_left_alone_is_not_asked(ada: Account, talk: Interview) -> None:
    talk.contact.left_alone_at = NOW
    with pytest.raises(OutOfOrder, match="asked not to be written to"):
        move(talk, Column.ASKED, account=ada, now=NOW)


def test_a_card_where_it_stands_is_no_move(ada: Account, talk: Interview) -> None:
    assert move(talk, Column.TO_ASK, account=ada, now=NOW) is None
    assert story(talk) == []


@pytest.mark.parametrize("to", [Column.ASKED, Column.MET])
def test_an_undone_move_leaves_nothing_but_its_story(ada: Account, talk: Interview, to: Column) -> None:
    note("answer.later", talk, at=NOW - 9 * DAY)
    FollowUp.plan(talk, FollowUpKind.NUDGE, due_at=NOW, late_at=NOW + DAY)
    step = move(talk, to, account=ada, now=NOW)
    assert step is not None
    db.session.flush()
    undo(step, account=ada, now=NOW + timedelta(minutes=1))

    assert (talk.stage, talk.asked_at, talk.met_at) == (Stage.FOUND, None, None)
    assert open_follow_ups(talk) == {FollowUpKind.NUDGE}
    assert last_contact(talk.contact, now=NOW) == talk.contact.in_touch_at == NOW - 9 * DAY
    assert story(talk)[-1] == "step.undone"


def test_an_answer_that_was_none_leaves_no_lie_behind(ada: Account, talk: Interview) -> None:
    move(talk, Column.ASKED, account=ada, now=NOW - DAY)
    waits = saved(arrived(talk))
    step = move(talk, Column.ANSWERED, account=ada, now=NOW)
    assert step is not None
    assert (talk.contact.label, waits.settled_at) == (Label.BOOSTER, NOW)

    undo(step, account=ada, now=NOW + timedelta(minutes=1))

    assert (talk.asked_at, talk.heard_at, talk.contact.label) == (NOW - DAY, None, None)
    assert talk.contact.organization is not None
    assert talk.contact.organization.advocacy is Advocacy.NOBODY
    assert waits.settled_at is None


def arrived(talk: Interview) -> IncomingMessage:
    """A message that may be an answer, which Ada has not seen to."""
    return IncomingMessage(
        account_id=talk.account_id, contact_id=talk.contact_id, interview_id=talk.id, news=News.POSSIBLE,
        confidence="low", content_key="one", arrived_at=NOW - DAY, noticed_at=NOW - DAY,
    )  # fmt: skip


def test_what_has_moved_on_since_is_not_undone(ada: Account, talk: Interview) -> None:
    step = move(talk, Column.ASKED, account=ada, now=NOW)
    assert step is not None
    talk.reach(Stage.DECLINED, now=NOW + DAY)

    with pytest.raises(NothingToUndo, match="Grace Hopper"):
        undo(step, account=ada, now=NOW + DAY)
    assert talk.stage is Stage.DECLINED


def test_thanks_that_were_none_do_not_end_keeping_in_touch(ada: Account, talk: Interview) -> None:
    talk.reach(Stage.THANKED, now=NOW - 400 * DAY)
    second = another(talk)
    move(second, Column.MET, account=ada, now=NOW - DAY)
    keep_in_touch(talk.contact, now=NOW - DAY)
    due = open_follow_ups(talk)
    step = move(second, Column.THANKED, account=ada, now=NOW)
    assert step is not None
    assert open_follow_ups(talk) != due

    undo(step, account=ada, now=NOW)
    assert open_follow_ups(talk) == due


def test_who_was_not_asked_is_no_second_person(ada: Account, talk: Interview) -> None:
    jean = Contact(account_id=ada.id, name="Jean Bartik", timezone="UTC", created_at=NOW)
    jean.organization = talk.contact.organization
    silent = another(talk)
    silent.contact = saved(jean)
    search = FollowUp.plan(silent, FollowUpKind.SECOND_PERSON, due_at=NOW, late_at=NOW + DAY)
    step = move(talk, Column.ASKED, account=ada, now=NOW)
    assert step is not None
    assert search.outcome == "done"

    undo(step, account=ada, now=NOW)
    assert (search.settled_at, search.times_done) == (None, 0)


@pytest.mark.parametrize("later", ["told", "settled"])
def test_what_was_told_or_done_since_keeps_a_step_as_it_is(ada: Account, talk: Interview, later: str) -> None:
    step = move(talk, Column.ASKED, account=ada, now=NOW)
    assert step is not None
    if later == "told":
        note("touch.ours", talk, at=NOW + DAY)
    else:
        FollowUp.settle(talk, FollowUpKind.NUDGE, outcome="done", now=NOW + DAY)

    with pytest.raises(NothingToUndo, match="More has happened with Grace Hopper"):
        undo(step, account=ada, now=NOW + DAY)
    assert talk.stage is Stage.ASKED


def test_nothing_is_undone_twice(ada: Account, talk: Interview) -> None:
    step = move(talk, Column.ASKED, account=ada, now=NOW)
    assert step is not None
    undo(step, account=ada, now=NOW)
    with pytest.raises(NothingToUndo, match="undone already"):
        undo(step, account=ada, now=NOW)


def test_many_are_closed_at_once_and_those_that_cannot_be_are_named(ada: Account, talk: Interview) -> None:
    jean = Contact(account_id=ada.id, name="Jean Bartik", timezone="UTC", created_at=NOW)
    other = saved(
        Interview(
            account_id=ada.id, contact=jean, purpose=talk.purpose, relationship_kind=talk.relationship_kind,
            minutes=20, format=talk.format, stage_at=NOW, created_at=NOW,
        )
    )  # fmt: skip
    move(other, Column.ASKED, account=ada, now=NOW)
    done = close([talk, other], account=ada, now=NOW)

    assert (done.count, other.stage, talk.stage) == (1, Stage.NO_REPLY, Stage.FOUND)
    assert "Grace Hopper" in done.refused[0]
    assert done.step is not None
    undo(done.step, account=ada, now=NOW)
    assert other.stage is Stage.ASKED


def test_leaving_alone_lets_go_and_undoing_it_brings_back(ada: Account, talk: Interview) -> None:
    move(talk, Column.ASKED, account=ada, now=NOW)
    due = open_follow_ups(talk)
    done = leave_alone([talk], account=ada, now=NOW)
    assert open_follow_ups(talk) == set()
    assert done.step is not None

    undo(done.step, account=ada, now=NOW)
    assert talk.contact.left_alone_at is None
    assert open_follow_ups(talk) == due


@pytest.mark.parametrize("why", list(Silence))
def test_undoing_makes_no_address_mailable_that_was_not(ada: Account, talk: Interview, why: Silence) -> None:
    Suppression.add(ada.id, "grace@example.com", why, now=NOW - 9 * DAY, said="No such user")
    done = leave_alone([talk], account=ada, now=NOW)
    assert done.step is not None

    undo(done.step, account=ada, now=NOW)
    kept = Suppression.of(ada.id, "grace@example.com")
    assert kept is not None
    assert (kept.reason, kept.said, kept.at) == (why, "No such user", NOW - 9 * DAY)


def test_who_asked_since_stays_left_alone(ada: Account, talk: Interview) -> None:
    move(talk, Column.ASKED, account=ada, now=NOW - DAY)
    done = leave_alone([talk], account=ada, now=NOW)
    note("mail.answer", talk, at=NOW + DAY)
    assert done.step is not None

    with pytest.raises(NothingToUndo, match="Grace Hopper"):
        undo(done.step, account=ada, now=NOW + DAY)
    assert talk.contact.left_alone_at == NOW
    assert open_follow_ups(talk) == set()


@pytest.mark.parametrize("to", [Column.AT_REST, Column.MET])
def test_a_card_moved_to_its_end_frees_the_times_that_were_kept(
    ada: Account, talk: Interview, to: Column
) -> None:
    talk.reach(Stage.ANSWERED, now=NOW - DAY)
    holding(talk, NOW + 3 * DAY)

    step = move(talk, to, account=ada, now=NOW)

    assert Hold.live(talk, now=NOW) == []
    assert step is not None
    assert undo(step, account=ada, now=NOW).freed == ["Grace Hopper"]
    assert Hold.live(talk, now=NOW) == []


def test_who_wants_to_be_left_alone_is_kept_no_time_any_more(ada: Account, talk: Interview) -> None:
    talk.reach(Stage.ANSWERED, now=NOW - DAY)
    holding(talk, NOW + 3 * DAY)

    done = leave_alone([talk], account=ada, now=NOW)

    assert Hold.live(talk, now=NOW) == []
    assert done.step is not None
    assert undo(done.step, account=ada, now=NOW).freed == ["Grace Hopper"]


def test_a_move_with_its_facts_tells_the_same_as_one_without(ada: Account, talk: Interview) -> None:
    move(talk, Column.ASKED, account=ada, now=NOW - DAY)
    db.session.flush()

    found, facts = find(talk.id, of=ada)
    move(found, Column.ANSWERED, account=ada, facts=facts, now=NOW)

    assert (facts.has_news, facts.has_holds, facts.has_led) == (False, False, False)
    assert (talk.stage, talk.contact.label) == (Stage.ANSWERED, Label.BOOSTER)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_what_another_window_planned_while_one_waited_is_known(
    app: Flask, ada: Account, talk: Interview
) -> None:
    number = talk.id
    db.session.commit()
    with ThreadPoolExecutor(1) as window:
        is_held = Event()
        other = window.submit(ask_until_somebody_waits, app, number, ada.id, is_held)
        assert is_held.wait(10)
        _, facts = find(number, of=ada)
        other.result(10)

    assert {row.kind for row in facts.known or ()} >= {FollowUpKind.NUDGE}


def ask_until_somebody_waits(app: Flask, number: int, account: int, is_held: Event) -> None:
    """Move the card in another window, and keep it until somebody wants it too."""
    with app.app_context():
        ada = db.session.get_one(Account, account)
        found, facts = find(number, of=ada)
        move(found, Column.ASKED, account=ada, facts=facts, now=NOW)
        db.session.flush()
        is_held.set()
        waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
        while not db.session.scalar(waiting):
            sleep(0.01)
        db.session.commit()


def test_marys_tag_is_not_taken_off_by_a_step_of_adas(ada: Account, mary: Account) -> None:
    wanted = Tag.named("Compilers", of=mary)
    step = Step.keep(ada.id, "Tagged.", {"tag": wanted.id, "tagged": []}, now=NOW)
    undo(step, account=ada, now=NOW)
    assert Tag.all_of(mary) == [(wanted.id, "Compilers")]


def test_tags_are_put_on_many_and_taken_off_again(ada: Account, talk: Interview) -> None:
    done = tag([talk], " Compilers ", account=ada, now=NOW)
    assert [(one.name, has) for one, has in Tag.beside(talk.contact)] == [("Compilers", True)]
    assert tag([talk], "COMPILERS", account=ada, now=NOW).step is None

    assert done.step is not None
    undo(done.step, account=ada, now=NOW)
    assert Tag.all_of(ada) == []


def test_doing_something_with_nobody_is_refused(ada: Account, talk: Interview) -> None:
    for act in (close, leave_alone):
        with pytest.raises(NothingChosen):
            act([], account=ada, now=NOW)
    with pytest.raises(NoTag):
        tag([talk], "  ", account=ada, now=NOW)


def test_old_steps_are_forgotten(ada: Account, talk: Interview) -> None:
    move(talk, Column.ASKED, account=ada, now=NOW)
    assert Step.forget(before=NOW) == 0
    assert Step.forget(before=NOW + DAY) == 1
