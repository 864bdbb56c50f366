"""Guesses at passwords: a few are forgiven, and nobody pays for those of others."""

from datetime import timedelta

import pytest
from flask import Flask

from outreach.accounts.guessing import TRIES_ALLOWED, TRIES_WINDOW, SignInTry, TooManyTries
from outreach.database import db
from tests.cast import NOW

A_SECOND = timedelta(seconds=1)


def tried(times: int, *, email: str = "ada@example.org", network: str = "192.0.2.0/24") -> None:
    db.session.add_all(SignInTry(email=email, network=network, at=NOW) for _ in range(times))


def test_a_few_wrong_tries_are_forgiven(app: Flask) -> None:
    tried(TRIES_ALLOWED - 1)

    SignInTry.refuse_guessing(email="ada@example.org", network="192.0.2.0/24", now=NOW)


@pytest.mark.parametrize(
    ("email", "network"),
    [("ada@example.org", "198.51.100.0/24"), ("mary@example.org", "192.0.2.0/24")],
    ids=["one address from many networks", "many addresses from one network"],
)
def test_guessing_is_refused(app: Flask, email: str, network: str) -> None:
    tried(TRIES_ALLOWED)

    with pytest.raises(TooManyTries):
        SignInTry.refuse_guessing(email=email, network=network, now=NOW + TRIES_WINDOW - A_SECOND)


def test_nobody_pays_for_the_tries_of_others(app: Flask) -> None:
    tried(TRIES_ALLOWED)

    SignInTry.refuse_guessing(email="mary@example.org", network="198.51.100.0/24", now=NOW)


def test_after_a_quarter_of_an_hour_one_may_try_again(app: Flask) -> None:
    tried(TRIES_ALLOWED)

    SignInTry.refuse_guessing(email="ada@example.org", network="192.0.2.0/24", now=NOW + TRIES_WINDOW)
