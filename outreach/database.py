"""The database: the declarative base, four column types, and how each connection behaves.

SQLite and PostgreSQL are held to the same promises: foreign keys, whole
transactions, commits that survive a power cut, and reads that cannot write.
"""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from enum import IntEnum, StrEnum
from functools import lru_cache
from typing import Any, TypeVar

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    ColumnElement,
    DateTime,
    Dialect,
    Engine,
    Enum,
    Executable,
    Integer,
    MetaData,
    Row,
    String,
    TypeDecorator,
    event,
    literal_column,
)
from sqlalchemy.engine import Connection
from sqlalchemy.orm import DeclarativeBase

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """What every model inherits."""

    metadata = MetaData(naming_convention=NAMING)


db = SQLAlchemy(metadata=Base.metadata, disable_autonaming=True)

reading: ContextVar[bool] = ContextVar("reading", default=False)
"""True while a safe request is answered: its transaction is opened read-only.

A GET that tried to change anything would be refused by the database itself,
and on SQLite it never waits for a writer.
"""


only_looking: ContextVar[bool] = ContextVar("only_looking", default=False)
"""True while something is looked at whose transaction is rolled back in any case."""


@contextmanager
def looking() -> Iterator[None]:
    """Only look, in a transaction of its own that waits for nobody and that nobody waits for."""
    before, looked = reading.set(True), only_looking.set(True)
    try:
        yield
    finally:
        db.session.rollback()
        reading.reset(before)
        only_looking.reset(looked)


class UtcDateTime(TypeDecorator[datetime]):
    """An instant. Goes in aware, in any zone; comes out aware, in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"an instant must be aware, not {value}")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        # SQLite keeps text. One step from there to an instant, since a page of them takes its time from this.
        return _instant if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text + "+00:00")


class Duration(TypeDecorator[timedelta]):
    """A length of time, kept as whole seconds."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: timedelta | None, dialect: Dialect) -> int | None:
        return None if value is None else int(value.total_seconds())

    def process_result_value(self, value: int | None, dialect: Dialect) -> timedelta | None:
        return None if value is None else timedelta(seconds=value)


