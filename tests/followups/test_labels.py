"""Who helps gladly, who answers in their own time, who is silent: told from facts."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.accounts.models import Account
from outreach.contacts.kinds import Label
from outreach.contacts.models import Contact
from outreach.database import db, saved
from outreach.followups.boosters import booster_beside
from outreach.followups.kinds import Event, FollowUpKind
from outreach.followups.labels import Ask, is_quick, label_of
from outreach.followups.learning import catch_up, relabel
from outreach.followups.models import FollowUp
from outreach.followups.planning import days_of, take_in
from outreach.followups.working_days import working_days
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.workflows.following_up import let_paused_rest, todos
from tests.cast import NOW
from tests.workflows.reading import open_follow_ups
from tests.workflows.test_following_up import another

DAY = timedelta(days=1)
DAYS = working_days("Europe/London", home="Europe/London")
"""Asked on Tuesday the 24th: the third working day is Friday the 27th, the seventh Thursday the 3rd."""


@pytest.mark.parametrize(
    ("ask", "now", "label"),
    [
        (Ask(NOW, NOW + DAY), NOW + DAY, Label.BOOSTER),
        (Ask(NOW, NOW + 3 * DAY), NOW + 3 * DAY, Label.BOOSTER),
        (Ask(NOW, NOW + 4 * DAY), NOW + 4 * DAY, Label.OBLIGATE),
        (Ask(NOW, NOW + DAY, said_no=True), NOW + DAY, None),
        (Ask(NOW), NOW + 6 * DAY, None),
        (Ask(NOW), NOW + 9 * DAY, Label.SILENT),
        (Ask(NOW, NOW + 40 * DAY), NOW + 40 * DAY, Label.OBLIGATE),
    ],
)
def test_how_soon_somebody_answers_gives_the_label(ask: Ask, now: object, label: Label | None) -> None:
    assert label_of([ask], DAYS, now=now) is label  # type: ignore[arg-type]


def test_nothing_is_said_of_somebody_who_was_never_asked() -> None:
    assert label_of([], DAYS, now=NOW) is None


def test_a_deed_outweighs_a_late_answer_and_the_latest_ask_an_earlier_one() -> None:
    slow, quick = Ask(NOW - 90 * DAY, NOW - 60 * DAY), Ask(NOW, NOW + DAY)

    assert label_of([slow], DAYS, has_helped=True, now=NOW) is Label.BOOSTER
    assert label_of([slow, quick], DAYS, now=NOW + DAY) is Label.BOOSTER


@given(st.integers(0, 2000), st.integers(0, 2000))
def test_who_answers_sooner_is_never_called_slower(earlier: int, later: int) -> None:
    first, then = sorted((earlier, later))

    assert is_quick(NOW, NOW + first * timedelta(hours=1), DAYS) >= is_quick(
        NOW, NOW + then * timedelta(hours=1), DAYS
    )


def tell(talk: Interview, event: Event, *, now: object = NOW) -> None:
    take_in(talk, event, account=db.session.get_one(Account, talk.account_id), now=now)  # type: ignore[arg-type]


def test_the_label_is_learned_as_things_happen(talk: Interview) -> None:
    talk.reach(Stage.ASKED, now=NOW)
    tell(talk, Event.ASKED)
    assert talk.contact.label is None

    tell(talk, Event.SAID_YES, now=NOW + DAY)

    assert talk.contact.label is Label.BOOSTER
    assert (talk.asked_at, talk.heard_at) == (NOW, NOW + DAY)


def test_silence_becomes_a_label_by_itself(talk: Interview) -> None:
    talk.reach(Stage.ASKED, now=NOW)
    tell(talk, Event.ASKED)
    db.session.flush()

    assert catch_up(now=NOW + 7 * DAY) == 0
    assert catch_up(now=NOW + 11 * DAY) == 1
    db.session.refresh(talk.contact)
    assert talk.contact.label is Label.SILENT


def test_an_ask_that_never_left_says_nothing(talk: Interview) -> None:
    talk.reach(Stage.ASKED, now=NOW)
    tell(talk, Event.ASKED)
    talk.hear(at=NOW)
    talk.fall_back(Stage.DRAFTED, now=NOW)
    assert talk.heard_at is None

    talk.heard_at = NOW  # as an earlier release left it
    db.session.flush()
    assert catch_up(now=NOW + 11 * DAY) == 0


def test_who_led_to_somebody_helps(ada: Account, talk: Interview) -> None:
    jean = saved(Contact(account_id=ada.id, name="Jean Bartik", timezone="UTC", created_at=NOW))
    jean.credit(talk.contact, now=NOW)

    relabel(talk.contact, days_of(talk.contact, ada), now=NOW)

    assert talk.contact.label is Label.BOOSTER


@pytest.fixture
def beside(ada: Account, talk: Interview) -> Interview:
    """Jean works where Grace does, and was asked; she is silent, and a reminder is due."""
    jean = Contact(account_id=ada.id, name="Jean Bartik", timezone="UTC", created_at=NOW)
    jean.organization = talk.contact.organization
    asked = another(talk)
    asked.contact = saved(jean)
    FollowUp.plan(asked, FollowUpKind.NUDGE, due_at=NOW, late_at=NOW + DAY)
    talk.reach(Stage.THANKED, now=NOW)
    return asked


def test_with_a_booster_at_a_place_the_others_there_wait(
    ada: Account, beside: Interview, grace: Contact
) -> None:
    assert [todo.kind for todo in todos(ada, now=NOW)] == ["nudge"]

    grace.label = Label.BOOSTER

    assert todos(ada, now=NOW) == []
    assert booster_beside(beside.contact, FollowUpKind.NUDGE) is grace


def test_an_ask_that_waits_for_a_booster_comes_to_rest(beside: Interview, grace: Contact) -> None:
    """Jean is not reminded: after the time for that, her silence ends by itself."""
    grace.label = Label.BOOSTER
    db.session.flush()

    assert let_paused_rest(now=NOW) == 0
    assert let_paused_rest(now=NOW + DAY) == 1
    assert open_follow_ups(beside) == {FollowUpKind.CLOSE_NO_REPLY}


def test_the_person_may_write_to_them_all_the_same(ada: Account, beside: Interview, grace: Contact) -> None:
    grace.label, beside.contact.unpaused_at = Label.BOOSTER, NOW

    assert [todo.kind for todo in todos(ada, now=NOW)] == ["nudge"]
    assert booster_beside(beside.contact, FollowUpKind.NUDGE) is None


def test_who_was_recommended_does_not_wait(ada: Account, beside: Interview, grace: Contact) -> None:
    """Whoever led to them expects that a letter comes, and may ask about it."""
    grace.label = Label.BOOSTER
    beside.contact.credit(grace, now=NOW)

    assert [todo.kind for todo in todos(ada, now=NOW)] == ["nudge"]
    assert booster_beside(beside.contact, FollowUpKind.NUDGE) is None


def test_what_was_promised_never_waits_for_a_booster(ada: Account, beside: Interview, grace: Contact) -> None:
    grace.label = Label.BOOSTER
    FollowUp.plan(beside, FollowUpKind.PROPOSAL, due_at=NOW, late_at=NOW + DAY)

    assert [todo.kind for todo in todos(ada, now=NOW)] == ["proposal"]
