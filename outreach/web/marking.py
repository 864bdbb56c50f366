"""Letters as they are shown: the coach's remarks marked in the text, examples beside what is asked."""

from collections.abc import Iterable

from markupsafe import Markup, escape

from outreach.interviews.models import Interview
from outreach.letters.coach.findings import Finding
from outreach.letters.drafting.asks import asks_for


def marked(body: str, findings: Iterable[Finding]) -> Markup:
    """The text with the stretches that the coach points at, worst first where two overlap."""
    spans: list[tuple[int, int, str]] = []
    for finding in findings:
        if finding.span is None or finding.where != "body":
            continue
        start, end = finding.span
        if start < end and all(end <= s or e <= start for s, e, _ in spans):
            spans.append((start, end, str(finding.severity)))
    pieces, reached = [], 0
    for start, end, severity in sorted(spans):
        pieces.append(escape(body[reached:start]))
        pieces.append(Markup(f'<mark class="{severity}">{escape(body[start:end])}</mark>'))  # noqa: S704
        reached = end
    pieces.append(escape(body[reached:]))
    return Markup("").join(pieces)


def example_for(fact: str, interview: Interview) -> str:
    """What such a fact looks like, for the kind of tie and purpose at hand."""
    asks = asks_for(interview.relationship_kind, interview.purpose)
    return next((ask.example for ask in asks if ask.fact == fact), "")
