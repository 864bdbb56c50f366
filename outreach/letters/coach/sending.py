"""Rules on the sending itself: to one person, as plain text, not too often, and within limits. Pure."""

import re
from datetime import date, timedelta

from outreach.interviews.kinds import Relationship
from outreach.letters.coach.findings import Remark, Severity
from outreach.letters.coach.moments import local_date
from outreach.letters.coach.names import folded_parts, words_of
from outreach.letters.coach.page import Page
from outreach.letters.coach.placeholders import HTML
from outreach.letters.coach.rules import EVERY, Rule, Verdicts, kinds
from outreach.letters.facts import EarlierLetter, Kind

TRACKED = re.compile(r"[?&](?:utm_[a-z]+|mc_eid|mc_cid|gclid|fbclid|mkt_tok|trk|_hsenc)=", re.IGNORECASE)
TOUCHING = {Kind.OUTREACH, Kind.NUDGE, Kind.LINKEDIN_NOTE}
IN_A_THREAD = 3


def one_recipient(page: Page) -> Verdicts:
    """L37: to one person; an introduction's thread may hold the introducer."""
    count = page.manuscript.recipients
    most = IN_A_THREAD if page.facts.relationship is Relationship.INTRO else 1
    if count > most:
        fix = "Send it to one person; write to the next one anew, and only if this one stays silent."
        yield Remark(Severity.E, fix, f"{count} recipients")


def plain_text(page: Page) -> Verdicts:
    """L38: no markup, no tracking."""
    if tag := HTML.search(page.reading.body):
        yield Remark(Severity.W, "Write it as plain text, as you would to a colleague.", tag[0], tag.span())
    for start, end in page.reading.links:
        if TRACKED.search(page.reading.body, start, end):
            fix = "Cut the link behind its question mark."
            yield Remark(Severity.W, fix, page.reading.body[start:end], (start, end))
            return


def not_too_often(page: Page) -> Verdicts:
    """L39: few letters to one person without an answer, and one person of an organization at a time."""
    contact, policy = page.facts.contact, page.policy
    to_them = [letter for letter in page.manuscript.history if _same_person(letter.to, contact.name)]
    touches = _unanswered(to_them)
    if touches >= policy.touches:
        fix = "Let it rest; write to somebody else there, or come back in half a year with a new reason."
        yield Remark(Severity.E, fix, f"already {touches} letters to {contact.name}")
    elif page.kind is Kind.OUTREACH and (other := _colleague_written_to(page)):
        days = policy.same_organization_business_days
        fix = f"Give {other.to} {days} working days to answer before you write to a colleague."
        yield Remark(Severity.E, fix, f"{other.to} at {other.organization}, {other.sent:%d %B}")


def _same_person(one: str, other: str) -> bool:
    return bool(one) and set(folded_parts(one)) == set(folded_parts(other)) != set()


def _unanswered(letters: list[EarlierLetter]) -> int:
    """How many came since one last thanked them or agreed a time, which nobody does without an answer."""
    count = 0
    for letter in sorted(letters, key=lambda letter: letter.sent.timestamp()):
        count = count + 1 if letter.kind in TOUCHING else 0
    return count


def _colleague_written_to(page: Page) -> EarlierLetter | None:
    contact, now = page.facts.contact, page.manuscript.now
    if not now or not words_of(contact.organization):
        return None
    today = local_date(now, contact.timezone)
    for letter in page.manuscript.history:
        same_place = words_of(letter.organization) == words_of(contact.organization)
        other = same_place and letter.kind in TOUCHING and not _same_person(letter.to, contact.name)
        if other and business_days(local_date(letter.sent, contact.timezone), today) < (
            page.policy.same_organization_business_days
        ):
            return letter
    return None


def business_days(start: date, end: date) -> int:
    """Working days from one day to another, the first not counted; holidays are not known here."""
    if end <= start:
        return 0
    weeks, rest = divmod((end - start).days, 7)
    return weeks * 5 + sum((end - timedelta(days=back)).weekday() < 5 for back in range(rest))


def fits_the_medium(page: Page) -> Verdicts:
    """L42: a note on LinkedIn has 300 characters; an InMail, which has a subject, is better under 400."""
    count, policy = len(page.manuscript.body.strip()), page.policy
    if page.manuscript.subject.strip():
        if count > policy.inmail_characters:
            fix = f"Bring it under {policy.inmail_characters} characters."
            yield Remark(Severity.T, fix, f"{count} characters", why=SHORT_INMAIL)
    elif count > policy.note_characters:
        start = len(page.manuscript.body) - len(page.manuscript.body.lstrip()) + policy.note_characters
        fix = f"Cut {count - policy.note_characters} characters: LinkedIn takes {policy.note_characters}."
        yield Remark(Severity.E, fix, f"{count} characters", (start, start + count - policy.note_characters))


SHORT_INMAIL = "Short messages on LinkedIn are answered more often than long ones."

RULES = (
    Rule(
        "L37", "One recipient", kinds("O"),
        why="A letter to many is a letter to nobody, and each of them sees it.",
        source="The DePauw, on alumni directories",
        check=one_recipient,
        needs_english=False,
    ),
    Rule(
        "L38", "Plain and untracked", EVERY,
        why="A personal letter is plain text; markup and tracking belong to advertising.",
        source="this coach’s own judgement",
        check=plain_text,
        needs_english=False,
    ),
    Rule(
        "L39", "Not too often", kinds("ON"),
        why="A second unanswered letter is the last polite one, and colleagues show each other their mail.",
        source="Duke University career hub, after Steve Dalton",
        check=not_too_often,
        needs_english=False,
    ),
    Rule(
        "L42", "Room in the medium", kinds("L"),
        why="LinkedIn does not send a longer note.",
        source="LinkedIn’s own limit",
        check=fits_the_medium,
        needs_english=False,
    ),
)  # fmt: skip
