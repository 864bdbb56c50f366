"""Rules on links. Pure."""

import re

from outreach.letters.coach.findings import Remark, Severity
from outreach.letters.coach.page import Page
from outreach.letters.coach.phrases import words
from outreach.letters.coach.rules import Rule, Verdicts, kinds

SCHEDULERS = words("""
    calendly.com cal.com savvycal.com doodle.com youcanbook.me youcanbookme.com acuityscheduling.com
    as.me calendar.app.google tidycal.com zcal.co koalendar.com appoint.ly vyte.in when2meet.com
    setmore.com simplybook.me picktime.com oncehub.com scheduleonce.com chilipiper.com usemotion.com
    reclaim.ai zeeg.me meetergo.com meetings.hubspot.com bookings.cloud.microsoft book.ms
    lettucemeet.com rallly.co sprintful.com cron.com morgen.so harmonizely.com calendarhero.com
    timetrade.com 10to8.com appointlet.com
""")
SCHEDULING_PATH = re.compile(
    r"(?:outlook\.(?:office|office365|com|live)[^/]*/(?:\w+/)?(?:bookwithme|calendar/\S*bookings|bookings)"
    r"|calendar\.google\.com/calendar/(?:u/\d/)?(?:appointments|selfsched)|hubspot\.com/meetings)",
    re.IGNORECASE,
)
HOST = re.compile(r"(?:https?://)?(?:www\.)?([^/:?#\s]{1,253})", re.IGNORECASE)
SAYS_BOOKING = re.compile(
    r"(?:cal|calendar|book|booking|bookings|schedule|scheduling|meetings|appointments)\."
)
INVITES_TO_BOOK = re.compile(
    r"\b(?:book|pick|choose|grab|select|reserve|schedule)\b[^.?!\n]{0,40}\b(?:slot|time|call|meeting"
    r"|appointment|chat)\b"
    r"|\b(?:booking|scheduling|calendar) (?:link|page)\b",
    re.IGNORECASE,
)


def few_links(page: Page) -> Verdicts:
    """L14: one link in what is said, one more in the signature."""
    links, policy = page.reading.links, page.policy
    signature = page.reading.signature
    said = [link for link in links if not signature or link[0] < signature[0]]
    for counted, most in ((said, policy.links_in_body), (links, policy.links_in_all)):
        if len(counted) > most:
            start, end = counted[most]
            fix = "Keep the one link that helps them; a profile link belongs in the signature."
            yield Remark(Severity.W, fix, page.reading.body[start:end], (start, end))
            return


def no_booking_link(page: Page) -> Verdicts:
    """L15: no link to one's own calendar before there is a yes."""
    for start, end in page.reading.links:
        certain = _is_a_booking_page(page, start, end)
        if certain or SAYS_BOOKING.match(_host(page.reading.body[start:end])):
            severity = Severity.E if certain and page.facts.relationship.is_stranger else Severity.W
            fix = "Leave the link for your answer to a yes; write “whenever suits you in the next few weeks”."
            yield Remark(severity, fix, page.reading.body[start:end], (start, end))


def _is_a_booking_page(page: Page, start: int, end: int) -> bool:
    """Whether a link leads to a page for picking a time: by its host, or by the words before it."""
    link = page.reading.body[start:end]
    host = _host(link)
    hosts = SCHEDULERS.union(page.policy.booking_hosts)
    known = any(host == one or host.endswith("." + one) for one in hosts)
    invited = INVITES_TO_BOOK.search(page.reading.body, max(0, start - 70), start)
    return bool(known or SCHEDULING_PATH.search(link) or invited)


def _host(link: str) -> str:
    found = HOST.match(link.lower())
    return found[1] if found else ""


RULES = (
    Rule(
        "L14", "Few links", kinds("OL"),
        why="Each link is work for the reader, and several of them are what spam filters look for.",
        source="“Six Steps to Job Search Success”, an open textbook; this coach’s own judgement",
        check=few_links,
        needs_english=False,
    ),
    Rule(
        "L15", "No booking link yet", kinds("O"),
        why="Sent before a yes, it asks the one who grants the favour to do the arranging, and reads as "
            "self-important.",
        source="scheduling-link etiquette guides (Dayslice, The American Genius)",
        check=no_booking_link,
        needs_english=False,
    ),
)  # fmt: skip
