"""Turn the facts of an interview into the words that fill the slots of a letter. Pure."""

import re

from outreach.interviews.kinds import Format, Relationship
from outreach.letters.drafting.phrases import (
    Phrase,
    Shape,
    as_a_word,
    names_a_person,
    read,
    tidy,
    with_article,
)
from outreach.letters.facts import Facts

WORDS = {10: "ten", 15: "fifteen", 20: "twenty", 25: "twenty-five", 30: "thirty"}
ON_A_PAGE = re.compile(
    r"\b(linkedin|website|site|page|platform|network|profile|list|app|xing|blog|forum)\b", re.IGNORECASE
)
IN_PRINT = re.compile(
    r"\b(directory|newsletter|magazine|database|programme|program|book|report|register)\b", re.IGNORECASE
)
TOGETHER = re.compile(
    r"^(met|worked|studied|shared|sat|spoke|talked|rowed|sang|served|volunteered|both \w+ed)\b", re.IGNORECASE
)
I_AM = re.compile(r"(?:I am|I'm|I’m)\s+", re.IGNORECASE)
LONG_NAME = 5
"""Words of an organization's name beyond which a sentence does without it: its reader knows where they work."""
YEAR = re.compile(r"class of|\b(?:19|20)\d\d\b|['’]\d\d\b", re.IGNORECASE)


def connection_slots(facts: Facts) -> dict[str, str]:
    """What ties the two, in every shape that the facts allow.

    Of several connection facts, one that names a directory or a page says where
    the contact was found; the first other one is the tie itself.
    """
    phrases = [_tie(fact, facts) for fact in facts.connection_facts if tidy(fact)]
    found = [p for p in phrases if p.shape is not Shape.CLAUSE and _says_where(p.text, facts.relationship)][
        :1
    ]
    ties = phrases if facts.relationship is Relationship.COLD else [p for p in phrases if p not in found]
    slots = {"found": found[0].text, "in_found": _in(found[0].text)} if found else {}
    if not ties and facts.relationship is Relationship.ALUM and facts.sender.school.strip():
        ties = [Phrase(facts.sender.school.strip(), Shape.RAW)]
    return (
        slots | (_tie_slots(ties[0], facts) if ties else {}) | _people_slots(facts, ties[0] if ties else None)
    )


def _tie(fact: str, facts: Facts) -> Phrase:
    phrase = read(fact)
    if phrase.shape is not Shape.RAW:
        return phrase
    if TOGETHER.match(phrase.text):
        return Phrase(f"we {phrase.text[:1].lower()}{phrase.text[1:]}", Shape.CLAUSE)
    known = facts.introducer.split()
    if known and re.match(rf"{re.escape(known[0])}\s+(?:is|was|has|knows|taught|and)\b", phrase.text):
        return Phrase(phrase.text, Shape.CLAUSE)
    return phrase


def _says_where(text: str, relationship: Relationship) -> bool:
    """Whether a fact tells where the contact was found, of those relationships that say so."""
    match relationship:
        case Relationship.COLD:
            return True
        case Relationship.ALUM | Relationship.LI2:
            return bool(ON_A_PAGE.search(text) or IN_PRINT.search(text))
        case Relationship.GROUP:
            return bool(re.search(r"\b(linkedin|website|directory)\b", text, re.IGNORECASE))
        case _:
            return False


def _in(found: str) -> str:
    if re.match(r"(in|on|at|from|through|via|by)\s", found):
        return found
    if IN_PRINT.search(found):
        return f"in {found}"
    return f"on {found}" if ON_A_PAGE.search(found) else f"through {found}"


