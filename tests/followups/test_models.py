from datetime import timedelta

from outreach.followups.kinds import FollowUpKind
from outreach.followups.models import FollowUp
from outreach.interviews.models import Interview
from tests.cast import NOW

DAY = timedelta(days=1)


def planned(talk: Interview, kind: FollowUpKind, *, days: int) -> FollowUp:
    """Due after so many days, late a day after that."""
    due_at = NOW + days * DAY
    return FollowUp.plan(talk, kind, due_at=due_at, late_at=due_at + DAY)


def test_planning_again_moves_the_one_that_is_there(talk: Interview) -> None:
    first = planned(talk, FollowUpKind.NUDGE, days=5)

    again = planned(talk, FollowUpKind.NUDGE, days=9)

    assert again is first
    assert FollowUp.of(talk) == [first]
    assert first.due_at == NOW + 9 * DAY


def test_planning_again_opens_what_was_settled(talk: Interview) -> None:
    nudge = planned(talk, FollowUpKind.NUDGE, days=5)
    FollowUp.settle(talk, FollowUpKind.NUDGE, outcome="dropped", now=NOW)

    planned(talk, FollowUpKind.NUDGE, days=9)

    assert (nudge.settled_at, nudge.outcome) == (None, "")


def test_only_the_named_kinds_are_settled(talk: Interview) -> None:
    nudge = planned(talk, FollowUpKind.NUDGE, days=5)
    thanks = planned(talk, FollowUpKind.THANKS, days=1)

    FollowUp.settle(talk, FollowUpKind.NUDGE, outcome="done", now=NOW)

    assert (nudge.settled_at, nudge.outcome) == (NOW, "done")
    assert thanks.settled_at is None


def test_with_no_kind_named_all_are_settled(talk: Interview) -> None:
    planned(talk, FollowUpKind.NUDGE, days=5)
    planned(talk, FollowUpKind.THANKS, days=1)

    FollowUp.settle(talk, *FollowUpKind, outcome="dropped", now=NOW)

    assert {follow_up.outcome for follow_up in FollowUp.of(talk)} == {"dropped"}


def test_what_was_settled_stays_as_it_was(talk: Interview) -> None:
    nudge = planned(talk, FollowUpKind.NUDGE, days=5)
    FollowUp.settle(talk, *FollowUpKind, outcome="done", now=NOW)

    FollowUp.settle(talk, *FollowUpKind, outcome="dropped", now=NOW + DAY)

    assert (nudge.settled_at, nudge.outcome) == (NOW, "done")


def test_what_was_told_for_one_time_is_not_told_the_next(talk: Interview) -> None:
    congratulations = planned(talk, FollowUpKind.CONGRATULATIONS, days=1)
    congratulations.told = {"news": "your prize"}
    FollowUp.settle(talk, *FollowUpKind, outcome="done", now=NOW)

    again = planned(talk, FollowUpKind.CONGRATULATIONS, days=90)

    assert (again.told, again.times_done) == ({}, 1)
