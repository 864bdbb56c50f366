"""The post room: how fast and when letters leave, whom to leave alone, and mail accounts with a second door.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what is new. Every new column has a value for the rows that are there."""
    _messages()
    _mail_accounts()
    _rules()


def _messages() -> None:
    instant = sa.DateTime(timezone=True)
    for name in ("handed_at", "tried_at", "proved_at", "bounced_at", "answered_at"):
        op.add_column("outgoing_messages", sa.Column(name, instant, nullable=True))
    for name in ("keeps_hours", "to_file"):
        op.add_column(
            "outgoing_messages", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())
        )
    op.add_column("outgoing_messages", sa.Column("bounce", sa.Text(), nullable=False, server_default=""))
    op.drop_index("ix_outgoing_messages_due", "outgoing_messages")
    op.create_index("ix_outgoing_messages_due", "outgoing_messages", ["delivery", "send_after", "id"])
    op.create_index(
        "ix_outgoing_messages_in_order", "outgoing_messages", ["account_id", "to_address", "delivery", "id"]
    )
    op.create_index("ix_outgoing_messages_pace", "outgoing_messages", ["account_id", "about", "handed_at"])
    op.create_index(
        "ix_outgoing_messages_to_file",
        "outgoing_messages",
        ["account_id", "id"],
        sqlite_where=sa.text("to_file"),
        postgresql_where=sa.text("to_file"),
    )
    op.execute("UPDATE outgoing_messages SET handed_at = sent_at WHERE via = 'smtp'")


def _mail_accounts() -> None:
    def words(name: str, kind: sa.types.TypeEngine[str], default: str = "") -> None:
        op.add_column("mail_accounts", sa.Column(name, kind, nullable=False, server_default=default))

    words("imap_host", sa.String(253))
    op.add_column("mail_accounts", sa.Column("imap_port", sa.Integer(), nullable=False, server_default="993"))
    words("imap_security", sa.String(10), "tls")
    words("sealed_refresh", sa.Text())
    words("sealed_access", sa.Text())
    op.add_column("mail_accounts", sa.Column("access_ends_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "mail_accounts", sa.Column("files_sent", sa.Boolean(), nullable=False, server_default=sa.true())
    )
    words("filing_trouble", sa.Text())


def _rules() -> None:
    op.create_table(
        "sending_rules",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("most_a_day", sa.Integer(), nullable=False),
        sa.Column("spacing", sa.Integer(), nullable=False),
        sa.Column("days", sa.String(length=7), nullable=False),
        sa.Column("opens", sa.Integer(), nullable=False),
        sa.Column("closes", sa.Integer(), nullable=False),
        sa.Column("skips_holidays", sa.Boolean(), nullable=False),
        sa.Column("keeps_hours", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_sending_rules_account_id_accounts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_sending_rules")),
    )
    op.create_table(
        "suppressions",
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("reason", sa.String(length=30), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_suppressions_account_id_accounts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suppressions")),
        sa.UniqueConstraint("account_id", "address", name=op.f("uq_suppressions_account_id_address")),
    )
    op.create_index(op.f("ix_suppressions_account_id"), "suppressions", ["account_id"], unique=False)
    op.create_table(
        "mail_consents",
        sa.Column("provider", sa.String(length=30), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("sealed_code", sa.Text(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_mail_consents_account_id_accounts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_mail_consents")),
    )


def downgrade() -> None:
    """There is no way back."""
    raise NotImplementedError("Restore a backup instead.")
