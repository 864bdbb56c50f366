"""News, promises and touches that the person tells of, and whom they leave alone."""

from datetime import datetime, timedelta

import pytest

from outreach.accounts.models import Account
from outreach.contacts.kinds import Tier
from outreach.contacts.models import Contact
from outreach.database import db, saved
from outreach.followups.kinds import FollowUpKind
from outreach.followups.models import FollowUp
from outreach.followups.silence import leave_alone, write_again
from outreach.followups.standing import LeftAlone
from outreach.followups.touches import keep_in_touch, last_contact
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.journal.models import note
from outreach.letters.kinds import LetterKind
from outreach.workflows.following_up import settle
from outreach.workflows.keeping_up import (
    UnknownCountry,
    note_touch,
    open_occasion,
    set_closeness,
)
from tests.cast import NOW
from tests.workflows.reading import open_follow_ups, story
from tests.workflows.test_following_up import another

DAY = timedelta(days=1)
K = FollowUpKind


@pytest.fixture
def thanked(talk: Interview) -> Interview:
    """Ada talked with Grace and thanked her."""
    talk.reach(Stage.THANKED, now=NOW)
    note("debrief.kept", talk, at=NOW)
    db.session.flush()
    return talk


def planned_at(talk: Interview, kind: FollowUpKind) -> datetime:
    found = FollowUp.one(talk, kind)
    assert found is not None
    assert found.settled_at is None
    return found.due_at


def test_an_occasion_is_kept_on_the_calendar_with_what_was_told(ada: Account, thanked: Interview) -> None:
    open_occasion(thanked, LetterKind.CONGRATULATIONS, {"news": "your prize"}, account=ada, now=NOW)

    found = FollowUp.one(thanked, K.CONGRATULATIONS)
    assert found is not None
    assert (found.due_at, found.late_at, found.told) == (NOW, NOW + 7 * DAY, {"news": "your prize"})


def test_a_promised_introduction_is_asked_after_once_a_week_later(ada: Account, thanked: Interview) -> None:
    open_occasion(thanked, LetterKind.INTRODUCTION, {"person": "Jean Bartik"}, account=ada, now=NOW)

    check = FollowUp.one(thanked, K.REFERRAL_CHECK)
    assert check is not None
    assert (check.due_at, check.told) == (NOW + 7 * DAY, {"person": "Jean Bartik"})


def test_good_news_is_for_everybody_who_gave_their_time(ada: Account, thanked: Interview) -> None:
    jean = saved(Contact(account_id=ada.id, name="Jean Bartik", timezone="UTC", created_at=NOW))
    with_jean = another(thanked)
    with_jean.contact = jean
    with_jean.reach(Stage.MET, now=NOW)

    open_occasion(
        thanked, LetterKind.LANDED, {"news": "found a place", "helped": "your maps"}, account=ada, now=NOW
    )

    own, hers = FollowUp.one(thanked, K.LANDED), FollowUp.one(with_jean, K.LANDED)
    assert own is not None
    assert hers is not None
    assert own.told == {"news": "found a place", "helped": "your maps"}
    assert hers.told == {"news": "found a place"}
    assert FollowUp.one(with_jean, K.PAY_FORWARD) is None


def test_any_touch_starts_the_time_anew(thanked: Interview) -> None:
    keep_in_touch(thanked.contact, now=NOW)
    assert planned_at(thanked, K.IN_TOUCH_3M) == NOW + 90 * DAY

    note_touch(thanked, is_theirs=True, words="met at the station", now=NOW + 50 * DAY)

    assert planned_at(thanked, K.IN_TOUCH_3M) == NOW + 140 * DAY
    assert last_contact(thanked.contact, now=NOW + 60 * DAY) == NOW + 50 * DAY


def test_while_news_of_the_advice_is_due_nothing_else_is(thanked: Interview) -> None:
    FollowUp.plan(thanked, K.ADVICE_UPDATE, due_at=NOW, late_at=NOW)

    keep_in_touch(thanked.contact, now=NOW)

    assert open_follow_ups(thanked) == {K.ADVICE_UPDATE}


def test_where_nothing_came_of_the_advice_a_word_follows_a_month_later(thanked: Interview) -> None:
    settle(
        FollowUp.plan(thanked, K.ADVICE_UPDATE, due_at=NOW, late_at=NOW),
        outcome="dropped",
        now=NOW + 30 * DAY,
    )

    assert planned_at(thanked, K.IN_TOUCH_1M) == NOW + 60 * DAY


@pytest.mark.parametrize(("tier", "kinds"), [(Tier.CLOSE, {K.IN_TOUCH_1M}), (Tier.THIN, set())])
def test_closeness_decides_how_often(thanked: Interview, tier: Tier, kinds: set[FollowUpKind]) -> None:
    set_closeness(thanked.contact, tier, "US", now=NOW)

    assert open_follow_ups(thanked) == kinds
    assert thanked.contact.country == "US"


def test_a_country_that_is_none_is_refused(thanked: Interview) -> None:
    with pytest.raises(UnknownCountry):
        set_closeness(thanked.contact, Tier.GOOD, "XX", now=NOW)


def test_who_asked_to_be_left_alone_is(ada: Account, thanked: Interview) -> None:
    FollowUp.plan(thanked, K.ADVICE_UPDATE, due_at=NOW, late_at=NOW)

    leave_alone(thanked.contact, now=NOW)
    leave_alone(thanked.contact, now=NOW + DAY)

    assert open_follow_ups(thanked) == set()
    with pytest.raises(LeftAlone, match="Grace Hopper asked not to be written to"):
        open_occasion(thanked, LetterKind.CONGRATULATIONS, {}, account=ada, now=NOW)
    write_again(thanked.contact, now=NOW)
    assert thanked.contact.left_alone_at is None


def test_letting_the_reminder_go_lets_the_silence_end_by_itself(ada: Account, talk: Interview) -> None:
    talk.reach(Stage.ASKED, now=NOW)
    settle(FollowUp.plan(talk, K.NUDGE, due_at=NOW, late_at=NOW), outcome="dropped", now=NOW)

    assert open_follow_ups(talk) == {K.CLOSE_NO_REPLY}


def test_thanks_that_were_given_elsewhere_are_given(ada: Account, talk: Interview) -> None:
    talk.reach(Stage.MET, now=NOW)
    settle(FollowUp.plan(talk, K.THANKS, due_at=NOW, late_at=NOW), outcome="done", now=NOW)

    assert talk.stage is Stage.THANKED
    assert open_follow_ups(talk) == {K.ADVICE_UPDATE}
    assert story(talk) == ["follow_up.done"]
