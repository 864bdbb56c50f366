"""The hours page: what Ada keeps, what is refused in words, and what a contact would see."""

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from outreach import clock
from outreach.accounts.models import Account
from outreach.availability.models import DateException, DaysAway, MeetingRules, WeeklyHours
from outreach.availability.reading import clock_of
from outreach.availability.rules import Cap
from outreach.bookings.offers import Offers
from outreach.database import db
from outreach.web.availability import DAYS_SHOWN, TIMES_SHOWN, free_days

HTMX = {"HX-Request": "true"}
A_DAY, A_MINUTE = timedelta(days=1), timedelta(minutes=1)
RULES = {
    "increment": "20",
    "start_offset": "0",
    "buffer_before": "0",
    "buffer_after": "15",
    "notice": "2",
    "horizon": "14",
    "most_a_day": "5",
}


def day_ahead(days: int) -> str:
    return (clock.now() + days * A_DAY).date().isoformat()


def week(**changes: str) -> dict[str, str]:
    """Monday mornings, and what a test adds."""
    return {"monday": "9-12"} | changes


def kept(account: Account) -> list[tuple[int, str, str]]:
    db.session.expire_all()
    return [(h.weekday, clock_of(h.starts), clock_of(h.ends)) for h in WeeklyHours.of(account)]


def test_ada_sees_the_hours_she_keeps(at_ada: FlaskClient) -> None:
    page = at_ada.get("/availability").text

    assert page.count('value="09:00–17:00"') == 5
    assert "London time" in page


def test_ada_keeps_other_hours(at_ada: FlaskClient, ada: Account) -> None:
    typed = week(monday="9–12, 1–5 pm", sunday="20-24:00")

    response = at_ada.post("/availability", data=typed, follow_redirects=True)

    assert "Saved. Times that are agreed already stay as they are." in response.text
    assert kept(ada) == [(0, "09:00", "12:00"), (0, "13:00", "17:00"), (6, "20:00", "24:00")]
    assert 'value="20:00–24:00"' in response.text


def test_a_week_without_hours_is_allowed_and_offers_nothing(at_ada: FlaskClient, ada: Account) -> None:
    response = at_ada.post("/availability", data={}, follow_redirects=True)

    assert kept(ada) == []
    assert "Nothing. No hours are free" in response.text


def test_each_day_that_is_not_right_says_why_and_nothing_typed_is_lost(
    at_ada: FlaskClient, ada: Account
) -> None:
    before = kept(ada)
    typed = week(tuesday="tea time–17:00", friday="9–13, 12–17")

    response = at_ada.post("/availability", data=typed)

    assert response.status_code == 422
    assert "“tea time” is not a time of day. Write it like 09:00." in response.text
    assert "the second begins at 12:00, before the first ends at 13:00" in response.text
    assert "Two things are not right yet" in response.text
    for text in ("9-12", "tea time–17:00", "9–13, 12–17"):
        assert f'value="{text}"' in response.text
    assert kept(ada) == before


def different(account: Account) -> list[tuple[str, int | None, int | None]]:
    db.session.expire_all()
    return [(e.on.isoformat(), e.starts, e.ends) for e in DateException.of(account, since=clock.now().date())]


def test_ada_takes_days_off(at_ada: FlaskClient, ada: Account) -> None:
    typed = {"on": [day_ahead(4), day_ahead(3), day_ahead(4)], "what": "off"}

    response = at_ada.post("/availability/exceptions", data=typed, follow_redirects=True)

    assert "Day off" in response.text
    assert different(ada) == [(day_ahead(3), None, None), (day_ahead(4), None, None)]


def test_ada_keeps_other_hours_on_one_day_and_goes_back_to_the_usual(
    at_ada: FlaskClient, ada: Account
) -> None:
    typed = {"on": day_ahead(3), "hours": "8–10, 18–20", "what": "hours"}
    page = at_ada.post("/availability/exceptions", data=typed, follow_redirects=True).text
    assert "08:00–10:00 and 18:00–20:00" in page

    usual = {"on": day_ahead(3), "what": "usual"}
    page = at_ada.post("/availability/exceptions", data=usual, follow_redirects=True).text

    assert "Your usual hours hold again" in page
    assert different(ada) == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"on": ""}, "Please choose one day or more."),
        ({"on": "soon"}, "Please choose days from the calendar."),
        ({"on": "2001-01-01"}, "That day is over."),
        ({"on": "9999-12-31"}, "That day is too far away."),
        ({"hours": "18–8"}, "runs backwards"),
        ({"hours": ""}, "or take the days off"),
        ({"on": [f"2030-{month:02}-{day:02}" for month in (1, 2, 3) for day in range(1, 29)]}, "at most 62"),
    ],
)
def test_days_that_cannot_be_get_a_sentence(
    at_ada: FlaskClient, ada: Account, change: dict[str, str], sentence: str
) -> None:
    typed = {"on": day_ahead(2), "hours": "8:15–9", "what": "hours"} | change

    response = at_ada.post("/availability/exceptions", data=typed)

    assert response.status_code == 422
    assert sentence in response.text
    assert f'value="{typed["hours"]}"' in response.text
    assert different(ada) == []


