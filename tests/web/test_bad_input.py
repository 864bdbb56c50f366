"""What cannot be meant, on the pages of an account: a sentence for the person, nothing lost, nothing half done."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from outreach.accounts.models import Account
from outreach.contacts.models import Contact
from outreach.database import db
from outreach.interviews.models import Interview
from outreach.letters.kinds import LetterKind
from outreach.letters.models import Letter
from outreach.mail.models import OutgoingMessage
from tests.cast import NOW
from tests.test_access import everything
from tests.web.reading import read

GRACE = {
    "name": "Grace Hopper",
    "email": "grace@example.com",
    "title": "Compiler Engineer",
    "organization": "Eckert Mauchly",
    "timezone": "America/New_York",
    "formality": "formal",
    "level": "unknown",
    "why_them": "Your compilers.",
}
TALK = {
    "relationship_kind": "alum",
    "purpose": "field",
    "minutes": "20",
    "format": "phone",
    "narrow": "compilers",
    "broad": "software",
}
NASTY = "<script>alert(1)</script> {{ 7 * 7 }}{% if 1 %} O’Hara & Söhne"


@pytest.fixture
def letter(talk: Interview) -> Letter:
    return Letter.begin(talk, LetterKind.OUTREACH, now=NOW)


def count(kind: Any) -> int:
    return int(db.session.query(kind).count())


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", "x" * 10_000, "longer than 120 characters"),
        ("name", " \r\n ", "needs a name"),
        ("email", "grace@example.com\r\nBcc: everybody@example.com", "looks like two"),
        ("email", "grace at example", "does not look like an e-mail address"),
        ("timezone", "Mars/Olympus", "not a time zone we know"),
        ("organization", "x" * 201, "longer than 200 characters"),
        ("formality", "royal", "choose one of these"),
    ],
)
def test_a_person_who_cannot_be_is_asked_for_again(
    at_ada: FlaskClient, field: str, typed: str, sentence: str
) -> None:
    before = everything()

    shown = read(at_ada.post("/people", data=GRACE | {field: typed}))

    assert shown.status == 422
    assert sentence in shown.words
    assert everything() == before
    kept = {name: typed for name, typed in GRACE.items() if name != field}
    assert kept.items() <= shown.fields.items()


def test_what_was_too_long_is_still_in_its_field(at_ada: FlaskClient) -> None:
    shown = read(at_ada.post("/people", data=GRACE | {"name": "x" * 10_000}))

    assert shown.fields["name"] == "x" * 10_000


def test_grace_is_added_once(at_ada: FlaskClient, grace: Contact) -> None:
    shown = read(at_ada.post("/people", data=GRACE))

    assert shown.status == 409
    assert "already among your people" in shown.told[0]
    assert shown.fields["why_them"] == "Your compilers."
    assert shown.links["Open the page of Grace Hopper"] == f"/people/{grace.id}"
    assert count(Contact) == 1


def test_a_button_pressed_twice_begins_one_conversation(at_ada: FlaskClient, grace: Contact) -> None:
    pages = {at_ada.post(f"/people/{grace.id}/interviews", data=TALK).location for _ in range(2)}

    assert len(pages) == 1
    assert (count(Interview), count(Letter)) == (1, 1)


def test_a_letter_sent_twice_leaves_once(at_ada: FlaskClient, letter: Letter) -> None:
    form = {"subject": "Compilers", "body": "Dear Grace,\n\nMay I ask you?\n\nAda", "revision": "0"}
    answers = [at_ada.post(f"/letters/{letter.id}", data=form | {"then": "send"}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 409]
    assert "on its way already" in read(answers[1]).words
    assert count(OutgoingMessage) == 1


def test_a_letter_with_a_hole_stays_and_keeps_every_word(at_ada: FlaskClient, letter: Letter) -> None:
    words = "Dear Grace,\n\nI read about [your work] and wonder how it began.\n\nAda"

    shown = read(
        at_ada.post(
            f"/letters/{letter.id}",
            data={"subject": "Compilers", "body": words, "revision": "0", "then": "send"},
        )
    )

    assert shown.status == 422
    assert shown.told
    assert shown.fields["body"] == words
    assert count(OutgoingMessage) == 0
    assert letter_now(letter).body == words


def letter_now(letter: Letter) -> Letter:
    db.session.expire_all()
    return letter


@pytest.mark.parametrize(
    "most", [("organization", 200), ("narrow", 120), ("school", 160), ("introducer", 120)]
)
@pytest.mark.parametrize("deed", ["", "/facts"])
def test_a_fact_that_is_too_long_is_refused_and_the_letter_kept_on_the_screen(
    at_ada: FlaskClient, letter: Letter, most: tuple[str, int], deed: str
) -> None:
    name, length = most
    before = everything()

    shown = read(
        at_ada.post(
            f"/letters/{letter.id}{deed}", data={name: "x" * (length + 1), "body": "Mine", "revision": "0"}
        )
    )

    assert shown.status == 422
    assert shown.fields["body"] == "Mine"
    assert everything() == before


def test_a_form_opened_before_somebody_else_changed_it_is_refused_once(
    at_ada: FlaskClient, grace: Contact
) -> None:
    opened = read(at_ada.get(f"/people/{grace.id}/edit")).fields
    grace.title = "Rear Admiral"

    refused = read(at_ada.post(f"/people/{grace.id}", data=opened | {"phone": "555 0100"}))

    assert refused.status == 409
    assert "changed in another window" in refused.told[0]
    assert refused.fields["phone"] == "555 0100"
    again = at_ada.post(f"/people/{grace.id}", data=opened | refused.fields)
    assert again.status_code == 303


def test_a_name_is_shown_letter_by_letter_on_every_page_of_an_account(
    at_ada: FlaskClient, ada: Account, talk: Interview, letter: Letter
) -> None:
    talk.contact.name, number = NASTY, talk.contact.id
    pages = ["/", "/people", f"/people/{number}", f"/people/{number}/edit"]
    pages += [f"/people/{number}/interviews/new", f"/interviews/{talk.id}", f"/letters/{letter.id}"]

    for page in pages:
        answer = at_ada.get(page)
        assert answer.status_code == 200, page
        assert "<script>alert" not in answer.text, page
        assert "49" not in read(answer).words.split(), page
        assert "{{ 7 * 7 }}" in answer.text, page


@pytest.mark.parametrize("answer", ["", "perhaps", "\x00"])
def test_an_answer_that_nobody_gave_is_asked_for(at_ada: FlaskClient, talk: Interview, answer: str) -> None:
    before = everything()

    shown = read(at_ada.post(f"/interviews/{talk.id}/answers", data={"answer": answer}))

    assert shown.status == 422
    assert "Please choose what they answered." in shown.words
    assert everything() == before


@pytest.mark.parametrize("minutes", ["", "soon", "0", "5", "-20", "240", "100000", "20.5"])
def test_minutes_that_nobody_can_mean_are_asked_for_again(
    at_ada: FlaskClient, grace: Contact, minutes: str
) -> None:
    shown = read(at_ada.post(f"/people/{grace.id}/interviews", data=TALK | {"minutes": minutes}))

    assert shown.status == 422
    assert shown.fields["narrow"] == "compilers"
    assert count(Interview) == 0


@pytest.mark.parametrize("purpose", ["", "fame"])
def test_a_purpose_that_there_is_not_is_asked_for_again(
    at_ada: FlaskClient, grace: Contact, purpose: str
) -> None:
    shown = read(at_ada.post(f"/people/{grace.id}/interviews", data=TALK | {"purpose": purpose}))

    assert shown.status == 422
    assert shown.fields["narrow"] == "compilers"
    assert count(Interview) == 0
