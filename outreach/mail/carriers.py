"""What carries a message away: a mail server, or the built-in mailbox where there is none."""

from collections.abc import Callable, Hashable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

from outreach.accounts.mail_accounts import MailAccount
from outreach.mail.outcomes import Concerns, Never, Stop, Undelivered
from outreach.mail.patience import Opener, open_socket
from outreach.mail.server import ImapServer, SmtpServer, UnusableServer
from outreach.mail.transport import always, smtp_connection
from outreach.secrets import SecretUnreadable, Vault

SMTP = "smtp"
"""What a carrier is called that speaks with a mail server."""


class Carrier(Protocol):
    """A conversation with whatever carries mail, in its two steps."""

    via: str

    def begin(self, sender: str, recipient: str) -> None:
        """Name both ends. Raises Later, Never or Stop; nothing has been sent then."""

    def data(self, raw: bytes, *, may_end: Callable[[], bool] = always) -> bool:
        """Hand over the text. Raises Unsure if it may have been taken, Later or Never if it was not.

        ``may_end`` is asked before the end of the text leaves, without which no
        server takes it: where it says no, nothing was sent, and this is False.
        """


Connect = Callable[[MailAccount | None], AbstractContextManager[Carrier]]


class BuiltInMailbox:
    """Keeps every message where it is: the outbox already holds its bytes, and the mailbox page shows them."""

    via = "mailbox"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing was opened."""

    def begin(self, sender: str, recipient: str) -> None:
        """Any address will do."""

    def data(self, raw: bytes, *, may_end: Callable[[], bool] = always) -> bool:
        """The bytes were recorded before they were handed over, so nothing is left to do."""
        return may_end()


@dataclass(slots=True)
class Door:
    """One way out, opened when it is first used and kept for what follows."""

    way: AbstractContextManager[Carrier]
    carrier: Carrier | None = None
    was_used: bool = False

    def begin(self, sender: str, recipient: str) -> Carrier:
        """Open it if need be, and name both ends. Raises Later, Never or Stop; nothing has been sent then."""
        if self.carrier is None:
            self.carrier = self.way.__enter__()
        self.carrier.begin(sender, recipient)
        return self.carrier

    def close(self) -> None:
        if self.carrier is not None:
            with suppress(Undelivered):
                self.way.__exit__(None, None, None)


class Doors:
    """The connections of one round: an account's messages go over one, and a few accounts keep theirs open."""

    def __init__(self, connect: Connect) -> None:
        self._connect, self._open = connect, dict[Hashable, Door]()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for key in list(self._open):
            self._close(key)

    def door(self, account_id: int, mail_account: MailAccount | None) -> Door:
        """The way out of an account. Raises Stop if its settings or its password are unusable."""
        key = (account_id, mail_account and mail_account.door)
        door = self._open.pop(key, None)
        if door is None:
            while len(self._open) >= MOST_OPEN:
                self._close(next(iter(self._open)))
            door = Door(self._connect(mail_account))
        else:
            door.was_used = True
        self._open[key] = door
        return door

    def close(self, door: Door) -> None:
        """Use it no more."""
        for key in [key for key, kept in self._open.items() if kept is door]:
            self._close(key)

    def close_after(self, trouble: Undelivered, door: Door) -> None:
        """Use it no more, unless the trouble is with one message or one address alone."""
        is_alone = isinstance(trouble, Never) or trouble.code is not None
        if not is_alone or trouble.concerns is Concerns.ACCOUNT:
            self.close(door)

    def _close(self, key: Hashable) -> None:
        self._open.pop(key).close()


MOST_OPEN = 8
"""Connections that one worker keeps at a time."""


def connector(vault: Vault, *, opener: Opener = open_socket) -> Connect:
    """A function that opens the way out for an account: its mail server, else the built-in mailbox.

    ``opener`` guards which hosts may be connected to.
    """

    def connect(mail_account: MailAccount | None) -> AbstractContextManager[Carrier]:
        if mail_account is None:
            return BuiltInMailbox()
        return smtp_connection(server_of(mail_account, vault), opener=opener)

    return connect


def server_of(mail_account: MailAccount, vault: Vault) -> SmtpServer:
    """The server as the transport takes it. Raises Stop if the settings or the password are unusable."""
    try:
        return SmtpServer(
            host=mail_account.host,
            port=mail_account.port,
            security=mail_account.security,
            username=mail_account.username,
            password=login_secret(mail_account, vault),
            is_token=mail_account.uses_tokens,
        )
    except (SecretUnreadable, UnusableServer) as trouble:
        raise Stop(str(trouble), concerns=Concerns.ACCOUNT) from trouble


def imap_server_of(mail_account: MailAccount, vault: Vault) -> ImapServer | None:
    """Where its mail is read and copies are filed; None if that is not set up.

    The login is that of sending. Raises SecretUnreadable, UnusableServer.
    """
    if not mail_account.imap_host:
        return None
    return ImapServer(
        host=mail_account.imap_host,
        port=mail_account.imap_port,
        security=mail_account.imap_security,
        username=mail_account.username,
        password=login_secret(mail_account, vault),
        is_token=mail_account.uses_tokens,
    )


def login_secret(mail_account: MailAccount, vault: Vault) -> str:
    """Its password, or the access token that stands in for one. Raises SecretUnreadable."""
    if mail_account.uses_tokens:
        return vault.open(mail_account.sealed_access, place=mail_account.token_place)
    return vault.open(mail_account.sealed_password, place=mail_account.place)
