"""Looking around with sample data: invented people come, with their stories so far, and go again at a word."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, exists, select

from outreach.accounts.models import Account
from outreach.bookings.site import Site
from outreach.contacts.kinds import Formality, Level
from outreach.contacts.models import Contact, Organization
from outreach.database import db, saved
from outreach.interviews.kinds import Format, Purpose, Relationship
from outreach.interviews.models import Interview
from outreach.journal.models import note
from outreach.notebook.debrief import Debrief, Named
from outreach.samples.cast import Person, cast, played_at
from outreach.samples.stories import Story


def fill(account: Account, *, site: Site, now: datetime) -> int:
    """Give the account the sample people and their stories. How many came; 0 if they are there already."""
    if Contact.has_samples(account):
        return 0
    contacts: dict[str, Contact] = {}
    scenes = []
    for person in cast():
        moments = played_at(_story(person), timezone=account.timezone, now=now)
        contact = _arrive(person, account, at=moments[0] - timedelta(minutes=20))
        contacts[contact.name] = contact
        if "introducer" in person:
            contact.credit(contacts[person["introducer"]], may_use_name=True, now=contact.created_at)
        if "interview" in person:
            story = Story(_ask(person, contact), account, site, _debrief(person), now)
            scenes += [(at, story, step) for at, step in zip(moments, _story(person), strict=True)]
    # In the order of time across all people, as the mailbox and the journal show them.
    for at, story, step in sorted(scenes, key=lambda scene: scene[0]):
        story.play(step, at=at)
    db.session.flush()
    return len(contacts)


def clear(account: Account) -> None:
    """Take the sample people away, with everything that hangs from them, and nothing else."""
    samples = select(Contact.id).where(Contact.account_id == account.id, Contact.is_sample)
    places = select(Contact.organization_id).where(Contact.id.in_(samples))
    left = {place for place in db.session.scalars(places) if place is not None}
    db.session.execute(delete(Contact).where(Contact.id.in_(samples)))
    is_used = exists().where(Contact.organization_id == Organization.id)
    db.session.execute(delete(Organization).where(Organization.id.in_(left), ~is_used))
    db.session.expire_all()


def _story(person: Person) -> tuple[dict[str, Any], ...]:
    """The scenes with a person; somebody who was not asked yet was only added, three days ago."""
    return tuple(person["interview"]["story"]) if "interview" in person else ({"do": "add", "day": -3},)


def _arrive(person: Person, account: Account, *, at: datetime) -> Contact:
    plain = ("name", "email", "title", "timezone", "why_them")
    contact = saved(
        Contact(
            account_id=account.id,
            **{name: person[name] for name in plain},
            called=person.get("called", ""),
            phone=person.get("phone", ""),
            found_where=person.get("found_where", ""),
            level=Level(person["level"]),
            formality=Formality(person["formality"]),
            organization=Organization.named(person["organization"], of=account),
            is_sample=True,
            created_at=at,
        )
    )
    note("contact.added", contact, at=at, who=contact.name)
    return contact


def _ask(person: Person, contact: Contact) -> Interview:
    ask, begun_at = person["interview"], contact.created_at
    return saved(
        Interview(
            account_id=contact.account_id,
            contact=contact,
            purpose=Purpose(ask["purpose"]),
            relationship_kind=Relationship(ask["relationship"]),
            minutes=ask["minutes"],
            format=Format(ask["format"]),
            connection=ask.get("connection", ""),
            narrow=ask["narrow"],
            broad=ask["broad"],
            stage_at=begun_at,
            created_at=begun_at,
        )
    )


def _debrief(person: Person) -> Debrief:
    told = person.get("debrief", {})
    return Debrief(
        learned=tuple(told.get("learned", ())),
        promises=(told["promise"],) if "promise" in told else (),
        people=tuple(Named(name) for name in told.get("people", ())),
        thought=told.get("thought", ""),
    )
