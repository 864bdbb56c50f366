"""The account's calendar feed: its bookings as they are, cancelled ones too, and a mark that tells when they change.

Calendar programs ask for it every hour, so it is read in columns, not in
objects, and written only for a program that has another version.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any, Self

from sqlalchemy import bindparam, select

from outreach.accounts.models import Account
from outreach.bookings.invitations import Reader, meeting_place, title
from outreach.bookings.models import Booking
from outreach.calendars.feed import FeedEvent, feed_text
from outreach.contacts.models import Contact
from outreach.database import db
from outreach.interviews.models import Interview
from outreach.timespan import TimeSpan

NAME = "Conversations"
WRITING = 2
"""Part of the mark: to be raised when the same bookings are written in another way."""


REMEMBERED = 8
written: dict[str, str] = {}
"""The last texts by their version, which no two different ones share."""


@dataclass(frozen=True)
class Feed:
    """What one account's feed is made of."""

    account: Account
    rows: Sequence[Any]
    base_url: str

    @classmethod
    def of(cls, account: Account, *, base_url: str, limit: int) -> Self:
        """The last so many bookings by when they begin, in one query."""
        rows = db.session.execute(LATEST, {"account": account.id, "limit": limit}).all()
        return cls(account, rows, base_url)

    @cached_property
    def version(self) -> str:
        """A mark that is another one as soon as the text would be."""
        told = [f"{WRITING}\x1f{self.base_url}\x1f{self.account.name}\x1f{self.account.video_url}"]
        for row in self.rows:
            uid, sequence, starts, ends, changed, *others = tuple(row)
            when = f"{starts.timestamp()}\x1f{ends.timestamp()}\x1f{changed.timestamp()}"
            told.append("\x1f".join([uid, str(sequence), when, *map(str, others)]))
        return sha256("\x1e".join(told).encode("utf-8", "surrogatepass")).hexdigest()[:32]

    @property
    def text(self) -> str:
        """The feed as iCalendar text. Most programs never say what they have, so the last few texts are remembered."""
        text = written.get(self.version)
        if text is None:
            if len(written) >= REMEMBERED:
                written.clear()
            text = written[self.version] = feed_text(NAME, map(self._event, self.rows))
        return text

    def _event(self, row: Any) -> FeedEvent:
        # A column by its name takes longer than all of them in their order.
        uid, sequence, starts_at, ends_at, changed_at, is_cancelled, *words = tuple(row)
        way, place, guest_calls, interview_id, minutes, narrow, name = words
        page_url = f"{self.base_url}/interviews/{interview_id}"
        return FeedEvent(
            uid=uid,
            sequence=sequence,
            stamp=changed_at,
            span=TimeSpan(starts_at, ends_at),
            summary=title(self.account.name, name, minutes, narrow),
            description=page_url,
            location=meeting_place(
                way, place, self.account, guest=name, guest_calls=guest_calls, reader=Reader.ACCOUNT
            ),
            url=page_url,
            is_cancelled=is_cancelled,
        )


LATEST = (
    select(
        Booking.uid,
        Booking.sequence,
        Booking.starts_at,
        Booking.ends_at,
        Booking.changed_at,
        Booking.cancelled_at.is_not(None),
        Booking.format,
        Booking.place,
        Booking.guest_calls,
        Booking.interview_id,
        Interview.minutes,
        Interview.narrow,
        Contact.name,
    )
    .join(Interview, Interview.id == Booking.interview_id)
    .join(Contact, Contact.id == Interview.contact_id)
    .where(Booking.account_id == bindparam("account"))
    .order_by(Booking.starts_at.desc())
    .limit(bindparam("limit"))
)
