"""Rules on the subject line. Pure."""

import re

from outreach.interviews.kinds import Relationship
from outreach.letters.coach.findings import Praise, Remark, Severity
from outreach.letters.coach.page import Page
from outreach.letters.coach.phrases import words
from outreach.letters.coach.rules import MAIL, Rule, Verdicts, kinds

REPLY = re.compile(r"(?:(?:re|fwd?|aw|wg|tr) ?:\s*)+", re.IGNORECASE)
GENERIC = words("""
    re fwd fw aw hello hi hey greetings question questions quick help opportunity opportunities job jobs
    resume cv
    urgent important informational information interview interviews request requests inquiry enquiry
    chat chats coffee call meeting meet networking network advice introduction connect connecting
    connection conversation short brief please read favor favour seeking need asking ask dear sir madam
    email message mail note student internship internships application a an the for from to of and or on
    in about with your you my me i am is some any few minutes time 15 20 30 minute
""")


def bare_subject(page: Page) -> str:
    """The subject without "Re:"; as much of it as is read."""
    subject = page.subject.text.strip()
    reply = REPLY.match(subject)
    return subject[reply.end() :] if reply else subject


def subject_exists(page: Page) -> Verdicts:
    """L04: a letter by mail has a subject."""
    if not bare_subject(page):
        introducer = "" if page.facts.lacks_leave else page.facts.introducer
        tie = introducer or page.facts.sender.school or page.facts.contact.organization
        example = f"“{tie}” and your topic" if tie else "what ties you two, and your topic"
        yield Remark(Severity.E, f"Write three to six words: {example}.", where="subject")


def subject_length(page: Page) -> Verdicts:
    """L05: a subject that a phone shows whole."""
    subject = bare_subject(page)
    words, policy = len(subject.split()), page.policy
    if words <= policy.subject_words and len(subject) <= policy.subject_characters:
        return
    fix = (
        f"Keep the tie and the topic, and bring it under {policy.subject_words + 1} words and "
        f"{policy.subject_characters} characters."
    )
    at = page.manuscript.subject.find(subject)
    yield Remark(
        Severity.W, fix, f"{words} words, {len(subject)} characters", (at, at + len(subject)), "subject"
    )


def subject_is_specific(page: Page) -> Verdicts:
    """L06: at least one word that no other letter's subject has."""
    subject = bare_subject(page)
    if not subject:
        return
    words = [word.low for word in page.subject.words]
    if any(word not in GENERIC for word in words):
        if 2 <= len(words) <= page.policy.subject_words:
            yield Praise("The subject says what the letter is about.")
        return
    at = page.manuscript.subject.find(subject)
    yield Remark(Severity.W, _tie(page), subject, (at, at + len(subject)), "subject")


def _tie(page: Page) -> str:
    facts = page.facts
    is_sent = facts.relationship in {Relationship.REFERRAL, Relationship.FACULTY}
    if facts.introducer and is_sent and not facts.lacks_leave:
        return f"Name who sent you: “{facts.introducer} suggested I write”."
    topic = facts.narrow or facts.broad or "their field"
    tie = facts.sender.alma_mater or "the place you share"
    return f"Name the tie or the topic, such as {tie} or {topic}."


RULES = (
    Rule(
        "L04", "A subject", MAIL,
        why="A letter without a subject looks like a mistake or like junk, and few open it.",
        source="reply counts of 40 million e-mails (Boomerang)",
        check=subject_exists,
        needs_english=False,
    ),
    Rule(
        "L05", "Length of the subject", kinds("O"),
        why="A phone shows about forty characters, and short subjects were answered most.",
        source="reply counts of 40 million e-mails (Boomerang)",
        check=subject_length,
    ),
    Rule(
        "L06", "A subject of its own", kinds("O"),
        why="A subject that could stand above anyone’s letter is taken for a bulk mailing.",
        source="Alberta’s alis career service; Northeastern University career services",
        check=subject_is_specific,
    ),
)  # fmt: skip
