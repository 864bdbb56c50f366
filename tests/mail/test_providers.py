"""Every preset leads somewhere that the transport would take a password to."""

import pytest

from outreach.mail.providers import PROVIDERS, Provider
from outreach.mail.server import SmtpServer


@pytest.mark.parametrize("provider", [p for p in PROVIDERS.values() if p.host], ids=lambda p: p.key)
def test_the_transport_takes_every_preset(provider: Provider) -> None:
    server = SmtpServer(provider.host, provider.port, provider.security, "ada", "secret")

    assert server.security != "none" or server.is_this_machine


@pytest.mark.parametrize("provider", PROVIDERS.values(), ids=lambda p: p.key)
def test_every_provider_says_in_one_sentence_which_password_it_wants(provider: Provider) -> None:
    assert provider.advice.endswith(".")
    assert provider.advice.count(". ") == 0


def test_only_unknown_servers_are_asked_for() -> None:
    assert {p.key for p in PROVIDERS.values() if not p.is_fixed} == {"proton", "other"}
