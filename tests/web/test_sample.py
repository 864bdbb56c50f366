"""Looking around with sample people, at the press of a button."""

from flask import Flask, render_template
from flask.testing import FlaskClient

from outreach.accounts.models import Account
from outreach.contacts.models import Contact
from outreach.database import db
from outreach.interviews.models import Interview
from outreach.samples.cast import cast


def test_sample_people_come_and_go(at_ada: FlaskClient, ada: Account, talk: Interview) -> None:
    response = at_ada.post("/sample-data", follow_redirects=True)
    assert f"{len(cast())} sample people have come" in response.text
    assert Contact.has_samples(ada)
    assert "Marisol Ibáñez Quiroga" in at_ada.get("/people").text

    response = at_ada.post("/sample-data/removal", follow_redirects=True)

    assert "What is yours is untouched" in response.text
    people = at_ada.get("/people").text
    assert "Marisol" not in people
    assert "Grace Hopper" in people


def test_asking_twice_is_answered_kindly(at_ada: FlaskClient) -> None:
    at_ada.post("/sample-data")

    assert "here already" in at_ada.post("/sample-data", follow_redirects=True).text


def test_nothing_to_remove_is_no_trouble(at_ada: FlaskClient, talk: Interview) -> None:
    assert at_ada.post("/sample-data/removal").status_code == 303
    assert db.session.get(Interview, talk.id) is not None


def test_every_page_of_a_sample_person_opens(at_ada: FlaskClient, ada: Account) -> None:
    at_ada.post("/sample-data")

    for interview in db.session.query(Interview).filter_by(account_id=ada.id):
        for rest in ("", "/questions", "/debrief"):
            assert at_ada.get(f"/interviews/{interview.id}{rest}").status_code == 200


def test_the_offer_and_the_banner_say_what_they_do(app: Flask) -> None:
    with app.test_request_context():
        offer = render_template("sample/_offer.html")
        banner = render_template("sample/_banner.html")

    assert 'action="/sample-data"' in offer
    assert "No mail is sent" in offer
    assert 'action="/sample-data/removal"' in banner
    assert "Remove them" in banner
