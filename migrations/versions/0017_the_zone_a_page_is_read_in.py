"""A contact's page remembers the zone that they chose to read it in."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "personal_links", sa.Column("guest_timezone", sa.String(64), nullable=False, server_default="")
    )


def downgrade() -> None:
    op.drop_column("personal_links", "guest_timezone")
