"""Deleting what was only kept to be counted for a while."""

from datetime import datetime

from outreach.accounts.models import SignInTry
from outreach.bookings.pace import GuestPost


def forget(*, now: datetime) -> int:
    """Delete tries to sign in, and uses of personal pages, that count no more. How many there were."""
    return SignInTry.forget(now=now) + GuestPost.forget(now=now)
