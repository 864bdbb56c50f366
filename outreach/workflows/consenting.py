"""Signing in at a mail provider: begun at the screen, finished by the worker.

No page waits for a provider: what came back is kept sealed, and the worker
exchanges it for the tokens. Each of its two errands is three steps, *read*,
*ask* and *keep*, so that no transaction is open while a provider takes its time.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update

from outreach.accounts.consents import ConsentExpired, MailConsent
from outreach.accounts.mail_accounts import MailAccount
from outreach.accounts.models import Account
from outreach.database import db, saved
from outreach.errors import OutreachError
from outreach.journal.models import note
from outreach.mail.oauth import (
    Ask,
    Identity,
    PermissionDelayed,
    PermissionRefused,
    Tokens,
    consent_url,
    exchange,
    renew,
)
from outreach.mail.providers import PROVIDERS
from outreach.mail.trial import queue_trial
from outreach.secrets import SecretUnreadable, Vault

AHEAD = timedelta(minutes=10)
"""An access token is renewed so long before it ends."""


class NoSuchIdentity(OutreachError):
    """This instance is not registered with the provider."""

    def __init__(self) -> None:
        super().__init__(
            "Signing in at this provider is not set up here. Ask whoever runs this Outreach, or use an app password."
        )


@dataclass(frozen=True, slots=True)
class Means:
    """What signing in at providers needs: where, what to ask with, and what seals and signs."""

    identities: Mapping[str, Identity]
    ask: Ask
    vault: Vault
    secret_key: str = field(repr=False)
    redirect_uri: str
    mail_domain: str

    def identity_for(self, provider: str) -> Identity:
        """Where one signs in for this provider. Raises NoSuchIdentity."""
        preset = PROVIDERS.get(provider)
        identity = self.identities.get(preset.identity) if preset else None
        if identity is None:
            raise NoSuchIdentity
        return identity


def begin(account: Account, *, provider: str, address: str, means: Means, now: datetime) -> MailConsent:
    """Set out for a provider; whatever was begun before leads nowhere now. Raises NoSuchIdentity."""
    means.identity_for(provider)
    return MailConsent.begin(account, provider=provider, address=address, now=now)


def way_there(consent: MailConsent, *, means: Means) -> str:
    """The provider's page to sign in at. Raises NoSuchIdentity."""
    return consent_url(
        means.identity_for(consent.provider),
        state=consent.state(means.secret_key),
        verifier=consent.verifier(means.secret_key),
        redirect_uri=means.redirect_uri,
        address=consent.address,
    )


def take_answer(account: Account, *, state: str, code: str, means: Means, now: datetime) -> None:
    """Keep what the provider gave, for the worker to exchange. Raises ConsentExpired for any but our own way."""
    consent = MailConsent.of(account)
    if consent is None or not consent.is_open(now=now) or not code:
        raise ConsentExpired
    ours = consent.state(means.secret_key)
    if not hmac.compare_digest(state.encode("utf-8", "replace"), ours.encode()):
        raise ConsentExpired
    consent.sealed_code, consent.trouble = means.vault.seal(code, place=consent.place), ""
    consent.answered_at = now


# The worker's first errand: a code becomes tokens.


@dataclass(frozen=True, slots=True)
class Code:
    """What came back from a provider, and what proves that we sent for it."""

    account_id: int
    nonce: str
    provider: str
    code: str = field(repr=False)
    verifier: str = field(repr=False)


def read_code(account_id: int, *, means: Means) -> Code | None:
    """Take the code, so that no other worker exchanges it too; a code is good for one exchange."""
    consent = db.session.get(MailConsent, account_id)
    if consent is None or not consent.sealed_code:
        return None
    try:
        opened = means.vault.open(consent.sealed_code, place=consent.place)
    except SecretUnreadable:
        consent.trouble = str(ConsentExpired())
        return None
    verifier = consent.verifier(means.secret_key)
    code = Code(account_id, consent.nonce, consent.provider, opened, verifier)
    taken = update(MailConsent).where(
        MailConsent.account_id == account_id, MailConsent.sealed_code == consent.sealed_code
    )
    return code if db.session.execute(taken.values(sealed_code="")).rowcount else None  # type: ignore[attr-defined]


