"""Learning from what happens how somebody answers: written down with the contact, so that every page can show it."""

from datetime import datetime, timedelta

from sqlalchemy import exists, select, update

from outreach.accounts.models import Account
from outreach.contacts.kinds import Label
from outreach.contacts.models import Contact, Referral
from outreach.database import db
from outreach.followups.kinds import Event
from outreach.followups.labels import SILENT_AFTER, Ask, label_of
from outreach.followups.working_days import Days, working_days
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage

HEARD = frozenset(
    {
        Event.SAID_YES,
        Event.SAID_NO,
        Event.SAID_LATER,
        Event.SENT_ON,
        Event.NONE_FITS,
        Event.WANTS_QUESTIONS,
        Event.BOOKED,
    }
)
"""What is an answer to being asked."""
TELLING = HEARD | {Event.ASKED, Event.RESTED, Event.DEBRIEFED, Event.INTRODUCED}
"""After these the label may be another."""
ASKS_READ = 10
"""How many of the latest asks of one contact are looked at."""
AT_ONCE = 500
"""How many silences are written down in one go."""


def learn(interview: Interview, event: Event, days: Days, *, now: datetime) -> None:
    """Write down when somebody was asked and heard from, and what that says about them."""
    if event is Event.ASKED:
        interview.ask(now=now)
    elif event in HEARD:
        interview.hear(at=now)
    if event is Event.NAMED and interview.contact.referral is not None:
        interview.contact.referral.introducer.label = (
            Label.BOOSTER
        )  # leading to somebody is the deed that counts
    if event in TELLING:
        relabel(interview.contact, days, now=now)


def relabel(contact: Contact, days: Days, *, now: datetime) -> None:
    """Read the facts about one contact afresh."""
    asked = (
        select(Interview.asked_at, Interview.heard_at, Interview.stage)
        .where(Interview.contact_id == contact.id, Interview.asked_at.is_not(None))
        .order_by(Interview.id.desc())
        .limit(ASKS_READ)
    )
    rows = db.session.execute(asked)
    asks = [Ask(at, heard, said_no=stage is Stage.DECLINED) for at, heard, stage in rows if at is not None]
    contact.label = label_of(asks, days, has_helped=_has_led_to_somebody(contact), now=now)


def _has_led_to_somebody(contact: Contact) -> bool:
    led = exists().where(Referral.introducer_id == contact.id)
    return bool(db.session.scalar(select(led)))


def catch_up(*, now: datetime) -> int:
    """Label people of any account who have no label, though time or the past tells one. How many.

    Silence becomes one by itself; and who answered before labels were kept is
    read once. Who is labelled already keeps that until something happens again.
    """
    asked = (
        select(Contact.id, Contact.timezone, Contact.country, Account.timezone)
        .add_columns(Interview.asked_at, Interview.heard_at)
        .select_from(Interview)
        .join(Interview.contact)
        .join(Account, Account.id == Contact.account_id)
        .where(Contact.label.is_(None), Interview.stage != Stage.DECLINED, Interview.asked_at.is_not(None))
        .where(Interview.heard_at.is_not(None) | (Interview.asked_at <= now - timedelta(days=SILENT_AFTER)))
        .order_by(Interview.asked_at)
        .limit(AT_ONCE)
    )
    asks: dict[int, list[Ask]] = {}
    days: dict[int, Days] = {}
    for number, zone, country, home, asked_at, heard_at in db.session.execute(asked):
        asks.setdefault(number, []).append(Ask(asked_at, heard_at))
        days.setdefault(number, working_days(zone, country=country, home=home))
    found = {number: label_of(own, days[number], now=now) for number, own in asks.items()}
    for label in Label:
        same = [number for number, told in found.items() if told is label]
        db.session.execute(update(Contact).where(Contact.id.in_(same)).values(label=label))
    return sum(label is not None for label in found.values())
