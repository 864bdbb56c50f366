"""A contact who comes back to a page that has not changed is told so in a few bytes, and never anything stale."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from outreach import clock
from outreach.accounts.models import Account
from outreach.availability.feeds import BusyFeed, BusySpan, FeedKind
from outreach.availability.models import DateException, DaysAway, MeetingRules, WeeklyHours
from outreach.bookings.holds import Hold
from outreach.bookings.models import Booking, PersonalLink
from outreach.database import db
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.letters.kinds import LetterKind
from outreach.letters.models import Letter
from outreach.timespan import TimeSpan
from tests.web.reading import read
from tests.web.test_guest import SLOT, barbaras_page, booked, page, posted, slots

__all__ = ["barbaras_page", "page"]

A_DAY = timedelta(days=1)


@pytest.fixture
def again(client: FlaskClient, page: str) -> Callable[..., int]:
    """Grace looks at her page, and comes back with what she has of it; the status she then gets."""
    mark = client.get(page).headers["ETag"]

    def come_back(**headers: str) -> int:
        return client.get(page, headers={"If-None-Match": mark, **headers}).status_code

    return come_back


def soonest(client: FlaskClient, page: str) -> TimeSpan:
    starts = min(slots(client.get(f"{page}?all=yes")))
    start = clock.now().strptime(starts, SLOT).replace(tzinfo=clock.now().tzinfo)
    return TimeSpan(start, start + timedelta(minutes=20))


def test_a_page_that_still_holds_takes_one_statement(
    client: FlaskClient, page: str, statements: list[str]
) -> None:
    first = client.get(page)
    statements.clear()
    second = client.get(page, headers={"If-None-Match": first.headers["ETag"]})

    assert (second.status_code, second.data) == (304, b"")
    assert len(statements) == 1
    for answer in (first, second):
        assert answer.headers["Cache-Control"] == "private, no-cache"
        assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_the_short_answer_says_of_itself_what_the_page_said(client: FlaskClient, page: str) -> None:
    first = client.get(page, headers={"Accept-Encoding": "gzip"})
    again = {"Accept-Encoding": "gzip", "If-None-Match": first.headers["ETag"]}
    second = client.get(page, headers=again)

    assert second.status_code == 304
    assert second.headers["ETag"] == first.headers["ETag"]
    assert second.vary.as_set() == first.vary.as_set()


def test_a_changed_page_takes_no_more_statements_than_any(
    client: FlaskClient, page: str, barbaras_page: str, statements: list[str]
) -> None:
    mark = client.get(page).headers["ETag"]
    booked(client, barbaras_page)
    statements.clear()

    assert client.get(page, headers={"If-None-Match": mark}).status_code == 200
    assert len(statements) <= 4


def test_a_time_that_somebody_else_took_is_gone_at_the_next_look(
    client: FlaskClient, page: str, barbaras_page: str
) -> None:
    mark = client.get(page).headers["ETag"]
    taken = booked(client, barbaras_page)

    after = client.get(page, headers={"If-None-Match": mark})

    assert after.status_code == 200
    assert taken not in slots(after)


def test_her_own_booking_and_its_end_are_shown(
    client: FlaskClient, page: str, again: Callable[..., int]
) -> None:
    booked(client, page)
    while_booked = client.get(page).headers["ETag"]
    assert again() == 200

    posted(client, page, "cancellation")

    assert again() == 200
    assert client.get(page, headers={"If-None-Match": while_booked}).status_code == 200


def test_an_answer_of_hers_is_shown(client: FlaskClient, page: str, again: Callable[..., int]) -> None:
    posted(client, page, "suggestions", words="Any Tuesday")

    assert again() == 200


def hours(ada: Account, _: TimeSpan) -> None:
    WeeklyHours.keep(ada, {0: [(600, 660)]})


def an_exception(ada: Account, slot: TimeSpan) -> None:
    DateException.keep(ada, slot.start.date(), [], today=clock.now().date())


def days_away(ada: Account, slot: TimeSpan) -> None:
    day = slot.start.date()
    DaysAway.plan(ada, day, day, timezone=None, today=clock.now().date())


def rules(ada: Account, _: TimeSpan) -> None:
    MeetingRules.of(ada).notice = timedelta(days=5)


def another_calendar(ada: Account, slot: TimeSpan) -> None:
    BusySpan.keep(BusyFeed.add(ada, FeedKind.FILE, name="Term", now=clock.now()), [slot])


def a_hold(ada: Account, slot: TimeSpan) -> None:
    somebody = Interview.at_stages(ada, [Stage.FOUND], limit=1)[0]
    letter = Letter.begin(somebody, LetterKind.PROPOSAL, now=clock.now())
    Hold.choose(letter, [slot])
    Hold.chosen_for(letter)[0].keep(now=clock.now())


def a_name(ada: Account, _: TimeSpan) -> None:
    ada.name = "Augusta Ada King"


def a_place(ada: Account, _: TimeSpan) -> None:
    ada.timezone = "Asia/Kolkata"


def the_minutes(ada: Account, _: TimeSpan) -> None:
    Interview.at_stages(ada, [Stage.FOUND], limit=1)[0].minutes = 25


CHANGES = (hours, an_exception, days_away, rules, another_calendar, a_hold, a_name, a_place, the_minutes)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_what_ada_changes_is_shown(
    client: FlaskClient,
    ada: Account,
    page: str,
    again: Callable[..., int],
    change: Callable[[Account, TimeSpan], None],
) -> None:
    change(ada, soonest(client, page))
    db.session.commit()

    assert again() == 200


def test_a_link_that_was_withdrawn_opens_nothing_any_more(page: str, again: Callable[..., int]) -> None:
    db.session.query(PersonalLink).one().revoked_at = clock.now()

    assert again() == 410


@pytest.mark.parametrize("later", [A_DAY, 7 * A_DAY], ids=["a day", "a week"])
def test_midnight_passes(
    again: Callable[..., int], monkeypatch: pytest.MonkeyPatch, later: timedelta
) -> None:
    then = clock.now() + later
    monkeypatch.setattr(clock, "now", lambda: then)

    assert again() == 200


def test_the_first_time_on_offer_comes_too_near(
    client: FlaskClient, ada: Account, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada.timezone = "UTC"
    WeeklyHours.keep(ada, {day: [(0, 1440)] for day in range(7)})
    seen = client.get(page)
    too_late = clock.now() + timedelta(minutes=31)
    monkeypatch.setattr(clock, "now", lambda: too_late)

    assert client.get(page, headers={"If-None-Match": seen.headers["ETag"]}).status_code == 200


def test_the_conversation_begins_and_ends(
    client: FlaskClient, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    booked(client, page)
    booking = db.session.query(Booking).one()
    before, during = booking.starts_at - timedelta(seconds=1), booking.starts_at + timedelta(seconds=1)
    moment = [before]
    monkeypatch.setattr(clock, "now", lambda: moment[0])
    mark = client.get(page).headers["ETag"]
    moment[0] = during

    assert client.get(page, headers={"If-None-Match": mark}).status_code == 200


def test_a_reader_of_another_language_gets_the_page_in_it(again: Callable[..., int]) -> None:
    assert again(**{"Accept-Language": "en-US"}) == 200
    assert again() == 304


def test_a_mark_of_one_page_is_none_of_another(client: FlaskClient, page: str, barbaras_page: str) -> None:
    mark = client.get(page).headers["ETag"]

    assert client.get(barbaras_page, headers={"If-None-Match": mark}).status_code == 200


@pytest.mark.parametrize("mark", ["*", '"x"', '"99999999999."', 'W/"1.2"', "\x00", '"²."'])
def test_a_mark_that_is_none_of_ours_changes_nothing(again: Callable[..., int], mark: str) -> None:
    assert again(**{"If-None-Match": mark}) == 200


def test_a_mark_with_a_moment_that_no_clock_shows_is_none_of_ours(again: Callable[..., int]) -> None:
    assert again(**{"If-None-Match": f'"{"9" * 5000}.x"'}) == 200


# A page that was made before is not made again, and still nobody sees what is another one's


def test_the_same_page_has_another_key_at_each_look(client: FlaskClient, page: str) -> None:
    keys = {read(client.get(page)).fields["key"] for _ in range(3)}

    assert len(keys) == 3
    assert all(posted(client, page, "suggestions", words="Hm", key=key).status_code == 303 for key in keys)


def test_what_the_address_asks_for_is_shown_after_another_look(client: FlaskClient, page: str) -> None:
    looks = {zone: client.get(f"{page}?zone={zone}").text for zone in ("Asia/Kolkata", "UTC", "Asia/Kolkata")}

    assert "All times are in <strong>Kolkata time" in looks["Asia/Kolkata"]
    assert "All times are in <strong>UTC" in looks["UTC"]


def test_no_page_shows_the_address_of_another(client: FlaskClient, page: str, barbaras_page: str) -> None:
    hers, barbaras = client.get(page).text, client.get(barbaras_page).text

    assert page in hers
    assert barbaras_page in barbaras
    assert barbaras_page not in hers
    assert page not in barbaras


def test_a_time_that_came_too_near_is_gone_without_any_change(
    client: FlaskClient, ada: Account, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada.timezone = "UTC"
    WeeklyHours.keep(ada, {day: [(0, 1440)] for day in range(7)})
    first = slots(client.get(f"{page}?all=yes"))[0]
    too_late = clock.now() + timedelta(minutes=31)
    monkeypatch.setattr(clock, "now", lambda: too_late)

    assert first not in slots(client.get(f"{page}?all=yes"))
