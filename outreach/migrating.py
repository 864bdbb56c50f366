"""Brings a database to the shape that this version of Outreach expects."""

from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

PACKAGE = Path(__file__).parent
# Beside the package in a checkout, inside it once installed.
MIGRATIONS = next(
    place for place in (PACKAGE / "migrations", PACKAGE.parent / "migrations") if place.is_dir()
)


def alembic_config(engine: Engine) -> AlembicConfig:
    config = AlembicConfig()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["engine"] = engine
    return config


def is_current(engine: Engine) -> bool:
    """Whether every migration has been applied. Raises SQLAlchemyError if nothing can be read."""
    with engine.connect() as connection:
        here = MigrationContext.configure(connection).get_current_revision()
    return here == ScriptDirectory.from_config(alembic_config(engine)).get_current_head()


def upgrade(engine: Engine) -> bool:
    """Apply the migrations that are missing, all or none. True if there were any."""
    if is_current(engine):
        return False
    command.upgrade(alembic_config(engine), "head")
    return True
