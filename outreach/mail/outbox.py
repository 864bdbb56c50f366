"""The outbox: a table of messages that are to leave, written in the transaction of what they announce.

What happens to them there stands beside it: ``claiming`` says which is next,
``steps`` how far each has come, ``doubts`` what is not known. Nothing here
touches the network, and nothing commits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from outreach.accounts.mail_accounts import MailAccount
from outreach.accounts.models import Account
from outreach.contacts.models import Contact
from outreach.database import db, rows_of, saved
from outreach.interviews.models import Interview
from outreach.mail.mime import as_bytes, new_message_id
from outreach.mail.models import Delivery, OutgoingMessage
from outreach.mail.threading import root_of
from outreach.tokens import new_token


@dataclass(frozen=True, slots=True)
class Sender:
    """Whom a message comes from, and the domain that its ids are made in.

    ``leaves`` tells whether it goes out to people, rather than into the mailbox here.
    """

    name: str
    address: str
    domain: str
    leaves: bool = False

    @classmethod
    def of(cls, account: Account, *, mail_domain: str) -> "Sender":
        """The account's mail address: that of its mail account, else the one it signs in with."""
        theirs = [address for (address,) in rows_of(ADDRESS, {"account": account.id})]
        return cls.at(theirs[0] if theirs else None, account, mail_domain=mail_domain)

    @classmethod
    def at(cls, theirs: str | None, account: Account, *, mail_domain: str) -> "Sender":
        """The same, where the address of the mail account was read already; None if there is no mail account."""
        address = theirs or account.email
        return cls(account.name, address, address.rpartition("@")[2] if theirs else mail_domain, bool(theirs))


ADDRESS_OF = (
    select(MailAccount.address)
    .where(MailAccount.account_id == Interview.account_id)
    .correlate(Interview)
    .scalar_subquery()
)
"""Where the mails of whoever asks come from: a column of a statement about interviews."""
ADDRESS = select(MailAccount.address).where(MailAccount.account_id == bindparam("account"))
QUEUE = insert(OutgoingMessage.__table__).values(  # type: ignore[arg-type]
    reference_ids=bindparam("references")
)


@dataclass(frozen=True, slots=True)
class Thread:
    """The messages that a new one answers to, oldest first: their Message-IDs."""

    ids: tuple[str, ...] = ()


def queue(
    account: Account,
    sender: Sender,
    *,
    to: Contact | None,
    about: str,
    subject: str,
    text: str,
    now: datetime,
    interview: Interview | None = None,
    thread: Thread = Thread(),
    calendar: str = "",
    calendar_method: str = "",
    once: str | None = None,
    wait: timedelta = timedelta(0),
    keeps_hours: bool = False,
    unsubscribe: str = "",
) -> OutgoingMessage:
    """Put a message into the outbox, in the caller's transaction.

    ``to`` is a contact, or None for the account itself; ``wait`` is how long it
    stays before it may leave; ``keeps_hours`` lets it wait for the contact's
    working hours; ``unsubscribe`` is the address that ends mails of this kind.
    """
    row = ready(account, sender, to=to, about=about, subject=subject, text=text, now=now, interview=interview,
                thread=thread, calendar=calendar, calendar_method=calendar_method, once=once)  # fmt: skip
    later: dict[str, Any] = {"send_after": now + wait, "keeps_hours": keeps_hours, "unsubscribe": unsubscribe}
    return saved(OutgoingMessage(**row | later))


def queue_all(rows: Sequence[dict[str, Any]]) -> None:
    """Put messages that are ``ready`` into the outbox with one statement, where nobody needs them any more."""
    db.session.connection().execute(QUEUE, rows)


def ready(
    account: Account,
    sender: Sender,
    *,
    to: Contact | None,
    about: str,
    subject: str,
    text: str,
    now: datetime,
    interview: Interview | None = None,
    thread: Thread = Thread(),
    calendar: str = "",
    calendar_method: str = "",
    once: str | None = None,
) -> dict[str, Any]:
    """A message as a row of the outbox, to leave at once. The Message-ID is fixed here, for good."""
    message_id = new_message_id(sender.domain, token=new_token())
    before = thread.ids or ((root_of(message_id),) if to else ())
    name, address = (to.name, to.email or "") if to else (account.name, sender.address)
    return {
        "account_id": account.id,
        "contact_id": to.id if to else None,
        "interview_id": interview.id if interview else None,
        "about": about,
        "once": once,
        "from_name": sender.name,
        "from_address": sender.address,
        "to_name": name,
        "to_address": address,
        "subject": subject,
        "text": text,
        "calendar": calendar,
        "calendar_method": calendar_method,
        "message_id": message_id,
        "in_reply_to": thread.ids[-1] if thread.ids else "",
        "references": " ".join(before),
        "queued_at": now,
        "send_after": now,
    }


def keep_as_sent(message: OutgoingMessage, *, now: datetime) -> None:
    """Write a queued message down as kept by the built-in mailbox, without ever letting it leave."""
    message.raw = as_bytes(message.parcel)
    message.delivery, message.sent_at, message.via = Delivery.SENT, now, "mailbox"


def hold_back(account_id: int, *, trouble: str, until: datetime) -> None:
    """Let everything of an account wait, because its mail server is in trouble and not one message.

    So a server that does not answer is waited for once, and not once for each message.
    """
    waiting = update(OutgoingMessage).where(
        OutgoingMessage.account_id == account_id,
        OutgoingMessage.delivery == Delivery.QUEUED,
        OutgoingMessage.lease_until.is_(None),
        OutgoingMessage.send_after < until,
    )
    db.session.execute(waiting.values(send_after=until, trouble=trouble))


def withdraw(interview: Interview, *, about: str) -> None:
    """Let nothing of this kind leave for an interview any more, if no worker has it in hand yet."""
    waiting = update(OutgoingMessage).where(
        OutgoingMessage.interview_id == interview.id,
        OutgoingMessage.about == about,
        OutgoingMessage.delivery == Delivery.QUEUED,
        OutgoingMessage.lease_until.is_(None),
    )
    db.session.execute(waiting.values(delivery=Delivery.TAKEN_BACK))
