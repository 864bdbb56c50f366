"""The rest of the contact's page: kept times, both clocks, the month, and every other way to answer."""

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient

from outreach import clock
from outreach.accounts.models import Account
from outreach.availability.models import MeetingRules
from outreach.bookings.holds import Hold
from outreach.bookings.models import Booking, PersonalLink
from outreach.bookings.offers import Offers
from outreach.contacts.models import Contact
from outreach.database import db
from outreach.interviews.kinds import Format
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from tests.web.reading import read
from tests.web.test_guest import SLOT, barbaras_page, booked, live, page, posted, slots
from tests.web.test_why_not import next_holiday
from tests.workflows.holding import holding
from tests.workflows.reading import event_in, to_ada, to_grace

__all__ = ["barbaras_page", "page"]

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
NEW_YORK = ZoneInfo("America/New_York")


@pytest.fixture
def kept(ada: Account, talk: Interview) -> list[str]:
    """Two times that Ada's letter named, kept for Grace since a moment ago."""
    free = [slot.start for slot in Offers.of(ada, talk, now=clock.now()).times][30:42:10]
    holding(talk, *free, now=clock.now())
    return [f"{start:{SLOT}}" for start in free]


def links_of(talk: Interview) -> PersonalLink:
    db.session.expire_all()
    link = PersonalLink.of(talk)
    assert link is not None
    return link


def typed_at(distance: timedelta) -> str:
    """A time so far ahead, as somebody in New York would type it."""
    return f"{(clock.now() + distance).astimezone(NEW_YORK):%Y-%m-%dT%H:%M}"


# The times


def test_a_holiday_that_the_letter_named_can_still_be_taken_and_no_other_time_of_it(
    client: FlaskClient, ada: Account, talk: Interview, page: str
) -> None:
    MeetingRules.of(ada).horizon, day = timedelta(days=180), next_holiday()
    start = datetime.combine(day, time(10), tzinfo=ZoneInfo("Europe/London")).astimezone(UTC)
    holding(talk, start, now=clock.now())

    shown = client.get(f"{page}?all=yes&from={day}")

    assert [slot for slot in slots(shown) if slot.startswith(f"{day}")] == [f"{start:{SLOT}}"]
    posted(client, page, "bookings", slot=f"{start:{SLOT}}")
    assert [booking.starts_at for booking in live()] == [start]


def test_the_times_of_the_letter_come_first_and_are_graces_alone(
    client: FlaskClient, page: str, barbaras_page: str, kept: list[str]
) -> None:
    graces, barbaras = client.get(page), client.get(f"{barbaras_page}?all=yes")

    assert slots(graces)[:2] == kept
    assert "Held for you" in read(graces).words
    assert not set(kept) & set(slots(barbaras))
    assert posted(client, barbaras_page, "bookings", slot=kept[0]).status_code == 409
    assert posted(client, page, "bookings", slot=kept[0]).status_code == 303


def test_a_kept_time_that_lapsed_and_was_taken_is_explained_with_the_nearest(
    client: FlaskClient, page: str, barbaras_page: str, kept: list[str]
) -> None:
    key = read(client.get(page)).fields["key"]
    for hold in db.session.query(Hold):  # the page stays open beyond the week
        hold.expires_at = clock.now() - timedelta(minutes=1)
    assert posted(client, barbaras_page, "bookings", slot=kept[0]).status_code == 303

    answer = client.post(f"{page}/bookings", data={"key": key, "slot": kept[0]})

    assert answer.status_code == 409
    assert "was held for you until now, and has been taken since" in read(answer).told[0]
    assert "Nearest to the one you chose" in read(answer).words
    assert posted(client, page, "bookings", slot=slots(answer)[0]).status_code == 303


def test_a_kept_time_that_lapsed_but_is_free_can_still_be_taken(
    client: FlaskClient, page: str, kept: list[str]
) -> None:
    for hold in db.session.query(Hold):
        hold.expires_at = clock.now() - timedelta(minutes=1)

    assert posted(client, page, "bookings", slot=kept[0]).status_code == 303


def test_every_time_is_told_on_both_clocks(client: FlaskClient, page: str) -> None:
    text = client.get(page).text

    found = re.findall(r'value="([^"]+Z)" required><span>([\d:]+) <small>([\d:]+)<', text)
    assert len(found) == len(slots(client.get(page)))
    for value, theirs, ours in found:
        instant = datetime.strptime(value, SLOT).replace(tzinfo=UTC)
        assert f"{instant.astimezone(NEW_YORK):%H:%M}" == theirs
        assert f"{instant.astimezone(ZoneInfo('Europe/London')):%H:%M}" == ours


