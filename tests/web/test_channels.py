"""Other ways to send a letter, as a person without an address book meets them."""

import pytest
from flask.testing import FlaskClient

from outreach.accounts.models import Account
from outreach.bookings.site import Site
from outreach.database import db
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.letters.channels import Channel
from outreach.letters.kinds import LetterKind
from outreach.letters.models import Letter
from outreach.workflows import writing
from tests.cast import NOW
from tests.conftest import SECRET_KEY
from tests.web.reading import read

HTMX = {"HX-Request": "true"}
SITE = Site("http://localhost", SECRET_KEY, "example.org")


@pytest.fixture
def letter(ada: Account, talk: Interview) -> Letter:
    """Ada's first letter to Grace, who has no address yet."""
    talk.contact.email = None
    return writing.write(talk, LetterKind.OUTREACH, account=ada, site=SITE, now=NOW)


def at(letter: Letter, *more: object) -> str:
    return "/".join(map(str, ("/letters", letter.id, *more)))


def test_without_an_address_the_letter_offers_other_ways(at_ada: FlaskClient, letter: Letter) -> None:
    shown = read(at_ada.get(at(letter)))

    assert "Send it" not in shown.buttons
    assert "Choose how to send it" in shown.buttons


def test_every_way_is_shown_with_words_that_fit(at_ada: FlaskClient, letter: Letter) -> None:
    shown = read(at_ada.get(at(letter, "channels")))

    assert {"LinkedIn note", "LinkedIn message", "Questions to answer in writing"} <= set(shown.headings)
    assert "of 300 characters" in shown.words
    assert shown.buttons.count("I have sent it by hand") == 4
    assert shown.buttons.count("Copy") == 5


def test_what_stood_in_the_editor_comes_along(at_ada: FlaskClient, letter: Letter) -> None:
    form = {"subject": "Hello", "body": "Dear Grace,\n\nmy own words.", "revision": str(letter.revision)}
    answer = at_ada.post(at(letter, "channels"), data=form)

    assert answer.status_code == 303
    db.session.expire_all()
    assert letter.body == form["body"]
    assert "my own words." in at_ada.get(answer.location).text


def test_a_note_is_counted_as_it_is_typed(at_ada: FlaskClient, letter: Letter) -> None:
    path = at(letter, "channels", "linkedin_note", "reading")
    shown = read(
        at_ada.post(path, data={"text": "Dear Grace Hopper, " + "so many words " * 30}, headers=HTMX)
    )

    assert "438 of 300 characters" in shown.words
    assert "LinkedIn takes 300" in shown.words


def test_saying_that_it_was_sent_moves_the_ask_on(at_ada: FlaskClient, letter: Letter) -> None:
    talk = letter.interview
    answer = at_ada.post(at(letter, "channels", "linkedin_note"), data={"text": "Dear Grace Hopper, hello?"})

    assert answer.status_code == 303
    db.session.expire_all()
    assert (talk.stage, letter.channel) == (Stage.ASKED, Channel.LINKEDIN_NOTE)
    page = read(at_ada.get(answer.location))
    assert "Sent by hand" in page.words
    assert "First letter sent by hand (LinkedIn note)." in page.words


def test_what_was_sent_by_hand_is_shown_and_can_be_taken_back(at_ada: FlaskClient, letter: Letter) -> None:
    at_ada.post(at(letter, "channels", "elsewhere"), data={"text": "Dear Grace Hopper, hello?"})
    assert "It was not sent after all" in read(at_ada.get(at(letter))).buttons

    at_ada.post(at(letter, "by-hand", "withdrawal"))

    db.session.expire_all()
    assert not letter.is_on_its_way
    assert "Choose how to send it" in read(at_ada.get(at(letter))).buttons


def test_no_words_are_refused_and_nothing_is_lost(at_ada: FlaskClient, letter: Letter) -> None:
    answer = at_ada.post(
        at(letter, "channels", "linkedin_message"), data={"subject": "My subject", "text": "  "}
    )
    shown = read(answer)

    assert shown.status in {400, 422}
    assert any("There are no words here" in said for said in shown.told)
    assert "My subject" in answer.text


def test_a_way_that_is_none_does_not_exist(at_ada: FlaskClient, letter: Letter) -> None:
    assert at_ada.post(at(letter, "channels", "pigeon"), data={"text": "Hello"}).status_code == 404


def test_thanks_are_sent_as_they_stand(at_ada: FlaskClient, ada: Account, talk: Interview) -> None:
    talk.contact.email = None
    thanks = writing.write(talk, LetterKind.THANKS, account=ada, site=SITE, now=NOW)

    shown = read(at_ada.get(at(thanks, "channels")))

    assert shown.buttons.count("I have sent it by hand") == 1
    assert "LinkedIn note" not in shown.headings
