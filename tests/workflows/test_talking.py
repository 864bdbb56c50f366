"""Notes during the talk: kept once, whatever the connection does, and never lost."""

from datetime import timedelta

import pytest

from outreach.accounts.models import Account
from outreach.database import db
from outreach.errors import NotFound
from outreach.interviews.models import Interview
from outreach.notebook.jottings import (
    LONGEST_JOTTING,
    Jotting,
    JottingKind,
    TooLong,
    UnreadableJotting,
)
from outreach.questions.lists import tailored_for
from outreach.workflows.talking import Jotted, grow, jot
from tests.cast import NOW
from tests.workflows.reading import story

UID = "answer-1-1"


def answer(text: str, *, base: int = 0, uid: str = UID) -> Jotted:
    return Jotted(uid, JottingKind.ANSWER, text, base=base)


def texts(talk: Interview) -> list[str]:
    return [jotting.text for jotting in Jotting.of(talk)]


def test_the_same_note_sent_twice_is_kept_once(talk: Interview) -> None:
    """The answer to the first was lost on the way, so Ada’s page sends it again."""
    for _ in range(2):
        kept = jot(talk, answer("By accident."), now=NOW)

    assert texts(talk) == ["By accident."]
    assert kept.revision == 1


def test_a_note_grows_as_it_is_typed(talk: Interview) -> None:
    jot(talk, answer("By"), now=NOW)

    kept = jot(talk, answer("By accident.", base=1), now=NOW)

    assert (texts(talk), kept.revision) == (["By accident."], 2)


def test_a_note_grows_in_one_statement(ada: Account, talk: Interview, statements: list[str]) -> None:
    jot(talk, answer("By"), now=NOW)
    db.session.flush()
    statements.clear()

    assert grow(talk.id, answer("By accident.", base=1), account=ada, now=NOW)

    assert len(statements) == 1
    [jotting] = Jotting.of(talk)
    db.session.refresh(jotting)
    assert (jotting.text, jotting.revision) == ("By accident.", 2)


@pytest.mark.parametrize(
    "sent",
    [answer("By chance.", base=2), answer("By", base=1), answer("By chance.", base=1, uid="answer-2-1")],
)
def test_what_did_not_grow_from_the_latest_words_is_looked_at_more_closely(
    ada: Account, talk: Interview, sent: Jotted
) -> None:
    jot(talk, answer("By"), now=NOW)

    assert not grow(talk.id, sent, account=ada, now=NOW)


def test_nobody_else_lets_a_note_grow(mary: Account, talk: Interview) -> None:
    jot(talk, answer("By"), now=NOW)

    assert not grow(talk.id, answer("By accident.", base=1), account=mary, now=NOW)


def test_two_windows_that_write_the_same_note_keep_both(talk: Interview) -> None:
    jot(talk, answer("By"), now=NOW)
    jot(talk, answer("By accident.", base=1), now=NOW)

    other = jot(talk, answer("By chance.", base=1), now=NOW)

    assert texts(talk) == ["By accident.", "By chance."]
    assert other.uid != UID


def test_words_that_were_kept_beside_others_are_not_kept_a_third_time(talk: Interview) -> None:
    jot(talk, answer("By accident."), now=NOW)
    first = jot(talk, answer("By chance."), now=NOW)

    again = jot(talk, answer("By chance."), now=NOW)

    assert again.uid == first.uid
    assert texts(talk) == ["By accident.", "By chance."]


def test_an_answer_keeps_the_words_of_its_question(ada: Account, talk: Interview) -> None:
    question = tailored_for(talk, ada, now=NOW).asked[0]
    at = timedelta(minutes=3)

    kept = jot(
        talk, Jotted(UID, JottingKind.ANSWER, "By accident.", question=question.id, elapsed=at), now=NOW
    )

    assert (kept.question_key, kept.question_text, kept.elapsed) == (question.key, question.text, at)


def test_a_question_of_another_list_is_refused(ada: Account, talk: Interview) -> None:
    tailored_for(talk, ada, now=NOW)

    with pytest.raises(NotFound):
        jot(talk, Jotted(UID, JottingKind.ANSWER, "By accident.", question=99_999), now=NOW)


def test_a_megabyte_in_one_note_is_refused_and_what_was_there_stays(talk: Interview) -> None:
    jot(talk, answer("By accident."), now=NOW)

    with pytest.raises(TooLong, match="20,000"):
        jot(talk, answer("x" * (LONGEST_JOTTING + 1), base=1), now=NOW)

    assert texts(talk) == ["By accident."]


@pytest.mark.parametrize("uid", ["", "short", "a b c d e f g", "x" * 41, "../../etc/passwd"])
def test_a_note_without_a_proper_name_is_refused(talk: Interview, uid: str) -> None:
    with pytest.raises(UnreadableJotting):
        jot(talk, answer("By accident.", uid=uid), now=NOW)


def test_the_journal_says_once_that_notes_were_taken(talk: Interview) -> None:
    jot(talk, answer("By accident."), now=NOW)
    jot(talk, answer("Twice.", uid="answer-2-1"), now=NOW)

    assert story(talk).count("talk.noted") == 1
