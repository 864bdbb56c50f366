"""A language model of one's own: off, set up, asked, heard, and taken over only by a click."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from outreach.accounts.models import Account
from outreach.database import db
from outreach.interviews.models import Interview
from outreach.letters.help.chat import way_to_models
from outreach.letters.help.models import GIVE_UP_AFTER, ModelAccount, Progress, Suggestion
from outreach.letters.kinds import LetterKind, Origin
from outreach.letters.models import Letter, Revision
from outreach.workflows import suggesting
from tests.cast import NOW
from tests.letters.help.model_server import Model, model_server
from tests.web.reading import read

HX = {"HX-Request": "true"}


@pytest.fixture
def model() -> Iterator[Model]:
    with model_server() as model:
        yield model


@pytest.fixture
def letter(talk: Interview) -> Letter:
    letter = Letter.begin(talk, LetterKind.OUTREACH, now=NOW)
    letter.rewrite("Compilers", "My own words.", revision=0, now=NOW)
    return letter


def bring(at_ada: FlaskClient, at: Model, **more: object) -> TestResponse:
    form = {"address": at.url, "model": "ada-1", "key": "sesame", "told": ["why_them", "interest"], **more}
    return at_ada.post("/settings/model", data=form, follow_redirects=True)


def ask(at_ada: FlaskClient, letter: Letter) -> TestResponse:
    form = {"subject": letter.subject, "body": letter.body, "revision": letter.revision}
    return at_ada.post(f"/letters/{letter.id}/suggestion", data=form, headers=HX)


def work(app: Flask, *, is_shared: bool = False, now: object = NOW) -> int:
    """What the worker does; nothing of it happens in a request."""
    db.session.commit()
    vault = app.extensions["outreach.vault"]
    models = way_to_models(app.extensions["outreach.outbound"], is_shared=is_shared)
    return suggesting.answer_due(vault=vault, models=models, clock=lambda: now)  # type: ignore[arg-type, return-value]


def test_it_is_off_until_somebody_brings_one(at_ada: FlaskClient, letter: Letter) -> None:
    assert "Ask your model" not in at_ada.get(f"/letters/{letter.id}").text
    assert ask(at_ada, letter).status_code == 409


def test_the_key_is_kept_sealed_and_never_shown(at_ada: FlaskClient, model: Model) -> None:
    shown = bring(at_ada, model)
    assert "One is stored" in shown.text
    assert "sesame" not in shown.text
    assert "sesame" not in db.session.query(ModelAccount).one().sealed_key


def test_the_key_is_asked_for_again_when_the_address_changes(at_ada: FlaskClient, model: Model) -> None:
    bring(at_ada, model)
    answer = bring(at_ada, model, address="https://elsewhere.example/v1", key="")
    assert answer.status_code == 422
    assert "Please give the key as well" in read(answer).told[0]
    assert db.session.query(ModelAccount).one().address == model.url


def test_no_request_reaches_out_and_the_page_waits(at_ada: FlaskClient, model: Model, letter: Letter) -> None:
    bring(at_ada, model)
    assert "ada-1 is thinking" in read(ask(at_ada, letter)).words
    assert model.asked == []


def test_the_worker_asks_and_the_words_stand_beside_the_letter(
    app: Flask, at_ada: FlaskClient, model: Model, letter: Letter
) -> None:
    bring(at_ada, model)
    ask(at_ada, letter)
    assert work(app) == 1
    part = read(at_ada.get(f"/letters/{letter.id}/suggestion", headers=HX))
    assert "What ada-1 suggests" in part.headings
    assert "Dear Grace Hopper, How did the first compiler begin? Ada Lovelace" in part.words
    assert "Say how long" in part.words  # the coach reads it like any other letter
    db.session.expire_all()
    assert letter.body == "My own words."


def test_the_model_hears_only_what_was_ticked(
    app: Flask, at_ada: FlaskClient, model: Model, letter: Letter
) -> None:
    bring(at_ada, model, told=["interest"])
    ask(at_ada, letter)
    work(app)
    [asked] = model.asked
    assert "compilers, and software more widely" in asked["messages"][1]["content"]
    for untold in ("Grace", "Ada", "Eckert", "first compilers", "My own words"):
        assert untold not in str(asked)
    assert model.keys == ["Bearer sesame"]


def test_only_a_click_puts_it_into_the_letter_and_the_old_words_are_kept(
    app: Flask, at_ada: FlaskClient, model: Model, letter: Letter
) -> None:
    bring(at_ada, model)
    ask(at_ada, letter)
    work(app)
    form = {"subject": letter.subject, "body": "My own words, and more.", "revision": letter.revision}
    at_ada.post(f"/letters/{letter.id}/suggestion/adoption", data=form, headers=HX)
    db.session.expire_all()
    assert "How did the first compiler begin?" in letter.body
    kept = [(r.origin, r.body) for r in Revision.all_of(letter)]
    assert kept[0][0] is Origin.SUGGESTED
    assert kept[1] == (Origin.TYPED, "My own words, and more.")


def test_a_model_that_is_down_is_told_and_can_be_asked_again(
    app: Flask, at_ada: FlaskClient, model: Model, letter: Letter
) -> None:
    bring(at_ada, model, address="http://127.0.0.1:9/v1")
    ask(at_ada, letter)
    assert work(app) == 0
    part = read(at_ada.get(f"/letters/{letter.id}/suggestion", headers=HX))
    assert "Is it running" in part.words
    assert "Ask again" in part.buttons


@pytest.mark.parametrize("says", ["", "<think>What would Grace like", "Subject: Hello"])
def test_a_model_without_words_is_not_blamed_on_its_address(
    app: Flask, at_ada: FlaskClient, model: Model, letter: Letter, says: str
) -> None:
    model.says = says
    bring(at_ada, model)
    ask(at_ada, letter)
    assert work(app) == 0
    part = read(at_ada.get(f"/letters/{letter.id}/suggestion", headers=HX))
    assert "nothing that could be a letter" in part.words
    assert letter.body == "My own words."


def test_an_answer_that_nobody_waits_for_any_more_is_dropped(
    app: Flask, at_ada: FlaskClient, model: Model, letter: Letter
) -> None:
    bring(at_ada, model)
    ask(at_ada, letter)
    at_ada.post(f"/letters/{letter.id}/suggestion/removal", headers=HX)
    assert work(app) == 0
    assert model.asked == []


def test_a_question_that_waited_half_an_hour_is_given_up(
    app: Flask, at_ada: FlaskClient, ada: Account, model: Model, letter: Letter
) -> None:
    bring(at_ada, model)
    Suggestion.ask(letter, now=NOW)
    work(app, now=NOW + 2 * GIVE_UP_AFTER)
    assert db.session.query(Suggestion).one().progress is Progress.FAILED
    assert model.asked == []


def test_on_a_shared_instance_a_model_inside_the_network_is_refused(
    app: Flask, at_ada: FlaskClient, model: Model, letter: Letter
) -> None:
    bring(at_ada, model)
    ask(at_ada, letter)
    work(app, is_shared=True)
    assert model.asked == []
    assert "OUTREACH_OUTBOUND_ALLOW" in db.session.query(Suggestion).one().trouble


def test_forgetting_the_model_forgets_its_key(at_ada: FlaskClient, model: Model) -> None:
    bring(at_ada, model)
    at_ada.post("/settings/model/removal")
    assert db.session.query(ModelAccount).count() == 0


@pytest.mark.parametrize("field", [{"address": "localhost:11434"}, {"model": ""}, {"told": ["secrets"]}])
def test_what_cannot_be_meant_is_refused_with_what_was_typed(
    at_ada: FlaskClient, model: Model, field: dict[str, object]
) -> None:
    answer = bring(at_ada, model, **field)
    assert answer.status_code == 422
    assert db.session.query(ModelAccount).count() == 0
