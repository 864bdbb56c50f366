"""Deleting what was only kept to be counted for a while."""

from datetime import datetime, timedelta

from outreach.accounts.guessing import SignInTry
from outreach.bookings.pace import GuestPost
from outreach.followups.steps import Step

UNDOABLE_FOR = timedelta(days=7)


def forget(*, now: datetime) -> int:
    """Delete tries to sign in, uses of personal pages and steps to undo that count no more. How many there were."""
    return SignInTry.forget(now=now) + GuestPost.forget(now=now) + Step.forget(before=now - UNDOABLE_FOR)
