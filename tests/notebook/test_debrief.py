import pytest

from outreach.notebook.debrief import Debrief, Named
from outreach.notebook.models import NoteKind


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("Jean Bartik", Named("Jean Bartik")),
        ("Jean Bartik, programmer", Named("Jean Bartik", "programmer")),
        ("  Jean Bartik ,  programmer, ENIAC ", Named("Jean Bartik", "programmer, ENIAC")),
        (", programmer", Named("", "programmer")),
        ("", Named("")),
    ],
)
def test_what_stands_after_a_comma_says_what_they_do(line: str, named: Named) -> None:
    assert Named.read(line) == named


def test_what_is_empty_leaves_no_note() -> None:
    debrief = Debrief(learned=("that it works", ""), thought="Hm.")

    assert debrief.notes == [(NoteKind.LEARNED, "that it works"), (NoteKind.THOUGHT, "Hm.")]
