"""Reads a letter from JSON, and writes what the coach found as JSON: the check without a mailbox. Pure."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from enum import StrEnum
from typing import Any, TypeVar

from outreach.accounts.kinds import Situation
from outreach.contacts.kinds import Formality, Level
from outreach.errors import OutreachError
from outreach.interviews.kinds import Format, Purpose, Relationship
from outreach.letters.coach.moments import zone_named
from outreach.letters.coach.review import Review
from outreach.letters.coach.synonyms import SYNONYMS
from outreach.letters.facts import ContactFacts, EarlierLetter, Facts, Kind, Manuscript, SenderFacts

Vocabulary = TypeVar("Vocabulary", bound=StrEnum)

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
"""When a letter went out of which nobody says when."""

WHAT_IS_WHAT = {str: "text", bool: "true or false", int: "a whole number", list: "a list", dict: "an object"}


class UnusableLetter(OutreachError):
    """A letter handed over as JSON cannot be read."""


def manuscript_from_json(text: str) -> Manuscript:
    """Read a letter.

    Only ``kind`` and ``body`` are needed; unknown fields are ignored, and null
    counts as not given. A byte order mark before the text is nothing of it. A
    date or time without its offset from UTC is taken as the sender's, or as UTC
    if their zone is not given. Raises UnusableLetter, one sentence naming the field.
    """
    try:
        table = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as problem:
        raise UnusableLetter(f"The letter is not valid JSON: {problem}.") from problem
    if not isinstance(table, dict):
        raise UnusableLetter("The letter must be a JSON object with at least “kind” and “body”.")
    for needed in ("kind", "body"):
        if table.get(needed) is None:
            raise UnusableLetter(f"The letter lacks “{needed}”.")
    facts = _facts(table)
    zone = zone_named(facts.sender.timezone) or UTC
    return Manuscript(
        kind=_one_of(Kind, table, "kind", Kind.OUTREACH),
        body=_get(table, "body", str, ""),
        subject=_get(table, "subject", str, ""),
        facts=facts,
        now=_moment(table, "now", zone),
        recipients=_recipients(table),
        attachments=_texts(table, "attachments"),
        history=tuple(_earlier(one, i, zone) for i, one in enumerate(_get(table, "history", list, []))),
    )


def findings_as_json(review: Review) -> str:
    """The findings as a JSON list, worst first, each with rule, severity, span, text, why and fix.

    The span counts characters of the body; for a finding about the subject it is null.
    """
    return json.dumps(
        [
            {
                "rule": finding.rule,
                "severity": finding.severity.value,
                "span": list(finding.span) if finding.span and finding.where == "body" else None,
                "text": finding.text,
                "why": finding.why,
                "fix": finding.fix,
            }
            for finding in review.findings
        ],
        indent=2,
    )


def _facts(table: Mapping[str, Any]) -> Facts:
    sender, contact = _get(table, "sender", dict, {}), _get(table, "contact", dict, {})
    return Facts(
        sender=SenderFacts(
            name=_get(sender, "name", str, "", "sender."),
            situation=_one_of(Situation, sender, "situation", None, "sender."),
            programme_or_role=_get(sender, "programme_or_role", str, "", "sender."),
            school=_get(sender, "school", str, "", "sender."),
            timezone=_get(sender, "timezone", str, "", "sender."),
        ),
        contact=ContactFacts(
            name=_get(contact, "name", str, "", "contact."),
            formality=_one_of(Formality, contact, "formality", Formality.FORMAL, "contact."),
            title=_get(contact, "title", str, "", "contact."),
            organization=_get(contact, "organization", str, "", "contact."),
            timezone=_get(contact, "timezone", str, "", "contact."),
            level=_one_of(Level, contact, "level", Level.UNKNOWN, "contact."),
            called=_get(contact, "called", str, "", "contact."),
        ),
        relationship=_one_of(Relationship, table, "relationship", Relationship.COLD),
        purpose=_one_of(Purpose, table, "purpose", Purpose.FIELD),
        minutes=_get(table, "minutes", int, 20),
        format=_one_of(Format, table, "format", Format.PHONE),
        introducer=_get(table, "introducer", str, ""),
        may_use_name=_get(table, "may_use_name", bool, False),
        connection_facts=_texts(table, "connection_facts"),
        why_them=_texts(table, "why_them"),
        narrow=_get(table, "narrow", str, ""),
        broad=_get(table, "broad", str, ""),
        other_contacts=_texts(table, "other_contacts"),
    )


def _recipients(table: Mapping[str, Any]) -> int:
    """How many the letter goes to; a list of them is counted."""
    value = table.get("recipients")
    count: int = len(value) if isinstance(value, list) else _get(table, "recipients", int, 1)
    if count < 0:
        raise UnusableLetter("“recipients” counts people, so it cannot be negative.")
    return count


def _earlier(entry: object, number: int, zone: tzinfo) -> EarlierLetter:
    place = f"history[{number}]"
    if not isinstance(entry, dict):
        raise UnusableLetter(f"“{place}” must be an object with kind, to, organization and sent.")
    sent = _moment(entry, "sent", zone, f"{place}.") or LONG_AGO
    return EarlierLetter(
        kind=_one_of(Kind, entry, "kind", Kind.OUTREACH, f"{place}."),
        to=_get(entry, "to", str, "", f"{place}."),
        organization=_get(entry, "organization", str, "", f"{place}."),
        sent=sent,
    )


def _get(table: Mapping[str, Any], key: str, kind: type, default: Any, place: str = "") -> Any:
    """A field of the right type; null and absence give the default."""
    value = table.get(key)
    if value is None:
        return default
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise UnusableLetter(f"“{place}{key}” must be {WHAT_IS_WHAT[kind]}, not {_short(value)}.")
    return value


def _texts(table: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """A list of texts; a single text counts as a list of one."""
    value = table.get(key)
    if isinstance(value, str):
        return (value,) if value.strip() else ()
    texts = _get(table, key, list, [])
    if not all(isinstance(one, str) for one in texts):
        raise UnusableLetter(f"“{key}” must be a list of texts.")
    return tuple(texts)


def _one_of(
    vocabulary: type[Vocabulary], table: Mapping[str, Any], key: str, default: Any, place: str = ""
) -> Any:
    """A word of a vocabulary, or one that clearly means the same."""
    word = _get(table, key, str, "", place)
    if not word.strip():
        return default
    plain = word.strip().lower().replace("-", "_").replace(" ", "_")
    try:
        return vocabulary(plain)
    except ValueError:
        meant = SYNONYMS[vocabulary].get(plain)
    if meant is None:
        known = ", ".join(vocabulary)
        raise UnusableLetter(f"“{place}{key}” is {_short(word)}, which is none of: {known}.")
    return meant


def _moment(table: Mapping[str, Any], key: str, zone: tzinfo, place: str = "") -> datetime | None:
    """An instant in ISO 8601, such as 2026-11-18T09:00:00+01:00."""
    text = _get(table, key, str, None, place)
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
        return moment if moment.tzinfo else moment.replace(tzinfo=zone)
    except ValueError as problem:
        raise UnusableLetter(
            f"“{place}{key}” is {_short(text)}, which is no date and time (ISO 8601)."
        ) from problem


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 40 else text[:39] + "…"
