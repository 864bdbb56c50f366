"""Sealing every stored secret with the newest key, so that an old one can be thrown away."""

from dataclasses import dataclass

from sqlalchemy import select, update

from outreach.database import Base, db
from outreach.secrets import SecretUnreadable, Vault

SEALED = "sealed_"
"""How the column of a secret is named, in whatever table."""


@dataclass(frozen=True, slots=True)
class Rotation:
    """How many secrets were sealed anew, and where some do not open with any of today's keys."""

    renewed: int
    unreadable: tuple[str, ...] = ()


def rotate_keys(vault: Vault) -> Rotation:
    """Seal every secret of every table with the newest key. What does not open is left as it is, and named."""
    renewed, unreadable = 0, list[str]()
    for table in Base.metadata.sorted_tables:
        keys = list(table.primary_key)
        for column in [column for column in table.columns if column.name.startswith(SEALED)]:
            rows = db.session.execute(select(*keys, column).where(column != "").with_for_update()).all()
            for *key, sealed in rows:
                try:
                    fresh = vault.renew(sealed)
                except SecretUnreadable:
                    unreadable.append(f"{table.name} {'/'.join(map(str, key))}")
                    continue
                is_row = [part == value for part, value in zip(keys, key, strict=True)]
                db.session.execute(update(table).where(*is_row).values({column.name: fresh}))
                renewed += 1
    return Rotation(renewed, tuple(unreadable))
