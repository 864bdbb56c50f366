"""Rules against turning the letter into a job application. Pure."""

import re

from outreach.letters.coach.findings import Remark, Severity
from outreach.letters.coach.jobs import job_hints, job_subject
from outreach.letters.coach.page import Page
from outreach.letters.coach.phrases import saying
from outreach.letters.coach.rules import Rule, Verdicts, kinds

INSTEAD = (
    "Take it out; ask what you want to understand about their work. If they speak of jobs themselves, "
    "follow their lead."
)


def no_job_talk(page: Page) -> Verdicts:
    """L12: no request for a job, in any words."""
    if subject := job_subject(page.subject):
        yield Remark(Severity.E, "Name the tie or the topic instead.", subject.text, subject.span, "subject")
    seen: set[int] = set()
    for passage in page.job_requests:
        if passage.sentence not in seen:
            seen.add(passage.sentence)
            yield Remark(Severity.E, INSTEAD, passage.text, passage.span)
    for hint in job_hints(page.prose):
        if hint.sentence not in seen:
            seen.add(hint.sentence)
            yield Remark(Severity.W, INSTEAD, hint.text, hint.span)


RESUME_FILE = re.compile(
    r"(?<![a-z])(?:cv|resume|résumé|resumé|lebenslauf|curriculum|vitae?|cover[ _-]?letter)(?![a-z])",
    re.IGNORECASE,
)
WITH_RESUME = saying(r"""
    (attached|enclosed|attach|attaching|enclose|enclosing|include|including|included|find|see|sending
        |review|look at)~2
        (resume|cv|curriculum vitae)(?! on (linkedin|my (profile|page|site|website)))
    (attached|enclosed|below) is~4 (resume|cv|curriculum vitae)
    pfa~3 (resume|cv|curriculum vitae)
    (resume|cv|curriculum vitae)~2 (attached|enclosed|included|below)
""")
OWN_RESUME = saying(r"""
    my( \w+)? (resume|cv|curriculum vitae|cover letter)(?! of)
    (updated|current|latest)( \w+)? (resume|cv|curriculum vitae)
""")
WITH_FILE = saying(r"""
    (included|include|attached|enclosed|below|send|sending)~2 (a|my|an)( [^ \n]++){0,3} (summary|overview|outline
        |history) of my (career|background|experience|work|qualifications)
    (have|has|is|are) attached(?! (to|myself|great|much|more|some|no|too|little|so|importance|weight|value|meaning|a))
    (have|has) attached (a|an)(?! (great|certain|lot|higher|greater|special))
    (liberty of|am|by) (attaching|enclosing) (a|an|my|the|some|two|three)( [^ \n]++){0,3} (profile|summary|document|file
        |files|page|pages|overview|outline|portfolio|transcripts?|note|bio|biography|samples?|pdf|certificates?
        |references|grades|letter)(?! to (?!this|you))
    (profile|summary|document|file|page|overview|portfolio|transcript|note)( \w+){0,2} attached(?! to)
    (included|include|including|pasted) my( \w+)? (portfolio|transcript|transcripts|grades|references|bio
        |biography)(?! (to|on|about|for|in my))
    (please )?(find|see) attached
    attached (is|are|please|you|for your)
    i (attach|enclose)(?! (great|much|more|little|no|some|so|too|importance|value|weight))
    (see|in) the (attachment|attached)
""")


def no_resume(page: Page) -> Verdicts:
    """L13: nothing attached, least of all a résumé."""
    if page.policy.resume_welcome:
        return
    files = [name for name in page.manuscript.attachments if RESUME_FILE.search(name[:300])]
    fix = "Leave the résumé out; one profile link in the signature says enough. Send it when they ask."
    if sent := page.prose.first(WITH_RESUME):
        yield Remark(Severity.E, fix, sent.text, sent.span)
    elif files:
        yield Remark(Severity.E, fix, files[0])
    elif own := page.prose.first(OWN_RESUME):
        yield Remark(Severity.W, fix, own.text, own.span)
    elif page.manuscript.attachments:
        fix = "Send it without an attachment; offer to send it if they would like to see it."
        yield Remark(Severity.W, fix, page.manuscript.attachments[0])
    elif attached := page.prose.first(WITH_FILE):
        fix = "Say it in a sentence instead of attaching it."
        yield Remark(Severity.W, fix, attached.text, attached.span)


RULES = (
    Rule(
        "L12", "No talk of a job", kinds("ONL"),
        why="A request for information that turns out to be one for a job makes the reader feel tricked, "
            "and most cannot grant it.",
        source="Simon Fraser University and UC Berkeley career services",
        check=no_job_talk,
    ),
    Rule(
        "L13", "No résumé", kinds("O"),
        why="A résumé turns a question into an application, and an attachment from a stranger stays "
            "unopened.",
        source="Northeastern University and Dartmouth engineering career services; Rochester’s teach "
            "otherwise",
        check=no_resume,
    ),
)  # fmt: skip
