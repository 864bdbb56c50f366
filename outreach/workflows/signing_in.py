"""Making an account, and recognising whose it is."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from outreach.accounts.guessing import SignInTry, TooManyTries
from outreach.accounts.models import Account, WrongPassword, check_nobodys_password
from outreach.accounts.sign_ins import SignIn
from outreach.availability.models import MeetingRules, WeeklyHours
from outreach.database import db, saved
from outreach.errors import OutreachError
from outreach.journal.models import note

OFFICE_HOURS = [(9 * 60, 12 * 60), (13 * 60, 17 * 60)]


class SignUpClosed(OutreachError):
    """This instance has its people already."""

    status = 403

    def __init__(self) -> None:
        super().__init__("This Outreach belongs to somebody already. Ask them for an account, or sign in.")


class AddressInUse(OutreachError):
    """An account has this address."""

    status = 409

    def __init__(self) -> None:
        super().__init__("An account with this address exists already. Sign in instead.")


def make_account(details: Mapping[str, Any], *, is_open: bool, now: datetime) -> Account:
    """A new account with ordinary weekday hours to begin with. Raises SignUpClosed, AddressInUse."""
    if not is_open and Account.exists():
        raise SignUpClosed
    if Account.by_email(details["email"]):
        raise AddressInUse
    described = {name: details[name] for name in DESCRIBED}
    account = Account(**described, created_at=now)
    account.set_password(details["password"])
    saved(account)
    db.session.add(MeetingRules(account_id=account.id))
    for weekday in range(5):
        for starts, ends in OFFICE_HOURS:
            db.session.add(WeeklyHours(account_id=account.id, weekday=weekday, starts=starts, ends=ends))
    note("account.made", account, at=now)
    return account


DESCRIBED = ("name", "email", "timezone", "situation", "programme_or_role", "school", "profile_url")


def recognise(
    email: str, password: str, *, network: str, known_as: str = "", now: datetime
) -> tuple[Account | None, str]:
    """The account that this address and password open, or None and why not.

    Every failed try is counted, and a guess at an address that nobody has takes
    as long as a guess at one that somebody has. ``known_as`` as in ``SignInTry``.
    """
    email = email.strip().lower()
    try:
        SignInTry.refuse_guessing(email=email, network=network, known_as=known_as, now=now)
        account = Account.by_email(email)
        if account is None:
            check_nobodys_password(password)
            raise WrongPassword
        account.check_password(password)
    except TooManyTries as refusal:
        return None, str(refusal)
    except WrongPassword as refusal:
        db.session.add(SignInTry(email=email[:254], network=known_as or network[:64], at=now))
        return None, str(refusal)
    return account, ""


def change_password(
    account: Account, old: str, new: str, *, sign_in_id: int, network: str, now: datetime
) -> str:
    """Give the account a new password and sign out its browsers but this one; else why not.

    A wrong old password counts as a try to sign in, so that an open browser is
    no place to guess it at.
    """
    try:
        SignInTry.refuse_guessing(email=account.email, network=network, now=now)
        account.check_password(old)
    except TooManyTries as refusal:
        return str(refusal)
    except WrongPassword:
        db.session.add(SignInTry(email=account.email, network=network[:64], at=now))
        return "This is not the password that you have now."
    account.set_password(new)
    SignIn.end_others(sign_in_id, of=account)
    note("account.password_changed", account, at=now)
    return ""
