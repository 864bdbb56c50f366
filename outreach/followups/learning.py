"""Learning from what happens how somebody answers: written down with the contact, so that every page can show it."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import bindparam, exists, select, update

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


def learn(
    interview: Interview, event: Event, days: Days, *, has_led: bool | None = None, now: datetime
) -> None:
    """Write down when somebody was asked and heard from, and what that says about them.

    ``has_led`` tells whether they led to somebody, where this is known to be the
    only time that they were asked; without it both are read.
    """
    if event is Event.ASKED:
        interview.ask(now=now)
    elif event in HEARD:
        interview.hear(at=now)
    if event is Event.NAMED and interview.contact.referral is not None:
        interview.contact.referral.introducer.label = (
            Label.BOOSTER
        )  # leading to somebody is the deed that counts
    if event in TELLING and has_led is not None:
        asked = [(interview.asked_at, interview.heard_at, interview.stage)]
        interview.contact.label = label_of(_asks(asked), days, has_helped=has_led, now=now)
    elif event in TELLING:
        relabel(interview.contact, days, now=now)


def relabel(contact: Contact, days: Days, *, now: datetime) -> None:
    """Read the facts about one contact afresh."""
    rows = db.session.execute(ASKED, {"contact": contact.id}).all()
    asks = _asks([(asked_at, heard_at, stage) for _, asked_at, heard_at, stage in rows])
    contact.label = label_of(asks, days, has_helped=any(row.has_led for row in rows), now=now)


def _asks(rows: Iterable[tuple[datetime | None, datetime | None, Stage]]) -> list[Ask]:
    return [Ask(at, heard, said_no=stage is Stage.DECLINED) for at, heard, stage in rows if at is not None]


ASKED = (
    select(exists().where(Referral.introducer_id == Contact.id).label("has_led"))
    .add_columns(Interview.asked_at, Interview.heard_at, Interview.stage)
    .select_from(Contact)
    .outerjoin(Interview, (Interview.contact_id == Contact.id) & Interview.asked_at.is_not(None))
    .where(Contact.id == bindparam("contact"))
    .order_by(Interview.id.desc())
    .limit(ASKS_READ)
)
"""Whether somebody led to others, beside each of the latest times that they were asked. Put together once."""


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