def _tie_slots(tie: Phrase, facts: Facts) -> dict[str, str]:
    text = tie.text
    if facts.relationship is Relationship.FAMILY and (
        am := re.match(r"(?:I am|I'm|I’m)\s+(.+)", text, re.IGNORECASE)
    ):
        return {"tie": am[1]}
    if tie.shape is Shape.CLAUSE:
        return {"tie_clause": text, "Tie_clause": tie.capitalized}
    if fellow := re.match(r"(?:a\s+)?fellow\s+(.+)", text, re.IGNORECASE):
        return {"fellow": fellow[1]}
    if facts.relationship is Relationship.AUTHOR and tie.shape is Shape.RAW and text[0] not in "“\"'‘":
        text = f"“{text}”"
    slots = {"tie": text, "Tie": text[:1].upper() + text[1:]}
    if facts.relationship is Relationship.ALUM:
        slots["dated" if YEAR.search(text) else "shared"] = text
    if text.startswith("my "):
        slots["my_tie"] = text
    if text.startswith("your "):
        slots["your_tie"] = text
    return slots


def _people_slots(facts: Facts, tie: Phrase | None) -> dict[str, str]:
    slots = {"organization": tidy(facts.contact.organization), "sender": facts.sender.name.strip()}
    slots["introducer"] = introducer_of(facts)
    if not slots["introducer"] or facts.relationship not in {Relationship.REFERRAL, Relationship.FACULTY}:
        return slots | {"introducer_known": slots["introducer"]}
    if tie is not None and tie.shape is not Shape.CLAUSE:
        theirs = tie.text.split(" ")[0] in {"my", "a", "an", "our"}
        how = tie.text if theirs else f"whom I know from {tie.text}"
        slots["introducer_known"] = f"{slots['introducer']}, {how},"
    return slots


def introducer_of(facts: Facts) -> str:
    """The introducer, unless a letter may not use the name: a name is borrowed only with leave."""
    needs_leave = facts.relationship in {Relationship.REFERRAL, Relationship.FACULTY}
    return "" if needs_leave and not facts.may_use_name else tidy(facts.introducer)


def why_slots(reason: str, *, contact: str) -> dict[str, str]:
    """One reason for asking this person, in the shape it was typed in."""
    phrase = read(reason, about=contact)
    told_by = "why" if phrase.shape is Shape.NOUN else "why_raw"
    if phrase.shape is Shape.CLAUSE:
        told_by = "why_clause" if phrase.text.casefold().startswith("you") else "why_mine"
    return {told_by: phrase.text, told_by.capitalize(): phrase.capitalized}


def interest_slots(facts: Facts) -> dict[str, str]:
    """The interest, narrow and wide; a person's calling becomes "the work of a …"."""
    slots = {"narrow": _line_of_work(facts.narrow), "broad": _line_of_work(facts.broad)}
    organization = tidy(facts.contact.organization)
    is_said = (
        facts.relationship is Relationship.INTERNAL or organization.casefold() in slots["narrow"].casefold()
    )
    if organization and not is_said and len(organization.split()) <= LONG_NAME:
        slots["organization"] = organization
    return slots


def _line_of_work(typed: str) -> str:
    text = read(typed).text
    if not text or text.split(" ")[0] in {"the", "being", "how", "what", "work", "your"}:
        return text
    if names_a_person(text):
        return f"the work of {with_article(as_a_word(text))}"
    return f"the work of {as_a_word(text)}" if text.endswith("s") and names_a_person(text[:-1]) else text


def ask_slots(minutes: int, form: Format) -> dict[str, str]:
    """The time box and the format; nobody is asked for a format that is theirs to choose."""
    spoken = WORDS.get(minutes, str(minutes))
    a = "an" if spoken[0] == "e" or str(minutes).startswith(("8", "11", "18")) else "a"
    noun, by = {
        Format.PHONE: ("phone call", "by phone"),
        Format.VIDEO: ("call by video", "by video"),
        Format.IN_PERSON: ("conversation over coffee", "in person"),
        Format.THEIR_CHOICE: ("conversation", "by phone or video"),
    }[form]
    return {
        "minutes": spoken,
        "minutes_figure": str(minutes),
        "noun": noun,
        "a_meeting": f"{a} {minutes}-minute {noun}",
        "for_meeting": f"for a {noun}",
        "by": by,
    }
