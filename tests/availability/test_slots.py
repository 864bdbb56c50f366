from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from outreach.availability.hours import MIDNIGHT, Hours, Travel, Window
from outreach.availability.rules import Cap, Rules
from outreach.availability.slots import Reason, Taken, nearest, open_slots, why_not, why_that_day
from outreach.timespan import TimeSpan

NINE_TO_NOON = ((time(9), time(12)),)
BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = date(2026, 11, 23)
TUESDAY = date(2026, 11, 24)
WEDNESDAY = date(2026, 11, 25)
SUNDAY = date(2026, 11, 29)
NEXT_MONDAY = date(2026, 11, 30)


def berlin(day: date, hhmm: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(hhmm), BERLIN)


def span(day: date, hhmm: str, minutes: int = 30) -> TimeSpan:
    start = berlin(day, hhmm).astimezone(UTC)
    return TimeSpan(start, start + timedelta(minutes=minutes))


HOURS = Hours("Europe/Berlin", dict.fromkeys(range(5), NINE_TO_NOON))
NOW = berlin(MONDAY, "08:00")
ALWAYS = TimeSpan(datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
NOTHING = Taken()


def rules(length: int = 30, increment: int = 30, **others: Any) -> Rules:
    """Half an hour, every half hour, for a week, unless told otherwise."""
    others = {"horizon": timedelta(days=7)} | others
    return Rules(timedelta(minutes=length), timedelta(minutes=increment), **others)


def offered(
    day: date = TUESDAY,
    *,
    hours: Hours = HOURS,
    rules: Rules = rules(),  # noqa: B008 - frozen
    taken: Taken = NOTHING,
    now: datetime = NOW,
) -> list[str]:
    """The starts on offer on one date of the host, on the host's clock."""
    zone = ZoneInfo(hours.timezone)
    slots = open_slots(hours, rules, taken, now=now, within=ALWAYS)
    return [f"{at:%H:%M}" for slot in slots if (at := slot.start.astimezone(zone)).date() == day]


def days_offered(**asked: Any) -> list[int]:
    """The days of the month on which anything is on offer, in Berlin."""
    slots = open_slots(
        asked.get("hours", HOURS),
        asked.get("rules", rules()),
        asked.get("taken", NOTHING),
        now=asked.get("now", NOW),
        within=ALWAYS,
    )
    return [day.day for day in sorted({slot.start.astimezone(BERLIN).date() for slot in slots})]


# The grid


def test_times_are_offered_from_the_start_of_a_window_as_long_as_the_meeting_fits() -> None:
    assert offered() == ["09:00", "09:30", "10:00", "10:30", "11:00", "11:30"]
    assert offered(rules=rules(45)) == ["09:00", "09:30", "10:00", "10:30", "11:00"]
    assert offered(rules=rules(20, 60)) == ["09:00", "10:00", "11:00"]
    assert offered(rules=rules(180)) == ["09:00"]
    assert offered(rules=rules(181)) == []


def test_a_start_offset_moves_the_grid_of_each_window() -> None:
    hours = Hours("Europe/Berlin", {1: ((time(9), time(10, 30)), (time(14), time(15)))})

    assert offered(hours=hours, rules=rules(start_offset=timedelta(minutes=10))) == [
        "09:10",
        "09:40",
        "14:10",
    ]


def test_the_grid_does_not_begin_anew_behind_a_busy_piece() -> None:
    taken = Taken(busy=[span(TUESDAY, "09:10", 7)])

    assert offered(taken=taken) == ["09:30", "10:00", "10:30", "11:00", "11:30"]
    assert offered(taken=taken, rules=rules(20, 50)) == ["09:50", "10:40", "11:30"]


def test_slots_are_in_utc_and_as_long_as_the_meeting() -> None:
    slots = open_slots(HOURS, rules(20), NOTHING, now=NOW, within=ALWAYS)

    assert {slot.start.tzinfo for slot in slots} == {UTC}
    assert {slot.length for slot in slots} == {timedelta(minutes=20)}
    assert slots == sorted(slots)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("09:00", "10:00", ["09:00", "09:30"]),
        ("09:01", "10:01", ["09:30", "10:00"]),
        ("09:01", "09:30", []),
    ],
)
def test_a_slot_is_within_a_stretch_when_it_starts_there(start: str, end: str, expected: list[str]) -> None:
    within = TimeSpan(berlin(TUESDAY, start), berlin(TUESDAY, end))

    slots = open_slots(HOURS, rules(), NOTHING, now=NOW, within=within)

    assert [f"{slot.start.astimezone(BERLIN):%H:%M}" for slot in slots] == expected


