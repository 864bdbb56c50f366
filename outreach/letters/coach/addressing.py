"""Rules on the greeting: whose name it bears, and how it is put. Pure."""

import re
from collections.abc import Iterator

from rapidfuzz.distance import OSA

from outreach.contacts.kinds import Formality
from outreach.interviews.kinds import Relationship
from outreach.letters.coach.findings import Praise, Remark, Severity
from outreach.letters.coach.names import PART, SMALL_WORDS, TITLES, fold, folded_parts, parts_of, words_of
from outreach.letters.coach.nicknames import are_the_same_name
from outreach.letters.coach.page import Page
from outreach.letters.coach.phrases import words
from outreach.letters.coach.rules import EVERY, Rule, Verdicts, kinds
from outreach.letters.coach.zones import Greeting
from outreach.letters.facts import ContactFacts, Kind

NOBODY = words("""
    sir madam sirs team all everyone everybody there again folks friend friends colleague colleagues
    hiring manager recruiter committee whom it may concern to from office department alumni alumnus
    alumna professional and or
""")
BLANK = re.compile(r"[\[\]{}<>_%]|X{3}")
ENDS_NAME = re.compile(r"\s(?:and|&|at|of|from)\s|,|\(")


def name_is_right(page: Page) -> Verdicts:
    """L25: the greeting bears this contact's name, and no name of somebody else slipped in."""
    greeting, contact = page.reading.greeting, page.facts.contact.name
    if greeting and contact and not BLANK.search(greeting.name) and _same_script(contact, greeting.name):
        yield from _greeted(page, greeting, contact)
    yield from _turned_to_another(page)
    yield from _copied(page)


SPEAKS_TO = words("i you would could may might your thank thanks we")


def _turned_to_another(page: Page) -> Verdicts:
    """A sentence that begins “Mr. Doyle, I …” speaks to Mr. Doyle, whoever is greeted."""
    contact = page.facts.contact.name
    known = {*words_of(contact), *words_of(page.facts.introducer)}
    for sentence in page.prose.sentences if folded_parts(contact) and page.kind is not Kind.REFERRAL else ():
        if len(sentence.words) < 3 or fold(sentence.words[0].low) not in TITLES:
            continue
        _, name, then = sentence.words[:3]
        spoken_to = page.reading.body[name.end : name.end + 1] == "," and then.low in SPEAKS_TO
        if spoken_to and name.text[0].isupper() and fold(name.text) not in known:
            fix = f"This letter goes to {contact}: speak to nobody else in it."
            yield Remark(Severity.E, fix, name.text, (name.start, name.end))


def greeted_parts(greeting: Greeting) -> list[tuple[str, int]]:
    """The parts of the name that is greeted, without titles, and where each stands in the body."""
    end = ENDS_NAME.search(greeting.name + " ")
    name = greeting.name[: end.start()] if end and end.start() else greeting.name
    found = [(m[0], greeting.name_at + m.start()) for m in PART.finditer(name)]
    plain = [(part, at) for part, at in found if fold(part) not in TITLES]
    return [] if any(fold(part) in NOBODY for part, _ in plain) else plain


def _same_script(contact: str, greeted: str) -> bool:
    def is_latin(text: str) -> bool:
        return any("a" <= c <= "z" for c in fold(text))

    return is_latin(contact) == is_latin(greeted)


def _greeted(page: Page, greeting: Greeting, contact: str) -> Verdicts:
    parts, known = greeted_parts(greeting), folded_parts(contact)
    if parts and "".join(fold(part) for part, _ in parts) == _run_together(page.facts.contact.called):
        yield Praise("The name in the greeting is what they are called.")
        return
    if not parts or not known:
        return
    greeted = [fold(part) for part, _ in parts]
    wrong = [(part, at) for part, at in parts if not _is_one_of(part, known)]
    for part, at in wrong:
        if meant := _meant(fold(part), known, contact):
            yield Remark(Severity.E, f"Did you mean {meant}?", part, (at, at + len(part)))
            return
    if not wrong or known[-1] in greeted or "".join(greeted) in {"".join(known), *known}:
        yield from _spelled_as_they_do(parts, contact)
        return
    part, at = wrong[0]
    severity = Severity.W if _may_be_a_nickname(page, greeting, parts) else Severity.E
    fix = f"This letter goes to {contact}: greet them by their own name."
    yield Remark(severity, fix, part, (at, at + len(part)))


