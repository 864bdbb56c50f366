"""A contact is called what they are called, where that is not the word their name begins with."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("contacts", sa.Column("called", sa.String(60), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("contacts", "called")
