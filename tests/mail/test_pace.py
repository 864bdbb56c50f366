"""So many letters in any twenty-four hours, and a gap between them."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.mail.pace import A_DAY, gap_after, over_limit_until, too_soon_until
from tests.cast import NOW

A_MINUTE = timedelta(minutes=1)


def hours_ago(*hours: float) -> list[datetime]:
    return [NOW - timedelta(hours=h) for h in hours]


def test_below_the_limit_nothing_waits() -> None:
    assert over_limit_until(hours_ago(1, 2), now=NOW, most_a_day=3) is None


def test_at_the_limit_the_next_leaves_when_the_first_is_a_day_old() -> None:
    assert over_limit_until(hours_ago(1, 2, 23), now=NOW, most_a_day=3) == NOW + timedelta(hours=1)


def test_beyond_a_lowered_limit_as_many_must_age_as_are_too_many() -> None:
    assert over_limit_until(hours_ago(1, 2, 23), now=NOW, most_a_day=2) == NOW + timedelta(hours=22)


def test_what_is_a_day_old_counts_no_more() -> None:
    assert over_limit_until(hours_ago(24, 25), now=NOW, most_a_day=1) is None


@given(st.lists(st.floats(0, 30), max_size=30), st.integers(1, 10))
def test_never_more_than_the_limit_in_any_day(hours: list[float], most: int) -> None:
    handed = hours_ago(*hours)
    until = over_limit_until(handed, now=NOW, most_a_day=most) or NOW
    assert sum(1 for moment in handed if moment > until - A_DAY) < most


@pytest.mark.parametrize("message_id", ["<a@x>", "<b@x>", "<c@x>", "<d@x>"])
def test_the_gap_varies_and_is_the_same_for_every_worker(message_id: str) -> None:
    gap = gap_after(message_id, A_MINUTE)
    assert timedelta(seconds=30) <= gap < timedelta(seconds=90)
    assert gap == gap_after(message_id, A_MINUTE)


def test_gaps_differ() -> None:
    assert len({gap_after(f"<{n}@x>", A_MINUTE) for n in range(50)}) > 40


def test_after_the_gap_the_next_may_leave() -> None:
    last = (NOW - 2 * A_MINUTE, "<a@x>")
    assert too_soon_until(last, now=NOW, spacing=A_MINUTE) is None
    assert too_soon_until((NOW, "<a@x>"), now=NOW, spacing=A_MINUTE) == NOW + gap_after("<a@x>", A_MINUTE)


def test_a_clock_that_was_turned_back_holds_nothing() -> None:
    assert too_soon_until((NOW + A_DAY, "<a@x>"), now=NOW, spacing=A_MINUTE) is None


def test_the_first_letter_waits_for_nothing() -> None:
    assert too_soon_until(None, now=NOW, spacing=A_MINUTE) is None
