"""Who may reach what: every route, by name. A route that is not named here fails the build."""

from enum import Enum, auto
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from outreach.app import create_app
from outreach.config import Config
from outreach.database import Base, db
from tests.conftest import ENCRYPTION_KEY, SECRET_KEY


class Reach(Enum):
    """Who a route is for."""

    EVERYBODY = auto()
    """Needs nothing: the door, and files that hold nobody's data."""
    ACCOUNT = auto()
    """Needs an account, and shows or changes only that account's things."""
    OWN = auto()
    """Names a thing by number: it must be the account's own, else it does not exist."""
    TOKEN = auto()
    """Needs the unguessable word in the address, and nothing else."""


MATRIX: dict[str, Reach] = {
    "static": Reach.EVERYBODY,
    "access.welcome": Reach.EVERYBODY,
    "access.make_account": Reach.EVERYBODY,
    "access.sign_in": Reach.EVERYBODY,
    "access.open_session": Reach.EVERYBODY,
    "access.sign_out": Reach.EVERYBODY,
    "today.show": Reach.ACCOUNT,
    "today.settle": Reach.OWN,
    "today.arrive": Reach.ACCOUNT,
    "today.put_aside": Reach.OWN,
    "today.take_back": Reach.OWN,
    "today.send": Reach.OWN,
    "landing.show": Reach.ACCOUNT,
    "landing.land": Reach.ACCOUNT,
    "landing.look_on": Reach.ACCOUNT,
    "daily.show": Reach.TOKEN,
    "daily.stop": Reach.TOKEN,
    "settings.change_daily": Reach.ACCOUNT,
    "people.index": Reach.ACCOUNT,
    "people.new": Reach.ACCOUNT,
    "people.names": Reach.ACCOUNT,
    "people.add": Reach.ACCOUNT,
    "people.show": Reach.OWN,
    "people.edit": Reach.OWN,
    "people.change": Reach.OWN,
    "people.remove": Reach.OWN,
    "people.confirm_clock": Reach.OWN,
    "people.give_address": Reach.OWN,
    "people.reinstate_address": Reach.OWN,
    "interviews.new": Reach.OWN,
    "interviews.begin": Reach.OWN,
    "interviews.show": Reach.OWN,
    "interviews.edit": Reach.OWN,
    "interviews.change": Reach.OWN,
    "interviews.answer": Reach.OWN,
    "interviews.write": Reach.OWN,
    "interviews.invite": Reach.OWN,
    "interviews.cancel": Reach.OWN,
    "interviews.miss": Reach.OWN,
    "interviews.renew_link": Reach.OWN,
    "interviews.remove": Reach.OWN,
    "letters.show": Reach.OWN,
    "letters.save": Reach.OWN,
    "letters.read": Reach.OWN,
    "letters.tell": Reach.OWN,
    "letters.draft": Reach.OWN,
    "letters.take_back": Reach.OWN,
    "offers.choices": Reach.OWN,
    "offers.choose": Reach.OWN,
    "offers.release": Reach.OWN,
    "offers.accept": Reach.OWN,
    "offers.record": Reach.OWN,
    "moving.show": Reach.OWN,
    "moving.move": Reach.OWN,
    "moving.settle_place": Reach.OWN,
    "channels.open_from_editor": Reach.OWN,
    "channels.show": Reach.OWN,
    "channels.read": Reach.OWN,
    "channels.hand_over": Reach.OWN,
    "channels.take_back": Reach.OWN,
    "courtesies.open_letter": Reach.OWN,
    "courtesies.note_touch": Reach.OWN,
    "courtesies.set_closeness": Reach.OWN,
    "courtesies.leave_alone": Reach.OWN,
    "courtesies.write_again": Reach.OWN,
    "courtesies.end_pause": Reach.OWN,
    "letters.keep_remark": Reach.OWN,
    "letters.drop_remark": Reach.OWN,
    "letters.start_from": Reach.OWN,
    "revisions.index": Reach.OWN,
    "revisions.restore": Reach.OWN,
    "suggestions.show": Reach.ACCOUNT,
    "suggestions.bring": Reach.ACCOUNT,
    "suggestions.send_away": Reach.ACCOUNT,
    "suggestions.ask": Reach.OWN,
    "suggestions.follow": Reach.OWN,
    "suggestions.take_over": Reach.OWN,
    "suggestions.put_away": Reach.OWN,
    "letter_templates.index": Reach.ACCOUNT,
    "letter_templates.take_in": Reach.ACCOUNT,
    "letter_templates.new": Reach.ACCOUNT,
    "letter_templates.add": Reach.ACCOUNT,
    "letter_templates.preview": Reach.ACCOUNT,
    "letter_templates.show": Reach.OWN,
    "letter_templates.change": Reach.OWN,
    "letter_templates.export": Reach.OWN,
    "letter_templates.remove": Reach.OWN,
    "questions.show": Reach.OWN,
    "questions.make": Reach.OWN,
    "questions.renew": Reach.OWN,
    "questions.put_in_order": Reach.OWN,
    "questions.add": Reach.OWN,
    "questions.remark": Reach.ACCOUNT,
    "questions.reword": Reach.OWN,
    "questions.star": Reach.OWN,
    "questions.place": Reach.OWN,
    "questions.remove": Reach.OWN,
    "questions.others": Reach.OWN,
    "questions.swap": Reach.OWN,
    "bank.index": Reach.ACCOUNT,
    "bank.add": Reach.ACCOUNT,
    "bank.bring": Reach.ACCOUNT,
    "bank.take": Reach.ACCOUNT,
    "bank.remove": Reach.OWN,
    "homework.show": Reach.OWN,
    "homework.keep": Reach.OWN,
    "talk.show": Reach.OWN,
    "talk.jot": Reach.OWN,
    "talk.shape": Reach.OWN,
    "questions.anchor": Reach.OWN,
    "notebook.show": Reach.OWN,
    "notebook.keep": Reach.OWN,
    "notebook.settle": Reach.OWN,
    "availability.show": Reach.ACCOUNT,
    "availability.keep_week": Reach.ACCOUNT,
    "availability.keep_rules": Reach.ACCOUNT,
    "availability.except_days": Reach.ACCOUNT,
    "availability.go_away": Reach.ACCOUNT,
    "availability.come_back": Reach.OWN,
    "why_not.show": Reach.ACCOUNT,
    "calendar.show": Reach.ACCOUNT,
    "busy.show": Reach.ACCOUNT,
    "busy.add": Reach.ACCOUNT,
    "busy.upload": Reach.ACCOUNT,
    "busy.connect": Reach.ACCOUNT,
    "busy.choose": Reach.OWN,
    "busy.look_again": Reach.OWN,
    "busy.disconnect": Reach.OWN,
    "busy.read": Reach.OWN,
    "busy.remove": Reach.OWN,
    "busy.settle": Reach.OWN,
    "settings.show": Reach.ACCOUNT,
    "settings.change_profile": Reach.ACCOUNT,
    "settings.connect": Reach.ACCOUNT,
    "settings.server": Reach.ACCOUNT,
    "settings.disconnect": Reach.ACCOUNT,
    "settings.try_mail": Reach.ACCOUNT,
    "settings.trial": Reach.ACCOUNT,
    "sending.show": Reach.ACCOUNT,
    "sending.keep": Reach.ACCOUNT,
    "sending.begin": Reach.ACCOUNT,
    "sending.consent": Reach.ACCOUNT,
    "sending.come_back": Reach.ACCOUNT,
    "sending.answer": Reach.ACCOUNT,
    "sending.stop": Reach.ACCOUNT,
    "settings.make_feed": Reach.ACCOUNT,
    "settings.drop_feed": Reach.ACCOUNT,
    "settings.end_browser": Reach.OWN,
    "settings.change_password": Reach.ACCOUNT,
    "settings.remove": Reach.ACCOUNT,
    "feed.calendar": Reach.TOKEN,
    "mailbox.index": Reach.ACCOUNT,
    "mailbox.show": Reach.OWN,
    "mailbox.keep": Reach.OWN,
    "mailbox.invitation": Reach.OWN,
    "mailbox.decide": Reach.OWN,
    "mailbox.play": Reach.OWN,
    "news.show": Reach.OWN,
    "news.settle": Reach.OWN,
    "sample.fill": Reach.ACCOUNT,
    "sample.remove": Reach.ACCOUNT,
    "board.show": Reach.ACCOUNT,
    "board.move": Reach.OWN,
    "board.undo": Reach.OWN,
    "table.show": Reach.ACCOUNT,
    "table.act": Reach.ACCOUNT,
    "tags.put": Reach.OWN,
    "tags.take": Reach.OWN,
    "organizations.index": Reach.ACCOUNT,
    "organizations.add": Reach.ACCOUNT,
    "organizations.grade": Reach.OWN,
    "organizations.remove": Reach.OWN,
    "referrals.show": Reach.ACCOUNT,
    "referrals.permit": Reach.OWN,
    "insights.review": Reach.ACCOUNT,
    "insights.rates": Reach.ACCOUNT,
    "guest.show": Reach.TOKEN,
    "guest.book": Reach.TOKEN,
    "guest.move": Reach.TOKEN,
    "guest.read_in": Reach.TOKEN,
    "guest.cancel": Reach.TOKEN,
    "guest.suggest": Reach.TOKEN,
    "guest.offer_page": Reach.TOKEN,
    "guest.refer": Reach.TOKEN,
    "guest.decline": Reach.TOKEN,
    "guest.invite": Reach.TOKEN,
}
COUNTERS = {"guest_posts"}
UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


