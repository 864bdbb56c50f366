"""What other schedulers promise of the times they offer, and what their users had to complain about, asked of ours.

A case says what is kept and which times that gives. Unless it says otherwise it
is about Tuesday 24 November 2026 in Berlin, where the hours are nine to noon on
every day, a conversation takes half an hour, and it is Monday morning. Times are
written out, or as "09:00…11:30/30": every thirty minutes from the first to the
last. Where habits differ, ours is the one that the rules on the hours page state.
"""

from datetime import date, datetime
from typing import Any

import pytest

from outreach.availability.free_times import free_times, why_not_free

TUESDAY = "2026-11-24"
USUAL: dict[str, Any] = {
    "timezone": "Europe/Berlin",
    "weekly": dict.fromkeys(range(7), "9–12"),
    "length": 30,
    "now": "2026-11-23T08:00+01:00",
}
MORNING = "09:00…11:30/30"


def at(hhmm: str, day: str = TUESDAY) -> str:
    """A time in Berlin in winter."""
    return f"{day}T{hhmm}+01:00"


def every_day(hours: str) -> dict[int, str]:
    return dict.fromkeys(range(7), hours)


def written_out(times: str) -> list[str]:
    """ "09:00…10:00/30 14:00" as four times."""
    found = []
    for piece in times.split():
        if "…" not in piece:
            found.append(piece)
            continue
        first, _, rest = piece.partition("…")
        last, _, step = rest.partition("/")
        (hour, minute), (until, past) = (map(int, end.split(":")) for end in (first, last))
        every = range(hour * 60 + minute, until * 60 + past + 1, int(step))
        found += [f"{m // 60:02}:{m % 60:02}" for m in every]
    return found


def offered(on: str = TUESDAY, **kept: Any) -> list[str]:
    found = free_times(since=on, until=on, **(USUAL | kept))
    assert {start[:10] for start in found} <= {on}
    return [start[11:16] for start in found]


def days_offered(since: str, until: str, **kept: Any) -> list[str]:
    found = free_times(since=since, until=until, **(USUAL | kept))
    return sorted({start[5:10] for start in found})


Case = tuple[str, dict[str, Any]]

LENGTHS_AND_STEPS: list[Case] = [
    ("00:00…23:00/60", {"weekly": every_day("0–24"), "length": 60}),
    ("00:00…23:00/60", {"weekly": every_day("0–24"), "length": 30, "increment": 60}),
    ("00:00…23:40/20", {"weekly": every_day("0–24"), "length": 20}),
    ("00:00…23:20/20", {"weekly": every_day("0–23:45"), "length": 20}),
    ("11:00…11:40/20 14:00…14:40/20", {"weekly": every_day("11–12, 14–15"), "length": 20}),
    ("07:00 07:10…07:25/5", {"weekly": every_day("7–7:05, 7:10–7:30"), "length": 5}),
    ("07:22…07:46/8", {"weekly": every_day("7:22–8"), "length": 8}),
    ("00:10…01:50/10", {"weekly": every_day("0:10–2"), "length": 10}),
    ("09:30…15:30/60", {"weekly": every_day("9:30–17"), "length": 60}),
    ("07:30 08:30", {"weekly": every_day("7:30–9:30"), "length": 60}),
    ("09:15 11:30…12:30/60", {"weekly": every_day("9:15–11, 11:30–14"), "length": 60}),
    ("09:00", {"weekly": every_day("9–10"), "length": 60}),
    ("", {"weekly": every_day("9–9:59"), "length": 60}),
    ("09:00", {"weekly": every_day("9–9:59"), "length": 59}),
    ("09:00 09:15", {"weekly": every_day("9–10"), "length": 45, "increment": 15}),
    ("09:00 09:05 09:10 09:15", {"weekly": every_day("9–10"), "length": 45, "increment": 5}),
    ("09:00 09:45", {"weekly": every_day("9–10:30"), "length": 45}),
    ("09:00…11:00/30", {"length": 60, "increment": 30}),
    ("09:00…11:45/15", {"length": 15}),
    ("09:00…11:40/20", {"length": 15, "increment": 20}),
    ("09:00…11:00/120", {"length": 30, "increment": 120}),
    ("09:00", {"length": 30, "increment": 720}),
    ("09:00…10:30/90", {"length": 90}),
    ("09:00", {"length": 120}),
    ("09:00 10:00", {"length": 120, "increment": 60}),
    ("", {"length": 240}),
    ("09:00", {"length": 180}),
    ("09:00…11:59/1", {"length": 1}),
    ("09:00…11:56/7", {"length": 4, "increment": 7}),
    ("09:00 09:17 09:34 09:51 10:08 10:25 10:42 10:59 11:16 11:33", {"length": 17}),
    ("", {"weekly": {}}),
    ("", {"weekly": {"wednesday": "9–12"}}),
    (MORNING, {"weekly": {"Tue": "9–12"}}),
    (MORNING, {"weekly": {1: [("09:00", "12:00")]}}),
    ("23:00 23:30", {"weekly": every_day("23–24")}),
    ("00:00", {"weekly": every_day("0–0:45")}),
    ("00:00 23:30", {"weekly": every_day("0–0:30, 23:30–24")}),
    ("09:00…11:30/30 13:00…16:30/30", {"weekly": every_day("9–12, 13–17")}),
    ("09:00…16:30/30", {"weekly": every_day("9–12, 12–17")}),
    ("09:00 09:45 10:30 12:00 12:45", {"weekly": every_day("9–11:30, 12–13:30"), "length": 45}),
    ("09:00 10:00 12:00", {"weekly": every_day("9–11:40, 12–13:20"), "length": 60}),
    ("08:00 09:30 11:00", {"weekly": every_day("8–8:30, 9:30–10, 11–11:30")}),
]

