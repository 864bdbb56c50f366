"""Signing in at a mail provider, with a provider and mail servers that really run."""

import json
import threading
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from outreach import clock
from outreach.accounts.consents import ConsentExpired, MailConsent
from outreach.accounts.mail_accounts import MailAccount
from outreach.accounts.models import Account
from outreach.config import Config
from outreach.database import db
from outreach.mail.models import Delivery, OutgoingMessage
from outreach.mail.oauth import Identity, challenge_of
from outreach.outbound import Outbound
from outreach.workflows import consenting
from outreach.workflows.consenting import Means
from tests.cast import NOW
from tests.mail.smtp_servers import Fault, FaultyServer
from tests.workflows.posting import chores_of

A_MINUTE = timedelta(minutes=1)


class Provider:
    """A place to sign in: gives a code on its page, and tokens for a code whose verifier is right."""

    def __init__(self) -> None:
        self.challenges: dict[str, str] = {}
        self.refuses: tuple[int, bytes] | None = None
        self.asked: list[dict[str, str]] = []
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                form = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
                status, body = provider.answer(form)
                self.send_response(status)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Silent."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def sign_in(self, way_there: str) -> dict[str, str]:
        """Say yes on the page that ``way_there`` opens; what the browser brings back."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(way_there).query).items()}
        assert asked["code_challenge_method"] == "S256"
        code = f"code-{len(self.challenges)}"
        self.challenges[code] = asked["code_challenge"]
        return {"state": asked["state"], "code": code}

    def answer(self, form: dict[str, str]) -> tuple[int, bytes]:
        self.asked.append(form)
        if self.refuses:
            return self.refuses
        if form["grant_type"] == "refresh_token":
            return 200, json.dumps({"access_token": "second-access", "expires_in": 3600}).encode()
        challenge = self.challenges.pop(form["code"], None)
        if challenge is None or challenge_of(form["code_verifier"]) != challenge:
            return 400, b'{"error": "invalid_grant", "error_description": "Bad code"}'
        tokens = {"access_token": "first-access", "refresh_token": "the-refresh", "expires_in": 3600}
        return 200, json.dumps(tokens).encode()


@pytest.fixture
def provider() -> Iterator[Provider]:
    provider = Provider()
    yield provider
    provider.server.shutdown()
    provider.server.server_close()


@pytest.fixture
def means(app: Flask, config: Config, provider: Provider) -> Iterator[Means]:
    """Those of the application, registered with the provider of the test."""
    identity = Identity("google", "Google", f"{provider.url}/auth", f"{provider.url}/token", ("mail",), "id")
    host = urlsplit(provider.url).netloc
    fetch = partial(Outbound.of(replace(config, outbound_allow=host)).fetch, method="POST")
    kept = app.extensions["outreach.means"]
    means = replace(kept, identities={"google": identity}, ask=lambda url, body: fetch(url, body=body))
    app.extensions["outreach.means"] = means
    yield means
    app.extensions["outreach.means"] = kept


@pytest.fixture
def work(app: Flask, means: Means) -> Any:
    """Lets the worker do every chore once; ``deliver`` as well, where there is a server to deliver to."""

    def work(at: Any = clock.now, *, deliver: bool = False) -> None:
        also = ["deliver"] if deliver else []
        for chore in chores_of(app, "sign in at providers", "renew permissions", *also, means=means):
            chore.do(at)

    return work


def signed_in(ada: Account, provider: Provider, means: Means) -> None:
    """Ada says yes at her provider, and comes back."""
    consent = consenting.begin(ada, provider="gmail", address="ada@gmail.com", means=means, now=NOW)
    brought = provider.sign_in(consenting.way_there(consent, means=means))
    consenting.take_answer(ada, **brought, means=means, now=NOW + A_MINUTE)
    db.session.commit()


def xoauth2(token: str) -> bytes:
    return b"user=ada@gmail.com\1auth=Bearer " + token.encode() + b"\1\1"


def test_ada_signs_in_and_a_letter_leaves_with_the_permission_alone(
    ada: Account, provider: Provider, means: Means, work: Any
) -> None:
    signed_in(ada, provider, means)
    work(lambda: NOW + A_MINUTE)
    account = MailAccount.of(ada)
    assert account is not None
    assert (account.address, account.sealed_password) == ("ada@gmail.com", "")

    with FaultyServer({}, offers=b"250-AUTH XOAUTH2 PLAIN\r\n") as smtp:
        account.host, account.port, account.security = "127.0.0.1", smtp.port, "none"
        OutgoingMessage.hasten(ada, now=NOW)
        db.session.commit()
        work(lambda: NOW + A_MINUTE, deliver=True)

    [shown] = [line.split()[2] for line in smtp.heard.splitlines() if line.startswith(b"AUTH")]
    assert b64decode(shown) == xoauth2("first-access")
    trial = OutgoingMessage.latest_test(ada)
    assert trial is not None
    assert trial.delivery is Delivery.SENT
    assert MailConsent.of(ada) is None


def test_what_is_kept_of_a_permission_cannot_be_read_in_the_database(
    ada: Account, provider: Provider, means: Means, work: Any
) -> None:
    signed_in(ada, provider, means)
    work(lambda: NOW + A_MINUTE)
    account = MailAccount.of(ada)
    assert account is not None
    kept = account.sealed_refresh + account.sealed_access
    assert "the-refresh" not in kept
    assert "first-access" not in kept
    assert means.vault.open(account.sealed_refresh, place=account.token_place) == "the-refresh"


def test_a_token_is_renewed_before_it_ends(ada: Account, provider: Provider, means: Means, work: Any) -> None:
    signed_in(ada, provider, means)
    work(lambda: NOW + A_MINUTE)
    work(lambda: NOW + timedelta(minutes=40))
    assert [form["grant_type"] for form in provider.asked] == ["authorization_code"]

    work(lambda: NOW + timedelta(minutes=55))

    account = MailAccount.of(ada)
    assert account is not None
    assert provider.asked[-1]["refresh_token"] == "the-refresh"
    assert means.vault.open(account.sealed_access, place=account.token_place) == "second-access"
    assert account.access_ends_at == NOW + timedelta(minutes=115)


@pytest.mark.parametrize(
    ("answer", "is_broken"),
    [
        ((400, b'{"error": "invalid_grant", "error_description": "Token has been revoked."}'), True),
        ((401, b'{"error": "invalid_client"}'), True),
        ((503, b"busy"), False),
        ((429, b"{}"), False),
        ((200, b"<html>"), False),
        ((200, b'{"access_token": 7}'), False),
    ],
    ids=["revoked", "unknown client", "busy", "too many", "not JSON", "no token"],
)
def test_only_a_permission_that_was_withdrawn_pauses_the_account(
    ada: Account, provider: Provider, means: Means, work: Any, answer: tuple[int, bytes], is_broken: bool
) -> None:
    signed_in(ada, provider, means)
    work(lambda: NOW + A_MINUTE)
    provider.refuses = answer
    work(lambda: NOW + timedelta(minutes=55))

    account = MailAccount.of(ada)
    assert account is not None
    assert bool(account.broken_because) is is_broken
    assert account.uses_tokens


def test_a_provider_that_is_busy_is_asked_again_for_the_same_code(
    ada: Account, provider: Provider, means: Means, work: Any
) -> None:
    signed_in(ada, provider, means)
    provider.refuses = 503, b"busy"
    work(lambda: NOW + A_MINUTE)
    provider.refuses = None
    work(lambda: NOW + 2 * A_MINUTE)

    assert MailAccount.of(ada) is not None


def test_a_code_that_the_provider_does_not_take_is_said_so(
    ada: Account, provider: Provider, means: Means, work: Any
) -> None:
    signed_in(ada, provider, means)
    provider.challenges.clear()
    work(lambda: NOW + A_MINUTE)

    consent = MailConsent.of(ada)
    assert consent is not None
    assert "no longer lets Outreach in (Bad code)" in consent.trouble
    assert MailAccount.of(ada) is None


@pytest.mark.parametrize("state", ["", "guessed", "ü"])
def test_an_answer_to_a_question_that_was_not_asked_is_refused(
    ada: Account, provider: Provider, means: Means, state: str
) -> None:
    consenting.begin(ada, provider="gmail", address="ada@gmail.com", means=means, now=NOW)
    with pytest.raises(ConsentExpired):
        consenting.take_answer(ada, state=state, code="code", means=means, now=NOW)


def test_an_answer_of_marys_is_not_adas(
    ada: Account, mary: Account, provider: Provider, means: Means
) -> None:
    marys = consenting.begin(mary, provider="gmail", address="mary@gmail.com", means=means, now=NOW)
    consenting.begin(ada, provider="gmail", address="ada@gmail.com", means=means, now=NOW)
    brought = provider.sign_in(consenting.way_there(marys, means=means))
    with pytest.raises(ConsentExpired):
        consenting.take_answer(ada, **brought, means=means, now=NOW)


def test_after_half_an_hour_it_leads_nowhere(ada: Account, provider: Provider, means: Means) -> None:
    consent = consenting.begin(ada, provider="gmail", address="ada@gmail.com", means=means, now=NOW)
    brought = provider.sign_in(consenting.way_there(consent, means=means))
    with pytest.raises(ConsentExpired):
        consenting.take_answer(ada, **brought, means=means, now=NOW + timedelta(minutes=31))


def test_a_token_that_the_mail_server_refuses_stops_the_account_after_one_try(
    ada: Account, provider: Provider, means: Means, work: Any
) -> None:
    signed_in(ada, provider, means)
    work(lambda: NOW + A_MINUTE)
    account = MailAccount.of(ada)
    assert account is not None
    challenge = Fault(b"334 eyJzdGF0dXMiOiI0MDAifQ==\r\n")
    with FaultyServer(
        {"AUTH": challenge, "": Fault(b"535 5.7.8 no\r\n")}, offers=b"250-AUTH XOAUTH2\r\n"
    ) as smtp:
        account.host, account.port, account.security = "127.0.0.1", smtp.port, "none"
        OutgoingMessage.hasten(ada, now=NOW)
        db.session.commit()
        work(lambda: NOW + A_MINUTE, deliver=True)

    assert smtp.heard.count(b"AUTH ") == 1
    assert "535" in account.broken_because
    assert "first-access" not in account.broken_because


# At the screen


def test_the_whole_way_at_the_screen(
    at_ada: FlaskClient, ada: Account, provider: Provider, means: Means, work: Any
) -> None:
    begun = at_ada.post("/settings/mail/consent", data={"provider": "gmail", "address": "ada@gmail.com"})
    assert begun.status_code == 303
    page = at_ada.get("/settings/mail/consent").text
    way_there = page.split('href="' + provider.url)[1].split('"')[0].replace("&amp;", "&")
    brought = provider.sign_in(provider.url + way_there)

    back = at_ada.get("/settings/mail/consent/return", query_string=brought)
    assert "One more click" in back.text
    assert provider.asked == []  # looking at a page asks nobody anything

    assert at_ada.post("/settings/mail/consent/answer", data=brought).status_code == 303
    assert "fetching the permission" in at_ada.get("/settings/mail/consent").text
    work()
    done = at_ada.get("/settings/mail/consent", headers={"HX-Request": "true"})
    assert done.headers["HX-Redirect"].endswith("/settings#mail")
    assert "with the permission you gave there" in at_ada.get("/settings").text


def test_whoever_says_no_at_the_provider_is_not_scolded(at_ada: FlaskClient, means: Means) -> None:
    page = at_ada.get("/settings/mail/consent/return?error=access_denied&state=x").text
    assert "You said no, and that is fine" in page


def test_without_a_client_id_nobody_is_sent_anywhere(at_ada: FlaskClient, ada: Account) -> None:
    answer = at_ada.post("/settings/mail/consent", data={"provider": "gmail", "address": "ada@gmail.com"})
    assert answer.status_code == 422
    assert "is not set up here" in answer.text
    assert MailConsent.of(ada) is None
