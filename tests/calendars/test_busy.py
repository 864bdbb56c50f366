"""When a stranger's calendar says that its owner is busy."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from outreach.calendars import by_library
from outreach.calendars.busy import BusyTimes, Reading, busy_times
from outreach.timespan import TimeSpan
from tests.calendars.by_the_book import busy_by_the_book
from tests.calendars.writing_feeds import WITHIN, busy, calendar, event, read

NINE = "DTSTART:20261124T090000Z"
TEN = "DTEND:20261124T100000Z"
AT_NINE = ["11-24 09:00 to 11-24 10:00"]
DAILY = ("DTSTART:20261123T090000Z", "DTEND:20261123T100000Z", "RRULE:FREQ=DAILY;COUNT=3")
THREE_DAYS = [f"11-{day} 09:00 to 11-{day} 10:00" for day in (23, 24, 25)]
OTHER_PLACES = (  # how programs call a clock that shows ten in London when it is eleven there
    "Europe/Berlin",
    "W. Europe Standard Time",
    "/freeassociation.sourceforge.net/Europe/Berlin",
    "/mozilla.org/20050126_1/Europe/Berlin",
    "GMT+01:00",
    "(UTC+01:00)",
    "UTC+1",
)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([NINE, TEN], AT_NINE),
        ([NINE, "DURATION:PT1H"], AT_NINE),
        ([NINE, "DURATION:P1W"], ["11-24 09:00 to 12-01 09:00"]),
        ([NINE], []),
        ([NINE, "DTEND:20261124T090000Z"], []),
        ([NINE, "DTEND:20261124T080000Z"], ["11-24 08:00 to 11-24 09:00"]),
        ([NINE, "DURATION:-PT1H"], ["11-24 08:00 to 11-24 09:00"]),
        ([NINE, TEN, "STATUS:CANCELLED"], []),
        ([NINE, TEN, "STATUS:TENTATIVE"], AT_NINE),
        ([NINE, TEN, "TRANSP:TRANSPARENT"], []),
        ([NINE, TEN, "TRANSP:OPAQUE"], AT_NINE),
        (["dtstart:20261124T090000Z", "dtend:20261124T100000Z"], AT_NINE),
        (["DTSTART;VALUE=DATE-TIME:20261124T090000Z", TEN], AT_NINE),
        ([NINE, TEN, "BEGIN:VALARM", "TRIGGER:-PT15M", "DURATION:PT9H", "END:VALARM"], AT_NINE),
        (["DTSTART:20261124T090000Z", "DTEND;TZID=Europe/Berlin:20261124T110000"], AT_NINE),
        (["DTSTART:20250101T090000Z", "DTEND:20290101T100000Z"], ["10-01 00:00 to 01-01 00:00"]),
        (["DTSTART:00010101T000000Z", "DTEND:99991231T235959Z"], ["10-01 00:00 to 01-01 00:00"]),
    ],
)
def test_an_event_takes_its_time(lines: list[str], expected: list[str]) -> None:
    assert busy(calendar(event(*lines))) == expected


@pytest.mark.parametrize("zone", OTHER_PLACES)
def test_a_zone_goes_by_many_names(zone: str) -> None:
    lines = (f'DTSTART;TZID="{zone}":20261124T100000', f'DTEND;TZID="{zone}":20261124T110000')
    found = read(calendar(event(*lines)), timezone="America/New_York")

    assert [span.start.hour for span in found.spans] == [9]
    assert found.not_understood == 0


BERLIN_BY_ANOTHER_NAME = """BEGIN:VTIMEZONE
TZID:Somewhere with a wall
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE"""


def test_a_zone_that_the_calendar_defines_is_believed() -> None:
    lines = (
        "DTSTART;TZID=Somewhere with a wall:20261020T100000",
        "DURATION:PT1H",
        "RRULE:FREQ=WEEKLY;COUNT=2",
    )
    found = read(calendar(event(*lines), BERLIN_BY_ANOTHER_NAME))

    assert [span.start.hour for span in found.spans] == [8, 9]  # in summer, and in winter
    assert (found.events, found.not_understood) == (1, 0)


def test_a_definition_that_contradicts_a_known_name_is_not() -> None:
    wrong = BERLIN_BY_ANOTHER_NAME.replace("Somewhere with a wall", "Europe/Berlin").replace("+0100", "-0800")
    lines = ("DTSTART;TZID=Europe/Berlin:20261124T100000", "DURATION:PT1H")

    assert busy(calendar(wrong, event(*lines))) == AT_NINE


@pytest.mark.parametrize(
    "zone",
    ["../../etc/passwd", "/etc/localtime", "America", "Nowhere/Atall", "x" * 5000, "", "posixrules", "localtime",
     "Factory", "europe/berlin ", "GMT+99:00", "\x00", "Europe/Berlin\n", "tzone://Microsoft/Custom", "."],
)  # fmt: skip
def test_a_zone_that_nobody_knows_is_the_owners_and_is_counted(zone: str) -> None:
    zone = zone.replace("\n", "")
    found = read(
        calendar(event(f"DTSTART;TZID={zone}:20261124T100000", "DURATION:PT1H")), timezone="Europe/Berlin"
    )

    assert [span.start.hour for span in found.spans] == [9]
    assert found.not_understood == (0 if zone in {"", "\x00", "Europe/Berlin"} else 1)


def test_a_time_without_a_zone_is_on_the_calendars_clock_else_on_the_owners() -> None:
    floating = event("DTSTART:20261124T100000", "DURATION:PT1H")

    assert busy(calendar(floating), timezone="Europe/Berlin") == AT_NINE
    assert busy(calendar("X-WR-TIMEZONE:Europe/Berlin", floating), timezone="America/New_York") == AT_NINE
    assert busy(calendar("X-WR-TIMEZONE:No/Such", floating), timezone="Europe/Berlin") == AT_NINE


def test_that_clock_does_not_touch_times_that_have_a_zone() -> None:
    lines = ("DTSTART;TZID=Europe/Berlin:20261124T100000", "DTEND;TZID=Europe/Berlin:20261124T110000")

    assert busy(calendar("X-WR-TIMEZONE:America/New_York", event(*lines))) == AT_NINE


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["DTSTART;VALUE=DATE:20261124", "DTEND;VALUE=DATE:20261125"], "11-24 05:00 to 11-25 05:00"),
        (["DTSTART;VALUE=DATE:20261124"], "11-24 05:00 to 11-25 05:00"),
        (["DTSTART:20261124"], "11-24 05:00 to 11-25 05:00"),
        (["DTSTART;VALUE=DATE:20261124", "DTEND;VALUE=DATE:20261124"], "11-24 05:00 to 11-25 05:00"),
        (["DTSTART;VALUE=DATE:20261124", "DURATION:P2D"], "11-24 05:00 to 11-26 05:00"),
        (["DTSTART;VALUE=DATE:20261101", "DTEND;VALUE=DATE:20261102"], "11-01 04:00 to 11-02 05:00"),
    ],
)
def test_a_whole_day_is_a_day_of_its_owner(lines: list[str], expected: str) -> None:
    assert busy(calendar(event(*lines)), timezone="America/New_York") == [expected]


@pytest.mark.parametrize(
    ("partstat", "address", "expected"),
    [
        ("DECLINED", "mailto:Ada@Example.org", []),
        ("DECLINED", "MAILTO:ada@example.org", []),
        ("ACCEPTED", "mailto:ada@example.org", AT_NINE),
        ("NEEDS-ACTION", "mailto:ada@example.org", AT_NINE),
        ("TENTATIVE", "mailto:ada@example.org", AT_NINE),
        ("DECLINED", "mailto:grace@example.com", AT_NINE),
    ],
)
def test_what_the_owner_declined_takes_no_time(partstat: str, address: str, expected: list[str]) -> None:
    attendee = f'ATTENDEE;CN="Lovelace: Ada; Countess";PARTSTAT={partstat}:{address}'

    assert busy(calendar(event(NINE, TEN, attendee)), own=frozenset({"ada@example.org"})) == expected


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ([], THREE_DAYS),
        (["EXDATE:20261124T090000Z"], [THREE_DAYS[0], THREE_DAYS[2]]),
        (["EXDATE;TZID=Europe/Berlin:20261124T100000,20261125T100000"], THREE_DAYS[:1]),
        (["EXDATE;VALUE=DATE:20261124"], [THREE_DAYS[0], THREE_DAYS[2]]),
        (["RDATE:20261127T090000Z"], [*THREE_DAYS, "11-27 09:00 to 11-27 10:00"]),
        (["RDATE;VALUE=PERIOD:20261127T090000Z/PT2H"], [*THREE_DAYS, "11-27 09:00 to 11-27 11:00"]),
    ],
)
def test_repetitions_are_taken_out_and_added(more: list[str], expected: list[str]) -> None:
    assert busy(calendar(event(*DAILY, *more))) == expected


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (["DTSTART:20261124T140000Z", "DURATION:PT30M"], [THREE_DAYS[0], "11-24 14:00 to 11-24 14:30", THREE_DAYS[2]]),
        (["DTSTART:20261124T090000Z", TEN, "STATUS:CANCELLED"], [THREE_DAYS[0], THREE_DAYS[2]]),
        (["DTSTART:20261124T090000Z", TEN, "TRANSP:TRANSPARENT"], [THREE_DAYS[0], THREE_DAYS[2]]),
        (["DTSTART:20261201T090000Z", "DURATION:PT1H"], [THREE_DAYS[0], THREE_DAYS[2], "12-01 09:00 to 12-01 10:00"]),
    ],
)  # fmt: skip
def test_one_repetition_may_be_another_way(changed: list[str], expected: list[str]) -> None:
    raw = calendar(event(*DAILY), event("RECURRENCE-ID:20261124T090000Z", *changed))

    assert busy(raw) == expected


def test_of_many_ways_for_one_repetition_the_newest_counts() -> None:
    others = [
        event(
            "RECURRENCE-ID:20261124T090000Z",
            f"DTSTART:20261124T{11 + n % 8}0000Z",
            "DURATION:PT1H",
            f"SEQUENCE:{n}",
        )
        for n in range(1, 2001)
    ]

    assert busy(calendar(event(*DAILY), *others)) == [
        THREE_DAYS[0], "11-24 11:00 to 11-24 12:00", THREE_DAYS[2]
    ]  # fmt: skip


def test_a_birthday_on_the_twenty_ninth_of_february_comes_in_leap_years_alone() -> None:
    lines = ("DTSTART;VALUE=DATE:20240229", "RRULE:FREQ=YEARLY", "TRANSP:OPAQUE")

    def in_february(year: int) -> list[str]:
        within = TimeSpan(datetime(year, 2, 1, tzinfo=UTC), datetime(year, 3, 31, tzinfo=UTC))
        reading = Reading("Europe/London", within)
        found = busy_times(
            calendar(event(*lines)), reading, library=by_library.expand, windows_zone=by_library.windows_zone
        )
        return [f"{span.start:%m-%d}" for span in found.spans]

    assert (in_february(2027), in_february(2028)) == ([], ["02-29"])


def test_a_value_that_is_folded_fifty_thousand_times_is_one_value() -> None:
    raw = calendar(event(NINE, TEN, "DESCRIPTION:" + "\r\n x" * 50_000))

    assert busy(raw) == AT_NINE


def test_from_one_repetition_on_all_may_be_another_way() -> None:
    later = event(
        "RECURRENCE-ID;RANGE=THISANDFUTURE:20261124T090000Z", "DTSTART:20261124T110000Z", "DURATION:PT1H"
    )

    assert busy(calendar(event(*DAILY), later)) == [
        THREE_DAYS[0], "11-24 11:00 to 11-24 12:00", "11-25 11:00 to 11-25 12:00"
    ]  # fmt: skip


def test_a_series_keeps_its_clock_across_a_change() -> None:
    lines = ("DTSTART;TZID=Europe/London:20261019T090000", "DTEND;TZID=Europe/London:20261019T100000")

    assert busy(calendar(event(*lines, "RRULE:FREQ=WEEKLY;COUNT=2"))) == [
        "10-19 08:00 to 10-19 09:00", "10-26 09:00 to 10-26 10:00"
    ]  # fmt: skip


def test_a_beginning_that_does_not_fit_its_rule_counts_all_the_same() -> None:
    lines = (NINE, TEN, "RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=1")  # the 24th is a Tuesday

    assert busy(calendar(event(*lines))) == [*AT_NINE, "11-30 09:00 to 11-30 10:00"]


def test_two_events_of_one_name_both_count_and_an_older_version_does_not() -> None:
    other = event("DTSTART:20261125T090000Z", "DURATION:PT1H")
    newer = event("DTSTART:20261126T090000Z", "DURATION:PT1H", "SEQUENCE:2")

    assert busy(calendar(event(NINE, TEN), other)) == [*AT_NINE, "11-25 09:00 to 11-25 10:00"]
    assert busy(calendar(event(NINE, TEN), newer)) == ["11-26 09:00 to 11-26 10:00"]


def test_our_own_conversations_are_left_out() -> None:
    raw = calendar(
        event(NINE, TEN, uid="ours"), event("DTSTART:20261125T090000Z", "DURATION:PT1H", uid="theirs")
    )

    assert busy(raw, ours=frozenset({"ours"})) == ["11-25 09:00 to 11-25 10:00"]


def test_a_calendar_of_busy_periods_is_read_too() -> None:
    raw = calendar(
        "BEGIN:VFREEBUSY",
        "FREEBUSY;FBTYPE=BUSY:20261124T090000Z/20261124T100000Z,20261125T090000Z/PT1H",
        "FREEBUSY;FBTYPE=FREE:20261126T090000Z/PT1H",
        "END:VFREEBUSY",
    )

    assert busy(raw) == [*AT_NINE, "11-25 09:00 to 11-25 10:00"]


def test_times_that_touch_or_overlap_become_one() -> None:
    raw = calendar(
        event(NINE, TEN, uid="a"),
        event("DTSTART:20261124T100000Z", "DURATION:PT1H", uid="b"),
        event("DTSTART:20261124T093000Z", "DURATION:PT15M", uid="c"),
    )

    assert busy(raw) == ["11-24 09:00 to 11-24 11:00"]


@pytest.mark.parametrize(
    "raw",
    [
        lambda raw: b"\xef\xbb\xbf" + raw,
        lambda raw: raw.replace(b"\r\n", b"\n"),
        lambda raw: raw.replace(b"\r\n", b"\r"),
        lambda raw: raw.replace(b"20261124T090000Z", b"2026112\r\n 4T090000Z"),
        lambda raw: raw.replace(b"VERSION:2.0", "X-NAME:Müller".encode("latin-1")),
        lambda raw: raw.replace(b"UID", b"\x00UID"),
        lambda raw: raw + raw.replace(b"one@example.org", b"two@example.org"),
    ],
    ids=["byte-order mark", "LF", "CR", "folded", "Latin-1", "NUL", "two calendars"],
)
def test_a_calendar_may_be_written_in_many_ways(raw: object) -> None:
    assert busy(raw(calendar(event(NINE, TEN)))) == AT_NINE  # type: ignore[operator]


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "empty"),
        (b"  \r\n", "empty"),
        (b"<html>Please sign in</html>", "no calendar"),
        (bytes(range(256)) * 40, "no calendar"),
        (calendar(event(NINE, TEN))[:-20], "breaks off"),
        (calendar(event(NINE, TEN))[:90], "breaks off"),
    ],
)
def test_what_is_no_whole_calendar_says_nothing_at_all(raw: bytes, says: str) -> None:
    found = read(raw)

    assert says in found.problem
    assert found == BusyTimes(problem=found.problem)


@pytest.mark.parametrize(
    "lines",
    [
        ["DTEND:20261124T100000Z"],
        ["DTSTART:tomorrow"],
        ["DTSTART:20261324T090000Z", TEN],
        ["DTSTART:20261124T250000Z", TEN],
        ["DTSTART:20261124T0900Z", TEN],
        [NINE, "DTEND:later"],
        [NINE, "DURATION:an hour"],
        [NINE, "DURATION:P99999D99999999S"],
    ],
)
def test_an_event_that_is_not_understood_is_counted_and_costs_the_others_nothing(lines: list[str]) -> None:
    good = event("DTSTART:20261125T090000Z", "DURATION:PT1H", uid="good")
    found = read(calendar(event(*lines, uid="bad"), good))

    assert [span.start.day for span in found.spans] == [25]
    assert (found.events, found.not_understood) == (1, 1)


REFUSED = (
    "FREQ=SECONDLY;COUNT=1000000000", "FREQ=MINUTELY", "FREQ=HOURLY", "FREQ=DAILY;BYHOUR=0,1,2;BYMINUTE=0,1,2",
    "FREQ=DAILY;BYSECOND=1,2,3", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=-1", "FREQ=WEEKLY;COUNT=0",
    "FREQ=DAILY;INTERVAL=0;COUNT=5",
)  # fmt: skip


@pytest.mark.parametrize("rule", REFUSED)
def test_of_a_rule_that_nobody_means_only_the_beginning_counts(rule: str) -> None:
    found = read(calendar(event(NINE, TEN, f"RRULE:{rule}")))

    assert [f"{s.start:%m-%d %H:%M}" for s in found.spans] == ["11-24 09:00"]
    assert (found.events, found.not_understood) == (0, 1)


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        (["DTSTART:00010101T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY"], 92),
        (["DTSTART:20200101T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;UNTIL=99991231T000000Z"], 92),
        (["DTSTART:20260228T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31"], 0),
        (["DTSTART:20260228T090000Z", "DURATION:PT1H", "RRULE:FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=31"], 0),
        (["DTSTART:20200101T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=1000000000"], 92),
    ],
)
def test_a_rule_is_followed_near_the_window_alone(lines: list[str], count: int) -> None:
    assert len(read(calendar(event(*lines))).spans) == count


HOURLY = ",".join(f"202611{day:02}T{hour:02}0000Z" for day in range(1, 31) for hour in range(24))
LONG_LISTS = {
    "RDATE": HOURLY + ",20251124T090000Z" * 50_000,
    "EXDATE": "20260101T090000Z," * 50_000 + "20261124T090000Z",
}


@pytest.mark.parametrize("name", LONG_LISTS)
def test_a_long_list_of_dates_is_looked_at_near_the_window_alone(name: str) -> None:
    found = read(calendar(event(*DAILY, f"{name}:{LONG_LISTS[name]}")))

    assert [f"{span.start:%m-%d}" for span in found.spans] == {
        "RDATE": ["11-01"],
        "EXDATE": ["11-23", "11-25"],
    }[name]


def test_no_depth_and_no_number_of_parts_is_too_much() -> None:
    deep = "BEGIN:X\n" * 5_000 + "END:X\n" * 5_000
    many = "BEGIN:VEVENT\nDTSTART:20200101\nEND:VEVENT\n" * 21_000
    found = read(calendar(deep, many, event(NINE, TEN)))

    assert found.not_understood == 1_001
    assert read(calendar(deep, event(NINE, TEN))).spans


def test_what_is_kept_holds_the_times_and_nothing_else() -> None:
    secrets = (
        "SUMMARY:Dentist",
        "DESCRIPTION:root canal",
        "LOCATION:Harley Street",
        "ATTENDEE:mailto:dr@example.org",
    )
    raw = calendar(
        event(*DAILY, *secrets), event("DTSTART:20261124", "SUMMARY:Off", uid="day"), "X-WR-CALNAME:Home"
    )
    first = read(raw)
    again = read(first.kept.encode())

    assert again.spans == first.spans
    assert first.name == "Home"
    assert not any(word in first.kept for word in ("Dentist", "root", "Harley", "dr@", "Off", "Home"))


ZONES = ("Europe/London", "America/New_York", "Asia/Kolkata", "Pacific/Auckland")
RULES = (
    "FREQ=DAILY", "FREQ=DAILY;INTERVAL=3", "FREQ=DAILY;COUNT=40", "FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=MO,WE,FR",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU", "FREQ=WEEKLY;COUNT=9", "FREQ=WEEKLY;UNTIL=20261110T120000Z",
    "FREQ=MONTHLY", "FREQ=MONTHLY;BYDAY=2TU", "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=MONTHLY;BYMONTHDAY=31",
    "FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "FREQ=YEARLY",
    "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", "FREQ=YEARLY;BYWEEKNO=48", "FREQ=YEARLY;BYDAY=-1MO",
    "FREQ=YEARLY;BYYEARDAY=330",
)  # fmt: skip


FORMS = {"day": "%Y%m%d", "utc": "%Y%m%dT%H%M%SZ", "zone": "%Y%m%dT%H%M%S"}


def any_event(chance: random.Random, number: int) -> str:
    """An event as any of several programs may write it, more or less often repeated, and changed once."""
    uid, kind = f"{number}@example.org", chance.choice(["utc", "day", "zone", "zone", "zone"])
    start = (WITHIN.start + timedelta(minutes=15 * chance.randint(-30_000, 9_000))).replace(tzinfo=None)
    end = start + timedelta(minutes=chance.choice([15, 30, 60, 600, 3000]), days=kind == "day")
    param = {"day": ";VALUE=DATE", "utc": "", "zone": f";TZID={chance.choice(ZONES)}"}[kind]
    times = [f"DTSTART{param}:{start:{FORMS[kind]}}", f"DTEND{param}:{end:{FORMS[kind]}}"]
    more = [f"RRULE:{chance.choice(RULES).replace('T120000Z', '' if kind == 'day' else 'T120000Z')}"]
    if chance.random() < 0.3:
        out = start + timedelta(days=7 * chance.randint(0, 60))
        more.append(f"EXDATE{param}:{out:{FORMS[kind]}}")
    if chance.random() < 0.2:
        more.append(chance.choice(["TRANSP:TRANSPARENT", "STATUS:CANCELLED"]))
    if chance.random() < 0.3:
        more = more[2:]
    moved = start + timedelta(days=7)
    change = event(f"RECURRENCE-ID{param}:{moved:{FORMS[kind]}}", *times, uid=uid)
    return event(*times, *more, uid=uid) + (f"\n{change}" if more and chance.random() < 0.3 else "")


@pytest.mark.parametrize("seed", range(12))
def test_we_find_what_the_libraries_find(seed: int) -> None:
    chance = random.Random(seed)
    zone = chance.choice(ZONES)
    raw = calendar(*(any_event(chance, number) for number in range(3)))

    assert list(read(raw, timezone=zone).spans) == busy_by_the_book(raw, zone, WITHIN), raw.decode()
