"""Keep what homework found, what is noted during a talk, and what is believed before and after.

Answers are kept by the key and the words of the question rather than by a row of
a list, so that they outlive the list and can be laid side by side later. New
columns of tables that are in use have a default, so that the previous release
can still insert while this one is being rolled out.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _of_an_interview(
        "facts",
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("interview_id", "key", name=op.f("uq_facts_interview_id_key")),
    )
    _of_an_account(
        "additions",
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("pack", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("account_id", "key", name=op.f("uq_additions_account_id_key")),
    )
    _of_an_account(
        "hypotheses",
        sa.Column("statement", sa.String(length=300), nullable=False),
        sa.Column("anchors", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
    )
    _of_an_interview(
        "beliefs",
        sa.Column("hypothesis_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.Integer(), nullable=True),
        sa.Column("after", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["hypothesis_id"],
            ["hypotheses.id"],
            name=op.f("fk_beliefs_hypothesis_id_hypotheses"),
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("interview_id", name=op.f("uq_beliefs_interview_id")),
    )
    op.create_index(op.f("ix_beliefs_hypothesis_id"), "beliefs", ["hypothesis_id"])
    _of_an_interview(
        "jottings",
        sa.Column("uid", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("question_key", sa.String(length=80), nullable=False),
        sa.Column("question_text", sa.Text(), nullable=False),
        sa.Column("elapsed", sa.Integer(), nullable=True),
        sa.Column("is_starred", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("interview_id", "uid", name=op.f("uq_jottings_interview_id_uid")),
    )
    op.create_index("ix_jottings_account_id_question_key", "jottings", ["account_id", "question_key"])
    _of_an_interview(
        "promises",
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("is_mine", sa.Boolean(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=False),
    )
    op.create_index("ix_promises_open", "promises", ["account_id", "settled_at", "due_on"])
    op.add_column(
        "notes", sa.Column("is_confidential", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    for column in ("notes", "wishes"):
        empty = "[]" if column == "notes" else "{}"
        op.add_column("question_lists", sa.Column(column, sa.JSON(), nullable=False, server_default=empty))
    op.add_column(
        "question_lists", sa.Column("arc", sa.String(length=30), nullable=False, server_default="story")
    )


def downgrade() -> None:
    raise NotImplementedError("What was noted would be lost. Restore a backup instead.")


def _of_an_account(table: str, *columns: sa.schema.SchemaItem) -> None:
    """A table whose rows belong to one account and go with it."""
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f(f"fk_{table}_account_id_accounts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_account_id"), table, ["account_id"])


def _of_an_interview(table: str, *columns: sa.schema.SchemaItem) -> None:
    """A table whose rows also belong to one interview and go with it."""
    _of_an_account(
        table,
        sa.Column("interview_id", sa.Integer(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["interview_id"],
            ["interviews.id"],
            name=op.f(f"fk_{table}_interview_id_interviews"),
            ondelete="CASCADE",
        ),
    )
    op.create_index(op.f(f"ix_{table}_interview_id"), table, ["interview_id"])
