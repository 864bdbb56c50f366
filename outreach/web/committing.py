"""Committing, with the changes of a few rows written as what they are: a few updates."""

from functools import cache
from typing import Any

from sqlalchemy import Update, bindparam, inspect, update

from outreach.database import Base, db

NUMBER = "number of the row"


def commit() -> None:
    """Commit. What was changed of the objects at hand is written by one plain update each.

    A flush looks at every object and at all that could hang from it: for three rows
    that takes as long as a dozen statements. It still writes where an object is new,
    is to be deleted, or has other ties than before.
    """
    session = db.session()
    rows = sorted(session.dirty, key=lambda row: (_place(type(row)), inspect(row).identity))  # type: ignore[arg-type]
    changes = [(row, _changed(row)) for row in rows]
    if not (session.new or session.deleted) and all(changed is not None for _, changed in changes):
        for row, changed in changes:
            if changed:
                plain = _update(type(row))  # type: ignore[arg-type]  # a class has a hash
                session.connection().execute(plain, {NUMBER: row.id, **changed})
            session.expire(row)
    session.commit()


def _changed(row: Base) -> dict[str, Any] | None:
    """The columns that have another value than they were read with; None if it is not columns alone."""
    state, columns = inspect(row), _columns(type(row))
    if not state.committed_state.keys() <= columns.keys():
        return None
    values = state.dict
    return {
        columns[name]: values[name]
        for name, before in state.committed_state.items()
        if values[name] != before
    }


@cache
def _columns(kind: type[Base]) -> dict[str, str]:
    """The columns of a kind of row that has a number, by the names of its attributes."""
    mapped = inspect(kind)
    has_number = [column.key for column in mapped.primary_key] == ["id"]
    return {name: column.key for name, column in mapped.columns.items() if has_number and name != "id"}


@cache
def _update(kind: type[Base]) -> Update:
    table: Any = kind.__table__
    return update(table).where(table.c.id == bindparam(NUMBER))


@cache
def _place(kind: type[Base]) -> int:
    """What others depend on comes first, as in a flush: who writes in one order never waits in a circle."""
    return Base.metadata.sorted_tables.index(kind.__table__)  # type: ignore[arg-type]
