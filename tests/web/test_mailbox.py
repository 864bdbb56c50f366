"""The mailbox: what Ada sees of what she sent, and what she can do about it."""

from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from markupsafe import escape

from outreach import clock
from outreach.accounts.mail_accounts import MailAccount
from outreach.accounts.models import Account
from outreach.database import db, saved
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.letters.kinds import LetterKind
from outreach.letters.models import Letter
from outreach.mail.mime import as_bytes
from outreach.mail.models import Delivery, OutgoingMessage
from outreach.web.mailbox import PAGE
from tests.calendars.test_invitation import SAMPLES
from tests.cast import NOW

REQUEST = (SAMPLES / "ours_request.ics").read_bytes().decode()
CANCEL = (SAMPLES / "ours_cancel.ics").read_bytes().decode()
A_MINUTE = timedelta(minutes=1)


def to_grace(talk: Interview, number: int = 1, **particulars: object) -> OutgoingMessage:
    """A message to Grace that has left, through a mail server."""
    usual: dict[str, object] = {
        "about": "letter",
        "subject": "A question about compilers",
        "text": "Dear Ms. Hopper,\n\nmay I ask you <something> about https://example.org/compilers some day?\n\nAda\n",
        "delivery": Delivery.SENT,
        "via": "smtp",
        "send_after": NOW,
        "sent_at": NOW + A_MINUTE,
    }
    return saved(
        OutgoingMessage(
            account_id=talk.account_id,
            contact_id=talk.contact_id,
            interview_id=talk.id,
            from_name="Ada Lovelace",
            from_address="ada@example.org",
            to_name="Grace Hopper",
            to_address="grace@example.com",
            message_id=f"<message{number}@example.org>",
            queued_at=NOW,
            **(usual | particulars),
        )
    )


def letter_in(message: OutgoingMessage, talk: Interview) -> Letter:
    """The letter that a message carries."""
    return saved(
        Letter(
            account_id=talk.account_id,
            interview=talk,
            kind=LetterKind.OUTREACH,
            subject=message.subject,
            body=message.text.strip(),
            drafted_at=NOW,
            edited_at=NOW,
            message=message,
        )
    )


def test_an_empty_mailbox_says_where_mail_goes_until_an_account_is_connected(at_ada: FlaskClient) -> None:
    page = at_ada.get("/mailbox").text

    assert "Until you connect a mail account, everything you send arrives here and nowhere else." in page


def test_the_mailbox_lists_what_left_newest_first(at_ada: FlaskClient, talk: Interview) -> None:
    to_grace(talk, 1, subject="The first")
    to_grace(talk, 2, subject="The second", delivery=Delivery.QUEUED)

    page = at_ada.get("/mailbox").text

    assert page.index("The second") < page.index("The first")
    assert page.index("Leaves in a moment") < page.index("Accepted by your server</span>")


def test_what_the_built_in_mailbox_kept_is_not_called_sent(at_ada: FlaskClient, talk: Interview) -> None:
    message = to_grace(talk, via="mailbox")

    assert "Stays here" in at_ada.get("/mailbox").text
    assert "went nowhere else" in at_ada.get(f"/mailbox/{message.id}").text


def test_a_paused_mail_account_is_named_with_its_reason(
    at_ada: FlaskClient, ada: Account, talk: Interview
) -> None:
    to_grace(talk)
    db.session.add(
        MailAccount(
            account_id=ada.id,
            provider="other",
            address="ada@example.org",
            host="smtp.example.org",
            port=587,
            security="starttls",
            username="ada",
            sealed_password="",
            broken_because="The mail server refused the login: 535.",
        )
    )

    assert "Sending is paused. The mail server refused the login: 535." in at_ada.get("/mailbox").text


def test_older_messages_are_a_page_further(at_ada: FlaskClient, talk: Interview) -> None:
    messages = [to_grace(talk, n, subject=f"Letter number {n}.") for n in range(PAGE + 1)]

    first = at_ada.get("/mailbox").text
    second = at_ada.get(f"/mailbox?before={messages[1].id}").text

    assert f"/mailbox?before={messages[1].id}" in first
    assert "Letter number 0." not in first
    assert "Letter number 0." in second
    assert "Letter number 1." not in second
    assert "before=" not in second


def test_before_the_first_message_there_is_nothing(at_ada: FlaskClient, talk: Interview) -> None:
    assert "the first message you ever sent" in at_ada.get(f"/mailbox?before={to_grace(talk).id}").text


