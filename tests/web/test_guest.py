"""The contact's own page, as a contact meets it: no account, no script, nothing to install."""

import gzip
import re
import time
from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy import text
from werkzeug.test import TestResponse

from outreach import clock
from outreach.accounts.models import Account
from outreach.bookings.models import Booking, PersonalLink
from outreach.bookings.pace import MOST_POSTS, GuestPost
from outreach.contacts.models import Contact
from outreach.database import db, saved
from outreach.interviews.kinds import Format
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.mail.models import OutgoingMessage
from outreach.web import guest
from outreach.workflows import booking
from outreach.workflows.forgetting import forget
from tests.conftest import SECRET_KEY
from tests.test_access import everything
from tests.web.reading import read, squeezed

SLOT = "%Y-%m-%dT%H:%MZ"
A_MINUTE = timedelta(minutes=1)


@pytest.fixture
def page(talk: Interview) -> str:
    """The address of Grace's page, as it stood in the letter."""
    return address_of(PersonalLink.make(talk, secret_key=SECRET_KEY, now=clock.now()))


@pytest.fixture
def barbaras_page(grace: Contact, talk: Interview) -> str:
    """The page of somebody else whom Ada asked."""
    barbara = saved(
        Contact(
            account_id=grace.account_id,
            name="Barbara Liskov",
            email="barbara@example.com",
            timezone="America/New_York",
            created_at=clock.now(),
        )
    )
    interview = Interview(
        account_id=grace.account_id,
        contact=barbara,
        purpose=talk.purpose,
        relationship_kind=talk.relationship_kind,
        minutes=20,
        format=Format.PHONE,
        stage_at=clock.now(),
        created_at=clock.now(),
    )
    return address_of(PersonalLink.make(saved(interview), secret_key=SECRET_KEY, now=clock.now()))


def address_of(link: PersonalLink) -> str:
    return f"/meet/{link.token(SECRET_KEY)}"


def slots(response: TestResponse) -> list[str]:
    """The times on offer, as the form names them."""
    return list(dict.fromkeys(re.findall(r'name="slot" value="([^"]+)"', response.text)))


def posted(client: FlaskClient, page: str, deed: str, /, **fields: str) -> TestResponse:
    """Open the page, fill in a form on it and post it."""
    key = read(client.get(page)).fields["key"]
    return client.post(f"{page}/{deed}", data={"key": key, "zone": "America/New_York", **fields})


def test_a_zone_is_not_written_before_the_calendar_is_ours(
    client: FlaskClient, page: str, statements: list[str]
) -> None:
    key, slot = read(client.get(page)).fields["key"], slots(client.get(page))[0]
    statements.clear()
    client.post(f"{page}/bookings", data={"key": key, "zone": "Asia/Tokyo", "slot": slot})

    places = {
        what: [n for n, s in enumerate(statements) if what in s]
        for what in ("advisory", "UPDATE personal_links")
    }
    assert places["UPDATE personal_links"]
    # Whoever has the calendar may write the link as well: the other way round the two would wait for each other.
    assert all(lock < places["UPDATE personal_links"][0] for lock in places["advisory"][:1])


def test_a_booking_asks_little_of_the_database(client: FlaskClient, page: str, statements: list[str]) -> None:
    key, slot = read(client.get(page)).fields["key"], slots(client.get(page))[0]
    statements.clear()

    client.post(f"{page}/bookings", data={"key": key, "zone": "Asia/Tokyo", "slot": slot})

    assert len(statements) <= 17
    assert live()


