from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from outreach.accounts.models import Account
from outreach.database import db, saved
from outreach.interviews.models import Interview
from outreach.mail.mime import as_bytes
from outreach.mail.models import (
    TAKE_BACK_WITHIN,
    Delivery,
    FateKnown,
    OutgoingMessage,
    Overtaken,
    TooLateToTakeBack,
)
from tests.cast import NOW

A_SECOND = timedelta(seconds=1)


def message(talk: Interview, name: str = "first", **particulars: object) -> OutgoingMessage:
    """A letter to Grace that leaves in half a minute."""
    usual: dict[str, object] = {
        "about": "letter",
        "subject": "A question about compilers",
        "send_after": NOW + TAKE_BACK_WITHIN,
    }
    return saved(
        OutgoingMessage(
            account_id=talk.account_id,
            contact_id=talk.contact_id,
            interview_id=talk.id,
            from_name="Ada Lovelace",
            from_address="ada@example.org",
            to_name=talk.contact.name,
            to_address="grace@example.com",
            text="Dear Ms Hopper, …",
            message_id=f"<{name}@example.org>",
            queued_at=NOW,
            **(usual | particulars),
        )
    )


def test_a_new_message_waits(talk: Interview) -> None:
    assert message(talk).delivery is Delivery.QUEUED


def test_ada_can_take_a_message_back_within_half_a_minute(talk: Interview) -> None:
    letter = message(talk)

    letter.take_back(now=NOW + TAKE_BACK_WITHIN - A_SECOND)

    assert letter.delivery is Delivery.TAKEN_BACK


def test_it_can_be_taken_back_for_as_long_as_nobody_is_handing_it_over(talk: Interview) -> None:
    letter = message(talk)

    letter.take_back(now=NOW + timedelta(days=2))

    assert letter.delivery is Delivery.TAKEN_BACK


def test_once_a_worker_has_it_it_is_too_late(talk: Interview) -> None:
    letter = message(talk, lease_owner="worker", lease_until=NOW + timedelta(hours=1))

    with pytest.raises(TooLateToTakeBack, match="Grace Hopper has left already"):
        letter.take_back(now=NOW + TAKE_BACK_WITHIN)

    assert letter.delivery is Delivery.QUEUED


@pytest.mark.parametrize("delivery", [d for d in Delivery if d is not Delivery.QUEUED])
def test_only_a_waiting_message_can_be_taken_back(talk: Interview, delivery: Delivery) -> None:
    letter = message(talk, delivery=delivery)

    with pytest.raises(TooLateToTakeBack):
        letter.take_back(now=NOW)


def test_without_a_name_the_refusal_names_the_address(talk: Interview) -> None:
    letter = message(talk, delivery=Delivery.SENT)
    letter.to_name = ""

    with pytest.raises(TooLateToTakeBack, match=r"grace@example\.com"):
        letter.take_back(now=NOW)


def test_the_same_thing_is_never_announced_twice(talk: Interview) -> None:
    message(talk, "first", once="booking/1/0/invitation")

    with pytest.raises(IntegrityError):
        message(talk, "second", once="booking/1/0/invitation")


def test_what_need_not_be_once_has_no_name(talk: Interview) -> None:
    assert message(talk, "first", once=None).id != message(talk, "second", once=None).id


def test_a_thread_is_made_of_the_letters_that_left(talk: Interview) -> None:
    message(talk, "ask", delivery=Delivery.SENT)
    message(talk, "nudge", delivery=Delivery.UNSURE, subject="Re: A question about compilers")
    message(talk, "waiting")
    message(talk, "failed", delivery=Delivery.FAILED)
    message(talk, "invitation", delivery=Delivery.SENT, about="invitation")

    assert OutgoingMessage.thread_of(talk) == [
        ("<ask@example.org>", "A question about compilers"),
        ("<nudge@example.org>", "Re: A question about compilers"),
    ]


def test_the_mailbox_shows_the_newest_first_a_page_at_a_time(ada: Account, talk: Interview) -> None:
    letters = [message(talk, str(number)) for number in range(5)]

    first_page = OutgoingMessage.of(ada, limit=3)
    second_page = OutgoingMessage.of(ada, before=first_page[-1].id, limit=3)

    assert first_page + second_page == letters[::-1]


