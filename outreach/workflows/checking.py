"""A check-up for the operator: what is well with this instance, and what is not."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Engine, select
from sqlalchemy.exc import SQLAlchemyError

from outreach.accounts.mail_accounts import MailAccount
from outreach.database import db
from outreach.mail.carriers import login_secret
from outreach.migrating import is_current
from outreach.secrets import SecretUnreadable, Vault


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the check-up."""

    what: str
    is_well: bool
    text: str


def examine(engine: Engine, vault: Vault) -> Iterator[Finding]:
    """Look at the database, its tables, and whether today's keys open what is kept there."""
    try:
        with engine.connect():
            yield Finding("database", True, engine.url.render_as_string(hide_password=True))
        current = is_current(engine)
    except SQLAlchemyError as error:
        yield Finding("database", False, str(getattr(error, "orig", error)).splitlines()[0])
        return
    if not current:
        yield Finding("tables", False, "The tables are not those of this version. Run “outreach migrate”.")
        return
    yield Finding("tables", True, "The tables are those of this version.")
    yield _keys(vault)


def _keys(vault: Vault) -> Finding:
    kept = db.session.scalars(select(MailAccount)).all()
    locked = [mail_account.address for mail_account in kept if not _opens(mail_account, vault)]
    if locked:
        return Finding(
            "keys",
            False,
            f"The mail passwords of {', '.join(locked)} do not open. Put the key they were stored with "
            "behind the newest one in OUTREACH_ENCRYPTION_KEYS.",
        )
    return Finding("keys", True, f"Every mail password opens; there are {len(kept)}.")


def _opens(mail_account: MailAccount, vault: Vault) -> bool:
    try:
        login_secret(mail_account, vault)
    except SecretUnreadable:
        return False
    return True
