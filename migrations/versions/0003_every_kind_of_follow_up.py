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
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("contacts", sa.Column("country", sa.String(2), nullable=False, server_default=""))
    op.add_column("contacts", sa.Column("tier", sa.String(30), nullable=False, server_default="good"))
    op.add_column("contacts", sa.Column("left_alone_at", sa.DateTime(timezone=True), nullable=True))

    # SQLite takes a reference only with the table, so there the table is rebuilt.
    with op.batch_alter_table("letters") as letters:
        letters.add_column(sa.Column("reader_id", sa.Integer(), nullable=True))
        letters.add_column(sa.Column("channel", sa.String(30), nullable=True))
        letters.add_column(sa.Column("sent_by_hand_at", sa.DateTime(timezone=True), nullable=True))
        letters.create_foreign_key(
            "fk_letters_reader_id_contacts", "contacts", ["reader_id"], ["id"], ondelete="CASCADE"
        )
        letters.create_index("ix_letters_reader_id", ["reader_id"])

    op.add_column("follow_ups", sa.Column("times_done", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("follow_ups", sa.Column("told", sa.JSON(), nullable=False, server_default="{}"))
    op.execute("UPDATE follow_ups SET times_done = 1 WHERE outcome = 'done'")


def downgrade() -> None:
    raise NotImplementedError("Letters sent by hand would be forgotten. Restore a backup instead.")
