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
    _fill()
    op.create_index("ix_contacts_key", "contacts", ["account_id", "key", "id", "organization_id"])
    op.drop_index("ix_follow_ups_open", "follow_ups")
    op.create_index("ix_follow_ups_open", "follow_ups", CHOSEN)


def _fill() -> None:
    """Write each name in small letters. Not every database knows those of all alphabets, so Python says them."""
    contacts = sa.table("contacts", sa.column("id"), sa.column("name"), sa.column("key"))
    named = op.get_bind().execute(sa.select(contacts.c.id, contacts.c.name)).all()
    if named:
        rename = (
            contacts.update().where(contacts.c.id == sa.bindparam("number")).values(key=sa.bindparam("small"))
        )
        op.get_bind().execute(
            rename, [{"number": number, "small": name.lower()[:120]} for number, name in named]
        )


def downgrade() -> None:
    op.drop_index("ix_follow_ups_open", "follow_ups")
    op.create_index("ix_follow_ups_open", "follow_ups", DUE)
    op.drop_index("ix_contacts_key", "contacts")
    op.drop_column("contacts", "key")
