"""A rule of the coach: what it checks, in which letters, and on whose advice. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from outreach.letters.coach.findings import Finding, Praise, Remark, Severity
from outreach.letters.coach.page import Page
from outreach.letters.facts import Kind

Verdicts = Iterator[Remark | Praise]

LETTERS = {
    "O": Kind.OUTREACH,
    "N": Kind.NUDGE,
    "Y": Kind.THANKS,
    "R": Kind.REFERRAL,
    "K": Kind.KEEP_IN_TOUCH,
    "L": Kind.LINKEDIN_NOTE,
    "S": Kind.SCHEDULING,
}


def kinds(letters: str) -> frozenset[Kind]:
    """The kinds of letter behind their initials: "ON" is outreach and nudge."""
    return frozenset(LETTERS[letter] for letter in letters)


MAIL = kinds("ONYRKS")
EVERY = kinds("ONYRKLS")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the coach.

    ``needs_english`` is False for a check that holds in every language.
    """

    id: str
    name: str
    kinds: frozenset[Kind]
    why: str
    source: str
    check: Callable[[Page], Iterator[Remark | Praise]]
    needs_english: bool = True

    def finding(self, remark: Remark, severity: Severity) -> Finding:
        """The remark as a finding of this rule, at the severity the policy gives it."""
        return Finding(
            rule=self.id,
            severity=severity,
            span=remark.span,
            text=remark.text,
            why=remark.why or self.why,
            fix=remark.fix,
            source=self.source,
            where=remark.where,
        )