def ask_for_tokens(code: Code, *, means: Means, now: datetime) -> Tokens | OutreachError:
    """What the provider gives for the code, or why it gives nothing. Touches the network, not the database."""
    try:
        return exchange(
            means.identity_for(code.provider),
            code.code,
            verifier=code.verifier,
            redirect_uri=means.redirect_uri,
            ask=means.ask,
            now=now,
        )
    except OutreachError as refusal:
        return refusal


def keep_tokens(code: Code, given: Tokens | OutreachError, *, means: Means, now: datetime) -> None:
    """Connect the account with the tokens and try it out; or say why not. A way begun anew is left alone."""
    consent = db.session.get(MailConsent, code.account_id, populate_existing=True)
    if consent is None or consent.nonce != code.nonce:
        return
    if isinstance(given, PermissionDelayed) and consent.is_open(now=now):
        consent.sealed_code = means.vault.seal(code.code, place=consent.place)
    elif isinstance(given, OutreachError):
        consent.trouble = str(given)
    else:
        _connect(consent, given, means=means, now=now)
        db.session.delete(consent)


def _connect(consent: MailConsent, tokens: Tokens, *, means: Means, now: datetime) -> None:
    account = db.session.get_one(Account, consent.account_id)
    mail_account = MailAccount.of(account) or MailAccount(account_id=account.id)
    preset = PROVIDERS[consent.provider]
    mail_account.provider, mail_account.address = preset.key, consent.address
    mail_account.username, mail_account.sealed_password = consent.address, ""
    mail_account.host, mail_account.port, mail_account.security = preset.host, preset.port, preset.security
    mail_account.imap_host, mail_account.imap_port = preset.imap_host, preset.imap_port
    mail_account.imap_security, mail_account.files_sent = preset.imap_security, preset.files_sent
    mail_account.tested_at = None
    _seal(mail_account, tokens, means.vault)
    saved(mail_account)
    note("mail_account.connected", account, at=now, address=consent.address)
    queue_trial(account, mail_account, mail_domain=means.mail_domain, now=now)


def _seal(mail_account: MailAccount, tokens: Tokens, vault: Vault) -> None:
    mail_account.sealed_refresh = vault.seal(tokens.refresh, place=mail_account.token_place)
    mail_account.sealed_access = vault.seal(tokens.access, place=mail_account.token_place)
    mail_account.access_ends_at = tokens.ends_at


# The worker's second errand: an access token that is about to end is renewed.


@dataclass(frozen=True, slots=True)
class Refresh:
    """What fetches the next access token of an account."""

    account_id: int
    provider: str
    sealed: str = field(repr=False)
    token: str = field(repr=False)


def to_renew(*, now: datetime) -> list[int]:
    """The accounts whose access token ends soon; those that are broken wait for their owner."""
    ending = or_(MailAccount.access_ends_at.is_(None), MailAccount.access_ends_at < now + AHEAD)
    found = select(MailAccount.account_id).where(
        MailAccount.sealed_refresh != "", MailAccount.broken_because == "", ending
    )
    return list(db.session.scalars(found))


def read_refresh(account_id: int, *, means: Means) -> Refresh | None:
    """What the next token is asked for with. A secret that does not open pauses the account."""
    mail_account = MailAccount.by_account(account_id)
    if mail_account is None or not mail_account.uses_tokens:
        return None
    try:
        token = means.vault.open(mail_account.sealed_refresh, place=mail_account.token_place)
    except SecretUnreadable as trouble:
        mail_account.broken_because = str(trouble)
        return None
    return Refresh(account_id, mail_account.provider, mail_account.sealed_refresh, token)


def ask_to_renew(refresh: Refresh, *, means: Means, now: datetime) -> Tokens | OutreachError:
    """The next tokens, or why there are none. Touches the network, not the database."""
    try:
        return renew(means.identity_for(refresh.provider), refresh.token, ask=means.ask, now=now)
    except OutreachError as refusal:
        return refusal


def keep_renewed(refresh: Refresh, given: Tokens | OutreachError, *, means: Means) -> None:
    """Keep the new tokens; pause the account if its permission was withdrawn. Later is tried again by itself."""
    mail_account = MailAccount.by_account(refresh.account_id)
    if mail_account is None or mail_account.sealed_refresh != refresh.sealed:
        return  # connected anew, or renewed by another worker, in the meantime
    if isinstance(given, Tokens):
        _seal(mail_account, given, means.vault)
    elif isinstance(given, PermissionRefused | NoSuchIdentity):
        mail_account.broken_because = str(given)
