"""Works out before anybody writes what the first reading of a letter would have to wait for. Pure."""

from collections.abc import Iterator
from datetime import UTC, datetime

from outreach.letters.coach.phrases import SAYINGS, beginning_with
from outreach.letters.coach.review import review
from outreach.letters.facts import ContactFacts, Facts, Kind, Manuscript

A_LETTER = Manuscript(
    kind=Kind.OUTREACH,
    body="Dear Ms. Osei,\n\nWould you be open to a call?\n\nThank you,\nAda",
    facts=Facts(contact=ContactFacts(name="Ama Osei", timezone="Europe/London")),
    now=datetime(2026, 11, 18, 9, tzinfo=UTC),
)
"""Read once, it brings the calendars of holidays in."""


def work_out() -> Iterator[None]:
    """Make every pattern, one at each step, the longest first so that it finds the memory whole.

    A second in all; what is made already costs nothing.
    """
    beginning_with()
    for saying in sorted(SAYINGS, key=lambda one: -len(one.choice)):
        yield
        saying.pattern  # noqa: B018 (made when it is first asked for, and kept)
    yield
    review(A_LETTER)