OFFSETS: list[Case] = [
    ("09:10…11:10/30", {"start_offset": 10}),
    ("09:15…11:15/30", {"start_offset": 15}),
    ("09:30…11:30/30", {"start_offset": 30}),
    ("09:45…11:15/30", {"start_offset": 45}),
    ("09:05…11:05/60", {"start_offset": 5, "increment": 60}),
    ("", {"start_offset": 180}),
    ("11:30", {"start_offset": 150}),
    ("", {"start_offset": 151}),
    ("09:10 14:10", {"weekly": every_day("9–10, 14–15"), "start_offset": 10, "increment": 45}),
    ("14:40", {"weekly": every_day("9–9:40, 14–15:10"), "start_offset": 40}),
    ("09:59…11:29/30", {"start_offset": 59}),
]

NOTICE_AND_DATES: list[Case] = [
    (MORNING, {"now": at("00:00")}),
    (MORNING, {"now": at("09:00")}),
    ("09:30…11:30/30", {"now": at("09:01")}),
    ("09:30…11:30/30", {"now": at("09:30")}),
    ("11:30", {"now": at("11:29")}),
    ("", {"now": at("11:31")}),
    ("", {"now": at("23:59")}),
    ("12:00…23:00/60", {"weekly": every_day("0–24"), "length": 60, "now": at("11:59")}),
    (
        "13:00…23:00/60",
        {"weekly": every_day("0–24"), "length": 60, "now": at("11:59", "2026-11-23"), "notice": 1500},
    ),
    (MORNING, {"notice": 60}),
    (MORNING, {"notice": 1500}),
    ("09:30…11:30/30", {"notice": 1501}),
    ("10:00…11:30/30", {"notice": 26 * 60}),
    ("11:30", {"notice": 27 * 60 + 30}),
    ("", {"notice": 27 * 60 + 31}),
    ("", {"notice": 3 * 1440}),
    ("10:00…11:30/30", {"now": at("08:00"), "notice": 120}),
    ("10:30…11:30/30", {"now": at("08:01"), "notice": 120}),
    ("11:00…11:30/30", {"now": at("09:00"), "notice": 120}),
    (MORNING, {"not_same_day": True}),
    ("", {"not_same_day": True, "now": at("00:00")}),
    ("", {"not_same_day": True, "now": at("08:00")}),
    (MORNING, {"not_same_day": True, "now": at("23:59", "2026-11-23")}),
    ("10:00…11:30/30", {"not_same_day": True, "notice": 26 * 60}),
    ("", {"horizon": 0}),
    (MORNING, {"horizon": 0, "now": at("00:00")}),
    (MORNING, {"horizon": 1}),
    ("", {"horizon": 1, "now": at("23:59", "2026-11-22")}),
    (MORNING, {"horizon": 1, "now": at("00:00", "2026-11-23")}),
    (MORNING, {"horizon": 2, "now": at("00:00", "2026-11-22")}),
    (MORNING, {"horizon": 60}),
    (MORNING, {"last_day": "2026-11-24"}),
    ("", {"last_day": "2026-11-23"}),
    ("", {"last_day": "2020-01-01"}),
    (MORNING, {"first_day": "2026-11-24"}),
    ("", {"first_day": "2026-11-25"}),
    (MORNING, {"first_day": "2020-01-01", "last_day": "2026-12-31"}),
    (MORNING, {"first_day": "2026-11-24", "last_day": "2026-11-24"}),
    ("", {"first_day": "2026-11-25", "last_day": "2026-11-24"}),
    ("", {"first_day": "2026-11-20", "last_day": "2026-12-24", "horizon": 0}),
]

