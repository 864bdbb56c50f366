"""Keep when each milestone of an ask was reached, when one was last in touch, tags, targets, and steps to undo.

What happened before is read once from the journal, which has it all; where it is
silent, the stage and its moment speak. New columns of tables that are in use may
be empty or have a default, so that the previous release can still insert while
this one is being rolled out.
"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

MILESTONES = ("asked_at", "answered_at", "booked_at", "met_at", "thanked_at")
REACHED = {
    "asked": 1, "answered": 2, "later": 2, "redirected": 2, "declined": 2, "no_reply": 1, "bounced": 1,
    "booked": 3, "met": 4, "thanked": 5,
}  # fmt: skip
"""How many milestones lie behind somebody at each stage."""

IN_TOUCH = (
    "letter.sent", "letter.by_hand", "touch.ours", "touch.theirs", "mail.by_hand", "mail.answer", "mail.counted",
    "booking.made", "booking.moved", "debrief.kept",
)  # fmt: skip

entries = sa.table(
    "entries", sa.column("contact_id"), sa.column("interview_id"), sa.column("name"), sa.column("at"),
    sa.column("particulars"),
)  # fmt: skip
contacts = sa.table("contacts", sa.column("id"), sa.column("in_touch_at"))


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    for column in MILESTONES[1:]:
        op.add_column("interviews", sa.Column(column, moment, nullable=True))
    op.add_column("interviews", sa.Column("asked_weekday", sa.Integer(), nullable=True))
    op.add_column(
        "interviews", sa.Column("asked_with", sa.String(length=80), nullable=False, server_default="")
    )
    op.create_index("ix_interviews_since", "interviews", ["account_id", "stage_at"])
    op.create_index("ix_interviews_asked", "interviews", ["account_id", "asked_at"])
    op.add_column("letters", sa.Column("template", sa.String(length=80), nullable=False, server_default=""))
    op.add_column("contacts", sa.Column("in_touch_at", moment, nullable=True))
    op.add_column("referrals", sa.Column("permitted_at", moment, nullable=True))
    op.execute("UPDATE referrals SET permitted_at = made_at WHERE may_use_name")
    for column in ("advocacy", "motivation", "posting"):
        op.add_column("organizations", sa.Column(column, sa.Integer(), nullable=False, server_default="0"))
    target = ["account_id", "motivation", "posting", "advocacy"]
    op.create_index("ix_organizations_target", "organizations", target)
    _make_tags()
    _make_steps()
    _remember_milestones()
    _remember_touches()
    _remember_good_will()


def downgrade() -> None:
    raise NotImplementedError("Tags and targets would be lost. Restore a backup instead.")


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


def _make_tags() -> None:
    _of_an_account(
        "tags",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.UniqueConstraint("account_id", "key", name=op.f("uq_tags_account_id_key")),
    )
    _of_an_account(
        "taggings",
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("tag_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["contacts.id"],
            name=op.f("fk_taggings_contact_id_contacts"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tag_id"], ["tags.id"], name=op.f("fk_taggings_tag_id_tags"), ondelete="CASCADE"
        ),
        sa.UniqueConstraint("contact_id", "tag_id", name=op.f("uq_taggings_contact_id_tag_id")),
    )
    op.create_index(op.f("ix_taggings_tag_id"), "taggings", ["tag_id"])


def _make_steps() -> None:
    _of_an_account(
        "steps",
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
    )


def _remember_milestones() -> None:
    """Each milestone's first line in the journal; the moment of the stage where there is none."""
    connection = op.get_bind()
    told = _told(connection)
    rows = connection.execute(
        sa.text(
            "SELECT i.id, i.stage, i.stage_at, i.created_at, c.timezone FROM interviews i "
            "JOIN contacts c ON c.id = i.contact_id"
        )
    ).all()
    changes = []
    for number, stage, stage_at, created_at, zone in rows:
        known = told.get(number, {})
        last = {0: created_at} | dict.fromkeys(range(1, 6), stage_at)
        reached = {
            column: known.get(column, last[place])
            for place, column in enumerate(MILESTONES, 1)
            if place <= REACHED.get(stage, 0)
            # Who is further along was not asked for certain: one also meets people without a letter.
            and not (column == "asked_at" and column not in known and REACHED[stage] > 1)
        }
        if reached:
            asked_at = reached.get("asked_at")
            weekday = None if asked_at is None else _aware(asked_at).astimezone(ZoneInfo(zone)).weekday()
            changes.append(dict.fromkeys(MILESTONES) | reached | {"number": number, "weekday": weekday})
    if changes:
        connection.execute(
            sa.text(
                "UPDATE interviews SET asked_at = :asked_at, answered_at = :answered_at, booked_at = :booked_at, "
                "met_at = :met_at, thanked_at = :thanked_at, asked_weekday = :weekday WHERE id = :number"
            ),
            changes,
        )
    op.execute("UPDATE interviews SET asked_at = NULL WHERE stage IN ('found', 'drafted')")
    op.execute("UPDATE interviews SET heard_at = NULL WHERE asked_at IS NULL OR heard_at < asked_at")


def _told(connection: sa.Connection) -> dict[int, dict[str, object]]:
    """When the journal tells of each milestone first, by interview."""
    told: dict[int, dict[str, object]] = {}
    lines = connection.execute(
        sa.text(
            "SELECT interview_id, name, at, CAST(particulars AS TEXT) FROM entries "
            "WHERE interview_id IS NOT NULL ORDER BY at DESC, id DESC"
        )
    )
    for number, name, at, particulars in lines:
        for column in _proved_by(name, particulars or ""):
            told.setdefault(number, {})[column] = at
    return told


def _proved_by(name: str, particulars: str) -> tuple[str, ...]:
    if name in {"letter.sent", "letter.by_hand"}:
        kinds = {'"kind": "outreach"': "asked_at", '"kind": "thanks"': "thanked_at"}
        return tuple(column for kind, column in kinds.items() if kind in particulars)
    if name.startswith(("answer.", "link.")) or name in {"mail.answer", "mail.counted"}:
        return ("answered_at",)
    return {"booking.made": ("answered_at", "booked_at"), "debrief.kept": ("met_at",)}.get(name, ())


def _aware(at: object) -> datetime:
    """An instant as either database hands it out."""
    instant = at if isinstance(at, datetime) else datetime.fromisoformat(str(at))
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def _remember_touches() -> None:
    """When each contact and the account were last in touch, whoever began it."""
    is_touch = entries.c.name.in_(IN_TOUCH) | entries.c.name.like("answer.%") | entries.c.name.like("link.%")
    was_theirs = sa.cast(entries.c.particulars, sa.Text).not_like('%"reader"%')
    last = (
        sa.select(sa.func.max(entries.c.at))
        .where(entries.c.contact_id == contacts.c.id, is_touch, was_theirs)
        .scalar_subquery()
    )
    op.execute(contacts.update().values(in_touch_at=last))


def _remember_good_will() -> None:
    """Where somebody answered, somebody is on one's side."""
    op.execute(
        "UPDATE organizations SET advocacy = 2 WHERE id IN (SELECT c.organization_id FROM contacts c "
        "JOIN interviews i ON i.contact_id = c.id WHERE i.stage IN ('answered', 'booked', 'met', 'thanked'))"
    )
