"""Sending a letter, once, and taking it back while there is time."""

import threading
from datetime import timedelta

import pytest
from flask import Flask

from outreach.accounts.mail_accounts import MailAccount
from outreach.accounts.models import Account
from outreach.clock import now as clock_now
from outreach.database import db, saved
from outreach.errors import OutreachError
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.letters.coach.policy import Policy
from outreach.letters.drafting.draft import Voice
from outreach.letters.kinds import LetterKind
from outreach.letters.models import Letter, LetterHasLeft
from outreach.mail.models import Delivery, OutgoingMessage, TooLateToTakeBack
from outreach.workflows.sending import NoAddress, NotReadyToSend, send, take_back
from tests.cast import NOW
from tests.workflows.posting import sends_through
from tests.workflows.reading import outbox, story

A_SECOND = timedelta(seconds=1)
BODY = """Dear Ms. Hopper,

I am studying mathematics at the University of London, where you taught, and your paper on compilers is what
made me choose my last course. Would you have twenty minutes in the coming weeks to tell me how you came to
this work and what surprised you most?

I can talk whenever suits you, by video or by phone, and will bring my questions.

Kind regards,
Ada Lovelace
BSc Mathematics, University of London"""


@pytest.fixture
def letter(talk: Interview) -> Letter:
    """Ada's first letter to Grace, in her own words."""
    letter = Letter.begin(talk, LetterKind.OUTREACH, now=NOW)
    letter.voice = Voice.WARM
    letter.rewrite("Twenty minutes about compilers", BODY, revision=letter.revision, now=NOW)
    talk.reach(Stage.DRAFTED, now=NOW)
    db.session.flush()
    return letter


def sent(letter: Letter, account: Account) -> OutgoingMessage:
    return send(letter, account=account, mail_domain="outreach.example", policy=Policy(), now=NOW)


def test_a_letter_waits_half_a_minute_and_then_leaves(ada: Account, letter: Letter) -> None:
    message = sent(letter, ada)

    assert outbox() == [message]
    assert message.delivery is Delivery.QUEUED
    assert message.send_after == NOW + timedelta(seconds=30)
    assert (message.to_name, message.to_address) == ("Grace Hopper", "grace@example.com")
    assert (message.subject, message.text) == (letter.subject, letter.body + "\n")
    assert story(letter.interview) == ["letter.queued"]


def test_until_it_has_left_nobody_counts_as_asked(ada: Account, letter: Letter) -> None:
    sent(letter, ada)

    assert letter.interview.stage is Stage.DRAFTED


def test_a_letter_is_sent_once(ada: Account, letter: Letter) -> None:
    sent(letter, ada)

    with pytest.raises(LetterHasLeft):
        sent(letter, ada)

    assert len(outbox()) == 1


def test_two_clicks_at_the_same_moment_send_one_letter(app: Flask, ada: Account, letter: Letter) -> None:
    number, account_number = letter.id, ada.id
    db.session.commit()
    together, refusals = threading.Barrier(2), list[type]()

    def click() -> None:
        with app.app_context():
            together.wait(10)
            account = db.session.get_one(Account, account_number)
            try:
                sent(Letter.find_whole(number, of=account), account)
                db.session.commit()
            except OutreachError as refusal:
                refusals.append(type(refusal))

    clicks = [threading.Thread(target=click) for _ in range(2)]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join(20)

    db.session.expire_all()
    assert refusals == [LetterHasLeft]
    assert len(outbox()) == 1


def test_what_was_typed_just_before_the_click_is_what_leaves(ada: Account, letter: Letter) -> None:
    letter.rewrite("Fifteen minutes about compilers", BODY, revision=letter.revision, now=NOW)

    assert sent(letter, ada).subject == "Fifteen minutes about compilers"


def test_a_letter_leaves_from_the_mail_account(ada: Account, letter: Letter) -> None:
    saved(
        MailAccount(
            account_id=ada.id,
            provider="other",
            address="ada@university.example",
            host="mail.university.example",
            port=465,
            security="tls",
            username="ada",
            sealed_password="sealed",
        )
    )

    message = sent(letter, ada)

    assert (message.from_name, message.from_address) == ("Ada Lovelace", "ada@university.example")


def test_without_an_address_there_is_nowhere_to_send_it(ada: Account, letter: Letter) -> None:
    letter.interview.contact.email = None

    with pytest.raises(NoAddress, match="no mail address for Grace Hopper"):
        sent(letter, ada)

    assert outbox() == []


