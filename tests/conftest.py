"""What every test can ask for: the application on both databases, and a cast of people."""

from collections.abc import Callable, Iterator
from contextvars import Context
from typing import Any

import pytest
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from hypothesis import settings
from itsdangerous import URLSafeTimedSerializer
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import event

from outreach import clock
from outreach.accounts.models import Account
from outreach.accounts.sign_ins import SignIn
from outreach.app import create_app
from outreach.config import Config
from outreach.database import db
from outreach.garbage import settle

pytest_plugins = ["tests.cast", "tests.databases", "tests.long_first", "tests.no_skips"]

# How long an example takes says something about the machine, nothing about the rule.
settings.register_profile("outreach", deadline=None)
settings.load_profile("outreach")

SECRET_KEY = "a secret for the tests, long enough"
ENCRYPTION_KEY = "dGhlIHRlc3RzIHVzZSB0aGlzIGtleSwgbm8gb25lIGU="


def pytest_collection_finish() -> None:
    """All tests are known: they stay until the end, and need not be searched for garbage in each of them."""
    settle()


class Browser(FlaskClient):
    """A test client whose requests share nothing with the test but the database.

    What the test prepared is committed before the request. The request has its
    own session, so what a view forgot to commit is not there afterwards.
    """

    def open(self, *args: Any, **kwargs: Any) -> Any:
        if has_app_context():  # a redirect is followed from within the request
            db.session.commit()
        # An empty context, as a server's thread has it: the test's own app context is not seen.
        return Context().run(super().open, *args, **kwargs)


@pytest.fixture
def config(database_url: str) -> Config:
    return Config(
        secret_key=SECRET_KEY,
        encryption_keys=ENCRYPTION_KEY,
        database_url=database_url,
        public_url="http://localhost",
    )


class Compiled(BytecodeCache):
    """Templates as they were compiled for one application, for the other one too."""

    def __init__(self) -> None:
        self._known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._known:
            bucket.bytecode_from_string(self._known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._known[bucket.key] = bucket.bytecode_to_string()


@pytest.fixture(scope="session")
def applications() -> Iterator[Callable[[Config], Flask]]:
    """Puts an application together once for each configuration, as that takes longer than most tests."""
    made: dict[Config, Flask] = {}
    compiled = Compiled()

    def application(config: Config) -> Flask:
        if config not in made:
            made[config] = create_app(config)
            made[config].testing = True
            made[config].jinja_env.bytecode_cache = compiled
            made[config].test_client_class = Browser
        return made[config]

    yield application
    for app in made.values():
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def app(config: Config, applications: Callable[[Config], Flask]) -> Iterator[Flask]:
    """The application, once on SQLite and once on PostgreSQL, with its context pushed for the test."""
    app = applications(config)
    with app.app_context():
        yield app
        db.session.remove()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser that nobody has signed in with. Its forms are ours, as its token says."""
    client = app.test_client()
    with client.session_transaction() as session:
        session["csrf_token"] = "seen"
    token = URLSafeTimedSerializer(SECRET_KEY, salt="wtf-csrf-token").dumps("seen")
    client.environ_base["HTTP_X_CSRFTOKEN"] = token
    return client


@pytest.fixture
def at_ada(client: FlaskClient, ada: Account) -> FlaskClient:
    """The browser in which Ada is signed in."""
    _, token = SignIn.begin(ada, browser="Ada’s browser", now=clock.now())
    with client.session_transaction() as session:
        session["sign_in"] = token
    return client


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    """Every statement that reaches the database from here on, but for opening transactions."""
    seen: list[str] = []

    def keep(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN", "SET ")):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", keep)
    yield seen
    event.remove(db.engine, "before_cursor_execute", keep)
