"""What a career adviser would cross out in a first letter, read from the letter alone."""

import re

from outreach.interviews.kinds import Relationship
from outreach.letters.drafting.draft import Draft
from outreach.letters.facts import Facts

STOCK = (
    "finds you well", "writing to", "your brain", "reach out", "reaching out", "touch base", "just checking",
    "informational", "synergy", "passionate", "honoured", "honored", "amazing", "incredible", "great fan",
)  # fmt: skip
JOB_TALK = re.compile(
    r"\b(jobs?|hire|hiring|hired|openings?|vacanc\w+|positions?|appl(?:y|ied|ication)\w*|résumé|resume|cv|"
    r"attach\w*|employ\w*|internship|opportunit\w+|recruit\w*)\b",
    re.IGNORECASE,
)
PRESSURE = re.compile(
    r"\b(asap|urgent\w*|immediately|i need|you must|tomorrow|today or|at once)\b", re.IGNORECASE
)
MINUTES = re.compile(r"\b(?:\d+|ten|fifteen|twenty(?:-five)?|thirty)[- ]minutes?\b", re.IGNORECASE)
CLOCK = re.compile(r"\b\d{1,2}:\d\d\b|\b\d{1,2} ?[ap]m\b", re.IGNORECASE)
EASE = re.compile(r"\bno\b|no need to answer|colleague|by email|rather not|better person", re.IGNORECASE)
HOLE = re.compile(r"[\[\]{}<>_]|\bNone\b|  |\s[,.;:?]|\.\.|,,|,\.|;\.|:\.")


def body_of(draft: Draft) -> str:
    """The paragraphs between the greeting and the sign-off."""
    closing = next(part.text for part in draft.parts if part.name == "closing")
    thanks = closing.split("\n\n")[0] if "\n\n" in closing else ""
    middle = draft.body.split("\n\n", 1)[1].rsplit(closing, 1)[0].strip()
    return f"{middle}\n\n{thanks}".strip()


def sentences(text: str) -> list[str]:
    return [s.strip() for s in re.split(r"(?<=[a-z0-9’'”)][.?!])(?<!Prof\.)\s+", text) if s.strip()]


def counted(text: str) -> int:
    return len(text.split())


def faults(draft: Draft, facts: Facts) -> list[str]:
    """Everything wrong with a letter whose facts are complete; nothing for a good one."""
    body = body_of(draft)
    return [
        *holes(draft),
        *wrong_size(draft, body),
        *wrong_ask(body),
        *wrong_tone(draft.subject + "\n" + body),
        *wrong_opening(draft, facts, body),
    ]


def holes(draft: Draft) -> list[str]:
    found = HOLE.findall(draft.subject + "\n" + draft.body)
    return [f"holes: {found}"] if found else []


def wrong_size(draft: Draft, body: str) -> list[str]:
    subject, words = draft.subject, counted(body)
    paragraphs = [p for p in draft.body.split("\n\n")[1:-1] if p]
    longest = max(counted(s) for s in sentences(body))
    checks = {
        f"{words} words": 60 <= words <= 100,
        f"{len(paragraphs)} paragraphs": 2 <= len(paragraphs) <= 4,
        f"a sentence of {longest} words": longest <= 25,
        f"a subject of {len(subject)} characters": len(subject) <= 50,
        f"a subject of {counted(subject)} words": 3 <= counted(subject) <= 7,
    }
    return [fault for fault, passed in checks.items() if not passed]


def wrong_ask(body: str) -> list[str]:
    asking = [s for s in sentences(body) if s.endswith("?")]
    checks = {
        f"{body.count('?')} question marks": body.count("?") == 1 and len(asking) == 1,
        "minutes not named once": len(MINUTES.findall(body)) == 1,
        "the question has no minutes": bool(asking) and bool(MINUTES.search(asking[0])),
        "the question asks for no talk": bool(
            re.search(r"\b(talk|call|meet|telling|conversation)\b", asking[0])
        ),
        "no easy way out": bool(EASE.search(body)),
        "a time of day": not CLOCK.search(body),
        "a link in the body": "http" not in body and "www." not in body,
    }
    return [fault for fault, passed in checks.items() if not passed]


def wrong_tone(text: str) -> list[str]:
    said = sentences(text)
    eager = sum(bool(re.match(r"I\b", s)) for s in said)
    mine = len(re.findall(r"\b(?:I|me|my|mine)\b", text))
    yours = len(re.findall(r"\b(?:you|your|yours)\b", text, re.IGNORECASE))
    checks = {
        f"stock phrases: {[s for s in STOCK if s in text.lower()]}": not any(
            s in text.lower() for s in STOCK
        ),
        f"job talk: {JOB_TALK.findall(text)}": not JOB_TALK.search(text),
        f"pressure: {PRESSURE.findall(text)}": not PRESSURE.search(text),
        "an exclamation mark": "!" not in text,
        f"{eager} of {len(said)} sentences begin with I": eager * 2 <= len(said),
        f"{mine} times I to {yours} times you": mine <= 1.5 * yours,
    }
    return [fault for fault, passed in checks.items() if not passed]


def wrong_opening(draft: Draft, facts: Facts, body: str) -> list[str]:
    first = sentences(body)[0]
    tie_words = {w for fact in facts.connection_facts for w in re.findall(r"\w{4,}", fact)}
    named = facts.introducer in first
    introduced = facts.relationship in {Relationship.REFERRAL, Relationship.FACULTY}
    tied = named or any(word in first for word in tie_words)
    checks = {
        f"the tie is not in “{first}”": tied,
        "the introducer is not in the first sentence": named or not introduced,
        "the introducer is not in the subject": facts.introducer in draft.subject or not introduced,
    }
    return [fault for fault, passed in checks.items() if not passed]