BUSY: list[Case] = [
    (MORNING, {"busy": [(at("08:00"), at("09:00"))]}),
    (MORNING, {"busy": [(at("12:00"), at("13:00"))]}),
    ("09:30…11:30/30", {"busy": [(at("08:00"), at("09:01"))]}),
    ("09:00…11:00/30", {"busy": [(at("11:59"), at("13:00"))]}),
    ("09:00 09:30 10:30…11:30/30", {"busy": [(at("10:00"), 30)]}),
    ("09:00 09:30 10:30…11:30/30", {"busy": [(at("10:10"), 1)]}),
    ("09:00 09:30 11:00 11:30", {"busy": [(at("10:15"), 30)]}),
    ("", {"busy": [(at("08:00"), at("12:00"))]}),
    ("", {"busy": [(at("00:00"), at("00:00", "2026-11-25"))]}),
    ("", {"busy": [(at("00:00", "2026-11-20"), at("00:00", "2026-12-01"))]}),
    (MORNING, {"busy": [(at("00:00", "2026-11-23"), at("00:00"))]}),
    (MORNING, {"busy": [(at("00:00", "2026-11-25"), at("00:00", "2026-11-26"))]}),
    ("11:00 11:30", {"busy": [(at("09:00"), 60), (at("10:00"), 60)]}),
    ("11:00 11:30", {"busy": [(at("10:00"), 60), (at("09:00"), 60)]}),
    ("11:00 11:30", {"busy": [(at("09:00"), 120), (at("09:30"), 10)]}),
    ("11:30", {"busy": [(at("09:30"), 10), (at("09:00"), 150)]}),
    ("09:00 11:30", {"busy": [(at("09:30"), 30), (at("10:00"), 30), (at("10:30"), 60)]}),
    ("08:00 09:00 11:00", {"weekly": every_day("8–12:30"), "length": 60, "busy": [(at("10:00"), 10)]}),
    ("08:00 09:00 11:00", {"weekly": every_day("8–12"), "length": 60, "busy": [(at("10:00"), 10)]}),
    ("09:45 11:15", {"length": 45, "busy": [(at("09:00"), 45), (at("10:30"), 45)]}),
    ("09:30…11:00/30", {"busy": [(at("09:00"), 30), (at("11:30"), 30)]}),
    (MORNING, {"busy": [], "bookings": [], "holds": []}),
    ("09:00 09:30 10:30…11:30/30", {"busy": [("2026-11-24T09:00Z", 30)]}),
    ("09:00 09:30 10:30…11:30/30", {"busy": [("2026-11-24T04:00-05:00", 30)]}),
    ("09:00 09:30 10:30…11:30/30", {"bookings": [(at("10:00"), 30)]}),
    ("09:00 09:30 10:30…11:30/30", {"holds": [(at("10:00"), 30)]}),
    (
        "11:00 11:30",
        {"busy": [(at("09:00"), 30)], "bookings": [(at("09:30"), 30)], "holds": [(at("10:00"), 60)]},
    ),
    ("09:00 09:30 10:30…11:30/30", {"busy": [(at("10:00"), 30)] * 50}),
]

