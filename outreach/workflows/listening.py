"""Which mailboxes a worker listens in, and what follows from what it hears: that one is read at once."""

from datetime import datetime

from outreach.accounts.mail_accounts import MailAccount
from outreach.mail import inbox
from outreach.mail.carriers import imap_server_of
from outreach.mail.listening import Ears
from outreach.mail.server import UnusableServer
from outreach.secrets import SecretUnreadable, Vault


def listen(ears: Ears, *, vault: Vault, now: datetime) -> int:
    """Listen in the mailboxes of those who wrote last. How many that are; nothing is changed."""
    servers = {}
    for number in inbox.latest_writers():
        mail_account = MailAccount.by_account(number)
        if mail_account is None or mail_account.broken_because or not mail_account.lets_in(now=now):
            continue
        try:
            server = imap_server_of(mail_account, vault)
        except (SecretUnreadable, UnusableServer):
            continue  # whoever reads the mailbox says so
        if server is not None:
            servers[number] = server
    ears.attend(servers, now=now)
    return 0


def hear(ears: Ears, *, now: datetime) -> int:
    """Let each mailbox be read at once in which something has happened. How many that are; the caller commits."""
    heard = ears.heard()
    for number in heard:
        inbox.hasten(number, now=now)
    return len(heard)