@pytest.mark.parametrize(("subject", "body"), [("", BODY), ("Compilers", " \n")], ids=["subject", "words"])
def test_a_letter_that_says_nothing_stays(ada: Account, letter: Letter, subject: str, body: str) -> None:
    letter.subject, letter.body = subject, body
    db.session.flush()

    with pytest.raises(NotReadyToSend, match="Grace Hopper"):
        sent(letter, ada)


def test_a_letter_drafted_before_mail_could_leave_does_not_name_a_page_that_grace_cannot_open(
    app: Flask, ada: Account, letter: Letter
) -> None:
    letter.body = f"{BODY}\nOr here: http://127.0.0.1:8000/meet/{'x' * 43}\n"
    sends_through(app, ada, 25)

    with pytest.raises(NotReadyToSend, match="Grace could not open the page"):
        sent(letter, ada)

    letter.body = letter.body.replace("http://127.0.0.1:8000", "https://outreach.example")
    assert sent(letter, ada)


def test_a_letter_stays_that_the_institution_does_not_let_go(ada: Account, letter: Letter) -> None:
    letter.body = BODY.replace("Ms. Hopper", "[name]")
    strict = Policy(held_back_by=frozenset({"L27"}))

    with pytest.raises(NotReadyToSend):
        send(letter, account=ada, mail_domain="outreach.example", policy=strict, now=NOW)

    assert outbox() == []


def test_a_reminder_stays_in_the_thread(ada: Account, letter: Letter) -> None:
    first = sent(letter, ada)
    first.delivery = Delivery.SENT
    nudge = Letter.begin(letter.interview, LetterKind.NUDGE, now=NOW)
    nudge.subject = "Re: Twenty minutes about compilers"
    nudge.body = (
        "Dear Ms. Hopper,\n\nI wrote to you last week and know how full your days are. "
        "Should twenty minutes be possible at some point, I would be glad; if not, no answer is needed."
        "\n\nKind regards,\nAda Lovelace"
    )
    db.session.flush()

    message = sent(nudge, ada)

    assert message.in_reply_to == first.message_id
    assert message.references == first.message_id


def test_within_half_a_minute_it_can_be_taken_back(ada: Account, letter: Letter) -> None:
    message = sent(letter, ada)

    take_back(letter, now=NOW + timedelta(seconds=29))

    assert message.delivery is Delivery.TAKEN_BACK
    assert not letter.is_on_its_way
    assert story(letter.interview) == ["letter.queued", "letter.taken_back"]


def test_a_letter_that_was_taken_back_can_be_sent_again(ada: Account, letter: Letter) -> None:
    first = sent(letter, ada)
    take_back(letter, now=NOW)

    second = sent(letter, ada)

    assert [message.delivery for message in (first, second)] == [Delivery.TAKEN_BACK, Delivery.QUEUED]


def test_what_the_worker_is_handing_over_is_not_taken_back(app: Flask, ada: Account, letter: Letter) -> None:
    """The click was on its way when the worker came."""
    number = sent(letter, ada).id
    db.session.commit()
    if db.engine.dialect.name == "postgresql":  # on SQLite nobody writes while another may
        assert letter.message is not None
        assert letter.message.can_be_taken_back(now=NOW)
    with app.app_context():
        db.session.get_one(OutgoingMessage, number).delivery = Delivery.DATA
        db.session.commit()

    with pytest.raises(TooLateToTakeBack):
        take_back(letter, now=NOW)


def test_taking_back_what_was_never_sent_changes_nothing(letter: Letter) -> None:
    take_back(letter, now=clock_now())

    assert story(letter.interview) == []


def test_taking_back_a_kind_word_after_a_no_does_not_reopen_the_ask(ada: Account, letter: Letter) -> None:
    letter.interview.reach(Stage.DECLINED, now=NOW)
    sent(letter, ada)

    take_back(letter, now=NOW)

    assert letter.interview.stage is Stage.DECLINED


def test_a_letter_that_failed_can_be_sent_again_as_it_is(ada: Account, letter: Letter) -> None:
    first = sent(letter, ada)
    first.delivery = Delivery.FAILED

    second = sent(letter, ada)

    assert second.id != first.id
    assert second.delivery is Delivery.QUEUED
    assert letter.message is second
