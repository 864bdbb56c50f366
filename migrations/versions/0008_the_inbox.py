"""The inbox: what arrived that concerns us, and how far each mailbox has been read.

Beside the messages there is one row for each mailbox, one for each of its
folders, and one for each message that could not be read.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _incoming()
    _mailboxes()


def _incoming() -> None:
    op.create_table(
        "incoming_messages",
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("interview_id", sa.Integer(), nullable=False),
        sa.Column("outgoing_id", sa.Integer(), nullable=True),
        sa.Column("news", sa.String(length=30), nullable=False),
        sa.Column("confidence", sa.String(length=20), nullable=False),
        sa.Column("content_key", sa.String(length=64), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("from_name", sa.String(length=200), nullable=False),
        sa.Column("from_address", sa.String(length=320), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("particulars", sa.JSON(), nullable=False),
        sa.Column("via", sa.String(length=10), nullable=False),
        sa.Column("arrived_at", INSTANT, nullable=False),
        sa.Column("noticed_at", INSTANT, nullable=False),
        sa.Column("settled_at", INSTANT, nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        _belongs_to("incoming_messages", "account"),
        _belongs_to("incoming_messages", "contact"),
        _belongs_to("incoming_messages", "interview"),
        sa.ForeignKeyConstraint(
            ["outgoing_id"],
            ["outgoing_messages.id"],
            name=op.f("fk_incoming_messages_outgoing_id_outgoing_messages"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incoming_messages")),
        sa.UniqueConstraint(
            "account_id", "content_key", name=op.f("uq_incoming_messages_account_id_content_key")
        ),
    )
    for column in ("account_id", "contact_id", "interview_id", "outgoing_id"):
        op.create_index(op.f(f"ix_incoming_messages_{column}"), "incoming_messages", [column], unique=False)
    op.create_index(
        "ix_incoming_messages_open", "incoming_messages", ["account_id", "settled_at", "arrived_at"]
    )


def _mailboxes() -> None:
    op.create_table(
        "mailbox_states",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("read_at", INSTANT, nullable=True),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("looked_back_at", INSTANT, nullable=True),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("lease_owner", sa.String(length=64), nullable=False),
        sa.Column("lease_until", INSTANT, nullable=True),
        _belongs_to("mailbox_states", "account"),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_mailbox_states")),
    )
    op.create_table(
        "folder_cursors",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("folder", sa.String(length=250), nullable=False),
        sa.Column("uidvalidity", sa.BigInteger(), nullable=False),
        sa.Column("last_uid", sa.BigInteger(), nullable=False),
        _belongs_to("folder_cursors", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_folder_cursors")),
        sa.UniqueConstraint("account_id", "folder", name=op.f("uq_folder_cursors_account_id_folder")),
    )
    op.create_index(op.f("ix_folder_cursors_account_id"), "folder_cursors", ["account_id"], unique=False)
    op.create_table(
        "messages_set_aside",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("folder", sa.String(length=250), nullable=False),
        sa.Column("uidvalidity", sa.BigInteger(), nullable=False),
        sa.Column("uid", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        _belongs_to("messages_set_aside", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages_set_aside")),
    )
    op.create_index(
        op.f("ix_messages_set_aside_account_id"), "messages_set_aside", ["account_id"], unique=False
    )


def _belongs_to(table: str, what: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [f"{what}_id"],
        [f"{what}s.id"],
        name=op.f(f"fk_{table}_{what}_id_{what}s"),
        ondelete="CASCADE",
    )


def downgrade() -> None:
    """There is no way back."""
    raise NotImplementedError("Restore a backup instead.")
