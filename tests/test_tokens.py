from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.tokens import derived_token, form_key, is_form_key, new_token, token_hash

KEY = "a secret for the tests, long enough"
DAY = timedelta(days=1)


def test_tokens_never_repeat_and_carry_256_bits() -> None:
    tokens = {new_token() for _ in range(1000)}

    assert len(tokens) == 1000
    assert {len(token) for token in tokens} == {43}


def test_a_stored_hash_does_not_contain_its_token() -> None:
    token = new_token()

    assert token not in token_hash(token)
    assert len(token_hash(token)) == 64


@given(st.text(st.characters()))
def test_whatever_is_typed_into_an_address_can_be_looked_up(typed: str) -> None:
    assert token_hash(typed) == token_hash(typed)


@pytest.mark.parametrize(
    ("key", "purpose", "nonce"),
    [("another key", "link", "n"), (KEY, "feed", "n"), (KEY, "link", "m")],
    ids=["key", "purpose", "nonce"],
)
def test_a_derived_token_depends_on_everything_it_is_made_from(key: str, purpose: str, nonce: str) -> None:
    assert derived_token(key, purpose, nonce) != derived_token(KEY, "link", "n")


def test_a_derived_token_is_the_same_every_time() -> None:
    assert derived_token(KEY, "link", "n") == derived_token(KEY, "link", "n")


def test_a_form_key_is_known_again_on_its_own_page() -> None:
    assert is_form_key(KEY, "/meet/1", form_key(KEY, "/meet/1"), within=DAY)


def test_each_form_has_a_key_of_its_own() -> None:
    assert form_key(KEY, "/meet/1") != form_key(KEY, "/meet/1")


@pytest.mark.parametrize(
    ("key", "page"), [(KEY, "/meet/2"), ("another key", "/meet/1")], ids=["page", "secret"]
)
def test_a_form_key_is_refused_elsewhere(key: str, page: str) -> None:
    assert not is_form_key(key, page, form_key(KEY, "/meet/1"), within=DAY)


def test_an_old_form_key_is_refused() -> None:
    assert not is_form_key(KEY, "/meet/1", form_key(KEY, "/meet/1"), within=timedelta(seconds=-1))


@given(st.text())
def test_an_invented_form_key_is_refused(invented: str) -> None:
    assert not is_form_key(KEY, "/meet/1", invented, within=DAY)
