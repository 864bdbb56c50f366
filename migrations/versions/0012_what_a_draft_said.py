"""Remember what our latest draft of a letter said in each part, so that one part can be said anew.

The column has a default, so that the previous release can still insert while
this one is being rolled out.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("letters", sa.Column("parts", sa.JSON(), nullable=False, server_default="{}"))


def downgrade() -> None:
    raise NotImplementedError("What the drafts said would be lost. Restore a backup instead.")
