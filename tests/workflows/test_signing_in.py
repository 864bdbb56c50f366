"""Making an account, and recognising whose it is."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from outreach.accounts import models
from outreach.accounts.guessing import TRIES_WINDOW, SignInTry
from outreach.accounts.kinds import Situation
from outreach.accounts.models import Account
from outreach.accounts.sign_ins import SignIn
from outreach.availability.models import MeetingRules, WeeklyHours
from outreach.database import db
from outreach.workflows.signing_in import (
    AddressInUse,
    SignUpClosed,
    change_password,
    make_account,
    recognise,
)
from tests.cast import NOW, PASSWORD, password_hash

HERE = "192.0.2.1"
JEAN: dict[str, Any] = {
    "name": "Jean Bartik",
    "email": "jean@example.org",
    "password": "a long enough password",
    "timezone": "Europe/Paris",
    "situation": Situation.CHANGER,
    "programme_or_role": "",
    "school": "",
    "profile_url": "",
}


def tries() -> int:
    return db.session.scalar(select(func.count()).select_from(SignInTry)) or 0


def test_the_first_visitor_makes_an_account_with_hours_and_rules(app: Flask) -> None:
    jean = make_account(JEAN, is_open=False, now=NOW)

    assert len(WeeklyHours.of(jean)) == 10
    assert MeetingRules.of(jean).notice == timedelta(hours=24)
    assert recognise("jean@example.org", "a long enough password", network=HERE, now=NOW) == (jean, "")
    assert "password" not in jean.password_hash


def test_the_second_visitor_needs_an_invitation(ada: Account) -> None:
    with pytest.raises(SignUpClosed):
        make_account(JEAN, is_open=False, now=NOW)


def test_on_an_open_instance_everybody_can(ada: Account) -> None:
    assert make_account(JEAN, is_open=True, now=NOW).id != ada.id


def test_an_address_has_one_account(ada: Account) -> None:
    with pytest.raises(AddressInUse):
        make_account(JEAN | {"email": "ada@example.org"}, is_open=True, now=NOW)

    ada.check_password(PASSWORD)  # and it is still hers


@pytest.mark.parametrize("email", ["ada@example.org", " ADA@example.org "])
def test_ada_is_recognised_however_she_writes_her_address(ada: Account, email: str) -> None:
    assert recognise(email, PASSWORD, network=HERE, now=NOW) == (ada, "")
    assert tries() == 0


def test_known_and_unknown_addresses_are_refused_alike(ada: Account) -> None:
    known = recognise("ada@example.org", "wrong", network=HERE, now=NOW)
    unknown = recognise("nobody@example.org", "wrong", network=HERE, now=NOW)

    assert known == unknown
    assert known[0] is None
    assert tries() == 2


@pytest.fixture
def looking_is_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A try costs as much for nobody as for the cast, whose hash is a quick one: it is the count that matters."""
    monkeypatch.setattr(models, "NOBODYS_PASSWORD", password_hash())


@pytest.mark.usefixtures("looking_is_quick")
@pytest.mark.parametrize("email", ["ada@example.org", "nobody@example.org"])
def test_after_ten_tries_an_address_rests_wherever_they_come_from(ada: Account, email: str) -> None:
    for number in range(10):
        recognise(email, "wrong", network=f"198.51.100.{number}", now=NOW)

    account, refusal = recognise(email, PASSWORD, network=HERE, now=NOW)

    assert account is None
    assert "too many tries" in refusal
    assert tries() == 10  # what is not looked at is not counted either


@pytest.mark.usefixtures("looking_is_quick")
def test_after_ten_tries_a_network_rests_whomever_they_are_for(ada: Account) -> None:
    for number in range(10):
        recognise(f"guess{number}@example.org", "wrong", network=HERE, now=NOW)

    assert recognise("ada@example.org", PASSWORD, network=HERE, now=NOW)[0] is None
    assert recognise("ada@example.org", PASSWORD, network="198.51.100.1", now=NOW)[0] is ada


def test_after_a_quarter_of_an_hour_one_can_try_again(ada: Account) -> None:
    for _ in range(10):
        recognise("ada@example.org", "wrong", network=HERE, now=NOW)

    assert recognise("ada@example.org", PASSWORD, network=HERE, now=NOW + TRIES_WINDOW)[0] is ada


def renewed(account: Account, here: SignIn, old: str) -> str:
    """What is said to the browser ``here`` that wants another password."""
    db.session.flush()
    new = "another long password"
    return change_password(account, old, new, sign_in_id=here.id, network=HERE, now=NOW)


def test_a_new_password_signs_out_the_other_browsers(ada: Account) -> None:
    here, _ = SignIn.begin(ada, browser="here", now=NOW)
    SignIn.begin(ada, browser="there", now=NOW)

    assert renewed(ada, here, PASSWORD) == ""

    assert SignIn.of(ada, now=NOW) == [here]
    ada.check_password("another long password")


def test_an_open_browser_is_no_place_to_guess_the_password(ada: Account) -> None:
    here, _ = SignIn.begin(ada, browser="here", now=NOW)
    for _ in range(10):
        assert renewed(ada, here, "wrong")

    assert "too many tries" in renewed(ada, here, PASSWORD)
    ada.check_password(PASSWORD)
