"""A letter that waited is looked at once more before it leaves: by then it may be out of place."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from outreach.accounts.models import Account
from outreach.bookings.models import Booking
from outreach.contacts.models import Contact
from outreach.database import db, saved
from outreach.followups.departures import has_left
from outreach.interviews.kinds import Format
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.letters.kinds import LetterKind
from outreach.letters.models import Letter
from outreach.mail import claiming, doubts
from outreach.mail.carriers import Connect, connector
from outreach.mail.models import Delivery, OutgoingMessage
from outreach.mail.suppressions import Silence, Suppression
from outreach.workflows.delivering import Round, deliver_due
from tests.cast import NOW
from tests.mail.smtp_servers import Fault, FaultyServer
from tests.workflows.posting import Wall, letter_to, queued, sends_through
from tests.workflows.reading import open_follow_ups, story

A_MINUTE, A_DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def wall() -> Wall:
    wall = Wall()
    wall.shows += 5 * A_MINUTE
    return wall


@pytest.fixture
def connect(app: Flask) -> Connect:
    return connector(app.extensions["outreach.vault"])


@pytest.fixture
def letter(talk: Interview) -> Letter:
    """Ada’s first letter to Grace, which has waited for five minutes."""
    return letter_to(talk)


def agreed(talk: Interview, *, after: timedelta = 7 * A_DAY) -> Booking:
    """A time that Grace chose two minutes after the letter was queued."""
    return saved(
        Booking(
            account_id=talk.account_id, interview=talk, uid="talk@example.org", starts_at=NOW + after,
            ends_at=NOW + after + 20 * A_MINUTE, format=Format.VIDEO, guest_timezone="UTC", form_key="form",
            made_at=NOW + 2 * A_MINUTE, changed_at=NOW + 2 * A_MINUTE,
        )
    )  # fmt: skip


@pytest.mark.parametrize(
    ("stage", "why"),
    [
        (Stage.ANSWERED, "Grace has answered"),
        (Stage.BOOKED, "Grace has chosen a time"),
        (Stage.DECLINED, "Grace has said no"),
        (Stage.LATER, "Grace has asked for later"),
        (Stage.REDIRECTED, "Grace has named somebody else"),
        (Stage.NO_REPLY, "Grace is not asked any more, as you let it rest"),
    ],
)
@pytest.mark.parametrize("kind", [LetterKind.OUTREACH, LetterKind.NUDGE, LetterKind.CLOSE])
def test_whoever_has_answered_is_not_asked_again(
    talk: Interview, connect: Connect, wall: Wall, kind: LetterKind, stage: Stage, why: str
) -> None:
    letter = letter_to(talk, kind)
    talk.reach(stage, now=NOW + A_MINUTE)

    assert deliver_due(connect, owner="worker", clock=wall).sent == 0

    assert letter.message is not None
    assert letter.message.delivery is Delivery.TAKEN_BACK
    assert why in letter.message.trouble
    assert story(talk) == ["letter.kept_back"]
    assert not letter.is_on_its_way


def test_a_reminder_that_left_just_before_the_ask_was_let_rest_wakes_nothing(
    ada: Account, talk: Interview
) -> None:
    talk.stage = Stage.NO_REPLY

    has_left(letter_to(talk, LetterKind.NUDGE), "letter.sent", account=ada, now=NOW)

    assert open_follow_ups(talk) == set()


def test_whom_one_asks_again_on_purpose_is_written_to(talk: Interview, connect: Connect, wall: Wall) -> None:
    talk.reach(Stage.LATER, now=NOW - A_DAY)
    letter_to(talk)

    assert deliver_due(connect, owner="worker", clock=wall) == Round(sent=1)


def test_an_answer_in_the_thread_counts_though_the_stage_has_not_moved(
    talk: Interview, connect: Connect, wall: Wall
) -> None:
    first = queued(talk, about="letter")
    first.delivery, first.answered_at = Delivery.SENT, NOW + A_MINUTE
    nudge = letter_to(talk, LetterKind.NUDGE)

    assert deliver_due(connect, owner="worker", clock=wall).sent == 0
    assert nudge.message is not None
    assert "has answered" in nudge.message.trouble


def test_times_are_not_proposed_to_somebody_who_has_chosen_one(
    talk: Interview, connect: Connect, wall: Wall
) -> None:
    letter = letter_to(talk, LetterKind.PROPOSAL)
    agreed(talk)

    assert deliver_due(connect, owner="worker", clock=wall).sent == 0
    assert letter.message is not None
    assert "chosen a time" in letter.message.trouble


@pytest.mark.parametrize("stage", [Stage.DECLINED, Stage.LATER, Stage.REDIRECTED])
@pytest.mark.parametrize("kind", [LetterKind.PROPOSAL, LetterKind.AHEAD])
def test_whoever_would_rather_not_talk_gets_nothing_that_leads_to_a_talk(
    talk: Interview, connect: Connect, wall: Wall, kind: LetterKind, stage: Stage
) -> None:
    letter = letter_to(talk, kind)
    talk.reach(stage, now=NOW + A_MINUTE)

    assert deliver_due(connect, owner="worker", clock=wall).sent == 0
    assert letter.message is not None
    assert letter.message.trouble.startswith("Grace has ")
    assert letter.message.trouble.endswith("Open it again if it still fits.")


@pytest.mark.parametrize("kind", [LetterKind.DECLINE, LetterKind.QUESTIONS])
def test_whoever_said_no_is_thanked_for_it_and_gets_the_questions_that_they_asked_for(
    talk: Interview, connect: Connect, wall: Wall, kind: LetterKind
) -> None:
    letter_to(talk, kind)
    talk.reach(Stage.DECLINED, now=NOW + A_MINUTE)

    assert deliver_due(connect, owner="worker", clock=wall) == Round(sent=1)


@pytest.mark.parametrize(
    ("happens", "why"),
    [
        (lambda talk: None, "no agreed time"),
        (lambda talk: agreed(talk), "has changed"),
        (lambda talk: agreed(talk, after=A_MINUTE), "has come already"),
    ],
    ids=["cancelled", "moved", "begun"],
)
def test_a_time_that_does_not_stand_is_not_confirmed(
    talk: Interview, connect: Connect, wall: Wall, happens: Callable[[Interview], object], why: str
) -> None:
    letter = letter_to(talk, LetterKind.CONFIRMATION)
    happens(talk)

    assert deliver_due(connect, owner="worker", clock=wall).sent == 0
    assert letter.message is not None
    assert why in letter.message.trouble


def test_a_time_that_stands_is_confirmed(talk: Interview, connect: Connect, wall: Wall) -> None:
    booking = agreed(talk)
    booking.changed_at = NOW - A_DAY
    letter_to(talk, LetterKind.CONFIRMATION)

    assert deliver_due(connect, owner="worker", clock=wall) == Round(sent=1)


@pytest.mark.parametrize("reason", Silence)
@pytest.mark.parametrize("about", ["letter", "notice", "invitation"])
def test_whoever_is_left_alone_gets_nothing(
    app: Flask, ada: Account, talk: Interview, connect: Connect, wall: Wall, about: str, reason: Silence
) -> None:
    message = queued(talk, about=about)
    Suppression.add(ada.id, "Grace@Example.com", reason, now=NOW)
    with FaultyServer({}) as server:
        sends_through(app, ada, server.port)
        deliver_due(connect, owner="worker", clock=wall)

    assert server.heard == b""
    assert message.delivery is Delivery.TAKEN_BACK


def test_who_asked_to_be_left_alone_still_hears_that_the_agreed_time_is_off(
    ada: Account, talk: Interview, connect: Connect, wall: Wall
) -> None:
    queued(talk, about="invitation").calendar_method = "CANCEL"
    Suppression.add(ada.id, "grace@example.com", Silence.ASKED, now=NOW)

    # The calendar part is not what is tried here.
    message = claiming.claim(owner="worker", now=wall())
    assert message is not None
    message.message.calendar = ""
    db.session.commit()
    wall.shows += A_DAY
    assert deliver_due(connect, owner="other", clock=wall) == Round(sent=1)


def test_marys_silence_does_not_bind_ada(mary: Account, letter: Letter, connect: Connect, wall: Wall) -> None:
    Suppression.add(mary.id, "grace@example.com", Silence.ASKED, now=NOW)

    assert deliver_due(connect, owner="worker", clock=wall) == Round(sent=1)


class Meanwhile(FaultyServer):
    """Something happens while the server thinks about the recipient."""

    def __init__(self, app: Flask, happens: Callable[[], object]) -> None:
        super().__init__({})
        self.app, self.happens = app, happens

    def _does(self, client: Any, step: str, usually: bytes) -> bool:
        if step == "RCPT":
            with self.app.app_context():
                self.happens()
                db.session.commit()
        return super()._does(client, step, usually)


def test_who_opts_out_while_the_worker_connects_gets_nothing(
    app: Flask, ada: Account, letter: Letter, connect: Connect, wall: Wall
) -> None:
    number = ada.id
    with Meanwhile(
        app, lambda: Suppression.add(number, "grace@example.com", Silence.ASKED, now=NOW)
    ) as server:
        sends_through(app, ada, server.port)
        assert deliver_due(connect, owner="worker", clock=wall).sent == 0

    assert server.bodies == []
    assert letter.message is not None
    assert "asked not to be written to" in letter.message.trouble


def test_who_answers_while_the_worker_connects_is_not_asked_again(
    app: Flask, ada: Account, letter: Letter, connect: Connect, wall: Wall
) -> None:
    number = letter.interview_id
    with Meanwhile(
        app,
        lambda: db.session.get_one(Interview, number).reach(Stage.ANSWERED, now=wall() + A_MINUTE),
    ) as server:
        sends_through(app, ada, server.port)
        assert deliver_due(connect, owner="worker", clock=wall).sent == 0

    assert server.bodies == []
    assert story(letter.interview) == ["letter.kept_back"]


def test_a_contact_deleted_while_the_worker_connects_gets_nothing(
    app: Flask, ada: Account, letter: Letter, connect: Connect, wall: Wall
) -> None:
    number = letter.interview.contact_id
    with Meanwhile(app, lambda: db.session.delete(db.session.get_one(Contact, number))) as server:
        sends_through(app, ada, server.port)
        deliver_due(connect, owner="worker", clock=wall)
        assert OutgoingMessage.of(ada) == []

    assert server.bodies == []


def test_a_letter_that_is_a_day_late_asks_first(
    app: Flask, ada: Account, letter: Letter, connect: Connect, wall: Wall
) -> None:
    """The laptop slept for two days."""
    wall.shows = NOW + 2 * A_DAY
    with FaultyServer({}) as server:
        sends_through(app, ada, server.port)
        deliver_due(connect, owner="worker", clock=wall)

    assert server.heard == b""
    assert letter.message is not None
    assert letter.message.needs_a_word
    assert "more than a day ago" in letter.message.trouble


def test_an_invitation_to_what_has_begun_is_not_sent(talk: Interview, connect: Connect, wall: Wall) -> None:
    agreed(talk, after=A_MINUTE)
    invitation = queued(talk, about="invitation")

    deliver_due(connect, owner="worker", clock=wall)

    assert invitation.delivery is Delivery.TAKEN_BACK
    assert "has begun already" in invitation.trouble


def test_an_address_that_does_not_exist_is_not_tried_again(
    app: Flask, ada: Account, talk: Interview, letter: Letter, connect: Connect, wall: Wall
) -> None:
    with FaultyServer({"RCPT": Fault(b"550 5.1.1 no such user\r\n")}) as server:
        sends_through(app, ada, server.port)
        deliver_due(connect, owner="worker", clock=wall)
        heard = server.heard
        notice = queued(talk)
        deliver_due(connect, owner="worker", clock=wall)

    assert server.heard == heard
    assert "does not work" in notice.trouble
    assert letter.message is not None
    assert letter.message.bounced_at == wall()


# What was in doubt, and is proved


def test_a_proof_settles_what_was_in_doubt_and_the_story_goes_on(
    ada: Account, letter: Letter, connect: Connect, wall: Wall
) -> None:
    message = letter.message
    assert message is not None
    message.delivery, message.trouble = Delivery.UNSURE, "No answer came."

    assert doubts.prove_sent(message.message_id, account_id=ada.id, now=wall())
    deliver_due(connect, owner="worker", clock=wall)

    assert (message.delivery, message.trouble) == (Delivery.SENT, "")
    assert story(letter.interview) == ["letter.sent"]
    assert letter.interview.stage is Stage.ASKED


@pytest.mark.parametrize("delivery", [Delivery.QUEUED, Delivery.SENT, Delivery.FAILED, Delivery.TAKEN_BACK])
def test_a_proof_changes_nothing_where_nothing_is_in_doubt(
    ada: Account, letter: Letter, delivery: Delivery
) -> None:
    assert letter.message is not None
    letter.message.delivery = delivery
    db.session.flush()

    assert not doubts.prove_sent(letter.message.message_id, account_id=ada.id, now=NOW)


def test_nobody_proves_anything_about_the_mail_of_another_account(mary: Account, letter: Letter) -> None:
    assert letter.message is not None
    letter.message.delivery = Delivery.UNSURE
    db.session.flush()

    assert not doubts.prove_sent(letter.message.message_id, account_id=mary.id, now=NOW)


def test_the_yes_of_a_server_counts_though_its_worker_was_taken_for_dead(
    app: Flask, ada: Account, letter: Letter, connect: Connect, wall: Wall
) -> None:
    def taken_for_dead() -> None:
        row = db.session.query(OutgoingMessage).one()
        row.delivery, row.lease_owner, row.lease_until = Delivery.UNSURE, "", None

    class Slow(Meanwhile):
        def _does(self, client: Any, step: str, usually: bytes) -> bool:
            return super()._does(
                client, "RCPT" if step == "end" else "-" if step == "RCPT" else step, usually
            )

    with Slow(app, taken_for_dead) as server:
        sends_through(app, ada, server.port)
        deliver_due(connect, owner="slow", clock=wall)
        deliver_due(connect, owner="slow", clock=wall)

    assert len(server.bodies) == 1
    assert letter.message is not None
    assert letter.message.delivery is Delivery.SENT


# One connection for many


def test_the_messages_of_an_account_go_over_one_connection(
    app: Flask, ada: Account, talk: Interview, connect: Connect, wall: Wall
) -> None:
    for number in range(5):
        queued(talk, to=f"contact{number}@example.com")
    with FaultyServer({}) as server:
        sends_through(app, ada, server.port)
        assert deliver_due(connect, owner="worker", clock=wall) == Round(sent=5)

    assert server.heard.lower().count(b"ehlo") == 1
    assert server.heard.lower().count(b"rset\r\n") == 0


def test_a_connection_that_has_gone_stale_is_opened_anew(
    app: Flask, ada: Account, talk: Interview, connect: Connect, wall: Wall
) -> None:
    class Impatient(FaultyServer):
        """Hangs up after each message."""

        def _does(self, client: Any, step: str, usually: bytes) -> bool:
            return super()._does(client, step, usually) and step != "end"

    for number in range(3):
        queued(talk, to=f"contact{number}@example.com")
    with Impatient({}) as server:
        sends_through(app, ada, server.port)
        assert deliver_due(connect, owner="worker", clock=wall) == Round(sent=3)

    assert len(server.bodies) == 3
