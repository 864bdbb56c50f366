from outreach.database import db
from outreach.interviews.models import Interview
from outreach.notebook.models import Note, NoteKind, Written
from tests.cast import NOW


def test_new_notes_take_the_place_of_the_old(talk: Interview) -> None:
    Note.rewrite(
        talk,
        [Written(NoteKind.LEARNED, "Compilers translate."), Written(NoteKind.PROMISE, "Send my essay.")],
        now=NOW,
    )
    db.session.flush()

    Note.rewrite(talk, [Written(NoteKind.LEARNED, "Compilers explain.")], now=NOW)
    db.session.flush()

    assert [note.text for note in Note.of(talk)] == ["Compilers explain."]


def test_notes_of_one_kind_keep_their_order(talk: Interview) -> None:
    Note.rewrite(talk, [Written(NoteKind.LEARNED, text) for text in ("one", "two", "three")], now=NOW)
    db.session.flush()

    assert [note.text for note in Note.of(talk)] == ["one", "two", "three"]
