"""Letters with the coach's remarks in them."""

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from outreach.interviews.kinds import Purpose, Relationship
from outreach.interviews.models import Interview
from outreach.letters.coach.findings import Finding, Severity, Where
from outreach.web.marking import example_for, marked


def remark(start: int, end: int, severity: Severity = Severity.W, where: Where = "body") -> Finding:
    return Finding(
        rule="L01",
        severity=severity,
        span=(start, end),
        where=where,
        text="",
        why="Because.",
        fix="Do so.",
        source="",
    )


def test_a_letter_without_remarks_is_shown_as_it_is() -> None:
    assert marked("Dear Grace,\n\n20 < 30 & so on", []) == Markup("Dear Grace,\n\n20 &lt; 30 &amp; so on")


def test_what_the_coach_points_at_is_marked_with_its_weight() -> None:
    assert marked("pick your brain", [remark(5, 9, Severity.E)]) == 'pick <mark class="E">your</mark> brain'


def test_where_two_remarks_overlap_the_first_one_stands() -> None:
    assert marked("abcdef", [remark(0, 4, Severity.E), remark(2, 6)]) == '<mark class="E">abcd</mark>ef'


def test_remarks_elsewhere_or_about_nothing_mark_nothing() -> None:
    assert marked("abc", [remark(0, 3, where="subject"), remark(1, 1)]) == "abc"


def test_what_is_written_as_markup_is_shown_and_not_obeyed() -> None:
    body = "<script>alert(1)</script>"

    shown = marked(body, [remark(0, 8)])

    assert "<script>" not in shown
    assert unescape(re.sub(r"</?mark[^>]*>", "", shown)) == body


@given(st.text(), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60))))
def test_marking_changes_no_word(body: str, spans: list[tuple[int, int]]) -> None:
    findings = [remark(min(start, len(body)), min(end, len(body))) for start, end in spans]

    plain = re.sub(r'<mark class="[EWT]">|</mark>', "", marked(body, findings))

    assert Markup(plain) == Markup.escape(body)


def test_an_example_fits_the_tie() -> None:
    through_school = Interview(relationship_kind=Relationship.ALUM, purpose=Purpose.FIELD)
    at_an_event = Interview(relationship_kind=Relationship.EVENT, purpose=Purpose.FIELD)

    assert example_for("connection", through_school) != example_for("connection", at_an_event) != ""


def test_what_nobody_asks_for_has_no_example() -> None:
    talk = Interview(relationship_kind=Relationship.ALUM, purpose=Purpose.FIELD)

    assert example_for("shoe size", talk) == ""
