"""On which days something is repeated, against a library that counts from the very beginning."""

from datetime import date, datetime, time, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from outreach.calendars.repeating import Refused, Unusual, days, rule_of

NINE = (9, 0, 0)
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
STARTS = st.dates(date(2023, 1, 1), date(2026, 12, 31))


def by_dateutil(text: str, start: date, first: date, last: date) -> list[date]:
    rule = rrulestr(text, dtstart=datetime.combine(start, time(9)))
    found = rule.between(datetime.combine(first, time(0)), datetime.combine(last, time(23)), inc=True)
    return [instant.date() for instant in found]


@st.composite
def rules(draw: st.DrawFn) -> str:
    """Rules as calendars write them, none of which never comes true."""
    freq = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={freq}", f"INTERVAL={draw(st.integers(1, 4))}"]
    if draw(st.booleans()):
        parts.append(f"COUNT={draw(st.integers(1, 60))}")
    names = draw(st.lists(st.sampled_from(DAYS), min_size=1, max_size=4, unique=True))
    by_day = draw(st.sampled_from(["", "plain", "nth" if freq in {"MONTHLY", "YEARLY"} else "plain"]))
    if by_day:
        nth = str(draw(st.sampled_from([1, 2, 3, 4, -1, -2]))) if by_day == "nth" else ""
        parts.append("BYDAY=" + ",".join(nth + name for name in names))
    if freq == "YEARLY":
        parts.append("BYMONTH=" + draw(st.sampled_from(["1", "2,3", "5,11,12"])))
    if freq in {"MONTHLY", "YEARLY"} and not by_day:
        parts.append("BYMONTHDAY=" + draw(st.sampled_from(["1", "15,31", "-1", "28,-3", "5,5"])))
    if freq == "MONTHLY" and by_day == "plain" and draw(st.booleans()):
        parts.append("BYSETPOS=" + draw(st.sampled_from(["1", "-1", "2,-2"])))
    return ";".join([*parts, f"WKST={draw(st.sampled_from(DAYS))}"])


@given(rules(), STARTS, st.dates(date(2025, 6, 1), date(2027, 1, 1)), st.integers(0, 250))
def test_the_days_are_those_that_a_library_counts(text: str, start: date, first: date, length: int) -> None:
    last = first + timedelta(days=length)

    assert list(days(rule_of(text, at=NINE), start, first, last)) == by_dateutil(text, start, first, last)


@pytest.mark.parametrize(
    "text",
    ["FREQ=YEARLY;BYWEEKNO=3", "FREQ=YEARLY;BYDAY=MO", "FREQ=WEEKLY;BYMONTHDAY=3", "FREQ=DAILY;BYSETPOS=1",
     "FREQ=MONTHLY;BYDAY=MO,1TU", "FREQ=MONTHLY;BYDAY=9MO", "FREQ=FORTNIGHTLY", "", "FREQ=DAILY;COUNT=2;UNTIL=20261111",
     "FREQ=DAILY;FREQ=WEEKLY", "FREQ=DAILY;BYHOUR=10", "FREQ=DAILY;X=1", "FREQ=DAILY;INTERVAL=x",
     "FREQ=MONTHLY;BYMONTHDAY=0"],
)  # fmt: skip
def test_what_programs_disagree_about_is_left_to_a_library(text: str) -> None:
    with pytest.raises(Unusual):
        rule_of(text, at=NINE)


@pytest.mark.parametrize(
    "text", ["FREQ=HOURLY", "FREQ=DAILY;BYMINUTE=0,30", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;COUNT=0"]
)
def test_what_nobody_means_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        rule_of(text, at=NINE)


def test_a_time_of_day_that_says_nothing_new_is_left_out() -> None:
    assert rule_of("FREQ=DAILY;BYHOUR=9;BYMINUTE=0;BYSECOND=0", at=NINE) == rule_of("FREQ=DAILY", at=NINE)


def test_counting_for_ages_is_refused() -> None:
    rule = rule_of("FREQ=DAILY;COUNT=999999", at=NINE)

    with pytest.raises(Refused):
        list(days(rule, date(1, 1, 1), date(2026, 1, 1), date(2026, 2, 1)))
