"""Reads a letter by all the rules, and puts what matters most first. Pure."""

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

from outreach.letters.coach import (
    addressing,
    afterwards,
    asks,
    connections,
    ease,
    hours,
    insiders,
    introducers,
    language,
    length,
    links,
    personal,
    placeholders,
    pressure,
    sending,
    slips,
    style,
    subjects,
    times,
    tone,
    work,
)  # fmt: skip
from outreach.letters.coach.findings import Finding, Praise, Severity
from outreach.letters.coach.page import Page
from outreach.letters.coach.policy import Policy
from outreach.letters.coach.rules import Rule
from outreach.letters.facts import Kind, Manuscript

FAMILIES = (
    language, length, subjects, connections, introducers, asks, work, links, times, ease, pressure, tone, addressing,
    placeholders, personal, style, insiders, sending, slips, hours, afterwards,
)  # fmt: skip
RULES: dict[str, Rule] = {
    rule.id: rule for rule in sorted((r for f in FAMILIES for r in f.RULES), key=lambda r: r.id)
}
RULES_FOR = {kind: tuple(rule for rule in RULES.values() if kind in rule.kinds) for kind in Kind}

MOST_OF_A_RULE = 50
"""Nobody reads more remarks of one kind; a letter made of a single mistake is not told of it ten thousand times."""


@dataclass(frozen=True, slots=True)
class Review:
    """What the coach has to say: ``findings`` worst first, ``praise`` in plain sentences."""

    findings: tuple[Finding, ...]
    praise: tuple[str, ...]
    held_back_by: frozenset[str] = frozenset()
    words: int = 0
    """How many words the letter says, between its greeting and its signature."""

    @property
    def holds_back(self) -> tuple[Finding, ...]:
        """The findings for which this institution does not let a letter go."""
        return tuple(f for f in self.findings if f.severity is Severity.E and f.rule in self.held_back_by)


def read_again(manuscript: Manuscript, policy: Policy) -> Review:
    """As ``review``, for a letter on its way to being sent: the latest are remembered, by all that they say.

    The same words are read when they are typed, kept, shown and sent. The hour counts, seconds do not.
    """
    at = manuscript.now and manuscript.now.replace(second=0, microsecond=0)
    return _remembered(replace(manuscript, now=at), policy)


def review(manuscript: Manuscript, policy: Policy = Policy()) -> Review:  # noqa: B008 — frozen, so one for all
    """Read a letter. Never raises, whatever the text."""
    page = Page(manuscript, policy)
    findings: list[Finding] = []
    praise: list[str] = []
    is_english = page.is_english
    for rule in RULES_FOR[manuscript.kind]:
        if rule.needs_english and not is_english:
            continue
        for verdict in islice(rule.check(page), MOST_OF_A_RULE):
            if isinstance(verdict, Praise):
                praise.append(verdict.text)
            elif severity := policy.severity(rule.id, verdict.severity):
                findings.append(rule.finding(verdict, severity))
    findings.sort(key=lambda f: f.severity.rank)
    return Review(tuple(findings), tuple(praise), policy.held_back_by, len(page.prose.words))


_remembered = lru_cache(maxsize=32)(review)
