"""The door: signing in, and what becomes of the words of somebody whose session ended meanwhile."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer

from outreach import clock
from outreach.accounts.guessing import SignInTry
from outreach.accounts.models import Account, WrongPassword
from outreach.database import db
from outreach.interviews.models import Interview
from outreach.letters.kinds import LetterKind
from outreach.letters.models import Letter
from outreach.workflows.signing_in import recognise
from tests.cast import NOW, PASSWORD
from tests.conftest import SECRET_KEY
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
    assert "What you wrote is still here" in shown.words
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


# Guessing


def signed_in(client: FlaskClient, password: str, email: str = "ada@example.org") -> int:
    """Sign in on the form, as somebody does who is signed out."""
    with client.session_transaction() as session:
        session.clear()
        session["csrf_token"] = "seen"
    return client.post("/sign-in", data={"email": email, "password": password}).status_code


def test_of_sixty_guesses_ten_are_looked_at(
    client: FlaskClient, ada: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: list[str] = []
    monkeypatch.setattr(Account, "check_password", lambda _ada, password: wrong(looked_at, password))
    for number in range(60):
        forged = {"X-Forwarded-For": f"198.51.100.{number}", "Forwarded": f"for={number}"}
        client.post("/sign-in", data={"email": ada.email, "password": f"{number}"}, headers=forged)

    assert looked_at == [f"{number}" for number in range(10)]


def wrong(looked_at: list[str], password: str) -> None:
    looked_at.append(password)
    raise WrongPassword


def test_a_stranger_who_guesses_does_not_lock_ada_out(app: Flask, client: FlaskClient, ada: Account) -> None:
    assert signed_in(client, PASSWORD) == 303
    db.session.add_all(SignInTry(email=ada.email, network=f"{n}", at=clock.now()) for n in range(10))

    assert signed_in(client, PASSWORD) == 303
    assert signed_in(strangers_browser(app), PASSWORD) == 403


def test_a_known_browser_may_not_guess_for_ever_either(client: FlaskClient, ada: Account) -> None:
    signed_in(client, PASSWORD)
    for _ in range(10):
        signed_in(client, "wrong")

    assert signed_in(client, PASSWORD) == 403


def test_a_browser_is_known_for_one_address_only(client: FlaskClient, ada: Account, mary: Account) -> None:
    signed_in(client, PASSWORD)
    db.session.add_all(SignInTry(email=mary.email, network=f"{n}", at=clock.now()) for n in range(10))

    assert signed_in(client, PASSWORD, mary.email) == 403


@pytest.mark.parametrize("cookie", ["", "nonsense", "W10.x.y"])
def test_a_made_up_cookie_is_known_to_nobody(client: FlaskClient, ada: Account, cookie: str) -> None:
    client.set_cookie("outreach-known", cookie)
    db.session.add_all(SignInTry(email=ada.email, network=f"{n}", at=clock.now()) for n in range(10))

    assert signed_in(client, PASSWORD) == 403


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_guesses_of_the_same_moment_are_counted_one_after_the_other(app: Flask, ada: Account) -> None:
    db.session.add_all(SignInTry(email=ada.email, network=f"{n}", at=clock.now()) for n in range(9))
    db.session.commit()

    def guess(_number: int) -> str:
        with app.app_context():
            _, refusal = recognise(ada_is, "wrong", network=f"{_number}", now=clock.now())
            db.session.commit()
            return refusal

    ada_is = ada.email
    db.session.commit()
    with ThreadPoolExecutor(4) as crowd:
        refusals = list(crowd.map(guess, range(4)))

    assert sum("do not belong together" in refusal for refusal in refusals) == 1


def strangers_browser(app: Flask) -> FlaskClient:
    """A browser with a token of its own, and no other past."""
    browser = app.test_client()
    with browser.session_transaction() as session:
        session["csrf_token"] = "seen"
    browser.environ_base["HTTP_X_CSRFTOKEN"] = URLSafeTimedSerializer(
        SECRET_KEY, salt="wtf-csrf-token"
    ).dumps("seen")
    return browser


def test_the_door_says_how_to_get_an_account(stranger: FlaskClient) -> None:
    assert "No account yet? Make one" in read(stranger.get("/sign-in")).words


@pytest.mark.usefixtures("ada")
def test_a_closed_door_says_who_can_open_it(stranger: FlaskClient) -> None:
    assert "Whoever runs it can open it for you" in read(stranger.get("/sign-in")).words


def test_a_password_that_was_taken_out_of_the_form_is_asked_for_again(client: FlaskClient) -> None:
    typed = {"name": "Ada", "email": "ada", "password": PASSWORD, "timezone": "UTC", "situation": "student"}
    answer = client.post("/welcome", data=typed)

    assert answer.status_code == 422
    assert "Please type it again" in read(answer).words
    assert PASSWORD not in answer.text
