"""Rules on how long a letter is. Pure."""

from math import ceil

from outreach.letters.coach.findings import Praise, Remark, Severity
from outreach.letters.coach.page import Page
from outreach.letters.coach.rules import Rule, Verdicts, kinds

PLEASANTRY_ROOM = 15


def length(page: Page) -> Verdicts:
    """L01: the words between greeting and sign-off."""
    count, policy = len(page.prose.words), page.policy
    counted = f"{count} words" + (" and more" if page.reading.is_cut else "")
    if count > policy.words_far_too_many:
        yield Remark(
            Severity.E,
            f"Cut it to at most {policy.words_most} words: keep the tie, one fact about them, the ask.",
            counted,
        )
    elif count > policy.words_most:
        over = count - policy.words_most
        yield Remark(
            Severity.W,
            f"Take out about {over} words; what only describes you can wait for the talk.",
            counted,
        )
    elif count < policy.words_fewest:
        yield Remark(Severity.W, "Add who you are, or the one thing about them that made you write.", counted)
    else:
        yield Praise(f"It is short enough to be read at once: {counted}.")


def nudge_length(page: Page) -> Verdicts:
    """L02: a reminder is a line or two above the first letter."""
    count = len(page.prose.words)
    if count > page.policy.nudge_words:
        fix = (
            f"Keep to {page.policy.nudge_words} words: recall the first letter, repeat the ask, leave a "
            f"way out."
        )
        yield Remark(Severity.W, fix, f"{count} words")


def phone_screen(page: Page) -> Verdicts:
    """L03: the lines of the body on a narrow screen; who has come to the signature has read it."""
    signature = page.reading.signature
    body = page.reading.body[: signature[0]] if signature else page.reading.body
    lines = sum(max(1, ceil(len(line) / page.policy.screen_columns)) for line in body.strip().split("\n"))
    if lines > page.policy.screen_lines and len(page.prose.words) <= page.policy.words_most:
        yield Remark(Severity.T, "Join very short lines.", f"about {lines} lines on a phone")


RULES = (
    Rule(
        "L01", "Length", kinds("O"),
        why="A busy person answers what can be read in half a minute; very short letters say too little to "
            "be answered.",
        source="Simon Fraser University career services; reply counts of 40 million e-mails (Boomerang)",
        check=length,
    ),
    Rule(
        "L02", "Length of a reminder", kinds("N"),
        why="A reminder works by bringing the first letter back to mind, not by arguing anew.",
        source="Vanderbilt University School of Medicine, career development",
        check=nudge_length,
    ),
    Rule(
        "L03", "One phone screen", kinds("O"),
        why="Many will read it on a phone, and what needs scrolling is put off.",
        source="Simon Fraser University career services",
        check=phone_screen,
    ),
)  # fmt: skip
