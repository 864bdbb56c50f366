"""What a contact's page shows, read in one statement: values of rows, and texts that the database puts together.

The page is made of nothing else. So whether it still holds is told by comparing
what was read, and nothing that changes a row has to announce that anywhere.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple, Self

from sqlalchemy import Connection, Text, bindparam, cast, select
from sqlalchemy.orm import Session

from outreach.as_json import instant_in, line, lines, listed
from outreach.availability.timetable import OWNER
from outreach.bookings.invitations import Reader, meeting_place, title
from outreach.bookings.models import Booking, PersonalLink
from outreach.bookings.offers import FREE, Free, Offers, around
from outreach.bookings.refusals import LinkClosed, NoSuchLink
from outreach.contacts.models import Contact
from outreach.interviews.kinds import Format
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.letters.drafting.slots import line_of_work
from outreach.tokens import token_hash


class Link(NamedTuple):
    """The link, and what its contact said instead of choosing a time."""

    id: int
    interview_id: int
    expires: str
    revoked: str | None
    guest_note: str
    times: str
    guest_booking_page: str
    guest_timezone: str

    @property
    def expires_at(self) -> datetime:
        return instant_in(self.expires)

    @property
    def proposals(self) -> list[datetime]:
        """The times that the contact proposed, in their order."""
        return [datetime.fromisoformat(instant) for instant in json.loads(self.times)]

    @property
    def has_answer(self) -> bool:
        return bool(self.guest_note or self.proposals or self.guest_booking_page)


class Asker(NamedTuple):
    """Who asks, as far as the contact may know."""

    name: str
    timezone: str
    phone: str
    video_url: str
    programme_or_role: str
    school: str
    profile_url: str

    @property
    def first_name(self) -> str:
        return (self.name.split() or [self.name])[0]


class Ask(NamedTuple):
    """What is asked, and of whom."""

    minutes: int
    format: str
    stage: str
    narrow: str
    contact_name: str
    contact_timezone: str
    contact_email: str

    @property
    def topic(self) -> str:
        """What the account would like to learn about, as it stands after "about"."""
        return line_of_work(self.narrow) or "your work"

    @property
    def is_held(self) -> bool:
        """Whether the two have talked."""
        return self.stage in {Stage.MET, Stage.THANKED}


class Agreed(NamedTuple):
    """The booking that stands."""

    id: int
    starts: str
    ends: str
    sequence: int
    format: str
    place: str
    guest_calls: bool

    @property
    def starts_at(self) -> datetime:
        return instant_in(self.starts)

    @property
    def ends_at(self) -> datetime:
        return instant_in(self.ends)


class CalledOff(NamedTuple):
    """A booking that was cancelled, and by whom."""

    id: int
    starts: str
    by: str

    @property
    def starts_at(self) -> datetime:
        return instant_in(self.starts)


@dataclass(frozen=True)
class Sight:
    """Everything that decides how the page of one link looks; ``read`` is all of it, as it was read."""

    read: tuple[Any, ...]
    link: Link
    account: Asker
    interview: Ask
    booking: Agreed | None

    @classmethod
    def of(cls, read: tuple[Any, ...], *, now: datetime) -> Self:
        """What was read by ``look``. Raises NoSuchLink if that was nothing, LinkClosed."""
        if not read:
            raise NoSuchLink
        link, asker, ask, agreed = json.loads(read[0])
        sight = cls(read, Link(*link), Asker(*asker), Ask(*ask), Agreed(*agreed) if agreed[0] else None)
        if sight.link.revoked is not None or now >= sight.link.expires_at:
            raise LinkClosed
        return sight

    def offers(self, *, now: datetime) -> Offers:
        """What is free for this contact; their own booking does not stand in the way of another time."""
        ask, booking = self.interview, self.booking
        return Offers.among(
            Free.among(self.read[2:]),
            self.account.timezone,
            ask.minutes,
            now=now,
            whom=self.link.interview_id,
            besides=booking.id if booking else None,
        )

    @cached_property
    def called_off(self) -> CalledOff | None:
        """What was agreed last and then cancelled by one of the two, as long as nothing else is agreed."""
        ended = [CalledOff(*row) for row in json.loads(self.read[1] or "[]")]
        last = max(ended, default=None)
        return last if last and self.booking is None and last.by in {"guest", "account"} else None

    @cached_property
    def place(self) -> str:
        """Where the two will talk, as the contact reads it; empty while nothing is agreed."""
        agreed = self.booking
        if agreed is None:
            return ""
        return meeting_place(
            Format(agreed.format),
            agreed.place,
            self.account,
            guest=self.interview.contact_name,
            guest_calls=bool(agreed.guest_calls),
            reader=Reader.CONTACT,
        )

    @property
    def summary(self) -> str:
        """The title of the conversation, which reads from both sides."""
        ask = self.interview
        return title(self.account.name, ask.contact_name, ask.minutes, ask.narrow)


def look(asked: Connection | Session, token: str, *, now: datetime) -> tuple[Any, ...]:
    """Read what the page of this token is made of; nothing at all if there is no such page."""
    found = asked.execute(SIGHT, {"token": token_hash(token), **around(now)}).first()
    return tuple(found) if found else ()


LINK, ASK, GUEST, AGREED = (model.__table__ for model in (PersonalLink, Interview, Contact, Booking))
SIGHT = (
    select(
        line(
            listed(
                *(LINK.c.id, LINK.c.interview_id, LINK.c.expires_at, LINK.c.revoked_at),
                *(LINK.c.guest_note, cast(LINK.c.guest_times, Text)),
                *(LINK.c.guest_booking_page, LINK.c.guest_timezone),
            ),
            listed(*(OWNER.c[name] for name in Asker._fields)),
            listed(
                *(ASK.c.minutes, ASK.c.format, ASK.c.stage, ASK.c.narrow),
                *(GUEST.c.name, GUEST.c.timezone, GUEST.c.email),
            ),
            listed(
                *(AGREED.c.id, AGREED.c.starts_at, AGREED.c.ends_at, AGREED.c.sequence),
                *(AGREED.c.format, AGREED.c.place, AGREED.c.guest_calls),
            ),
        ),
        lines(
            *(AGREED.c.id, AGREED.c.starts_at, AGREED.c.cancelled_by),
            where=(AGREED.c.interview_id == LINK.c.interview_id) & AGREED.c.cancelled_at.is_not(None),
            within=LINK,
        ),
        *FREE,
    )
    .select_from(LINK)
    .join(OWNER, OWNER.c.id == LINK.c.account_id)
    .join(ASK, ASK.c.id == LINK.c.interview_id)
    .join(GUEST, GUEST.c.id == ASK.c.contact_id)
    .outerjoin(AGREED, (AGREED.c.interview_id == LINK.c.interview_id) & AGREED.c.cancelled_at.is_(None))
    .where(LINK.c.token_hash == bindparam("token"))
)
"""Bare tables: objects take three times as long to make, and nothing is changed here."""
