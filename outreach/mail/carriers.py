"""What carries a message away: a mail server, or the built-in mailbox where there is none."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Protocol, Self

from outreach.accounts.models import MailAccount
from outreach.mail.outcomes import Concerns, Stop
from outreach.mail.server import SmtpServer, UnusableServer
from outreach.mail.transport import smtp_connection
from outreach.secrets import SecretUnreadable, Vault


class Carrier(Protocol):
    """A conversation with whatever carries mail, in its two steps."""

    via: str

    def begin(self, sender: str, recipient: str) -> None:
        """Name both ends. Raises Later, Never or Stop; nothing has been sent then."""

    def data(self, raw: bytes) -> object:
        """Hand over the text. Raises Unsure if it may have been taken, Later or Never if it was not."""


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

    def data(self, raw: bytes) -> None:
        """The bytes were recorded before they were handed over, so nothing is left to do."""


def connector(vault: Vault) -> Connect:
    """A function that opens the way out for an account: its mail server, else the built-in mailbox."""

    def connect(mail_account: MailAccount | None) -> AbstractContextManager[Carrier]:
        if mail_account is None:
            return BuiltInMailbox()
        return smtp_connection(server_of(mail_account, vault))

    return connect


def server_of(mail_account: MailAccount, vault: Vault) -> SmtpServer:
    """The server as the transport takes it. Raises Stop if the settings or the password are unusable."""
    try:
        password = vault.open(mail_account.sealed_password, place=mail_account.place)
        return SmtpServer(
            host=mail_account.host,
            port=mail_account.port,
            security=mail_account.security,
            username=mail_account.username,
            password=password,
        )
    except (SecretUnreadable, UnusableServer) as trouble:
        raise Stop(str(trouble), concerns=Concerns.ACCOUNT) from trouble