def test_a_window_may_last_until_midnight() -> None:
    hours = Hours("Europe/Berlin", {1: ((time(22, 30), MIDNIGHT),), 2: ((time(0), time(1)),)})

    assert offered(hours=hours) == ["22:30", "23:00", "23:30"]
    assert offered(WEDNESDAY, hours=hours) == ["00:00", "00:30"]


# How soon and how far


@pytest.mark.parametrize(
    ("notice", "expected"),
    [
        (timedelta(0), ["10:00", "10:30", "11:00", "11:30"]),
        (timedelta(minutes=20), ["10:00", "10:30", "11:00", "11:30"]),
        (timedelta(minutes=21), ["10:30", "11:00", "11:30"]),
        (timedelta(hours=2), []),
    ],
)
def test_notice_counts_from_now_by_the_minute(notice: timedelta, expected: list[str]) -> None:
    assert offered(rules=rules(notice=notice), now=berlin(TUESDAY, "09:40")) == expected


def test_notice_counts_real_hours_across_a_change_of_the_clock() -> None:
    zone = ZoneInfo("America/New_York")
    hours = Hours("America/New_York", {6: ((time(0), MIDNIGHT),)})
    now = datetime(2026, 3, 8, 1, tzinfo=zone)  # the clock skips from two to three

    assert offered(date(2026, 3, 8), hours=hours, now=now, rules=rules(60, 60, notice=timedelta(hours=5)))[
        0
    ] == ("07:00")


def test_not_the_same_day_means_the_hosts_calendar_day() -> None:
    late = berlin(MONDAY, "23:59")

    assert days_offered(rules=rules(not_same_day=True), now=berlin(TUESDAY, "00:00"))[0] == WEDNESDAY.day
    assert days_offered(rules=rules(not_same_day=True), now=late)[0] == TUESDAY.day
    assert days_offered(rules=rules(not_same_day=True), now=late.astimezone(ZoneInfo("Pacific/Auckland")))[
        0
    ] == (TUESDAY.day)


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        ({"horizon": timedelta(0)}, [23]),
        ({"horizon": timedelta(days=2)}, [23, 24, 25]),
        ({"horizon": None, "last_day": WEDNESDAY}, [23, 24, 25]),
        ({"last_day": TUESDAY}, [23, 24]),
        ({"horizon": timedelta(days=1), "last_day": WEDNESDAY}, [23, 24]),
        ({"last_day": MONDAY - timedelta(days=1)}, []),
    ],
)
def test_nothing_is_offered_beyond_the_horizon(limit: dict[str, Any], expected: list[int]) -> None:
    assert days_offered(rules=rules(**limit)) == expected


@pytest.mark.parametrize("hhmm", ["00:00", "08:00"])
def test_the_whole_last_day_is_offered_at_any_hour(hhmm: str) -> None:
    assert len(offered(rules=rules(horizon=timedelta(days=1)), now=berlin(MONDAY, hhmm))) == 6


# What is taken


@pytest.mark.parametrize("kind", ["busy", "bookings", "holds"])
def test_whatever_is_taken_is_not_offered(kind: str) -> None:
    taken = Taken(**{kind: [span(TUESDAY, "10:15", 30)]})

    assert offered(taken=taken) == ["09:00", "09:30", "11:00", "11:30"]


def test_what_only_touches_does_not_block() -> None:
    assert "10:00" in offered(taken=Taken(busy=[span(TUESDAY, "09:30"), span(TUESDAY, "10:30")]))


def test_a_long_stretch_blocks_also_behind_short_ones_within_it() -> None:
    taken = Taken(busy=[span(TUESDAY, "09:30", 110), span(TUESDAY, "10:10", 5)])

    assert offered(taken=taken) == ["09:00", "11:30"]


