"""Which facts a first letter needs, how to ask for them, and which of them are missing. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from outreach.accounts.kinds import Situation
from outreach.interviews.kinds import Purpose, Relationship
from outreach.letters.drafting.draft import Missing
from outreach.letters.drafting.material import fill, tables
from outreach.letters.drafting.names import full_name
from outreach.letters.facts import Facts


@dataclass(frozen=True, slots=True)
class Ask:
    """A question for one fact, with an answer in the form that fits best into a sentence."""

    fact: str
    ask: str
    example: str
    more: str = ""


INTRODUCED = (Relationship.REFERRAL, Relationship.INTRO, Relationship.FACULTY, Relationship.LI2)
"""The relationships whose first sentence names a third person, so that no other tie is required."""

BORROWED_NAME = (Relationship.REFERRAL, Relationship.FACULTY)


def _ask(fact: str, key: str) -> Ask:
    """The question for a fact, worded for one relationship, purpose or situation where that matters."""
    asked = tables("asks")[fact]
    return Ask(fact=fact, **asked.get(key, asked.get("any", {})))


HINTS: Mapping[Relationship, Ask] = {
    relationship: _ask("connection", relationship) for relationship in Relationship
}
"""What the connection should say, by relationship: a question, an example, and what would make it better."""


def asks_for(
    relationship: Relationship, purpose: Purpose, situation: Situation | None = None
) -> tuple[Ask, ...]:
    """The facts that a letter of this kind wants, in the order of its sentences."""
    asks = [_ask("name", "any"), _ask("sender_name", "any")]
    if relationship in INTRODUCED:
        asks.append(_ask("introducer", relationship))
    else:
        asks.append(HINTS[relationship])
    if relationship in BORROWED_NAME:
        asks.append(_ask("may_use_name", "any"))
    asks.append(_ask("programme_or_role", situation or "unknown"))
    asks.append(_ask("why_them", relationship))
    asks += [_ask("narrow", purpose), _ask("broad", purpose)]
    if purpose is Purpose.COMPANY:
        asks.append(_ask("organization", "any"))
    return tuple(asks)


def missing_from(facts: Facts) -> tuple[Missing, ...]:
    """What a first letter lacks, each with the question that asks for it."""
    given = _given(facts)
    words = {
        "contact": full_name(facts.contact) or "this person",
        "introducer": facts.introducer.strip() or "the person who suggested it",
    }
    return tuple(
        Missing(ask.fact, fill(ask.ask, words))
        for ask in asks_for(facts.relationship, facts.purpose, facts.sender.situation)
        if not given[ask.fact]
    )


def _given(facts: Facts) -> dict[str, bool]:
    shared_school = facts.relationship is Relationship.ALUM and facts.sender.school.strip()
    return {
        "name": bool(facts.contact.name.strip()),
        "sender_name": bool(facts.sender.name.strip()),
        "introducer": bool(facts.introducer.strip()),
        "connection": any(fact.strip() for fact in facts.connection_facts) or bool(shared_school),
        "may_use_name": facts.may_use_name,
        "programme_or_role": bool(facts.sender.programme_or_role.strip()),
        "why_them": any(reason.strip() for reason in facts.why_them),
        "narrow": bool(facts.narrow.strip()),
        "broad": bool(facts.broad.strip()),
        "organization": bool(facts.contact.organization.strip()),
    }
