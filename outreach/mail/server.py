"""The mail server an account sends through, and how long it may take. Pure."""

import ipaddress
import re
from dataclasses import dataclass, field
from datetime import timedelta

from outreach.errors import OutreachError

HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.:-]{0,251}[A-Za-z0-9])?|::1")
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")


class UnusableServer(OutreachError):
    """These settings cannot be, or would send a password for all to read."""


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """Where and how to hand over mail.

    ``security`` is ``starttls`` (usually port 587), ``tls`` (465) or ``none``,
    which is for this machine alone. An empty ``username`` means no login; with
    ``is_token`` the password is an access token, good for an hour.
    ``timeout`` bounds each wait, ``deadline`` each of the two stretches before
    the text is handed over, and ``patience`` the wait for the answer to it
    (RFC 5321 §4.5.3.2.6 asks for ten minutes).

    Raises UnusableServer, in words for the person who typed the settings.
    """

    host: str
    port: int
    security: str = "starttls"
    username: str = ""
    password: str = field(default="", repr=False)
    is_token: bool = False
    timeout: timedelta = timedelta(seconds=60)
    deadline: timedelta = timedelta(minutes=2)
    patience: timedelta = timedelta(minutes=10)

    def __post_init__(self) -> None:
        check_server(self.host, self.port, self.security, self.username + self.password)

    @property
    def is_this_machine(self) -> bool:
        return is_this_machine(self.host)

    @property
    def longest(self) -> timedelta:
        """The longest that sending one message can take; a claim on it must last longer."""
        return 2 * self.deadline + self.patience


@dataclass(frozen=True, slots=True)
class ImapServer:
    """Where and how mail is read, and copies are filed.

    ``security`` is ``tls`` (usually port 993), ``starttls`` (143) or ``none``,
    which is for this machine alone. With ``is_token`` the password is an access
    token. Raises UnusableServer, in words for the person who typed the settings.
    """

    host: str
    port: int = 993
    security: str = "tls"
    username: str = ""
    password: str = field(default="", repr=False)
    is_token: bool = False
    timeout: timedelta = timedelta(seconds=30)

    def __post_init__(self) -> None:
        check_server(self.host, self.port, self.security, self.username + self.password)


def check_server(host: str, port: int, security: str, login: str) -> None:
    """Raise UnusableServer for what cannot be, or would send a password for all to read."""
    if not HOST.fullmatch(host) or ".." in host:
        raise UnusableServer("The mail server must be a name such as smtp.example.org. Please correct it.")
    if not 1 <= port <= 65535:
        raise UnusableServer("The port of a mail server is a number from 1 to 65535, usually 587 or 465.")
    if security not in {"starttls", "tls", "none"}:
        raise UnusableServer("Choose STARTTLS or TLS for the connection to the mail server.")
    if security == "none" and not is_this_machine(host):
        raise UnusableServer(
            "Without encryption everybody on the way could read the password and the mail. "
            "Choose STARTTLS or TLS."
        )
    if CONTROL.search(login):
        raise UnusableServer(
            "The user name or the password holds an invisible character. Please type it again."
        )


def is_this_machine(host: str) -> bool:
    """Whether the name or address is this machine's own."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
