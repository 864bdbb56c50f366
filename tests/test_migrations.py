"""The migrations, the models, and the guard that has the last word on double booking."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Engine, inspect
from sqlalchemy.exc import IntegrityError

from outreach.bookings.models import Booking
from outreach.database import Base, db, saved
from outreach.interviews.kinds import Format
from outreach.interviews.models import Interview
from outreach.migrating import MIGRATIONS, newest, upgrade
from tests.cast import NOW
from tests.databases import prepared_engine


@pytest.fixture
def bare_engine(bare_database_url: str) -> Iterator[Engine]:
    engine = prepared_engine(bare_database_url)
    yield engine
    engine.dispose()


def booking(interview: Interview, starts_at: datetime, *, form_key: str) -> Booking:
    """Half an hour from ``starts_at``."""
    return Booking(
        account_id=interview.account_id,
        interview=interview,
        uid=f"{form_key}@example.org",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=30),
        format=Format.VIDEO,
        guest_timezone="Europe/London",
        form_key=form_key,
        made_at=NOW,
        changed_at=NOW,
    )


@pytest.fixture
def second_talk(talk: Interview) -> Interview:
    """Another conversation with Grace, since one interview has but one time."""
    return saved(
        Interview(
            account_id=talk.account_id,
            contact=talk.contact,
            purpose=talk.purpose,
            relationship_kind=talk.relationship_kind,
            minutes=30,
            format=talk.format,
            stage_at=NOW,
            created_at=NOW,
        )
    )


def test_models_and_migrations_agree(app: Flask) -> None:
    with db.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), Base.metadata)

    assert differences == [], "write a migration for these"


def test_an_upgrade_says_whether_it_changed_anything(bare_engine: Engine) -> None:
    assert upgrade(bare_engine) is True
    assert upgrade(bare_engine) is False


def test_an_upgrade_makes_every_table(bare_engine: Engine) -> None:
    upgrade(bare_engine)

    assert set(inspect(bare_engine).get_table_names()) == {*Base.metadata.tables, "alembic_version"}


@pytest.mark.parametrize("minutes", [-29, 0, 29], ids=["begins earlier", "same time", "begins later"])
def test_the_database_refuses_two_bookings_that_overlap(
    talk: Interview, second_talk: Interview, minutes: int
) -> None:
    saved(booking(talk, NOW, form_key="first"))

    with pytest.raises(IntegrityError):
        saved(booking(second_talk, NOW + timedelta(minutes=minutes), form_key="second"))


def test_the_database_refuses_to_move_a_booking_onto_another(talk: Interview, second_talk: Interview) -> None:
    saved(booking(talk, NOW, form_key="first"))
    second = saved(booking(second_talk, NOW + timedelta(hours=1), form_key="second"))

    second.starts_at = NOW + timedelta(minutes=10)
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_bookings_may_touch(talk: Interview, second_talk: Interview) -> None:
    saved(booking(talk, NOW, form_key="first"))

    assert saved(booking(second_talk, NOW + timedelta(minutes=30), form_key="second")).id


def test_a_cancelled_booking_leaves_its_time_free(talk: Interview, second_talk: Interview) -> None:
    saved(booking(talk, NOW, form_key="first")).cancel(by="guest", now=NOW)
    db.session.flush()

    assert saved(booking(second_talk, NOW, form_key="second")).id


def test_the_newest_migration_is_the_one_that_alembic_ends_at() -> None:
    assert newest() == ScriptDirectory(str(MIGRATIONS)).get_current_head()
