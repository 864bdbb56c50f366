"""Every kind of follow-up, letters to who led to somebody, and letters sent by hand.

A contact may have a country of their own, by whose public holidays their
silence is counted, a closeness that decides how often one keeps in touch, and a
moment since which they are left alone. People who are there already count as
good acquaintances, and nobody asked to be left alone.

A letter may be written to somebody else than the contact of its interview, and
may have been sent by hand. A follow-up counts how often it was done, and keeps
what its letter is to say. The defaults stay, so that the previous release can
still insert while this one is being rolled out.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("contacts", sa.Column("country", sa.String(2), nullable=False, server_default=""))
    op.add_column("contacts", sa.Column("tier", sa.String(30), nullable=False, server_default="good"))
    op.add_column("contacts", sa.Column("left_alone_at", sa.DateTime(timezone=True), nullable=True))

    # In plain SQL, because SQLite takes a reference only along with its column.
    op.execute(
        "ALTER TABLE letters ADD COLUMN reader_id INTEGER "
        "CONSTRAINT fk_letters_reader_id_contacts REFERENCES contacts (id) ON DELETE CASCADE"
    )
    op.create_index("ix_letters_reader_id", "letters", ["reader_id"])
    op.add_column("letters", sa.Column("channel", sa.String(30), nullable=True))
    op.add_column("letters", sa.Column("sent_by_hand_at", sa.DateTime(timezone=True), nullable=True))

    op.add_column("follow_ups", sa.Column("times_done", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("follow_ups", sa.Column("told", sa.JSON(), nullable=False, server_default="{}"))
    op.execute("UPDATE follow_ups SET times_done = 1 WHERE outcome = 'done'")


def downgrade() -> None:
    for name in ("told", "times_done"):
        op.drop_column("follow_ups", name)
    op.drop_index("ix_letters_reader_id", "letters")
    for name in ("sent_by_hand_at", "channel", "reader_id"):
        op.drop_column("letters", name)
    for name in ("left_alone_at", "tier", "country"):
        op.drop_column("contacts", name)
