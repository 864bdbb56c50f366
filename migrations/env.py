"""How Alembic talks to the database.

SQLite rebuilds a table by dropping it, which would delete the rows that hang
from it while foreign keys are on; so they are off during a migration and
checked before it commits. PostgreSQL migrations take a lock, so that several
servers may start at once.
"""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection, text

import outreach.app  # noqa: F401  (knows every model)
from outreach.database import Base, Duration, UtcDateTime

MIGRATION_LOCK = 7300


def render_item(kind: str, item: Any, _autogen: AutogenContext) -> str | Literal[False]:
    """Write our own column types as the plain ones that they are stored as."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Duration):
        return "sa.Integer()"
    return False


def migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        render_item=render_item,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def on_sqlite(connection: Connection) -> None:
    raw = connection.connection.dbapi_connection
    assert raw is not None  # noqa: S101
    raw.cursor().execute("PRAGMA foreign_keys=OFF")
    try:
        with connection.begin():
            migrate(connection)
            broken = connection.execute(text("PRAGMA foreign_key_check")).fetchall()
            if broken:
                raise RuntimeError(f"the migration left rows without what they belong to: {broken[:5]}")
    finally:
        raw.cursor().execute("PRAGMA foreign_keys=ON")


def on_postgresql(connection: Connection) -> None:
    with connection.begin():
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK})
        migrate(connection)


engine = context.config.attributes["engine"]
with engine.connect() as connection:
    (on_sqlite if engine.dialect.name == "sqlite" else on_postgresql)(connection)
