"""Brings a database to the shape that this version of Outreach expects."""

from pathlib import Path

from sqlalchemy import Engine, inspect, text

PACKAGE = Path(__file__).parent
# Beside the package in a checkout, inside it once installed.
MIGRATIONS = next(
    place for place in (PACKAGE / "migrations", PACKAGE.parent / "migrations") if place.is_dir()
)


def newest() -> str:
    """The number of the last migration; their files are named by it, in order."""
    return max(path.name[:4] for path in (MIGRATIONS / "versions").glob("[0-9][0-9][0-9][0-9]_*.py"))


def is_current(engine: Engine) -> bool:
    """Whether every migration has been applied. Raises SQLAlchemyError if nothing can be read."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return False
        here = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return bool(here == newest())


def upgrade(engine: Engine) -> bool:
    """Apply the migrations that are missing, all or none. True if there were any."""
    if is_current(engine):
        return False
    # Imported when it is needed: it takes a quarter of the time of a start, and memory ever after.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["engine"] = engine
    command.upgrade(config, "head")
    return True