def test_one_clock_is_enough_where_both_agree(client: FlaskClient, page: str) -> None:
    assert "<small>" not in client.get(f"{page}?zone=Europe/London").text


@pytest.mark.parametrize(
    ("asked", "locale", "reading"),
    [
        ("", "en-US,en;q=0.9", r"\d+:\d\d [AP]M"),
        ("", "de-DE", r"\d\d:\d\d"),
        ("?clock=24", "en-US", r"\d\d:\d\d"),
        ("?clock=12", "de-DE", r"\d+:\d\d [AP]M"),
        ("?clock=13", "", r"\d\d:\d\d"),
    ],
)
def test_the_clock_has_twelve_or_twenty_four_hours(
    client: FlaskClient, page: str, asked: str, locale: str, reading: str
) -> None:
    text = client.get(page + asked, headers={"Accept-Language": locale}).text

    found = re.findall(r"required><span>([^<]+?)\s*<", text)
    assert found
    assert all(re.fullmatch(reading, time) for time in found)


def test_a_clock_that_was_chosen_is_kept_while_one_goes_about(client: FlaskClient, page: str) -> None:
    shown = read(client.get(f"{page}?clock=12&zone=Asia/Kolkata"))

    assert "clock=12" in shown.links["Later days"]
    assert "zone=Asia/Kolkata" in shown.links["Later days"]
    answer = posted(client, page, "suggestions", words="In March", clock="12", zone="Asia/Kolkata")
    assert "clock=12" in answer.location
    assert "zone=Asia/Kolkata" in answer.location


def test_the_month_leads_to_each_free_day(client: FlaskClient, page: str) -> None:
    text = client.get(page).text
    days = re.findall(r'href="([^"]+)" aria-label="(\w+ \d+ \w+), (\d+) free"', text)
    assert days

    for href, name, count in days[:6]:
        shown = client.get(href.replace("&amp;", "&")).text
        first = re.search(r"<legend><h3>([^<]+)</h3></legend>(.*?)</fieldset>", shown, re.DOTALL)
        assert first is not None
        assert first[1] == name
        assert first[2].count("<input") == int(count)


def test_a_time_of_the_letter_beyond_the_days_shown_can_be_chosen(client: FlaskClient, page: str) -> None:
    last = slots(client.get(f"{page}?from={clock.now() + timedelta(days=24):%Y-%m-%d}"))[-1]

    shown = read(client.get(f"{page}?slot={last}"))

    assert "From your letter" in shown.words
    assert shown.fields["slot"] == last


@pytest.mark.parametrize(
    "slot", ["2026-11-01T10:00Z", "9999-12-31T23:59Z", "tomorrow", "<b>", "0001-01-01T00:00Z"]
)
def test_a_time_in_the_address_that_is_not_free_is_said_to_be_gone(
    client: FlaskClient, page: str, slot: str
) -> None:
    shown = read(client.get(page, query_string={"slot": slot}))

    assert shown.status == 200
    assert "That time is not free any more." in shown.told[0]
    assert "slot" not in shown.fields


# How to talk


@pytest.mark.parametrize(
    ("format", "phone", "sent", "expected"),
    [
        (Format.PHONE, "", {"place": "+1 555 0100"}, ("phone", "+1 555 0100", False)),
        (Format.PHONE, "+44 20 1", {"calls": "guest", "place": "x"}, ("phone", "+44 20 1", True)),
        (Format.PHONE, "", {"calls": "guest"}, ("phone", "", False)),
        (Format.PHONE, "", {"format": "video"}, ("phone", "", False)),
        (Format.VIDEO, "", {}, ("video", "https://video.example/ada", False)),
        (Format.VIDEO, "", {"place": "https://mine.example"}, ("video", "https://mine.example", False)),
        (Format.IN_PERSON, "", {"place": "Café Ada"}, ("in_person", "Café Ada", False)),
        (Format.THEIR_CHOICE, "", {"format": "phone", "place": "1"}, ("phone", "1", False)),
        (Format.THEIR_CHOICE, "", {"format": "video"}, ("video", "https://video.example/ada", False)),
        (Format.THEIR_CHOICE, "", {}, ("their_choice", "", False)),
        (Format.THEIR_CHOICE, "", {"format": "seance"}, ("their_choice", "", False)),
    ],
)
def test_the_way_to_talk_is_as_agreed(
    client: FlaskClient,
    ada: Account,
    talk: Interview,
    page: str,
    format: Format,
    phone: str,
    sent: dict[str, str],
    expected: tuple[str, str, bool],
) -> None:
    talk.format, ada.phone, ada.video_url = format, phone, "https://video.example/ada"

    assert posted(client, page, "bookings", slot=slots(client.get(page))[0], **sent).status_code == 303

    [booking] = live()
    assert (str(booking.format), booking.place, booking.guest_calls) == expected
    assert client.get(page).status_code == 200


