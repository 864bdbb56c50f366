"""What an operator can decide, read once from the environment."""

import os
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from typing import Any, get_type_hints
from urllib.parse import urlsplit

from cryptography.fernet import Fernet

from outreach.addresses import allowances
from outreach.errors import OutreachError

PREFIX = "OUTREACH_"
DATABASES = ("sqlite://", "postgres://", "postgresql://", "postgresql+psycopg://")


class BadSetting(OutreachError):
    """A setting is missing or cannot be meant."""


@dataclass(frozen=True, slots=True)
class Config:
    """Everything an operator can decide, in the order of ``.env.example``.

    Each field ``name`` is read from ``OUTREACH_NAME``; a field without a
    default must be set.
    """

    secret_key: str
    """Signs sessions and makes personal links. At least 32 characters, kept secret."""

    encryption_keys: str
    """Fernet keys, newest first, separated by commas: mail passwords are encrypted with them."""

    database_url: str = "sqlite:///outreach.db"
    """Any SQLite or PostgreSQL address; a relative SQLite file lies in the instance folder."""

    public_url: str = "http://127.0.0.1:8000"
    """Where people reach this instance. Every link in a letter begins with it."""

    mail_domain: str = "outreach.invalid"
    """The right half of message and calendar ids, when no mail account gives a better one."""

    open_signup: bool = False
    """Whether anybody may make an account. Otherwise only the first visitor can."""

    trusted_proxies: int = 0
    """How many reverse proxies stand in front and set X-Forwarded-For and X-Forwarded-Proto."""

    outbound_allow: str = ""
    """Hosts and networks, separated by commas, that may be read though not public: calendar.lan:5232, 10.0.0.0/8."""

    google_client_id: str = ""
    """Lets people sign in at Google instead of making an app password; from the Google Cloud console."""

    google_client_secret: str = ""
    """Belongs to the client id. Google calls it a secret even for programs that cannot keep one."""

    microsoft_client_id: str = ""
    """Lets people sign in at Microsoft, which personal Outlook.com addresses need; from the Entra admin center."""

    microsoft_client_secret: str = ""
    """Belongs to the client id; empty for a public client, as PKCE does without."""

    policy: str = ""
    """A TOML file with an institution’s own rules for letters. README.md says what can stand in it."""

    def __post_init__(self) -> None:
        if len(self.secret_key) < 32:
            raise BadSetting(
                f"{PREFIX}SECRET_KEY is {len(self.secret_key)} characters long and needs at least 32. "
                'Make one with: python3 -c "import secrets; print(secrets.token_hex(32))"'
            )
        _check_keys(self.encryption_keys)
        if not self.database_url.startswith(DATABASES):
            raise BadSetting(
                f"{PREFIX}DATABASE_URL does not begin with sqlite:/// or postgresql://. Set it to the address "
                "of a SQLite file or of a PostgreSQL database."
            )
        address = urlsplit(self.public_url)
        if address.scheme not in {"http", "https"} or not address.hostname or address.path.strip("/"):
            raise BadSetting(
                f"{PREFIX}PUBLIC_URL is {self.public_url!r}. Set it to an address without a path, "
                "such as https://outreach.example.org."
            )
        _check_allowances(self.outbound_allow)

    @property
    def base_url(self) -> str:
        """The public address without a closing slash."""
        return self.public_url.rstrip("/")

    @property
    def is_https(self) -> bool:
        return self.public_url.startswith("https://")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Config":
        """Read every setting. Raises BadSetting, naming the variable and what to set it to."""
        hints = get_type_hints(cls)
        values = {}
        for setting in fields(cls):
            variable = PREFIX + setting.name.upper()
            given = environment.get(variable, "").strip()
            if given:
                values[setting.name] = _read(given, hints[setting.name], variable)
            elif setting.default is MISSING:
                raise BadSetting(
                    f"{variable} is not set. See .env.example for what it is and how to make one."
                )
        return cls(**values)


def _check_keys(keys: str) -> None:
    try:
        for key in keys.split(","):
            Fernet(key.strip())
    except ValueError:
        raise BadSetting(
            f"{PREFIX}ENCRYPTION_KEYS holds something that is not a Fernet key. Make one with: python3 -c "
            '"from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())"'
        ) from None


def _check_allowances(text: str) -> None:
    try:
        allowances(text)
    except ValueError as error:
        raise BadSetting(
            f"{PREFIX}OUTBOUND_ALLOW cannot be read: {error} "
            "Give hosts or networks, separated by commas, each with a port if it is not the usual one."
        ) from None


def _read(given: str, kind: type, variable: str) -> Any:
    if kind is bool:
        if given.lower() not in {"1", "0", "true", "false", "yes", "no", "on", "off"}:
            raise BadSetting(f"{variable} is {given!r} and must be yes or no.")
        return given.lower() in {"1", "true", "yes", "on"}
    if kind is int:
        if not given.isdecimal():
            raise BadSetting(f"{variable} is {given!r} and must be a whole number.")
        return int(given)
    return given
