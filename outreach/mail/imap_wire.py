"""The wire to a mailbox: IMAPClient over a connection of our own, and plain words for whatever goes wrong on it."""

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError

from outreach.errors import OutreachError
from outreach.mail.imap_connection import Connection
from outreach.mail.patience import Opener, trusting
from outreach.mail.server import ImapServer


class MailboxTrouble(OutreachError):
    """The mailbox cannot be read now. ``is_for_good`` if only the person can mend it."""

    def __init__(self, text: str, *, is_for_good: bool = False) -> None:
        self.is_for_good = is_for_good
        super().__init__(text)


@dataclass(frozen=True, slots=True)
class Head:
    """What was fetched of one message, at first its headers, and what the server said around that."""

    uid: int
    raw: bytes = field(repr=False)
    around: bytes = b""

    @property
    def arrived_at(self) -> datetime | None:
        """When the server took it, by its own word, in UTC. Read out only where somebody asks."""
        return _arrived(self.around)


class Client(IMAPClient):
    """IMAPClient over a connection of our own opening."""

    def __init__(self, server: ImapServer, context: ssl.SSLContext | None, opener: Opener) -> None:
        self._context = context
        self._opener = opener
        self._wait = server.timeout.total_seconds()
        super().__init__(server.host, server.port, use_uid=True, ssl=server.security == "tls")
        self.normalise_times = False
        self._imap.debug = 0  # the library would write a line of log for each line of mail, read or not

    def context(self) -> ssl.SSLContext:
        """Whom to trust. To read that takes its time, so it is not read for a server on this machine."""
        return self._context or trusting()

    def _create_IMAP4(self) -> "Connection":  # noqa: N802  # the library's name
        wraps = self.context() if self.ssl else None
        return Connection(self.host, self.port, opener=self._opener, seconds=self._wait, wraps=wraps)

    def _set_read_timeout(self) -> None:
        """The connection has one from the beginning."""

    def fetch_texts(self, wanted: str, what: str) -> list[Head]:
        """One text of each message of a set of UIDs, read off the wire."""
        said = self._imap.texts(f"UID FETCH {wanted} (UID INTERNALDATE {what})")
        return [Head(int(found[1]), text, around) for around, text in said if (found := UID.search(around))]

    def uids(self, criteria: str) -> list[int]:
        """The UIDs that a search finds, rising."""
        found = [
            number
            for said in self._imap.answers(f"UID SEARCH {criteria}")
            if said[0][:8].upper() == b"* SEARCH"
            for number in said[0].split()[2:]
        ]
        return sorted(int(number) for number in found if number.isdigit())

    def is_news_within(self, longest: timedelta) -> bool:
        """Whether something comes into the open folder within that time; ends as soon as it does."""
        return bool(self._imap.is_news_within(longest.total_seconds()))

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
INTERNALDATE = re.compile(
    rb'INTERNALDATE "([ \d]\d)-([A-Za-z]{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)"'
)
MONTHS = {
    name: number
    for number, name in enumerate(b"jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)
}


def _arrived(line: bytes) -> datetime | None:
    found = INTERNALDATE.search(line)
    if not found:
        return None
    day, month, year, hour, minute, second, sign, hours, minutes = found.groups()
    ahead = timedelta(hours=int(hours), minutes=int(minutes))
    try:
        there = datetime(
            int(year), MONTHS[month.lower()], int(day), int(hour), int(minute), int(second), 0, UTC
        )
        return there + ahead if sign == b"-" else there - ahead
    except (KeyError, ValueError, OverflowError):
        return None


STUMBLES = (ValueError, KeyError, IndexError, TypeError, AttributeError, AssertionError, RecursionError)
"""What the library raises over what no server should say."""


@contextmanager
def in_plain_words(host: str) -> Iterator[None]:
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
    except STUMBLES as trouble:
        raise MailboxTrouble(f"{host} answered with something that is no mail.") from trouble
