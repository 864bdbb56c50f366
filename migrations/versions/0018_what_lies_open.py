"""Which accounts have something to be laid ready is found without reading what is settled."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

OPEN = "settled_at IS NULL"


def upgrade() -> None:
    op.create_index(
        "ix_follow_ups_lies_open",
        "follow_ups",
        ["account_id", "due_at", "laid_out_at"],
        sqlite_where=sa.text(OPEN),
        postgresql_where=sa.text(OPEN),
    )


def downgrade() -> None:
    op.drop_index("ix_follow_ups_lies_open", "follow_ups")
