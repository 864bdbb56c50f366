"""Which facts a first letter needs, how to ask for them, and which of them are missing. Pure."""

import re
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

LONGER_WORD = re.compile(r"\w{4,}")

BORROWED_NAME = (Relationship.REFERRAL, Relationship.FACULTY)


def ask_for(fact: str, key: str) -> Ask:
    """The question for a fact, worded for one relationship, purpose or situation where that matters."""
    asked = tables("asks")[fact]
    return Ask(fact=fact, **asked.get(key, asked.get("any", {})))


HINTS: Mapping[Relationship, Ask] = {
    relationship: ask_for("connection", relationship) for relationship in Relationship
}
"""What the connection should say, by relationship: a question, an example, and what would make it better."""

DEBRIEF: tuple[Ask, ...] = tuple(
    ask_for(fact, "any") for fact in ("learned", "will_do", "promises", "people", "offer")
)
"""What the letter of thanks is made of, asked while it is fresh."""


def asks_for(
    relationship: Relationship, purpose: Purpose, situation: Situation | None = None
) -> tuple[Ask, ...]:
    """The facts that a letter of this kind wants, in the order of its sentences."""
    asks = [ask_for("name", "any"), ask_for("sender_name", "any")]
    if relationship in INTRODUCED:
        asks.append(ask_for("introducer", relationship))
    else:
        asks.append(HINTS[relationship])
    if relationship in BORROWED_NAME:
        asks.append(ask_for("may_use_name", "any"))
    asks.append(ask_for("programme_or_role", situation or "unknown"))
    asks.append(ask_for("why_them", relationship))
    asks += [ask_for("narrow", purpose), ask_for("broad", purpose)]
    if purpose is Purpose.COMPANY:
        asks.append(ask_for("organization", "any"))
    return tuple(asks)


def lacking(fact: str, key: str = "any") -> Missing:
    """A fact that is missing, with the question that asks for it."""
    return Missing(fact, ask_for(fact, key).ask)


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


def unsaid(facts: Facts, text: str) -> dict[str, str]:
    """What is told for a first letter and does not stand in its ``text``, by the names of the facts.

    A fact stands there as it was typed, or with half of its longer words: who
    writes "I saw that you moved to the river authority" has said "your move to the river authority".
    """
    told = {
        "connection": " ".join(facts.connection_facts[:1]),
        "why_them": " ".join(facts.why_them[:1]),
        "programme_or_role": facts.sender.programme_or_role,
        "narrow": facts.narrow,
        "broad": facts.broad,
    }
    return {name: words.strip() for name, words in told.items() if not _stands_in(text, words)}


def _stands_in(text: str, fact: str) -> bool:
    telling = set(LONGER_WORD.findall(fact.casefold()))
    said = telling & set(LONGER_WORD.findall(text.casefold()))
    return fact.strip().casefold() in text.casefold() or 2 * len(said) >= len(telling) > 0


def _given(facts: Facts) -> dict[str, bool]:
    shared_school = facts.relationship is Relationship.ALUM and facts.sender.alma_mater
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
