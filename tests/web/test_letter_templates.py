"""A person's own templates: written, tried out, moved in and out as files."""

from io import BytesIO

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from outreach.accounts.models import Account
from outreach.database import db
from outreach.interviews.models import Interview
from outreach.letters.kinds import LetterKind
from outreach.letters.templates import MOST, LetterTemplate
from tests.cast import NOW
from tests.web.reading import read

WRITTEN = {
    "name": "My own",
    "kind": "outreach",
    "subject": "About ((interest | your work))",
    "body": "((greeting))\n\nHello.",
}


def take_in(at_ada: FlaskClient, *files: bytes) -> TestResponse:
    chosen = [(BytesIO(content), f"{number}.txt") for number, content in enumerate(files)]
    return at_ada.post("/templates/files", data={"files": chosen}, follow_redirects=True)


def kept() -> list[str]:
    return [template.name for template in db.session.query(LetterTemplate)]


def test_an_empty_page_says_that_none_is_needed(at_ada: FlaskClient) -> None:
    assert "you need none" in read(at_ada.get("/templates")).words


def test_a_template_is_written_shown_and_deleted(at_ada: FlaskClient) -> None:
    shown = read(at_ada.post("/templates", data=WRITTEN, follow_redirects=True))
    assert shown.fields["body"] == WRITTEN["body"]
    number = db.session.query(LetterTemplate).one().id
    at_ada.post(f"/templates/{number}/removal")
    assert kept() == []


@pytest.mark.usefixtures("talk")
def test_it_is_tried_out_with_somebody_real(at_ada: FlaskClient) -> None:
    at_ada.post("/templates", data=WRITTEN)
    number = db.session.query(LetterTemplate).one().id
    words = read(at_ada.get(f"/templates/{number}")).words
    assert "About compilers" in words
    assert "Dear Grace Hopper," in words


def test_the_preview_follows_what_is_typed_and_keeps_nothing(at_ada: FlaskClient, talk: Interview) -> None:
    typed = {**WRITTEN, "body": "We share ((introducer)).", "with": talk.id}
    part = at_ada.post("/templates/preview", data=typed, headers={"HX-Request": "true"})
    assert "Not known of Grace Hopper yet: introducer." in read(part).words
    assert kept() == []


def test_a_preview_with_somebody_else_s_person_is_not_found(
    at_ada: FlaskClient, marys_things: dict[str, int]
) -> None:
    typed = {**WRITTEN, "with": marys_things["interview_id"]}
    assert at_ada.post("/templates/preview", data=typed).status_code == 404


@pytest.mark.parametrize("place", ["frist name", "config", "", "7*7"])
def test_a_place_that_no_letter_can_fill_is_refused_with_every_word_kept(
    at_ada: FlaskClient, place: str
) -> None:
    answer = at_ada.post("/templates", data={**WRITTEN, "body": f"Hi (({place}))"})
    assert answer.status_code == 422
    assert f"no place called (({place}))" in read(answer).told[0]
    assert read(answer).fields["body"] == f"Hi (({place}))"


def test_what_jinja_would_run_is_only_text(at_ada: FlaskClient, talk: Interview) -> None:
    body = "{{7*7}} {% for x in y %} ${7*7} %(x)s {0.__class__} <script>"
    typed = {**WRITTEN, "body": body, "with": talk.id}
    part = at_ada.post("/templates/preview", data=typed, headers={"HX-Request": "true"}).text
    assert "{{7*7}} {% for x in y %} ${7*7} %(x)s {0.__class__} &lt;script&gt;" in part


def test_a_template_goes_out_as_a_file_and_comes_in_again(at_ada: FlaskClient) -> None:
    at_ada.post("/templates", data=WRITTEN)
    number = db.session.query(LetterTemplate).one().id
    file = at_ada.get(f"/templates/{number}/file")
    assert file.headers["Content-Disposition"] == 'attachment; filename="my-own.txt"'
    assert "Here already, word for word: My own." in read(take_in(at_ada, file.data)).words
    at_ada.post(f"/templates/{number}/removal")
    assert "Taken in: My own." in read(take_in(at_ada, file.data)).words
    number = db.session.query(LetterTemplate).one().id
    assert at_ada.get(f"/templates/{number}/file").data == file.data


def test_two_of_one_name_can_be_told_apart_where_one_is_chosen(at_ada: FlaskClient) -> None:
    mine, theirs = (b"Name: Ask\nKind: outreach\nSubject: y\n\n" + words for words in (b"Mine", b"Theirs"))
    assert "Taken in: Ask and Ask (2)." in read(take_in(at_ada, mine, theirs)).words
    assert "Here already, word for word: Ask (2)." in read(take_in(at_ada, theirs)).words
    assert kept() == ["Ask", "Ask (2)"]
    twice = at_ada.post("/templates", data={**WRITTEN, "name": "Ask"})
    assert "“Ask” for this kind of letter already" in read(twice).told[0]
    assert read(twice).fields["body"] == WRITTEN["body"]


def test_a_refusal_names_the_file(at_ada: FlaskClient) -> None:
    good = b"Name: x\nKind: outreach\nSubject: y\n\nz"
    assert "because of “1.txt”" in read(take_in(at_ada, good, b"Dear all,")).told[0]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"Dear all,", "Line 1 is not what"),
        (b"Name: x\nKind: sonnet\nSubject: y\n\nz", "is no kind of letter"),
        (b"Name: x\nKind: outreach\nSubject: y\n\n((dog))", "no place called ((dog))"),
        (b"\xff\xfe\x00", "is not a text file"),
        (b"x" * 200_000, "is not a text file"),
    ],
)
def test_of_several_files_all_come_in_or_none(at_ada: FlaskClient, content: bytes, told: str) -> None:
    good = b"Name: x\nKind: outreach\nSubject: y\n\nz"
    answer = take_in(at_ada, good, content)
    assert answer.status_code == 422
    assert told in read(answer).told[0]
    assert kept() == []


def test_there_is_an_end_to_how_many(at_ada: FlaskClient, ada: Account) -> None:
    for number in range(MOST):
        db.session.add(
            LetterTemplate(
                account_id=ada.id,
                name=str(number),
                kind=LetterKind.NUDGE,
                subject="",
                body="x",
                changed_at=NOW,
            )
        )
    answer = at_ada.post("/templates", data=WRITTEN)
    assert answer.status_code == 422
    assert "as many as fit" in read(answer).told[0]
