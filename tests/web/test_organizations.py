"""Organizations as a list to work through."""

import pytest
from flask.testing import FlaskClient

from outreach.accounts.models import Account
from outreach.contacts.kinds import Advocacy, Posting
from outreach.contacts.models import Contact, Organization
from outreach.database import db
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from tests.cast import NOW
from tests.web.reading import read


def place(ada: Account, name: str = "Eckert Mauchly") -> Organization:
    found = Organization.named(name, of=ada)
    assert found is not None
    return found


def test_names_are_put_on_the_list_each_once(at_ada: FlaskClient, grace: Contact) -> None:
    typed = "Slough Works\n  eckert   mauchly \n\nSLOUGH WORKS\n"
    answer = at_ada.post("/organizations", data={"names": typed}, follow_redirects=True)

    assert "1 added. 1 stood there already." in read(answer).words
    assert "Slough Works" in read(answer).links


@pytest.mark.parametrize(
    ("typed", "why"), [(" \n ", "at least one name"), ("\n".join(map(str, range(101))), "101 names")]
)
def test_a_list_that_cannot_be_taken_is_kept_as_it_was_typed(
    at_ada: FlaskClient, typed: str, why: str
) -> None:
    answer = at_ada.post("/organizations", data={"names": typed})

    assert answer.status_code == 422
    assert why in read(answer).words
    assert typed.strip() in answer.text


def test_a_grade_is_kept_as_it_is_chosen(at_ada: FlaskClient, ada: Account) -> None:
    works, chosen = place(ada), {"motivation": "4", "advocacy": "0", "posting": "0"}

    answer = at_ada.post(f"/organizations/{works.id}", data=chosen, headers={"HX-Request": "true"})

    assert (answer.status_code, answer.text) == (200, "Saved")
    db.session.expire_all()
    assert works.motivation == 4


def test_grades_are_kept_and_put_a_place_on_top(at_ada: FlaskClient, ada: Account, talk: Interview) -> None:
    works = place(ada)
    at_ada.post(f"/organizations/{works.id}", data={"motivation": "5", "advocacy": "3", "posting": "1"})
    db.session.expire_all()
    assert (works.motivation, works.advocacy, works.posting) == (5, Advocacy.HELPS, Posting.NONE)

    shown = read(at_ada.get("/organizations"))
    assert "Work on these Eckert Mauchly" in shown.words
    assert "Next: Grace Hopper" in shown.words


def test_one_person_at_a_time_is_asked_at_a_place(at_ada: FlaskClient, ada: Account, talk: Interview) -> None:
    place(ada).motivation = 4
    talk.reach(Stage.ASKED, now=NOW)

    assert "One person at a time: wait for their word" in read(at_ada.get("/organizations")).words


@pytest.mark.parametrize("form", [{"motivation": "6"}, {"posting": "4"}, {"advocacy": "77"}])
def test_a_grade_on_no_scale_is_refused(at_ada: FlaskClient, ada: Account, form: dict[str, str]) -> None:
    answer = at_ada.post(f"/organizations/{place(ada).id}", data=form)
    assert (answer.status_code, "Motivation goes from 1 to 5" in answer.text) == (422, True)


def test_only_a_place_without_people_is_taken_off(at_ada: FlaskClient, ada: Account, grace: Contact) -> None:
    empty = place(ada, "Slough Works")
    assert at_ada.post(f"/organizations/{empty.id}/removal").status_code == 303
    assert at_ada.post(f"/organizations/{place(ada).id}/removal").status_code == 409


def test_an_empty_list_teaches(at_ada: FlaskClient) -> None:
    assert "Forty names in forty minutes" in read(at_ada.get("/organizations?sort=x&past=-1")).words


def test_places_stand_where_a_reader_looks_for_them(at_ada: FlaskClient) -> None:
    at_ada.post("/organizations", data={"names": "Zeta\nÁguas do Porto\nØrsted\nalpha\nBeta\nOrion"})
    listed = read(at_ada.get("/organizations?sort=name")).words
    expected = ["Águas do Porto", "alpha", "Beta", "Orion", "Ørsted", "Zeta"]
    assert sorted(expected, key=lambda name: listed.rindex(f"{name} ")) == expected