BUFFERS: list[Case] = [
    ("09:00 11:00 11:30", {"busy": [(at("10:00"), 30)], "buffer_before": 15, "buffer_after": 15}),
    ("09:00 09:30 11:00 11:30", {"busy": [(at("10:00"), 30)], "buffer_before": 15}),
    ("09:00 10:30…11:30/30", {"busy": [(at("10:00"), 30)], "buffer_after": 15}),
    ("09:00 11:00 11:30", {"busy": [(at("10:00"), 30)], "buffer_before": 30, "buffer_after": 30}),
    ("11:30", {"busy": [(at("10:00"), 30)], "buffer_before": 60, "buffer_after": 60}),
    ("", {"busy": [(at("10:00"), 60)], "buffer_before": 60, "buffer_after": 60}),
    ("09:30…11:30/30", {"busy": [(at("08:00"), 60)], "buffer_before": 10}),
    (MORNING, {"busy": [(at("08:00"), 50)], "buffer_before": 10}),
    ("09:30…11:30/30", {"busy": [(at("08:00"), 51)], "buffer_before": 10}),
    ("09:00…11:00/30", {"busy": [(at("12:00"), 60)], "buffer_after": 10}),
    (MORNING, {"busy": [(at("12:10"), 60)], "buffer_after": 10}),
    ("09:00…11:00/30", {"busy": [(at("12:09"), 60)], "buffer_after": 10}),
    (MORNING, {"buffer_before": 240, "buffer_after": 240}),
    ("10:00…11:30/30", {"bookings": [(at("09:00"), 30)], "buffer_before": 5}),
    ("09:30…11:30/30", {"bookings": [(at("09:00"), 30)], "buffer_after": 5}),
    ("09:00…10:30/30", {"holds": [(at("11:30"), 30)], "buffer_after": 5}),
    ("09:00…11:00/30", {"holds": [(at("11:30"), 30)], "buffer_before": 5}),
    ("10:30…11:30/30", {"busy": [(at("23:00", "2026-11-23"), at("09:30"))], "buffer_before": 45}),
    (MORNING, {"busy": [(at("23:00", "2026-11-23"), at("08:15"))], "buffer_before": 45}),
    (
        "09:00 10:30",
        {"busy": [(at("09:45"), 30)], "length": 30, "increment": 90, "buffer_before": 15, "buffer_after": 15},
    ),
    (
        "09:40 10:00",
        {"weekly": every_day("9–10:20"), "length": 20, "busy": [(at("09:10"), 20)], "buffer_before": 10},
    ),
]

FIRST, LAST = (at("09:00"), 30), (at("11:30"), 30)
MONDAYS, SUNDAYS = (at("10:00", "2026-11-23"), 30), (at("10:00", "2026-11-29"), 30)
LIMITS: list[Case] = [
    ("09:30…11:30/30", {"bookings": [FIRST], "most_a_day": 2}),
    ("", {"bookings": [FIRST], "most_a_day": 1}),
    ("", {"bookings": [FIRST, LAST], "most_a_day": 2}),
    ("09:30…11:00/30", {"bookings": [FIRST, LAST], "most_a_day": 3}),
    ("", {"most_a_day": 0}),
    ("", {"holds": [FIRST], "most_a_day": 1}),
    ("", {"holds": [FIRST], "bookings": [LAST], "most_a_day": 2}),
    ("09:30…11:30/30", {"busy": [FIRST], "most_a_day": 1}),
    (MORNING, {"bookings": [MONDAYS], "most_a_day": 1}),
    ("", {"bookings": [(at("20:00"), 30)], "most_a_day": 1}),
    ("", {"bookings": [(at("00:00"), 30)], "most_a_day": 1}),
    (MORNING, {"bookings": [(at("00:00", "2026-11-25"), 30)], "most_a_day": 1}),
    (MORNING, {"bookings": [(at("23:59", "2026-11-23"), 30)], "most_a_day": 1}),
    ("09:30…11:30/30", {"bookings": [FIRST], "time_a_day": 60}),
    ("", {"bookings": [FIRST], "time_a_day": 59}),
    ("", {"bookings": [FIRST], "time_a_day": 30}),
    ("", {"time_a_day": 29}),
    (MORNING, {"time_a_day": 30}),
    ("", {"bookings": [FIRST], "holds": [LAST], "time_a_day": 89}),
    ("09:30…11:00/30", {"bookings": [FIRST], "holds": [LAST], "time_a_day": 90}),
    ("10:00…11:00/60", {"bookings": [FIRST], "length": 60, "time_a_day": 90}),
    ("", {"bookings": [FIRST], "length": 60, "time_a_day": 89}),
    ("", {"bookings": [FIRST], "most_a_day": 5, "time_a_day": 45}),
    (MORNING, {"bookings": [MONDAYS], "most_a_week": 2}),
    ("", {"bookings": [MONDAYS], "most_a_week": 1}),
    ("", {"bookings": [SUNDAYS], "most_a_week": 1}),
    ("", {"bookings": [MONDAYS, SUNDAYS], "most_a_week": 2}),
    (MORNING, {"bookings": [(at("23:30", "2026-11-22"), 20)], "most_a_week": 1}),
    (MORNING, {"bookings": [(at("00:00", "2026-11-30"), 20)], "most_a_week": 1}),
    ("", {"bookings": [(at("23:30", "2026-11-29"), 60)], "most_a_week": 1}),
    (MORNING, {"bookings": [MONDAYS], "time_a_week": 60}),
    ("", {"bookings": [MONDAYS], "time_a_week": 59}),
    ("", {"holds": [MONDAYS], "most_a_week": 1, "most_a_day": 3}),
    ("", {"bookings": [MONDAYS], "time_a_week": 45, "most_a_week": 9}),
]

