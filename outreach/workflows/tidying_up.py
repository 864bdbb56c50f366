"""Doing one thing with several people at once, from the table: leaving them alone, or giving them a tag."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from outreach.accounts.models import Account
from outreach.contacts.tags import Tag, Tagging
from outreach.database import db
from outreach.followups import silence
from outreach.followups.models import FollowUp
from outreach.followups.steps import Done, NothingChosen, Step, people
from outreach.interviews.models import Interview


def leave_alone(interviews: Sequence[Interview], *, account: Account, now: datetime) -> Done:
    """Write nothing more to these people, because they asked for that. Raises NothingChosen."""
    if not interviews:
        raise NothingChosen
    contacts = {i.contact_id: i.contact for i in interviews if i.contact.left_alone_at is None}
    open_ones = (
        select(FollowUp)
        .join(FollowUp.interview)
        .where(Interview.contact_id.in_(contacts), FollowUp.settled_at.is_(None))
    )
    due = list(db.session.scalars(open_ones)) if contacts else []
    left: dict[int, dict[str, Any]]
    left = {number: {"silenced": silence.silenced(contact)} for number, contact in contacts.items()}
    for number, contact in contacts.items():
        left[number]["freed"] = silence.leave_alone(contact, now=now) > 0
        theirs = [row for row in due if row.interview.contact_id == number]
        left[number]["dropped"] = [row.id for row in theirs if row.settled_at is not None]
    before = {"left_alone": left}
    words = f"{people(len(contacts))} left alone. Nothing is due to them any more."
    return Done(Step.keep(account.id, words, before, now=now) if contacts else None, len(contacts))


def tag(interviews: Sequence[Interview], name: str, *, account: Account, now: datetime) -> Done:
    """Give the people of these asks a tag. Raises NothingChosen, NoTag, TooManyTags."""
    if not interviews:
        raise NothingChosen
    wanted = Tag.named(name, of=account)
    fresh = Tagging.put(wanted, {interview.contact_id for interview in interviews})
    words = f"{people(len(fresh))} tagged “{wanted.name}”."
    before = {"tag": wanted.id, "tagged": fresh}
    return Done(Step.keep(account.id, words, before, now=now) if fresh else None, len(fresh))
