"""The debrief: what Ada writes down after her talk, and where it leads."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from outreach.accounts.models import Account
from outreach.contacts.models import Contact
from outreach.database import db
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.letters.models import Letter
from outreach.notebook.models import Note

WRITTEN = {
    "first": "that field judgement counts",
    "promises": "send you my essay",
    "people": "Jean Bartik, programmer\n\nAdele Goldstine\nJean Bartik, programmer",
    "thought": "I would like her life.\n\nMost of it.",
}


def page(talk: Interview) -> str:
    return f"/interviews/{talk.id}/debrief"


def shown(response: TestResponse) -> str:
    """What a page says, without its markup."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.text)).split())


def test_the_empty_page_asks_for_ten_minutes(at_ada: FlaskClient, talk: Interview) -> None:
    words = shown(at_ada.get(page(talk)))

    assert "Ten minutes" in words
    assert "What stays with me is" in words
    assert "Write the thank-you" not in words


def test_what_was_written_is_there_when_the_page_is_opened_again(
    at_ada: FlaskClient, talk: Interview
) -> None:
    response = at_ada.post(page(talk), data=WRITTEN)

    assert response.status_code == 303
    again = unescape(at_ada.get(response.location).text)
    assert "that field judgement counts" in again
    assert "Jean Bartik, programmer\nAdele Goldstine" in again
    assert "I would like her life.\n\nMost of it." in again


def test_keeping_it_leads_on_to_the_thank_you(at_ada: FlaskClient, talk: Interview) -> None:
    words = shown(at_ada.post(page(talk), data=WRITTEN, follow_redirects=True))
    assert "Jean Bartik and Adele Goldstine are now among your people" in words
    assert "Write the thank-you" in words

    at_ada.post(f"/interviews/{talk.id}/letters", data={"kind": "thanks"})

    [letter] = Letter.of(talk)
    assert "field judgement counts" in letter.body
    assert "send you my essay" in letter.body
    assert "Jean Bartik" in letter.body


def test_keeping_it_leads_on_to_the_letters_to_who_was_named(
    at_ada: FlaskClient, ada: Account, talk: Interview
) -> None:
    words = shown(at_ada.post(page(talk), data=WRITTEN, follow_redirects=True))
    assert "write to the people whom Grace named" in words

    theirs = shown(at_ada.get(f"/interviews/{talk.id}"))
    assert "Grace named some people for you Adele Goldstine Write to Adele" in theirs
    today = shown(at_ada.get("/"))
    assert (
        "Write to Jean Bartik The name came from Grace Hopper, and a letter within the week keeps your word"
        in today
    )


def test_half_of_it_is_enough(at_ada: FlaskClient, talk: Interview) -> None:
    assert at_ada.post(page(talk), data={"second": "how small the teams are"}).status_code == 303

    db.session.refresh(talk)
    assert talk.stage is Stage.MET
    assert [note.text for note in Note.of(talk)] == ["how small the teams are"]


def test_an_empty_form_is_told_kindly(at_ada: FlaskClient, talk: Interview) -> None:
    response = at_ada.post(page(talk), data={"first": "  "})

    assert response.status_code == 422
    assert "One line is enough for now" in shown(response)
    db.session.refresh(talk)
    assert talk.stage is Stage.FOUND


@pytest.mark.parametrize(
    ("people", "sentence"),
    [
        ("\n".join(f"Person {n}" for n in range(11)), "more than 10 people"),
        ("She said " + "that I should write " * 9, "Write one name on each line"),
    ],
)
def test_a_story_among_the_names_is_sent_back_with_everything_that_was_typed(
    at_ada: FlaskClient, ada: Account, talk: Interview, people: str, sentence: str
) -> None:
    response = at_ada.post(page(talk), data={**WRITTEN, "people": people})

    assert response.status_code == 422
    assert sentence in shown(response)
    assert "that field judgement counts" in response.text
    assert people.strip()[:20] in response.text
    assert Note.of(talk) == []


def test_the_people_who_were_named_show_who_named_them(
    at_ada: FlaskClient, ada: Account, talk: Interview
) -> None:
    at_ada.post(page(talk), data=WRITTEN)

    jean = Contact.named("Jean Bartik", of=ada)
    assert jean is not None
    assert "Thanks to Grace Hopper" in shown(at_ada.get(f"/people/{jean.id}"))


def test_whoever_was_thanked_is_not_offered_another_letter(at_ada: FlaskClient, talk: Interview) -> None:
    at_ada.post(page(talk), data=WRITTEN)
    talk.reach(Stage.THANKED, now=talk.created_at)

    words = shown(at_ada.get(page(talk)))
    assert "You have thanked Grace Hopper already" in words
    assert "Write the thank-you" not in words


def test_the_page_asks_the_database_a_handful_of_times(
    at_ada: FlaskClient, talk: Interview, statements: list[str]
) -> None:
    address = page(talk)
    at_ada.post(address, data=WRITTEN)
    statements.clear()

    at_ada.get(address)

    assert len(statements) <= 6


@pytest.mark.parametrize(
    ("field", "written", "noted"),
    [
        ("first", "that they lose money", "that they lose money"),
        ("likes", "the people\n\nand the river", "the people\n\nand the river"),
        ("people", "Jean Bartik, programmer", "Jean Bartik, programmer"),
        ("promises", "send her my essay", "send her my essay"),
    ],
)
def test_what_was_told_in_confidence_is_kept_so_and_still_ticked(
    at_ada: FlaskClient, talk: Interview, field: str, written: str, noted: str
) -> None:
    at_ada.post(page(talk), data={field: written, "confidential": field})

    [note] = [note for note in Note.of(talk) if note.text == noted]
    assert note.is_confidential
    assert f'value="{field}" checked' in at_ada.get(page(talk)).text
    told = f"{' '.join(noted.split())} Told in confidence"
    assert told in shown(at_ada.get(f"/interviews/{talk.id}"))


def test_a_promise_that_the_letter_could_not_repeat_to_its_reader_is_asked_for_in_words_to_them(
    at_ada: FlaskClient, talk: Interview
) -> None:
    answer = at_ada.post(page(talk), data={"first": "that it works", "promises": "send her my essay"})

    assert answer.status_code == 422
    assert "repeats “send her my essay”. Write “you” there for its reader" in shown(answer)
    assert "send her my essay</textarea>" in unescape(answer.text)


@pytest.mark.usefixtures("link")
def test_the_page_of_a_talk_with_people_to_write_to_keeps_within_its_bound(
    at_ada: FlaskClient, talk: Interview, statements: list[str]
) -> None:
    address = f"/interviews/{talk.id}"
    at_ada.post(page(talk), data=WRITTEN)
    statements.clear()

    at_ada.get(address)

    assert len(statements) <= 8