DAYS: list[Case] = [
    ("14:00 14:30", {"exceptions": {TUESDAY: "14–15"}}),
    ("08:00 20:00", {"exceptions": {TUESDAY: "8–8:30, 20–20:30"}}),
    ("", {"exceptions": {TUESDAY: ""}}),
    ("", {"exceptions": {TUESDAY: "off"}}),
    ("", {"exceptions": {date(2026, 11, 24): ()}}),
    (MORNING, {"exceptions": {"2026-11-25": "off"}}),
    (MORNING, {"exceptions": {"2026-11-23": "14–15"}}),
    ("14:00 14:30", {"weekly": {}, "exceptions": {TUESDAY: "14–15"}}),
    ("00:00…23:30/30", {"exceptions": {TUESDAY: "all day"}}),
    ("", {"away": [TUESDAY]}),
    ("", {"away": [("2026-11-23", "2026-11-25")]}),
    ("", {"away": [("2026-11-24", "2026-11-24")]}),
    (MORNING, {"away": [("2026-11-25", "2026-12-31")]}),
    (MORNING, {"away": ["2026-11-23", "2026-11-25"]}),
    ("", {"away": [TUESDAY], "exceptions": {TUESDAY: "14–15"}}),
    ("15:00…17:30/30", {"exceptions": {TUESDAY: "15–18"}, "busy": [(at("10:00"), 60)]}),
    ("15:00 16:00…17:30/30", {"exceptions": {TUESDAY: "15–18"}, "busy": [(at("15:30"), 30)]}),
    ("", {"exceptions": {TUESDAY: "15–15:20"}}),
    ("09:30", {"exceptions": {TUESDAY: "9–10"}, "now": at("09:15")}),
]

