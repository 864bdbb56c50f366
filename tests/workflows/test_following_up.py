"""What is worth doing now, and settling it."""

from datetime import datetime, timedelta

import pytest

from outreach.accounts.models import Account
from outreach.bookings.models import PersonalLink
from outreach.contacts.models import Contact
from outreach.database import db, saved
from outreach.followups.choosing import Standing
from outreach.followups.departures import has_left
from outreach.followups.kinds import FollowUpKind
from outreach.followups.models import FollowUp
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.letters.kinds import LetterKind
from outreach.letters.models import Letter
from outreach.mail import outbox
from outreach.workflows.following_up import NeitherOutcome, settle, todos
from tests.cast import NOW
from tests.workflows.reading import open_follow_ups, story

AN_HOUR = timedelta(hours=1)


def planned(talk: Interview, kind: FollowUpKind = FollowUpKind.NUDGE, due_at: datetime = NOW) -> FollowUp:
    return FollowUp.plan(talk, kind, due_at=due_at, late_at=due_at + AN_HOUR)


def letter_of(talk: Interview, kind: LetterKind) -> Letter:
    """A letter with words in it, not sent yet."""
    letter = Letter.begin(talk, kind, now=NOW)
    letter.subject, letter.body = "A question", "Dear Ms. Hopper"
    return letter


def queued(letter: Letter, *, now: datetime) -> None:
    """Put the letter into the outbox."""
    talk = letter.interview
    letter.message = outbox.queue(
        db.session.get_one(Account, talk.account_id),
        outbox.Sender("Ada Lovelace", "ada@example.org", "example.org"),
        to=talk.contact,
        about="letter",
        subject=letter.subject,
        text=letter.body,
        now=now,
        interview=talk,
    )
    db.session.flush()


def test_what_is_due_comes_before_what_only_waits(ada: Account, talk: Interview) -> None:
    talk.reach(Stage.ASKED, now=NOW)
    planned(talk)

    [todo] = todos(ada, now=NOW)

    assert (todo.kind, todo.letter, todo.standing(now=NOW)) == ("nudge", LetterKind.NUDGE, Standing.IN_TIME)


def test_nobody_confirms_tomorrow_once_the_talk_is_there(ada: Account, talk: Interview) -> None:
    """What is left of it would stand before the notes that are due now."""
    talk.reach(Stage.BOOKED, now=NOW)
    planned(talk, FollowUpKind.CONFIRMATION)
    planned(talk, FollowUpKind.DEBRIEF, NOW + AN_HOUR)

    [before] = todos(ada, now=NOW)
    [after] = todos(ada, now=NOW + AN_HOUR)

    assert (before.kind, after.kind) == ("confirmation", "debrief")


def test_what_is_not_due_yet_is_not_shown(ada: Account, talk: Interview) -> None:
    talk.reach(Stage.ASKED, now=NOW)
    planned(talk, due_at=NOW + AN_HOUR)

    assert todos(ada, now=NOW) == []


def test_an_ask_whose_next_step_is_ours_is_shown(ada: Account, talk: Interview) -> None:
    [todo] = todos(ada, now=NOW)

    assert (todo.interview_id, todo.kind, todo.due) == (talk.id, "stage.found", None)


def test_one_interview_is_named_once_for_a_thing_that_is_due(ada: Account, talk: Interview) -> None:
    planned(talk)

    assert [todo.kind for todo in todos(ada, now=NOW)] == ["nudge"]


def another(talk: Interview) -> Interview:
    """One more conversation with the same contact."""
    return saved(
        Interview(
            account_id=talk.account_id,
            contact=talk.contact,
            purpose=talk.purpose,
            relationship_kind=talk.relationship_kind,
            minutes=20,
            format=talk.format,
            stage=Stage.ASKED,
            stage_at=NOW,
            created_at=NOW,
        )
    )


def test_there_are_never_more_than_five(ada: Account, talk: Interview) -> None:
    for interview in (talk, *(another(talk) for _ in range(6))):
        planned(interview)

    assert len(todos(ada, now=NOW)) == 5


def test_of_one_interview_only_the_most_pressing_is_shown(ada: Account, talk: Interview) -> None:
    debrief, _thanks = planned(talk, FollowUpKind.DEBRIEF), planned(talk, FollowUpKind.THANKS, NOW + AN_HOUR)
    later = NOW + 2 * AN_HOUR

    assert [todo.kind for todo in todos(ada, now=later)] == ["debrief"]
    settle(debrief, outcome="done", now=later)
    assert [todo.kind for todo in todos(ada, now=later)] == ["thanks"]