def test_a_stretch_from_the_first_to_the_last_year_blocks_everything() -> None:
    taken = Taken(busy=[TimeSpan(datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))])

    assert days_offered(taken=taken) == []
    assert why_not(berlin(TUESDAY, "09:00"), HOURS, rules(), taken, now=NOW) is Reason.BUSY


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (0, 0, ["09:00", "09:30", "10:30", "11:00", "11:30"]),
        (10, 0, ["09:00", "09:30", "11:00", "11:30"]),
        (0, 10, ["09:00", "10:30", "11:00", "11:30"]),
        (30, 30, ["09:00", "11:00", "11:30"]),
        (31, 31, ["11:30"]),
    ],
)
@pytest.mark.parametrize("kind", ["busy", "bookings", "holds"])
def test_a_new_meeting_keeps_its_own_buffers_free(
    kind: str, before: int, after: int, expected: list[str]
) -> None:
    asked = rules(buffer_before=timedelta(minutes=before), buffer_after=timedelta(minutes=after))

    assert offered(rules=asked, taken=Taken(**{kind: [span(TUESDAY, "10:00")]})) == expected


def test_a_buffer_may_lie_outside_the_hours() -> None:
    assert offered(rules=rules(buffer_before=timedelta(hours=1)))[0] == "09:00"


# Exceptions, days away, journeys


def test_an_exception_changes_one_date_only() -> None:
    hours = Hours("Europe/Berlin", HOURS.weekly, exceptions={TUESDAY: ((time(20), time(21)),)})

    assert offered(TUESDAY, hours=hours) == ["20:00", "20:30"]
    assert offered(WEDNESDAY, hours=hours) == offered(WEDNESDAY)


def test_days_off_and_days_away_are_not_offered() -> None:
    hours = Hours(
        "Europe/Berlin", HOURS.weekly, exceptions={TUESDAY: ()}, away=frozenset({WEDNESDAY, NEXT_MONDAY})
    )

    assert days_offered(hours=hours) == [23, 26, 27]


def test_on_a_journey_times_follow_the_clock_there() -> None:
    journey = Travel(TUESDAY, WEDNESDAY, "America/New_York")
    hours = Hours("Europe/Berlin", HOURS.weekly, travel=(journey,))

    assert offered(TUESDAY, hours=hours)[:2] == ["15:00", "15:30"]
    assert offered(WEDNESDAY + timedelta(days=1), hours=hours)[0] == "09:00"


def test_a_time_that_two_dates_of_a_journey_share_is_offered_once() -> None:
    """Until seven in the evening in Los Angeles it is eleven in the morning, the next day, in Tokyo."""
    journey = Travel(WEDNESDAY, WEDNESDAY, "Asia/Tokyo")
    hours = Hours("America/Los_Angeles", dict.fromkeys(range(5), ((time(9), time(19)),)), travel=(journey,))

    slots = open_slots(hours, rules(), NOTHING, now=NOW, within=ALWAYS)

    assert slots == sorted(set(slots))
    shared = datetime(2026, 11, 25, 1, tzinfo=UTC)
    assert [slot.start for slot in slots].count(shared) == 1


# Caps


@pytest.mark.parametrize("kind", ["bookings", "holds"])
def test_a_full_day_is_not_offered_at_all(kind: str) -> None:
    taken = Taken(**{kind: [span(TUESDAY, "09:00"), span(TUESDAY, "11:30")]})

    assert offered(taken=taken, rules=rules(per_day=Cap(count=2))) == []
    assert offered(taken=taken, rules=rules(per_day=Cap(count=3))) == ["09:30", "10:00", "10:30", "11:00"]
    assert len(offered(WEDNESDAY, taken=taken, rules=rules(per_day=Cap(count=2)))) == 6


def test_bookings_and_holds_count_together_and_busy_time_does_not() -> None:
    taken = Taken(
        busy=[span(TUESDAY, "10:00")], bookings=[span(TUESDAY, "09:00")], holds=[span(TUESDAY, "11:30")]
    )

    assert offered(taken=taken, rules=rules(per_day=Cap(count=2))) == []
    assert offered(taken=taken, rules=rules(per_day=Cap(count=3))) != []


