"""Trying out a mail account: from the worker by way of the outbox, or at once over a connection of its own."""

import secrets
import ssl
from datetime import datetime

from outreach.accounts.mail_accounts import MailAccount
from outreach.accounts.models import Account
from outreach.mail import outbox
from outreach.mail.mime import Parcel, new_message_id
from outreach.mail.models import Delivery, OutgoingMessage
from outreach.mail.patience import Opener, open_socket
from outreach.mail.server import SmtpServer
from outreach.mail.transport import Mail, Message

TEXT = "This is the message that Outreach sends to see whether your mail account works. It does."


def queue_trial(
    account: Account, mail_account: MailAccount, *, mail_domain: str, now: datetime
) -> OutgoingMessage:
    """Let the worker send a message from the account to itself; how that ended is seen on the message.

    Sending is no longer paused, and what waited for another try is tried at once.
    """
    mail_account.broken_because = mail_account.filing_trouble = ""
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


def try_out(
    server: SmtpServer,
    sender: str,
    *,
    now: datetime,
    context: ssl.SSLContext | None = None,
    opener: Opener = open_socket,
) -> None:
    """Log in and send a short message from the sender to themselves.

    Raises the outcomes, and UnsafeHeader if ``sender`` is not one address.
    """
    domain = sender.rpartition("@")[2]
    parcel = Parcel(
        message_id=new_message_id(domain, token=secrets.token_hex(16)),
        from_name="",
        from_address=sender,
        to_name="",
        to_address=sender,
        subject="Your mail account works",
        text=TEXT,
        date=now,
        auto_submitted=True,
    )
    Mail(server, context=context, opener=opener).send(Message(parcel))