def test_when_one_of_the_days_cannot_be_none_is_changed(at_ada: FlaskClient, ada: Account) -> None:
    typed = {"on": ["2001-01-01", day_ahead(2)], "what": "off"}

    assert at_ada.post("/availability/exceptions", data=typed).status_code == 422
    assert different(ada) == []


def test_the_calendar_shows_what_is_different_and_turns_its_pages(at_ada: FlaskClient, ada: Account) -> None:
    DateException.keep(ada, date(2027, 1, 6), [], today=clock.now().date())

    page = at_ada.get("/availability?month=2027-01").text

    assert "January 2027" in page
    assert 'aria-label="Wednesday 6 January: off"' in page
    assert "month=2026-12" in page
    assert "month=2027-02" in page


@pytest.mark.parametrize("month", ["soon", "0000-00", "9999-12", "2027-13", "\x00", "-1"])
def test_a_month_that_is_none_shows_this_one(at_ada: FlaskClient, month: str) -> None:
    page = at_ada.get("/availability", query_string={"month": month})

    assert page.status_code == 200
    assert f"{clock.now():%B %Y}" in page.text


def away(account: Account) -> list[tuple[str, str, str | None]]:
    db.session.expire_all()
    found = DaysAway.of(account, since=clock.now().date())
    return [(f"{s.first_on}", f"{s.last_on}", s.timezone) for s in found]


def test_ada_goes_away_and_comes_back(at_ada: FlaskClient, ada: Account) -> None:
    typed = {"first": day_ahead(3), "last": day_ahead(9), "how": "away"}
    page = at_ada.post("/availability/away", data=typed, follow_redirects=True).text
    assert "no conversations" in page
    assert away(ada) == [(day_ahead(3), day_ahead(9), None)]

    [stretch] = DaysAway.of(ada, since=clock.now().date())
    at_ada.post(f"/availability/away/{stretch.id}/removal")
    assert away(ada) == []


def test_on_a_journey_adas_hours_are_kept_there(at_ada: FlaskClient, ada: Account) -> None:
    typed = {"first": day_ahead(0), "last": day_ahead(40), "how": "travel", "timezone": "Asia/Tokyo"}
    page = at_ada.post("/availability/away", data=typed, follow_redirects=True).text
    assert "your hours in Tokyo time" in page

    times = free_days(Offers.for_minutes(ada, 20, now=clock.now()), "Asia/Tokyo")[0].times
    assert times[0] == "09:00"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"first": ""}, "Please give a day, such as 2026-12-24."),
        ({"last": "soon"}, "Please give a day, such as 2026-12-24."),
        ({"last": "2001-01-01"}, "That day is over."),
        ({"last": "9999-12-31"}, "That day is too far away."),
        ({"first": "2025-01-01"}, "That is more than a year."),
        ({"first": day_ahead(9), "last": day_ahead(8)}, "The last day comes before the first."),
        ({"how": "travel", "timezone": "Factory"}, "is not a time zone we know"),
        ({"how": "travel", "timezone": ""}, "Please choose a time zone from the list"),
    ],
)
def test_days_away_that_cannot_be_get_a_sentence(
    at_ada: FlaskClient, ada: Account, change: dict[str, str], sentence: str
) -> None:
    typed = {"first": day_ahead(1), "last": day_ahead(8), "how": "away", "timezone": "Asia/Tokyo"} | change

    response = at_ada.post("/availability/away", data=typed)

    assert response.status_code == 422
    assert sentence in response.text
    assert f'value="{typed["timezone"]}"' in response.text
    assert away(ada) == []


def test_nobody_is_on_two_journeys_at_once(at_ada: FlaskClient, ada: Account) -> None:
    typed = {"first": day_ahead(1), "last": day_ahead(8), "how": "travel", "timezone": "Asia/Tokyo"}
    at_ada.post("/availability/away", data=typed)

    again = at_ada.post("/availability/away", data=typed | {"first": day_ahead(8), "last": day_ahead(9)})

    assert "you are on another journey already" in again.text
    assert len(away(ada)) == 1


def test_ada_keeps_other_rules(at_ada: FlaskClient, ada: Account) -> None:
    response = at_ada.post("/availability/rules", data=RULES, follow_redirects=True)

    assert "Saved." in response.text
    db.session.expire_all()
    rules = MeetingRules.of(ada)
    assert (rules.increment, rules.notice) == (timedelta(minutes=20), timedelta(hours=2))
    assert (rules.horizon, rules.most_a_day) == (timedelta(days=14), 5)


