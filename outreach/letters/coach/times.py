"""Rules on times: none to a stranger, always with the reader's zone, a few to choose from. Pure."""

from collections import Counter
from datetime import date, timedelta

from outreach.contacts.kinds import Level
from outreach.letters.coach.findings import Remark, Severity
from outreach.letters.coach.moments import clocks_in, days_in, local_date, windows_in
from outreach.letters.coach.page import Page
from outreach.letters.coach.phrases import Saying, pieces, saying
from outreach.letters.coach.prose import Passage
from outreach.letters.coach.rules import Rule, Verdicts, kinds
from outreach.letters.coach.zonenames import same_clock, zone_is_shown

OFFERING = saying(r"""
    (free|available|availability|could|would|suit|suits|work|works|meet|talk|call|slot|open|any time
        |let me know
        |how about|what about|possible|chat|speak|schedule|book|reach me)
    can you (do|make|manage)
    i (can|could) (do|make|offer|manage)
""")
LOOKING_BACK = saying(r"""
    (met|heard|attended|spoke|gave|saw|watched|listened|yesterday|last|ago|read|panel|visited|was|were|had
        |did)
""")
MISSED = saying("(missed|yesterday|ago|earlier today|this morning|last (week|month|night))")
SOON = pieces(r"""
    MEETING = (free|available|meet|talk|call|speak|chat|slot|book|schedule|reach me|zoom|coffee)
    NEAR = (today|tomorrow|tonight|this (morning|afternoon|evening)|right now)
""").saying(r"""
    <MEETING>~4 <NEAR>
    <NEAR>~3 <MEETING>
""")
MEETING = saying(r"(free|available|meet|talk|call|speak|chat|slot|book|schedule|reach me|zoom|coffee)")
AGREED = saying(r"""
    (confirm|confirmed|confirming|agreed|as agreed|perfect|booked|see you|suits me|works( well
        | perfectly)? for me
        |look forward|looking forward|invitation|invite|reminder|moved|accept)
    (is|are|sounds?|looks?|works?|would be)( \w+)? (wonderful|great|fine|lovely|ideal)
    (talk|speak) (to|with) you (on|then|tomorrow|at)
    it is in my
    any (time|day|weekday|morning|afternoon)
    (anytime|whenever)
""")


def times_are_polite(page: Page) -> Verdicts:
    """L16: no hours named to a stranger or an executive, and no day too near for anybody."""
    facts = page.facts
    reserved = facts.relationship.is_stranger or facts.contact.level is Level.EXECUTIVE
    for passage in clocks_in(page.prose):
        if reserved and _is_offer(page, passage):
            fix = "Write “whenever suits you in the next few weeks”, and offer times once they have said yes."
            yield Remark(Severity.W, fix, passage.text, passage.span)
            break
    for passage in _too_soon(page):
        fix = "Ask for some time in the next few weeks instead."
        yield Remark(Severity.W, fix, passage.text, passage.span)
        break


def _is_offer(page: Page, passage: Passage, offering: Saying = OFFERING) -> bool:
    """Whether the sentence speaks of a time to come, not of a talk once heard."""
    line = page.prose.lines[passage.sentence]
    return bool(line.matches(offering)) and not line.matches(LOOKING_BACK)


def looks_back(page: Page, passage: Passage) -> bool:
    """Whether the sentence tells of a time that is over, such as a call that was missed."""
    return bool(page.prose.lines[passage.sentence].matches(MISSED))


def _too_soon(page: Page) -> list[Passage]:
    near = [p for p in page.prose.find(SOON) if _is_offer(page, p, MEETING)]
    now = page.manuscript.now
    if not now:
        return near
    today = local_date(now, page.facts.contact.timezone)
    first = _after_business_days(today, page.policy.notice_business_days)
    dated = [
        p for p, day in days_in(page.prose, today) if today <= day < first and _is_offer(page, p, MEETING)
    ]
    return near + dated


def _after_business_days(start: date, days: int) -> date:
    day = start
    while days > 0:
        day += timedelta(days=1)
        days -= day.weekday() < 5
    return day


def zone_with_every_time(page: Page) -> Verdicts:
    """L17: a time of day says whose."""
    first = next((clock for clock in clocks_in(page.prose) if not looks_back(page, clock)), None)
    contact, sender = page.facts.contact.timezone, page.facts.sender.timezone
    if not first or zone_is_shown(page.prose, contact, sender):
        return
    if contact and sender and same_clock(contact, sender, page.manuscript.now):
        return
    place = contact.rpartition("/")[2].replace("_", " ")
    fix = (
        f"Add their zone: “{first.text}, {place} time”."
        if place
        else f"Add their zone: “{first.text} your time”."
    )
    yield Remark(Severity.E, fix, first.text, first.span)


def a_few_windows(page: Page) -> Verdicts:
    """L18: two to four times to choose from."""
    if not page.prose.first(OFFERING):
        return
    windows, policy = windows_in(page.prose), page.policy
    if not windows or policy.windows_fewest <= len(windows) <= policy.windows_most:
        return
    if page.prose.first(AGREED) and not _long_list(page, windows):
        return
    if len(windows) < policy.windows_fewest:
        fix = f"Offer {policy.windows_fewest} or 3 times, and “or tell me what suits you”."
    else:
        fix = f"Keep the best {policy.windows_most}, and add “or tell me what suits you”."
    count = "1 time" if len(windows) == 1 else f"{len(windows)} times"
    yield Remark(Severity.W, fix, count, windows[0].span)


def _long_list(page: Page, windows: list[Passage]) -> bool:
    """Whether one sentence alone offers too many, however glad the others are of what is agreed."""
    offered = Counter(window.sentence for window in windows if _is_offer(page, window))
    return max(offered.values(), default=0) > page.policy.windows_most


RULES = (
    Rule(
        "L16", "No times yet", kinds("O"),
        why="Naming hours before a yes expects them to fit into your day; the one who asks is the one who "
            "adapts.",
        source="Adam Grant on requests that presume",
        check=times_are_polite,
    ),
    Rule(
        "L17", "A zone with every time", kinds("S"),
        why="A time without a zone is the commonest reason why two people wait for each other at different "
            "hours.",
        source="Miriam Posner’s guide to writing to a specialist; Dartmouth engineering",
        check=zone_with_every_time,
    ),
    Rule(
        "L18", "A few times to choose from", kinds("S"),
        why="One time is a demand, and a long list is work; two to four are answered with one word.",
        source="Dartmouth engineering career services; this coach’s own judgement",
        check=a_few_windows,
    ),
)  # fmt: skip
