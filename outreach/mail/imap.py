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

import imaplib
import re
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError

from outreach.accounts.models import MailAccount
from outreach.errors import OutreachError
from outreach.mail.carriers import imap_server_of
from outreach.mail.patience import Opener, open_socket, trusting
from outreach.mail.server import ImapServer
from outreach.secrets import Vault

LARGEST_BODY = 256 * 1024
LARGEST_LITERAL = 4 * 1024 * 1024
LONGEST_NAME = 250
BATCH = 500
DEADLINE = timedelta(minutes=5)
"""For one visit to a mailbox, whatever its server does. What is not done by then is done on the next."""
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
FIELDS = (
    "FROM SENDER TO CC DELIVERED-TO X-ORIGINAL-TO SUBJECT DATE MESSAGE-ID IN-REPLY-TO REFERENCES CONTENT-TYPE "
    "RETURN-PATH AUTO-SUBMITTED X-FAILED-RECIPIENTS X-MS-EXCHANGE-MESSAGE-IS-NDR"
)
HEAD = f"BODY.PEEK[HEADER.FIELDS ({FIELDS})]"
WHOLE = f"BODY.PEEK[]<0.{LARGEST_BODY}>"
SENT_NAMES = re.compile(
    r"^(?:inbox[./])?(?:sent(?: items| messages| mail)?|gesendet(?:e objekte|e elemente)?|(?:éléments |messages )?envoyés?|enviados?"
    r"|(?:elementos|itens) enviados|posta inviata|inviat[ai]|verzonden(?: items)?|sendt(?:e elementer| post)?|skickat|lähetetyt"
    r"|wysłane(?: elementy)?|elementy wysłane|отправленные|送信済み(?:アイテム)?)$",
    re.IGNORECASE,
)


class MailboxTrouble(OutreachError):
    """The mailbox cannot be read now. ``is_for_good`` if only the person can mend it."""

    def __init__(self, text: str, *, is_for_good: bool = False) -> None:
        self.is_for_good = is_for_good
        super().__init__(text)


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


@dataclass(frozen=True, slots=True)
class Head:
    """What was fetched of one message, at first its headers. ``arrived_at`` is the server’s word, in UTC."""

    uid: int
    raw: bytes = field(repr=False)
    arrived_at: datetime | None = None


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


@contextmanager
def open_mailbox(
    server: ImapServer, *, context: ssl.SSLContext | None = None, opener: Opener = open_socket
) -> "Iterator[Mailbox]":
    """A mailbox to read in. ``opener`` guards which hosts may be connected to. Raises MailboxTrouble."""
    if CONTROL.search(server.username + server.password):
        raise MailboxTrouble(
            "The user name or the password holds an invisible character. Please type it again.",
            is_for_good=True,
        )
    with _in_plain_words(server.host):
        client = _Client(server, context or trusting(), opener)
    watch = threading.Timer(DEADLINE.total_seconds(), client.cut)
    watch.daemon = True
    watch.start()
    try:
        with _in_plain_words(server.host):
            _log_in(client, server)
        yield Mailbox(client, server.host)
    finally:
        watch.cancel()
        client.leave()


def _log_in(client: "_Client", server: ImapServer) -> None:
    if server.security == "starttls":
        if not client.has_capability("STARTTLS"):
            raise MailboxTrouble(
                f"{server.host} offers no encryption, so the password was not sent.", is_for_good=True
            )
        client.starttls(client.context)
    if server.is_token:
        client.oauth2_login(server.username, server.password)
    else:
        client.login(server.username, server.password)


class Mailbox:
    """A mailbox that is open for reading, for as long as one visit lasts."""

    def __init__(self, client: "_Client", host: str) -> None:
        self._client, self._host = client, host

    def folders(self) -> list[Folder]:
        """The inbox, and the folder of what was sent if there is one. Raises MailboxTrouble."""
        with _in_plain_words(self._host):
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
        with _in_plain_words(self._host):
            said = self._client.select_folder(folder, readonly=True)
        return Standing(_number(said, b"UIDVALIDITY"), _number(said, b"UIDNEXT"), _number(said, b"EXISTS"))

    def uids_after(self, uid: int) -> list[int]:
        """The UIDs above this one, rising. A server answers with the last one even if it is not (RFC 3501 §6.4.8)."""
        with _in_plain_words(self._host):
            found = self._client.search(["UID", f"{uid + 1}:*"])
        return sorted(int(one) for one in found if int(one) > uid)

    def uids_since(self, day: date) -> list[int]:
        """The UIDs of what arrived on this day or later, by the server’s own calendar, rising."""
        with _in_plain_words(self._host):
            found = self._client.search(["SINCE", day])
        return sorted(int(one) for one in found)

    def heads(self, uids: Sequence[int]) -> Iterator[list[Head]]:
        """The heads of these messages in batches; what was deleted meanwhile is left out."""
        for begin in range(0, len(uids), BATCH):
            wanted = uids[begin : begin + BATCH]
            with _in_plain_words(self._host):
                yield self._client.fetch_texts(wanted, HEAD)

    def whole(self, uids: Sequence[int]) -> dict[int, bytes]:
        """The first 256 kB of each of these messages; without those that are gone."""
        with _in_plain_words(self._host):
            return {head.uid: head.raw for head in self._client.fetch_texts(uids, WHOLE)}


