"""Trying out a mail account before anything depends on it."""

import secrets
import ssl
from datetime import datetime

from outreach.mail.mime import Parcel, new_message_id
from outreach.mail.patience import Opener, open_socket
from outreach.mail.server import SmtpServer
from outreach.mail.transport import Mail, Message

TEXT = "This is the message that Outreach sends to see whether your mail account works. It does."


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