def test_a_cap_by_time_leaves_room_for_the_meeting_or_closes_the_day() -> None:
    taken = Taken(bookings=[span(TUESDAY, "09:00", 60)])

    assert offered(taken=taken, rules=rules(per_day=Cap(time=timedelta(minutes=90)))) != []
    assert offered(taken=taken, rules=rules(45, per_day=Cap(time=timedelta(minutes=90)))) == []


def test_the_day_of_a_cap_is_the_hosts() -> None:
    """Half past midnight in Berlin is still the day before in London."""
    taken = Taken(bookings=[span(TUESDAY, "00:30")])

    assert offered(TUESDAY, taken=taken, rules=rules(per_day=Cap(count=1))) == []
    assert len(offered(MONDAY, taken=taken, rules=rules(per_day=Cap(count=1)))) == 6


def test_a_full_week_is_closed_from_monday_to_sunday() -> None:
    taken = Taken(bookings=[span(MONDAY, "00:00"), span(SUNDAY, "23:30")])

    assert days_offered(taken=taken, rules=rules(per_week=Cap(count=2))) == [30]
    assert days_offered(taken=taken, rules=rules(per_week=Cap(count=3))) == [23, 24, 25, 26, 27, 30]
    assert days_offered(taken=taken, rules=rules(per_week=Cap(time=timedelta(minutes=89)))) == [30]


def test_a_public_holiday_is_no_ordinary_day_but_one_with_hours_of_its_own() -> None:
    resting = Hours("Europe/Berlin", HOURS.weekly, is_holiday={TUESDAY, SUNDAY}.__contains__)
    assert days_offered(hours=resting) == [23, 25, 26, 27, 30]
    assert reason(TEN, hours=resting) is Reason.HOLIDAY
    assert reason(berlin(SUNDAY, "10:00"), hours=resting) is Reason.OUTSIDE_HOURS

    meant = replace(resting, exceptions={TUESDAY: ((time(10), time(11)),)})
    assert offered(hours=meant) == ["10:00", "10:30"]
    assert reason(TEN, hours=replace(resting, exceptions={TUESDAY: ()})) is Reason.DAY_OFF


# Why not


def reason(start: datetime, **asked: Any) -> Reason | None:
    return why_not(
        start,
        asked.get("hours", HOURS),
        asked.get("rules", rules()),
        asked.get("taken", NOTHING),
        now=asked.get("now", NOW),
    )


TEN = berlin(TUESDAY, "10:00")
OFF = Hours("Europe/Berlin", HOURS.weekly, exceptions={TUESDAY: ()})
FULL = Taken(bookings=[span(TUESDAY, "11:00")])


