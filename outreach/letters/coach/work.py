"""Rules against turning the letter into a job application. Pure."""

from outreach.letters.coach.findings import Remark, Severity
from outreach.letters.coach.jobs import job_hints, job_requests, job_subject
from outreach.letters.coach.page import Page
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
    for passage in job_requests(page.prose):
        if passage.sentence not in seen:
            seen.add(passage.sentence)
            yield Remark(Severity.E, INSTEAD, passage.text, passage.span)
    for hint in job_hints(page.prose):
        if hint.sentence not in seen:
            seen.add(hint.sentence)
            yield Remark(Severity.W, INSTEAD, hint.text, hint.span)


RULES = (
    Rule(
        "L12", "No talk of a job", kinds("ON"),
        why="A request for information that turns out to be one for a job makes the reader feel tricked, "
            "and most cannot grant it.",
        source="Simon Fraser University and UC Berkeley career services",
        check=no_job_talk,
    ),
)  # fmt: skip
