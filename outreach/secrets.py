"""Secrets at rest: what is encrypted before it is stored, with keys that live outside the database."""

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from outreach.errors import OutreachError


class SecretUnreadable(OutreachError):
    """A stored secret does not open with today's keys."""

    def __init__(self) -> None:
        super().__init__(
            "A stored password cannot be read with this instance’s encryption key. "
            "Enter the password again, or bring back the key it was stored with."
        )


class Vault:
    """Encrypts with the newest key, decrypts with any.

    ``place`` names the row that a secret belongs to and is sealed in with it, so
    that a ciphertext moved to another row does not open there.
    """

    def __init__(self, keys: str) -> None:
        """Take Fernet keys, newest first, separated by commas. Raises ValueError if one is malformed."""
        self._fernet = MultiFernet([Fernet(key.strip()) for key in keys.split(",") if key.strip()])

    def seal(self, secret: str, *, place: str) -> str:
        return self._fernet.encrypt(f"{place}\n{secret}".encode()).decode()

    def open(self, sealed: str, *, place: str) -> str:
        """The secret again. Raises SecretUnreadable with the wrong key or in the wrong place."""
        try:
            kept_place, _, secret = self._fernet.decrypt(sealed).decode().partition("\n")
        except InvalidToken:
            raise SecretUnreadable from None
        if kept_place != place:
            raise SecretUnreadable
        return secret

    def renew(self, sealed: str) -> str:
        """The same secret in the same place, sealed with the newest key. Raises SecretUnreadable."""
        try:
            return self._fernet.rotate(sealed).decode()
        except InvalidToken:
            raise SecretUnreadable from None
