"""The conversation that landing day opens with somebody who was never asked: for the letter of thanks, and no more."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from outreach import clock
from outreach.accounts.models import Account
from outreach.contacts.models import Contact
from outreach.database import db, saved
from outreach.followups.agenda import surroundings
from outreach.followups.helping import Helper, helpers
from outreach.followups.kinds import FollowUpKind
from outreach.followups.landing import to_write
from outreach.followups.models import FollowUp
from outreach.insights.weeks import weeks
from outreach.interviews.columns import Column
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.workflows import following_up
from outreach.workflows.landing import land
from outreach.workflows.moving_on import OutOfOrder, move
from tests.cast import NOW
from tests.web.reading import read
from tests.workflows.reading import open_follow_ups, story
from tests.workflows.test_landing import with_
from tests.workflows.test_landing_for_introducers import NEWS, jean

__all__ = ["jean"]

HOUR = timedelta(hours=1)
CLICKS = 3


@pytest.fixture
def thanks(ada: Account, jean: Contact) -> Interview:
    """What Jean's letter hangs from, once the news was told."""
    land(ada, "landed", NEWS, now=clock.now())
    [interview] = Interview.with_contact(jean)
    return interview


def test_nothing_is_due_in_it_but_the_letter(ada: Account, thanks: Interview) -> None:
    assert open_follow_ups(thanks) == {FollowUpKind.LANDED}

    land(ada, "landed", f"{NEWS}, from May on", now=clock.now())

    assert open_follow_ups(thanks) == {FollowUpKind.LANDED}


def test_passing_it_on_is_offered_to_who_was_asked_and_answered(
    ada: Account, talk: Interview, jean: Contact
) -> None:
    betty = with_(talk, "Betty Holberton", Stage.LATER, heard=True)
    assert [one.name for one in helpers(ada)] == ["Jean Bartik", "Betty Holberton"]

    for hours in range(2):
        land(ada, "landed", NEWS, now=NOW + hours * HOUR)

    [thanks] = Interview.with_contact(jean)
    assert open_follow_ups(thanks) == {FollowUpKind.LANDED}
    assert open_follow_ups(betty) == {FollowUpKind.LANDED, FollowUpKind.PAY_FORWARD}


@pytest.mark.parametrize("to", [Column.TO_ASK, Column.ASKED, Column.ANSWERED, Column.BOOKED])
def test_its_card_stays_where_it_is_as_nobody_was_asked(ada: Account, thanks: Interview, to: Column) -> None:
    with pytest.raises(OutOfOrder, match="You have not asked Jean Bartik"):
        move(thanks, to, account=ada, now=NOW)
    assert (thanks.stage, thanks.answered_at) == (Stage.REDIRECTED, None)


def test_who_talks_with_her_all_the_same_can_say_so(ada: Account, thanks: Interview) -> None:
    with pytest.raises(OutOfOrder, match="Thanks come after the talk"):
        move(thanks, Column.THANKED, account=ada, now=NOW)

    move(thanks, Column.MET, account=ada, now=NOW)

    assert thanks.stage is Stage.MET


def test_no_week_counts_it_though_its_card_is_pushed(
    at_ada: FlaskClient, ada: Account, thanks: Interview
) -> None:
    answer = at_ada.post(f"/interviews/{thanks.id}/column", data={"to": "answered"})

    assert answer.status_code == 409
    assert not any(week.asked or week.answered for week in weeks(ada, ada.today(now=clock.now())))


def test_whoever_led_to_her_is_thanked_in_a_conversation_of_their_own(
    ada: Account, jean: Contact, thanks: Interview
) -> None:
    zuse = saved(
        Contact(account_id=ada.id, name="Konrad Zuse", email="z@example.com", timezone="UTC", created_at=NOW)
    )
    jean.credit(zuse, now=NOW)
    db.session.flush()

    by_name: dict[str, Helper] = {one.name: one for one in helpers(ada)}
    assert (by_name["Konrad Zuse"].interview_id, by_name["Konrad Zuse"].is_own) == (None, True)
    land(ada, "landed", NEWS, now=clock.now())
    assert open_follow_ups(thanks) == {FollowUpKind.LANDED}
    assert {one.name for one in to_write(ada, since=NOW - HOUR)[0]} == {"Jean Bartik", "Konrad Zuse"}


def test_who_has_asked_nobody_is_still_told_so(ada: Account, talk: Interview, thanks: Interview) -> None:
    assert surroundings(ada, now=NOW).has_begun

    db.session.delete(talk)
    db.session.flush()

    assert not surroundings(ada, now=NOW).has_begun


def words_about(thanks: Interview, at_ada: FlaskClient) -> str:
    return read(at_ada.get(f"/interviews/{thanks.id}")).words


def test_its_page_says_what_it_is_for(at_ada: FlaskClient, thanks: Interview) -> None:
    words = words_about(thanks, at_ada)

    assert "Tell Jean your news Jean led you to Kay McNulty." in words
    assert "You wanted to tell them how it has ended." in words
    assert "There is none: this is for thanks alone." in words
    assert "What ties you" not in words
    assert "It began with the name" not in words
    assert story(thanks) == ["interview.for_thanks"]


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (
            "done",
            "Jean knows how it has ended You have told the news, and given thanks for the way to Kay McNulty.",
        ),
        ("dropped", "Nothing is due to Jean"),
    ],
)
def test_its_page_says_when_it_is_over(
    at_ada: FlaskClient, thanks: Interview, outcome: str, said: str
) -> None:
    told = FollowUp.one(thanks, FollowUpKind.LANDED)
    assert told is not None
    following_up.settle(told, outcome=outcome, now=clock.now())

    words = words_about(thanks, at_ada)

    assert said in words
    assert "The next letter goes" not in words


def test_two_clicks_at_once_thank_her_once(app: Flask, ada: Account, jean: Contact) -> None:
    gate, number = Barrier(CLICKS), ada.id
    db.session.commit()

    def click() -> None:
        with app.app_context():
            db.session.get_one(Account, number)
            db.session.rollback()
            gate.wait(timeout=60)
            land(db.session.get_one(Account, number), "landed", NEWS, now=NOW)
            db.session.commit()

    clicks = [Thread(target=click) for _ in range(CLICKS)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join(timeout=60)

    db.session.expire_all()
    assert len(Interview.with_contact(jean)) == 1
    letters = select(func.count()).where(FollowUp.account_id == number, FollowUp.kind == FollowUpKind.LANDED)
    assert db.session.scalar(letters) == 1
