from datetime import timedelta

import pytest

from outreach.database import db, saved
from outreach.interviews.models import Interview
from outreach.letters.kinds import COACHED_AS, LetterKind
from outreach.letters.models import Letter, LetterChanged, LetterHasLeft
from outreach.mail.models import Delivery, OutgoingMessage
from tests.cast import NOW

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def letter(talk: Interview) -> Letter:
    """Ada's first letter to Grace, as it was drafted for her."""
    return saved(
        Letter(
            account_id=talk.account_id,
            interview=talk,
            kind=LetterKind.OUTREACH,
            subject="A question about compilers",
            body="Dear Ms Hopper,",
            drafted_at=NOW,
            edited_at=NOW,
        )
    )


def posted(letter: Letter, delivery: Delivery) -> OutgoingMessage:
    """The message that carries the letter, gone this far."""
    letter.message = OutgoingMessage(
        account_id=letter.account_id,
        interview_id=letter.interview_id,
        about="letter",
        from_name="Ada Lovelace",
        from_address="ada@example.org",
        to_name="Grace Hopper",
        to_address="grace@example.com",
        subject=letter.subject,
        text=letter.body,
        message_id=f"<{letter.id}@example.org>",
        queued_at=NOW,
        send_after=NOW,
        delivery=delivery,
    )
    db.session.flush()
    return letter.message


def test_what_ada_types_is_kept_as_hers(letter: Letter) -> None:
    letter.rewrite("Compilers", "Dear Grace,", revision=1, now=LATER)

    assert (letter.subject, letter.body) == ("Compilers", "Dear Grace,")
    assert letter.is_edited
    assert (letter.revision, letter.edited_at) == (2, LATER)


def test_saving_without_a_change_leaves_it_a_draft(letter: Letter) -> None:
    letter.rewrite(letter.subject, letter.body, revision=1, now=LATER)

    assert not letter.is_edited
    assert (letter.revision, letter.edited_at) == (1, NOW)


def test_a_second_tab_does_not_overwrite_the_first(letter: Letter) -> None:
    letter.rewrite("Compilers", "From the first tab", revision=1, now=LATER)

    with pytest.raises(LetterChanged):
        letter.rewrite("Compilers", "From the second tab", revision=1, now=LATER)

    assert letter.body == "From the first tab"


def test_saving_the_same_words_twice_is_no_conflict(letter: Letter) -> None:
    letter.rewrite("Compilers", "Dear Grace,", revision=1, now=LATER)

    letter.rewrite("Compilers", "Dear Grace,", revision=1, now=LATER)

    assert letter.revision == 2


@pytest.mark.parametrize(
    ("delivery", "on_its_way", "sent"),
    [
        (Delivery.QUEUED, True, False),
        (Delivery.DATA, True, False),
        (Delivery.SENT, True, True),
        (Delivery.UNSURE, True, True),
        (Delivery.FAILED, False, False),
        (Delivery.TAKEN_BACK, False, False),
    ],
)
def test_how_far_a_letter_has_come(letter: Letter, delivery: Delivery, on_its_way: bool, sent: bool) -> None:
    posted(letter, delivery)

    assert letter.is_on_its_way is on_its_way
    assert letter.is_sent is sent


def test_a_draft_is_not_on_its_way(letter: Letter) -> None:
    assert not letter.is_on_its_way
    assert not letter.is_sent


def test_a_letter_on_its_way_cannot_be_changed(letter: Letter) -> None:
    posted(letter, Delivery.QUEUED)

    with pytest.raises(LetterHasLeft, match="Grace Hopper is on its way"):
        letter.rewrite("Compilers", "Dear Grace,", revision=1, now=LATER)


def test_a_letter_that_was_taken_back_can_be_changed(letter: Letter) -> None:
    posted(letter, Delivery.TAKEN_BACK)

    letter.rewrite("Compilers", "Dear Grace,", revision=1, now=LATER)

    assert letter.subject == "Compilers"


def test_the_open_letter_is_the_latest_that_has_not_left(talk: Interview, letter: Letter) -> None:
    assert Letter.open_one(talk, LetterKind.OUTREACH) is letter
    assert Letter.open_one(talk, LetterKind.THANKS) is None

    posted(letter, Delivery.SENT)

    assert Letter.open_one(talk, LetterKind.OUTREACH) is None


def test_a_message_leads_back_to_its_letter(letter: Letter) -> None:
    assert Letter.carried_by(posted(letter, Delivery.SENT)) is letter


def test_the_coach_knows_every_kind_of_letter() -> None:
    assert set(COACHED_AS) == set(LetterKind)
