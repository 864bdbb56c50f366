"""The account's calendar feed: its bookings as they are, cancelled ones too, and a mark that tells when they change.

Calendar programs ask for it every hour. One statement tells whether they have it
already, and all that it is written from, should they not.
"""

import json
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import NamedTuple, Self

from sqlalchemy import Integer, bindparam, func, select

from outreach.accounts.models import Account
from outreach.as_json import instant_in, line
from outreach.bookings.invitations import Reader, meeting_place, title
from outreach.bookings.models import Booking
from outreach.calendars.feed import FeedEvent, event_text, whole_text
from outreach.contacts.models import Contact, first_name_of
from outreach.database import db
from outreach.interviews.kinds import Format
from outreach.interviews.models import Interview
from outreach.timespan import TimeSpan
from outreach.tokens import token_hash

NAME = "Conversations"
WRITING = 4
"""Part of the mark: to be raised when the same bookings are written in another way."""


REMEMBERED = 8
written: dict[str, str] = {}
"""The last texts by their version, which no two different ones share."""


@dataclass(frozen=True)
class Feed:
    """What one account's feed is made of."""

    account: Account
    made_of: str
    """One line for each booking, as the database put it together."""
    base_url: str

    @classmethod
    def of(cls, token: str, *, base_url: str, limit: int) -> Self:
        """The last so many bookings by when they begin, of the account whose feed has this token. Raises NotFound."""
        row = db.session.execute(WITH_ITS_LINES, {"feed": token_hash(token), "limit": limit}).one_or_none()
        account, made_of = row or (Account.by_feed(token), "")
        return cls(account, made_of or "", base_url)

    @cached_property
    def version(self) -> str:
        """A mark that is another one as soon as the text would be."""
        told = f"{WRITING}\x1f{self.base_url}\x1f{self.account.name}\x1f{self.account.video_url}\x1e{self.made_of}"
        return sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:32]

    @property
    def text(self) -> str:
        """The feed as iCalendar text. Most programs never say what they have, so the last few texts are remembered."""
        text = written.get(self.version)
        if text is None:
            if len(written) >= REMEMBERED:
                written.clear()
            owner = Owner(self.account.name, self.account.first_name, self.account.video_url, self.base_url)
            events = (_event(booking, owner) for booking in filter(None, self.made_of.split("\n")))
            text = written[self.version] = whole_text(NAME, events)
        return text


class Owner(NamedTuple):
    """What an event says of the account and of this instance, beside what its booking says."""

    name: str
    first_name: str
    video_url: str
    base_url: str


@lru_cache(maxsize=4096)
def _event(booking: str, owner: Owner) -> str:
    """The text of one booking, from its line. Where one is new, a thousand others say what they said before."""
    uid, sequence, starts_at, ends_at, changed_at, is_cancelled, *others = json.loads(booking)
    way, place, guest_calls, interview_id, minutes, narrow, name, called = others
    page_url = f"{owner.base_url}/interviews/{interview_id}"
    where = meeting_place(
        Format(way),
        place,
        owner,
        guest=first_name_of(name, called),
        guest_calls=guest_calls,
        reader=Reader.ACCOUNT,
    )
    return event_text(
        FeedEvent(
            uid=uid,
            sequence=sequence,
            stamp=instant_in(changed_at),
            span=TimeSpan(instant_in(starts_at), instant_in(ends_at)),
            summary=title(owner.name, name, minutes, narrow),
            description=page_url,
            location=where,
            url=page_url,
            is_cancelled=is_cancelled,
        )
    )


COLUMNS = (
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
    Contact.called,
)
OWNER = select(Account.id).where(Account.feed_hash == bindparam("feed")).scalar_subquery()
LINES = (
    select(line(*COLUMNS).label("line"))
    .select_from(Booking)
    .join(Interview, Interview.id == Booking.interview_id)
    .join(Contact, Contact.id == Interview.contact_id)
    .where(Booking.account_id == OWNER)
    .order_by(Booking.starts_at.desc())
    .limit(bindparam("limit", type_=Integer))
    .subquery()
)
MADE_OF = select(func.aggregate_strings(LINES.c.line, "\n")).scalar_subquery()
WITH_ITS_LINES = select(Account, MADE_OF).where(Account.feed_hash == bindparam("feed"))
"""All that the feed says of its bookings, put together by the database: there it takes a tenth of the time."""
