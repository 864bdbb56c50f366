"""Keep days away and journeys, and more rules of a meeting.

Until now a holiday had to be entered day by day, and a week in another zone
moved every hour. The new rules begin as those that were kept so far mean: no
offset, no other limits, and as many days ahead as the horizon says.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "days_away",
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_days_away_forward")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_days_away_account_id_accounts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_days_away")),
    )
    op.create_index(op.f("ix_days_away_account_id"), "days_away", ["account_id"], unique=False)
    # Defaults stay, so that the previous release can still make accounts while this one is rolled out.
    op.add_column(
        "meeting_rules", sa.Column("start_offset", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column(
        "meeting_rules", sa.Column("not_same_day", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("meeting_rules", sa.Column("first_on", sa.Date(), nullable=True))
    op.add_column("meeting_rules", sa.Column("last_on", sa.Date(), nullable=True))
    op.add_column("meeting_rules", sa.Column("time_a_day", sa.Integer(), nullable=True))
    op.add_column("meeting_rules", sa.Column("most_a_week", sa.Integer(), nullable=True))
    op.add_column("meeting_rules", sa.Column("time_a_week", sa.Integer(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("Days away would be lost, and offered again. Restore a backup instead.")
