import pytest

from outreach.accounts.models import Account
from outreach.interviews.models import Interview
from outreach.questions.lists import OWN_MINUTES, minutes_of, others_for, tailored_for, timing_of
from outreach.questions.models import Move, Question
from outreach.questions.topics import Topic
from tests.cast import NOW


@pytest.mark.parametrize("minutes", [10, 15, 20, 30, 45, 60])
def test_a_fresh_list_fits_the_minutes_asked_for(ada: Account, talk: Interview, minutes: int) -> None:
    talk.minutes = minutes

    timing = timing_of(tailored_for(talk, ada, now=NOW), talk)

    assert timing.over <= 0
    assert timing.needed + timing.opening <= timing.agreed == minutes


def test_every_question_fetched_from_below_the_line_costs_time(ada: Account, talk: Interview) -> None:
    questions = tailored_for(talk, ada, now=NOW)
    before = timing_of(questions, talk).needed
    spare = questions.spares[0]

    questions.move(spare, Move.IN)

    assert timing_of(questions, talk).needed == before + minutes_of(spare)


@pytest.mark.parametrize(
    ("question", "minutes"),
    [
        (Question(text="Mine?"), OWN_MINUTES),
        (Question(text="Kept from an older bank", key="gone", topic="ref"), Topic.REF.usual_minutes),
    ],
    ids=["one's own", "one that the bank has lost"],
)
def test_a_question_that_the_bank_does_not_know_costs_the_usual(question: Question, minutes: float) -> None:
    question.key, question.topic = question.key or "", question.topic or ""

    assert minutes_of(question) == minutes


@pytest.mark.parametrize("minutes", [20, 60])
def test_the_others_are_about_the_same_and_not_on_the_list(
    ada: Account, talk: Interview, minutes: int
) -> None:
    talk.minutes = minutes
    questions = tailored_for(talk, ada, now=NOW)
    listed = {question.key for question in questions.questions}

    for question in questions.questions:
        others = others_for(question, ada)
        assert len(others) <= 3
        assert not listed & {other.key for other in others}
        assert all(str(other.topic) == question.topic for other in others)
    assert sum(len(others_for(question, ada)) == 3 for question in questions.questions) > 5


def test_what_was_swapped_away_can_come_back(ada: Account, talk: Interview) -> None:
    questions = tailored_for(talk, ada, now=NOW)
    question = next(q for q in questions.asked if q.topic not in {"path", "ref", "close"})
    before = question.key
    other = others_for(question, ada)[0]

    question.take(other.text, topic=str(other.topic), key=other.key, why=other.why)

    assert before in {choice.key for choice in others_for(question, ada)}


def test_there_is_no_other_for_a_question_of_ones_own(ada: Account, talk: Interview) -> None:
    own = tailored_for(talk, ada, now=NOW).add("What do you read?", why="")

    assert others_for(own, ada) == ()