def test_a_message_is_shown_as_its_reader_sees_it(at_ada: FlaskClient, talk: Interview) -> None:
    page = at_ada.get(f"/mailbox/{to_grace(talk).id}").text

    assert "Ada Lovelace &lt;ada@example.org&gt;" in page
    assert "Grace Hopper &lt;grace@example.com&gt;" in page
    assert "may I ask you &lt;something&gt;" in page
    assert '<a href="https://example.org/compilers"' in page
    assert "Your mail server accepted it on Tue 24 Nov, 09:01." in page


def test_the_bytes_that_were_handed_over_are_what_is_shown(at_ada: FlaskClient, talk: Interview) -> None:
    message = to_grace(talk)
    message.raw = as_bytes(message.parcel).replace(b"Dear Ms. Hopper", b"Dear Admiral")

    page = at_ada.get(f"/mailbox/{message.id}").text

    assert "Dear Admiral" in page
    assert "Dear Ms. Hopper" not in page


def test_a_message_that_cannot_be_written_is_shown_as_it_was_meant(
    at_ada: FlaskClient, talk: Interview
) -> None:
    message = to_grace(talk, delivery=Delivery.FAILED, trouble="It must be one address.")
    message.to_address = "nobody at all"

    page = at_ada.get(f"/mailbox/{message.id}").text

    assert "nobody at all" in page
    assert "It must be one address." in page


def test_an_invitation_is_a_card_with_the_time_on_adas_clock(
    at_ada: FlaskClient, ada: Account, talk: Interview
) -> None:
    ada.timezone = "Asia/Kolkata"
    message = to_grace(talk, about="invitation", calendar=REQUEST, calendar_method="REQUEST")

    page = at_ada.get(f"/mailbox/{message.id}").text

    assert "Conversation: Ada Lovelace and Grace Hopper" in page
    assert "Thursday 5 November 2026, 15:00 to 15:20" in page
    assert "Kolkata time (UTC+5:30)" in page
    assert "By phone: Ada calls +44 20 7946 0018" in page


def test_a_cancellation_says_that_it_takes_the_event_out(at_ada: FlaskClient, talk: Interview) -> None:
    message = to_grace(talk, about="invitation", calendar=CANCEL, calendar_method="CANCEL")

    assert "Takes the event out of the calendar" in at_ada.get(f"/mailbox/{message.id}").text


def test_the_message_can_be_kept_as_a_file(at_ada: FlaskClient, talk: Interview) -> None:
    message = to_grace(talk)

    response = at_ada.get(f"/mailbox/{message.id}/message.eml")

    assert response.data == as_bytes(message.parcel)
    assert response.content_type == "message/rfc822"
    assert response.headers["Content-Disposition"] == 'attachment; filename="message.eml"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_the_invitation_can_be_kept_as_a_file(at_ada: FlaskClient, talk: Interview) -> None:
    message = to_grace(talk, about="invitation", calendar=REQUEST, calendar_method="REQUEST")

    response = at_ada.get(f"/mailbox/{message.id}/invite.ics")

    assert response.data == REQUEST.encode()
    assert response.content_type == "text/calendar; charset=utf-8; method=REQUEST"
    assert response.headers["Content-Disposition"] == 'attachment; filename="invite.ics"'


def test_a_letter_has_no_invitation_to_keep(at_ada: FlaskClient, talk: Interview) -> None:
    assert at_ada.get(f"/mailbox/{to_grace(talk).id}/invite.ics").status_code == 404


def test_the_messages_of_one_thread_lead_to_each_other(at_ada: FlaskClient, talk: Interview) -> None:
    first = to_grace(talk, 1, subject="The first ask")
    second = to_grace(talk, 2, subject="The reminder", references=first.message_id)
    to_grace(talk, 3, subject="Something else")

    assert "The reminder" in at_ada.get(f"/mailbox/{first.id}").text
    page = at_ada.get(f"/mailbox/{second.id}").text
    assert "The first ask" in page
    assert "Something else" not in page


