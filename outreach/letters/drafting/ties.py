"""Read what ties two people, as people type it, into the shapes that a first sentence can take in. Pure.

"University of London", "both studied physics", "met at PyCon", "your talk on
wells" and "talk on wells" all answer the same question. Each is given the
little words that it lacks, and is told by what it is: a school, a deed of two,
a meeting, something of the reader's, a relative, a team.
"""

import re

from outreach.interviews.kinds import Relationship
from outreach.letters.drafting.asks import BORROWED_NAME
from outreach.letters.drafting.phrases import Phrase, Shape, as_a_place, read, tidy
from outreach.letters.facts import Facts

ON_A_PAGE = re.compile(
    r"\b(linkedin|website|site|page|platform|network|profile|list|app|xing|blog|forum)\b", re.IGNORECASE
)
IN_PRINT = re.compile(
    r"\b(directory|newsletter|magazine|database|programme|program|book|report|register)\b", re.IGNORECASE
)
TOGETHER = re.compile(
    r"^(met|worked|studied|shared|sat|spoke|talked|rowed|sang|served|volunteered"
    r"|both (?:\w+ed|went|met|read|took))\b",
    re.IGNORECASE,
)
BY_ME = re.compile(r"^(read|heard|saw|watched|attended|followed|enjoyed|listened to)\s", re.IGNORECASE)
BOTH_PLACED = re.compile(r"^(?:both\s+)?(from|at|in|of)\s", re.IGNORECASE)
THE_SAME = re.compile(r"^(?:the\s+)?same\s", re.IGNORECASE)
LEFT_A_QUESTION = re.compile(
    r"(?:we (?:\w+ )?(?:met|spoke|talked|sat)|I (?:read|heard|saw|watched|attended|followed|enjoyed|listened to))\b",
    re.IGNORECASE,
)
NEEDS_THE = re.compile(
    r"^(?!(?:in|on|at|from|of|through|via|by|with|for|to)\s)[a-z][\w’' -]*"
    r"\b(?:meetup|panel|conference|fair|webinar|workshop|seminar|lecture|talk|club|choir|team|course|class|society"
    r"|association|group|department|lab|directory|newsletter|page|website)\b"
)
A_SCHOOL = re.compile(
    r"\b(?:Universit\w+|College|School|Institute|Academy|Polytechnic|Gymnasium|Hochschule)\b"
)
A_TEAM = re.compile(r"\b(team|department|group|office|division|unit|desk|branch|club|choir)\b", re.IGNORECASE)
A_WORK = re.compile(
    r"^(?:talk|article|piece|paper|book|post|podcast|lecture|interview|episode|essay|column|thread|thesis)\b"
)
A_RELATIVE = re.compile(
    r"\b(?:nephew|niece|son|daughter|child|friend|neighbou?r|cousin|\w*brother|\w*sister|grand\w+|god\w+|wife|husband"
    r"|partner|student|pupil|colleague|mother|father|aunt|uncle|in-law)s?\b",
    re.IGNORECASE,
)
OF_THEIRS = {Relationship.AUTHOR, Relationship.EVENT, Relationship.EXCOLLEAGUE}
"""Where something of the reader's is told like any other tie."""
SMALL = frozenset(("of", "the", "for", "and", "at", "in", "on", "de", "la", "le", "du", "des", "der", "und"))
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
    if not ties and facts.relationship is Relationship.ALUM and facts.sender.alma_mater:
        ties = [_tie(facts.sender.alma_mater, facts)]
    return (
        slots | (_tie_slots(ties[0], facts) if ties else {}) | _people_slots(facts, ties[0] if ties else None)
    )


def _tie(fact: str, facts: Facts) -> Phrase:
    phrase = read(fact)
    text = phrase.text
    if THE_SAME.match(text):
        share = "went to" if A_SCHOOL.search(text.title()) else "share"
        return Phrase(f"we {share} the {_small(text).removeprefix('the ')}", Shape.CLAUSE)
    if phrase.shape is not Shape.RAW:
        return phrase
    if TOGETHER.match(text):
        return Phrase(f"we {_small(text)}", Shape.CLAUSE)
    if BY_ME.match(text):
        return Phrase(f"I {_small(text)}", Shape.CLAUSE)
    known = facts.introducer.split()
    if known and re.match(rf"{re.escape(known[0])}\s+(?:is|was|has|knows|taught|and)\b", text):
        return Phrase(text, Shape.CLAUSE)
    return _placed(text, facts.relationship) or Phrase(
        _with_little_words(text, facts.relationship), Shape.RAW
    )


