"""The talk's page: with script it speaks JSON, without it is a page with a form."""

import re

import pytest
from flask.testing import FlaskClient

from outreach.accounts.models import Account
from outreach.database import db
from outreach.interviews.models import Interview
from outreach.notebook.jottings import Jotting
from outreach.questions.arcs import Arc
from outreach.questions.lists import tailored_for
from outreach.questions.models import QuestionList
from tests.cast import NOW

JSON = {"Accept": "application/json"}
NOTE = {"uid": "answer-7-1", "kind": "note", "text": "By accident."}


@pytest.fixture
def questions(ada: Account, talk: Interview) -> QuestionList:
    return tailored_for(talk, ada, now=NOW)


def notes(talk: Interview) -> str:
    return f"/interviews/{talk.id}/talk/notes"


def kept(talk: Interview) -> list[str]:
    db.session.expire_all()
    return [jotting.text for jotting in Jotting.of(talk)]


def test_without_a_list_ada_is_led_to_her_questions(at_ada: FlaskClient, talk: Interview) -> None:
    response = at_ada.get(f"/interviews/{talk.id}/talk")

    assert response.location == f"/interviews/{talk.id}/questions"


@pytest.mark.usefixtures("questions")
def test_the_sheet_covers_every_minute_of_the_talk(at_ada: FlaskClient, talk: Interview) -> None:
    page = at_ada.get(f"/interviews/{talk.id}/talk").text

    spans = re.findall(r'data-starts="(\d+)" data-ends="(\d+)"', page)
    assert spans[0][0] == "0"
    assert spans[-1][1] == str(talk.minutes * 60)
    assert [start for start, _ in spans[1:]] == [end for _, end in spans[:-1]]


@pytest.mark.usefixtures("questions")
def test_the_page_keeps_a_note_and_hears_its_revision(at_ada: FlaskClient, talk: Interview) -> None:
    answer = at_ada.post(notes(talk), data=NOTE, headers=JSON)

    assert answer.json == {"uid": "answer-7-1", "revision": 1}
    assert kept(talk) == ["By accident."]


@pytest.mark.usefixtures("questions")
def test_a_revision_or_a_talk_that_cannot_be_is_none(at_ada: FlaskClient, talk: Interview) -> None:
    at_ada.post(notes(talk), data=NOTE, headers=JSON)

    answer = at_ada.post(notes(talk), data=NOTE | {"base": "9" * 30, "text": "Other words."}, headers=JSON)
    assert (answer.status_code, kept(talk)) == (200, ["By accident.", "Other words."])

    beyond = f"/interviews/{'9' * 30}/talk/notes"
    assert at_ada.post(beyond, data=NOTE | {"base": "1"}, headers=JSON).status_code == 404


@pytest.mark.usefixtures("questions")
def test_a_note_that_grows_too_long_says_so_and_keeps_what_was_there(
    at_ada: FlaskClient, talk: Interview
) -> None:
    at_ada.post(notes(talk), data=NOTE, headers=JSON)

    answer = at_ada.post(notes(talk), data=NOTE | {"base": "1", "text": "x" * 1_000_000}, headers=JSON)

    assert answer.status_code == 413
    assert answer.json is not None
    assert "It is still here as you wrote it" in answer.json["problem"]
    assert kept(talk) == ["By accident."]


@pytest.mark.usefixtures("questions")
def test_what_grows_hears_its_next_revision(at_ada: FlaskClient, talk: Interview) -> None:
    at_ada.post(notes(talk), data=NOTE, headers=JSON)

    answer = at_ada.post(notes(talk), data=NOTE | {"base": "1", "text": "By accident, twice."}, headers=JSON)

    assert answer.json == {"uid": "answer-7-1", "revision": 2}
    assert kept(talk) == ["By accident, twice."]


@pytest.mark.usefixtures("questions")
def test_a_plain_form_keeps_a_note_as_well(at_ada: FlaskClient, talk: Interview) -> None:
    page = at_ada.post(notes(talk), data=NOTE, follow_redirects=True).text

    assert "By accident." in page


@pytest.mark.usefixtures("questions")
@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"kind": "poem"}, 422),
        ({"uid": "?"}, 422),
        ({"text": "x" * 20_001}, 413),
        ({"question": "999999"}, 404),
    ],
)
def test_a_note_that_cannot_be_kept_says_why_and_comes_back(
    at_ada: FlaskClient, talk: Interview, wrong: dict[str, str], status: int
) -> None:
    plain = at_ada.post(notes(talk), data=NOTE | wrong)
    answer = at_ada.post(notes(talk), data=NOTE | wrong, headers=JSON)

    assert (plain.status_code, answer.status_code) == (status, status)
    assert (NOTE | wrong)["text"] in plain.text
    assert answer.json is not None
    assert answer.json["problem"].endswith(".")
    assert kept(talk) == []


@pytest.mark.usefixtures("questions")
@pytest.mark.parametrize(("seconds", "minutes"), [("180", 3), ("-5", None), ("999999", None), ("soon", None)])
def test_a_time_that_cannot_be_is_left_out(
    at_ada: FlaskClient, talk: Interview, seconds: str, minutes: int | None
) -> None:
    at_ada.post(notes(talk), data=NOTE | {"elapsed": seconds}, headers=JSON)

    [jotting] = Jotting.of(talk)
    assert (jotting.elapsed and jotting.elapsed.total_seconds() / 60) == minutes


def test_the_shape_of_the_talk_can_be_chosen(
    at_ada: FlaskClient, talk: Interview, questions: QuestionList
) -> None:
    at_ada.post(f"/interviews/{talk.id}/talk/arc", data={"arc": "tiara"})

    db.session.refresh(questions)
    assert questions.arc is Arc.TIARA


@pytest.mark.usefixtures("questions")
def test_a_shape_that_does_not_exist_is_refused(at_ada: FlaskClient, talk: Interview) -> None:
    assert at_ada.post(f"/interviews/{talk.id}/talk/arc", data={"arc": "spiral"}).status_code == 404
