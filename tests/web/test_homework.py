"""The research card, and a person's own questions beside the bank."""

from io import BytesIO

import pytest
from flask.testing import FlaskClient

from outreach.accounts.models import Account
from outreach.database import db
from outreach.interviews.models import Interview
from outreach.notebook.hypotheses import Belief
from outreach.questions.additions import Addition
from outreach.questions.facts import Fact

PACK = """[[question]]
key = "my-first"
topic = "role"
text = "What does nobody see of your work?"
"""


def card(talk: Interview) -> str:
    return f"/interviews/{talk.id}/homework"


def own(ada: Account) -> list[str]:
    db.session.expire_all()
    return [addition.question.text for addition in Addition.of(ada)]


def test_the_card_names_places_to_look_and_what_a_question_becomes(
    at_ada: FlaskClient, talk: Interview
) -> None:
    page = at_ada.get(card(talk)).text

    assert "Their profile" in page
    assert "Would become: You studied […]." in page


def test_what_was_found_is_kept_and_stands_in_the_question(at_ada: FlaskClient, talk: Interview) -> None:
    found = {
        "fact-path-studies": "geology",
        "found-source-news": "yes",
        "statement": "Field work",
        "before": "6",
    }

    page = at_ada.post(card(talk), data=found, follow_redirects=True).text

    assert "You studied geology." in page
    assert Fact.of(talk) == {"path-studies": "geology", "source-news": ""}
    belief = Belief.of(talk)
    assert belief is not None
    assert belief.before == 6


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"before": "11"}, "a number from 0 to 10"),
        ({"before": "very"}, "a number from 0 to 10"),
        ({"fact-source-news": "x" * 301}, "Please shorten what is marked"),
    ],
)
def test_what_cannot_be_kept_is_still_there_to_mend(
    at_ada: FlaskClient, talk: Interview, typed: dict[str, str], sentence: str
) -> None:
    response = at_ada.post(card(talk), data={"fact-path-studies": "geology"} | typed)

    assert response.status_code == 422
    assert sentence in response.text
    assert 'value="geology"' in response.text
    assert Fact.of(talk) == {}


def test_html_in_a_fact_is_shown_as_it_is(at_ada: FlaskClient, talk: Interview) -> None:
    page = at_ada.post(card(talk), data={"fact-path-studies": "<b>{{x}}</b>"}, follow_redirects=True).text

    assert "You studied &lt;b&gt;{{x}}&lt;/b&gt;." in page


def test_a_question_of_ones_own_is_kept_beside_the_bank(at_ada: FlaskClient, ada: Account) -> None:
    at_ada.post("/questions", data={"text": "What would you never delegate?", "topic": "role"})

    assert own(ada) == ["What would you never delegate?"]
    assert "What would you never delegate?" in Addition.bank_for(ada).questions[-1].text


def test_a_pack_comes_in_from_a_file_and_goes_out_as_it_came(at_ada: FlaskClient, ada: Account) -> None:
    at_ada.post("/questions/packs", data={"file": (BytesIO(PACK.encode()), "friends.toml")})

    assert own(ada) == ["What does nobody see of your work?"]
    assert at_ada.get("/questions/pack.toml").text == PACK


def test_a_pack_that_is_brought_again_replaces_its_questions(at_ada: FlaskClient, ada: Account) -> None:
    at_ada.post("/questions/packs", data={"pack": PACK})

    at_ada.post("/questions/packs", data={"pack": PACK.replace("nobody", "no customer")})

    assert own(ada) == ["What does no customer see of your work?"]


@pytest.mark.parametrize(
    ("pack", "sentence"),
    [
        ("", "There is nothing in it"),
        (PACK.replace("topic", "topik"), "Line 3: “topik”"),
        (PACK.replace("my-first", "path-studies"), "path-studies"),
        ("not toml", "This is not a file of questions"),
    ],
)
def test_a_pack_that_cannot_be_read_says_where_and_nothing_is_kept(
    at_ada: FlaskClient, ada: Account, pack: str, sentence: str
) -> None:
    response = at_ada.post("/questions/packs", data={"pack": pack})

    assert response.status_code == 422
    assert sentence in response.text
    assert own(ada) == []


def test_a_question_of_ones_own_can_be_removed(at_ada: FlaskClient, ada: Account) -> None:
    at_ada.post("/questions/packs", data={"pack": PACK})
    [addition] = Addition.of(ada)

    at_ada.post(f"/questions/own/{addition.id}/removal")

    assert own(ada) == []
