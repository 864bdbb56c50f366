"""A connection goes from hand to hand: what the last one was told holds for nobody else."""

from collections.abc import Callable

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
    event.listen(db.engine, "checkout", lambda driver, *_: driver.set_trace_callback(said.append))
    transaction("SELECT 1", True)

    assert said
    assert not any("query_only" in statement for statement in said)
