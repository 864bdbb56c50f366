"""What follows from the contact's answer."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from outreach.accounts.models import Account
from outreach.bookings.models import Booking
from outreach.contacts.models import Contact
from outreach.database import db
from outreach.followups.kinds import FollowUpKind
from outreach.followups.models import FollowUp
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.journal.models import Entry
from outreach.letters.kinds import LetterKind
from outreach.workflows.replies import Answer, OutOfPlace, UnclearAnswer, note_answer
from tests.cast import NOW
from tests.workflows.reading import open_follow_ups, outbox, story


@pytest.fixture
def asked(talk: Interview) -> Interview:
    """The letter has left, and Ada waits."""
    talk.reach(Stage.ASKED, now=NOW)
    for kind in (FollowUpKind.SECOND_PERSON, FollowUpKind.NUDGE, FollowUpKind.CLOSE_NO_REPLY):
        FollowUp.plan(talk, kind, due_at=NOW, late_at=NOW)
    db.session.flush()
    return talk


@pytest.mark.parametrize(
    ("answer", "stage", "letter", "due"),
    [
        (Answer.YES, Stage.ANSWERED, LetterKind.PROPOSAL, {FollowUpKind.PROPOSAL}),
        (Answer.LATER, Stage.LATER, LetterKind.LATER, {FollowUpKind.LATER}),
        (Answer.NO, Stage.DECLINED, LetterKind.DECLINE, set()),
        (Answer.SOMEBODY_ELSE, Stage.REDIRECTED, LetterKind.REDIRECT, {FollowUpKind.REDIRECT}),
        (Answer.QUESTIONS, Stage.ANSWERED, LetterKind.QUESTIONS, {FollowUpKind.QUESTIONS}),
    ],
)
def test_every_answer_moves_the_ask_and_calls_for_a_letter(
    ada: Account,
    asked: Interview,
    answer: Answer,
    stage: Stage,
    letter: LetterKind,
    due: set[FollowUpKind],
) -> None:
    assert note_answer(asked, answer, account=ada, named="Barbara Liskov", now=NOW) is letter

    assert asked.stage is stage
    assert open_follow_ups(asked) == due
    assert f"answer.{answer}" in story(asked)
    assert outbox() == []  # nothing is sent that nobody has read


def test_whoever_asks_for_march_is_written_to_in_march(ada: Account, asked: Interview) -> None:
    note_answer(asked, Answer.LATER, account=ada, later_on=date(2027, 3, 1), now=NOW)

    [again] = [f for f in FollowUp.of(asked) if f.kind is FollowUpKind.WRITE_AGAIN]
    assert asked.later_on == date(2027, 3, 1)
    assert again.due_at.isoformat() == "2027-03-01T14:00:00+00:00"  # nine o'clock in New York


def test_later_without_a_day_is_only_thanked_for(ada: Account, asked: Interview) -> None:
    note_answer(asked, Answer.LATER, account=ada, now=NOW)

    assert open_follow_ups(asked) == {FollowUpKind.LATER}


def test_somebody_else_becomes_a_contact_with_thanks_to_who_named_them(
    ada: Account, asked: Interview
) -> None:
    note_answer(asked, Answer.SOMEBODY_ELSE, account=ada, named="Barbara Liskov", now=NOW)

    barbara = Contact.named("Barbara Liskov", of=ada)
    assert barbara is not None
    assert barbara.referral is not None
    assert barbara.referral.introducer is asked.contact
    assert not barbara.referral.may_use_name
    assert barbara.organization is asked.contact.organization
    assert barbara.timezone == "America/New_York"
    [added] = db.session.scalars(select(Entry).where(Entry.name == "contact.added")).all()
    assert added.particulars == {"who": "Barbara Liskov", "clock": "America/New_York"}


def test_somebody_who_is_known_already_is_not_added_again(ada: Account, asked: Interview) -> None:
    known = Contact.named_or_new("Barbara Liskov", of=ada, now=NOW)
    known.created_at, known.timezone = NOW.replace(year=2025), "Europe/Paris"

    note_answer(asked, Answer.SOMEBODY_ELSE, account=ada, named="barbara liskov", now=NOW)

    found = list(db.session.scalars(select(Contact).where(Contact.name.icontains("liskov"))))
    assert found == [known]
    assert known.timezone == "Europe/Paris"
    assert known.referral is not None


def test_somebody_else_without_a_name_is_asked_for(ada: Account, asked: Interview) -> None:
    with pytest.raises(UnclearAnswer, match="Whom did they name"):
        note_answer(asked, Answer.SOMEBODY_ELSE, account=ada, now=NOW)

    assert asked.stage is Stage.ASKED
    assert db.session.scalars(select(Entry)).all() == []


def test_the_same_answer_noted_twice_is_told_once(ada: Account, asked: Interview) -> None:
    for _ in range(2):
        note_answer(asked, Answer.SOMEBODY_ELSE, account=ada, named="Barbara Liskov", now=NOW)

    assert story(asked).count("answer.somebody_else") == 1


def test_another_answer_after_the_first_is_told_too(ada: Account, asked: Interview) -> None:
    note_answer(asked, Answer.YES, account=ada, now=NOW)
    note_answer(asked, Answer.QUESTIONS, account=ada, now=NOW)

    assert [name for name in story(asked) if name.startswith("answer.")] == ["answer.yes", "answer.questions"]


@pytest.mark.parametrize("stage", [Stage.MET, Stage.THANKED])
def test_after_the_talk_there_is_nothing_to_answer(ada: Account, asked: Interview, stage: Stage) -> None:
    asked.reach(stage, now=NOW)

    with pytest.raises(OutOfPlace, match="talked with Grace Hopper already"):
        note_answer(asked, Answer.NO, account=ada, now=NOW)

    assert asked.stage is stage


def test_an_agreed_time_is_cancelled_before_it_is_declined(ada: Account, asked: Interview) -> None:
    db.session.add(
        Booking(
            account_id=ada.id,
            interview=asked,
            uid="talk@example.org",
            starts_at=NOW,
            ends_at=NOW + timedelta(minutes=20),
            format=asked.format,
            guest_timezone="UTC",
            form_key="key",
            made_at=NOW,
            changed_at=NOW,
        )
    )

    with pytest.raises(OutOfPlace, match="cancel it first"):
        note_answer(asked, Answer.NO, account=ada, now=NOW)


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(2026, 11, 23), "has passed already"),
        (date(1, 1, 1), "has passed already"),
        (date(2032, 1, 1), "more than five years"),
        (date.max, "more than five years"),
    ],
)
def test_a_day_that_cannot_be_meant_is_asked_again(
    ada: Account, asked: Interview, day: date, sentence: str
) -> None:
    with pytest.raises(UnclearAnswer, match=sentence):
        note_answer(asked, Answer.LATER, account=ada, later_on=day, now=NOW)

    assert asked.stage is Stage.ASKED


def test_nobody_is_sent_to_themselves(ada: Account, asked: Interview) -> None:
    with pytest.raises(UnclearAnswer, match="own name"):
        note_answer(asked, Answer.SOMEBODY_ELSE, account=ada, named="grace hopper", now=NOW)
