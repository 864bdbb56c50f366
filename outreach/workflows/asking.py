"""Deciding to ask somebody, and for what."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from outreach.contacts.models import Contact
from outreach.database import locked, saved
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.journal.models import note

DESCRIBED = ("relationship_kind", "connection", "purpose", "narrow", "broad", "minutes", "format")


def begin(contact: Contact, details: Mapping[str, Any], *, now: datetime) -> Interview:
    """A new interview with this contact, at its first stage.

    The same ask, not yet sent, is not begun twice: a button may be pressed twice.
    """
    for begun in Interview.with_contact(locked(contact)):
        if begun.stage in {Stage.FOUND, Stage.DRAFTED} and described(begun) == _told(details):
            return begun
    interview = Interview(account_id=contact.account_id, contact=contact, stage_at=now, created_at=now)
    change(interview, details)
    saved(interview)
    note("interview.begun", interview, at=now, purpose=str(interview.purpose))
    return interview


def described(interview: Interview) -> dict[str, Any]:
    """What is asked for, and why, by the names under which it is told."""
    return {name: getattr(interview, name) for name in DESCRIBED}


def change(interview: Interview, details: Mapping[str, Any]) -> None:
    """Keep what is asked for, and why."""
    for name, told in _told(details).items():
        setattr(interview, name, told)


def _told(details: Mapping[str, Any]) -> dict[str, Any]:
    return {name: "" if details[name] is None else details[name] for name in DESCRIBED}
