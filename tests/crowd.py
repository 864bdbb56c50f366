"""A busy account: many people, many conversations under way, and years of past ones."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import cycle, islice
from typing import Any

from sqlalchemy import func, insert, select

from outreach.accounts.models import Account
from outreach.bookings.models import Booking
from outreach.bookings.site import Site
from outreach.contacts.kinds import Formality, Level
from outreach.contacts.models import Contact, Organization
from outreach.database import Base, db
from outreach.followups.kinds import FollowUpKind
from outreach.followups.models import FollowUp
from outreach.interviews.kinds import Format, Purpose, Relationship
from outreach.interviews.models import Interview
from outreach.interviews.stages import Milestone, Stage
from outreach.journal.models import Entry
from outreach.mail.models import Delivery, OutgoingMessage
from outreach.workflows import showing_around
from tests.cast import NOW

AN_HOUR = timedelta(hours=1)
LONG_AGO = timedelta(days=60)
TALK = timedelta(minutes=20)
PLACES = 40

Rows = Iterator[dict[str, Any]]


def move_in(account: Account, *, site: Site, contacts: int, interviews: int, now: datetime) -> int:
    """Fill the account: sample people for detail, and so many contacts and conversations besides.

    Answers the number of one of the contacts, to whom ``look_back`` may give a past.
    """
    showing_around.fill(account, site=site, now=now)
    put(
        Organization,
        ({"account_id": account.id, "name": f"Works {n}", "key": f"works {n}"} for n in range(PLACES)),
    )
    places = cycle(db.session.scalars(select(Organization.id).where(Organization.account_id == account.id)))
    first = _next(Contact)
    put(Contact, (_contact(account, first + n, next(places), now) for n in range(contacts)))
    people = cycle(range(first, first + contacts))
    put(Interview, islice(_interviews(account, people, now), interviews))
    put(FollowUp, _silence(account, now))
    db.session.commit()
    return first


def asked_long_ago(
    account: Account, count: int, tie: Relationship, *, answered: int, now: datetime = NOW
) -> None:
    """So many people who were asked two months ago, of whom so many answered."""
    first, at = _next(Contact), now - LONG_AGO
    put(Contact, ({**_contact(account, first + n, None, now)} for n in range(count)))
    ask = {"relationship_kind": tie, "asked_at": at, "stage_at": at, "asked_weekday": at.weekday()}
    put(
        Interview,
        (
            _ask(account, first + n, Stage.ANSWERED if n < answered else Stage.ASKED, now)
            | ask
            | {"answered_at": at if n < answered else None}
            for n in range(count)
        ),
    )
    db.session.commit()


def look_back(account: Account, contact_id: int, past: range, *, now: datetime) -> None:
    """Conversations that are over, with their messages and their lines in the journal.

    Each of ``past`` is one, by how many hours it lies before a date two months
    ago. Nothing that is shown about anybody else depends on them.
    """
    first = _next(Interview) - past.start
    ask = _ask(account, contact_id, Stage.THANKED, now)
    told = {
        "account_id": account.id,
        "contact_id": contact_id,
        "name": "booking.made",
        "particulars": {},
    }
    long_ago = {n: now - LONG_AGO - n * AN_HOUR for n in past}
    put(Interview, ({**ask, **_over(at), "id": first + n} for n, at in long_ago.items()))
    put(Booking, (_past(account, first + n, at) for n, at in long_ago.items()))
    put(OutgoingMessage, (_sent(account, contact_id, first + n, now) for n in past))
    put(Entry, ({**told, "interview_id": first + n, "at": at} for n, at in long_ago.items()))
    db.session.commit()


def _contact(account: Account, number: int, place: int | None, now: datetime) -> dict[str, Any]:
    return {
        "id": number,
        "account_id": account.id,
        "name": f"Person {number:06}",
        "email": f"person{number}@example.com",
        "title": "Hydrologist",
        "level": list(Level)[number % len(Level)],
        "formality": Formality.FORMAL,
        "organization_id": place,
        "timezone": "Europe/Berlin",
        "created_at": now,
    }


def _interviews(account: Account, people: Iterator[int], now: datetime) -> Rows:
    for contact_id, stage in zip(people, cycle(Stage), strict=False):
        yield _ask(account, contact_id, stage, now)


def _ask(account: Account, contact_id: int, stage: Stage, now: datetime) -> dict[str, Any]:
    return {
        "account_id": account.id,
        "contact_id": contact_id,
        "purpose": Purpose.FIELD,
        "relationship_kind": Relationship.COLD,
        "minutes": 20,
        "format": Format.PHONE,
        "stage": stage,
        "stage_at": now,
        "created_at": now,
    }


def _over(at: datetime) -> dict[str, Any]:
    """An ask that went all the way."""
    return {f"{milestone}_at": at for milestone in Milestone} | {
        "stage_at": at,
        "asked_weekday": at.weekday(),
    }


def _silence(account: Account, now: datetime) -> Rows:
    """A reminder that is due, for everybody who was asked."""
    asked = select(Interview.id).where(Interview.account_id == account.id, Interview.stage == Stage.ASKED)
    planned = select(FollowUp.interview_id).where(FollowUp.kind == FollowUpKind.NUDGE)
    for interview_id in db.session.scalars(asked.where(Interview.id.not_in(planned))).all():
        yield {
            "account_id": account.id,
            "interview_id": interview_id,
            "kind": FollowUpKind.NUDGE,
            "due_at": now - AN_HOUR,
            "late_at": now + AN_HOUR,
        }


def _past(account: Account, interview_id: int, starts_at: datetime) -> dict[str, Any]:
    return {
        "account_id": account.id,
        "interview_id": interview_id,
        "uid": f"past-{account.id}-{interview_id}",
        "form_key": f"past-{interview_id}",
        "starts_at": starts_at,
        "ends_at": starts_at + TALK,
        "format": Format.PHONE,
        "guest_timezone": "Europe/Berlin",
        "made_at": starts_at,
        "changed_at": starts_at,
    }


def _sent(account: Account, contact_id: int, interview_id: int, now: datetime) -> dict[str, Any]:
    return {
        "account_id": account.id,
        "contact_id": contact_id,
        "interview_id": interview_id,
        "about": "invitation",
        "from_name": account.name,
        "from_address": account.email,
        "to_name": "Person",
        "to_address": "person@example.com",
        "subject": "Agreed",
        "text": "It is agreed.",
        "message_id": f"<past-{interview_id}@example.org>",
        "delivery": Delivery.SENT,
        "queued_at": now,
        "send_after": now,
        "sent_at": now,
    }


def put(table: type[Base], rows: Rows) -> None:
    for some in iter(lambda: list(islice(rows, 5000)), []):
        db.session.execute(insert(table), some)


def _next(table: Any) -> int:
    return (db.session.scalar(select(func.max(table.id))) or 0) + 1
