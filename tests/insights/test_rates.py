"""Shares with their intervals, and when two of them may be compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.insights.rates import STEPS, Share, Tally, apart


@pytest.mark.parametrize(
    ("k", "n", "least", "most"),
    [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0), (20, 100, 0.1334, 0.2888)],
)
def test_intervals_are_as_in_the_tables(k: int, n: int, least: float, most: float) -> None:
    assert Share(k, n).interval == pytest.approx((least, most), abs=0.0005)


@given(st.integers(0, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_its_share_and_lies_between_nothing_and_all(counts: tuple[int, int]) -> None:
    share = Share(*counts)
    least, most = share.interval
    assert 0 <= least <= most <= 1
    assert least - 1e-12 <= share.part <= most + 1e-12 or share.n == 0


@given(st.integers(1, 400), st.integers(1, 10))
def test_more_of_the_same_makes_surer(n: int, times: int) -> None:
    few, many = Share(n // 2, n), Share(n // 2 * times, n * times)
    assert many.interval[1] - many.interval[0] <= few.interval[1] - few.interval[0] + 1e-12


def test_nothing_of_nothing_says_nothing() -> None:
    assert (Share(0, 0).part, Share(0, 0).interval) == (0.0, (0.0, 1.0))


@pytest.mark.parametrize(("k", "n"), [(-1, 3), (4, 3)])
def test_more_than_all_is_no_share(k: int, n: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        Share(k, n)


@pytest.mark.parametrize(("n", "is_enough"), [(29, False), (30, True)])
def test_thirty_are_enough_to_compare(n: int, is_enough: bool) -> None:
    assert Share(1, n).is_enough is is_enough


def tally(name: str, asked: int, answered: int) -> Tally:
    return Tally(name, (asked, answered, *(0 for _ in STEPS[2:])))


def test_a_clear_difference_is_named() -> None:
    alumni, strangers, few = tally("alum", 60, 40), tally("cold", 60, 12), tally("event", 29, 29)

    assert apart([strangers, few, alumni], "answered") == (alumni, strangers)


@pytest.mark.parametrize(
    "tallies",
    [
        [],
        [tally("a", 60, 30)],
        [tally("a", 60, 30), tally("b", 60, 26)],
        [tally("a", 29, 29), tally("b", 29, 0)],
    ],
)
def test_what_may_be_chance_is_not_called_a_difference(tallies: list[Tally]) -> None:
    assert apart(tallies, "answered") is None
