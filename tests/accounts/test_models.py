import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from outreach.accounts.mail_accounts import MailAccount
from outreach.accounts.models import HASHER, NOBODYS_PASSWORD, Account, WrongPassword, check_nobodys_password
from outreach.accounts.sign_ins import SignIn
from outreach.contacts.models import Contact
from outreach.database import db, saved
from outreach.errors import NotFound
from outreach.tokens import token_hash
from tests.cast import NOW, PASSWORD


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
