"""Whether a person's time zone is only assumed, because somebody named them and nobody said where they live."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "contacts", sa.Column("timezone_assumed", sa.Boolean, nullable=False, server_default=sa.false())
    )
    contacts = sa.table("contacts", sa.column("id"), sa.column("timezone"), sa.column("timezone_assumed"))
    entries = sa.table(
        "entries", sa.column("contact_id"), sa.column("name"), sa.column("particulars", sa.JSON)
    )
    # Until now only the story told of it; whoever has changed the zone since has said what it is.
    told = (
        sa.exists()
        .where(entries.c.contact_id == contacts.c.id, entries.c.name == "contact.added")
        .where(entries.c.particulars["clock"].as_string() == contacts.c.timezone)
    )
    op.execute(contacts.update().where(told).values(timezone_assumed=sa.true()))


def downgrade() -> None:
    op.drop_column("contacts", "timezone_assumed")