SPRING, AUTUMN = "2026-03-29", "2026-10-25"
CLOCKS: list[tuple[str, str, dict[str, Any]]] = [
    # Zone, day and hours; then what is offered on the host's clock.
    (SPRING, "09:00…16:30/30", {"weekly": every_day("9–17")}),
    (AUTUMN, "09:00…16:30/30", {"weekly": every_day("9–17")}),
    (SPRING, "00:00…01:30/30 03:00…05:30/30", {"weekly": every_day("0–6")}),
    (AUTUMN, "00:00…02:30/30 02:00…05:30/30", {"weekly": every_day("0–6")}),
    (SPRING, "03:00 03:30", {"weekly": every_day("2–4")}),
    (SPRING, "", {"weekly": every_day("2–3")}),
    (SPRING, "03:30…04:30/30", {"weekly": every_day("2:30–5")}),
    (SPRING, "01:00 01:30", {"weekly": every_day("1–2")}),
    (AUTUMN, "02:00 02:30 02:00 02:30", {"weekly": every_day("2–3")}),
    (AUTUMN, "02:30 02:00 02:30", {"weekly": every_day("2:30–3")}),
    (SPRING, "09:00 09:25", {"weekly": every_day("9–9:45"), "length": 20, "increment": 25}),
    (SPRING, "23:00 23:30", {"weekly": every_day("23–24")}),
    (AUTUMN, "23:00 23:30", {"weekly": every_day("23–24")}),
    ("2026-03-08", "09:00…16:30/30", {"timezone": "America/New_York", "weekly": every_day("9–17")}),
    ("2026-11-01", "09:00…16:30/30", {"timezone": "America/New_York", "weekly": every_day("9–17")}),
    (
        "2026-11-01",
        "00:00…01:30/30 01:00…05:30/30",
        {"timezone": "America/New_York", "weekly": every_day("0–6")},
    ),
    (
        "2026-03-08",
        "00:00…01:30/30 03:00…05:30/30",
        {"timezone": "America/New_York", "weekly": every_day("0–6")},
    ),
    ("2026-09-06", "09:00…16:30/30", {"timezone": "America/Santiago", "weekly": every_day("9–17")}),
    ("2026-09-06", "01:00 01:30", {"timezone": "America/Santiago", "weekly": every_day("0–2")}),
    (
        "2026-04-04",
        "22:00…23:30/30 23:00 23:30",
        {"timezone": "America/Santiago", "weekly": every_day("22–24")},
    ),
    ("2026-04-24", "09:00…16:30/30", {"timezone": "Africa/Cairo", "weekly": every_day("9–17")}),
    ("2026-04-24", "01:00…02:30/30", {"timezone": "Africa/Cairo", "weekly": every_day("0–3")}),
    ("2026-10-04", "09:00…16:30/30", {"timezone": "Australia/Lord_Howe", "weekly": every_day("9–17")}),
    ("2026-10-04", "01:00 01:30 02:30", {"timezone": "Australia/Lord_Howe", "weekly": every_day("1–3")}),
    (
        "2026-04-05",
        "01:00 01:30 01:30 02:00 02:30",
        {"timezone": "Australia/Lord_Howe", "weekly": every_day("1–3")},
    ),
    ("2026-09-27", "09:00…16:30/30", {"timezone": "Pacific/Auckland", "weekly": every_day("9–17")}),
    ("2026-04-05", "09:00…16:30/30", {"timezone": "Pacific/Auckland", "weekly": every_day("9–17")}),
    (
        TUESDAY,
        "09:30…17:30/60",
        {"timezone": "Asia/Kolkata", "weekly": every_day("9:30–18"), "length": 30, "increment": 60},
    ),
    (TUESDAY, "09:00…11:30/30", {"timezone": "Asia/Kathmandu"}),
    (TUESDAY, "09:00…11:30/30", {"timezone": "Australia/Eucla"}),
    (TUESDAY, "09:00…11:30/30", {"timezone": "Pacific/Chatham"}),
    (TUESDAY, "09:00…11:30/30", {"timezone": "America/St_Johns"}),
    (TUESDAY, "09:00…11:30/30", {"timezone": "Pacific/Kiritimati"}),
    (TUESDAY, "09:00…11:30/30", {"timezone": "Pacific/Niue"}),
    (TUESDAY, "09:00…11:30/30", {"timezone": "Etc/GMT+5"}),
    (TUESDAY, "09:00…11:30/30", {"timezone": "UTC"}),
    (TUESDAY, "09:00…11:30/30", {"travel": [(TUESDAY, TUESDAY, "Asia/Tokyo")]}),
    (TUESDAY, "09:00…11:30/30", {"travel": [(TUESDAY, "2026-12-24", "America/Los_Angeles")]}),
    (TUESDAY, "", {"travel": [(TUESDAY, TUESDAY, "Asia/Tokyo")], "away": [TUESDAY]}),
    (
        TUESDAY,
        "14:00 14:30",
        {"travel": [(TUESDAY, TUESDAY, "Asia/Tokyo")], "exceptions": {TUESDAY: "14–15"}},
    ),
]