class Grade(TypeDecorator[IntEnum]):
    """One of a few grades, kept as its number, so that the database can put rows in order by it."""

    impl = Integer
    cache_ok = True

    def __init__(self, kind: type[IntEnum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: IntEnum | None, dialect: Dialect) -> int | None:
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> IntEnum | None:
        return None if value is None else self.kind(value)


def words(kind: type[StrEnum]) -> Enum:
    """A column that holds one word of a vocabulary, as plain text on both databases.

    Without a CHECK, so that a vocabulary can grow without rebuilding a table;
    the enum refuses other words on the way in and out.
    """
    return Enum(kind, native_enum=False, length=30, values_callable=_values)


def is_one_of(column: Any, words: Iterable[StrEnum]) -> ColumnElement[bool]:
    """Whether a column holds one of these words of a vocabulary, which stand in the statement as they are.

    What changes with every question is bound; these never do, and binding them
    anew each time would cost more than the question.
    """
    spelled = ", ".join(f"'{word.value}'" for word in words)
    return column.op("IN", is_comparison=True)(literal_column(f"({spelled})"))  # type: ignore[no-any-return]


def fixed(value: int | str) -> ColumnElement[Any]:
    """A number, or a word of ours, that stands in a statement as it is: as ``is_one_of``, for what never changes."""
    return (
        literal_column(str(value), Integer)
        if isinstance(value, int)
        else literal_column(f"'{value}'", String)
    )


def _values(kind: Iterable[StrEnum]) -> list[str]:
    return [member.value for member in kind]


Model = TypeVar("Model", bound=Base)


def saved(row: Model) -> Model:
    """Add a row and give it its number, without committing."""
    db.session.add(row)
    db.session.flush()
    return row


def rows_of(statement: Executable, values: Mapping[str, Any]) -> Sequence[Row[*tuple[Any, ...]]]:
    """The rows of a statement that asks for columns alone, never for objects, and that is put together once.

    They come straight from the connection: on its way to objects, the session looks
    at each statement again, and a page of lists takes its time from that. As for every
    question of a session, what was changed and not yet written is written first.
    """
    session = db.session()
    session.flush()
    return session.connection().execute(statement, values, execution_options=kept_with(statement)).all()


@lru_cache(maxsize=1000)
def kept_with(statement: Executable) -> dict[str, Any]:
    """The options under which a statement keeps what it was compiled to; it is known by being the same one."""
    return {"compiled_cache": _Compiled()}


class _Compiled(dict[Any, Any]):
    """What one statement was compiled to, for each database and each set of names that it is given.

    SQLAlchemy looks it up by all that the statement says, worked through at each
    question: with a statement of its own to each of these, that part says nothing.
    """

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(self._without_statement(key), default)

    def __setitem__(self, key: Any, value: Any) -> None:
        super().__setitem__(self._without_statement(key), value)

    @staticmethod
    def _without_statement(key: Any) -> Any:
        dialect, _said, *others = key
        return dialect, *others


def locked(row: Model) -> Model:
    """The row as it is now, and nobody else's to change until the transaction ends.

    For what may only happen once although two people, or a person and the
    worker, try it at the same moment.
    """
    db.session.flush()  # reading it again would throw away what was changed and not yet written
    db.session.refresh(row, ["id"], with_for_update=True)
    # Read only now: what is joined to a row while waiting for it is as old as the wait.
    db.session.refresh(row)
    return row


def prepare(engine: Engine) -> None:
    """Make an engine keep the promises above. Called once for each engine."""
    if engine.dialect.name != "sqlite":
        event.listen(engine, "begin", _postgres_begin)
        return
    turns = _Turns()
    event.listen(engine, "connect", _sqlite_connect)
    event.listen(engine, "begin", turns.begin)
    event.listen(engine, "commit", turns.end)
    event.listen(engine, "rollback", turns.end)
    event.listen(engine, "checkin", turns.leave)
    event.listen(engine, "invalidate", turns.leave)


class _Turns:
    """Lets the writers of one process begin one after another.

    SQLite lets whoever waits for its lock look again now and then, so that among
    many one can be unlucky for longer than it may wait. Here they queue, and only
    the first of each process is left to ask for the lock.
    """

    def __init__(self) -> None:
        self._turn = threading.Lock()

    def begin(self, connection: Connection) -> None:
        if reading.get():
            _sqlite_begin(connection)
            return
        connection.info[TURN] = self._turn.acquire(timeout=LONGEST_WAIT)
        try:
            _sqlite_begin(connection)
        except BaseException:
            self.end(connection)
            raise

    def end(self, connection: Connection) -> None:
        if not connection.invalidated:  # a lost one has given back already, and keeps nothing any more
            self._give_back(connection.info)

    def leave(self, _driver: object, record: Any, *_why: object) -> None:
        """For a connection that is lost, or goes back to the pool, without a word."""
        self._give_back(record.info)

    def _give_back(self, info: dict[Any, Any]) -> None:
        if info.pop(TURN, False):
            self._turn.release()


def _sqlite_connect(connection: Any, _record: Any) -> None:
    # The driver's own BEGIN is deferred and loses updates: we begin ourselves.
    connection.isolation_level = None
    busy = f"busy_timeout={LONGEST_WAIT * 1000}"
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", busy):
        connection.cursor().execute(f"PRAGMA {pragma}")
    # Its own lower() knows the letters of English alone, and would tell ÉLODIE from Élodie.
    connection.create_function("lower", 1, _lower, deterministic=True)


def _lower(text: str | None) -> str | None:
    return None if text is None else text.lower()


LONGEST_WAIT = 30
"""Seconds that a writer waits for others, in its process and then among all processes."""
QUERY_ONLY = "query_only"
"""Where a connection keeps what it was told last."""
TURN = "turn"
"""Where a connection keeps whether it is its turn to write."""


def _sqlite_begin(connection: Connection) -> None:
    # A deferred transaction that turns from reading to writing fails at once
    # whatever the busy timeout, so writers take the lock when they begin.
    safe = reading.get()
    driver: Any = connection.connection.dbapi_connection
    # Saying it again would make SQLite prepare every statement anew, which takes longer than running them;
    # so a look does without, and rolls back.
    if connection.info.get(QUERY_ONLY) is not safe and not only_looking.get():
        driver.execute(f"PRAGMA query_only={int(safe)}")
        connection.info[QUERY_ONLY] = safe
    driver.execute("BEGIN" if safe else "BEGIN IMMEDIATE")


def _postgres_begin(connection: Connection) -> None:
    if reading.get():
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")


def engine_url(url: str) -> str:
    """The address as SQLAlchemy wants it: every PostgreSQL one by way of psycopg 3."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url
