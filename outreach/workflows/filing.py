"""Putting a copy of what was sent into the person's own Sent folder, where the provider does not do so itself.

Read, file and keep: no transaction is open while the server takes its time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import undefer

from outreach.accounts.mail_accounts import MailAccount
from outreach.database import db
from outreach.mail.carriers import imap_server_of
from outreach.mail.filing import Copy, FilingTrouble
from outreach.mail.models import Delivery, OutgoingMessage
from outreach.mail.server import ImapServer, UnusableServer
from outreach.secrets import SecretUnreadable, Vault

WAIT = timedelta(seconds=45)
"""Time for a provider to file its own copy first; then there is nothing left to do."""
LEASE = timedelta(minutes=10)
GIVE_UP_AFTER = timedelta(days=4)
MOST = 20

File = Callable[[ImapServer, list[Copy]], None]
"""Files copies, each once. Raises FilingTrouble."""


@dataclass(frozen=True, slots=True)
class Errand:
    """The copies of one account, and where they go."""

    account_id: int
    server: ImapServer
    copies: tuple[Copy, ...]
    numbers: tuple[int, ...]


def to_file(*, now: datetime) -> list[int]:
    """The accounts with copies to file, whose login can be used."""
    waiting = (
        select(MailAccount)
        .where(MailAccount.broken_because == "", MailAccount.imap_host != "")
        .where(MailAccount.account_id.in_(_due(now).with_only_columns(OutgoingMessage.account_id)))
    )
    return [account.account_id for account in db.session.scalars(waiting) if account.lets_in(now=now)]


def read(account_id: int, *, vault: Vault, owner: str, now: datetime) -> Errand | None:
    """Claim the next copies of an account, so that no other worker files them too."""
    mail_account = MailAccount.by_account(account_id)
    if mail_account is None:
        return None
    try:
        server = imap_server_of(mail_account, vault)
    except (SecretUnreadable, UnusableServer) as trouble:
        mail_account.filing_trouble = str(trouble)
        return None
    found = _due(now).where(OutgoingMessage.account_id == account_id).order_by(OutgoingMessage.id)
    found = found.options(undefer(OutgoingMessage.raw)).limit(MOST)
    messages = list(db.session.scalars(found.with_for_update(skip_locked=True)))
    for message in messages:
        message.lease_owner, message.lease_until = owner, now + LEASE
    if server is None or not messages:
        return None
    copies = tuple(Copy(m.message_id, m.raw or b"", m.sent_at or now) for m in messages)
    return Errand(account_id, server, copies, tuple(message.id for message in messages))


def file(errand: Errand, *, file: File) -> str:
    """File the copies. The trouble in words, or nothing. Touches the network, not the database."""
    try:
        file(errand.server, list(errand.copies))
    except FilingTrouble as trouble:
        return str(trouble)
    return ""


def keep(errand: Errand, trouble: str, *, owner: str, now: datetime) -> None:
    """Note what was filed; what was not is tried again in a while, for four days."""
    mail_account = MailAccount.by_account(errand.account_id)
    if mail_account is not None:
        mail_account.filing_trouble = trouble
    found = select(OutgoingMessage).where(
        OutgoingMessage.id.in_(errand.numbers), OutgoingMessage.lease_owner == owner
    )
    for message in db.session.scalars(found):
        if not trouble:
            message.to_file, message.lease_owner, message.lease_until = False, "", None
        elif now - (message.sent_at or now) > GIVE_UP_AFTER:
            message.to_file = False


def _due(now: datetime) -> Select[OutgoingMessage]:
    """The copies that nobody is filing, and whose provider had time to file its own."""
    return select(OutgoingMessage).where(
        OutgoingMessage.to_file,
        OutgoingMessage.delivery == Delivery.SENT,
        OutgoingMessage.sent_at < now - WAIT,
        or_(OutgoingMessage.lease_until.is_(None), OutgoingMessage.lease_until < now),
    )
