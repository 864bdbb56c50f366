"""The only code that looks into a mailbox, and it only reads.

Folders are opened with EXAMINE and messages fetched with PEEK, so that nothing
in the mailbox changes, not even what is unread. Certificates are verified, every
wait has an end and every answer a size, since the server, too, may be anybody's.

    with open_mailbox(server) as mailbox:
        standing = mailbox.examine(folder)
        for head in mailbox.heads(mailbox.uids_after(last)):
            ...
            raw = mailbox.whole([head.uid])
"""

import re
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from outreach.accounts.mail_accounts import MailAccount
from outreach.mail.carriers import imap_server_of
from outreach.mail.imap_connection import DEADLINE
from outreach.mail.imap_wire import Client, Head, MailboxTrouble, in_plain_words
from outreach.mail.patience import Opener, open_socket
from outreach.mail.server import ImapServer
from outreach.secrets import Vault

__all__ = ["Folder", "Head", "Mailbox", "MailboxTrouble", "Standing", "ear_of", "entrance", "open_mailbox"]

LARGEST_BODY = 256 * 1024
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LONGEST_NAME = 250
BATCH = 2000
MOST_RUNS = 300
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
FIELDS = (
    "FROM SENDER TO CC DELIVERED-TO X-ORIGINAL-TO SUBJECT MESSAGE-ID IN-REPLY-TO REFERENCES CONTENT-TYPE "
    "RETURN-PATH X-FAILED-RECIPIENTS X-MS-EXCHANGE-MESSAGE-IS-NDR"
)
LONGEST_HEAD = 8 * 1024
"""Of one message: so that a batch of them never comes to more than an answer may hold."""
HEAD = f"BODY.PEEK[HEADER.FIELDS ({FIELDS})]<0.{LONGEST_HEAD}>"
WHOLE = f"BODY.PEEK[]<0.{LARGEST_BODY}>"
SENT_NAMES = re.compile(
    r"^(?:inbox[./])?(?:sent(?: items| messages| mail)?|gesendet(?:e objekte|e elemente)?|(?:éléments |messages )?envoyés?|enviados?"
    r"|(?:elementos|itens) enviados|posta inviata|inviat[ai]|verzonden(?: items)?|sendt(?:e elementer| post)?|skickat|lähetetyt"
    r"|wysłane(?: elementy)?|elementy wysłane|отправленные|送信済み(?:アイテム)?)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Folder:
    """One folder. ``is_sent`` tells where a provider keeps what was sent."""

    name: str
    is_sent: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """How a folder stands: its UIDs mean something only together with ``uidvalidity`` (RFC 3501 §2.3.1.1)."""

    uidvalidity: int
    uidnext: int
    exists: int


def entrance(
    vault: Vault, *, opener: Opener = open_socket
) -> "Callable[[MailAccount], AbstractContextManager[Mailbox]]":
    """A function that opens the mailbox of an account; it raises MailboxTrouble, SecretUnreadable, UnusableServer."""

    def enter(mail_account: MailAccount) -> AbstractContextManager[Mailbox]:
        server = imap_server_of(mail_account, vault)
        if server is None:
            raise MailboxTrouble("There is no server set up for reading mail.", is_for_good=True)
        return open_mailbox(server, opener=opener)

    return enter


def ear_of(*, opener: Opener = open_socket) -> "Callable[[ImapServer], AbstractContextManager[Mailbox]]":
    """A function that opens a mailbox to listen in, for as long as the server likes; it raises MailboxTrouble."""
    return partial(open_mailbox, opener=opener, is_to_stay=True)


@contextmanager
def open_mailbox(
    server: ImapServer,
    *,
    context: ssl.SSLContext | None = None,
    opener: Opener = open_socket,
    is_to_stay: bool = False,
) -> "Iterator[Mailbox]":
    """A mailbox to read in. ``opener`` guards which hosts may be connected to. Raises MailboxTrouble.

    A visit has an end, however slow the server is, unless it ``is_to_stay`` and listen.
    """
    if CONTROL.search(server.username + server.password):
        raise MailboxTrouble(
            "The user name or the password holds an invisible character. Please type it again.",
            is_for_good=True,
        )
    with in_plain_words(server.host):
        client = Client(server, context, opener)
    watch = threading.Timer(DEADLINE.total_seconds(), client.cut)
    watch.daemon = True
    watch.start()
    try:
        with in_plain_words(server.host):
            _log_in(client, server)
        if is_to_stay:
            watch.cancel()
        yield Mailbox(client, server.host)
    finally:
        watch.cancel()
        client.leave()


def _log_in(client: Client, server: ImapServer) -> None:
    if server.security == "starttls":
        if not client.has_capability("STARTTLS"):
            raise MailboxTrouble(
                f"{server.host} offers no encryption, so the password was not sent.", is_for_good=True
            )
        client.starttls(client.context())
    if server.is_token:
        client.oauth2_login(server.username, server.password)
    else:
        client.login(server.username, server.password)


class Mailbox:
    """A mailbox that is open for reading, for as long as one visit lasts."""

    def __init__(self, client: Client, host: str) -> None:
        self._client, self._host = client, host

    @property
    def can_idle(self) -> bool:
        """Whether the server tells by itself when something comes (RFC 2177). Raises MailboxTrouble."""
        with in_plain_words(self._host):
            return bool(self._client.has_capability("IDLE"))

    def is_news_within(self, longest: timedelta) -> bool:
        """Wait in the open folder until something has come, or as long as that. Raises MailboxTrouble."""
        with in_plain_words(self._host):
            return self._client.is_news_within(longest)

    def cut(self) -> None:
        """End the visit at once, from whatever thread."""
        self._client.cut()

    def folders(self) -> list[Folder]:
        """The inbox, and the folder of what was sent if there is one. Raises MailboxTrouble."""
        with in_plain_words(self._host):
            listed = [(flags, str(name)) for flags, _, name in self._client.list_folders()]
        usable = [
            (flags, name) for flags, name in listed if len(name) <= LONGEST_NAME and not CONTROL.search(name)
        ]
        sent = next((name for flags, name in usable if b"\\Sent" in flags), None) or next(
            (name for _, name in usable if SENT_NAMES.match(name)), None
        )
        inbox = next((name for _, name in usable if name.upper() == "INBOX"), "INBOX")
        return [Folder(inbox), *([Folder(sent, is_sent=True)] if sent else [])]

    def examine(self, folder: str) -> Standing:
        """Open a folder without the right to change it. Raises MailboxTrouble."""
        if CONTROL.search(folder):
            raise MailboxTrouble("A folder has a name that no folder can have.")
        with in_plain_words(self._host):
            said = self._client.select_folder(folder, readonly=True)
        return Standing(_number(said, b"UIDVALIDITY"), _number(said, b"UIDNEXT"), _number(said, b"EXISTS"))

    def uids_after(self, uid: int) -> list[int]:
        """The UIDs above this one, rising. A server answers with the last one even if it is not (RFC 3501 §6.4.8)."""
        with in_plain_words(self._host):
            return [one for one in self._client.uids(f"UID {uid + 1}:*") if one > uid]

    def uids_since(self, day: date) -> list[int]:
        """The UIDs of what arrived on this day or later, by the server’s own calendar, rising."""
        with in_plain_words(self._host):
            return self._client.uids(f"SINCE {day.day}-{MONTHS[day.month - 1]}-{day.year}")

    def heads(self, uids: Sequence[int]) -> Iterator[list[Head]]:
        """The heads of these messages in batches; what was deleted meanwhile is left out."""
        for wanted in sets_of(uids):
            with in_plain_words(self._host):
                yield self._client.fetch_texts(wanted, HEAD)

    def whole(self, uids: Sequence[int]) -> dict[int, bytes]:
        """The first 256 kB of each of these messages; without those that are gone."""
        with in_plain_words(self._host):
            texts = [head for wanted in sets_of(uids) for head in self._client.fetch_texts(wanted, WHOLE)]
        return {head.uid: head.raw for head in texts}


def sets_of(uids: Sequence[int]) -> Iterator[str]:
    """Rising UIDs as IMAP writes them down, ``2,5:9``: so many at a time, and in lines that every server takes."""
    runs, count = list[str](), 0
    for first, last in _runs(uids):
        if runs and (count + last - first + 1 > BATCH or len(runs) >= MOST_RUNS):
            yield ",".join(runs)
            runs, count = [], 0
        runs.append(f"{first}:{last}" if last > first else f"{first}")
        count += last - first + 1
    if runs:
        yield ",".join(runs)


def _runs(uids: Sequence[int]) -> Iterator[tuple[int, int]]:
    """What stands without a gap, at most a batch of it at a time."""
    first = last = None
    for uid in uids:
        if first is not None and last is not None and uid == last + 1 and uid - first < BATCH:
            last = uid
            continue
        if first is not None and last is not None:
            yield first, last
        first = last = uid
    if first is not None and last is not None:
        yield first, last


def _number(said: Any, name: bytes) -> int:
    value = said.get(name, 0)
    value = value[0] if isinstance(value, list | tuple) and value else value
    return int(value) if isinstance(value, int) else 0
