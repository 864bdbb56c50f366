"""The hours, the exceptions and the rules as they are kept."""

from datetime import timedelta

import pytest

from outreach.accounts.models import Account
from outreach.availability.models import (
    LIMITS,
    MOST_A_DAY,
    DateException,
    DayIsOver,
    MeetingRules,
    RulesAtOdds,
    WeeklyHours,
)
from outreach.database import db
from tests.cast import NOW

TODAY = NOW.date()
A_DAY = timedelta(days=1)
A_MINUTE = timedelta(minutes=1)
RULES = {
    "increment": timedelta(minutes=15),
    "buffer_before": timedelta(0),
    "buffer_after": timedelta(minutes=5),
    "notice": timedelta(hours=48),
    "horizon": timedelta(days=60),
}


def test_new_hours_replace_the_whole_week(ada: Account) -> None:
    WeeklyHours.keep(ada, {0: [(540, 720), (780, 1440)], 6: []})

    assert [(h.weekday, h.starts, h.ends) for h in WeeklyHours.of(ada)] == [(0, 540, 720), (0, 780, 1440)]


def test_the_hours_of_another_account_stay(ada: Account, mary: Account) -> None:
    WeeklyHours.keep(mary, {})

    assert len(WeeklyHours.of(ada)) == 5


def test_a_date_has_one_set_of_hours(ada: Account) -> None:
    DateException.keep(ada, TODAY, [(540, 600), (660, 720)], today=TODAY)
    DateException.keep(ada, TODAY, [(600, 660)], today=TODAY)

    assert [(e.starts, e.ends) for e in DateException.of(ada, since=TODAY)] == [(600, 660)]


def test_no_hours_on_a_date_are_a_day_off(ada: Account) -> None:
    DateException.keep(ada, TODAY + A_DAY, [], today=TODAY)

    [day_off] = DateException.of(ada, since=TODAY)
    assert (day_off.on, day_off.starts, day_off.ends) == (TODAY + A_DAY, None, None)


def test_a_day_that_is_over_cannot_be_changed(ada: Account) -> None:
    with pytest.raises(DayIsOver):
        DateException.keep(ada, TODAY - A_DAY, [], today=TODAY)


def test_dropping_an_exception_leaves_those_of_other_days(ada: Account) -> None:
    DateException.keep(ada, TODAY, [(540, 600), (660, 720)], today=TODAY)
    DateException.keep(ada, TODAY + A_DAY, [], today=TODAY)

    DateException.drop(ada, TODAY)

    assert [e.on for e in DateException.of(ada, since=TODAY)] == [TODAY + A_DAY]


def test_new_rules_are_kept(ada: Account) -> None:
    MeetingRules.of(ada).change(today=TODAY, most_a_day=2, **RULES)
    db.session.commit()

    rules = MeetingRules.of(ada)
    assert {name: getattr(rules, name) for name in RULES} == RULES
    assert rules.most_a_day == 2


@pytest.mark.parametrize("name", LIMITS)
@pytest.mark.parametrize("end", [0, 1], ids=["too little", "too much"])
def test_every_rule_has_its_limits(ada: Account, name: str, end: int) -> None:
    rules = MeetingRules.of(ada)
    before = {name: getattr(rules, name) for name in LIMITS}
    beyond = LIMITS[name][end] + (A_MINUTE if end else -A_MINUTE)

    with pytest.raises(RulesAtOdds, match=name.replace("_", " ")):
        rules.change(today=TODAY, most_a_day=3, **(RULES | {name: beyond}))

    assert {name: getattr(rules, name) for name in LIMITS} == before


@pytest.mark.parametrize("most", [0, MOST_A_DAY + 1])
def test_a_day_holds_one_conversation_or_more_but_not_any_number(ada: Account, most: int) -> None:
    with pytest.raises(RulesAtOdds, match="fit into a day"):
        MeetingRules.of(ada).change(today=TODAY, most_a_day=most, **RULES)


def test_a_notice_that_leaves_nothing_is_refused(ada: Account) -> None:
    with pytest.raises(RulesAtOdds, match="Nothing would ever be free"):
        MeetingRules.of(ada).change(
            today=TODAY, most_a_day=3, **(RULES | {"notice": A_DAY, "horizon": A_DAY})
        )
