"""The hours page: what Ada keeps, what is refused in words, and what a contact would see."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from outreach import clock
from outreach.accounts.models import Account
from outreach.availability.models import DateException, MeetingRules, WeeklyHours
from outreach.availability.reading import clock_of
from outreach.bookings.offers import Offers
from outreach.database import db
from outreach.web.availability import DAYS_SHOWN, TIMES_SHOWN, free_days

HTMX = {"HX-Request": "true"}
A_DAY = timedelta(days=1)
RULES = {
    "increment": "20",
    "buffer_before": "0",
    "buffer_after": "15",
    "notice": "2",
    "horizon": "14",
    "most_a_day": "5",
}


def week(**changes: str) -> dict[str, str]:
    """Monday mornings, and what a test adds."""
    return {"monday_first_from": "9:00", "monday_first_until": "12:00"} | changes


def kept(account: Account) -> list[tuple[int, str, str]]:
    db.session.expire_all()
    return [(h.weekday, clock_of(h.starts), clock_of(h.ends)) for h in WeeklyHours.of(account)]


def day_ahead(days: int) -> str:
    return (clock.now() + days * A_DAY).date().isoformat()


def test_ada_sees_the_hours_she_keeps(at_ada: FlaskClient) -> None:
    page = at_ada.get("/availability").text

    assert page.count('value="09:00"') == 5
    assert page.count('value="17:00"') == 5
    assert "London time" in page


def test_ada_keeps_other_hours(at_ada: FlaskClient, ada: Account) -> None:
    typed = week(
        monday_second_from="1pm", monday_second_until="17", sunday_first_from="20", sunday_first_until="24:00"
    )

    response = at_ada.post("/availability", data=typed, follow_redirects=True)

    assert "Kept. Times that are agreed already stay as they are." in response.text
    assert kept(ada) == [(0, "09:00", "12:00"), (0, "13:00", "17:00"), (6, "20:00", "24:00")]
    assert 'value="24:00"' in response.text


def test_a_week_without_hours_is_allowed_and_offers_nothing(at_ada: FlaskClient, ada: Account) -> None:
    response = at_ada.post("/availability", data={}, follow_redirects=True)

    assert kept(ada) == []
    assert "Nothing. No hours are free" in response.text


def test_each_day_that_is_not_right_says_why_and_nothing_typed_is_lost(
    at_ada: FlaskClient, ada: Account
) -> None:
    before = kept(ada)
    typed = week(
        tuesday_first_from="tea time",
        tuesday_first_until="17:00",
        friday_first_from="9:00",
        friday_first_until="13:00",
        friday_second_from="12:00",
        friday_second_until="17:00",
    )

    response = at_ada.post("/availability", data=typed)

    assert response.status_code == 422
    assert "“tea time” is not a time of day. Write it like 09:00." in response.text
    assert "the second begins at 12:00, before the first ends at 13:00" in response.text
    assert "Two things are not right yet" in response.text
    for text in ("tea time", "9:00", "12:00", "13:00"):
        assert f'value="{text}"' in response.text
    assert kept(ada) == before


def test_ada_takes_a_day_off(at_ada: FlaskClient, ada: Account) -> None:
    response = at_ada.post("/availability/exceptions", data={"on": day_ahead(3)}, follow_redirects=True)

    assert "Day off" in response.text
    assert [e.on.isoformat() for e in DateException.of(ada, since=clock.now().date())] == [day_ahead(3)]


def test_ada_keeps_other_hours_on_one_day_and_goes_back_to_the_usual(
    at_ada: FlaskClient, ada: Account
) -> None:
    typed = {
        "on": day_ahead(3),
        "first_from": "8",
        "first_until": "10",
        "second_from": "18",
        "second_until": "20",
    }
    page = at_ada.post("/availability/exceptions", data=typed, follow_redirects=True).text
    assert "08:00 to 10:00 and 18:00 to 20:00" in page

    first, _ = DateException.of(ada, since=clock.now().date())
    page = at_ada.post(f"/availability/exceptions/{first.id}/removal", follow_redirects=True).text

    assert "your usual hours hold again" in page
    assert "08:00 to 10:00" not in page


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"on": ""}, "Please choose a day."),
        ({"on": "soon"}, "Please choose a day, such as 2026-12-24."),
        ({"on": "2001-01-01"}, "That day is over."),
        ({"on": "9999-12-31"}, "That day is too far away."),
        ({"first_from": "18", "first_until": "8"}, "runs backwards"),
    ],
)
def test_a_day_that_cannot_be_gets_a_sentence(
    at_ada: FlaskClient, ada: Account, change: dict[str, str], sentence: str
) -> None:
    typed = {"on": day_ahead(2), "first_from": "8:15", "first_until": "9"} | change

    response = at_ada.post("/availability/exceptions", data=typed)

    assert response.status_code == 422
    assert sentence in response.text
    assert f'value="{typed["first_from"]}"' in response.text
    assert DateException.of(ada, since=clock.now().date()) == []


def test_the_exceptions_of_somebody_else_do_not_exist(at_ada: FlaskClient, mary: Account) -> None:
    DateException.keep(mary, clock.now().date(), [], today=clock.now().date())
    db.session.commit()
    [marys] = DateException.of(mary, since=clock.now().date())

    assert at_ada.post(f"/availability/exceptions/{marys.id}/removal").status_code == 404


def test_ada_keeps_other_rules(at_ada: FlaskClient, ada: Account) -> None:
    response = at_ada.post("/availability/rules", data=RULES, follow_redirects=True)

    assert "Kept." in response.text
    db.session.expire_all()
    rules = MeetingRules.of(ada)
    assert (rules.increment, rules.notice) == (timedelta(minutes=20), timedelta(hours=2))
    assert (rules.horizon, rules.most_a_day) == (timedelta(days=14), 5)


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