def test_what_is_neither_done_nor_let_go_is_asked_again(talk: Interview) -> None:
    nudge = planned(talk)

    with pytest.raises(NeitherOutcome):
        settle(nudge, outcome="perhaps", now=NOW)

    assert nudge.settled_at is None


@pytest.mark.parametrize(
    ("stage", "kind"),
    [
        (Stage.DRAFTED, LetterKind.OUTREACH),
        (Stage.ANSWERED, LetterKind.PROPOSAL),
        (Stage.ANSWERED, LetterKind.QUESTIONS),
        (Stage.MET, LetterKind.THANKS),
    ],
)
def test_once_the_letter_is_on_its_way_it_is_their_turn(
    ada: Account, talk: Interview, stage: Stage, kind: LetterKind
) -> None:
    talk.reach(stage, now=NOW)
    letter = letter_of(talk, kind)
    assert [todo.kind for todo in todos(ada, now=NOW)] == [f"stage.{stage}"]

    queued(letter, now=NOW)

    assert todos(ada, now=NOW) == []


def test_an_earlier_letter_of_another_kind_is_not_the_one_that_is_due(ada: Account, talk: Interview) -> None:
    talk.reach(Stage.MET, now=NOW)
    queued(letter_of(talk, LetterKind.PROPOSAL), now=NOW)

    assert [todo.kind for todo in todos(ada, now=NOW)] == ["stage.met"]


def test_who_finds_none_of_the_times_fitting_is_offered_others(
    ada: Account, talk: Interview, link: PersonalLink
) -> None:
    talk.reach(Stage.ANSWERED, now=NOW)
    queued(letter_of(talk, LetterKind.PROPOSAL), now=NOW)
    link.guest_note, link.guest_noted_at = "Could we do Friday?", NOW + AN_HOUR
    assert [todo.kind for todo in todos(ada, now=NOW)] == ["stage.answered"]

    queued(letter_of(talk, LetterKind.PROPOSAL), now=NOW + 2 * AN_HOUR)

    assert todos(ada, now=NOW) == []


def test_marys_things_are_not_adas_to_do(mary: Account, talk: Interview) -> None:
    planned(talk)

    assert todos(mary, now=NOW) == []


@pytest.mark.parametrize("outcome", ["done", "dropped"])
def test_settling_is_told_once(talk: Interview, outcome: str) -> None:
    nudge = planned(talk)

    settle(nudge, outcome=outcome, now=NOW)
    settle(nudge, outcome="done", now=NOW + AN_HOUR)

    assert (nudge.outcome, nudge.settled_at) == (outcome, NOW)
    assert story(talk) == [f"follow_up.{outcome}"]


def test_letting_the_last_one_go_lets_the_ask_rest(talk: Interview) -> None:
    talk.reach(Stage.ASKED, now=NOW)

    settle(planned(talk, FollowUpKind.CLOSE_NO_REPLY), outcome="done", now=NOW)

    assert talk.stage is Stage.NO_REPLY
    assert story(talk) == ["interview.rested"]


def test_a_letter_with_the_newest_tells_what_came_before_as_well(ada: Account, talk: Interview) -> None:
    barbara = saved(Contact(account_id=ada.id, name="Barbara Liskov", timezone="UTC", created_at=NOW))
    talk.contact.credit(barbara, now=NOW)
    for kind in (FollowUpKind.REFERRAL_WROTE, FollowUpKind.REFERRAL_ANSWERED):
        planned(talk, kind)
    letter = Letter.begin(talk, LetterKind.REFERRAL_ANSWERED, now=NOW)

    has_left(letter, "letter.sent", account=ada, now=NOW)

    assert open_follow_ups(talk) == set()


def test_who_hears_the_newest_need_not_hear_what_came_before(ada: Account, talk: Interview) -> None:
    barbara = saved(Contact(account_id=ada.id, name="Barbara Liskov", timezone="UTC", created_at=NOW))
    talk.contact.credit(barbara, now=NOW)
    for kind in (FollowUpKind.REFERRAL_WROTE, FollowUpKind.REFERRAL_ANSWERED, FollowUpKind.REFERRAL_UPDATE):
        planned(talk, kind)
    answered = FollowUp.one(talk, FollowUpKind.REFERRAL_ANSWERED)
    assert answered is not None

    settle(answered, outcome="done", now=NOW)

    assert open_follow_ups(talk) == {FollowUpKind.REFERRAL_UPDATE}
