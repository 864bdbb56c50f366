"""Why a time is not offered: the answer for one time, and for every time of its day."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from wtforms import Field, ValidationError
from wtforms.validators import InputRequired, NumberRange

from outreach import clock
from outreach.availability.hours import at_minute, readings
from outreach.availability.reading import UnclearHours, minute_of
from outreach.bookings.diary import Happening, diary
from outreach.bookings.offers import Offers
from outreach.web.access import current_account
from outreach.web.forms import Day, Form, Line, Number
from outreach.web.why_words import SHORT, WHERE, Because
from outreach.zones import known_zone

bp = Blueprint("why_not", __name__, url_prefix="/availability/why-not")

USUAL_MINUTES = 20
LONGEST = 240
A_DAY = timedelta(days=1)
FARTHEST = 3 * 365


class WhenForm(Form):
    """The time that somebody wonders about."""

    on = Day(
        "Day",
        wrong="Please give a day, such as 2026-12-24.",
        validators=[InputRequired("Please choose a day.")],
    )
    at = Line("Time", most=20)
    minutes = Number(
        "Minutes",
        wrong=f"Give a number from 5 to {LONGEST}.",
        default=USUAL_MINUTES,
        validators=[NumberRange(5, LONGEST, f"Give a number from 5 to {LONGEST}.")],
    )
    minute: int | None = None

    def validate_at(self, field: Field) -> None:
        if field.data:
            try:
                self.minute = minute_of(field.data) % (24 * 60)
            except UnclearHours as unclear:
                raise ValidationError(str(unclear)) from None


@dataclass(frozen=True, slots=True)
class Answer:
    """What is to be said about one time; ``where`` is the section of the hours page that could change it."""

    clock: str
    is_offered: bool
    sentence: str
    where: str | None


@dataclass(frozen=True, slots=True)
class Listed:
    """One time of the day in the list: its clock, and why not in a few words."""

    clock: str
    is_offered: bool
    words: str


@bp.get("")
def show() -> ResponseReturnValue:
    now, account = clock.now(), current_account()
    today = now.astimezone(known_zone(account.timezone)).date()
    form = WhenForm(request.args) if request.args else WhenForm(formdata=None)
    if request.args and not _is_clear(form, today):
        return render_template("availability/why_not.html", form=form), 422
    offers = Offers.for_minutes(account, form.minutes.data or USUAL_MINUTES, now=now)
    form.on.data = day = form.on.data or _next_open_day(offers, today)
    around = diary(account, offers.timetable.hours.whole_day(day).padded(A_DAY, A_DAY), now=now)
    return render_template(
        "availability/why_not.html",
        form=form,
        answers=[_answer(start, offers, around, day) for start in _starts(form, offers)],
        times=_listed(offers, day),
        is_holiday=offers.timetable.hours.rests_on(day),
        clocks=offers.timetable.hours.timezone_on(day),
        is_skipped=form.minute is not None and _is_skipped(form, offers),
    )


def _is_clear(form: WhenForm, today: date) -> bool:
    """Whether the question can be answered; if not, the form says why."""
    if not form.validate():
        return False
    if abs((form.on.data - today).days) > FARTHEST:
        form.on.errors = ["That day is too far away to say anything about it."]
        return False
    return True


def _next_open_day(offers: Offers, today: date) -> date:
    """The next day that has hours; tomorrow if no day of the next weeks has."""
    ahead = [today + days * A_DAY for days in range(1, 29)]
    return next((day for day in ahead if offers.timetable.hours.windows_on(day)), ahead[0])


def _answer(start: datetime, offers: Offers, around: list[Happening], day: date) -> Answer:
    zone = known_zone(offers.timetable.hours.timezone_on(day))
    reason = offers.why_not(start)
    sentence = Because(start, zone, offers, around).sentence(reason)
    return Answer(
        _clock(start.astimezone(zone)), reason is None, sentence, WHERE.get(reason) if reason else None
    )


def _listed(offers: Offers, day: date) -> list[Listed]:
    zone = known_zone(offers.timetable.hours.timezone_on(day))
    return [
        Listed(_clock(place.start.astimezone(zone)), reason is None, SHORT[reason])
        for place, reason in offers.explained(day)
    ]


def _starts(form: WhenForm, offers: Offers) -> tuple[datetime, ...]:
    if form.minute is None:
        return ()
    return readings(form.on.data, at_minute(form.minute), offers.timetable.hours.timezone_on(form.on.data))


def _is_skipped(form: WhenForm, offers: Offers) -> bool:
    """Whether the clock leaps over the time, so that a later one counts instead."""
    zone = known_zone(offers.timetable.hours.timezone_on(form.on.data))
    shown = _starts(form, offers)[0].astimezone(zone)
    return shown.hour * 60 + shown.minute != form.minute


def _clock(local: datetime) -> str:
    """ "15:00", with the offset in an hour that comes twice."""
    is_twice = local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()
    return f"{local:%H:%M} (UTC{local:%z})" if is_twice else f"{local:%H:%M}"
