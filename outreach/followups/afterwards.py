"""What is due once two people have talked, in the words that stand in the account's own calendar."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from outreach.accounts.models import Account
from outreach.bookings.models import Booking
from outreach.followups.cadence import Planned
from outreach.followups.models import FollowUp


def afterwards(due: Iterable[Planned], booking: Booking, account: Account) -> tuple[str, ...]:
    """A line for each that is due from the conversation on: the day in the account's zone, and what it is."""
    zone = ZoneInfo(account.timezone)
    return tuple(
        f"{one.due.at.astimezone(zone):%a %d %b}: {str(one.kind).replace('_', ' ')}"
        for one in due
        if one.due.at >= booking.starts_at
    )


def due_after(booking: Booking, account: Account) -> tuple[str, ...]:
    """The same for all that is open, as it was kept."""
    kept = FollowUp.of(booking.interview)
    return afterwards((one.planned for one in kept if one.settled_at is None), booking, account)
