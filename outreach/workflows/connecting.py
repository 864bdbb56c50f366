"""Connecting the account's own mail server, trying it out, and letting go of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from outreach.accounts.mail_accounts import MailAccount
from outreach.accounts.models import Account
from outreach.database import db, saved
from outreach.errors import OutreachError
from outreach.journal.models import note
from outreach.mail.models import OutgoingMessage
from outreach.mail.server import ImapServer, SmtpServer
from outreach.mail.trial import queue_trial
from outreach.secrets import SecretUnreadable, Vault


class PasswordNeeded(OutreachError):
    """The password is not known, or would go to another place than the one it was given for."""

    def __init__(self) -> None:
        super().__init__(
            "Please give the password as well. It is asked for again whenever a server or the user name "
            "changes, so that it never goes anywhere you did not mean it to."
        )


class NoMailAccount(OutreachError):
    """There is nothing to try out."""

    status = 409

    def __init__(self) -> None:
        super().__init__("There is no mail account to try out. Connect one first.")


@dataclass(frozen=True, slots=True)
class Wish:
    """What the person filled in; an empty password keeps the one that is known."""

    provider: str
    address: str
    host: str
    port: int
    security: str
    username: str
    password: str
    imap_host: str = ""
    imap_port: int = 993
    imap_security: str = "tls"
    files_sent: bool = True
    """Whether the provider keeps a copy of what leaves; else we put one into its Sent folder."""


CheckHost = Callable[[str, int], None]
"""Raises an OutreachError for a host that may not be connected to, as far as can be told at sight."""


def connect(
    account: Account, wish: Wish, *, vault: Vault, check_host: CheckHost, mail_domain: str, now: datetime
) -> MailAccount:
    """Keep the servers, with the password sealed, and try it out; what waited leaves with it.

    Raises PasswordNeeded, UnusableServer for settings that cannot be, and what
    ``check_host`` raises for hosts that nobody may be sent to.
    """
    mail_account = MailAccount.of(account) or MailAccount(account_id=account.id)
    password = wish.password or _known_password(mail_account, wish, vault)
    SmtpServer(wish.host, wish.port, wish.security, wish.username, password)
    check_host(wish.host, wish.port)
    if wish.imap_host:
        ImapServer(wish.imap_host, wish.imap_port, wish.imap_security, wish.username, password)
        check_host(wish.imap_host, wish.imap_port)
    mail_account.provider, mail_account.address = wish.provider, wish.address
    mail_account.host, mail_account.port = wish.host, wish.port
    mail_account.security, mail_account.username = wish.security, wish.username
    mail_account.imap_host, mail_account.imap_port = wish.imap_host, wish.imap_port
    mail_account.imap_security, mail_account.files_sent = wish.imap_security, wish.files_sent
    mail_account.drop_tokens()
    mail_account.sealed_password = vault.seal(password, place=mail_account.place)
    mail_account.tested_at = None
    saved(mail_account)
    note("mail_account.connected", account, at=now, address=wish.address)
    try_out(account, mail_domain=mail_domain, now=now)
    return mail_account


def _known_password(mail_account: MailAccount, wish: Wish, vault: Vault) -> str:
    """The password we have, if it goes where it went before. Raises PasswordNeeded."""
    way = (wish.host, wish.port, wish.security, wish.username)
    reading = (wish.imap_host, wish.imap_port, wish.imap_security)
    if mail_account.uses_tokens or not (mail_account.is_at(*way) and mail_account.is_read_at(*reading)):
        raise PasswordNeeded
    try:
        return vault.open(mail_account.sealed_password, place=mail_account.place)
    except SecretUnreadable:
        raise PasswordNeeded from None


def try_out(account: Account, *, mail_domain: str, now: datetime) -> OutgoingMessage:
    """Let the worker send a message from the account to itself. Raises NoMailAccount."""
    mail_account = MailAccount.of(account)
    if mail_account is None:
        raise NoMailAccount
    return queue_trial(account, mail_account, mail_domain=mail_domain, now=now)


def disconnect(account: Account, *, now: datetime) -> None:
    """Go back to the built-in mailbox; what still waits arrives there. Raises NoMailAccount."""
    mail_account = MailAccount.of(account)
    if mail_account is None:
        raise NoMailAccount
    db.session.delete(mail_account)
    OutgoingMessage.hasten(account, now=now)
    note("mail_account.removed", account, at=now, address=mail_account.address)
