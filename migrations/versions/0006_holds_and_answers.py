"""Times that are kept for one contact, what a contact may answer besides choosing one, and reminders."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TO_REMIND_OF = sa.text("cancelled_at IS NULL AND reminded_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "holds",
        sa.Column("interview_id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lasts", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_holds_forward")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_holds_account_id_accounts"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["interview_id"],
            ["interviews.id"],
            name=op.f("fk_holds_interview_id_interviews"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letters.id"], name=op.f("fk_holds_letter_id_letters"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holds")),
        sa.UniqueConstraint("letter_id", "starts_at", name=op.f("uq_holds_letter_id_starts_at")),
    )
    op.create_index(op.f("ix_holds_account_id"), "holds", ["account_id"], unique=False)
    op.create_index(op.f("ix_holds_interview_id"), "holds", ["interview_id"], unique=False)
    op.create_index("ix_holds_account_id_starts_at", "holds", ["account_id", "starts_at"], unique=False)

    op.create_table(
        "chore_runs",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("ran_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("did", sa.Integer(), nullable=False),
        sa.Column("did_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_chore_runs")),
    )

    # Plain ADD COLUMN, so that SQLite keeps the table, its triggers and all that hangs from it.
    op.add_column(
        "bookings", sa.Column("guest_calls", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("bookings", sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_bookings_to_remind_of",
        "bookings",
        ["starts_at"],
        unique=False,
        sqlite_where=TO_REMIND_OF,
        postgresql_where=TO_REMIND_OF,
    )
    op.add_column("personal_links", sa.Column("guest_times", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column(
        "personal_links",
        sa.Column("guest_booking_page", sa.String(length=300), nullable=False, server_default=""),
    )


def downgrade() -> None:
    raise NotImplementedError("Restore a backup instead.")
