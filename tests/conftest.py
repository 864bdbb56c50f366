"""What every test can ask for: the application on both databases, and a cast of people."""

from collections.abc import Iterator
from contextvars import Context
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings

from outreach import clock
from outreach.accounts.models import Account, SignIn
from outreach.app import create_app
from outreach.config import Config
from outreach.database import db

pytest_plugins = ["tests.cast", "tests.databases", "tests.no_skips"]

# How long an example takes says something about the machine, nothing about the rule.
settings.register_profile("outreach", deadline=None)
settings.load_profile("outreach")

SECRET_KEY = "a secret for the tests, long enough"
ENCRYPTION_KEY = "dGhlIHRlc3RzIHVzZSB0aGlzIGtleSwgbm8gb25lIGU="


class Browser(FlaskClient):
    """A test client whose requests share nothing with the test but the database.

    What the test prepared is committed before the request. The request has its
    own session, so what a view forgot to commit is not there afterwards.
    """

    def open(self, *args: Any, **kwargs: Any) -> Any:
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


@pytest.fixture
def app(config: Config, tmp_path: Path) -> Iterator[Flask]:
    """The application, once on SQLite and once on PostgreSQL, with its context pushed for the test."""
    app = create_app(config, instance=tmp_path)
    app.testing = True
    app.test_client_class = Browser
    with app.app_context():
        yield app
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()


@pytest.fixture
def at_ada(app: Flask, ada: Account) -> FlaskClient:
    """A browser in which Ada is signed in."""
    return signed_in(app, ada)


def signed_in(app: Flask, account: Account) -> FlaskClient:
    """A browser in which this account is signed in; its forms need no token against forgery."""
    app.config["WTF_CSRF_ENABLED"] = False  # tests/web/test_access.py has it on
    _, token = SignIn.begin(account, browser="a test", now=clock.now())
    browser = app.test_client()
    with browser.session_transaction() as session:
        session["sign_in"] = token
    return browser


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser that nobody has signed in with."""
    return app.test_client()


@pytest.fixture
def at_ada(client: FlaskClient, ada: Account) -> FlaskClient:
    """A browser that Ada is signed in with."""
    _, token = SignIn.begin(ada, browser="Firefox", now=clock.now())
    with client.session_transaction() as session:
        session["sign_in"] = token
    return client
