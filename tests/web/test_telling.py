"""The journal in words."""

from typing import Any

import pytest

from outreach.followups.kinds import FollowUpKind
from outreach.followups.our_turn import MOVED_ON_BY
from outreach.followups.telling import Whom, fill
from outreach.followups.todos import Todo
from outreach.journal.models import Entry
from outreach.web.telling import SENTENCES, todo_reason, todo_title, told
from tests.cast import NOW

NASTY = "<b>{who}</b> {0} %s {{7*7}} {letter.__class__}"


def entry(name: str, **particulars: Any) -> Entry:
    return Entry(name=name, at=NOW, particulars=particulars)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (entry("account.made"), "You began."),
        (entry("contact.added", who="Grace Hopper"), "You added Grace Hopper to your people."),
        (entry("contact.added", who="Jean Bartik", clock="America/New_York"),
         "You added Jean Bartik to your people. We assume New York time, as for whoever named them: change it if you "
         "know better."),
        (entry("letter.drafted", kind="outreach"), "First letter drafted."),
        (entry("letter.sent", kind="nudge", subject="Compilers"), "Reminder sent: “Compilers”."),
        (entry("letter.failed", kind="thanks", trouble="No such address."),
         "Thank-you could not be sent. No such address."),
        (entry("answer.later", later_on="2027-03-01"), "They asked to be written to later, on 1 March."),
        (entry("answer.later", later_on=""), "They asked to be written to later."),
        (entry("answer.somebody_else", named="Jean Bartik"), "They sent you to Jean Bartik."),
        (entry("booking.made", starts_at="2026-12-01T15:00:00+00:00"), "Agreed: Tue 1 Dec, 16:00."),
        (entry("booking.cancelled", by="guest", starts_at="2026-12-01T15:00:00+00:00"),
         "Cancelled by them: Tue 1 Dec, 16:00."),
        (entry("booking.cancelled", by="account", starts_at="2026-12-01T15:00:00+00:00"),
         "Cancelled by you: Tue 1 Dec, 16:00."),
        (entry("follow_up.done", what="thanks"), "You did one thing: thanks."),
    ],
)  # fmt: skip
def test_an_entry_is_a_sentence_on_the_reader_s_clock(line: Entry, sentence: str) -> None:
    assert told(line, "Europe/Berlin") == sentence


@pytest.mark.parametrize("name", SENTENCES)
def test_every_sentence_stands_even_where_its_particulars_are_lost(name: str) -> None:
    sentence = told(entry(name), "UTC")

    assert sentence[0].isupper()
    assert "{" not in sentence


def test_an_entry_of_an_unknown_kind_is_told_by_its_name() -> None:
    assert told(entry("garden.was_watered"), "UTC") == "Garden was watered."


def test_what_people_wrote_is_told_literally() -> None:
    assert told(entry("contact.added", who=NASTY), "UTC") == f"You added {NASTY} to your people."


def test_a_quotation_within_one_has_other_marks() -> None:
    sent = entry("letter.sent")
    sent.particulars = {"kind": "thanks", "subject": "After “Parks that drink”"}

    assert told(sent, "UTC") == "Thank-you sent: “After ‘Parks that drink’”."


def test_filling_reads_no_word_twice() -> None:
    assert fill("{a} and {b}", {"a": "{b}", "b": "{a}"}) == "{b} and {a}"


def about_grace(kind: str, **known: str) -> Todo:
    return Todo(1, kind, NOW, Whom("Grace Hopper", **known))


KINDS = [*FollowUpKind, *(f"stage.{stage}" for stage in MOVED_ON_BY)]


@pytest.mark.parametrize("kind", KINDS)
def test_every_thing_to_do_says_what_and_why(kind: str) -> None:
    todo = about_grace(str(kind), place="Eckert Mauchly")

    assert len(todo_title(todo)) > 5
    assert todo_reason(todo).endswith(".")
    assert "{" not in todo_title(todo) + todo_reason(todo)


def test_the_second_person_is_looked_for_at_the_place_or_where_she_works() -> None:
    known = about_grace("second_person", place="Eckert Mauchly")

    assert todo_title(known) == "Write to somebody else at Eckert Mauchly"
    assert todo_title(about_grace("second_person")) == "Write to somebody else where Grace Hopper works"
