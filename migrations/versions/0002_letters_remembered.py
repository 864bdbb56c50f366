"""What is remembered of letters: their revisions, the remarks kept on purpose, a person's own templates,
and the language model that somebody may bring for help with drafting.

Letters that are there already begin their history with the words they have.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BEGIN_HISTORIES = """
INSERT INTO letter_revisions (account_id, letter_id, number, origin, subject, body, kept_at)
SELECT account_id, id, revision, CASE WHEN is_edited THEN 'typed' ELSE 'drafted' END, subject, body,
       CASE WHEN is_edited THEN edited_at ELSE drafted_at END
FROM letters WHERE subject <> '' OR body <> ''
"""


def upgrade() -> None:
    _make_revisions()
    _make_kept_remarks()
    _make_templates()
    _make_model_accounts()
    _make_suggestions()
    op.execute(BEGIN_HISTORIES)


def _make_revisions() -> None:
    op.create_table(
        "letter_revisions",
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(length=30), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        *_owned("letter_revisions"),
        _belongs_to_letter("letter_revisions"),
        sa.UniqueConstraint("letter_id", "number", name=op.f("uq_letter_revisions_letter_id_number")),
    )
    op.create_index(op.f("ix_letter_revisions_account_id"), "letter_revisions", ["account_id"], unique=False)


def _make_kept_remarks() -> None:
    op.create_table(
        "kept_remarks",
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=3), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        *_owned("kept_remarks"),
        _belongs_to_letter("kept_remarks"),
        sa.UniqueConstraint("letter_id", "rule", "words", name=op.f("uq_kept_remarks_letter_id_rule_words")),
    )
    op.create_index(op.f("ix_kept_remarks_account_id"), "kept_remarks", ["account_id"], unique=False)


def _make_templates() -> None:
    op.create_table(
        "letter_templates",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        *_owned("letter_templates"),
    )
    op.create_index(op.f("ix_letter_templates_account_id"), "letter_templates", ["account_id"], unique=False)


def _make_model_accounts() -> None:
    op.create_table(
        "model_accounts",
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("model", sa.String(length=120), nullable=False),
        sa.Column("sealed_key", sa.Text(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        *_owned("model_accounts"),
    )
    op.create_index(op.f("ix_model_accounts_account_id"), "model_accounts", ["account_id"], unique=True)


def _make_suggestions() -> None:
    op.create_table(
        "suggestions",
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("progress", sa.String(length=30), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        *_owned("suggestions"),
        _belongs_to_letter("suggestions"),
        sa.UniqueConstraint("letter_id", name=op.f("uq_suggestions_letter_id")),
    )
    op.create_index(op.f("ix_suggestions_account_id"), "suggestions", ["account_id"], unique=False)
    op.create_index(op.f("ix_suggestions_progress"), "suggestions", ["progress"], unique=False)


def _owned(table: str) -> tuple[sa.Column[int] | sa.Constraint, ...]:
    """What every table has whose rows belong to an account."""
    return (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f(f"fk_{table}_account_id_accounts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _belongs_to_letter(table: str) -> sa.Constraint:
    return sa.ForeignKeyConstraint(
        ["letter_id"], ["letters.id"], name=op.f(f"fk_{table}_letter_id_letters"), ondelete="CASCADE"
    )


def downgrade() -> None:
    for table in ("suggestions", "model_accounts", "letter_templates", "kept_remarks", "letter_revisions"):
        op.drop_table(table)