def test_what_all_bookings_go_by_is_read_before_anybody_can_wait_for_one(
    client: FlaskClient, page: str, statements: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_before: list[int] = []
    monkeypatch.setattr(booking, "get_ready", lambda: asked_before.append(len(statements)))
    key, slot = read(client.get(page)).fields["key"], slots(client.get(page))[0]
    statements.clear()

    client.post(f"{page}/bookings", data={"key": key, "slot": slot})

    assert asked_before == [0]
    assert live()


def test_a_made_up_link_waits_for_nobody(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    seats: list[int] = []

    def sit_down(account_id: int) -> nullcontext[bool]:
        seats.append(account_id)
        return nullcontext(False)

    monkeypatch.setattr(guest, "one_at_a_time", sit_down)

    answer = client.post(f"/meet/{'x' * 43}/bookings", data={"slot": "2026-11-25T15:00Z"})

    assert answer.status_code == 404
    assert seats == []


def booked(client: FlaskClient, page: str, place: int = 0) -> str:
    """Take one of the times on offer; which it was."""
    slot = slots(client.get(page))[place]
    assert posted(client, page, "bookings", slot=slot).status_code == 303
    return slot


def live() -> list[Booking]:
    db.session.expire_all()
    return list(db.session.query(Booking).filter(Booking.cancelled_at.is_(None)))


# What it shows


def test_the_page_says_who_asks_why_and_for_how_long(client: FlaskClient, page: str) -> None:
    shown = read(client.get(page))

    assert shown.status == 200
    assert "Ada Lovelace would like to talk with you for 20 minutes" in shown.words
    assert "compilers" in shown.words
    assert "For Grace Hopper" in shown.words
    assert "New York" in shown.words
    assert shown.buttons[-4:] == ["Tell Ada", "Use my page", "Suggest them", "I would rather not"]


def test_the_page_says_a_calling_as_the_work_that_it_is(
    client: FlaskClient, talk: Interview, page: str
) -> None:
    talk.narrow = "data analyst"
    db.session.commit()

    assert "to learn about the work of a data analyst." in read(client.get(page)).words


def test_nothing_private_is_on_the_page(client: FlaskClient, talk: Interview, page: str) -> None:
    talk.contact.phone, talk.connection = "+1 555 0100", "Her cousin."
    text = client.get(page).text

    for private in ("first compilers", "+1 555 0100", "cousin", "grace@example.com", "ada@example.org"):
        assert private not in text


def test_the_page_needs_four_statements_at_most(
    client: FlaskClient, page: str, statements: list[str]
) -> None:
    client.get(page)

    assert len(statements) <= 4, statements


def test_the_page_of_an_agreed_time_needs_no_more(
    client: FlaskClient, page: str, statements: list[str]
) -> None:
    booked(client, page)
    statements.clear()

    client.get(page)

    assert len(statements) <= 4, statements


def test_the_page_and_all_it_loads_are_small(client: FlaskClient, page: str) -> None:
    response = client.get(page, headers={"Accept-Encoding": "gzip"})
    text = gzip.decompress(response.data).decode()
    loaded = re.findall(r'(?:src|<link rel="(?:icon|stylesheet)" href)="([^"]+)"', text)
    files = [client.get(file, headers={"Accept-Encoding": "gzip"}, buffered=True) for file in loaded]

    assert all(file.status_code == 200 for file in files)
    assert 1 + len(files) <= 4
    assert len(response.data) + sum(len(file.data) for file in files) <= 40_000
    assert "htmx" not in text


def test_a_browser_that_takes_no_gzip_is_given_plain_text(client: FlaskClient, page: str) -> None:
    response = client.get(page)

    assert "Content-Encoding" not in response.headers
    assert "Accept-Encoding" in response.headers["Vary"]


def test_every_time_on_the_page_is_on_the_guests_clock(client: FlaskClient, page: str) -> None:
    for zone, shift in (("Asia/Kolkata", timedelta(hours=5, minutes=30)), ("UTC", timedelta(0))):
        text = client.get(f"{page}?zone={zone}&all=yes").text
        for value, reading in re.findall(r'value="([^"]+Z)" required><span>(\d\d:\d\d)', text):
            local = datetime.strptime(value, SLOT).replace(tzinfo=UTC) + shift
            assert f"{local:%H:%M}" == reading


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../../etc/passwd", "localtime", "x" * 5000, "%00", "<b>"])
def test_an_unknown_zone_shows_the_one_we_know(client: FlaskClient, page: str, zone: str) -> None:
    shown = read(client.get(f"{page}?zone={zone}"))

    assert shown.status == 200
    assert "All times are in New York" in shown.words
    assert "<b>" not in shown.words


@pytest.mark.parametrize("since", ["never", "9999-12-31", "0001-01-01", "2026-13-45", "%00", "-1"])
def test_rubbish_in_the_address_of_later_days_is_no_accident(
    client: FlaskClient, page: str, since: str
) -> None:
    assert client.get(f"{page}?from={since}").status_code == 200


@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Auckland", "Pacific/Honolulu"])
def test_later_days_begin_with_a_whole_day_on_the_guests_clock(
    client: FlaskClient, page: str, zone: str
) -> None:
    first = client.get(f"{page}?zone={zone}&all=yes")
    later = client.get(read(first).links["Later days"])

    shown = slots(first) + slots(later)
    assert shown == sorted(set(shown))  # nothing twice, and nothing left out in between
    day = slice(0, 12)
    assert {slot[day] for slot in slots(first)} | {slot[day] for slot in slots(later)}
    everything_in_one = slots(client.get(f"{page}?zone=UTC&all=yes"))
    assert set(everything_in_one[: len(shown)]) - set(shown) == set()


def test_a_slot_in_the_address_is_only_chosen_beforehand(client: FlaskClient, page: str) -> None:
    slot = slots(client.get(page))[3]

    shown = read(client.get(f"{page}?slot={slot}"))

    assert shown.fields["slot"] == slot
    assert live() == []


# Opening it changes nothing


def test_scanners_may_open_every_address_a_hundred_times(
    client: FlaskClient, page: str, barbaras_page: str
) -> None:
    slot = slots(client.get(page))[0]
    booked(client, barbaras_page, place=5)
    before = everything()
    addresses = [
        *(page, f"{page}?slot={slot}", f"{page}/bookings?slot={slot}", f"{page}/moves?slot={slot}"),
        *(f"{page}/cancellation", f"{page}/suggestions?words=x", f"{page}/refusal", f"{page}/invitation.ics"),
        *(barbaras_page, f"{barbaras_page}/cancellation", f"{barbaras_page}/invitation.ics"),
    ]

    for number in range(100):
        method = ("GET", "HEAD", "OPTIONS")[number % 3]
        headers = {"X-HTTP-Method-Override": "POST", "Cookie": "outreach=nonsense"} if number % 2 else {}
        response = client.open(
            addresses[number % len(addresses)], method=method, headers=headers, query_string=None
        )
        assert response.status_code in {200, 405, 409}

    assert everything() == before
    assert posted(client, page, "bookings", slot=slot).status_code == 303  # and the link still works


# Taking a time


def test_grace_takes_a_time(client: FlaskClient, page: str) -> None:
    slot = slots(client.get(page))[0]

    answer = posted(client, page, "bookings", slot=slot)

    assert answer.status_code == 303
    shown = read(client.get(answer.location))
    assert "It is agreed" in shown.words
    assert f"{live()[0].starts_at:{SLOT}}" == slot


def test_the_same_form_posted_fifty_times_has_one_effect(client: FlaskClient, page: str) -> None:
    slot = slots(client.get(page))[0]
    key = read(client.get(page)).fields["key"]

    answers = {
        client.post(f"{page}/bookings", data={"key": key, "slot": slot}).status_code for _ in range(50)
    }

    assert answers == {303}
    assert len(live()) == 1
    assert db.session.query(OutgoingMessage).count() == 2


def test_the_same_form_with_another_time_is_refused(client: FlaskClient, page: str) -> None:
    first, second = slots(client.get(page))[:2]
    key = read(client.get(page)).fields["key"]
    client.post(f"{page}/bookings", data={"key": key, "slot": first})

    answer = client.post(f"{page}/bookings", data={"key": key, "slot": second})

    assert answer.status_code == 409
    assert "used already" in read(answer).told[0]
    assert [f"{b.starts_at:{SLOT}}" for b in live()] == [first]


def test_after_a_time_was_refused_the_form_before_it_takes_another(
    client: FlaskClient, page: str, barbaras_page: str
) -> None:
    gone, free = slots(client.get(page))[4:10:5]
    key = read(client.get(page)).fields["key"]
    posted(client, barbaras_page, "bookings", slot=gone)

    refused = client.post(f"{page}/bookings", data={"key": key, "slot": gone})
    assert refused.text.index('id="times"') < refused.text.index('role="alert"')

    assert client.post(f"{page}/bookings", data={"key": key, "slot": free}).status_code == 303
    assert f"{free}" in [f"{booking.starts_at:{SLOT}}" for booking in live()]


def test_who_goes_back_for_another_time_finds_it_marked(client: FlaskClient, page: str) -> None:
    first, *_, other = slots(client.get(page))[:6]
    key = read(client.get(page)).fields["key"]
    client.post(f"{page}/bookings", data={"key": key, "slot": first})

    answer = read(client.post(f"{page}/bookings", data={"key": key, "slot": other}))
    assert answer.fields["slot"] == other
    assert "Move it to this time" in answer.buttons


def test_a_time_that_somebody_else_took_is_refused_with_the_three_nearest(
    client: FlaskClient, page: str, barbaras_page: str
) -> None:
    wanted = slots(client.get(page))[4]
    key = read(client.get(page)).fields["key"]
    assert posted(client, barbaras_page, "bookings", slot=wanted).status_code == 303

    answer = client.post(f"{page}/bookings", data={"key": key, "slot": wanted, "zone": "America/New_York"})

    shown = read(answer)
    assert shown.status == 409
    assert "has just been taken" in shown.told[0]
    assert "Nearest to the one you chose" in shown.words
    near = re.findall(r'name="slot" value="([^"]+)"', answer.text)[:3]
    assert wanted not in slots(answer)
    distances = [abs(_at(slot) - _at(wanted)) for slot in slots(answer)]
    assert sorted(abs(_at(slot) - _at(wanted)) for slot in near) == sorted(distances)[:3]
    assert posted(client, page, "bookings", slot=near[0]).status_code == 303


@pytest.mark.parametrize("deed", ["bookings", "moves"])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_comes_late_is_told_so_without_waiting_for_the_calendar(
    client: FlaskClient, page: str, barbaras_page: str, deed: str
) -> None:
    if deed == "moves":
        booked(client, page, place=8)
    key, theirs = read(client.get(page)).fields["key"], booked(client, barbaras_page)
    began = time.monotonic()
    with db.engine.connect() as somebody:
        somebody.execute(text("DELETE FROM sign_in_tries"))  # and keeps everybody who writes waiting

        answer = client.post(f"{page}/{deed}", data={"key": key, "slot": theirs})

    assert answer.status_code == 409
    assert "has just been taken" in read(answer).told[0]
    assert time.monotonic() - began < 20


def _at(slot: str) -> datetime:
    return datetime.strptime(slot, SLOT).replace(tzinfo=UTC)


def past() -> str:
    return f"{clock.now() - timedelta(days=7):%Y-%m-%dT10:00Z}"


def at_night() -> str:
    return f"{clock.now() + timedelta(days=7):%Y-%m-%dT03:00Z}"


@pytest.mark.parametrize(
    "slot",
    [
        past,
        at_night,
        lambda: "",
        lambda: "tomorrow",
        lambda: "9999-12-31T23:59Z",
        lambda: "0001-01-01T00:00Z",
        lambda: "2026-02-30T10:00Z",
        lambda: "2026-11-25T10:00",
        lambda: "2026-11-25T10:00:00Z",
        lambda: "\x00",
        lambda: "９９９９-01-01T00:00Z",
        lambda: "<script>alert(1)</script>",
        lambda: "x" * 10_000,
    ],
)
def test_a_time_that_is_not_on_offer_is_refused_in_words(
    client: FlaskClient, page: str, slot: Callable[[], str]
) -> None:
    answer = posted(client, page, "bookings", slot=slot())

    shown = read(answer)
    assert shown.status == 422
    assert shown.told[0] == "That time is not on offer. Please choose one of the times below."
    assert slots(answer)
    assert live() == []


def test_a_form_without_a_time_is_refused_in_words(client: FlaskClient, page: str) -> None:
    assert posted(client, page, "bookings").status_code == 422


def test_what_was_typed_is_not_lost(client: FlaskClient, talk: Interview, page: str) -> None:
    talk.format = Format.PHONE

    shown = read(posted(client, page, "bookings", slot="tomorrow", place="+1 555 0100"))

    assert shown.fields["place"] == "+1 555 0100"


def test_a_number_to_call_is_kept(client: FlaskClient, talk: Interview, page: str) -> None:
    talk.format = Format.PHONE

    posted(client, page, "bookings", slot=slots(client.get(page))[0], place=" +1\r\n555 0100 ")

    assert live()[0].place == "+1 555 0100"


@pytest.mark.parametrize(
    "words", ["I will tell you", "https://zoom.us/j/123456", "my assistant, Kim", "ext. 12", ""]
)
def test_other_words_are_no_number(client: FlaskClient, talk: Interview, page: str, words: str) -> None:
    talk.format, talk.contact.phone = Format.PHONE, "+1 555 0100"

    posted(client, page, "bookings", slot=slots(client.get(page))[0], place=words)

    assert live()[0].interview.contact.phone == "+1 555 0100"


def test_the_newest_number_is_the_one_that_is_kept(client: FlaskClient, talk: Interview, page: str) -> None:
    talk.format, talk.contact.phone = Format.PHONE, "+1 555 0100"

    posted(client, page, "bookings", slot=slots(client.get(page))[0], place="+1 (555) 0199-22")

    assert live()[0].interview.contact.phone == "+1 (555) 0199-22"


def test_a_number_once_given_is_not_asked_for_again(client: FlaskClient, talk: Interview, page: str) -> None:
    talk.format = Format.PHONE
    first, second, *_ = slots(client.get(page))
    posted(client, page, "bookings", slot=first, place="+1 555 0100")
    posted(client, page, "cancellation")

    posted(client, page, "bookings", slot=second)

    assert live()[0].place == "+1 555 0100"


@pytest.mark.parametrize("deed", ["bookings", "moves", "cancellation", "suggestions", "refusal"])
@pytest.mark.parametrize("key", ["", "nonsense", "\x00", "x" * 5000])
def test_a_form_without_its_key_does_nothing(client: FlaskClient, page: str, deed: str, key: str) -> None:
    fields = {"slot": slots(client.get(page))[0], "words": "Hello", "key": key}
    before = everything()

    answer = client.post(f"{page}/{deed}", data=fields)

    assert answer.status_code == 422
    assert "open for a long time" in read(answer).told[0]
    assert everything() == before


def test_a_form_of_another_link_does_nothing(client: FlaskClient, page: str, barbaras_page: str) -> None:
    key = read(client.get(barbaras_page)).fields["key"]
    slot = slots(client.get(page))[0]

    answer = client.post(f"{page}/bookings", data={"key": key, "slot": slot})

    assert answer.status_code == 422
    assert live() == []


def test_a_page_of_another_site_cannot_post_for_grace(client: FlaskClient, page: str) -> None:
    key = read(client.get(page)).fields["key"]
    slot = slots(client.get(page))[0]

    answer = client.post(
        f"{page}/bookings", data={"key": key, "slot": slot}, headers={"Sec-Fetch-Site": "cross-site"}
    )

    assert answer.status_code == 403
    assert live() == []


# Changing one's mind


def test_grace_moves_it(client: FlaskClient, page: str) -> None:
    booked(client, page)
    other = slots(client.get(page))[3]

    answer = posted(client, page, "moves", slot=other)

    assert answer.status_code == 303
    [booking] = live()
    assert (f"{booking.starts_at:{SLOT}}", booking.sequence) == (other, 1)


def test_moving_onto_its_own_time_changes_nothing(client: FlaskClient, page: str) -> None:
    slot = booked(client, page)
    messages = db.session.query(OutgoingMessage).count()

    assert posted(client, page, "moves", slot=slot).status_code == 303

    assert live()[0].sequence == 0
    assert db.session.query(OutgoingMessage).count() == messages


def test_a_move_posted_twice_moves_once(client: FlaskClient, page: str) -> None:
    booked(client, page)
    other, key = slots(client.get(page))[3], read(client.get(page)).fields["key"]

    for _ in range(2):
        assert client.post(f"{page}/moves", data={"key": key, "slot": other}).status_code == 303

    assert live()[0].sequence == 1


def test_a_time_that_is_taken_is_not_moved_onto(client: FlaskClient, page: str, barbaras_page: str) -> None:
    mine = booked(client, page)
    theirs = booked(client, barbaras_page, place=3)

    answer = posted(client, page, "moves", slot=theirs)

    assert answer.status_code == 409
    assert {f"{booking.starts_at:{SLOT}}" for booking in live()} == {mine, theirs}


def test_without_an_agreed_time_there_is_nothing_to_move(client: FlaskClient, page: str) -> None:
    answer = posted(client, page, "moves", slot=slots(client.get(page))[0])

    assert answer.status_code == 409
    assert "no agreed time" in read(answer).told[0]


def test_a_second_time_is_refused(client: FlaskClient, page: str) -> None:
    first = booked(client, page)

    answer = posted(client, page, "bookings", slot=slots(client.get(page))[3])

    assert answer.status_code == 409
    assert "Move it" in read(answer).told[0]
    assert [f"{b.starts_at:{SLOT}}" for b in live()] == [first]


def test_grace_cancels_and_a_second_click_says_how_things_stand(client: FlaskClient, page: str) -> None:
    booked(client, page)
    key = read(client.get(page)).fields["key"]

    assert client.post(f"{page}/cancellation", data={"key": key}).status_code == 303
    messages = db.session.query(OutgoingMessage).count()
    again = client.post(f"{page}/cancellation", data={"key": key})

    assert again.status_code == 409
    assert "may have been cancelled" in read(again).told[0]
    assert live() == []
    assert db.session.query(OutgoingMessage).count() == messages


def test_after_a_cancellation_grace_can_take_a_time(client: FlaskClient, page: str) -> None:
    slot = booked(client, page)
    posted(client, page, "cancellation")

    assert posted(client, page, "bookings", slot=slot).status_code == 303

    assert len(live()) == 1


def test_whoever_cancelled_sees_that_it_worked(client: FlaskClient, page: str) -> None:
    booked(client, page)
    answer = posted(client, page, "cancellation")

    told = read(client.get(answer.location)).told[0]
    assert "is cancelled, and Ada knows" in told
    booked(client, page)
    assert "cancelled" not in read(client.get(page)).words


def test_grace_is_told_of_a_time_that_ada_cancelled(
    client: FlaskClient, at_ada: FlaskClient, talk: Interview, page: str
) -> None:
    booked(client, page)
    at_ada.post(f"/interviews/{talk.id}/cancellation")

    assert "Ada had to cancel the conversation on" in read(client.get(page)).told[0]


@pytest.mark.parametrize(("zone", "is_night"), [("Pacific/Kiritimati", True), ("Europe/Paris", False)])
def test_times_of_the_night_are_shown_with_a_word_about_it(
    client: FlaskClient, page: str, zone: str, is_night: bool
) -> None:
    answer = client.get(f"{page}?zone={zone}")

    shown = read(answer)
    assert slots(answer)
    assert ("fall into the night" in shown.words) is is_night
    assert ("Very early and very late times too" in shown.links) is not is_night


def test_a_talk_that_has_begun_stays_as_it_is(client: FlaskClient, page: str) -> None:
    booked(client, page)
    key = read(client.get(page)).fields["key"]
    [booking] = live()
    booking.starts_at, booking.ends_at = clock.now() - A_MINUTE, clock.now() + 19 * A_MINUTE

    shown = read(client.get(page))
    assert "Cancel the conversation" not in shown.buttons
    assert "Move it to this time" not in shown.buttons
    for deed in ("cancellation", "moves", "refusal"):
        answer = client.post(f"{page}/{deed}", data={"key": key, "slot": "2099-01-01T10:00Z"})
        assert answer.status_code == 409
        assert "has begun already" in read(answer).told[0]


def test_after_the_talk_the_page_only_thanks(client: FlaskClient, talk: Interview, page: str) -> None:
    booked(client, page)
    [booking] = live()
    booking.starts_at, booking.ends_at = clock.now() - 30 * A_MINUTE, clock.now() - 10 * A_MINUTE
    talk.reach(Stage.MET, now=clock.now())

    shown = read(client.get(page))

    assert "Thank you for the conversation" in shown.words
    assert shown.buttons == []


# None of these, and no


def test_none_of_these_work(client: FlaskClient, page: str, talk: Interview) -> None:
    answer = posted(client, page, "suggestions", words="In March,\r\nperhaps?")

    assert answer.status_code == 303
    assert "Ada has your answer" in read(client.get(answer.location)).told[0]
    db.session.expire_all()
    assert talk.stage is Stage.ANSWERED


def test_a_note_without_words_is_asked_for(client: FlaskClient, page: str) -> None:
    answer = posted(client, page, "suggestions", words=" \r\n ")

    assert answer.status_code == 422
    assert "name a time, or write a few words" in read(answer).told[0]


def test_a_note_is_kept_when_its_form_was_too_old(client: FlaskClient, page: str) -> None:
    answer = client.post(f"{page}/suggestions", data={"key": "old", "words": "In <March>?"})

    shown = read(answer)
    assert shown.status == 422
    assert shown.fields["words"] == "In <March>?"


def test_no_thank_you(client: FlaskClient, page: str, talk: Interview) -> None:
    answer = posted(client, page, "refusal")

    assert answer.status_code == 303
    shown = read(client.get(answer.location))
    assert "Thank you for saying so" in shown.words
    assert "will not write again" in shown.words
    db.session.expire_all()
    assert talk.stage is Stage.DECLINED


# Nobody uses a page that often


def test_a_page_that_is_used_again_and_again_rests_for_a_while(
    client: FlaskClient, page: str, barbaras_page: str, talk: Interview
) -> None:
    link = PersonalLink.of(talk)
    assert link is not None
    for _ in range(MOST_POSTS):
        GuestPost.count(link.id, now=clock.now())

    answer = posted(client, page, "suggestions", words="In March, perhaps?")

    shown = read(answer)
    assert shown.status == 429
    assert "Wait ten minutes" in shown.told[0]
    assert shown.fields["words"] == "In March, perhaps?"
    assert client.get(page).status_code == 200
    assert posted(client, barbaras_page, "suggestions", words="Mine").status_code == 303


@pytest.mark.parametrize("key", ["", "nonsense"])
def test_what_is_refused_counts_too(client: FlaskClient, page: str, key: str) -> None:
    for deed in ("bookings", "suggestions"):
        client.post(f"{page}/{deed}", data={"key": key})

    assert db.session.query(GuestPost).count() == 2


def test_after_ten_minutes_the_page_can_be_used_again_and_nothing_is_kept_of_it(
    client: FlaskClient, page: str, talk: Interview
) -> None:
    link = PersonalLink.of(talk)
    assert link is not None
    for _ in range(MOST_POSTS):
        GuestPost.count(link.id, now=clock.now() - 10 * A_MINUTE)

    assert posted(client, page, "suggestions", words="In March?").status_code == 303

    assert forget(now=clock.now()) == MOST_POSTS
    assert db.session.query(GuestPost).count() == 1


# Links that open nothing, or nothing any more


@pytest.mark.parametrize("wrong", ["", "x", "null", "0", " ", "%20", "%00", "x" * 43, "x" * 5000])
def test_an_address_that_was_not_copied_whole_is_explained(
    client: FlaskClient, page: str, wrong: str
) -> None:
    shown = read(client.get(f"{page[:-2]}{wrong}"))

    assert shown.status == 404
    assert "copied whole" in shown.words
    assert shown.links == {}  # no door to an account that a contact does not have


def test_capitals_matter_in_an_address(client: FlaskClient, page: str) -> None:
    assert client.get(page.swapcase().replace("/MEET/", "/meet/")).status_code == 404


@pytest.mark.parametrize("closed", ["revoked", "old"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_link_that_was_closed_says_so_and_names_nobody(
    client: FlaskClient, talk: Interview, page: str, closed: str, method: str
) -> None:
    link = PersonalLink.of(talk)
    assert link is not None
    link.revoked_at = clock.now() if closed == "revoked" else None
    link.expires_at = clock.now() + (A_MINUTE if closed == "revoked" else -A_MINUTE)

    answer = client.open(page if method == "GET" else f"{page}/bookings", method=method)

    shown = read(answer)
    assert shown.status == 410
    assert "no longer in use" in shown.words
    for name in ("Ada", "Grace", "compilers"):
        assert name not in answer.text


def test_a_renewed_link_closes_the_old_one_at_once(client: FlaskClient, talk: Interview, page: str) -> None:
    link = PersonalLink.of(talk)
    assert link is not None
    link.renew(secret_key=SECRET_KEY, now=clock.now())

    assert client.get(page).status_code == 404
    assert client.get(address_of(link)).status_code == 200


def test_without_an_agreed_time_there_is_no_calendar_file(client: FlaskClient, page: str) -> None:
    assert client.get(f"{page}/invitation.ics").status_code == 409


def test_the_calendar_file_is_the_invitation(client: FlaskClient, page: str) -> None:
    slot = booked(client, page)

    answer = client.get(f"{page}/invitation.ics")

    [event] = Calendar.from_ical(answer.data).events
    assert f"{event['dtstart'].dt:{SLOT}}" == slot  # type: ignore[union-attr]
    assert answer.content_type == "text/calendar; charset=utf-8; method=REQUEST"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="invitation.ics"'


# Names are only names


@pytest.mark.parametrize(
    ("name", "reads"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("{{ 7 * 7 }}{% if 1 %}", "{{ 7 * 7 }}{% if 1 %}"),
        ('"><img src=x onerror=y>', '"><img src=x onerror=y>'),
        ("O’Hara & Söhne, Grace; RADM", "O’Hara & Söhne, Grace; RADM"),
    ],
)
def test_a_name_is_shown_letter_by_letter_everywhere(
    client: FlaskClient, ada: Account, grace: Contact, page: str, name: str, reads: str
) -> None:
    ada.name = grace.name = name
    shown = read(client.get(page))
    assert f"For {reads}" in shown.words
    assert shown.title == squeezed(f"{reads} and {reads}")
    assert "<script>alert" not in client.get(page).text
    assert "<img src=x" not in client.get(page).text

    booked(client, page)

    [event] = Calendar.from_ical(client.get(f"{page}/invitation.ics").data).events
    assert f"{reads} & {reads}" in str(event["summary"])
    for message in db.session.query(OutgoingMessage):
        assert f"{reads} & {reads}" in message.subject
        assert reads in message.text or message.about == "copy"
    assert reads in read(client.get(page)).words


def test_marks_that_turn_writing_around_do_not_reach_a_calendar(
    client: FlaskClient, grace: Contact, page: str
) -> None:
    grace.name = "Grace \u202eHopper\u2066"

    booked(client, page)

    text = client.get(f"{page}/invitation.ics").get_data(as_text=True)
    assert "Grace Hopper" in text.replace("\r\n ", "")
    for message in db.session.query(OutgoingMessage):
        assert not set(message.subject + message.calendar) & {"\u202e", "\u2066"}


def test_every_answer_says_that_it_is_not_to_be_handed_on_framed_or_told_on(
    client: FlaskClient, page: str
) -> None:
    answers: list[Any] = [client.get(page), client.get(page + "x"), posted(client, page, "bookings")]
    keeping = ["private, no-cache", "no-store", "no-store"]

    for answer, kept in zip(answers, keeping, strict=True):
        assert answer.headers["Cache-Control"] == kept
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert "Set-Cookie" not in answer.headers


def test_the_page_remembers_the_zone_that_grace_chose(
    client: FlaskClient, link: PersonalLink, page: str
) -> None:
    assert "New York time" in read(client.get(page)).words

    answer = posted(client, page, "clock", zone="Asia/Kolkata", clock="24")

    assert answer.status_code == 303
    assert "All times are in Kolkata time" in read(client.get(page)).words
    assert "All times are in Lagos time" in read(client.get(f"{page}?zone=Africa/Lagos")).words
    db.session.refresh(link)
    assert link.guest_timezone == "Asia/Kolkata"


def test_a_zone_that_does_not_exist_changes_nothing(
    client: FlaskClient, link: PersonalLink, page: str
) -> None:
    posted(client, page, "clock", zone="Mars/Olympus")

    db.session.refresh(link)
    assert link.guest_timezone == ""
    assert "New York time" in read(client.get(page)).words


def test_whoever_books_in_another_zone_finds_the_page_in_it_again(
    client: FlaskClient, link: PersonalLink, page: str
) -> None:
    posted(client, page, "bookings", slot=slots(client.get(page))[0], zone="Europe/Paris")

    db.session.refresh(link)
    assert link.guest_timezone == "Europe/Paris"
