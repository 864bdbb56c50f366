"""Tokens: unguessable words that open something, and signatures that prove where a form came from."""

import hashlib
import hmac
import json
import secrets
from base64 import urlsafe_b64encode
from datetime import timedelta
from typing import Any

from itsdangerous import BadData, URLSafeTimedSerializer
from itsdangerous.encoding import base64_encode


def new_token() -> str:
    """A fresh token with 256 bits of randomness, safe in a URL."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is stored of a token: enough to look it up by, useless to open anything with."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def derived_token(secret_key: str, purpose: str, nonce: str) -> str:
    """The token that belongs to a stored nonce: 256 bits that only the holder of the key can make.

    So a link can be written into a second letter without being stored, and a
    stolen database opens nothing. A new nonce revokes the old link.
    """
    digest = hmac.digest(secret_key.encode(), f"{purpose}/{nonce}".encode(), "sha256")
    return urlsafe_b64encode(digest).decode().rstrip("=")


class _Keys(URLSafeTimedSerializer):
    """Too short to be worth compressing, and trying it would take ten times as long as signing."""

    def dump_payload(self, obj: Any) -> bytes:
        return base64_encode(json.dumps(obj))


def form_key(secret_key: str, page: str) -> str:
    """A signed, once-only name for one form on ``page``; posting it twice has one effect."""
    return _Keys(secret_key, salt="form").dumps([page, secrets.token_urlsafe(9)])


def is_form_key(secret_key: str, page: str, key: str, *, within: timedelta) -> bool:
    """Whether ``key`` was given out by us for ``page``, not longer ago than ``within``."""
    try:
        signed_page, _ = _Keys(secret_key, salt="form").loads(key, max_age=int(within.total_seconds()))
    except (BadData, ValueError, TypeError):
        return False
    return bool(signed_page == page)
