"""What somebody who takes a time says about it."""

from dataclasses import dataclass
from datetime import datetime

from outreach.accounts.models import Account
from outreach.interviews.kinds import Format
from outreach.interviews.models import Interview

MOST_CHANGES = 12
"""How often one booking may be moved, and one interview booked."""
LONGEST_NUMBER = 40


@dataclass(frozen=True, slots=True)
class Wish:
    """What the contact filled in: when, in which zone they read it, and how to talk."""

    starts_at: datetime
    timezone: str
    form_key: str
    format: Format | None = None
    place: str = ""
    guest_calls: bool = False

    def number_left(self, interview: Interview) -> str:
        """The number at which the contact wants to be called, if they left one that can be kept."""
        is_theirs = (self.format or interview.format) is Format.PHONE and not self.guest_calls
        return self.place if is_theirs and len(self.place) <= LONGEST_NUMBER else ""

    def usual_place(self, interview: Interview, account: Account) -> str:
        """Where the two talk if nobody said: in the account’s video room, or at the number we have of the contact."""
        way = self.format or interview.format
        if way is Format.PHONE and not self.guest_calls:
            return interview.contact.phone
        return account.video_url if way is Format.VIDEO else ""
