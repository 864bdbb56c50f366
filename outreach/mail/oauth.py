"""Signing in at a mail provider: the way there, and the exchange of what comes back.

The authorization-code flow with PKCE (RFC 6749 §4.1, RFC 7636). Whatever a
provider answers becomes tokens, or one of two refusals: for good, or for now.
"""

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TypeGuard
from urllib.parse import urlencode

from outreach.config import Config
from outreach.errors import OutreachError
from outreach.mail.outcomes import quoted
from outreach.outbound import Answer, Unreached

Ask = Callable[[str, bytes], Answer]
"""Posts a form to an address and brings back the answer. Raises Unreached."""

USUAL_LIFE = timedelta(minutes=30)
"""Of an access token whose provider does not say; the real ones last an hour."""
LONGEST_TOKEN = 8192


class PermissionRefused(OutreachError):
    """The provider gives no tokens, and will not: one has to sign in again."""


class PermissionDelayed(OutreachError):
    """The provider could not be asked, or could not answer; it is asked again later."""


@dataclass(frozen=True, slots=True)
class Identity:
    """One place to sign in, as the operator has registered this instance there."""

    key: str
    name: str
    authorize_url: str
    token_url: str
    scopes: tuple[str, ...]
    client_id: str
    client_secret: str = field(default="", repr=False)
    wishes: tuple[tuple[str, str], ...] = ()
    """What else its authorization page is asked for."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """What lets a program in: ``access`` until ``ends_at``, and ``refresh`` to fetch the next one."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    ends_at: datetime


def identities(config: Config) -> dict[str, Identity]:
    """The places to sign in for which the operator has given a client id."""
    known = (
        Identity(
            "google",
            "Google",
            "https://accounts.google.com/o/oauth2/v2/auth",
            "https://oauth2.googleapis.com/token",
            ("https://mail.google.com/",),
            config.google_client_id,
            config.google_client_secret,
            # Without both, Google gives a refresh token the first time and never again.
            (("access_type", "offline"), ("prompt", "consent")),
        ),
        Identity(
            "microsoft",
            "Microsoft",
            "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
            "https://login.microsoftonline.com/common/oauth2/v2.0/token",
            (
                "offline_access",
                "https://outlook.office.com/SMTP.Send",
                "https://outlook.office.com/IMAP.AccessAsUser.All",
            ),
            config.microsoft_client_id,
            config.microsoft_client_secret,
        ),
    )
    return {identity.key: identity for identity in known if identity.client_id}


def consent_url(identity: Identity, *, state: str, verifier: str, redirect_uri: str, address: str) -> str:
    """Where one signs in and says yes. The verifier stays here; only its hash goes along."""
    return f"{identity.authorize_url}?" + urlencode(
        {
            "response_type": "code",
            "client_id": identity.client_id,
            "redirect_uri": redirect_uri,
            "scope": " ".join(identity.scopes),
            "state": state,
            "code_challenge": challenge_of(verifier),
            "code_challenge_method": "S256",
            "login_hint": address,
            **dict(identity.wishes),
        }
    )


def challenge_of(verifier: str) -> str:
    """The hash of a verifier in the form of RFC 7636 §4.2."""
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("=")


def exchange(
    identity: Identity, code: str, *, verifier: str, redirect_uri: str, ask: Ask, now: datetime
) -> Tokens:
    """The tokens for a code that came back. Raises PermissionRefused, PermissionDelayed."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "code_verifier": verifier,
    }
    return _tokens(identity, form, ask=ask, now=now)


def renew(identity: Identity, refresh: str, *, ask: Ask, now: datetime) -> Tokens:
    """The next access token. Raises PermissionRefused, PermissionDelayed."""
    return _tokens(
        identity, {"grant_type": "refresh_token", "refresh_token": refresh}, ask=ask, now=now, kept=refresh
    )


def _tokens(
    identity: Identity, form: Mapping[str, str], *, ask: Ask, now: datetime, kept: str = ""
) -> Tokens:
    said = _answer(identity, form, ask)
    access, refresh = said.get("access_token"), said.get("refresh_token") or kept
    if not _is_token(access):
        raise PermissionDelayed(
            f"{identity.name} gave an answer that holds no permission. We ask again later."
        )
    if not _is_token(refresh):
        raise PermissionRefused(
            f"{identity.name} gave a permission for an hour only. Remove Outreach from the list of programs "
            f"in your {identity.name} account, then sign in again."
        )
    return Tokens(access, refresh, now + _life(said.get("expires_in")))


def _answer(identity: Identity, form: Mapping[str, str], ask: Ask) -> Mapping[str, object]:
    client = {"client_id": identity.client_id}
    if identity.client_secret:
        client["client_secret"] = identity.client_secret
    try:
        answer = ask(identity.token_url, urlencode({**client, **form}).encode())
    except Unreached as trouble:
        raise PermissionDelayed(f"{identity.name} could not be reached. We ask again later.") from trouble
    try:
        said = json.loads(answer.body)
    except ValueError:
        said = None
    if not isinstance(said, dict) or answer.status >= 500 or answer.status == 429:
        raise PermissionDelayed(f"{identity.name} is busy or does not understand us. We ask again later.")
    if answer.status != 200:
        raise _refused(identity, said)
    return said


def _refused(identity: Identity, said: Mapping[str, object]) -> OutreachError:
    error = str(said.get("error", ""))
    if error in {"temporarily_unavailable", "server_error", "slow_down"}:
        return PermissionDelayed(f"{identity.name} is busy. We ask again later.")
    if error in {"invalid_client", "unauthorized_client"}:
        return PermissionRefused(
            f"{identity.name} does not know this Outreach. Whoever runs it should check its client id and secret."
        )
    why = quoted(str(said.get("error_description", "")) or error or "no reason given")
    return PermissionRefused(
        f"{identity.name} no longer lets Outreach in ({why}). Sign in there again from the settings."
    )


def _is_token(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and 0 < len(value) <= LONGEST_TOKEN and value.isprintable()


def _life(seconds: object) -> timedelta:
    is_number = isinstance(seconds, int | float) and not isinstance(seconds, bool)
    return timedelta(seconds=min(float(seconds), 86400.0)) if is_number and seconds > 0 else USUAL_LIFE  # type: ignore[operator, arg-type]
