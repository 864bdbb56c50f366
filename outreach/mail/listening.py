"""Connections that idle in mailboxes, so that an answer is seen within seconds (RFC 2177).

What is heard there is a hint and no more: the mailbox is then read as at any
other time. That it is read every minute is what is relied on, so whatever
breaks here is let go, and tried again later.
"""

import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from queue import Empty, SimpleQueue

from outreach.mail.imap import Mailbox, MailboxTrouble
from outreach.mail.server import ImapServer

Idle = Callable[[ImapServer], AbstractContextManager[Mailbox]]
"""Opens a mailbox to idle in. Raises MailboxTrouble."""

MOST = 20
"""Connections that one worker keeps idling."""
RENEWED = timedelta(minutes=25)
"""A server may hang up on whoever is silent for half an hour (RFC 2177: within 29 minutes)."""
BREATH = timedelta(seconds=5)
"""After each hint, so that a server that is never still is not read without end."""
FIRST_REST, LONGEST_REST, WITHOUT = timedelta(minutes=1), timedelta(minutes=30), timedelta(days=1)


class Ears:
    """The mailboxes that are listened to, by the number of the account; each in a thread that ends by itself."""

    def __init__(self, idle: Idle) -> None:
        self._idle = idle
        self._ears: dict[int, Ear] = {}
        self._heard: SimpleQueue[int] = SimpleQueue()
        self._rests: dict[int, tuple[timedelta, datetime]] = {}

    def attend(self, servers: Mapping[int, ImapServer], *, now: datetime) -> None:
        """Listen to these, the first before the others, and to nobody else."""
        wanted = dict(list(servers.items())[:MOST])
        for number, ear in list(self._ears.items()):
            if not ear.is_alive() or wanted.get(number) != ear.server:
                self._let_go(number, now=now)
        for number, server in wanted.items():
            if number not in self._ears and self._is_rested(number, now=now):
                self._ears[number] = Ear(server, self._idle, lambda number=number: self._heard.put(number))  # type: ignore[misc]
                self._ears[number].start()

    def heard(self) -> set[int]:
        """The accounts in whose mailboxes something has happened since this was last asked."""
        numbers = set()
        while True:
            try:
                numbers.add(self._heard.get_nowait())
            except Empty:
                return numbers

    def close(self) -> None:
        """Listen to nobody any more; waits for nothing."""
        for ear in self._ears.values():
            ear.stop()
        self._ears.clear()

    def _let_go(self, number: int, *, now: datetime) -> None:
        """One that broke off rests, each time longer, until it has lasted for once."""
        ear = self._ears.pop(number)
        ear.stop()
        if ear.has_no_gift:
            self._rests[number] = (LONGEST_REST, now + WITHOUT)
        elif not ear.has_lasted:
            rest = min(self._rests[number][0] * 2 if number in self._rests else FIRST_REST, LONGEST_REST)
            self._rests[number] = (rest, now + rest)
        else:
            self._rests.pop(number, None)

    def _is_rested(self, number: int, *, now: datetime) -> bool:
        rest = self._rests.get(number)
        return rest is None or now >= rest[1] or now < rest[1] - WITHOUT


class Ear(threading.Thread):
    """One connection that idles. A daemon: a process that ends does not wait for it."""

    def __init__(self, server: ImapServer, idle: Idle, tell: Callable[[], object]) -> None:
        super().__init__(name="ear", daemon=True)
        self.server, self._idle, self._tell = server, idle, tell
        self._stopped = threading.Event()
        self._mailbox: Mailbox | None = None
        self.has_lasted = self.has_no_gift = False

    def stop(self) -> None:
        """End at once, wherever it is. May be called from any thread."""
        self._stopped.set()
        if self._mailbox is not None:
            self._mailbox.cut()

    def run(self) -> None:
        """Listen until it breaks off, whatever the reason; nothing of it is told but the hint."""
        try:
            with self._idle(self.server) as self._mailbox:
                self._listen(self._mailbox)
        except MailboxTrouble:
            return

    def _listen(self, mailbox: Mailbox) -> None:
        self.has_no_gift = not mailbox.can_idle
        if self.has_no_gift or self._stopped.is_set():
            return
        mailbox.examine("INBOX")
        while not self._stopped.is_set():
            is_news = mailbox.is_news_within(RENEWED)
            self.has_lasted = True
            if is_news:
                self._tell()
                self._stopped.wait(BREATH.total_seconds())
