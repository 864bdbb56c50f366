import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from outreach.secrets import SecretUnreadable, Vault

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_sealed_secret_opens_again_in_its_place(secret: str) -> None:
    vault = Vault(NEW)

    assert vault.open(vault.seal(secret, place="mail_account/1/host"), place="mail_account/1/host") == secret


def test_what_is_stored_does_not_show_the_secret() -> None:
    assert "hunter2" not in Vault(NEW).seal("hunter2", place="here")


def test_sealing_twice_gives_two_different_texts() -> None:
    vault = Vault(NEW)

    assert vault.seal("hunter2", place="here") != vault.seal("hunter2", place="here")


def test_a_secret_that_was_moved_to_another_row_does_not_open() -> None:
    vault = Vault(NEW)

    with pytest.raises(SecretUnreadable):
        vault.open(vault.seal("hunter2", place="mail_account/1/host"), place="mail_account/2/host")


def test_after_a_change_of_keys_old_secrets_still_open() -> None:
    sealed = Vault(OLD).seal("hunter2", place="here")

    assert Vault(f"{NEW}, {OLD}").open(sealed, place="here") == "hunter2"


def test_after_a_change_of_keys_new_secrets_use_the_newest() -> None:
    sealed = Vault(f"{NEW},{OLD}").seal("hunter2", place="here")

    with pytest.raises(SecretUnreadable):
        Vault(OLD).open(sealed, place="here")


def test_without_the_right_key_the_person_is_told_what_to_do() -> None:
    sealed = Vault(OLD).seal("hunter2", place="here")

    with pytest.raises(SecretUnreadable, match="Enter the password again"):
        Vault(NEW).open(sealed, place="here")


def test_a_malformed_key_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="32 url-safe"):
        Vault("not a key")


def test_a_secret_sealed_anew_opens_without_the_old_key() -> None:
    sealed = Vault(OLD).seal("hunter2", place="here")

    renewed = Vault(f"{NEW},{OLD}").renew(sealed)

    assert Vault(NEW).open(renewed, place="here") == "hunter2"


def test_what_does_not_open_is_not_sealed_anew() -> None:
    with pytest.raises(SecretUnreadable):
        Vault(NEW).renew(Vault(OLD).seal("hunter2", place="here"))
