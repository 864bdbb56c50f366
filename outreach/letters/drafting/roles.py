"""Turn what a sender does or studies into a clause about them. Pure."""

import re

from outreach.accounts.kinds import Situation
from outreach.interviews.kinds import Relationship
from outreach.letters.drafting.phrases import as_a_place, as_a_word, names_a_person, tidy, with_article
from outreach.letters.facts import Facts, SenderFacts

STAGE = re.compile(r"^(first|second|third|fourth|fifth|final|last|1st|2nd|3rd|4th)[- ]year\b", re.IGNORECASE)
DEGREE = re.compile(
    r"^(?P<name>B\.?Sc\.?|B\.?A\.?|B\.?Eng\.?|M\.?Sc\.?|M\.?A\.?|M\.?Eng\.?|MBA|MPH|Ph\.?D\.?|LL\.?[BM]\.?"
    r"|(?:Bachelor|Master)(?:['’]?s)?(?: degree)?|Doctorate)(?P<in>\s+(?:of|in)\b)?(?:\s+|$)(?P<subject>.*)$"
)
LEADS = re.compile(r"^(?:(?:head|director|dean|chair|president)\s+of|CEO|CTO|CFO|COO)\b", re.IGNORECASE)
BESIDE_THE_ROLE = re.compile(
    r"^(?:(?:I am|I'm|I’m|I study|I work as|I work in|studying|working as|work as|currently|now)\s+)+",
    re.IGNORECASE,
)


def who_slots(facts: Facts) -> dict[str, str]:
    """Who is writing: ``me`` completes "I am …", ``as_me`` completes "I served …"."""
    role, situation = _role(facts.sender.programme_or_role), facts.sender.situation
    if not role:
        return {}
    if situation is Situation.STUDENT:
        return {"me": _studying(role) + _school(facts, "at", here=" there")}
    if situation is Situation.GRADUATE:
        return {"me": _graduated(role) + _school(facts, "from")}
    if names_a_person(role) or re.match(r"an?\s", role):
        me = role if LEADS.match(role) else with_article(role)
        return {"me": me, "as_me": f"as {me}"}
    me = role if role.startswith("in ") else f"in {role}"
    return {"me": me, "as_me": me}


def _role(typed: str) -> str:
    role = BESIDE_THE_ROLE.sub("", tidy(typed))
    role = re.sub(r"\s+for (\S+ years)\b", r" with \1 of practice", role)
    return as_a_word(role)


def _studying(role: str) -> str:
    if degree := _degree(role):
        return f"studying for {degree}"
    if names_a_person(role):
        return with_article(role)
    return f"in {role}" if STAGE.match(role) else f"studying {role}"


def _graduated(role: str) -> str:
    if "graduate" in role.casefold():
        return with_article(role)
    if degree := _degree(role):
        return f"a recent graduate with {degree}"
    if names_a_person(role):
        return f"{with_article(role)} and a recent graduate"
    return f"a recent graduate in {role}"


def _degree(role: str) -> str:
    """“a BSc in Geology”, “a Master of Public Health”; empty when no degree, or its bearer, is named."""
    degree = DEGREE.match(role)
    if degree is None or names_a_person(degree["subject"]):
        return ""
    if degree["in"] or not degree["subject"]:
        return with_article(role)
    return with_article(f"{degree['name']} in {degree['subject']}")


def _school(facts: Facts, preposition: str, *, here: str = "") -> str:
    """The school, unless the first sentence or the programme has named it already."""
    school = facts.sender.school.strip()
    if not school or "," in facts.sender.programme_or_role:
        return ""
    if school.casefold() in facts.sender.programme_or_role.casefold():
        return ""
    if facts.relationship is Relationship.ALUM:
        return here
    said = any(school.casefold() in fact.casefold() for fact in facts.connection_facts)
    return "" if said else f" {preposition} {as_a_place(school)}"


def sender_person(sender: SenderFacts) -> str:
    """“Carleton student” or “Carleton graduate”, for a subject between people of one school."""
    school = sender.alma_mater
    if not school:
        return ""
    return f"{school} {'student' if sender.situation is Situation.STUDENT else 'graduate'}"