def _placed(text: str, relationship: Relationship) -> Phrase | None:
    """ "Both at PyCon", "from Leeds" as what is true of the two; where a page is meant, it is where one was found."""
    place = BOTH_PLACED.match(text)
    is_both = text[:4].casefold() == "both"
    if not place or (not is_both and _says_where(text, relationship)):
        return None
    are = "were" if place[1].casefold() in {"at", "in"} else "are"
    return Phrase(f"we {are} both {_small(re.sub(r'^both ', '', text, flags=re.IGNORECASE))}", Shape.CLAUSE)


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _with_little_words(text: str, relationship: Relationship) -> str:
    """The article or the "your" that a note leaves out and a sentence cannot do without."""
    if A_WORK.match(text):
        return f"the {text}" if relationship in BORROWED_NAME else f"your {text}"
    text = f"the {text}" if NEEDS_THE.match(text) else as_a_place(text)
    if relationship is Relationship.EXCOLLEAGUE and (text.startswith("the ") or not text[:1].islower()):
        return f"our time {'in' if A_TEAM.search(text) else 'at'} {text}"
    return text


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
    am = re.match(r"(?:I am|I'm|I’m)\s+(.+)", text, re.IGNORECASE)
    if am and facts.relationship is Relationship.FAMILY:
        return {"relative": am[1]}
    if tie.shape is Shape.CLAUSE:
        slots = {"tie_clause": text, "Tie_clause": tie.capitalized}
        return slots | ({"Met_clause": tie.capitalized} if LEFT_A_QUESTION.match(text) else {})
    if fellow := re.match(r"(?:a\s+)?fellow\s+(.+)", text, re.IGNORECASE):
        return {"fellow": fellow[1]}
    if text.startswith("your "):
        slots = {"your_tie": text, "Your_tie": tie.capitalized}
        return slots | ({"tie": text, "Tie": tie.capitalized} if facts.relationship in OF_THEIRS else {})
    if facts.relationship is Relationship.AUTHOR and tie.shape is Shape.RAW and text[0] not in "“\"'‘":
        text = f"“{text}”"
    slots = {"tie": text, "Tie": text[:1].upper() + text[1:]}
    return slots | dict.fromkeys(_told_by(text, tie.shape, facts), text)


def _told_by(text: str, shape: Shape, facts: Facts) -> list[str]:
    """What the tie is for this relationship, by the names of the slots that take such a thing."""
    match facts.relationship:
        case Relationship.ALUM if YEAR.search(text):
            return ["dated"]
        case Relationship.ALUM:
            return ["shared", *(["shared_school"] if _is_school(text, facts) else [])]
        case Relationship.FAMILY if text.startswith("my "):
            return ["my_tie"]
        case Relationship.FAMILY if A_RELATIVE.search(text):
            return ["relative"]
        case Relationship.INTERNAL if shape is Shape.NOUN or A_TEAM.search(text):
            return ["team"]
        case _:
            return []


def _is_school(text: str, facts: Facts) -> bool:
    """Whether a tie is the name of a school and no more."""
    name = text.removeprefix("the ")
    if name.casefold() == tidy(facts.sender.alma_mater).removeprefix("the ").casefold():
        return True
    words = [word for word in name.split() if word not in SMALL]
    is_a_name = "," not in name and all(not word[:1].islower() for word in words)
    return is_a_name and (bool(A_SCHOOL.search(name)) or len(words) == 1)


def _people_slots(facts: Facts, tie: Phrase | None) -> dict[str, str]:
    slots = {"organization": tidy(facts.contact.organization), "sender": facts.sender.name.strip()}
    slots["introducer"] = introducer_of(facts)
    if not slots["introducer"] or facts.relationship not in BORROWED_NAME:
        return slots | {"introducer_known": slots["introducer"]}
    if tie is not None and tie.shape is not Shape.CLAUSE:
        theirs = tie.text.split(" ")[0] in {"my", "a", "an", "our"}
        how = tie.text if theirs else f"whom I know from {tie.text}"
        slots["introducer_known"] = f"{slots['introducer']}, {how},"
    return slots


def introducer_of(facts: Facts) -> str:
    """The introducer, unless a letter may not use the name: a name is borrowed only with leave."""
    return "" if facts.relationship in BORROWED_NAME and not facts.may_use_name else tidy(facts.introducer)
