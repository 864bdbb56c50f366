"""Which settings of a mail server are taken, and which would show the password to others."""

from datetime import timedelta
from typing import Any

import pytest

from outreach.mail.server import SmtpServer, UnusableServer


@pytest.mark.parametrize(
    "settings",
    [
        {"host": "smtp.example.org", "security": "none"},
        {"host": "192.168.1.5", "security": "none"},
        {"host": "smtp.example.org\r\nX", "security": "tls"},
        {"host": "", "security": "tls"},
        {"host": "a..b", "security": "tls"},
        {"host": "smtp.example.org", "security": "ssl3"},
        {"host": "smtp.example.org", "port": 0},
        {"host": "smtp.example.org", "password": "a\0b"},
    ],
)
def test_settings_that_would_show_the_password_or_cannot_work_are_refused(settings: dict[str, Any]) -> None:
    with pytest.raises(UnusableServer, match=r"\.$"):
        SmtpServer(**{"port": 587, **settings})


def test_the_password_is_not_shown_with_the_settings() -> None:
    assert "hunter2" not in repr(SmtpServer("smtp.example.org", 587, password="hunter2"))


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1"])
def test_this_machine_may_be_spoken_to_in_plain(host: str) -> None:
    assert SmtpServer(host, 1025, security="none").is_this_machine


def test_a_claim_on_a_message_can_be_made_to_outlast_its_sending() -> None:
    hasty = SmtpServer("smtp.example.org", 587, deadline=timedelta(minutes=1), patience=timedelta(minutes=5))

    assert hasty.longest == timedelta(minutes=7)
