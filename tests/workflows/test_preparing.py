import pytest

from outreach.accounts.models import Account
from outreach.errors import NotFound
from outreach.interviews.models import Interview
from outreach.journal.models import Entry
from outreach.questions.lists import others_for
from outreach.questions.models import QuestionList
from outreach.workflows import preparing
from tests.cast import NOW


def story(talk: Interview) -> list[str]:
    return [entry.name for entry in Entry.about(talk)]


def test_the_list_is_made_once(ada: Account, talk: Interview) -> None:
    first = preparing.make_list(talk, account=ada, now=NOW)

    assert preparing.make_list(talk, account=ada, now=NOW) is first
    assert story(talk) == ["questions.made"]


def test_starting_afresh_forgets_what_was_changed(ada: Account, talk: Interview) -> None:
    before = preparing.make_list(talk, account=ada, now=NOW)
    texts = [question.text for question in before.questions]
    preparing.add_own(before, "What do you read?")

    again = preparing.start_afresh(talk, account=ada, now=NOW)

    assert [question.text for question in again.questions] == texts
    assert QuestionList.of(talk) is again


def test_starting_afresh_follows_the_minutes(ada: Account, talk: Interview) -> None:
    short = len(preparing.make_list(talk, account=ada, now=NOW).asked)
    talk.minutes = 45

    assert len(preparing.start_afresh(talk, account=ada, now=NOW).asked) > short


def test_a_question_is_swapped_in_its_place(ada: Account, talk: Interview) -> None:
    questions = preparing.make_list(talk, account=ada, now=NOW)
    question = questions.asked[1]
    question.is_starred = True
    other = others_for(question, ada)[1]

    preparing.swap(question, other.key, account=ada)

    assert (question.text, question.key) == (other.text, other.key)
    assert questions.asked[1] is question
    assert question.is_starred


def test_only_what_was_offered_can_be_swapped_in(ada: Account, talk: Interview) -> None:
    questions = preparing.make_list(talk, account=ada, now=NOW)

    with pytest.raises(NotFound, match="not among the others"):
        preparing.swap(questions.asked[1], questions.asked[2].key, account=ada)
