"""Finds times of day and days in a text. Pure."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from outreach.letters.coach.phrases import saying
from outreach.letters.coach.prose import Passage, Prose

CLOCK = saying(r"""
    \d{1,2}([:.]\d\d)?( ?(am|pm|a\.m|p\.m)| o'clock)
    \d{1,2}h(?= )
    \d{1,2}[:h]\d\d(-\d{1,2}[:h]\d\d)?
    (at|around|from|between) (1[0-9]|2[0-3]|[1-9])((,| or| and| to| until)? \d{1,2})*(?= (or|and|to|on
        |your|my|this|next|tomorrow
        |today|would|is|works|if|in the (morning|afternoon|evening)|eastern|pacific|central|mountain|est
        |edt|cet|cest|gmt|bst
        |utc|pst|pdt|et|pt|ct|ªname|\w+ time|for (a|our|the|twenty|\d\d)|ª\w+)?( \n| \?|$| ))(?! (years?
        |km|percent|per|of|people|and
        a half|days?|weeks?|months?|minutes?|hours?|wells?|sites?|miles?|universities|companies|places
        |schools))
    (monday|tuesday|wednesday|thursday|friday|mon|tue|tues|wed|thu|thurs|fri)( (morning|afternoon|evening))?
        (at|around|from|after|before) (1[0-9]|2[0-3]|[1-9])(?! (minutes?|mins?|people|of|places?|sites?))
    (at|around|from|between) (1?\d|2[0-3])\.[0-5]\d(?! (percent|per|euros?|dollars?|pounds|degrees|m|cm|km|metres|meters
        |miles|volts|and a half))
    (at )?(noon|midday)
""")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    "(?P<%s>jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?"
    "|nov(ember)?|dec(ember)?)"
)
DAY = saying(rf"""
    ((this|next|on) )?(?P<weekday>monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|tues
        |wed|thu|thur
        |thurs|fri)s?( (the )?(?P<of_weekday>\d{{1,2}})(st|nd|rd|th)?(?! ?(am|pm
        |:)))?( of)?( {MONTH % "weekdays_month"})?
    (the )?(?P<day_first>\d{{1,2}})(st|nd|rd|th)?( of)? {MONTH % "month_second"}
    {MONTH % "month_first"} (?P<day_second>\d{{1,2}})(st|nd|rd|th)?
    (?P<iso>20\d\d-\d\d-\d\d)
    (?P<tomorrow>tomorrow)
""")


def clocks_in(prose: Prose) -> Iterator[Passage]:
    """The times of day that a text names."""
    return prose.find(CLOCK)


def days_in(prose: Prose, today: date) -> Iterator[tuple[Passage, date]]:
    """The days that a text names, as the next such day from ``today`` on; "next Tuesday" is a week later."""
    for passage in prose.find(DAY):
        day = _date_of(passage, today)
        if day:
            yield passage, day


def _date_of(passage: Passage, today: date) -> date | None:
    match = passage.match
    if match["tomorrow"]:
        return today + timedelta(days=1)
    if match["iso"]:
        return _valid(int(match["iso"][:4]), int(match["iso"][5:7]), int(match["iso"][8:]))
    number = match["day_first"] or match["day_second"] or match["of_weekday"]
    month = match["month_second"] or match["month_first"] or match["weekdays_month"]
    if number and month:
        return _next_date(MONTHS.index(month[:3]) + 1, int(number), today)
    if match["weekday"] and not number:
        ahead = (_weekday(match["weekday"]) - today.weekday()) % 7
        return today + timedelta(days=ahead + (7 if match[0].startswith(" next") else 0))
    return None


def _weekday(name: str) -> int:
    return next(number for number, day in enumerate(WEEKDAYS) if day.startswith(name[:3]))


def _next_date(month: int, day: int, today: date) -> date | None:
    found = _valid(today.year, month, day)
    return found if not found or found >= today else _valid(today.year + 1, month, day)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


TO = {"", "to", "until", "till", "and"}


def windows_in(prose: Prose) -> list[Passage]:
    """The times offered: each hour of each day, a range as one, a day without hours as one."""
    marks = [(p.place, True, p) for p in prose.find(CLOCK)]
    marks += [(p.place, False, p) for p in prose.find(DAY)]
    marks.sort(key=lambda mark: mark[:2])  # “Monday at 4” is an hour of its day
    windows: list[Passage] = []
    bare_day: Passage | None = None
    last_clock: Passage | None = None
    for _, is_clock, passage in marks:
        if is_clock:
            if not last_clock or prose.between(last_clock, passage).strip() not in TO:
                windows.append(passage)
            last_clock, bare_day = passage, None
            continue
        if bare_day:
            windows.append(bare_day)
        bare_day, last_clock = passage, None
    return [*windows, bare_day] if bare_day else windows


def local_date(now: datetime, timezone: str) -> date:
    """The date of an instant where the contact is, or as given if their zone is unknown."""
    zone = zone_named(timezone)
    return now.astimezone(zone).date() if zone else now.date()


def zone_named(timezone: str) -> ZoneInfo | None:
    """The zone of an IANA name, or None."""
    try:
        return ZoneInfo(timezone) if timezone else None
    except (KeyError, ValueError, OSError):
        return None
