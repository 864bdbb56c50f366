"""The door: signing in, and what becomes of the words of somebody whose session ended meanwhile."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from outreach.accounts.models import Account
from outreach.database import db
from outreach.interviews.models import Interview
from outreach.letters.kinds import LetterKind
from outreach.letters.models import Letter
from tests.cast import NOW, PASSWORD
from tests.web.reading import read

WORDS = "Dear Grace, these words took me an hour, and I would rather not write them twice. Ada"
HERE, ELSEWHERE = {"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "same-site"}


@pytest.fixture
def letter(talk: Interview) -> Letter:
    return Letter.begin(talk, LetterKind.OUTREACH, now=NOW)


@pytest.fixture
def stranger(app: Flask) -> FlaskClient:
    """A browser that has not been here before, whose forms carry no token."""
    return app.test_client()


def signed_in_again(client: FlaskClient, fields: dict[str, str]) -> dict[str, str]:
    """What the form holds that is shown once Ada has signed in with what came along."""
    mine = {"email": "ada@example.org", "password": PASSWORD}
    return read(client.post("/sign-in", data={**fields, **mine})).fields


def test_what_ada_wrote_when_her_session_ended_is_there_once_she_is_back(
    client: FlaskClient, letter: Letter
) -> None:
    answer = client.post(f"/letters/{letter.id}", data={"subject": "Compilers", "body": WORDS})

    shown = read(answer)
    assert shown.status == 401
    assert "What you wrote is kept" in shown.words
    fields = signed_in_again(client, shown.fields)
    assert (fields["subject"], fields["body"]) == ("Compilers", WORDS)


def test_a_browser_that_lost_its_cookie_keeps_the_words_too(stranger: FlaskClient, letter: Letter) -> None:
    answer = stranger.post(f"/letters/{letter.id}", data={"body": WORDS}, headers=HERE)

    assert read(answer).fields["kept.body"] == WORDS


@pytest.mark.parametrize("token", ["", "nonsense", "IjEi.x.y"])
@pytest.mark.parametrize("headers", [{}, ELSEWHERE], ids=["silent", "elsewhere"])
def test_words_that_another_site_posts_are_not_offered_for_keeping(
    stranger: FlaskClient, ada: Account, letter: Letter, token: str, headers: dict[str, str]
) -> None:
    answer = stranger.post(
        f"/letters/{letter.id}", data={"body": "Forged", "csrf_token": token}, headers=headers
    )

    assert answer.status_code == 401
    assert "Forged" not in answer.text


def test_the_token_of_another_browser_vouches_for_nobody(
    app: Flask, client: FlaskClient, letter: Letter
) -> None:
    theirs = app.test_client()
    token = client.environ_base["HTTP_X_CSRFTOKEN"]

    answer = theirs.post(f"/letters/{letter.id}", data={"body": "Forged", "csrf_token": token})

    assert "Forged" not in answer.text


@pytest.mark.parametrize(
    "then",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/sign-out",
        "javascript:alert(1)",
        "/%00",
    ],
)
def test_after_signing_in_nobody_is_sent_elsewhere(client: FlaskClient, ada: Account, then: str) -> None:
    db.session.commit()
    answer = client.post("/sign-in", data={"email": ada.email, "password": PASSWORD, "then": then})

    assert answer.status_code == 303
    assert answer.location == "/"
