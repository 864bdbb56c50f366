"""The forms about how letters leave, and about signing in at a mail provider."""

from datetime import timedelta
from typing import Any

from wtforms import BooleanField, Field, SelectField, SelectMultipleField, ValidationError
from wtforms.validators import InputRequired, NumberRange

from outreach.availability.reading import UnclearHours, clock_of, windows_of
from outreach.mail.rules import LARGEST_A_DAY, SendingRules
from outreach.web.forms import Form, Line, Number, is_address

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SPACINGS = {15: "a quarter of a minute", 60: "a minute", 180: "three minutes", 600: "ten minutes"}
A_NUMBER = f"Give a number of letters from 1 to {LARGEST_A_DAY}."


class SendingForm(Form):
    """How many letters a day, how far apart, and in which hours of their readers."""

    most_a_day = Number(
        "Letters in twenty-four hours",
        wrong=A_NUMBER,
        validators=[InputRequired(A_NUMBER), NumberRange(1, LARGEST_A_DAY, A_NUMBER)],
    )
    spacing = SelectField(
        "Between two letters",
        choices=SPACINGS,
        coerce=int,
        invalid_choice_message="Please choose one of these.",
    )
    days = SelectMultipleField("The days", choices={str(number): day for number, day in enumerate(DAYS)})
    opens = Line("From", most=20)
    closes = Line("until", most=20)
    skips_holidays = BooleanField("Not on public holidays where they live")
    keeps_hours = BooleanField("Let a letter wait for these hours unless I say otherwise")

    @classmethod
    def of(cls, rules: SendingRules) -> "SendingForm":
        shown = {name: getattr(rules, name) for name in ("most_a_day", "skips_holidays", "keeps_hours")}
        seconds = int(rules.spacing.total_seconds())
        hours = {"opens": clock_of(rules.opens), "closes": clock_of(rules.closes)}
        return cls(formdata=None, data={**shown, **hours, "spacing": seconds, "days": list(rules.days)})

    def validate_days(self, field: Field) -> None:
        if not field.data:
            raise ValidationError("Choose at least one day, or letters could never leave.")

    def validate_opens(self, field: Field) -> None:
        """Both ends are read together; what is unclear about them is said once, at the first."""
        try:
            if len(windows_of([(field.data or "", self.closes.data or "")])) != 1:
                raise UnclearHours("Give both a beginning and an end.")
        except UnclearHours as unclear:
            raise ValidationError(str(unclear)) from None

    @property
    def told(self) -> dict[str, Any]:
        """The rules as they are kept."""
        [(opens, closes)] = windows_of([(self.opens.data or "", self.closes.data or "")])
        return {
            "most_a_day": self.most_a_day.data,
            "spacing": timedelta(seconds=self.spacing.data),
            "days": "".join(sorted(set(self.days.data))),
            "opens": opens,
            "closes": closes,
            "skips_holidays": self.skips_holidays.data,
            "keeps_hours": self.keeps_hours.data,
        }


class ConsentForm(Form):
    """Whom one signs in as, and where."""

    provider = Line("Who runs your mail?", most=30)
    address = Line(
        "The address you write from", most=254, required="Please give an address.", validators=[is_address]
    )
