"""Deciding to ask somebody, and for what."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from outreach.contacts.models import Contact
from outreach.database import saved
from outreach.interviews.models import Interview
from outreach.journal.models import note

DESCRIBED = ("relationship_kind", "connection", "purpose", "narrow", "broad", "minutes", "format")


def begin(contact: Contact, details: Mapping[str, Any], *, now: datetime) -> Interview:
    """A new interview with this contact, at its first stage."""
    interview = Interview(account_id=contact.account_id, contact=contact, stage_at=now, created_at=now)
    change(interview, details)
    saved(interview)
    note("interview.begun", interview, at=now, purpose=str(interview.purpose))
    return interview


def change(interview: Interview, details: Mapping[str, Any]) -> None:
    """Keep what is asked for, and why."""
    for name in DESCRIBED:
        setattr(interview, name, details[name] if details[name] is not None else "")
