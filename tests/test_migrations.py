"""The migrations, the models, and the guard that has the last word on double booking."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Connection, Engine, MetaData, Table, insert, inspect, select, text
from sqlalchemy.exc import IntegrityError

from outreach.accounts.models import Account
from outreach.bookings.models import Booking
from outreach.contacts.models import Contact
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


DAY = timedelta(days=1)


def old(connection: Connection, table_name: str, /, **known: object) -> int:
    """A row as the release before wrote it; what is not told is empty."""
    table = Table(table_name, MetaData(), autoload_with=connection)
    empty = {str: "", int: 0, bool: False, datetime: NOW, object: {}}
    plain = {
        column.name: empty[column.type.python_type]
        for column in table.columns
        if not column.nullable and column.server_default is None and not column.primary_key
    }
    row = connection.execute(insert(table).values(plain | known).returning(table.c.id))
    return int(row.scalar_one())


LETTER = {"kind": "outreach"}
REFERRAL = {"kind": "referral_thanks", "reader": "Charles"}
ANSWERED = ("answer.yes", NOW - DAY, dict[str, str]())
BEFORE: dict[str, tuple[str, list[tuple[str, datetime, dict[str, str]]]]] = {
    "met without a letter": ("met", []),
    "booked without a letter": ("booked", [ANSWERED]),
    "found": ("found", [("letter.sent", NOW - DAY, REFERRAL)]),
    "answered": ("answered", [("letter.sent", NOW - 2 * DAY, REFERRAL), ANSWERED]),
    "drafted again": ("drafted", [("letter.sent", NOW - 2 * DAY, LETTER), ANSWERED]),
    "met after a letter": ("met", [("letter.by_hand", NOW - 2 * DAY, LETTER), ANSWERED]),
    "asked elsewhere": ("asked", []),
}
"""Where each stood since NOW before the upgrade, and what the journal told of them."""


def as_it_was(engine: Engine) -> None:
    """The database of the release before, with these interviews."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["engine"] = engine
    command.upgrade(config, "0012")
    with engine.begin() as connection:
        ada = {"account_id": old(connection, "accounts", timezone="UTC")}
        ada["contact_id"] = old(connection, "contacts", **ada, timezone="UTC")
        for told, (stage, lines) in BEFORE.items():
            talk = {**ada, "interview_id": old(connection, "interviews", **ada, stage=stage, narrow=told)}
            for name, at, particulars in lines:
                old(connection, "entries", **talk, name=name, at=at, particulars=particulars)


def test_an_upgrade_invents_no_asks(bare_engine: Engine) -> None:
    as_it_was(bare_engine)
    upgrade(bare_engine)

    known = Interview.__table__.c
    with bare_engine.connect() as connection:
        found = connection.execute(
            select(known.narrow, known.asked_at, known.heard_at, known.answered_at)
        ).all()
    assert {told: tuple(moments) for told, *moments in found} == {
        "met without a letter": (None, None, NOW),
        "booked without a letter": (None, None, NOW - DAY),
        "found": (None, None, None),
        "answered": (None, None, NOW - DAY),
        "drafted again": (None, None, None),
        "met after a letter": (NOW - 2 * DAY, NOW - DAY, NOW - DAY),
        "asked elsewhere": (NOW, None, None),
    }


def test_an_upgrade_sorts_names_of_every_alphabet_and_knows_whose_clock_was_only_assumed(
    bare_engine: Engine,
) -> None:
    as_it_was(bare_engine)
    with bare_engine.begin() as connection:
        connection.execute(text("UPDATE contacts SET name = 'Ömer Ünal'"))
        ada = {"account_id": connection.scalar(select(Account.__table__.c.id))}
        added = {**ada, "name": "contact.added", "at": NOW, "particulars": {"clock": "Asia/Tokyo"}}
        for zone in ("Asia/Tokyo", "Asia/Seoul"):  # one of them has been changed since
            old(connection, "entries", **added, contact_id=old(connection, "contacts", **ada, timezone=zone))
    upgrade(bare_engine)

    known = Contact.__table__.c
    with bare_engine.connect() as connection:
        assert connection.scalars(select(known.key).where(known.timezone == "UTC")).all() == ["ömer ünal"]
        assert connection.scalars(select(known.timezone).where(known.timezone_assumed)).all() == [
            "Asia/Tokyo"
        ]


def test_the_newest_migration_is_the_one_that_alembic_ends_at() -> None:
    assert newest() == ScriptDirectory(str(MIGRATIONS)).get_current_head()
