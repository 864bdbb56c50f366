"""The weekly review and the rates, as pages."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from outreach import clock
from outreach.accounts.models import Account
from outreach.interviews.kinds import Relationship
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.web.charts import columns
from tests.crowd import asked_long_ago as some
from tests.web.reading import read


def test_the_week_is_told_in_a_sentence(at_ada: FlaskClient, talk: Interview) -> None:
    assert "Nothing yet, and the week is not over." in read(at_ada.get("/review")).words
    talk.reach(Stage.ASKED, now=clock.now())
    talk.reach(Stage.ANSWERED, now=clock.now())

    assert "You asked one person and one answered." in read(at_ada.get("/review")).words


def test_whoever_is_stuck_is_worth_a_thought(at_ada: FlaskClient, talk: Interview) -> None:
    talk.reach(Stage.ASKED, now=clock.now() - timedelta(days=20))

    assert "Grace Hopper silent for 20 days" in read(at_ada.get("/review")).words


@pytest.mark.parametrize("week", ["2026-02-31", "soon", "9999-12-31", "0001-01-01", ""])
def test_any_week_can_be_asked_for(at_ada: FlaskClient, week: str) -> None:
    assert at_ada.get(f"/review?week={week}").status_code == 200


def test_a_quiet_week_is_allowed(at_ada: FlaskClient) -> None:
    assert "A quiet week. They are allowed." in read(at_ada.get("/review?week=2026-01-05")).words


def test_before_two_weeks_nothing_is_counted(at_ada: FlaskClient, talk: Interview) -> None:
    talk.reach(Stage.ASKED, now=clock.now())
    assert "One letter is out." in read(at_ada.get("/review/rates")).words


def test_few_are_told_and_not_compared(at_ada: FlaskClient, ada: Account) -> None:
    some(ada, 3, Relationship.ALUM, answered=2)
    some(ada, 2, Relationship.COLD, answered=0)
    shown = read(at_ada.get("/review/rates"))

    assert "2 of 5" in shown.words
    assert "Too few to compare" in shown.words
    assert "%" not in shown.words


def test_a_clear_difference_is_told_with_its_interval(at_ada: FlaskClient, ada: Account) -> None:
    some(ada, 40, Relationship.ALUM, answered=30)
    some(ada, 40, Relationship.COLD, answered=6)
    answer = at_ada.get("/review/rates")

    assert "“We went to the same school” (75 %) is answered more often than" in read(answer).words
    assert "60 to 86 %" in read(answer).words
    assert "<svg" in answer.text


def test_a_week_without_anything_has_no_column_and_the_busiest_is_the_highest() -> None:
    assert columns([0, 0], most=4, place=0) == ""
    assert columns([4, 0, 2], most=4, place=1) == (
        "M16 80v-70.0q0-2 2-2h6q2 0 2 2v70.0zM256 80v-34.0q0-2 2-2h6q2 0 2 2v34.0z"
    )


def test_the_weeks_stand_as_columns_of_each_kind_that_there_was(at_ada: FlaskClient, talk: Interview) -> None:
    talk.reach(Stage.ASKED, now=clock.now())
    shown = at_ada.get("/review").text

    assert '<path class="asked" d="M' in shown
    assert 'class="met"' not in shown
