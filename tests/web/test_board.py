"""The board and the table as pages: cards, moves, filters, many at once, and the way back."""

import pytest
from flask.testing import FlaskClient

from outreach.accounts.models import Account
from outreach.contacts.models import Contact
from outreach.contacts.tags import Tag
from outreach.database import db
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from tests.cast import NOW
from tests.web.reading import Shown, read

HTMX = {"HX-Request": "true"}


def stage_of(talk: Interview) -> Stage:
    db.session.expire_all()
    return talk.stage


def undo_at(page: Shown) -> str:
    return next(address for address in page.posts_to if address.startswith("/steps/"))


def test_an_empty_board_teaches_and_offers_a_beginning(at_ada: FlaskClient) -> None:
    for page in ("/board", "/board/table"):
        shown = read(at_ada.get(page))
        assert "Every ask will have its place here" in shown.words
        assert shown.links["Begin with a name"] == "/people/new"


def test_a_card_is_moved_with_its_button_and_back_with_undo(at_ada: FlaskClient, talk: Interview) -> None:
    assert read(at_ada.get("/board")).links["Grace Hopper"] == f"/interviews/{talk.id}"
    at_ada.post(f"/interviews/{talk.id}/column", data={"to": "asked"})
    assert stage_of(talk) is Stage.ASKED

    shown = read(at_ada.get("/board"))
    assert "Grace Hopper: you asked them." in shown.words
    at_ada.post(undo_at(shown))
    assert stage_of(talk) is Stage.FOUND
    assert "you asked them" not in read(at_ada.get("/board")).words


def test_htmx_gets_the_card_in_its_new_column(at_ada: FlaskClient, talk: Interview) -> None:
    answer = at_ada.post(f"/interviews/{talk.id}/column", data={"to": "asked"}, headers=HTMX)

    assert f'<div id="c{talk.id}" hx-swap-oob="delete">' in answer.text
    assert '<ol hx-swap-oob="afterbegin:#asked">' in answer.text
    assert "They answered" in read(answer).buttons[-2]


def test_a_move_that_makes_no_sense_is_refused_with_a_sentence(at_ada: FlaskClient, talk: Interview) -> None:
    answer = at_ada.post(f"/interviews/{talk.id}/column", data={"to": "booked"}, headers=HTMX)

    assert (answer.status_code, answer.headers["HX-Retarget"]) == (409, "#problem")
    assert "Note it on the page of Grace Hopper" in answer.text
    assert at_ada.post(f"/interviews/{talk.id}/column", data={"to": "sky"}).status_code == 404


def test_what_somebody_typed_as_a_name_stays_text(
    at_ada: FlaskClient, grace: Contact, talk: Interview
) -> None:
    grace.name = "<b>{0} & Co"
    for page in ("/board", "/board/table"):
        assert "<b>{0}" not in at_ada.get(page).text
        assert "<b>{0} & Co" in read(at_ada.get(page)).words


@pytest.mark.parametrize(
    ("query", "is_there"),
    [("at=eckert", True), ("at=nasa", False), ("tie=alum", True), ("tie=cold", False), ("about=field", True),
     ("waits=me", True), ("waits=them", False), ("tag=999999999999", True), ("tie=%00&waits=x", True)],
)  # fmt: skip
def test_the_board_is_narrowed_down_by_its_address(
    at_ada: FlaskClient, talk: Interview, query: str, is_there: bool
) -> None:
    for page in ("/board", "/board/table"):
        assert ("Grace Hopper" in read(at_ada.get(f"{page}?{query}")).links) is is_there


@pytest.mark.parametrize(
    "query", ["sort=name&down=1", "sort=touch", "sort=nothing", "past=9999999", "past=x&column=y"]
)
def test_the_table_takes_any_address(at_ada: FlaskClient, talk: Interview, query: str) -> None:
    assert at_ada.get(f"/board/table?{query}").status_code == 200


def test_undoing_leads_back_to_the_same_view(at_ada: FlaskClient, talk: Interview) -> None:
    board = read(at_ada.get("/board?at=eckert&waits=me"))
    answer = at_ada.post(
        f"/interviews/{talk.id}/column", data={"to": "asked", "view": board.fields["view"]}, headers=HTMX
    )

    back = at_ada.post(undo_at(read(answer)).replace("&amp;", "&"))

    assert back.location == "/board?at=eckert&waits=me"
    plain = at_ada.post(f"/interviews/{talk.id}/column", data={"to": "asked", "view": "at=eckert&evil=1"})
    assert plain.location == "/board?at=eckert"


def test_ticked_people_are_tagged_and_the_tag_is_undone(
    at_ada: FlaskClient, ada: Account, talk: Interview
) -> None:
    at_ada.post("/board/table", data={"chosen": str(talk.id), "do": "tag", "name": "Compilers"})
    shown = read(at_ada.get("/board/table"))
    assert "One person tagged “Compilers”." in shown.words

    at_ada.post(undo_at(shown), data={"from": "table"})
    assert Tag.all_of(ada) == []


def test_ticked_people_are_closed_kindly(at_ada: FlaskClient, talk: Interview) -> None:
    talk.reach(Stage.ASKED, now=NOW)
    at_ada.post("/board/table", data={"chosen": str(talk.id), "do": "close"})

    assert stage_of(talk) is Stage.NO_REPLY
    assert "One person let rest" in read(at_ada.get("/board/table")).words


def test_who_cannot_be_closed_is_told(at_ada: FlaskClient, talk: Interview) -> None:
    answer = at_ada.post("/board/table", data={"chosen": str(talk.id), "do": "close"}, follow_redirects=True)

    assert "You have not asked Grace Hopper yet" in read(answer).words


@pytest.mark.parametrize(("form", "status"), [({"do": "close"}, 422), ({"do": "tag"}, 422), ({}, 404)])
def test_a_button_without_anybody_ticked_is_refused(
    at_ada: FlaskClient, form: dict[str, str], status: int
) -> None:
    assert at_ada.post("/board/table", data=form).status_code == status


def test_a_tag_that_is_none_is_refused_and_what_was_ticked_stays(
    at_ada: FlaskClient, talk: Interview
) -> None:
    answer = at_ada.post("/board/table", data={"chosen": str(talk.id), "do": "tag", "name": "x" * 41})

    assert answer.status_code == 422
    assert "a word or two, at most 40 characters" in read(answer).words
    assert read(answer).fields["chosen"] == str(talk.id)


def test_nobody_ticks_somebody_elses_people(
    at_ada: FlaskClient, marys_things: dict[str, int], talk: Interview
) -> None:
    answer = at_ada.post(
        "/board/table", data={"chosen": str(marys_things["interview_id"]), "do": "leave_alone"}
    )
    assert answer.status_code == 422


def test_a_tag_is_put_on_and_taken_off_on_the_persons_page(
    at_ada: FlaskClient, ada: Account, grace: Contact
) -> None:
    at_ada.post(f"/people/{grace.id}/tags", data={"name": "Compilers"})
    assert "Compilers" in read(at_ada.get(f"/people/{grace.id}")).words

    [tag] = Tag.all_of(ada)
    at_ada.post(f"/people/{grace.id}/tags/removal", data={"tag": str(tag.id)})
    assert Tag.all_of(ada) == []
