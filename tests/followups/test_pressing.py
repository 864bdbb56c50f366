"""What is due, the most pressing first."""

from datetime import datetime, timedelta

import pytest

from outreach.accounts.models import Account
from outreach.contacts.models import Contact
from outreach.database import saved
from outreach.followups.kinds import FollowUpKind
from outreach.followups.models import FollowUp
from outreach.followups.pressing import LOOKED_AT, pressing
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from tests.cast import NOW
from tests.followups.test_models import planned

DAY = timedelta(days=1)


def due(account: Account, *, by: datetime) -> list[FollowUp]:
    return [FollowUp.find(one.follow_up_id, of=account) for one in pressing(account, by=by)]


def test_the_most_pressing_comes_first(ada: Account, talk: Interview) -> None:
    card = planned(talk, FollowUpKind.CARD, days=3)
    thanks = planned(talk, FollowUpKind.THANKS, days=1)
    planned(talk, FollowUpKind.REFERRAL_UPDATE, days=9)

    assert due(ada, by=NOW + 3 * DAY) == [thanks, card]


def test_two_letters_to_one_reader_are_never_due_together(ada: Account, talk: Interview) -> None:
    planned(talk, FollowUpKind.IN_TOUCH_3M, days=1)
    thanks = planned(talk, FollowUpKind.THANKS, days=2)

    assert due(ada, by=NOW + 3 * DAY) == [thanks]


@pytest.mark.parametrize("stage", [Stage.DECLINED, Stage.BOUNCED])
def test_nothing_is_due_to_somebody_who_said_no_or_cannot_be_reached(
    ada: Account, talk: Interview, stage: Stage
) -> None:
    planned(talk, FollowUpKind.NUDGE, days=1)
    talk.reach(stage, now=NOW)

    assert due(ada, by=NOW + 30 * DAY) == []


def test_nothing_is_due_to_somebody_who_wants_to_be_left_alone(ada: Account, talk: Interview) -> None:
    planned(talk, FollowUpKind.THANKS, days=1)
    talk.contact.left_alone_at = NOW

    assert due(ada, by=NOW + 30 * DAY) == []


def test_who_opened_the_door_hears_of_it_even_after_a_no(ada: Account, talk: Interview) -> None:
    barbara = saved(Contact(account_id=ada.id, name="Barbara Liskov", timezone="UTC", created_at=NOW))
    talk.contact.credit(barbara, now=NOW)
    news = planned(talk, FollowUpKind.REFERRAL_FAILED, days=1)
    talk.reach(Stage.DECLINED, now=NOW)

    assert due(ada, by=NOW + 2 * DAY) == [news]

    barbara.left_alone_at = NOW
    assert due(ada, by=NOW + 2 * DAY) == []


def test_nothing_of_adas_is_due_for_mary(mary: Account, talk: Interview) -> None:
    planned(talk, FollowUpKind.NUDGE, days=1)

    assert due(mary, by=NOW + 30 * DAY) == []


def test_what_was_missed_long_ago_never_hides_what_can_still_be_done_well(
    ada: Account, talk: Interview
) -> None:
    for number in range(LOOKED_AT + 5):
        planned(another(talk, number), FollowUpKind.THANKS, days=1)
    thanks = planned(talk, FollowUpKind.THANKS, days=99)

    first, *_ = pressing(ada, by=NOW + 99 * DAY)

    assert first.follow_up_id == thanks.id


def another(talk: Interview, number: int) -> Interview:
    somebody = Contact(account_id=talk.account_id, name=f"Person {number}", timezone="UTC", created_at=NOW)
    known = {
        "purpose": talk.purpose,
        "relationship_kind": talk.relationship_kind,
        "minutes": 20,
        "format": talk.format,
    }
    return saved(
        Interview(account_id=talk.account_id, contact=saved(somebody), stage_at=NOW, created_at=NOW, **known)
    )
