"""Browsers that are signed in: each until its time is over, or until it is ended."""

from datetime import timedelta

import pytest

from outreach.accounts.models import Account
from outreach.accounts.sign_ins import SESSION_LASTS, SignIn
from outreach.database import db
from outreach.errors import NotFound
from outreach.tokens import token_hash
from tests.cast import NOW

A_SECOND = timedelta(seconds=1)


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
