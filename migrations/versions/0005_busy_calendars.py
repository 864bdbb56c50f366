"""Calendars that say when an account is busy.

An address and a file become a row of busy_feeds; what they say is worked out in
the background into busy_spans, in pieces of at most a day, so that an overlap is
found from the index without reading the past. busy_copies keeps the last good
copy, without titles or people, for the weeks to come and for when a calendar
cannot be read. calendar_servers are logged in to by CalDAV; written_events says
what was written into a calendar there, and in which version.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_servers",
        sa.Column("host", sa.String(length=253), nullable=False),
        sa.Column("username", sa.String(length=254), nullable=False),
        sa.Column("sealed_login", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_calendar_servers_account_id_accounts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_servers")),
    )
    op.create_index(op.f("ix_calendar_servers_account_id"), "calendar_servers", ["account_id"], unique=False)
    op.create_index("ix_calendar_servers_due_at", "calendar_servers", ["due_at"], unique=False)

    op.create_table(
        "busy_feeds",
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("server_id", sa.Integer(), nullable=True),
        sa.Column("is_read", sa.Boolean(), nullable=False),
        sa.Column("is_written", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("host", sa.String(length=253), nullable=False),
        sa.Column("sealed_address", sa.Text(), nullable=False),
        sa.Column("etag", sa.String(length=250), nullable=False),
        sa.Column("modified", sa.String(length=100), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("covers_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("not_understood", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_busy_feeds_account_id_accounts"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["server_id"],
            ["calendar_servers.id"],
            name=op.f("fk_busy_feeds_server_id_calendar_servers"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_busy_feeds")),
    )
    op.create_index(op.f("ix_busy_feeds_server_id"), "busy_feeds", ["server_id"], unique=False)
    op.create_index(op.f("ix_busy_feeds_account_id"), "busy_feeds", ["account_id"], unique=False)
    op.create_index("ix_busy_feeds_due_at", "busy_feeds", ["due_at"], unique=False)

    op.create_table(
        "busy_copies",
        sa.Column("feed_id", sa.Integer(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["feed_id"], ["busy_feeds.id"], name=op.f("fk_busy_copies_feed_id_busy_feeds"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("feed_id", name=op.f("pk_busy_copies")),
    )

    op.create_table(
        "busy_spans",
        sa.Column("feed_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_busy_spans_account_id_accounts"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["feed_id"], ["busy_feeds.id"], name=op.f("fk_busy_spans_feed_id_busy_feeds"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("feed_id", "starts_at", name=op.f("pk_busy_spans")),
    )
    op.create_index(
        "ix_busy_spans_account_id_starts_at",
        "busy_spans",
        ["account_id", "starts_at", "ends_at"],
        unique=False,
    )

    op.create_table(
        "written_events",
        sa.Column("feed_id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=120), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("etag", sa.String(length=250), nullable=False),
        sa.Column("is_there", sa.Boolean(), nullable=False),
        sa.Column("conflict", sa.Text(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_written_events_account_id_accounts"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["feed_id"],
            ["busy_feeds.id"],
            name=op.f("fk_written_events_feed_id_busy_feeds"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_written_events")),
        sa.UniqueConstraint("feed_id", "uid", name=op.f("uq_written_events_feed_id_uid")),
    )
    op.create_index(op.f("ix_written_events_account_id"), "written_events", ["account_id"], unique=False)