MORE: list[Case] = [
    # windows given as pairs that overlap or touch
    (MORNING, {"weekly": {1: [("09:00", "11:00"), ("10:00", "12:00")]}}),
    ("09:00 10:00", {"weekly": {1: [("09:00", "10:00"), ("10:00", "11:00")]}, "length": 60}),
    ("08:00…09:30/30", {"exceptions": {TUESDAY: [("08:00", "09:00"), ("08:30", "10:00")]}}),
    # the night: two windows that touch at midnight stay two
    ("22:00…23:30/30", {"weekly": every_day("0–2, 22–24"), "busy": [(at("00:00"), 120)]}),
    ("00:00…01:00/30 22:00…23:00/30", {"weekly": every_day("0–2, 22–24"), "length": 45, "increment": 30}),
    # whole days of other zones, and days on end
    (MORNING, {"busy": [("2026-11-23T00:00-08:00", "2026-11-24T00:00-08:00")]}),
    ("11:00 11:30", {"busy": [("2026-11-24T00:00+14:00", "2026-11-25T00:00+14:00")]}),
    ("", {"busy": [("2026-11-24T00:00-01:00", "2026-11-25T00:00-01:00")]} | {"weekly": every_day("9–12")}),
    ("10:30…11:30/30", {"busy": [("2026-11-20T10:00+01:00", at("10:10"))]}),
    ("09:00", {"busy": [(at("09:30"), "2026-12-20T10:00+01:00")]}),
    # all at once
    ("09:10…11:40/30", {"length": 15, "increment": 30, "start_offset": 10}),
    (
        "09:00 09:15 10:45…11:30/15",
        {"increment": 15, "buffer_before": 15, "buffer_after": 15, "busy": [(at("10:00"), 30)]},
    ),
    ("09:30…11:30/15", {"now": at("09:10"), "notice": 20, "increment": 15}),
    ("10:00…11:30/30", {"bookings": [(at("09:00"), 30), (at("09:30"), 30)], "most_a_day": 3}),
    ("", {"bookings": [(at("09:00"), 30), (at("09:30"), 30)], "time_a_day": 60}),
    (
        "11:30",
        {
            "now": at("10:05"),
            "notice": 60,
            "start_offset": 15,
            "length": 20,
            "increment": 45,
            "busy": [(at("10:30"), 15)],
        },
    ),
]


def numbered(cases: list[Case]) -> list[Any]:
    return [
        pytest.param(times, kept, id=f"{place}-{times[:24]}") for place, (times, kept) in enumerate(cases)
    ]


@pytest.mark.parametrize(
    ("times", "kept"),
    [
        *numbered(LENGTHS_AND_STEPS),
        *numbered(OFFSETS),
        *numbered(NOTICE_AND_DATES),
        *numbered(BUSY),
        *numbered(BUFFERS),
        *numbered(LIMITS),
        *numbered(DAYS),
        *numbered(MORE),
    ],
)
def test_what_is_kept_decides_what_is_offered(times: str, kept: dict[str, Any]) -> None:
    assert offered(**kept) == written_out(times)


@pytest.mark.parametrize(("on", "times", "kept"), CLOCKS)
def test_the_clock_of_the_host_decides_on_every_day(on: str, times: str, kept: dict[str, Any]) -> None:
    assert offered(on, **({"now": f"{on[:4]}-01-01T00:00Z"} | kept)) == written_out(times)