def test_ada_says_that_a_doubtful_message_was_sent(at_ada: FlaskClient, talk: Interview) -> None:
    message = to_grace(talk, delivery=Delivery.UNSURE, sent_at=None, trouble="The connection broke off.")
    letter_in(message, talk)
    page = at_ada.get(f"/mailbox/{message.id}").text
    assert "The connection broke off." in page
    assert "It was sent" in page
    assert "Send it again" in page

    response = at_ada.post(f"/mailbox/{message.id}/fate", data={"fate": "sent"}, follow_redirects=True)

    assert "it counts as sent" in response.text
    db.session.refresh(message)
    assert (message.delivery, message.sent_at) == (Delivery.SENT, NOW)
    db.session.refresh(talk)
    assert talk.stage is Stage.ASKED


@pytest.mark.parametrize("delivery", [Delivery.UNSURE, Delivery.FAILED])
def test_ada_has_a_message_sent_again(at_ada: FlaskClient, talk: Interview, delivery: Delivery) -> None:
    message = to_grace(talk, delivery=delivery, sent_at=None, attempts=5, trouble="Refused.")
    letter_in(message, talk)

    response = at_ada.post(f"/mailbox/{message.id}/fate", data={"fate": "again"}, follow_redirects=True)

    assert "in the queue again" in response.text
    db.session.refresh(message)
    assert (message.delivery, message.attempts, message.trouble) == (Delivery.QUEUED, 0, "")
    assert clock.now() - message.send_after < A_MINUTE


def test_a_message_that_was_sent_is_not_decided_over(at_ada: FlaskClient, talk: Interview) -> None:
    message = to_grace(talk)
    letter_in(message, talk)

    response = at_ada.post(f"/mailbox/{message.id}/fate", data={"fate": "again"})

    assert response.status_code == 409
    assert "nothing to decide about the message to Grace Hopper" in response.text
    assert db.session.scalar(db.select(OutgoingMessage.delivery)) is Delivery.SENT


def test_a_letter_that_was_changed_since_leaves_from_its_own_page(
    at_ada: FlaskClient, talk: Interview
) -> None:
    message = to_grace(talk, delivery=Delivery.FAILED)
    letter_in(message, talk).body = "Dear Grace, I thought again."

    response = at_ada.post(f"/mailbox/{message.id}/fate", data={"fate": "again"})

    assert response.status_code == 409
    assert escape("You have changed the letter to Grace Hopper since") in response.text


def test_an_invitation_that_a_newer_one_replaced_is_not_sent_again(
    at_ada: FlaskClient, talk: Interview
) -> None:
    old = to_grace(talk, 1, about="invitation", delivery=Delivery.FAILED)
    to_grace(talk, 2, about="invitation")

    response = at_ada.post(f"/mailbox/{old.id}/fate", data={"fate": "again"})

    assert response.status_code == 409
    assert "has taken the place of this one" in response.text


def test_neither_button_is_no_answer(at_ada: FlaskClient, talk: Interview) -> None:
    message = to_grace(talk, delivery=Delivery.UNSURE)

    response = at_ada.post(f"/mailbox/{message.id}/fate", data={"fate": "maybe"})

    assert response.status_code == 422
    assert "Please choose whether it was sent" in response.text


@pytest.mark.parametrize("page", ["", "/message.eml", "/invite.ics"])
def test_the_mail_of_somebody_else_does_not_exist(
    at_ada: FlaskClient, mary: Account, talk: Interview, page: str
) -> None:
    message = to_grace(talk)
    message.account_id = mary.id

    assert at_ada.get(f"/mailbox/{message.id}{page}").status_code == 404


def test_both_pages_ask_the_database_little(
    at_ada: FlaskClient, talk: Interview, statements: list[str]
) -> None:
    messages = [to_grace(talk, n, references="<message1@example.org>") for n in range(20)]
    db.session.commit()

    statements.clear()
    at_ada.get("/mailbox")
    assert len(statements) == 3

    number = messages[5].id
    statements.clear()
    at_ada.get(f"/mailbox/{number}")
    assert len(statements) <= 4


def test_a_waiting_message_tells_why_and_when_it_is_tried_again(at_ada: FlaskClient, talk: Interview) -> None:
    message = to_grace(
        talk,
        delivery=Delivery.QUEUED,
        attempts=2,
        trouble="The mail server is too busy.",
        send_after=datetime.fromisoformat("2099-11-24T09:30:00+00:00"),
    )

    page = at_ada.get(f"/mailbox/{message.id}").text

    assert "The mail server is too busy." in page
    assert "We try again on Tue 24 Nov, 09:30" in page
    assert "for Grace it is Tue 24 Nov, 04:30" in page
