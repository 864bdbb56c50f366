"""Organizations stand where a reader looks for them, whatever their accents, without being sorted."""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

LIKE = str.maketrans(
    {"ø": "o", "œ": "oe", "æ": "ae", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i"}
)


def upgrade() -> None:
    op.add_column("organizations", sa.Column("place", sa.String(200), nullable=False, server_default=""))
    _fill()
    op.create_index("ix_organizations_place", "organizations", ["account_id", "place", "id"])


def _fill() -> None:
    """Write each name without capitals and accents, as the application does from now on."""
    places = sa.table("organizations", sa.column("id"), sa.column("name"), sa.column("place"))
    named = op.get_bind().execute(sa.select(places.c.id, places.c.name)).all()
    if named:
        put = places.update().where(places.c.id == sa.bindparam("number")).values(place=sa.bindparam("plain"))
        op.get_bind().execute(put, [{"number": number, "plain": _plain(name)} for number, name in named])


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).translate(LIKE)[:200]


def downgrade() -> None:
    op.drop_index("ix_organizations_place", "organizations")
    op.drop_column("organizations", "place")