@pytest.mark.parametrize("machine", ["UTC", "America/New_York", "Pacific/Auckland"])
def test_the_repeated_hour_is_told_apart_by_its_offset(machine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", machine)
    found = free_times(
        **USUAL | {"weekly": every_day("2–3"), "now": "2026-10-01T00:00Z"}, since=AUTUMN, until=AUTUMN
    )

    assert found == [
        "2026-10-25T02:00:00+02:00",
        "2026-10-25T02:30:00+02:00",
        "2026-10-25T02:00:00+01:00",
        "2026-10-25T02:30:00+01:00",
    ]


@pytest.mark.parametrize(
    ("days", "kept"),
    [
        ("11-23 11-24 11-25 11-26 11-27 11-28 11-29 11-30", {}),
        ("11-24 11-25 11-26 11-27 11-28 11-29 11-30", {"not_same_day": True}),
        ("11-25 11-26 11-27 11-28 11-29 11-30", {"notice": 2 * 1440}),
        ("11-23 11-24 11-25", {"horizon": 2}),
        ("11-25 11-26", {"first_day": "2026-11-25", "last_day": "2026-11-26"}),
        ("11-23 11-24 11-25 11-26 11-27 11-30", {"weekly": dict.fromkeys(range(5), "9–12")}),
        ("11-28 11-29", {"weekly": {"sat": "9–12", "sun": "9–12"}}),
        ("11-23 11-27 11-28 11-29 11-30", {"away": [("2026-11-24", "2026-11-26")]}),
        ("11-30", {"bookings": [(at("10:00"), 30)], "most_a_week": 1}),
        ("11-23 11-25 11-26 11-27 11-28 11-29 11-30", {"bookings": [(at("10:00"), 30)], "most_a_day": 1}),
        ("11-26", {"weekly": {}, "exceptions": {"2026-11-26": "9–10"}}),
    ],
)
def test_whole_days_come_and_go(days: str, kept: dict[str, Any]) -> None:
    assert days_offered("2026-11-22", "2026-11-30", **kept) == days.split()


@pytest.mark.parametrize(
    ("start", "reason", "kept"),
    [
        (at("10:00"), None, {}),
        ("2026-11-24T10:00", "no_zone", {}),
        (at("07:59", "2026-11-23"), "past", {}),
        (at("09:00", "2026-11-23"), "notice", {"notice": 120}),
        (at("09:00", "2026-11-23"), "same_day", {"not_same_day": True}),
        (at("10:00"), "not_yet", {"first_day": "2026-11-25"}),
        (at("10:00"), "horizon", {"horizon": 0}),
        (at("10:00"), "horizon", {"last_day": "2026-11-23"}),
        (at("10:00"), "day_off", {"exceptions": {TUESDAY: "off"}}),
        (at("10:00"), "day_off", {"away": [TUESDAY]}),
        (at("10:00"), "outside_hours", {"weekly": {}}),
        (at("08:30"), "outside_hours", {}),
        (at("11:45"), "outside_hours", {"length": 30, "increment": 15}),
        (at("10:15"), "off_grid", {}),
        (at("10:00"), "off_grid", {"start_offset": 10}),
        (at("10:00"), "booked", {"bookings": [(at("10:00"), 30)]}),
        (at("10:00"), "held", {"holds": [(at("10:00"), 30)]}),
        (at("10:00"), "busy", {"busy": [(at("10:00"), 30)]}),
        (at("10:30"), "buffer", {"busy": [(at("10:00"), 30)], "buffer_before": 5}),
        (at("10:00"), "day_cap", {"bookings": [FIRST], "most_a_day": 1}),
        (at("10:00"), "week_cap", {"bookings": [MONDAYS], "most_a_week": 1}),
        ("2026-03-29T02:30+01:00", None, {"weekly": every_day("0–6"), "now": "2026-03-01T00:00Z"}),
        (datetime(9999, 12, 31), "no_zone", {}),  # noqa: DTZ001
        ("9999-12-31T23:59+00:00", "horizon", {}),
        ("0001-01-01T00:00+00:00", "past", {}),
    ],
)
def test_what_is_not_offered_has_its_reason(start: Any, reason: str | None, kept: dict[str, Any]) -> None:
    assert why_not_free(start, **(USUAL | kept)) == reason


@pytest.mark.parametrize(
    "kept",
    [
        {"timezone": "Factory"},
        {"timezone": "../../etc/passwd"},
        {"timezone": ""},
        {"timezone": "europe/berlin"},
        {"length": 0},
        {"length": -1},
        {"length": 10**9},
        {"increment": 0},
        {"buffer_before": -5},
        {"notice": -1},
        {"horizon": -1},
        {"most_a_day": -1},
        {"weekly": {"someday": "9–12"}},
        {"weekly": {7: "9–12"}},
        {"weekly": {0: "12–9"}},
        {"weekly": {0: "9–12, 11–13"}},
        {"weekly": {0: "9–25"}},
        {"exceptions": {"2026-02-29": "9–12"}},
        {"travel": [("2026-11-25", "2026-11-24", "Asia/Tokyo")]},
        {"busy": [("2026-11-24T09:00", 30)]},
        {"busy": [(at("10:00"), at("09:00"))]},
        {"busy": [(at("10:00"), 0)]},
        {"now": "2026-11-24T09:00"},
        {"now": "10000-01-01T00:00Z"},
    ],
)
def test_what_cannot_be_meant_is_refused(kept: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        offered(**kept)


def test_there_are_more_than_two_hundred_cases() -> None:
    groups = (LENGTHS_AND_STEPS, OFFSETS, NOTICE_AND_DATES, BUSY, BUFFERS, LIMITS, DAYS)
    assert sum(len(group) for group in groups) + len(CLOCKS) > 200