def blueprint() -> Flask:
    """The application without a database, to read its routes from."""
    return create_app(
        Config(secret_key=SECRET_KEY, encryption_keys=ENCRYPTION_KEY, database_url="sqlite:///:memory:")
    )


RULES = list(blueprint().url_map.iter_rules())


def requests(*reaches: Reach) -> list[Any]:
    """Every route of these reaches with every method that it takes, blueprint by blueprint."""
    found: dict[str, list[tuple[Rule, str]]] = {}
    for rule in RULES:
        if MATRIX.get(rule.endpoint) in reaches:
            methods = sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
            found.setdefault(rule.endpoint.split(".")[0], []).extend((rule, method) for method in methods)
    return [pytest.param(asked, id=name) for name, asked in found.items()]


def filled(app: Flask, rule: Rule, **values: Any) -> str:
    """The path of a route with these values in its places."""
    with app.test_request_context():
        built = rule.build({name: values[name] for name in rule.arguments})
    assert built is not None
    return str(built[1])


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables but those that only count visits, to see that nothing changed."""
    db.session.commit()
    with db.engine.connect() as connection:
        return {
            table.name: sorted(
                map(tuple, connection.exec_driver_sql(f"SELECT * FROM {table.name}")), key=repr
            )
            for table in Base.metadata.sorted_tables
            if table.name not in COUNTERS
        }


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_every_route_is_in_the_matrix(rule: Rule) -> None:
    assert rule.endpoint in MATRIX, (
        f"{rule.rule} ({rule.endpoint}) is not in the matrix: say there who may reach it."
    )


def test_the_matrix_names_no_route_that_is_gone() -> None:
    assert set(MATRIX) <= {rule.endpoint for rule in RULES}


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_no_route_both_shows_and_changes(rule: Rule) -> None:
    methods = rule.methods or set()
    assert not ("GET" in methods and methods & UNSAFE), f"{rule.rule}: give the change a route of its own."


Asked = list[tuple[Rule, str]]


@pytest.mark.parametrize("asked", requests(Reach.ACCOUNT, Reach.OWN))
def test_nobody_in_particular_is_sent_to_the_door(
    app: Flask, client: FlaskClient, marys_things: dict[str, int], asked: Asked
) -> None:
    before = everything()
    for rule, method in asked:
        response = client.open(filled(app, rule, **marys_things), method=method)
        if method == "GET":
            assert response.status_code == 303, (method, rule.rule)
            assert "/sign-in" in response.location, (method, rule.rule)
        else:
            assert response.status_code == 401, (method, rule.rule)
        assert everything() == before, (method, rule.rule)


@pytest.mark.parametrize("asked", requests(Reach.OWN))
def test_what_is_marys_does_not_exist_for_ada(
    app: Flask, at_ada: FlaskClient, marys_things: dict[str, int], asked: Asked
) -> None:
    before = everything()
    for rule, method in asked:
        response = at_ada.open(filled(app, rule, **marys_things), method=method)
        assert response.status_code == 404, (method, rule.rule)
        assert everything() == before, (method, rule.rule)


@pytest.mark.parametrize("asked", requests(Reach.TOKEN))
@pytest.mark.parametrize("token", ["null", "0", "x" * 43, "%00", " "])
def test_a_guessed_word_opens_nothing(
    app: Flask, client: FlaskClient, marys_things: dict[str, int], asked: Asked, token: str
) -> None:
    before = everything()
    for rule, method in asked:
        response = client.open(filled(app, rule, token=token), method=method)
        assert response.status_code in {404, 410}, (method, rule.rule)
        assert everything() == before, (method, rule.rule)