def test_marys_mailbox_does_not_hold_adas_messages(mary: Account, talk: Interview) -> None:
    message(talk)

    assert OutgoingMessage.of(mary) == []


def test_a_message_goes_with_its_contact(ada: Account, talk: Interview) -> None:
    message(talk)

    db.session.delete(talk.contact)
    db.session.flush()
    db.session.expunge_all()

    assert OutgoingMessage.of(ada) == []


def doubtful(talk: Interview, name: str = "first", **particulars: object) -> OutgoingMessage:
    return message(talk, name, delivery=Delivery.UNSURE, trouble="No answer came.", **particulars)


def test_ada_says_that_a_doubtful_message_did_leave(talk: Interview) -> None:
    letter = doubtful(talk)

    letter.confirm_sent()

    assert (letter.delivery, letter.trouble) == (Delivery.SENT, "")
    assert letter.sent_at == letter.send_after


@pytest.mark.parametrize("delivery", [d for d in Delivery if d is not Delivery.UNSURE])
def test_only_a_doubtful_message_can_be_confirmed(talk: Interview, delivery: Delivery) -> None:
    with pytest.raises(FateKnown, match="Grace Hopper"):
        message(talk, delivery=delivery).confirm_sent()


@pytest.mark.parametrize("delivery", [Delivery.UNSURE, Delivery.FAILED])
def test_a_message_sent_again_begins_anew_under_its_old_number(talk: Interview, delivery: Delivery) -> None:
    letter = message(talk, delivery=delivery, attempts=7, trouble="Refused.")
    later = NOW + timedelta(days=5)

    letter.send_again(now=later)

    assert (letter.delivery, letter.attempts, letter.trouble) == (Delivery.QUEUED, 0, "")
    assert (letter.queued_at, letter.send_after) == (later, later)
    assert letter.message_id == "<first@example.org>"


@pytest.mark.parametrize("delivery", [Delivery.QUEUED, Delivery.DATA, Delivery.SENT, Delivery.TAKEN_BACK])
def test_a_message_on_its_way_is_not_sent_again(talk: Interview, delivery: Delivery) -> None:
    with pytest.raises(FateKnown):
        message(talk, delivery=delivery).send_again(now=NOW)


@pytest.mark.parametrize("about", ["invitation", "copy"])
def test_an_older_invitation_never_follows_a_newer_one(talk: Interview, about: str) -> None:
    old = doubtful(talk, about=about)
    message(talk, "second", about=about)

    with pytest.raises(Overtaken, match="newer message to Grace Hopper"):
        old.send_again(now=NOW)


def test_a_letter_is_not_overtaken_by_an_invitation(talk: Interview) -> None:
    letter = doubtful(talk)
    message(talk, "second", about="invitation")

    letter.send_again(now=NOW)

    assert letter.delivery is Delivery.QUEUED


def test_what_was_put_off_leaves_at_once_when_hastened(talk: Interview, ada: Account, mary: Account) -> None:
    put_off = message(talk, trouble="No answer.", send_after=NOW + timedelta(hours=4))
    can_be_taken_back = message(talk, "second")
    marys = message(talk, "third", trouble="No answer.")
    marys.account_id = mary.id

    OutgoingMessage.hasten(ada, now=NOW)

    assert [row.send_after - NOW for row in (put_off, can_be_taken_back, marys)] == [
        timedelta(0), TAKE_BACK_WITHIN, TAKE_BACK_WITHIN,
    ]  # fmt: skip


def test_a_thread_is_what_names_the_same_messages(talk: Interview) -> None:
    ask = message(talk)
    reminder = message(talk, "second", references="<first@example.org>")
    thanks = message(talk, "third", references="<first@example.org> <second@example.org>")
    message(talk, "fourth")

    assert reminder.thread() == [ask, thanks]


def test_the_bytes_handed_over_are_never_written_anew(talk: Interview) -> None:
    letter = message(talk)
    assert letter.as_handed_over == as_bytes(letter.parcel)

    letter.raw = b"Subject: as it left\r\n\r\n"

    assert letter.as_handed_over == b"Subject: as it left\r\n\r\n"
