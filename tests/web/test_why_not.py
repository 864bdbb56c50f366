"""Why a time is not on offer, in sentences that Ada can act on."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient

from outreach import clock
from outreach.accounts.models import Account
from outreach.availability.models import DateException, DaysAway, MeetingRules, WeeklyHours
from outreach.availability.slots import Reason
from outreach.bookings.models import Booking
from outreach.database import saved
from outreach.interviews.kinds import Format
from outreach.interviews.models import Interview
from outreach.letters.coach.hours import holiday_on
from outreach.web.why_words import ALWAYS, SHORT
from tests.web.reading import Shown, read

LONDON = ZoneInfo("Europe/London")
A_DAY = timedelta(days=1)


def a_weekday(ahead: int = 7) -> date:
    """A working day about so many days from now."""
    day = clock.now().date() + ahead * A_DAY
    return next(later for n in range(9) if is_ordinary(later := day + n * A_DAY))


def is_ordinary(day: date) -> bool:
    return day.weekday() < 5 and not holiday_on(day, "Europe/London")


def next_holiday() -> date:
    """The next public holiday in London that falls on a working day."""
    ahead = (clock.now().date() + n * A_DAY for n in range(2, 180))
    return next(day for day in ahead if day.weekday() < 5 and holiday_on(day, "Europe/London"))


DAY = a_weekday()


def asked(browser: FlaskClient, at: str = "15:00", on: date = DAY, minutes: str = "20") -> Shown:
    query = {"on": on.isoformat(), "at": at, "minutes": minutes}
    return read(browser.get("/availability/why-not", query_string=query))


def agreed(talk: Interview, at: str, minutes: int = 20) -> Booking:
    hour, minute = map(int, at.split(":"))
    starts = datetime(DAY.year, DAY.month, DAY.day, hour, minute, tzinfo=LONDON)
    return saved(
        Booking(
            account_id=talk.account_id,
            interview=talk,
            uid="why@example.org",
            starts_at=starts,
            ends_at=starts + timedelta(minutes=minutes),
            format=Format.PHONE,
            guest_timezone="UTC",
            form_key="why",
            made_at=starts,
            changed_at=starts,
        )
    )


def test_a_time_on_offer_is_said_to_be(at_ada: FlaskClient) -> None:
    page = asked(at_ada)

    assert "It is on offer" in page.words
    assert "15:00 on offer" in page.words


def test_a_time_that_is_taken_says_by_whom(at_ada: FlaskClient, talk: Interview) -> None:
    agreed(talk, "15:00")

    page = asked(at_ada)

    assert "You talk to Grace Hopper from 15:00 to 15:20." in page.words
    assert "15:00 agreed with somebody" in page.words
    assert "15:30 on offer" in page.words


def test_a_time_too_close_says_to_what(at_ada: FlaskClient, talk: Interview) -> None:
    agreed(talk, "14:35")

    page = asked(at_ada)

    assert "too close to something else: You talk to Grace Hopper from 14:35 to 14:55." in page.words
    assert page.links["Change that"] == "/availability#rules"


@pytest.mark.parametrize(
    ("at", "sentence"),
    [
        ("08:00", "It is outside your hours. On that day they are 09:00–17:00"),
        ("16:45", "a conversation of 20 minutes has to fit into them"),
        ("15:10", "Times begin every 30 minutes from the start of your hours"),
        ("3 pm", "It is on offer"),
    ],
)
def test_hours_and_grid_explain_themselves(at_ada: FlaskClient, at: str, sentence: str) -> None:
    assert sentence in asked(at_ada, at).words


def test_how_soon_and_how_far(at_ada: FlaskClient, ada: Account) -> None:
    MeetingRules.of(ada).notice = timedelta(days=13)

    assert "You ask for 13 days of notice, so the earliest time now is" in asked(at_ada).words
    assert "It is too far ahead. At present people can book until" in asked(at_ada, on=DAY + 60 * A_DAY).words
    assert "It is over." in asked(at_ada, on=DAY - 60 * A_DAY).words


def test_dates_and_the_same_day(at_ada: FlaskClient, ada: Account) -> None:
    ada.timezone = "Europe/London" if clock.now().hour < 12 else "America/Los_Angeles"  # where it is not yet late
    rules, today = MeetingRules.of(ada), ada.today(now=clock.now())
    rules.notice, rules.not_same_day = timedelta(0), True
    assert "Nobody can book for the same day" in asked(at_ada, "23:30", on=today).words

    rules.first_on, rules.last_on = DAY + A_DAY, DAY + 9 * A_DAY
    assert f"You let people book from {rules.first_on:%A} {rules.first_on.day}" in asked(at_ada).words


def test_days_off_and_days_away(at_ada: FlaskClient, ada: Account) -> None:
    DateException.keep(ada, DAY, [], today=clock.now().date())
    page = asked(at_ada)
    assert "You took that day off." in page.words
    assert page.links["Change that"] == "/availability#exceptions"

    DaysAway.plan(ada, DAY, DAY, timezone=None, today=clock.now().date())
    assert "You are away on that day." in asked(at_ada).words


def test_public_holidays_where_ada_lives_are_offered_only_if_she_says_so(
    at_ada: FlaskClient, ada: Account
) -> None:
    rules, day = MeetingRules.of(ada), next_holiday()
    rules.horizon = timedelta(days=180)
    page = asked(at_ada, on=day)
    assert f"is a public holiday where you live ({holiday_on(day, 'Europe/London')})" in page.words
    assert "It is a public holiday, and your rules leave those out" in page.words
    assert page.links["Change that"] == "/availability#rules"

    rules.on_holidays = True
    assert "It is on offer" in asked(at_ada, on=day).words


def test_a_day_without_hours(at_ada: FlaskClient, ada: Account) -> None:
    WeeklyHours.keep(ada, {})

    page = asked(at_ada)

    assert "You have no hours on" in page.words
    assert "Give it some" in page.links


def test_full_days_and_weeks(at_ada: FlaskClient, ada: Account, talk: Interview) -> None:
    agreed(talk, "09:00")
    rules = MeetingRules.of(ada)
    rules.most_a_day = 1
    assert "The day is full: your limit is one conversation a day." in asked(at_ada).words

    rules.most_a_day, rules.time_a_week = 9, timedelta(minutes=30)
    assert "The week is full: your limit is 30 minutes from Monday to Sunday." in asked(at_ada).words


def test_a_time_that_the_clock_skips_and_one_that_comes_twice(at_ada: FlaskClient, ada: Account) -> None:
    WeeklyHours.keep(ada, {6: [(0, 1440)]})
    rules = MeetingRules.of(ada)
    rules.first_on, rules.last_on = clock.now().date(), date(2028, 11, 1)

    skipped = asked(at_ada, "01:30", on=date(2027, 3, 28))
    assert "the clock leaps over the time you named" in skipped.words
    assert "02:30" in skipped.headings[1]
    twice = asked(at_ada, "01:30", on=date(2027, 10, 31))
    assert [heading[-16:] for heading in twice.headings[1:3]] == ["01:30 (UTC+0100)", "01:30 (UTC+0000)"]


def test_on_a_journey_the_clock_there_is_meant(at_ada: FlaskClient, ada: Account) -> None:
    DaysAway.plan(ada, DAY, DAY, timezone="Asia/Tokyo", today=clock.now().date())

    page = asked(at_ada, "09:00")

    assert "It is on offer" in page.words
    assert "in Tokyo time" in page.words


def test_without_a_question_the_next_open_day_is_shown(at_ada: FlaskClient) -> None:
    page = read(at_ada.get("/availability/why-not"))

    assert page.status == 200
    assert "10:00 on offer" in page.words or "too soon" in page.words


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"on": ""}, "Please choose a day."),
        ({"on": "soon"}, "Please give a day"),
        ({"on": "9999-12-31"}, "too far away to say anything"),
        ({"on": "0001-01-01"}, "too far away to say anything"),
        ({"at": "tea time"}, "is not a time of day"),
        ({"at": "25:00"}, "is not a time of day"),
        ({"minutes": "0"}, "Give a number from 5 to 240."),
        ({"minutes": "1000000000"}, "Give a number from 5 to 240."),
        ({"minutes": "-1"}, "Give a number from 5 to 240."),
        ({"minutes": "many"}, "Give a number from 5 to 240."),
    ],
)
def test_a_question_that_cannot_be_answered_gets_a_sentence(
    at_ada: FlaskClient, change: dict[str, str], sentence: str
) -> None:
    query = {"on": DAY.isoformat(), "at": "15:00", "minutes": "20"} | change

    page = read(at_ada.get("/availability/why-not", query_string=query))

    assert page.status == 422
    assert any(sentence in told for told in page.told)


def test_the_page_asks_the_database_little(at_ada: FlaskClient, statements: list[str]) -> None:
    asked(at_ada)

    assert len(statements) <= 8


def test_every_reason_has_its_words() -> None:
    assert set(SHORT) >= set(Reason) - {Reason.NO_ZONE}
    assert Reason.NO_ZONE in ALWAYS
