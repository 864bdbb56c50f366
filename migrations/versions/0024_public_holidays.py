"""Nothing is offered on the public holidays of one's own country, unless one says so."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "meeting_rules", sa.Column("on_holidays", sa.Boolean(), nullable=False, server_default=sa.false())
    )


def downgrade() -> None:
    op.drop_column("meeting_rules", "on_holidays")
