"""What is worth doing now, and settling it."""

from datetime import datetime, timedelta

import pytest

from outreach.accounts.models import Account
from outreach.followups.kinds import FollowUpKind
from outreach.followups.models import FollowUp
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.letters.kinds import LetterKind
from outreach.workflows.following_up import settle, todos
from tests.cast import NOW
from tests.workflows.reading import story

AN_HOUR = timedelta(hours=1)


def planned(talk: Interview, kind: FollowUpKind = FollowUpKind.NUDGE, due_at: datetime = NOW) -> FollowUp:
    return FollowUp.plan(talk, kind, due_at=due_at, late_at=due_at + AN_HOUR)


def test_what_is_due_comes_before_what_only_waits(ada: Account, talk: Interview) -> None:
    talk.reach(Stage.ASKED, now=NOW)
    planned(talk)

    [todo] = todos(ada, now=NOW)

    assert (todo.kind, todo.letter, todo.is_late) == ("nudge", LetterKind.NUDGE, False)


def test_what_is_not_due_yet_is_not_shown(ada: Account, talk: Interview) -> None:
    talk.reach(Stage.ASKED, now=NOW)
    planned(talk, due_at=NOW + AN_HOUR)

    assert todos(ada, now=NOW) == []


def test_an_ask_whose_next_step_is_ours_is_shown(ada: Account, talk: Interview) -> None:
    [todo] = todos(ada, now=NOW)

    assert (todo.interview, todo.kind, todo.follow_up) == (talk, "stage.found", None)


def test_one_interview_is_named_once_for_a_thing_that_is_due(ada: Account, talk: Interview) -> None:
    planned(talk)

    assert [todo.kind for todo in todos(ada, now=NOW)] == ["nudge"]


def test_there_are_never_more_than_five(ada: Account, talk: Interview) -> None:
    for kind in list(FollowUpKind):
        planned(talk, kind)

    assert len(todos(ada, now=NOW)) == 5


def test_marys_things_are_not_adas_to_do(mary: Account, talk: Interview) -> None:
    planned(talk)

    assert todos(mary, now=NOW) == []


@pytest.mark.parametrize("outcome", ["done", "dropped"])
def test_settling_is_told_once(talk: Interview, outcome: str) -> None:
    nudge = planned(talk)

    settle(nudge, outcome=outcome, now=NOW)
    settle(nudge, outcome="done", now=NOW + AN_HOUR)

    assert (nudge.outcome, nudge.settled_at) == (outcome, NOW)
    assert story(talk) == [f"follow_up.{outcome}"]


def test_letting_the_last_one_go_lets_the_ask_rest(talk: Interview) -> None:
    talk.reach(Stage.ASKED, now=NOW)

    settle(planned(talk, FollowUpKind.CLOSE_NO_REPLY), outcome="done", now=NOW)

    assert talk.stage is Stage.NO_REPLY
    assert story(talk) == ["interview.rested"]
