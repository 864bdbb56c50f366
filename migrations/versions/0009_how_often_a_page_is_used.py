"""How often a personal page is used: one row for each form that came in, kept for minutes."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "guest_posts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["link_id"],
            ["personal_links.id"],
            name=op.f("fk_guest_posts_link_id_personal_links"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guest_posts")),
    )
    op.create_index("ix_guest_posts_link_id_at", "guest_posts", ["link_id", "at"])
    op.create_index(op.f("ix_guest_posts_at"), "guest_posts", ["at"])
