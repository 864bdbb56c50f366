"""The forms of the hours page."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row
from wtforms import BooleanField, Field, RadioField, ValidationError
from wtforms.validators import InputRequired, NumberRange
from wtforms.validators import Optional as MayBeEmpty

from outreach.availability.hours import Window
from outreach.availability.models import (
    LIMITS,
    LONGEST_DAY,
    LONGEST_WEEK,
    MOST_A_DAY,
    MOST_A_WEEK,
)
from outreach.availability.reading import Minutes, UnclearHours, hours_in, in_line
from outreach.web.forms import Day, Form, Line, Number
from outreach.zones import UnknownZone, known_zone

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MOST_DAYS = 62
"""How many days can be given other hours at once."""
NO_DATE = "Please give a day, such as 2026-12-24."


class HoursLine(Line):
    """The hours of one day in one line; ``windows`` has them as minutes once they are valid."""

    windows: list[Minutes]

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, most=200, **kwargs)

    def pre_validate(self, _form: Any) -> None:
        self.windows = []
        try:
            self.windows = hours_in(self.data or "")
        except UnclearHours as unclear:
            raise ValidationError(str(unclear)) from None


class WeekForm(Form):
    """A line of hours for each weekday. ``week`` has them by weekday once it is valid."""

    monday = HoursLine("Monday")
    tuesday = HoursLine("Tuesday")
    wednesday = HoursLine("Wednesday")
    thursday = HoursLine("Thursday")
    friday = HoursLine("Friday")
    saturday = HoursLine("Saturday")
    sunday = HoursLine("Sunday")

    @classmethod
    def of(cls, weekly: Mapping[int, tuple[Window, ...]]) -> "WeekForm":
        shown = {day.lower(): in_line(weekly.get(weekday, ())) for weekday, day in enumerate(DAYS)}
        return cls(formdata=None, data=shown)

    @property
    def week(self) -> dict[int, list[Minutes]]:
        return {weekday: self[day.lower()].windows for weekday, day in enumerate(DAYS)}


class ChosenDays(Field):
    """Dates that were chosen on a calendar, in order and each once."""

    data: list[date]

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = []
        if not any(valuelist):
            raise ValueError("Please choose one day or more.")
        try:
            self.data = sorted({date.fromisoformat(value.strip()) for value in valuelist if value.strip()})
        except ValueError:
            raise ValueError("Please choose days from the calendar.") from None
        if len(self.data) > MOST_DAYS:
            raise ValueError(f"Please choose at most {MOST_DAYS} days at once.")


class ExceptionForm(Form):
    """Other hours on some dates, a day off, or the usual hours again."""

    on = ChosenDays("The days", default=[])
    hours = HoursLine("Hours on these days")
    what = RadioField(
        "What they are", choices=["hours", "off", "usual"], validate_choice=False, default="hours"
    )

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = bool(super().validate(extra_validators))
        if self.what.data != "hours":
            self.hours.errors = []
        elif not self.hours.errors and not self.hours.windows:
            self.hours.errors = ["Give the hours of these days, such as 10:00–12:00, or take the days off."]
        return (is_valid or self.what.data != "hours") and not self.problems


class AwayForm(Form):
    """From when until when the account is somewhere else, and by which clock it lives there."""

    first = Day("First day", wrong=NO_DATE, validators=[InputRequired(NO_DATE)])
    last = Day("Last day", wrong=NO_DATE, validators=[InputRequired(NO_DATE)])
    how = RadioField(
        "What that means",
        choices={
            "away": "No conversations on these days",
            "travel": "My usual hours, on the clock of another place",
        },
        default="away",
    )
    timezone = Line("Time zone of that place", most=64)

    def validate_timezone(self, field: Field) -> None:
        if self.how.data == "travel":
            try:
                known_zone(field.data or "")
            except UnknownZone as unknown:
                raise ValidationError(str(unknown)) from None

    @property
    def zone(self) -> str | None:
        """The zone to keep the hours in; none if there are no conversations."""
        return self.timezone.data if self.how.data == "travel" else None


def rule(label: str, name: str, unit: timedelta, units: str) -> Number:
    """A field for one rule of a meeting, in whole units."""
    least, most = (limit // unit for limit in LIMITS[name])
    sentence = f"Give a number of {units} from {least} to {most}."
    return Number(
        label,
        wrong=sentence,
        validators=[InputRequired(sentence), NumberRange(least, most, message=sentence)],
    )


def limit(label: str, most: int, *, required: bool = False) -> Number:
    """A field for the most of something; empty is no limit, unless it is required."""
    sentence = f"Give a number from 1 to {most}" + ("." if required else ", or leave it empty.")
    first = InputRequired(sentence) if required else MayBeEmpty()
    return Number(label, wrong=sentence, validators=[first, NumberRange(1, most, message=sentence)])


A_MINUTE = timedelta(minutes=1)
UNITS = {
    "increment": A_MINUTE,
    "start_offset": A_MINUTE,
    "buffer_before": A_MINUTE,
    "buffer_after": A_MINUTE,
    "notice": timedelta(hours=1),
    "horizon": timedelta(days=1),
}
TIMES = ("time_a_day", "time_a_week")
AS_IT_IS = ("not_same_day", "on_holidays", "first_on", "last_on", "most_a_day", "most_a_week")


class RulesForm(Form):
    increment = rule("Minutes between the times on offer", "increment", UNITS["increment"], "minutes")
    start_offset = rule("Minutes before the first time", "start_offset", UNITS["start_offset"], "minutes")
    buffer_before = rule("Minutes free before", "buffer_before", UNITS["buffer_before"], "minutes")
    buffer_after = rule("Minutes free after", "buffer_after", UNITS["buffer_after"], "minutes")
    notice = rule("Hours of notice", "notice", UNITS["notice"], "hours")
    not_same_day = BooleanField("Never on the same day")
    on_holidays = BooleanField("Offer times on public holidays")
    range = RadioField("How far ahead", choices=["rolling", "fixed"], default="rolling")
    horizon = rule("Days ahead", "horizon", UNITS["horizon"], "days")
    first_on = Day("The first date", wrong=NO_DATE, validators=[MayBeEmpty()])
    last_on = Day("The last date", wrong=NO_DATE, validators=[MayBeEmpty()])
    most_a_day = limit("Conversations a day", MOST_A_DAY, required=True)
    time_a_day = limit("Minutes a day", LONGEST_DAY // A_MINUTE)
    most_a_week = limit("Conversations a week", MOST_A_WEEK)
    time_a_week = limit("Minutes a week", LONGEST_WEEK // A_MINUTE)

    @classmethod
    def of(cls, rules: Row[Any]) -> "RulesForm":
        shown = {name: getattr(rules, name) // unit for name, unit in UNITS.items()}
        times = {name: None if (time := getattr(rules, name)) is None else time // A_MINUTE for name in TIMES}
        others = {name: getattr(rules, name) for name in AS_IT_IS}
        way = "fixed" if rules.last_on else "rolling"
        return cls(formdata=None, data={**shown, **times, **others, "range": way})

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = bool(super().validate(extra_validators))
        if self.range.data == "fixed" and self.last_on.data is None and not self.last_on.errors:
            self.last_on.errors = ["Say until which day people may book."]
        return is_valid and not self.problems

    @property
    def wanted(self) -> dict[str, Any]:
        """What ``MeetingRules.change`` takes. Dates count only if they were chosen instead of a number of days."""
        durations = {name: self[name].data * unit for name, unit in UNITS.items()}
        times = {name: None if self[name].data is None else self[name].data * A_MINUTE for name in TIMES}
        others = {name: self[name].data for name in AS_IT_IS}
        dates = {} if self.range.data == "fixed" else {"first_on": None, "last_on": None}
        return {**durations, **times, **others, **dates}
