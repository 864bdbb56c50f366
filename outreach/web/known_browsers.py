"""Browsers that somebody has signed in with before: a stranger's guesses do not lock them out.

Each carries a signed cookie for one address, which opens nothing. All it does is
that its own wrong passwords are counted, and nobody else's.
"""

from datetime import timedelta

from flask import Response, request
from itsdangerous import BadData, URLSafeTimedSerializer

from outreach.config import Config
from outreach.tokens import new_token, token_hash

LASTS = timedelta(days=365)


def remember(response: Response, email: str, *, config: Config) -> Response:
    """Give the browser its cookie for this address; one that it has stays as it is."""
    if not sign_of(email, config=config):
        response.set_cookie(
            _name(config),
            _signer(config).dumps([_mark(email), new_token()[:16]]),
            max_age=LASTS,
            secure=config.is_https,
            httponly=True,
            samesite="Lax",
        )
    return response


def sign_of(email: str, *, config: Config) -> str:
    """What this browser's tries for this address are counted under; empty if it is not known for it."""
    try:
        mark, name = _signer(config).loads(
            request.cookies.get(_name(config), ""), max_age=int(LASTS.total_seconds())
        )
    except (BadData, ValueError, TypeError):
        return ""
    return f"browser/{name}" if mark == _mark(email) else ""


def _mark(email: str) -> str:
    return token_hash(email.strip().lower())[:16]


def _name(config: Config) -> str:
    return "__Host-outreach-known" if config.is_https else "outreach-known"


def _signer(config: Config) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(config.secret_key, salt="known-browser")