def _run_together(called: str) -> str:
    """What they are called, folded and without a title: "J.P." is JP, and "Ms. Osei" Osei."""
    return "".join(part for part in map(fold, PART.findall(called)) if part not in TITLES)


def _may_be_a_nickname(page: Page, greeting: Greeting, parts: list[tuple[str, int]]) -> bool:
    """Whether an unknown first name stands alone where first names are in use, and is nobody else's."""
    others = (*page.facts.other_contacts, *(letter.to for letter in page.manuscript.history))
    is_somebodys = any(fold(parts[0][0]) in folded_parts(other) for other in others)
    informal = page.facts.contact.formality is not Formality.FORMAL
    return len(parts) == 1 and parts[0][0] == greeting.name.strip() and informal and not is_somebodys


def _is_one_of(written: str, known: list[str]) -> bool:
    """The part itself, its initial or initials, or a usual short form of it."""
    part = fold(written)
    if written.isupper() and "".join(name[0] for name in known).startswith(part):
        return True
    return any(
        part == name
        or (len(part) == 1 and name.startswith(part))
        or are_the_same_name(part, name)
        or (len(part) >= 3 and name.startswith(part) and len(name) - len(part) >= 2)
        for name in known
    )


def _meant(part: str, known: list[str], contact: str) -> str:
    """The part of the contact's name that is one or two slips away, as they write it; else ""."""
    for name, written in zip(known, parts_of(contact), strict=True):
        slips = OSA.distance(part, name, score_cutoff=2)
        if slips <= (2 if min(len(part), len(name)) >= 5 else 1) and min(len(part), len(name)) >= 3:
            return written
    return ""


def _spelled_as_they_do(parts: list[tuple[str, int]], contact: str) -> Verdicts:
    """The right name; at most its accents are missing."""
    written = {fold(part): part for part in parts_of(contact)}
    for part, at in parts:
        theirs = written.get(fold(part), part)
        if theirs.casefold() != part.casefold() and not theirs.isascii() and part.isascii():
            yield Remark(Severity.T, f"They write it {theirs}.", part, (at, at + len(part)))
            return
    if not _is_half_a_double_name({fold(part) for part, _ in parts}, contact):
        yield Praise("The name in the greeting is theirs, spelled right.")


def _is_half_a_double_name(greeted: set[str], contact: str) -> bool:
    """Whether of a name with a hyphen only a part is greeted: right it may be, but it is not how they write it."""
    doubles = [set(folded_parts(name)) for name in contact.split() if "-" in name]
    return any(greeted & double and not double <= greeted for double in doubles)


def greeting_is_fitting(page: Page) -> Verdicts:
    """L26: a greeting with a name, formal until they have signed otherwise."""
    greeting, contact = page.reading.greeting, page.facts.contact
    proper = f"“{_proper_greeting(contact)}”"
    if greeting and BLANK.search(greeting.name):
        return  # an unfilled blank is told as such
    if not greeting and page.facts.relationship is Relationship.INTRO and _turns_to_them(page):
        return  # the introducer is thanked first, in the same mail
    if not greeting:
        yield Remark(Severity.W, f"Begin with {proper}.")
        return
    text = page.reading.body[slice(*greeting.span)].strip()
    written = [part for part, _ in greeted_parts(greeting)]
    parts = [fold(part) for part in written]
    known = folded_parts(contact.name)
    first = folded_parts(contact.called) or known[:1]
    others = [part for part in known if part not in first]
    if greeting.opener in {"hey", "hiya", "howdy"} or not parts:
        yield Remark(Severity.W, f"Write {proper}.", text, greeting.span)
    elif contact.formality is Formality.FORMAL and others and not set(parts) & set(others):
        titled = any(fold(part) in TITLES for part in PART.findall(greeting.name))
        if not titled and all(_is_one_of(part, first) for part in written):
            yield Remark(
                Severity.W, f"Write {proper}, until they sign with their first name.", text, greeting.span
            )


