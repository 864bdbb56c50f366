"""Which version of a conversation was found in a calendar that somebody had changed.

Whoever decides to put what was agreed over it does so with that version in
mind; if it is another one by then, they are asked again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("written_events", sa.Column("seen_etag", sa.String(250), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("written_events", "seen_etag")
