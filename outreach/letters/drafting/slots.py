"""Turn the facts of an interview into the words that fill the slots of a letter. Pure."""

import re

from outreach.accounts.kinds import Situation
from outreach.interviews.kinds import Format, Relationship
from outreach.letters.drafting.phrases import Phrase, Shape, names_a_person, read, tidy, with_article
from outreach.letters.facts import Facts, SenderFacts

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
STAGE = re.compile(r"^(first|second|third|fourth|fifth|final|last|1st|2nd|3rd|4th)[- ]year\b", re.IGNORECASE)
YEAR = re.compile(r"class of|\b(?:19|20)\d\d\b|['’]\d\d\b", re.IGNORECASE)
DEGREE = re.compile(
    r"^(B\.?Sc\.?|B\.?A\.?|B\.?Eng\.?|M\.?Sc\.?|M\.?A\.?|M\.?Eng\.?|MBA|MPH|Ph\.?D\.?|LL\.?[BM]\.?|Bachelor|Master|Doctorate)"
    r"(?:'s|’s)?(?:\s+(?:of|in))?(?=\s|$)\s*(.*)$"
)


def connection_slots(facts: Facts) -> dict[str, str]:
    """What ties the two, in every shape that the facts allow.

    Of several connection facts, one that names a directory or a page says where
    the contact was found; the first other one is the tie itself.
    """
    phrases = [_tie(fact) for fact in facts.connection_facts if tidy(fact)]
    if facts.relationship is Relationship.COLD:
        found, ties = phrases[:1], phrases[:1]
    else:
        found = [p for p in phrases if _is_a_place(p.text)][:1]
        ties = [p for p in phrases if p not in found]
    slots = {"found": found[0].text, "in_found": _in(found[0].text)} if found else {}
    if not ties and facts.relationship is Relationship.ALUM and facts.sender.school.strip():
        ties = [Phrase(facts.sender.school.strip(), Shape.RAW)]
    return (
        slots | (_tie_slots(ties[0], facts) if ties else {}) | _people_slots(facts, ties[0] if ties else None)
    )


def _tie(fact: str) -> Phrase:
    phrase = read(fact)
    if phrase.shape is Shape.RAW and TOGETHER.match(phrase.text):
        return Phrase(f"we {phrase.text[:1].lower()}{phrase.text[1:]}", Shape.CLAUSE)
    return phrase


def _is_a_place(text: str) -> bool:
    return bool(ON_A_PAGE.search(text) or IN_PRINT.search(text))


def _in(found: str) -> str:
    if re.match(r"(in|on|at|from|through|via|by)\s", found):
        return found
    if IN_PRINT.search(found):
        return f"in {found}"
    return f"on {found}" if ON_A_PAGE.search(found) else f"through {found}"


def _tie_slots(tie: Phrase, facts: Facts) -> dict[str, str]:
    text = tie.text
    if am := re.match(r"(?:I am|I'm|I’m)\s+(.+)", text, re.IGNORECASE):
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
    match phrase.shape:
        case Shape.NOUN:
            return {"why": phrase.text, "Why": phrase.capitalized}
        case Shape.CLAUSE:
            return {"why_clause": phrase.text, "Why_clause": phrase.capitalized}
        case Shape.RAW:
            return {"why_raw": phrase.text}


def interest_slots(facts: Facts) -> dict[str, str]:
    """The interest, narrow and wide; a person's calling becomes "the work of a …"."""
    slots = {"narrow": _line_of_work(facts.narrow), "broad": _line_of_work(facts.broad)}
    organization = tidy(facts.contact.organization)
    if organization and organization.casefold() not in slots["narrow"].casefold():
        slots["organization"] = organization
    return slots


def _line_of_work(typed: str) -> str:
    text = read(typed).text
    first = text.split(" ")[0]
    if not text or first in {"the", "being", "how", "what", "work", "your"}:
        return text
    if names_a_person(text):
        return f"the work of {with_article(text)}"
    return f"the work of {text}" if text.endswith("s") and names_a_person(text[:-1]) else text


def who_slots(facts: Facts) -> dict[str, str]:
    """Who is writing: ``me`` completes "I am …", ``as_me`` completes "I served …"."""
    role, sender = tidy(facts.sender.programme_or_role), facts.sender
    role = re.sub(r"^(?:I am|I'm|I’m|studying|working as|work as)\s+", "", role, flags=re.IGNORECASE)
    if not role:
        return {}
    if sender.situation is Situation.STUDENT:
        return {"me": _studying(role) + _school(facts, "at", here=" there")}
    if sender.situation is Situation.GRADUATE:
        return {"me": _graduated(role) + _school(facts, "from")}
    me = with_article(role) if names_a_person(role) else role if role.startswith("in ") else f"in {role}"
    return {"me": me, "as_me": me if me.startswith("in ") else f"as {me}"}


def _studying(role: str) -> str:
    if names_a_person(role):
        return with_article(role)
    if STAGE.match(role):
        return f"in {role}"
    if degree := DEGREE.match(role):
        return f"studying for {_degree(degree)}"
    return f"studying {role}"


def _graduated(role: str) -> str:
    if "graduate" in role.casefold():
        return with_article(role)
    if names_a_person(role):
        return f"{with_article(role)} and a recent graduate"
    if degree := DEGREE.match(role):
        return f"a recent graduate with {_degree(degree)}"
    return f"a recent graduate in {role}"


def _degree(match: re.Match[str]) -> str:
    name, subject = match[1], match[2]
    if name in {"Bachelor", "Master", "Doctorate"}:
        name = {"Bachelor": "bachelor's degree", "Master": "master's degree", "Doctorate": "doctorate"}[name]
    return with_article(f"{name} in {subject}" if subject else name)


def _school(facts: Facts, preposition: str, *, here: str = "") -> str:
    """The school, unless the first sentence or the programme has named it already."""
    school = facts.sender.school.strip()
    if not school or school.casefold() in facts.sender.programme_or_role.casefold():
        return ""
    if facts.relationship is Relationship.ALUM:
        return here
    said = any(school.casefold() in fact.casefold() for fact in facts.connection_facts)
    return "" if said else f" {preposition} {school}"


def ask_slots(minutes: int, form: Format) -> dict[str, str]:
    """The time box and the format; nobody is asked for a format that is theirs to choose."""
    spoken = WORDS.get(minutes, str(minutes))
    a = "an" if spoken[0] == "e" or str(minutes).startswith(("8", "11", "18")) else "a"
    noun, by = {
        Format.PHONE: ("phone call", "by phone"),
        Format.VIDEO: ("video call", "by video"),
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


def sender_person(sender: SenderFacts) -> str:
    """“Carleton student” or “Carleton graduate”, for a subject between people of one school."""
    school = sender.school.strip()
    if not school:
        return ""
    return f"{school} {'student' if sender.situation is Situation.STUDENT else 'graduate'}"
