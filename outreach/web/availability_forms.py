"""The forms of the hours page."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from wtforms import DateField, Field, ValidationError
from wtforms.validators import InputRequired, NumberRange

from outreach.availability.models import LIMITS, MOST_A_DAY, MeetingRules
from outreach.availability.reading import Minutes, UnclearHours, clock_of, windows_of
from outreach.web.forms import Form, Line, Number

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ENDS = ("first_from", "first_until", "second_from", "second_until")
LABELS = ("from", "until", "and from", "and until")


class DayForm(Form):
    """Base of the forms with windows: the fields of one day are a prefix and the four ENDS."""

    def fields_of(self, day: str = "") -> list[Field]:
        return [self[day + end] for end in ENDS]

    def read(self, day: str = "") -> list[Minutes]:
        """The windows of a day; what is unclear about them becomes an error of its first field."""
        opens, closes, opens_again, closes_again = fields = self.fields_of(day)
        try:
            return windows_of(
                [(opens.data or "", closes.data or ""), (opens_again.data or "", closes_again.data or "")]
            )
        except UnclearHours as unclear:
            fields[0].errors = [str(unclear)]
            return []

    def fill(self, windows: Iterable[Minutes], day: str = "") -> None:
        """Show windows in the fields of a day."""
        shown = [clock_of(minute) for window in windows for minute in window]
        for field, text in zip(self.fields_of(day), shown, strict=False):
            field.data = text


class WeekForm(DayForm):
    """Two windows for each weekday; blanks are none. ``week`` has them by weekday once it is valid."""

    week: dict[int, list[Minutes]]

    @classmethod
    def of(cls, week: Mapping[int, Iterable[Minutes]]) -> "WeekForm":
        form = cls(formdata=None)
        for weekday, windows in week.items():
            form.fill(windows, DAYS[weekday].lower() + "_")
        return form

    @property
    def days(self) -> list[tuple[str, list[Field]]]:
        """Each day by name, with its four fields."""
        return [(day, self.fields_of(day.lower() + "_")) for day in DAYS]

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = bool(super().validate(extra_validators))
        self.week = {weekday: self.read(day.lower() + "_") for weekday, day in enumerate(DAYS)}
        return is_valid and not self.problems


for _day in DAYS:
    for _end, _label in zip(ENDS, LABELS, strict=True):
        setattr(WeekForm, f"{_day.lower()}_{_end}", Line(f"{_day} {_label}", most=20))


class Day(DateField):
    """A date as the browser sends it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        if not any(valuelist):
            raise ValueError("Please choose a day.")
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError("Please choose a day, such as 2026-12-24.") from None


class ExceptionForm(DayForm):
    """Other hours on one date; with no windows, a day off."""

    on = Day("The day")
    first_from = Line("from", most=20)
    first_until = Line("until", most=20)
    second_from = Line("and from", most=20)
    second_until = Line("and until", most=20)
    windows: list[Minutes]

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = bool(super().validate(extra_validators))
        self.windows = self.read()
        return is_valid and not self.problems

    def validate_on(self, field: Field) -> None:
        if field.data is not None and field.data.year > date.max.year - 1000:
            raise ValidationError("That day is too far away.")


def rule(label: str, name: str, unit: timedelta, units: str) -> Number:
    """A field for one rule of a meeting, in whole units."""
    least, most = (limit // unit for limit in LIMITS[name])
    sentence = f"Give a number of {units} from {least} to {most}."
    return Number(
        label,
        wrong=sentence,
        validators=[InputRequired(sentence), NumberRange(least, most, message=sentence)],
    )


UNITS = {
    "increment": timedelta(minutes=1),
    "buffer_before": timedelta(minutes=1),
    "buffer_after": timedelta(minutes=1),
    "notice": timedelta(hours=1),
    "horizon": timedelta(days=1),
}


class RulesForm(Form):
    increment = rule("Minutes between the times on offer", "increment", UNITS["increment"], "minutes")
    buffer_before = rule("Minutes free before", "buffer_before", UNITS["buffer_before"], "minutes")
    buffer_after = rule("Minutes free after", "buffer_after", UNITS["buffer_after"], "minutes")
    notice = rule("Hours of notice", "notice", UNITS["notice"], "hours")
    horizon = rule("Days ahead", "horizon", UNITS["horizon"], "days")
    most_a_day = Number(
        "Conversations a day",
        wrong=f"Give a number from 1 to {MOST_A_DAY}.",
        validators=[
            InputRequired(f"Give a number from 1 to {MOST_A_DAY}."),
            NumberRange(1, MOST_A_DAY, f"Give a number from 1 to {MOST_A_DAY}."),
        ],
    )

    @classmethod
    def of(cls, rules: MeetingRules) -> "RulesForm":
        shown = {name: getattr(rules, name) // unit for name, unit in UNITS.items()}
        return cls(formdata=None, data={**shown, "most_a_day": rules.most_a_day})

    @property
    def durations(self) -> dict[str, timedelta]:
        return {name: self[name].data * unit for name, unit in UNITS.items()}