def test_who_calls_whom_is_said_to_each_in_their_own_words(
    client: FlaskClient, ada: Account, talk: Interview, page: str
) -> None:
    talk.format, ada.phone = Format.PHONE, "+44 20 7946 0018"

    posted(client, page, "bookings", slot=slots(client.get(page))[0], calls="guest")

    number = "+44 20 7946 0018"
    assert f"By phone: you call Ada at {number}" in read(client.get(page)).words
    [invited], [copy] = to_grace(), to_ada()
    assert event_in(invited)["LOCATION"] == f"By phone: you call Ada at {number}"
    assert event_in(copy)["LOCATION"] == f"By phone: Grace calls you at {number}"
    assert f"Where: By phone: you call Ada at {number}" in invited.text
    assert f"Where: By phone: Grace calls you at {number}" in copy.text


# None of these, with times


def test_grace_proposes_times_on_her_own_clock(client: FlaskClient, talk: Interview, page: str) -> None:
    answer = posted(client, page, "suggestions", time="2027-01-12T10:30", words="Mornings, please.")

    assert links_of(talk).proposals == [datetime(2027, 1, 12, 15, 30, tzinfo=UTC)]
    told = read(client.get(answer.location)).told[0]
    assert "Ada has your answer" in told
    assert "Tuesday 12 January, 10:30 (15:30 in London)" in told
    assert talk.stage is Stage.ANSWERED


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("tomorrow", "“tomorrow” is not a date and a time"),
        ("2027-02-30T10:00", "is not a date and a time"),
        ("2027-01-12T25:00", "is not a date and a time"),
        ("10000-01-01T10:00", "is not a date and a time"),
        ("9999-12-31T23:59", "Please look at the year"),
        ("0001-01-01T00:00", "Please look at the year"),
        ("2027-01-12T10:00+05:00", "Please look at the year"),
        ("2027-03-14T02:30", "never show 02:30"),
        ("2026-11-01T10:00", "has passed already"),
        ("2029-01-01T10:00", "more than a year ahead"),
        ("\x00", "is not a date and a time"),
    ],
)
def test_a_time_that_cannot_be_meant_is_asked_about_and_nothing_is_lost(
    client: FlaskClient, talk: Interview, page: str, typed: str, said: str
) -> None:
    good = typed_at(timedelta(days=20))

    answer = posted(client, page, "suggestions", time=[good, typed], words="My <note>")  # type: ignore[arg-type]

    shown = read(answer)
    assert answer.status_code == 422
    assert said in shown.told[0]
    assert f'value="{good}"' in answer.text
    assert shown.fields["words"] == "My <note>"
    assert links_of(talk).proposals == []


def test_the_time_that_cannot_be_meant_is_the_one_that_is_marked(client: FlaskClient, page: str) -> None:
    good = typed_at(timedelta(days=20))
    for wrong in ("2026-13-01T10:00", "2026-11-01T10:00"):
        answer = posted(client, page, "suggestions", time=[good, wrong], words="Mornings.")  # type: ignore[arg-type]

        times = re.findall(r'<input type="datetime-local"[^>]*>', answer.text)
        assert ["autofocus" in time for time in times] == [False, True, False]
        assert ["aria-invalid" in time and " wrong" in time for time in times] == [False, True, False]
        assert answer.text.index('id="otherwise"') < answer.text.index('id="wrong"')


@pytest.mark.parametrize(
    ("deed", "fields", "field"),
    [
        ("booking-page", {"address": "nonsense"}, "address"),
        ("referral", {"name": "", "reach": "by post"}, "name"),
    ],
)
def test_what_is_amiss_stands_beside_its_field_and_the_cursor_in_it(
    client: FlaskClient, page: str, deed: str, fields: dict[str, str], field: str
) -> None:
    answer = posted(client, page, deed, **fields)

    (box,) = re.findall(rf'<input id="{field}"[^>]*>', answer.text)
    assert 'aria-invalid="true"' in box
    assert " autofocus" in box
    assert answer.text.count('role="alert"') == 1


