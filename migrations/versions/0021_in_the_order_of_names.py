"""People stand in the order of their names without sorting them, and what is due is chosen from its index alone."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0018"
branch_labels = None
depends_on = None

DUE, CHOSEN = (
    ["account_id", "settled_at", "due_at"],
    ["account_id", "settled_at", "due_at", "kind", "late_at"],
)


def upgrade() -> None:
    op.add_column("contacts", sa.Column("key", sa.String(120), nullable=False, server_default=""))
    op.execute("UPDATE contacts SET key = substr(lower(name), 1, 120)")
    op.create_index("ix_contacts_key", "contacts", ["account_id", "key", "id", "organization_id"])
    op.drop_index("ix_follow_ups_open", "follow_ups")
    op.create_index("ix_follow_ups_open", "follow_ups", CHOSEN)


def downgrade() -> None:
    op.drop_index("ix_follow_ups_open", "follow_ups")
    op.create_index("ix_follow_ups_open", "follow_ups", DUE)
    op.drop_index("ix_contacts_key", "contacts")
    op.drop_column("contacts", "key")
