"""What Ada is told to do next about a letter that leaves and a talk that is agreed."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

import outreach
from outreach import clock
from outreach.accounts.models import Account
from outreach.bookings.models import Booking
from outreach.contacts.kinds import Label
from outreach.contacts.models import Contact
from outreach.database import db
from outreach.followups.kinds import FollowUpKind
from outreach.followups.models import FollowUp
from outreach.interviews.kinds import Format
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.journal.models import note
from outreach.letters.kinds import LetterKind
from outreach.letters.models import Letter
from tests.web.reading import read
from tests.web.test_guest import booked, page, posted, slots
from tests.workflows.reading import event_in, to_ada, to_grace

__all__ = ["page"]

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
DAY = timedelta(days=1)
STATIC = Path(outreach.__file__).with_name("static")


@pytest.fixture
def letter(talk: Interview) -> Letter:
    letter = Letter.begin(talk, LetterKind.OUTREACH, now=clock.now())
    words = "Dear Ms. Hopper,\n\nmay I ask you [your hole] some day?\n\nAda"
    letter.rewrite("Compilers", words, revision=0, now=clock.now())
    db.session.flush()
    return letter


def sent(at_ada: FlaskClient, letter: Letter) -> Letter:
    letter.body = letter.body.replace("[your hole]", "about your first compiler")
    form = {"subject": letter.subject, "body": letter.body, "revision": str(letter.revision), "then": "send"}
    assert at_ada.post(f"/letters/{letter.id}", data=form).status_code == 303
    return letter


def by_phone(talk: Interview) -> None:
    talk.format = Format.PHONE
    db.session.commit()


# A letter that leaves


def test_on_a_phone_what_became_of_a_letter_stands_above_its_words(
    at_ada: FlaskClient, letter: Letter
) -> None:
    shown = at_ada.get(f"/letters/{sent(at_ada, letter).id}").text

    aside = shown[shown.index('<aside class="card stack first"') :]
    assert "Take it back" in aside[: aside.index("</aside>")]


def test_a_letter_that_leaves_can_be_taken_back_from_the_mailbox_too(
    at_ada: FlaskClient, letter: Letter
) -> None:
    message = sent(at_ada, letter).message
    assert message is not None
    assert f'action="/letters/{letter.id}/' in at_ada.get(f"/mailbox/{message.id}").text


def test_today_tells_that_a_letter_is_on_its_way_and_whose_turn_it_is(
    at_ada: FlaskClient, talk: Interview, letter: Letter
) -> None:
    sent(at_ada, letter)
    words = read(at_ada.get("/")).words
    assert "Your letter leaves by itself" in words
    assert "It goes to Grace Hopper." in words
    assert "All courtesies are done" not in words
    assert "Has it come to something?" not in words


def test_today_tells_whose_turn_it_is(at_ada: FlaskClient, talk: Interview) -> None:
    talk.reach(Stage.ASKED, now=clock.now())
    assert "It is Grace Hopper’s turn now." in read(at_ada.get("/")).words


def test_the_reminder_is_offered_once_it_is_due(at_ada: FlaskClient, talk: Interview) -> None:
    talk.reach(Stage.ASKED, now=clock.now())
    nudge = FollowUp.plan(
        talk, FollowUpKind.NUDGE, due_at=clock.now() + 9 * DAY, late_at=clock.now() + 11 * DAY
    )
    early = read(at_ada.get(f"/interviews/{talk.id}")).words
    nudge.due_at = clock.now() - DAY
    due = read(at_ada.get(f"/interviews/{talk.id}")).words

    assert "Now it is Grace’s turn" in early
    assert "Write the reminder" not in early
    assert "Write the reminder" in due


def test_what_holds_a_letter_back_comes_first_and_says_so(at_ada: FlaskClient, letter: Letter) -> None:
    words = read(at_ada.get(f"/letters/{letter.id}")).words

    verdict = words[words.index("the worst first") :]
    assert "This one holds the letter back: “[your hole]”" in verdict[:120]
    coach = words[words.index("Better before it goes") :]
    assert coach.startswith("Better before it goes Holds the letter back Fill in")


def test_a_moment_that_has_passed_is_marked_where_it_was_typed(at_ada: FlaskClient, letter: Letter) -> None:
    letter.body = letter.body.replace("[your hole]", "about your first compiler")
    form = {"subject": letter.subject, "body": letter.body, "revision": str(letter.revision), "then": "send"}
    past = {"leaves": "chosen", "leaves_on": "2020-01-01", "leaves_at": "9:00"}
    shown = at_ada.post(f"/letters/{letter.id}", data={**form, **past}).text

    assert 'name="leaves_on" value="2020-01-01" aria-invalid="true"' in shown
    assert "It can go." not in shown


# A talk that is agreed


def test_a_video_talk_without_a_link_asks_for_it_and_both_are_told(
    client: FlaskClient, at_ada: FlaskClient, talk: Interview, page: str
) -> None:
    booked(client, page)
    asked = f"/interviews/{talk.id}"
    assert "Add the link for Grace’s video call" in read(at_ada.get("/")).words
    assert "Add the link for the video call" in read(at_ada.get(asked)).words

    told = read(at_ada.post(f"{asked}/place", data={"place": "meet.example.org/ada"}, follow_redirects=True))

    assert "is on its way to both of you" in told.words
    assert "Add the link" not in told.words
    invitations = to_grace()
    first, second = (event_in(message) for message in (invitations[-2], invitations[-1]))
    assert second["SEQUENCE"] > first["SEQUENCE"]
    assert second["LOCATION"] == event_in(to_ada()[-1])["LOCATION"] == "https://meet.example.org/ada"
    assert invitations[-1].subject.startswith("Where we talk: ")
    assert "Add the link" not in read(at_ada.get("/")).words
    assert "https://meet.example.org/ada" in client.get(page).text


def test_what_is_no_link_is_refused_and_kept_in_the_field(
    client: FlaskClient, at_ada: FlaskClient, talk: Interview, page: str
) -> None:
    booked(client, page)
    answer = at_ada.post(f"/interviews/{talk.id}/place", data={"place": "not a link"})

    assert answer.status_code == 422
    assert "does not look like a web address" in read(answer).words
    assert "not a link" in read(answer).fields["place"]


def test_a_call_without_a_number_asks_both_sides_for_it(
    client: FlaskClient, at_ada: FlaskClient, talk: Interview, page: str
) -> None:
    by_phone(talk)
    shown = read(client.get(page)).words
    assert "With it, Ada can call you straight away." in shown
    assert "can call you (optional)" not in shown

    booked(client, page)
    today = read(at_ada.get("/")).words
    assert "Ask Grace for a number to call" in today
    assert "Nothing is waiting" not in today
    assert "Ask Grace for a number to call" in read(at_ada.get(f"/interviews/{talk.id}")).words

    at_ada.post(f"/interviews/{talk.id}/place", data={"place": "+1 555 0100"})
    assert event_in(to_ada()[-1])["LOCATION"] == "By phone: you call Grace at +1 555 0100"


def test_a_number_that_is_known_needs_no_asking(
    client: FlaskClient, at_ada: FlaskClient, grace: Contact, talk: Interview, page: str
) -> None:
    grace.phone = "+1 555 0199"
    by_phone(talk)
    booked(client, page)

    assert "By phone: Ada calls you at +1 555 0199" in read(client.get(page)).words
    assert "Ask Grace" not in read(at_ada.get("/")).words


def test_ada_is_told_first_that_a_time_is_agreed(
    client: FlaskClient, at_ada: FlaskClient, ada: Account, page: str
) -> None:
    ada.video_url = "https://meet.example.org/ada"
    db.session.commit()
    booked(client, page)
    words = read(at_ada.get("/")).words

    assert "You talk with Grace Hopper" in words
    assert "Add the link" not in words


def test_the_page_of_the_contact_says_who_knows_and_offers_only_other_times(
    client: FlaskClient, page: str
) -> None:
    slot = booked(client, page)
    agreed = client.get(page)
    assert "Ada knows, and the invitation comes to you by mail." in read(agreed).words
    assert slot not in slots(agreed)

    posted(client, page, "moves", slot=slots(agreed)[3])
    assert "Ada knows" in read(client.get(page)).words
    assert slot in slots(client.get(page))


# The story


def test_what_is_said_twice_in_a_row_is_told_once(at_ada: FlaskClient, talk: Interview) -> None:
    for minutes in (0, 1, 2):
        note("letter.queued", talk, at=clock.now() + timedelta(minutes=minutes), kind="outreach")
    db.session.flush()
    assert read(at_ada.get(f"/interviews/{talk.id}")).words.count("on its way.") == 1


def test_an_unknown_page_says_whose_house_it_is_and_where_to_go(client: FlaskClient) -> None:
    words = read(client.get("/meet/nobody")).words
    assert "Outreach helps people ask for a short conversation" in words
    assert "a reply to their mail always reaches them" in words


def test_a_booking_once_begun_keeps_its_place(
    client: FlaskClient, at_ada: FlaskClient, talk: Interview, page: str
) -> None:
    booked(client, page)
    booking = Booking.live(talk)
    assert booking is not None
    booking.starts_at, booking.ends_at = (
        clock.now() - timedelta(minutes=5),
        clock.now() + timedelta(minutes=15),
    )
    db.session.commit()

    assert 'id="place"' not in at_ada.get(f"/interviews/{talk.id}").text
    assert (
        at_ada.post(f"/interviews/{talk.id}/place", data={"place": "https://meet.example"}).status_code == 409
    )


@pytest.mark.usefixtures("app")
def test_on_a_phone_the_month_lists_every_day_that_holds_something() -> None:
    narrow = (STATIC / "calendar.css").read_text().split("max-width")[-1]
    assert ".month-day.empty { display: none; }" in narrow
    assert ".beside { display: none" not in narrow


def test_a_name_is_told_whole_where_its_given_name_cannot_be_known(
    at_ada: FlaskClient, grace: Contact, talk: Interview
) -> None:
    grace.name, grace.label = "Trần Thị Hoa", Label.BOOSTER
    db.session.flush()
    assert "Trần Thị Hoa helps gladly" in read(at_ada.get(f"/people/{grace.id}")).words


# When a time falls through, or somebody thinks again


def test_after_grace_called_it_off_nobody_says_that_she_has_times(
    client: FlaskClient, at_ada: FlaskClient, talk: Interview, page: str
) -> None:
    booked(client, page)
    posted(client, page, "cancellation")

    words = read(at_ada.get(f"/interviews/{talk.id}")).words

    assert "The time you had agreed is off" in words
    assert "has your times" not in words
    assert "They answered something else" in words


def test_after_a_missed_talk_nothing_is_said_to_be_off(
    client: FlaskClient, at_ada: FlaskClient, talk: Interview, page: str
) -> None:
    booked(client, page)
    booking = Booking.live(talk)
    assert booking is not None
    booking.starts_at, booking.ends_at = clock.now() - DAY, clock.now() - DAY / 2
    db.session.commit()

    at_ada.post(f"/interviews/{talk.id}/miss", data={"by": "us"})

    words = read(at_ada.get(f"/interviews/{talk.id}")).words
    assert "You did not get to talk" in words
    assert "is off" not in words


def test_a_yes_that_comes_after_a_later_can_be_told(at_ada: FlaskClient, talk: Interview) -> None:
    talk.reach(Stage.LATER, now=clock.now())
    assert "They have answered since" in read(at_ada.get(f"/interviews/{talk.id}")).words

    at_ada.post(f"/interviews/{talk.id}/answers", data={"answer": "yes"})

    db.session.refresh(talk)
    assert talk.stage is Stage.ANSWERED


def test_who_has_asked_nobody_yet_is_told_where_to_begin(at_ada: FlaskClient, grace: Contact) -> None:
    words = read(at_ada.get("/")).words

    assert "You have asked nobody yet." in words
    assert "All courtesies are done" not in words


def test_who_sends_without_a_mail_account_is_told_before_that_it_goes_no_further(
    at_ada: FlaskClient, letter: Letter
) -> None:
    assert "not to Grace" in read(at_ada.get(f"/letters/{letter.id}")).words


def test_a_doctor_is_called_by_her_name_in_adas_calendar(
    client: FlaskClient, talk: Interview, grace: Contact, page: str
) -> None:
    by_phone(talk)
    grace.name = "Dr. Grace Hopper"

    posted(client, page, "bookings", slot=slots(client.get(page))[0], place="+1 555 0100")

    assert event_in(to_ada()[-1])["LOCATION"] == "By phone: you call Grace at +1 555 0100"