def test_ada_lets_people_book_between_two_dates_and_sets_limits(at_ada: FlaskClient, ada: Account) -> None:
    dates = {"range": "fixed", "first_on": day_ahead(20), "last_on": day_ahead(50)}
    limits = {
        "not_same_day": "y",
        "on_holidays": "y",
        "time_a_day": "60",
        "most_a_week": "4",
        "time_a_week": "100",
    }
    page = at_ada.post("/availability/rules", data=RULES | dates | limits, follow_redirects=True)
    assert f'value="{day_ahead(50)}"' in page.text

    db.session.expire_all()
    rules = Offers.for_minutes(ada, 20, now=clock.now()).timetable.rules
    assert (f"{rules.first_day}", f"{rules.last_day}", rules.horizon) == (
        day_ahead(20),
        day_ahead(50),
        180 * A_DAY,
    )
    assert (rules.per_day, rules.per_week) == (Cap(5, 60 * A_MINUTE), Cap(4, 100 * A_MINUTE))
    assert rules.not_same_day
    assert MeetingRules.of(ada).on_holidays
    offered = Offers.for_minutes(ada, 20, now=clock.now()).times
    assert day_ahead(20) <= f"{offered[0].start.date()}"


def test_dates_that_were_typed_do_not_count_while_the_horizon_does(at_ada: FlaskClient, ada: Account) -> None:
    at_ada.post("/availability/rules", data=RULES | {"range": "rolling", "last_on": day_ahead(50)})

    db.session.expire_all()
    assert MeetingRules.of(ada).last_on is None


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"increment": "0"}, "Give a number of minutes from 5 to 240."),
        ({"increment": "often"}, "Give a number of minutes from 5 to 240."),
        ({"buffer_after": "999"}, "Give a number of minutes from 0 to 240."),
        ({"notice": ""}, "Give a number of hours from 0 to 336."),
        ({"horizon": "9" * 40}, "Give a number of days from 1 to 180."),
        ({"most_a_day": "0"}, "Give a number from 1 to 20."),
        ({"notice": "336"}, "Nothing would ever be free"),
        ({"start_offset": "241"}, "Give a number of minutes from 0 to 240."),
        ({"time_a_day": "-1"}, "Give a number from 1 to 1440, or leave it empty."),
        ({"most_a_week": "many"}, "Give a number from 1 to 60, or leave it empty."),
        ({"range": "fixed"}, "Say until which day people may book."),
        ({"range": "fixed", "last_on": "2001-01-01"}, "The last of the two dates is over"),
        ({"range": "fixed", "last_on": "9999-01-01"}, "too far away"),
        ({"range": "fixed", "first_on": day_ahead(9), "last_on": day_ahead(8)}, "comes before the first"),
        ({"range": "fixed", "last_on": "Christmas"}, "Please give a day, such as 2026-12-24."),
    ],
)
def test_rules_that_cannot_be_get_a_sentence(
    at_ada: FlaskClient, ada: Account, change: dict[str, str], sentence: str
) -> None:
    typed = RULES | {"buffer_before": "17"} | change

    response = at_ada.post("/availability/rules", data=typed)

    assert response.status_code == 422
    assert sentence in response.text
    assert 'value="17"' in response.text
    db.session.expire_all()
    assert MeetingRules.of(ada).increment == timedelta(minutes=30)


def test_the_preview_is_on_the_clock_of_whoever_looks(at_ada: FlaskClient) -> None:
    tokyo = at_ada.get("/availability?zone=Asia/Tokyo").text

    assert "in Tokyo time" in tokyo
    assert "Pale ones fall into the night there." in tokyo
    assert "An ordinary week" in tokyo


def test_another_zone_changes_the_preview_alone(at_ada: FlaskClient) -> None:
    response = at_ada.get("/availability?zone=Asia/Tokyo", headers=HTMX)

    assert "in Tokyo time" in response.text
    assert "An ordinary week" not in response.text
    assert "HX-Request" in response.headers["Vary"]


def test_an_unknown_zone_gets_a_sentence_and_the_preview_stays(at_ada: FlaskClient) -> None:
    page = at_ada.get("/availability?zone=Mars/Olympus").text

    assert "“Mars/Olympus” is not a time zone we know." in page
    assert 'value="Mars/Olympus"' in page
    assert "in London time" in page


def test_the_preview_shows_a_few_days_and_counts_the_rest(ada: Account) -> None:
    days = free_days(Offers.for_minutes(ada, 20, now=clock.now()), "Europe/London")

    assert len(days) == DAYS_SHOWN
    assert [len(day.times) for day in days] == [TIMES_SHOWN] * DAYS_SHOWN
    assert days[-1].more > 0


def test_the_page_asks_the_database_little(at_ada: FlaskClient, ada: Account, statements: list[str]) -> None:
    for day in range(1, 20):
        DateException.keep(ada, clock.now().date() + day * A_DAY, [(540, 600)], today=clock.now().date())
    db.session.commit()

    statements.clear()
    at_ada.get("/availability")

    assert len(statements) <= 8
