"""The account's calendar feed: its bookings as they are, cancelled ones too, and a mark that tells when they change.

Calendar programs ask for it every hour. Whether they have it already is told by
one statement; it is read, in columns and not in objects, only to be written anew.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import Any, NamedTuple, Self

from sqlalchemy import Integer, bindparam, func, select

from outreach.accounts.models import Account
from outreach.bookings.invitations import Reader, meeting_place, title
from outreach.bookings.models import Booking
from outreach.calendars.feed import FeedEvent, event_text, whole_text
from outreach.contacts.models import Contact
from outreach.database import as_text, db, rows_of
from outreach.interviews.models import Interview
from outreach.timespan import TimeSpan
from outreach.tokens import token_hash

NAME = "Conversations"
WRITING = 3
"""Part of the mark: to be raised when the same bookings are written in another way."""


REMEMBERED = 8
written: dict[str, str] = {}
"""The last texts by their version, which no two different ones share."""


@dataclass(frozen=True)
class Feed:
    """What one account's feed is made of."""

    account: Account
    made_of: str
    base_url: str
    limit: int

    @classmethod
    def of(cls, token: str, *, base_url: str, limit: int) -> Self:
        """The last so many bookings by when they begin, of the account whose feed has this token. Raises NotFound."""
        row = db.session.execute(WITH_ITS_LINES, {"feed": token_hash(token), "limit": limit}).one_or_none()
        account, made_of = row or (Account.by_feed(token), "")
        return cls(account, made_of or "", base_url, limit)

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
            rows = rows_of(LATEST, {"account": self.account.id, "limit": self.limit})
            owner = Owner(self.account.name, self.account.first_name, self.account.video_url, self.base_url)
            text = written[self.version] = whole_text(NAME, (_event(tuple(row), owner) for row in rows))
        return text


class Owner(NamedTuple):
    """What an event says of the account and of this instance, beside what its booking says."""

    name: str
    first_name: str
    video_url: str
    base_url: str


@lru_cache(maxsize=4096)
def _event(row: tuple[Any, ...], owner: Owner) -> str:
    """The text of one booking. Where one is new, a thousand others say what they said before."""
    uid, sequence, starts_at, ends_at, changed_at, is_cancelled, *words = row
    way, place, guest_calls, interview_id, minutes, narrow, name = words
    page_url = f"{owner.base_url}/interviews/{interview_id}"
    where = meeting_place(way, place, owner, guest=name, guest_calls=guest_calls, reader=Reader.ACCOUNT)
    return event_text(
        FeedEvent(
            uid=uid,
            sequence=sequence,
            stamp=changed_at,
            span=TimeSpan(starts_at, ends_at),
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
)
ALL = (
    select(*COLUMNS)
    .join(Interview, Interview.id == Booking.interview_id)
    .join(Contact, Contact.id == Interview.contact_id)
    .order_by(Booking.starts_at.desc())
    .limit(bindparam("limit", type_=Integer))
)
LATEST = ALL.where(Booking.account_id == bindparam("account"))
OWNER = select(Account.id).where(Account.feed_hash == bindparam("feed")).scalar_subquery()
LINES = ALL.with_only_columns(as_text(*COLUMNS).label("line")).where(Booking.account_id == OWNER).subquery()
MADE_OF = select(func.aggregate_strings(LINES.c.line, "\x1e")).scalar_subquery()
WITH_ITS_LINES = select(Account, MADE_OF).where(Account.feed_hash == bindparam("feed"))
"""All that the feed says of its bookings, put together by the database: there it takes a tenth of the time."""
