from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from outreach.accounts.models import (
    HASHER,
    NOBODYS_PASSWORD,
    SESSION_LASTS,
    TRIES_ALLOWED,
    TRIES_WINDOW,
    Account,
    MailAccount,
    SignIn,
    SignInTry,
    TooManyTries,
    WrongPassword,
    check_nobodys_password,
)
from outreach.contacts.models import Contact
from outreach.database import db, saved
from outreach.errors import NotFound
from outreach.tokens import token_hash
from tests.cast import NOW, PASSWORD

A_SECOND = timedelta(seconds=1)


def tried(times: int, *, email: str = "ada@example.org", network: str = "192.0.2.0/24") -> None:
    db.session.add_all(SignInTry(email=email, network=network, at=NOW) for _ in range(times))


def test_adas_password_is_hers(ada: Account) -> None:
    ada.check_password(PASSWORD)

    with pytest.raises(WrongPassword):
        ada.check_password(PASSWORD.upper())


def test_a_new_password_replaces_the_old_one(ada: Account) -> None:
    ada.set_password("an analytical engine")

    ada.check_password("an analytical engine")
    with pytest.raises(WrongPassword):
        ada.check_password(PASSWORD)


def test_the_password_is_not_stored(ada: Account) -> None:
    assert PASSWORD not in ada.password_hash
    assert ada.password_hash.startswith("$argon2id$")


def test_without_an_account_the_answer_is_the_same() -> None:
    with pytest.raises(WrongPassword):
        check_nobodys_password(PASSWORD)


def test_nobodys_password_takes_as_long_to_check_as_a_new_one() -> None:
    assert not HASHER.check_needs_rehash(NOBODYS_PASSWORD)


def test_an_account_is_found_by_its_address_in_any_case(ada: Account) -> None:
    assert Account.by_email(" Ada@Example.ORG ") is ada


def test_a_new_instance_has_nobody(app: Flask) -> None:
    assert not Account.exists()


def test_with_ada_somebody_is_there(ada: Account) -> None:
    assert Account.exists()


def test_a_calendar_feed_opens_with_its_token_only(ada: Account) -> None:
    ada.feed_hash = token_hash("the feed")

    assert Account.by_feed("the feed") is ada
    with pytest.raises(NotFound, match="calendar"):
        Account.by_feed("another feed")


def test_a_browser_stays_signed_in_until_its_time_is_over(ada: Account) -> None:
    sign_in, token = SignIn.begin(ada, browser="Firefox", now=NOW)

    assert SignIn.by_token(token, now=NOW + SESSION_LASTS - A_SECOND) is sign_in
    assert SignIn.by_token(token, now=NOW + SESSION_LASTS) is None


def test_the_database_does_not_hold_what_the_cookie_holds(ada: Account) -> None:
    sign_in, token = SignIn.begin(ada, browser="Firefox", now=NOW)

    assert sign_in.token_hash == token_hash(token)
    assert SignIn.by_token(sign_in.token_hash, now=NOW) is None


def test_a_boastful_browser_is_cut_short(ada: Account) -> None:
    sign_in, _ = SignIn.begin(ada, browser="x" * 500, now=NOW)
    db.session.flush()

    assert len(sign_in.browser) == 200


def test_browsers_are_listed_newest_first_without_the_expired(ada: Account) -> None:
    for name, days in (("forgotten", 61), ("laptop", 2), ("phone", 1)):
        SignIn.begin(ada, browser=name, now=NOW - timedelta(days=days))

    assert [sign_in.browser for sign_in in SignIn.of(ada, now=NOW)] == ["phone", "laptop"]


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


def test_a_mail_password_belongs_to_one_account_and_one_host(ada: Account, mary: Account) -> None:
    places = {
        MailAccount(account_id=account.id, host=host).place
        for account in (ada, mary)
        for host in ("smtp.example.org", "smtp.example.com")
    }

    assert len(places) == 4


def test_what_belongs_to_ada_does_not_exist_for_mary(ada: Account, mary: Account, grace: Contact) -> None:
    assert Contact.find(grace.id, of=ada) is grace
    with pytest.raises(NotFound):
        Contact.find(grace.id, of=mary)


def test_a_number_that_is_nobodys_does_not_exist(ada: Account) -> None:
    with pytest.raises(NotFound):
        Contact.find(10**9, of=ada)


def test_an_account_leaves_nothing_behind(ada: Account, grace: Contact) -> None:
    SignIn.begin(ada, browser="Firefox", now=NOW)
    db.session.commit()

    db.session.delete(ada)
    db.session.commit()
    db.session.expunge_all()

    assert db.session.query(Contact).count() == 0
    assert db.session.query(SignIn).count() == 0


@pytest.mark.parametrize(("name", "first"), [("Ada Lovelace", "Ada"), ("Ada", "Ada"), ("", "")])
def test_the_first_name_is_the_first_word(app: Flask, name: str, first: str) -> None:
    assert Account(name=name).first_name == first


def test_no_address_is_used_twice(ada: Account) -> None:
    with pytest.raises(IntegrityError):
        saved(
            Account(
                email=ada.email,
                password_hash="",
                name="Imposter",
                timezone="UTC",
                situation=ada.situation,
                created_at=NOW,
            )
        )


def test_a_new_feed_address_replaces_the_old_one(ada: Account) -> None:
    ada.make_feed("a key")
    first = ada.feed_token("a key")
    ada.make_feed("a key")

    assert Account.by_feed(ada.feed_token("a key")) is ada
    with pytest.raises(NotFound):
        Account.by_feed(first)


def test_a_feed_that_is_off_has_no_address(ada: Account) -> None:
    ada.make_feed("a key")
    token = ada.feed_token("a key")

    ada.drop_feed()

    assert ada.feed_token("a key") == ""
    with pytest.raises(NotFound):
        Account.by_feed(token)


def test_ending_the_others_keeps_this_browser(ada: Account, mary: Account) -> None:
    here, token = SignIn.begin(ada, browser="here", now=NOW)
    SignIn.begin(ada, browser="there", now=NOW)
    SignIn.begin(mary, browser="hers", now=NOW)
    db.session.flush()

    SignIn.end_others(here.id, of=ada)

    assert SignIn.of(ada, now=NOW) == [here]
    assert SignIn.by_token(token, now=NOW) is here
    assert len(SignIn.of(mary, now=NOW)) == 1


def test_nobody_ends_the_sign_in_of_another(ada: Account, mary: Account) -> None:
    sign_in, _ = SignIn.begin(ada, browser="here", now=NOW)
    db.session.flush()

    with pytest.raises(NotFound):
        SignIn.end(sign_in.id, of=mary)

    SignIn.end(sign_in.id, of=ada)
    assert SignIn.of(ada, now=NOW) == []
