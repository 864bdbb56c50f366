"""Before the first letter is read, everything that its reading takes is made."""

from outreach.letters.coach.beforehand import work_out
from outreach.letters.coach.phrases import SAYINGS


def test_nothing_that_a_reading_looks_for_is_left_to_make() -> None:
    for _ in work_out():
        pass

    assert SAYINGS
    assert all("pattern" in vars(saying) and "heads" in vars(saying) for saying in SAYINGS)
