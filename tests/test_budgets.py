"""What a page may cost: few statements, however many people there are, and nothing that grows with the past.

Statements and rows are counted, not timed, so that a busy machine fails nothing;
``benchmarks/pages.py`` measures the time.
"""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from outreach import clock
from outreach.accounts.models import Account
from outreach.bookings.site import Site
from outreach.config import Config
from outreach.database import db, kept_with
from tests.conftest import SECRET_KEY
from tests.counting import Steps
from tests.crowd import look_back, move_in
from tests.examples import examples, paths
from tests.test_access import RULES

ANY_PAGE, CONTACTS_PAGE = 8, 4
"""Statements, with the look-up of who is signed in."""
GROWTH, A_FEW = 1.1, 50
"""How much more the database may work when the past is twenty times as long."""

SHOWN = [rule for rule in RULES if "GET" in (rule.methods or ()) and rule.endpoint != "static"]


@pytest.fixture
def someone(ada: Account, config: Config) -> int:
    """Gives Ada a busy life. The number of a contact whom she may have met often."""
    ada.make_feed(SECRET_KEY)
    site = Site(config.base_url, SECRET_KEY, config.mail_domain)
    return move_in(ada, site=site, contacts=60, interviews=36, now=clock.now())


def addresses(ada: Account) -> dict[str, str]:
    """Every address that shows something, with its endpoint."""
    known = examples(db.session(), ada.id)
    return {path: rule.endpoint for rule in SHOWN for path in paths(rule, known)}


@pytest.mark.usefixtures("someone")
def test_no_page_asks_the_database_much(at_ada: FlaskClient, ada: Account, statements: list[str]) -> None:
    too_many = {}
    for path, endpoint in addresses(ada).items():
        statements.clear()
        at_ada.get(path)
        if len(statements) > (CONTACTS_PAGE if endpoint.startswith("guest.") else ANY_PAGE):
            too_many[path] = len(statements)

    assert too_many == {}


@pytest.mark.usefixtures("someone")
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_page_puts_the_statement_of_a_list_together_anew(at_ada: FlaskClient, ada: Account) -> None:
    shown = addresses(ada)
    anew = {}
    for path in [*shown, *shown]:
        known = kept_with.cache_info().misses
        at_ada.get(path)
        anew[path] = kept_with.cache_info().misses - known

    assert {path: count for path, count in anew.items() if count} == {}


@pytest.fixture
def steps(app: Flask) -> Iterator[Steps]:
    steps = Steps(db.engine)
    yield steps
    db.session.remove()
    steps.end()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_page_reads_more_because_the_past_is_longer(
    at_ada: FlaskClient, ada: Account, someone: int, steps: Steps
) -> None:
    look_back(ada, someone, range(1020), now=clock.now())
    shown = addresses(ada)
    before = {path: steps.of(at_ada.get, path) for path in shown}
    look_back(ada, someone, range(1020, 1400), now=clock.now())
    after = {path: steps.of(at_ada.get, path) for path in shown}

    grown = {
        path: (before[path], after[path]) for path in shown if after[path] > GROWTH * before[path] + A_FEW
    }
    assert grown == {}
