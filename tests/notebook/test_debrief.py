import pytest

from outreach.notebook.debrief import Debrief, Named, begun_from, speaks_of
from outreach.notebook.jottings import Jotting, JottingKind
from outreach.notebook.models import NoteKind, Written


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


@pytest.mark.parametrize(
    ("promise", "third"),
    [
        ("send her the report", "her"),
        ("I will send him the report", "him"),
        ("I’ll write to them in May", "them"),
        ("get back to her", "her"),
        ("Let Her know", "Her"),
        ("send you the report", ""),
        ("write to Jean, and send her the report", ""),
        ("read Herman’s book", ""),
        ("", ""),
    ],
)
def test_a_promise_says_you_or_speaks_of_somebody_as_a_third(promise: str, third: str) -> None:
    assert speaks_of(promise) == third


def test_what_is_empty_leaves_no_note() -> None:
    debrief = Debrief(learned=("that it works", ""), thought="Hm.")

    assert debrief.notes == [Written(NoteKind.LEARNED, "that it works"), Written(NoteKind.THOUGHT, "Hm.")]


def test_what_was_told_in_confidence_is_marked_and_nothing_else() -> None:
    debrief = Debrief(
        surprise="that they lose money", likes="the people", confidential=frozenset({"that they lose money"})
    )

    assert {(note.text, note.is_confidential) for note in debrief.notes} == {
        ("that they lose money", True),
        ("the people", False),
    }


def test_the_notes_of_the_talk_begin_the_debrief_sorted() -> None:
    jottings = [
        Jotting(kind=JottingKind.PERSON, text="Jean Sammet, language designer"),
        Jotting(kind=JottingKind.PROMISE, text="send her my parser"),
        Jotting(kind=JottingKind.RESOURCE, text="The COBOL papers"),
        Jotting(kind=JottingKind.THEIR_PROMISE, text="ask her team"),
        Jotting(kind=JottingKind.ANSWER, text="By accident."),
        Jotting(kind=JottingKind.ASKED, text="asked"),
    ]

    begun = begun_from(jottings)

    assert begun.people == (Named("Jean Sammet", "language designer"),)
    assert begun.promises == ("send her my parser",)
    assert begun.their_promises == ("ask her team",)
    assert begun.resources == ("The COBOL papers",)
    assert begun.learned == ()