@pytest.mark.parametrize(
    ("start", "asked", "expected"),
    [
        (TEN, {}, None),
        (TEN.astimezone(ZoneInfo("Asia/Kolkata")), {}, None),
        (TEN.astimezone(timezone(timedelta(hours=-23, minutes=-59))), {}, None),
        (TEN.replace(tzinfo=None), {}, Reason.NO_ZONE),
        (berlin(MONDAY, "07:59"), {}, Reason.PAST),
        (datetime.min.replace(tzinfo=timezone(timedelta(hours=5))), {}, Reason.PAST),
        (berlin(MONDAY, "09:00"), {"rules": rules(notice=timedelta(hours=2))}, Reason.NOTICE),
        (berlin(MONDAY, "11:00"), {"rules": rules(not_same_day=True)}, Reason.SAME_DAY),
        (berlin(NEXT_MONDAY + timedelta(days=1), "10:00"), {}, Reason.HORIZON),
        (datetime.max.replace(tzinfo=timezone(timedelta(hours=-5))), {}, Reason.HORIZON),
        (datetime(9998, 6, 1, tzinfo=UTC), {"rules": rules(horizon=None)}, Reason.HORIZON),
        (TEN, {"hours": OFF}, Reason.DAY_OFF),
        (berlin(SUNDAY, "10:00"), {}, Reason.OUTSIDE_HOURS),
        (berlin(TUESDAY, "08:59"), {}, Reason.OUTSIDE_HOURS),
        (berlin(TUESDAY, "11:31"), {}, Reason.OUTSIDE_HOURS),
        (berlin(TUESDAY, "10:10"), {}, Reason.OFF_GRID),
        (TEN + timedelta(microseconds=1), {}, Reason.OFF_GRID),
        (TEN, {"taken": Taken(busy=[span(TUESDAY, "09:45")])}, Reason.BUSY),
        (TEN, {"taken": Taken(bookings=[span(TUESDAY, "10:29")])}, Reason.BOOKED),
        (TEN, {"taken": Taken(holds=[span(TUESDAY, "10:00")])}, Reason.HELD),
        (
            TEN,
            {"taken": Taken(busy=[span(TUESDAY, "10:00")], bookings=[span(TUESDAY, "10:00")])},
            Reason.BOOKED,
        ),
        (
            TEN,
            {
                "taken": Taken(busy=[span(TUESDAY, "09:00", 55)]),
                "rules": rules(buffer_before=timedelta(minutes=6)),
            },
            Reason.BUFFER,
        ),
        (
            TEN,
            {"taken": FULL, "rules": rules(buffer_after=timedelta(minutes=31))},
            Reason.BUFFER,
        ),
        (TEN, {"taken": FULL, "rules": rules(per_day=Cap(count=1))}, Reason.DAY_CAP),
        (berlin(WEDNESDAY, "10:00"), {"taken": FULL, "rules": rules(per_week=Cap(count=1))}, Reason.WEEK_CAP),
    ],
)
def test_every_refused_start_has_its_reason(
    start: datetime, asked: dict[str, Any], expected: Reason | None
) -> None:
    assert reason(start, **asked) is expected


def test_a_date_that_a_journey_skips_is_outside_the_hours() -> None:
    """Going west over the date line, Tokyo's Tuesday is over before Honolulu's Wednesday begins."""
    journey = Travel(WEDNESDAY, WEDNESDAY, "Pacific/Honolulu")
    all_day = dict.fromkeys(range(7), ((time(0), MIDNIGHT),))
    hours = Hours("Asia/Tokyo", all_day, travel=(journey,))

    assert reason(datetime(2026, 11, 24, 20, tzinfo=UTC), hours=hours) is Reason.OUTSIDE_HOURS
    assert reason(datetime(2026, 11, 25, 20, tzinfo=UTC), hours=hours) is None


def test_the_present_must_know_its_zone() -> None:
    with pytest.raises(ValueError, match="aware"):
        open_slots(HOURS, rules(), NOTHING, now=datetime(2026, 11, 24), within=ALWAYS)  # noqa: DTZ001
    with pytest.raises(ValueError, match="aware"):
        reason(TEN, now=datetime(2026, 11, 24))  # noqa: DTZ001


def test_a_stretch_of_all_time_is_answered_as_far_as_the_horizon() -> None:
    forever = TimeSpan(datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))

    assert len(open_slots(HOURS, rules(), NOTHING, now=NOW, within=forever)) == 36
    far = TimeSpan(datetime(9997, 1, 1, tzinfo=UTC), datetime.max.replace(tzinfo=UTC))
    assert open_slots(HOURS, rules(horizon=None), NOTHING, now=NOW, within=far) == []


def test_nothing_is_offered_before_the_first_of_the_dates() -> None:
    first = rules(first_day=WEDNESDAY)

    assert days_offered(rules=first) == [25, 26, 27, 30]
    assert reason(TEN, rules=first) is Reason.NOT_YET


def test_a_whole_day_is_explained_time_by_time() -> None:
    taken = Taken(bookings=[span(TUESDAY, "09:30")], busy=[span(TUESDAY, "11:00", 60)])
    asked = rules(buffer_after=timedelta(minutes=5))

    day = why_that_day(TUESDAY, HOURS, asked, taken, now=NOW)

    assert [(f"{place.start.astimezone(BERLIN):%H:%M}", reason) for place, reason in day] == [
        ("09:00", Reason.BUFFER),
        ("09:30", Reason.BOOKED),
        ("10:00", None),
        ("10:30", Reason.BUFFER),
        ("11:00", Reason.BUSY),
        ("11:30", Reason.BUSY),
    ]
    assert {reason for _, reason in why_that_day(TUESDAY, OFF, asked, taken, now=NOW)} == set()
    past = why_that_day(MONDAY - timedelta(days=3), HOURS, asked, taken, now=NOW)
    assert {reason for _, reason in past} == {Reason.PAST}


