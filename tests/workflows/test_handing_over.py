"""Letters that the person sends by their own hand, and what follows from them."""

import pytest

from outreach.accounts.models import Account
from outreach.contacts.models import Contact
from outreach.database import db, saved
from outreach.followups.kinds import FollowUpKind
from outreach.followups.models import FollowUp
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.letters.channels import Channel
from outreach.letters.kinds import LetterKind
from outreach.letters.models import Letter, LetterHasLeft
from outreach.letters.threads import thread_of
from outreach.workflows.following_up import todos
from outreach.workflows.handing_over import NotByHand, NothingHandedOver, hand_over, take_back
from tests.cast import NOW
from tests.workflows.reading import open_follow_ups, outbox, story

NOTE = "Dear Grace, we share a school. Would you have fifteen minutes?"


@pytest.fixture
def letter(talk: Interview) -> Letter:
    """Ada's letter to Grace, whose address she does not know."""
    talk.contact.email = None
    talk.reach(Stage.DRAFTED, now=NOW)
    letter = Letter.begin(talk, LetterKind.OUTREACH, now=NOW)
    letter.subject, letter.body, letter.revision = "A question", "Dear Grace Hopper,", 1
    db.session.flush()
    return letter


def handed_over(letter: Letter, account: Account, text: str = NOTE) -> None:
    hand_over(letter, Channel.LINKEDIN_NOTE, subject="", text=text, account=account, now=NOW)


def test_a_note_sent_by_hand_counts_like_any_letter(ada: Account, letter: Letter) -> None:
    handed_over(letter, ada)

    assert letter.interview.stage is Stage.ASKED
    assert open_follow_ups(letter.interview) == {FollowUpKind.SECOND_PERSON, FollowUpKind.NUDGE}
    assert (letter.is_sent, letter.channel, letter.body) == (True, Channel.LINKEDIN_NOTE, NOTE)
    assert story(letter.interview) == ["letter.by_hand"]
    assert outbox() == []
    assert thread_of(letter) == []


def test_it_is_their_turn_then(ada: Account, letter: Letter) -> None:
    assert [todo.kind for todo in todos(ada, now=NOW)] == ["stage.drafted"]

    handed_over(letter, ada)

    assert todos(ada, now=NOW) == []


def test_nothing_cannot_have_been_sent(ada: Account, letter: Letter) -> None:
    with pytest.raises(NothingHandedOver):
        handed_over(letter, ada, text=" ")

    assert letter.interview.stage is Stage.DRAFTED


def test_what_has_left_does_not_leave_again(ada: Account, letter: Letter) -> None:
    handed_over(letter, ada)

    with pytest.raises(LetterHasLeft):
        handed_over(letter, ada)


def test_who_pressed_too_early_takes_it_back(ada: Account, letter: Letter) -> None:
    handed_over(letter, ada)

    take_back(letter, now=NOW)

    assert letter.interview.stage is Stage.DRAFTED
    assert open_follow_ups(letter.interview) == set()
    assert not letter.is_on_its_way
    with pytest.raises(NotByHand):
        take_back(letter, now=NOW)


def test_thanks_given_by_hand_are_given(ada: Account, talk: Interview) -> None:
    talk.reach(Stage.MET, now=NOW)
    FollowUp.plan(talk, FollowUpKind.THANKS, due_at=NOW, late_at=NOW)
    letter = Letter.begin(talk, LetterKind.THANKS, now=NOW)

    hand_over(letter, Channel.ELSEWHERE, subject="", text="Thank you, Grace.", account=ada, now=NOW)
    assert (talk.stage, open_follow_ups(talk)) == (Stage.THANKED, {FollowUpKind.ADVICE_UPDATE})

    take_back(letter, now=NOW)
    assert str(talk.stage) == "met"
    assert open_follow_ups(talk) == {FollowUpKind.THANKS}


def test_word_to_who_led_to_grace_leaves_grace_where_she_is(ada: Account, talk: Interview) -> None:
    barbara = saved(Contact(account_id=ada.id, name="Barbara Liskov", timezone="UTC", created_at=NOW))
    talk.contact.credit(barbara, now=NOW)
    talk.reach(Stage.ASKED, now=NOW)
    FollowUp.plan(talk, FollowUpKind.REFERRAL_WROTE, due_at=NOW, late_at=NOW)
    letter = Letter.begin(talk, LetterKind.REFERRAL_WROTE, reader=barbara, now=NOW)

    hand_over(letter, Channel.ELSEWHERE, subject="", text="I wrote to Grace.", account=ada, now=NOW)

    assert letter.reader is barbara
    assert talk.stage is Stage.ASKED
    assert FollowUpKind.REFERRAL_WROTE not in open_follow_ups(talk)
