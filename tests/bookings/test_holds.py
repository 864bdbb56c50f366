"""Times kept for one contact: who can take them, how long, and what lets them go."""

from datetime import datetime, timedelta

import pytest

from outreach.accounts.models import Account
from outreach.bookings.holds import LASTS, Hold
from outreach.bookings.models import PersonalLink
from outreach.bookings.offers import Offers, TimeHasPassed
from outreach.bookings.refusals import SlotTaken
from outreach.contacts.models import Contact
from outreach.database import db, saved
from outreach.interviews.kinds import Format
from outreach.interviews.models import Interview
from outreach.timespan import TimeSpan
from tests.cast import NOW
from tests.workflows.holding import holding

NEXT_MONDAY = NOW + timedelta(days=6)
TWENTY = timedelta(minutes=20)
A_MINUTE = timedelta(minutes=1)


@pytest.fixture
def barbaras(talk: Interview) -> Interview:
    """Another conversation of Ada's."""
    barbara = saved(
        Contact(account_id=talk.account_id, name="Barbara Liskov", timezone="UTC", created_at=NOW)
    )
    return saved(
        Interview(
            account_id=talk.account_id,
            contact=barbara,
            purpose=talk.purpose,
            relationship_kind=talk.relationship_kind,
            minutes=20,
            format=Format.PHONE,
            stage_at=NOW,
            created_at=NOW,
        )
    )


def free(ada: Account, interview: Interview, now: datetime = NOW) -> list[datetime]:
    return [slot.start for slot in Offers.of(ada, interview, now=now).times]


def test_a_held_time_is_free_for_grace_and_for_nobody_else(
    ada: Account, talk: Interview, barbaras: Interview
) -> None:
    holding(talk, NEXT_MONDAY)

    assert NEXT_MONDAY in free(ada, talk)
    assert Offers.of(ada, talk, now=NOW).kept == [TimeSpan(NEXT_MONDAY, NEXT_MONDAY + TWENTY)]
    assert NEXT_MONDAY not in free(ada, barbaras)
    with pytest.raises(SlotTaken):
        Offers.of(ada, barbaras, now=NOW).accept(NEXT_MONDAY)


def test_the_time_around_a_held_one_is_guarded_too(
    ada: Account, talk: Interview, barbaras: Interview
) -> None:
    holding(talk, NEXT_MONDAY + timedelta(hours=1, minutes=5))

    taken = {start - NEXT_MONDAY for start in set(free(ada, talk)) - set(free(ada, barbaras))}

    # From 10:05 to 10:25, and ten minutes before and after: the grid has half hours.
    assert taken == {timedelta(minutes=60), timedelta(minutes=90)}


def test_a_time_that_is_only_chosen_is_nobodys_yet(
    ada: Account, talk: Interview, barbaras: Interview
) -> None:
    Hold.loosen(holding(talk, NEXT_MONDAY))

    assert NEXT_MONDAY in free(ada, barbaras)
    assert Offers.of(ada, talk, now=NOW).kept == []


@pytest.mark.parametrize(("age", "is_held"), [(LASTS - A_MINUTE, True), (LASTS, False)])
def test_a_hold_ends_after_a_week(
    ada: Account, talk: Interview, barbaras: Interview, age: timedelta, is_held: bool
) -> None:
    in_ten_days = NOW + timedelta(days=13)
    holding(talk, in_ten_days)

    assert (in_ten_days not in free(ada, barbaras, NOW + age)) is is_held
    assert bool(Hold.live(talk, now=NOW + age)) is is_held


def test_no_hold_outlives_its_own_beginning(talk: Interview) -> None:
    [hold] = Hold.chosen_for(holding(talk, NOW + timedelta(days=2)))

    assert hold.expires_at == hold.starts_at


@pytest.mark.parametrize("outcome", ["taken", "answered", "replaced"])
def test_what_is_released_is_free_for_all(
    ada: Account, talk: Interview, barbaras: Interview, outcome: str
) -> None:
    holding(talk, NEXT_MONDAY)

    Hold.release(talk, outcome=outcome, now=NOW)

    assert NEXT_MONDAY in free(ada, barbaras)


def test_the_cap_of_a_day_counts_what_is_held_for_others(
    ada: Account, talk: Interview, barbaras: Interview
) -> None:
    holding(talk, *(NEXT_MONDAY + timedelta(hours=hours) for hours in (0, 2, 4)))

    assert not [s for s in free(ada, barbaras) if s.date() == NEXT_MONDAY.date()]
    assert [s for s in free(ada, talk) if s.date() == NEXT_MONDAY.date()]


def test_marys_calendar_knows_nothing_of_adas_holds(
    ada: Account, mary: Account, talk: Interview, marys_things: dict[str, int]
) -> None:
    holding(talk, NEXT_MONDAY)
    hers = Interview.find(marys_things["interview_id"], of=mary)

    assert Offers.of(mary, hers, now=NOW).taken.holds == []


def test_all_that_stands_in_the_calendar_is_read_in_one_statement(
    ada: Account, talk: Interview, statements: list[str]
) -> None:
    holding(talk, NEXT_MONDAY)
    db.session.commit()
    ada.id, talk.id  # noqa: B018  read again after the commit
    statements.clear()

    Offers.of(ada, talk, now=NOW)

    assert len(statements) <= 4, statements


# What the account may agree to, its own hours or not


def test_a_time_outside_the_hours_can_be_agreed_to(ada: Account, talk: Interview) -> None:
    at_night = NEXT_MONDAY + timedelta(hours=12, minutes=7)

    assert Offers.of(ada, talk, now=NOW).accept_wish(at_night) == TimeSpan(at_night, at_night + TWENTY)


def test_the_past_cannot_and_neither_can_what_is_kept_for_somebody_else(
    ada: Account, talk: Interview, barbaras: Interview, link: PersonalLink
) -> None:
    holding(barbaras, NEXT_MONDAY)
    offers = Offers.of(ada, talk, now=NOW)

    with pytest.raises(TimeHasPassed):
        offers.accept_wish(NOW)
    for minutes in (-19, 0, 19):
        with pytest.raises(SlotTaken):
            offers.accept_wish(NEXT_MONDAY + timedelta(minutes=minutes))
    assert offers.accept_wish(NEXT_MONDAY + TWENTY)