def _turns_to_them(page: Page) -> bool:
    """Whether some paragraph begins with their name, “Dear” before it or not, as a letter to two people does."""
    names = set(folded_parts(page.facts.contact.name))
    begun = (PART.findall(paragraph[:80])[:3] for paragraph in page.reading.body.split("\n"))
    return any(not names.isdisjoint(map(fold, first)) for first in begun)


def _proper_greeting(contact: ContactFacts) -> str:
    """The greeting that cannot offend: title and surname if the record has a title, else the full name."""
    parts = parts_of(contact.name)
    if not parts:
        return "Dear Ms. …,"
    title = next((word for word in contact.name.split() if fold(word.rstrip(".")) in TITLES), "")
    return f"Dear {title} {parts[-1]}," if title else f"Dear {' '.join(parts)},"


def _copied(page: Page) -> Verdicts:
    """Names of other people and organizations the sender writes to."""
    others = list(_others(page))
    if not others:
        return
    folded = [(fold(m[0]), m.start(), m.end(), m[0]) for m in PART.finditer(page.reading.body)]
    positions: dict[str, list[int]] = {}
    for index, (word, *_) in enumerate(folded):
        positions.setdefault(word, []).append(index)
    for name, severity in others:
        words = [fold(part) for part in PART.findall(name)]
        for index in positions.get(words[0], []):
            run = folded[index : index + len(words)]
            if [word for word, *_ in run] == words and run[0][3][0].isupper():
                span = (run[0][1], run[-1][2])
                fix = f"You also write to {name}: make sure that this is not left over from that letter."
                yield Remark(severity, fix, page.reading.body[slice(*span)], span)
                break


TO_ASK = {Kind.OUTREACH, Kind.NUDGE, Kind.LINKEDIN_NOTE, Kind.SCHEDULING}


def _others(page: Page) -> Iterator[tuple[str, Severity]]:
    """The names that would surprise here, and how much."""
    facts, history = page.facts, page.manuscript.history
    if page.kind not in TO_ASK or not (facts.other_contacts or history):
        return
    contact, sender = facts.contact, facts.sender
    welcome = [contact.name, contact.organization, facts.introducer, sender.school, sender.name]
    welcome += [sender.programme_or_role, facts.narrow, facts.broad, *facts.connection_facts, *facts.why_them]
    allowed = {word for text in welcome for word in words_of(text)}
    body = page.prose.all_folded
    own_named = bool({w for w in words_of(facts.contact.organization) if len(w) > 3} & body)
    for name in dict.fromkeys((*facts.other_contacts, *(letter.to for letter in history))):
        if _is_foreign(name, allowed) and len(parts_of(name)) > 1:
            yield " ".join(parts_of(name)), Severity.W
    for name in dict.fromkeys(letter.organization for letter in history):
        if _is_foreign(name, allowed):
            yield name, Severity.W if own_named or not facts.contact.organization else Severity.E


def _is_foreign(name: str, allowed: set[str]) -> bool:
    words = {word for word in words_of(name) if word not in SMALL_WORDS}
    return bool(words) and not words <= allowed and any(len(word) > 3 for word in words)


RULES = (
    Rule(
        "L25", "The right name", EVERY,
        why="A wrong or misspelled name is the one mistake that everybody notices, and few answer it.",
        source="Carleton College career center",
        check=name_is_right,
        needs_english=False,
    ),
    Rule(
        "L26", "The right greeting", kinds("O"),
        why="Too familiar is remembered; a little too formal never hurt anybody.",
        source="Miriam Posner’s guide to writing to a specialist; NC State University",
        check=greeting_is_fitting,
    ),
)  # fmt: skip
