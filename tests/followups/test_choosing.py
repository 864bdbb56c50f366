"""What stands on top of Today, and how its time stands."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.followups.choosing import KEEPS_ITS_PLACE, VALUE, Standing, standing, weight
from outreach.followups.kinds import FollowUpKind
from outreach.followups.whens import Due
from tests.cast import NOW

HOUR = timedelta(hours=1)
TEN_HOURS = Due(NOW, NOW + 10 * HOUR)
kinds = st.sampled_from(list(FollowUpKind))
hours = st.integers(0, 400)


@pytest.mark.parametrize(
    ("hours", "stands"),
    [
        (0, Standing.IN_TIME),
        (5, Standing.IN_TIME),
        (6, Standing.SOON),
        (10, Standing.SOON),
        (11, Standing.LATE),
    ],
)
def test_the_colours_follow_the_ideal_and_the_latest(hours: int, stands: Standing) -> None:
    assert standing(TEN_HOURS, now=NOW + hours * HOUR) is stands


def test_every_kind_is_worth_something() -> None:
    assert set(VALUE) == set(FollowUpKind)
    assert min(VALUE.values()) > 0


@given(kinds, hours, hours)
def test_until_its_latest_moment_a_thing_only_rises(kind: FollowUpKind, earlier: int, later: int) -> None:
    first, then = sorted((earlier, later))
    due = Due(NOW, NOW + 400 * HOUR)

    assert weight(VALUE[kind], due, now=NOW + first * HOUR) <= weight(VALUE[kind], due, now=NOW + then * HOUR)


@given(kinds, st.integers(0, 5000))
def test_nothing_is_worth_more_for_being_years_late(kind: FollowUpKind, days: int) -> None:
    missed = NOW + 11 * HOUR + KEEPS_ITS_PLACE + timedelta(days=days)

    assert weight(VALUE[kind], TEN_HOURS, now=missed) < weight(VALUE[kind], TEN_HOURS, now=NOW)


def test_a_yes_comes_before_a_hello() -> None:
    just_now, overdue = Due(NOW, NOW + HOUR), Due(NOW - 20 * HOUR, NOW - HOUR)
    yes = weight(VALUE[FollowUpKind.PROPOSAL], just_now, now=NOW)

    assert yes > weight(VALUE[FollowUpKind.IN_TOUCH_6M], overdue, now=NOW)
