"""Reading in a process of its own: the same answer, and an end to whatever takes too long."""

import time
from datetime import timedelta

import pytest

from outreach.availability import apart
from outreach.availability.apart import TOO_LABORIOUS, Allowance, read_apart
from outreach.calendars.busy import Reading
from tests.calendars.writing_feeds import WITHIN, calendar, event, read

READING = Reading("Europe/London", WITHIN, own=frozenset({"ada@example.org"}), ours=frozenset({"ours"}))
MINE = event("DTSTART:20261124T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=2")
BY_THE_WEEK = event("DTSTART:20261123T090000Z", "DURATION:PT1H", "RRULE:FREQ=YEARLY;BYWEEKNO=48", uid="week")
NEVER = "FREQ=YEARLY;BYWEEKNO=1;BYMONTH=7"
"""A rule that comes true in no year, so that a library looks through all of them."""


def test_another_process_reads_the_same() -> None:
    raw = calendar("X-WR-CALNAME:Büro", MINE, BY_THE_WEEK, event("DTSTART:20261201", uid="ours"))

    assert read_apart(raw, READING) == read(raw, own=READING.own, ours=READING.ours)


@pytest.mark.parametrize(
    "allowance",
    [Allowance(wall=timedelta(seconds=0.01)), Allowance(memory=16 * 1024 * 1024)],
    ids=["the wall clock", "memory"],
)
def test_what_takes_too_much_is_given_up(allowance: Allowance) -> None:
    found = read_apart(calendar(MINE), READING, allowance=allowance)

    assert (found.problem, found.spans) == (TOO_LABORIOUS, ())


def test_the_processor_has_an_end_too(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [
        event("DTSTART:20261123T090000Z", "DURATION:PT1H", f"RRULE:{NEVER}", uid=str(n)) for n in range(60)
    ]
    allowance = Allowance(processor=timedelta(seconds=0), one_series=timedelta(seconds=9))
    began = time.monotonic()

    assert read_apart(calendar(*lines), READING, allowance=allowance).problem == TOO_LABORIOUS
    assert time.monotonic() - began < 15


def test_one_series_that_takes_too_long_costs_the_others_nothing() -> None:
    never = event("DTSTART:20261123T090000Z", "DURATION:PT1H", f"RRULE:{NEVER}", uid="never")
    found = read_apart(
        calendar(never, MINE), READING, allowance=Allowance(one_series=timedelta(seconds=0.05))
    )

    assert [span.start.day for span in found.spans] == [23, 24, 25]
    assert (found.events, found.not_understood) == (1, 1)


def test_where_a_system_has_no_limits_it_reads_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def none_here(name: str) -> object:
        if name == "resource":
            raise ImportError(name)
        return object() if name == "signal" else __import__(name, fromlist=["x"])

    monkeypatch.setattr(apart, "import_module", none_here)
    apart._limit(1, 1)

    assert apart._in_time(1)(calendar(MINE).decode(), WITHIN)