def test_of_an_hour_that_comes_twice_the_first_is_meant(
    client: FlaskClient, talk: Interview, page: str
) -> None:
    talk.contact.timezone = "America/New_York"
    twice = "2027-11-07T01:30"

    answer = posted(client, page, "suggestions", time=twice)

    if answer.status_code == 303:  # it lies within the year only in some seasons
        assert links_of(talk).proposals == [datetime(2027, 11, 7, 5, 30, tzinfo=UTC)]


# Their own page, somebody else


def test_graces_own_booking_page_is_taken(client: FlaskClient, talk: Interview, page: str) -> None:
    answer = posted(client, page, "booking-page", address="cal.example.com/grace")

    assert answer.status_code == 303
    assert links_of(talk).guest_booking_page == "https://cal.example.com/grace"
    assert "book on your own page" in read(client.get(answer.location)).told[0]


@pytest.mark.parametrize("address", ["", "nonsense", "javascript:alert(1)", "ftp://example.com", "x" * 400])
def test_an_address_that_leads_nowhere_is_asked_about_and_kept_on_the_form(
    client: FlaskClient, talk: Interview, page: str, address: str
) -> None:
    answer = posted(client, page, "booking-page", address=address)

    assert answer.status_code == 422
    assert read(answer).told
    assert read(answer).fields["address"] == address
    assert links_of(talk).guest_booking_page == ""


def test_somebody_else_would_be_better(client: FlaskClient, ada: Account, talk: Interview, page: str) -> None:
    answer = posted(client, page, "referral", name="Barbara Liskov", reach="Barbara@Example.com")

    assert answer.status_code == 303
    assert "Thank you for the name" in read(client.get(answer.location)).words
    barbara = Contact.named("Barbara Liskov", of=ada)
    assert barbara is not None
    assert barbara.email == "barbara@example.com"
    assert barbara.referral is not None
    assert barbara.referral.introducer.name == "Grace Hopper"


@pytest.mark.parametrize("reach", ["not@an@address", "a@b", "front desk @ noon", "+1 555 0100", "x" * 299])
def test_any_words_on_how_to_reach_them_are_kept_as_words(
    client: FlaskClient, ada: Account, page: str, reach: str
) -> None:
    assert posted(client, page, "referral", name="Barbara Liskov", reach=reach).status_code == 303

    barbara = Contact.named("Barbara Liskov", of=ada)
    assert barbara is not None
    assert barbara.email is None
    assert barbara.found_where.startswith("Grace Hopper suggested them. How to reach them: " + reach[:200])


def test_without_a_name_one_is_asked_for(client: FlaskClient, page: str) -> None:
    answer = posted(client, page, "referral", reach="somebody@example.com")

    assert answer.status_code == 422
    assert "A name is enough" in read(answer).told[0]
    assert read(answer).fields["reach"] == "somebody@example.com"


# The life of the link


def test_a_moved_time_says_that_it_is_new(client: FlaskClient, page: str) -> None:
    booked(client, page)
    posted(client, page, "moves", slot=slots(client.get(page))[5])

    assert "As it stands now" in read(client.get(page)).words


def test_once_the_time_has_passed_the_page_thanks_even_if_nobody_wrote_it_down(
    client: FlaskClient, page: str
) -> None:
    booked(client, page)
    [booking] = live()
    booking.starts_at, booking.ends_at = (clock.now() - timedelta(minutes=m) for m in (30, 10))

    shown = read(client.get(page))

    assert "Thank you for the conversation" in shown.words
    assert shown.buttons == []


def test_an_answer_after_a_time_was_agreed_is_refused_in_words(client: FlaskClient, page: str) -> None:
    key = read(client.get(page)).fields["key"]
    booked(client, page)
    before = Booking.uid.property, len(live())

    for deed, sent in (("suggestions", {"words": "x"}), ("booking-page", {"address": "a.example"})):
        answer = client.post(f"{page}/{deed}", data={"key": key, **sent})
        assert answer.status_code == 409
        assert "You have a time agreed already" in read(answer).told[0]
    assert before == (Booking.uid.property, len(live()))


def test_scanners_may_open_the_new_addresses_too(client: FlaskClient, page: str, kept: list[str]) -> None:
    for path in ("booking-page?address=x.example", "referral?name=Eve", f"suggestions?time={kept[0]}"):
        assert client.get(f"{page}/{path}").status_code == 405
        assert client.head(f"{page}/{path}").status_code == 405
