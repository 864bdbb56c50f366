"""When it is time to be in touch again."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.contacts.kinds import Tier
from outreach.followups.keeping import MOST_UNANSWERED, YEAR, Touch, last_touch, next_in_touch
from outreach.followups.kinds import FollowUpKind

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
MET = Touch(NOW, is_theirs=True)


@pytest.mark.parametrize(
    ("tier", "steps", "kind", "days"),
    [
        (Tier.CLOSE, 0, FollowUpKind.IN_TOUCH_1M, 30),
        (Tier.CLOSE, 1, FollowUpKind.IN_TOUCH_3M, 60),
        (Tier.CLOSE, 7, FollowUpKind.IN_TOUCH_3M, 60),
        (Tier.GOOD, 0, FollowUpKind.IN_TOUCH_3M, 90),
        (Tier.GOOD, 1, FollowUpKind.IN_TOUCH_6M, 180),
        (Tier.GOOD, 5, FollowUpKind.IN_TOUCH_6M, 180),
    ],
)
def test_the_closer_the_sooner(tier: Tier, steps: int, kind: FollowUpKind, days: int) -> None:
    found = next_in_touch(tier, [MET], steps_done=steps, has_told_what_came=True)

    assert found is not None
    assert (found[0], found[1].at) == (kind, NOW + days * DAY)


def test_a_thin_acquaintance_hears_when_there_is_news() -> None:
    assert next_in_touch(Tier.THIN, [MET], steps_done=0, has_told_what_came=True) is None


def test_where_nothing_came_of_the_advice_a_word_after_a_month_takes_its_place() -> None:
    found = next_in_touch(Tier.GOOD, [MET], steps_done=0, has_told_what_came=False)

    assert found is not None
    assert found[0] is FollowUpKind.IN_TOUCH_1M


@pytest.mark.parametrize("is_theirs", [True, False])
def test_any_touch_in_either_direction_starts_the_time_anew(is_theirs: bool) -> None:
    touches = [MET, Touch(NOW + 50 * DAY, is_theirs=is_theirs)]
    found = next_in_touch(Tier.GOOD, touches, steps_done=0, has_told_what_came=True)

    assert found is not None
    assert found[1].at == NOW + 140 * DAY


def test_who_was_never_met_is_not_written_to_again() -> None:
    assert last_touch([]) is None
    assert next_in_touch(Tier.GOOD, [], steps_done=0, has_told_what_came=True) is None


touches = st.lists(
    st.builds(
        lambda days, theirs: Touch(NOW + days * DAY, theirs, not theirs), st.integers(0, 900), st.booleans()
    ),
    min_size=1,
    max_size=20,
)


@given(touches, st.sampled_from(Tier), st.integers(0, 9), st.booleans())
def test_nobody_who_does_not_answer_hears_more_than_three_times_a_year(
    known: list[Touch], tier: Tier, steps: int, has_told: bool
) -> None:
    found = next_in_touch(tier, known, steps_done=steps, has_told_what_came=has_told)
    if found is None:
        return
    at = found[1].at
    heard = max((touch.at for touch in known if touch.is_theirs), default=NOW - DAY)
    within_a_year = [t for t in known if t.is_unsolicited and t.at > heard and at - YEAR < t.at < at]

    assert len(within_a_year) < MOST_UNANSWERED
    assert at > max(touch.at for touch in known)