def _number(said: Any, name: bytes) -> int:
    value = said.get(name, 0)
    value = value[0] if isinstance(value, list | tuple) and value else value
    return int(value) if isinstance(value, int) else 0


class _Client(IMAPClient):
    """IMAPClient over a connection of our own opening."""

    def __init__(self, server: ImapServer, context: ssl.SSLContext, opener: Opener) -> None:
        self.context = context
        self._opener = opener
        self._wait = server.timeout.total_seconds()
        super().__init__(server.host, server.port, use_uid=True, ssl=server.security == "tls")
        self.normalise_times = False

    def _create_IMAP4(self) -> "_Connection":  # noqa: N802  # the library's name
        wraps = self.context if self.ssl else None
        return _Connection(self.host, self.port, opener=self._opener, seconds=self._wait, wraps=wraps)

    def _set_read_timeout(self) -> None:
        """The connection has one from the beginning."""

    def fetch_texts(self, uids: Iterable[int], what: str) -> list[Head]:
        """One text of each message, read off the lines: the library's parser takes most of a large mailbox's time."""
        numbers = ",".join(str(uid) for uid in uids)
        status, lines = self._imap.uid("FETCH", numbers, f"(UID INTERNALDATE {what})")
        self._checkok("fetch", status, lines)
        texts = []
        for place, line in enumerate(lines):
            if not isinstance(line, tuple) or len(line) != 2:
                continue
            after = (
                lines[place + 1] if place + 1 < len(lines) and isinstance(lines[place + 1], bytes) else b""
            )
            found = UID.search(line[0]) or UID.search(after)
            if found:
                texts.append(Head(int(found[1]), line[1], _arrived(line[0]) or _arrived(after)))
        return texts

    def cut(self) -> None:
        """End the conversation at once, from whatever thread."""
        with suppress(OSError, AttributeError):
            self._imap.sock.shutdown(2)

    def leave(self) -> None:
        """Say goodbye; whether the server hears it changes nothing."""
        with suppress(Exception):
            self._imap.sock.settimeout(3)
            self.logout()
        with suppress(Exception):
            self.shutdown()


UID = re.compile(rb"\bUID (\d{1,10})\b")
INTERNALDATE = re.compile(rb'INTERNALDATE "([^"]{20,32})"')


def _arrived(line: bytes) -> datetime | None:
    found = INTERNALDATE.search(line)
    if not found:
        return None
    try:
        return datetime.strptime(found[1].decode("ascii").strip(), "%d-%b-%Y %H:%M:%S %z").astimezone(UTC)
    except (ValueError, OverflowError):
        return None


class _Connection(imaplib.IMAP4):
    """A connection whose opening is guarded, and whose answers have an end."""

    def __init__(
        self, host: str, port: int, *, opener: Opener, seconds: float, wraps: ssl.SSLContext | None
    ) -> None:
        self._opener, self._seconds, self._wraps = opener, seconds, wraps
        self._ends = time.monotonic() + DEADLINE.total_seconds()
        super().__init__(host, port)

    def _create_socket(self, timeout: float | None) -> Any:
        sock = self._opener((self.host, self.port), self._seconds)
        sock.settimeout(self._seconds)
        return self._wraps.wrap_socket(sock, server_hostname=self.host) if self._wraps else sock

    def read(self, size: int) -> bytes:
        if size > LARGEST_LITERAL:
            raise self.abort("an answer larger than any we asked for")
        self._check_time()
        return super().read(size)

    def readline(self) -> bytes:
        self._check_time()
        return super().readline()

    def _check_time(self) -> None:
        if time.monotonic() > self._ends:
            raise TimeoutError


@contextmanager
def _in_plain_words(host: str) -> Iterator[None]:
    """Whatever goes wrong becomes a sentence. The server’s own words are not repeated: they may hold the password."""
    try:
        yield
    except MailboxTrouble:
        raise
    except LoginError as refused:
        raise MailboxTrouble(
            f"{host} does not accept the user name and the password for reading mail.", is_for_good=True
        ) from refused
    except ssl.SSLCertVerificationError as refused:
        raise MailboxTrouble(
            f"The certificate of {host} cannot be trusted, so the password was not sent.", is_for_good=True
        ) from refused
    except OutreachError as refused:
        raise MailboxTrouble(str(refused)) from refused
    except (IMAPClientError, imaplib.IMAP4.error, OSError, EOFError) as trouble:
        raise MailboxTrouble(
            f"{host} could not be read just now. It is tried again in a minute."
        ) from trouble
    except (
        ValueError,
        KeyError,
        IndexError,
        TypeError,
        AttributeError,
        AssertionError,
        RecursionError,
    ) as trouble:
        # The library stumbles in many ways over what no server should say.
        raise MailboxTrouble(f"{host} answered with something that is no mail.") from trouble
