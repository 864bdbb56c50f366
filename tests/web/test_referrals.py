"""Who led to whom, as a page."""

import re

from flask.testing import FlaskClient

from outreach.accounts.models import Account
from outreach.contacts.models import Contact
from outreach.database import db, saved
from outreach.followups.kinds import FollowUpKind
from outreach.followups.models import FollowUp
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from tests.cast import NOW
from tests.web.reading import read


def barbara(ada: Account, talk: Interview) -> Contact:
    """Somebody who led Ada to Grace, and is owed a word."""
    contact = saved(Contact(account_id=ada.id, name="Barbara Liskov", timezone="UTC", created_at=NOW))
    talk.contact.credit(contact, now=NOW)
    FollowUp.plan(talk, FollowUpKind.REFERRAL_WROTE, due_at=NOW, late_at=NOW)
    return contact


def test_the_chain_is_drawn_and_told(at_ada: FlaskClient, ada: Account, talk: Interview) -> None:
    barbara(ada, talk)
    answer = at_ada.get("/referrals")
    drawing, _, rest = answer.text.partition("</svg>")

    assert "Barbara Liskov" in drawing
    assert "Grace Hopper" in drawing
    assert "The same as a list" in rest
    assert "I may mention Barbara Liskov" in rest


def test_whoever_led_to_somebody_is_drawn_as_far_as_they_are_and_the_key_says_so(
    at_ada: FlaskClient, ada: Account, talk: Interview
) -> None:
    saved(Contact(account_id=ada.id, name="Alan Perlis", timezone="UTC", created_at=NOW)).credit(
        talk.contact, now=NOW
    )
    talk.stage = Stage.THANKED
    drawing, _, rest = at_ada.get("/referrals").text.partition("</svg>")

    assert re.search(r'class="good"/><text[^>]*>Grace Hopper', drawing)
    assert '<span class="swatch good"></span>thanked' in rest


def test_what_is_owed_has_its_letter_ready(at_ada: FlaskClient, ada: Account, talk: Interview) -> None:
    barbara(ada, talk)
    shown = read(at_ada.get("/referrals"))
    assert "Tell Barbara Liskov that you wrote to Grace Hopper" in shown.words

    letter = at_ada.post(
        f"/interviews/{talk.id}/letters", data={"kind": "referral_wrote"}, follow_redirects=True
    )
    assert "Barbara" in letter.text


def test_permission_to_use_a_name_is_a_fact_with_a_date(
    at_ada: FlaskClient, ada: Account, talk: Interview
) -> None:
    barbara(ada, talk)
    at_ada.post(f"/people/{talk.contact_id}/permission", data={"may": "1", "from": "referrals"})

    assert talk.contact.referral is not None
    db.session.expire_all()
    assert talk.contact.referral.may_use_name
    assert "Barbara Liskov may be mentioned, since" in read(at_ada.get("/referrals")).words
    at_ada.post(f"/people/{talk.contact_id}/permission", data={"may": "0"})
    db.session.expire_all()
    assert talk.contact.referral.permitted_at is None


def test_permission_of_nobody_is_refused(at_ada: FlaskClient, grace: Contact) -> None:
    assert at_ada.post(f"/people/{grace.id}/permission", data={"may": "1"}).status_code == 404


def test_with_the_introducer_their_debts_go_and_today_does_not_ask_for_them(
    at_ada: FlaskClient, ada: Account, talk: Interview
) -> None:
    at_ada.post(f"/people/{barbara(ada, talk).id}/removal")

    assert "Barbara" not in read(at_ada.get("/")).words.replace("Barbara Liskov is gone", "")
    assert at_ada.get("/referrals").status_code == 200


def test_who_has_not_heard_yet_is_named_when_the_person_goes(
    at_ada: FlaskClient, ada: Account, talk: Interview
) -> None:
    barbara(ada, talk)
    answer = at_ada.post(f"/people/{talk.contact_id}/removal", follow_redirects=True)

    assert "Barbara Liskov led you to Grace Hopper and has not heard yet" in read(answer).words


def test_an_empty_chain_teaches(at_ada: FlaskClient) -> None:
    assert "Who else should I talk to?" in read(at_ada.get("/referrals")).words
