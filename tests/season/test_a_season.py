"""A hundred and twenty days of one person and sixty others, on a clock that is wound on."""

from datetime import datetime, timedelta
from itertools import cycle, islice
from typing import Any

import pytest
from sqlalchemy import select

from outreach.accounts.models import Account
from outreach.bookings.site import Site
from outreach.config import Config
from outreach.contacts.models import Contact, Organization
from outreach.database import db, saved
from outreach.followups.pressing import pressing
from outreach.interviews.kinds import Format, Purpose, Relationship
from outreach.interviews.models import Interview
from outreach.letters.models import Letter
from outreach.mail.carriers import BuiltInMailbox
from outreach.mail.models import OutgoingMessage
from outreach.workflows import delivering
from tests.cast import NOW
from tests.season.judge import Judge
from tests.season.manners import MANNERS
from tests.season.the_asker import TheAsker
from tests.season.the_others import TheOthers

WHOLE, SHORT = (60, timedelta(days=120)), (len(MANNERS), timedelta(days=45))
"""How many people, and how long. The other database plays a short season: one person of each manner."""
ZONES = ("America/New_York", "Europe/London", "Europe/Berlin", "Asia/Tokyo", "America/Los_Angeles")
NAMES = (
    "Grace",
    "Jean",
    "Adele",
    "Kathleen",
    "Mary",
    "Fran",
    "Joan",
    "Ida",
    "Karen",
    "Radia",
    "Barbara",
    "Sophie",
)
SURNAMES = ("Hopper", "Sammet", "Goldberg", "Booth", "Jackson", "Allen", "Clarke")


@pytest.mark.slow
def test_every_courtesy_of_a_season_is_done_in_time(ada: Account, config: Config) -> None:
    people, lasts = WHOLE if config.database_url.startswith("sqlite") else SHORT
    site = Site(config.base_url, config.secret_key, config.mail_domain)
    judge = Judge()
    others = TheOthers(site, judge)
    person = TheAsker(ada, site, others, judge, to_ask=so_many(people, ada, others))

    for day in range(lasts.days):
        live_through(NOW + timedelta(days=day), person)

    judge.at_the_end(list(db.session.scalars(select(Interview))), now=NOW + lasts)
    assert judge.faults == []
    assert judge.items_seen > 4 * people
    assert pressing(ada, by=NOW + lasts - timedelta(days=1)) == []


def live_through(morning: datetime, person: TheAsker) -> None:
    """A day: letters in the morning, answers in the afternoon, thanks in the evening."""
    person.sit_down(now=morning)
    if morning.weekday() < 5:
        person.ask_somebody_new(now=morning)
        person.ask_somebody_new(now=morning)
    for hours in (0, 5, 10):
        now = morning + timedelta(hours=hours, minutes=1)
        if hours == 10:
            person.sit_down(now=now - timedelta(minutes=1))
        deliver(person.others, now)
        person.others.act(now=now + timedelta(minutes=2))
        deliver(person.others, now + timedelta(minutes=3))


def deliver(others: TheOthers, now: datetime) -> None:
    """Let the worker send what is due; what arrives with a contact sets them thinking."""
    delivering.deliver_due(lambda _: BuiltInMailbox(), owner="the worker", clock=lambda: now, limit=500)
    arrived = select(OutgoingMessage).where(
        OutgoingMessage.sent_at == now, OutgoingMessage.contact_id.is_not(None)
    )
    for message in db.session.scalars(arrived.order_by(OutgoingMessage.id)).all():
        if message.about == "letter" and (letter := Letter.carried_by(message)) is not None:
            others.judge.sent(letter, now=now)
        others.receive(message, now=now)
    db.session.commit()


def so_many(people: int, ada: Account, others: TheOthers) -> list[tuple[Contact, dict[str, Any]]]:
    """People of every manner, from five time zones and twenty places of work; some were led to by others."""
    manners = list(islice(cycle(MANNERS), people))
    asked = []
    for number, manner in enumerate(manners):
        contact = somebody(ada, number, manner)
        others.manner_of[contact.id] = manner
        if number % 4 == 3:
            led_by = saved(
                Contact(
                    account_id=ada.id,
                    name=f"Friend {number} of Ada",
                    email=f"friend{number}@example.org",
                    timezone="Europe/London",
                    created_at=NOW,
                )
            )
            others.manner_of[led_by.id] = "silent"
            contact.credit(led_by, may_use_name=True, now=NOW)
        asked.append((contact, the_ask(contact, number)))
    db.session.commit()
    return asked


def somebody(ada: Account, number: int, manner: str) -> Contact:
    name = f"{NAMES[number % len(NAMES)]} {SURNAMES[number % len(SURNAMES)]}"
    return saved(
        Contact(
            account_id=ada.id,
            name=name,
            email=f"person{number}@example.com" if MANNERS[manner].has_address else None,
            title="Compiler Engineer",
            organization=Organization.named(f"House {number % 20}", of=ada),
            timezone=ZONES[number % len(ZONES)],
            why_them="She wrote about the first compilers.",
            created_at=NOW,
        )
    )


def the_ask(contact: Contact, number: int) -> dict[str, Any]:
    return {
        "relationship_kind": Relationship.REFERRAL if contact.referral else Relationship.ALUM,
        "connection": "University of London",
        "purpose": list(Purpose)[number % len(Purpose)],
        "narrow": "compilers",
        "broad": "software",
        "minutes": 20,
        "format": Format.VIDEO,
    }
