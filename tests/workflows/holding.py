"""A proposal that has left, and the times it keeps free."""

from datetime import datetime, timedelta

from outreach.bookings.holds import Hold
from outreach.interviews.models import Interview
from outreach.letters.kinds import LetterKind
from outreach.letters.models import Letter
from outreach.timespan import TimeSpan
from tests.cast import NOW


def holding(interview: Interview, *starts: datetime, now: datetime = NOW) -> Letter:
    """The letter that offered these times, each kept for the contact for a week from ``now`` on."""
    letter = Letter.begin(interview, LetterKind.PROPOSAL, now=now)
    length = timedelta(minutes=interview.minutes)
    Hold.choose(letter, [TimeSpan(start, start + length) for start in starts])
    for hold in Hold.chosen_for(letter):
        hold.keep(now=now)
    return letter
