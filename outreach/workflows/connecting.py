"""Connecting the account's own mail server, trying it out, and letting go of it."""

from dataclasses import dataclass
from datetime import datetime

from outreach.accounts.models import Account, MailAccount
from outreach.database import db, saved
from outreach.errors import OutreachError
from outreach.journal.models import note
from outreach.mail import outbox
from outreach.mail.models import Delivery, OutgoingMessage
from outreach.mail.server import SmtpServer
from outreach.mail.trial import TEXT
from outreach.secrets import SecretUnreadable, Vault


class PasswordNeeded(OutreachError):
    """The password is not known, or would go to another place than the one it was given for."""

    def __init__(self) -> None:
        super().__init__(
            "Please give the password as well. It is asked for again whenever the server or the user name "
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


def connect(account: Account, wish: Wish, *, vault: Vault, mail_domain: str, now: datetime) -> MailAccount:
    """Keep the server, with its password sealed, and try it out; what waited leaves with it.

    Raises PasswordNeeded, and UnusableServer for settings that cannot be.
    """
    mail_account = MailAccount.of(account) or MailAccount(account_id=account.id)
    password = wish.password or _known_password(mail_account, wish, vault)
    SmtpServer(wish.host, wish.port, wish.security, wish.username, password)
    mail_account.provider, mail_account.address = wish.provider, wish.address
    mail_account.host, mail_account.port = wish.host, wish.port
    mail_account.security, mail_account.username = wish.security, wish.username
    mail_account.sealed_password = vault.seal(password, place=mail_account.place)
    mail_account.tested_at = None
    saved(mail_account)
    note("mail_account.connected", account, at=now, address=wish.address)
    try_out(account, mail_domain=mail_domain, now=now)
    return mail_account


def _known_password(mail_account: MailAccount, wish: Wish, vault: Vault) -> str:
    """The password we have, if it goes where it went before. Raises PasswordNeeded."""
    if not mail_account.is_at(wish.host, wish.port, wish.security, wish.username):
        raise PasswordNeeded
    try:
        return vault.open(mail_account.sealed_password, place=mail_account.place)
    except SecretUnreadable:
        raise PasswordNeeded from None


def try_out(account: Account, *, mail_domain: str, now: datetime) -> OutgoingMessage:
    """Let the worker send a message from the account to itself; how that ended is seen on the message.

    Sending is no longer paused, and what waited for another try is tried at
    once. Raises NoMailAccount.
    """
    mail_account = MailAccount.of(account)
    if mail_account is None:
        raise NoMailAccount
    mail_account.broken_because = ""
    last = OutgoingMessage.latest_test(account)
    if last is not None and last.delivery is Delivery.QUEUED:
        last.delivery = Delivery.TAKEN_BACK
    OutgoingMessage.hasten(account, now=now)
    return outbox.queue(
        account,
        outbox.Sender.of(account, mail_domain=mail_domain),
        to=None,
        about="test",
        subject="Your mail account works",
        text=TEXT + "\n",
        now=now,
    )


def disconnect(account: Account, *, now: datetime) -> None:
    """Go back to the built-in mailbox; what still waits arrives there. Raises NoMailAccount."""
    mail_account = MailAccount.of(account)
    if mail_account is None:
        raise NoMailAccount
    db.session.delete(mail_account)
    OutgoingMessage.hasten(account, now=now)
    note("mail_account.removed", account, at=now, address=mail_account.address)
