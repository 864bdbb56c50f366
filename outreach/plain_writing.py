"""Writing what was changed as what it is: a handful of rows, each by one statement that names what is new.

A session that writes everything it knows first works out what may depend on what, which takes
longer than a dozen statements. What one click touches is known, and stands in order.
"""

from functools import cache
from typing import Any

from sqlalchemy import Insert, Update, bindparam, insert, inspect, update
from sqlalchemy.engine import Connection

from outreach.database import Base, db, kept_with


def write_plainly() -> None:
    """Write all changes of this session, parents first; whoever reads a row again reads it anew, as after a commit.

    Where rows refer to others that have no number yet, have other ties than before,
    or are to be deleted, the session writes them itself.
    """
    session = db.session()
    fresh, changed = list(session.new), list(session.dirty)
    if session.deleted or not (all(map(_knows_its_parents, fresh)) and all(map(_is_plain, changed))):
        session.flush()
        return
    connection = session.connection()
    for row in sorted(changed, key=_place):
        _update(row, connection)
    for row in sorted(fresh, key=_place):
        row.id = _insert(row, connection)
        session.expunge(row)
    session.expire_all()  # each by itself would be asked for all that hangs from it


def _update(row: Base, connection: Connection) -> None:
    """Write the columns that have another value than they were read with."""
    columns, values = _columns(type(row)), vars(row)
    before = inspect(row).committed_state
    told = {columns[name]: values[name] for name in before if values[name] != before[name]}
    if told:
        _execute(_by_number(type(row)), {NUMBER: values["id"], **told}, connection)


def _insert(row: Base, connection: Connection) -> int:
    """Put the row into its table; the number that it has there."""
    values = vars(row)
    told = {column: values[name] for name, column in _columns(type(row)).items() if name in values}
    written = _execute(_new(type(row)), told, connection)
    return int(written.inserted_primary_key[0])


def _execute(statement: Insert | Update, told: dict[str, Any], connection: Connection) -> Any:
    return connection.execute(statement, told, execution_options=kept_with(statement))


def _knows_its_parents(row: Base) -> bool:
    """Whether a new row has the numbers of all that it must refer to."""
    return _has_number(type(row)) and all(vars(row).get(name) is not None for name in _parents(type(row)))


def _is_plain(row: Base) -> bool:
    """Whether nothing but values of its own has changed in a row that was read."""
    return _has_number(type(row)) and inspect(row).committed_state.keys() <= _columns(type(row)).keys()


def _place(row: Base) -> tuple[int, int]:
    """Where a row stands among those to be written, so that two writers go through the same ones in one order."""
    return _tables().index(row.__tablename__), vars(row).get("id") or 0


NUMBER = "number of the row"


@cache
def _by_number(kind: type[Base]) -> Update:
    table: Any = kind.__table__
    return update(table).where(table.c.id == bindparam(NUMBER))


@cache
def _new(kind: type[Base]) -> Insert:
    table: Any = kind.__table__
    return insert(table)


@cache
def _has_number(kind: type[Base]) -> bool:
    return [column.key for column in inspect(kind).primary_key] == ["id"]


@cache
def _columns(kind: type[Base]) -> dict[str, str]:
    """The columns of a kind of row, by the names that they have in the objects."""
    return {found.key: found.columns[0].key for found in inspect(kind).column_attrs}


@cache
def _parents(kind: type[Base]) -> tuple[str, ...]:
    """By what a kind of row refers to what it cannot be without."""
    columns = kind.__table__.c
    must = {column.key for column in columns if column.foreign_keys and not column.nullable}
    return tuple(name for name, column in _columns(kind).items() if column in must)


@cache
def _tables() -> list[str]:
    return [table.name for table in Base.metadata.sorted_tables]
