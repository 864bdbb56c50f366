"""The questions for a talk: what Ada sees of her list, and what she can do with it."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from outreach.accounts.models import Account
from outreach.database import db
from outreach.interviews.models import Interview
from outreach.questions.lists import others_for, tailored_for, timing_of
from outreach.questions.models import Question, QuestionList
from tests.cast import NOW

HTMX = {"HX-Request": "true"}


@pytest.fixture
def questions(ada: Account, talk: Interview) -> QuestionList:
    """Ada's list for her twenty minutes with Grace."""
    return tailored_for(talk, ada, now=NOW)


def page(talk: Interview, rest: str = "") -> str:
    return f"/interviews/{talk.id}/questions{rest}"


def shown(response: TestResponse) -> str:
    """What a page says, without its markup."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.text)).split())


def asked(talk: Interview) -> list[str]:
    """What is above the line by now, in order."""
    db.session.expire_all()
    questions = QuestionList.of(talk)
    return [question.text for question in questions.asked] if questions else []


def test_without_a_list_the_page_teaches_and_offers_one(at_ada: FlaskClient, talk: Interview) -> None:
    words = shown(at_ada.get(page(talk)))

    assert "It opens with their own story" in words
    assert "Make my list" in words


def test_a_list_is_made_and_shown(at_ada: FlaskClient, talk: Interview) -> None:
    response = at_ada.post(page(talk))

    assert response.status_code == 303
    words = shown(at_ada.get(response.location))
    assert asked(talk)
    assert all(question in words for question in asked(talk))


def test_looking_at_the_page_makes_no_list(at_ada: FlaskClient, talk: Interview) -> None:
    at_ada.get(page(talk))

    assert QuestionList.of(talk) is None


def test_the_list_says_what_it_takes_and_why_each_question_is_there(
    at_ada: FlaskClient, talk: Interview, questions: QuestionList
) -> None:
    words = shown(at_ada.get(page(talk)))

    assert "You asked for 20, so it fits" in words
    assert "Below the line" in words
    assert all(question.why in words for question in questions.questions)


def test_a_list_that_is_too_long_says_by_how_much(
    at_ada: FlaskClient, talk: Interview, questions: QuestionList
) -> None:
    talk.minutes = 10
    words = shown(at_ada.get(page(talk)))

    told = re.search(
        r"about (\d+) minutes .* asked for 10 and the greeting leaves (\d+) of them, so about (\d+) minutes",
        words,
    )
    assert told is not None
    assert int(told[1]) - int(told[2]) == int(told[3])


def test_a_list_that_is_too_long_fits_once_as_many_are_below_the_line_as_it_says(
    talk: Interview, questions: QuestionList
) -> None:
    talk.minutes = 10
    timing = timing_of(questions, talk)

    assert sum(timing.longest[: timing.to_leave]) >= timing.over > sum(timing.longest[: timing.to_leave - 1])


def test_the_page_asks_the_database_a_handful_of_times(
    at_ada: FlaskClient, talk: Interview, questions: QuestionList, statements: list[str]
) -> None:
    address = page(talk)
    db.session.commit()
    statements.clear()

    at_ada.get(address)

    assert len(statements) <= 5


def test_a_change_asks_the_database_a_handful_of_times(
    at_ada: FlaskClient, questions: QuestionList, statements: list[str]
) -> None:
    number = questions.asked[0].id
    db.session.commit()
    statements.clear()

    at_ada.post(f"/questions/{number}/star", headers=HTMX)

    assert len(statements) <= 8


def test_a_star_is_given_and_taken_back(at_ada: FlaskClient, questions: QuestionList) -> None:
    question = questions.asked[0]
    before = question.is_starred

    for expected in (not before, before):
        at_ada.post(f"/questions/{question.id}/star")
        db.session.refresh(question)
        assert question.is_starred is expected


def test_a_question_moves_down_by_one(at_ada: FlaskClient, talk: Interview, questions: QuestionList) -> None:
    before = asked(talk)

    at_ada.post(f"/questions/{questions.asked[0].id}/place", data={"move": "down"})

    assert asked(talk) == [before[1], before[0], *before[2:]]


def test_a_question_can_be_dragged_anywhere(
    at_ada: FlaskClient, talk: Interview, questions: QuestionList
) -> None:
    numbers = [question.id for question in reversed(questions.asked)]
    before = asked(talk)

    response = at_ada.post(page(talk, "/order"), data={"order": ",".join(map(str, numbers))}, headers=HTMX)

    assert response.status_code == 200
    assert asked(talk) == before[::-1]


@pytest.mark.parametrize("order", ["", "x,,-1,1e3,²", "9" * 30, "0,0,0"])
def test_an_order_that_makes_no_sense_changes_nothing(
    at_ada: FlaskClient, talk: Interview, questions: QuestionList, order: str
) -> None:
    before = asked(talk)

    assert at_ada.post(page(talk, "/order"), data={"order": order}).status_code == 303
    assert asked(talk) == before


def test_a_place_that_does_not_exist_is_refused(at_ada: FlaskClient, questions: QuestionList) -> None:
    response = at_ada.post(f"/questions/{questions.asked[0].id}/place", data={"move": "sideways"})

    assert response.status_code == 404
    assert "up, down, onto the list or below the line" in shown(response)


def test_a_question_goes_below_the_line_and_comes_back(
    at_ada: FlaskClient, talk: Interview, questions: QuestionList
) -> None:
    question = questions.asked[1]
    text = question.text

    at_ada.post(f"/questions/{question.id}/place", data={"move": "out"})
    assert text not in asked(talk)
    at_ada.post(f"/questions/{question.id}/place", data={"move": "in"})
    assert text in asked(talk)


def test_a_question_is_put_in_ones_own_words(
    at_ada: FlaskClient, talk: Interview, questions: QuestionList
) -> None:
    response = at_ada.post(
        f"/questions/{questions.asked[0].id}", data={"text": "What did A-0\n teach you?"}, headers=HTMX
    )

    assert asked(talk)[0] == "What did A-0 teach you?"
    assert "What did A-0 teach you?" in shown(response)
    assert "<html" not in response.text


@pytest.mark.parametrize(
    ("text", "sentence"), [("  ", "Write the question first"), ("w" * 401, "longer than 400 characters")]
)
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_words_that_cannot_be_kept_are_still_there_to_mend(
    at_ada: FlaskClient,
    talk: Interview,
    questions: QuestionList,
    text: str,
    sentence: str,
    headers: dict[str, str],
) -> None:
    before = asked(talk)

    for address in (f"/questions/{questions.asked[0].id}", page(talk, "/own")):
        response = at_ada.post(address, data={"text": text}, headers=headers)
        assert response.status_code == 422
        assert sentence in shown(response)
        assert text.strip() in response.text
    assert asked(talk) == before


def test_ones_own_question_joins_before_the_farewell(
    at_ada: FlaskClient, talk: Interview, questions: QuestionList
) -> None:
    at_ada.post(page(talk, "/own"), data={"text": "What do you read on the train?"})

    assert asked(talk)[-3] == "What do you read on the train?"


def test_a_question_that_closes_doors_is_kept_with_a_word_of_advice(
    at_ada: FlaskClient, talk: Interview, questions: QuestionList
) -> None:
    response = at_ada.post(page(talk, "/own"), data={"text": "Do you have a job for me?"}, headers=HTMX)

    assert "Do you have a job for me?" in asked(talk)
    assert "You asked for advice, not for a job" in shown(response)


def test_advice_comes_while_one_types(at_ada: FlaskClient) -> None:
    response = at_ada.post("/questions/remarks", data={"text": "Is it fun?"}, headers=HTMX)

    assert "yes or no" in shown(response)
    assert shown(at_ada.post("/questions/remarks", data={"text": ""}, headers=HTMX)) == ""


def test_what_is_typed_is_shown_as_text_and_never_as_markup(
    at_ada: FlaskClient, talk: Interview, questions: QuestionList
) -> None:
    response = at_ada.post(page(talk, "/own"), data={"text": "What is <b>bold</b> & <script>?"}, headers=HTMX)

    assert "<b>" not in response.text
    assert "<script>?" in shown(response)


def test_three_others_are_offered_and_one_is_taken(
    at_ada: FlaskClient, ada: Account, talk: Interview, questions: QuestionList
) -> None:
    question = questions.asked[2]
    others = others_for(question, ada)

    words = shown(at_ada.get(f"/questions/{question.id}/swap"))
    assert len(others) == 3
    assert all(other.text in words for other in others)
    at_ada.post(f"/questions/{question.id}/swap", data={"key": others[1].key})
    assert asked(talk)[2] == others[1].text


def test_the_others_open_in_place_where_there_is_script(at_ada: FlaskClient, questions: QuestionList) -> None:
    response = at_ada.get(f"/questions/{questions.asked[2].id}/swap", headers=HTMX)

    assert "<html" not in response.text


def test_a_question_is_removed(at_ada: FlaskClient, talk: Interview, questions: QuestionList) -> None:
    number, text = questions.asked[1].id, questions.asked[1].text

    at_ada.post(f"/questions/{number}/removal")

    assert text not in asked(talk)
    assert db.session.get(Question, number) is None


def test_a_question_that_is_gone_says_so(at_ada: FlaskClient) -> None:
    response = at_ada.post("/questions/99999/star", headers=HTMX)

    assert response.status_code == 404
    assert "not on your list any more" in shown(response)


def test_starting_afresh_brings_the_first_list_back(
    at_ada: FlaskClient, talk: Interview, questions: QuestionList
) -> None:
    before = asked(talk)
    at_ada.post(f"/questions/{questions.asked[0].id}/removal")

    at_ada.post(page(talk, "/renewal"))

    assert asked(talk) == before


def test_starting_afresh_asks_first(at_ada: FlaskClient, talk: Interview, questions: QuestionList) -> None:
    assert "Your own questions and your changes" in unescape(at_ada.get(page(talk)).text)


def test_without_a_list_there_is_nothing_to_add_to(at_ada: FlaskClient, talk: Interview) -> None:
    response = at_ada.post(page(talk, "/own"), data={"text": "How?"})

    assert response.status_code == 404
    assert "make one first" in shown(response)
