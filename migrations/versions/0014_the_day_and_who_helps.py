"""Keep what was put aside for a while, the one mail a day, who answers how, and the news of a landing.

When somebody was asked and when they were first heard from is read off the
journal once, so that the labels know of what happened before them. New columns
of tables that are in use have a default, so that the previous release can still
insert while this one is being rolled out.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("accounts", sa.Column("seen_on", sa.Date(), nullable=True))
    op.add_column("contacts", sa.Column("label", sa.String(30), nullable=True))
    op.create_index("ix_contacts_account_id_label", "contacts", ["account_id", "label"])
    op.add_column("contacts", sa.Column("unpaused_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("interviews", sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("interviews", sa.Column("heard_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("follow_ups", sa.Column("laid_out_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("outgoing_messages", sa.Column("unsubscribe", sa.Text(), nullable=False, server_default=""))
    _read_off()
    _asides()
    _digests()
    _landings()


def _read_off() -> None:
    """The latest first letter, where it still counts as sent; and the first sign of life after it."""
    op.execute(
        "UPDATE interviews SET asked_at = (SELECT MAX(entries.at) FROM entries"
        " WHERE entries.interview_id = interviews.id AND entries.name IN ('letter.sent', 'letter.by_hand')"
        ' AND CAST(entries.particulars AS TEXT) LIKE \'%"kind": "outreach"%\')'
        " WHERE stage NOT IN ('found', 'drafted')"
    )
    op.execute(
        "UPDATE interviews SET heard_at = (SELECT MIN(entries.at) FROM entries"
        " WHERE entries.interview_id = interviews.id AND entries.at >= interviews.asked_at"
        " AND (entries.name LIKE 'answer.%' OR entries.name LIKE 'link.%'"
        " OR entries.name IN ('booking.made', 'mail.answer', 'mail.counted')))"
        " WHERE asked_at IS NOT NULL"
    )


def _asides() -> None:
    op.create_table(
        "asides",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("interview_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(30), nullable=False),
        sa.Column("put_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counts_at", sa.DateTime(timezone=True), nullable=True),
        _belongs_to("asides", "account"),
        _belongs_to("asides", "interview"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asides")),
        sa.UniqueConstraint("interview_id", "kind", name=op.f("uq_asides_interview_id_kind")),
    )
    op.create_index(op.f("ix_asides_account_id"), "asides", ["account_id"])
    op.create_index(op.f("ix_asides_counts_at"), "asides", ["counts_at"])


def _digests() -> None:
    op.create_table(
        "digests",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("is_wanted", sa.Boolean(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("nonce", sa.String(64), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        _belongs_to("digests", "account"),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_digests")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_digests_token_hash")),
    )
    op.create_index(op.f("ix_digests_next_at"), "digests", ["next_at"])


def _landings() -> None:
    op.create_table(
        "landings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(30), nullable=False),
        sa.Column("news", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stopped", sa.Integer(), nullable=False),
        _belongs_to("landings", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_landings")),
    )
    op.create_index(op.f("ix_landings_account_id"), "landings", ["account_id"])


def _belongs_to(table: str, what: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [f"{what}_id"], [f"{what}s.id"], name=op.f(f"fk_{table}_{what}_id_{what}s"), ondelete="CASCADE"
    )


def downgrade() -> None:
    """There is no way back."""
    raise NotImplementedError("Restore a backup instead.")