# The nearest ones


def starts(slots: Iterable[TimeSpan]) -> list[str]:
    return [f"{slot.start.astimezone(BERLIN):%H:%M}" for slot in slots]


def test_the_nearest_slots_come_in_their_order() -> None:
    slots = [span(TUESDAY, f"{hour:02}:00") for hour in range(8, 18)]

    assert starts(nearest(berlin(TUESDAY, "14:10"), slots)) == ["13:00", "14:00", "15:00"]
    assert starts(nearest(berlin(TUESDAY, "23:00"), slots, count=2)) == ["16:00", "17:00"]
    assert starts(nearest(berlin(TUESDAY, "09:30"), slots, count=1)) == ["09:00"]
    assert nearest(TEN, []) == []


# What other schedulers get wrong


def all_week(*windows: Window) -> dict[int, tuple[Window, ...]]:
    return dict.fromkeys(range(7), windows)


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("America/New_York", date(2026, 3, 8)),
        ("Europe/Berlin", date(2026, 3, 29)),
        ("Australia/Lord_Howe", date(2026, 10, 4)),
        ("America/Santiago", date(2026, 9, 6)),
    ],
)
def test_a_window_shorter_than_an_hour_stays_on_the_day_the_clock_goes_forward(zone: str, day: date) -> None:
    hours = Hours(zone, all_week((time(9), time(9, 45))))
    now = datetime.combine(day, time(0), UTC) - timedelta(days=2)

    assert offered(day, hours=hours, now=now, rules=rules(20, 25)) == ["09:00", "09:25"]


@pytest.mark.parametrize(
    ("zone", "day"), [("America/Santiago", date(2026, 9, 6)), ("Africa/Cairo", date(2026, 4, 24))]
)
def test_where_the_clock_skips_midnight_nine_stays_nine(zone: str, day: date) -> None:
    hours = Hours(zone, all_week((time(9), time(17))))
    now = datetime.combine(day, time(0), UTC) - timedelta(days=2)

    starts = offered(day, hours=hours, now=now)
    assert (starts[0], starts[-1], len(starts)) == ("09:00", "16:30", 16)


def test_the_first_six_hours_of_the_day_the_clock_goes_back_have_fourteen_half_hours() -> None:
    hours = Hours("America/New_York", all_week((time(0), time(6))))
    now = datetime(2026, 10, 30, tzinfo=UTC)

    starts = offered(date(2026, 11, 1), hours=hours, now=now)
    assert len(starts) == 14
    assert starts.count("01:00") == starts.count("01:30") == 2


def test_the_grid_is_the_hosts_whatever_zone_the_guest_asks_in() -> None:
    hours = Hours("Asia/Kolkata", all_week((time(9, 30), time(18))))

    def seen_from(zone: str) -> list[TimeSpan]:
        midnight = datetime(2026, 11, 24, tzinfo=UTC).astimezone(ZoneInfo(zone))
        within = TimeSpan(midnight, midnight + timedelta(days=2))
        return open_slots(hours, rules(60, 60), NOTHING, now=NOW.astimezone(ZoneInfo(zone)), within=within)

    assert seen_from("America/New_York") == seen_from("Asia/Kathmandu") == seen_from("UTC")
    assert seen_from("UTC")[0].start == datetime(2026, 11, 24, 4, tzinfo=UTC)


def test_the_first_slot_does_not_depend_on_the_present_moment() -> None:
    later = [
        offered(rules=rules(20, 50), now=berlin(TUESDAY, hhmm))
        for hhmm in ("07:00", "08:59", "09:01", "09:49")
    ]

    assert later[0] == later[1] == ["09:00", "09:50", "10:40", "11:30"]
    assert later[2] == later[3] == ["09:50", "10:40", "11:30"]
