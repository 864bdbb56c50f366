"""A connection goes from hand to hand: what the last one was told holds for nobody else."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError

from outreach.database import db, reading


@pytest.fixture
def transaction(app: Flask) -> Callable[[str, bool], None]:
    """Says one thing in a transaction of its own, which may only read, or write as well."""

    def say(statement: str, only_reads: bool) -> None:
        reading.set(only_reads)
        try:
            db.session.execute(text(statement))
            db.session.commit()
        finally:
            db.session.rollback()
            reading.set(False)

    return say


@contextmanager
def at_every_checkout(say: Callable[[Any], object]) -> Iterator[None]:
    """Tell every connection something when it is taken, and let none that was told so go to another test."""

    def tell(driver: Any, *_: Any) -> None:
        say(driver)

    event.listen(db.engine, "checkout", tell)
    yield
    event.remove(db.engine, "checkout", tell)
    db.engine.dispose()


@pytest.mark.usefixtures("app")
def test_who_reads_after_a_writer_writes_nothing(transaction: Callable[[str, bool], None]) -> None:
    transaction("DELETE FROM sign_in_tries", False)

    with pytest.raises(DBAPIError):
        transaction("DELETE FROM sign_in_tries", True)


def test_who_writes_after_a_reader_may(transaction: Callable[[str, bool], None]) -> None:
    transaction("SELECT 1", True)

    transaction("DELETE FROM sign_in_tries", False)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_readers_one_after_the_other_keep_their_prepared_statements(
    transaction: Callable[[str, bool], None],
) -> None:
    transaction("SELECT 1", True)
    said: list[str] = []
    with at_every_checkout(lambda driver: driver.set_trace_callback(said.append)):
        transaction("SELECT 1", True)

    assert said
    assert not any("query_only" in statement for statement in said)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_writers_of_one_process_wait_for_their_turn_and_not_for_luck(app: Flask) -> None:
    engine, writes = db.engine, threading.Event()

    def write_for_long() -> None:
        with engine.begin() as connection:
            connection.execute(text("DELETE FROM sign_in_tries"))
            writes.set()
            time.sleep(0.6)

    with at_every_checkout(lambda driver: driver.execute("PRAGMA busy_timeout=100")):
        first = threading.Thread(target=write_for_long)
        first.start()
        writes.wait(5)
        with engine.begin() as connection:  # “database is locked”, if it only asked now and then
            connection.execute(text("DELETE FROM sign_in_tries"))
        first.join()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_writer_whose_connection_is_lost_gives_its_turn_back(app: Flask) -> None:
    with app.app_context():
        engine = db.engine
    connection = engine.connect()
    connection.execute(text("DELETE FROM sign_in_tries"))
    connection.invalidate()

    with engine.begin() as another:
        assert another.execute(text("DELETE FROM sign_in_tries")).rowcount == 0
    connection.close()
