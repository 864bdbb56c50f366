"""Whether a text is English, which is all the coach can read. Pure."""

from outreach.letters.coach.findings import Remark, Severity
from outreach.letters.coach.page import Page
from outreach.letters.coach.rules import EVERY, Rule, Verdicts


def can_be_read(page: Page) -> Verdicts:
    """L00: says once that the text is in another language, or too long to be read to its end."""
    if not page.is_english:
        yield Remark(Severity.T, "Ask somebody who knows the language well to read it once.", "not English")
    if page.reading.is_cut:
        fix = "Shorten it first; a letter has a hundred words."
        yield Remark(Severity.T, fix, f"read up to character {len(page.reading.body)}")


RULES = (
    Rule(
        "L00", "What the coach could read", EVERY,
        why="The coach reads English, up to ten thousand characters; elsewhere it checks only what "
            "holds in every language.",
        source="this coach’s own limits",
        check=can_be_read,
        needs_english=False,
    ),
)  # fmt: skip
