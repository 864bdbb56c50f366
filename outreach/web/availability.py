"""Hours: when the account can talk, by which rules, and what a contact would see of it."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from outreach import clock
from outreach.availability.models import DateException, MeetingRules, WeeklyHours
from outreach.availability.reading import clock_of
from outreach.bookings.offers import Offers
from outreach.database import db
from outreach.errors import OutreachError
from outreach.web.access import current_account
from outreach.web.availability_forms import ExceptionForm, RulesForm, WeekForm
from outreach.web.forms import Form
from outreach.web.hypermedia import varied, wants_part
from outreach.zones import UnknownZone, known_zone

bp = Blueprint("availability", __name__, url_prefix="/availability")

USUAL_MINUTES = 20
DAYS_SHOWN = 4
TIMES_SHOWN = 9


@dataclass(frozen=True, slots=True)
class Day:
    """One day as a contact sees it: its first free times, and how many more there are."""

    on: date
    times: list[str]
    more: int


@dataclass(frozen=True, slots=True)
class Exceptional:
    """One date with hours of its own, in words; ``number`` is that of its first row."""

    number: int
    on: date
    hours: str


@bp.app_template_test("night")
def is_night(time: str) -> bool:
    """Whether most people are asleep at this time of day."""
    return not "07:00" <= time < "21:00"


@bp.get("")
def show() -> ResponseReturnValue:
    if wants_part():
        return varied(make_response(render_template("availability/_preview.html", **_preview())))
    return _page()


@bp.post("")
def keep_week() -> ResponseReturnValue:
    form = WeekForm()
    if not form.validate():
        return _page(week=form, status=422)
    WeeklyHours.keep(current_account(), form.week)
    db.session.commit()
    return _kept("Kept. Times that are agreed already stay as they are.")


@bp.post("/rules")
def keep_rules() -> ResponseReturnValue:
    form = RulesForm()
    if not form.validate():
        return _page(rules=form, status=422)
    try:
        MeetingRules.of(current_account()).change(most_a_day=form.most_a_day.data, **form.durations)
    except OutreachError as refusal:
        return _page(rules=form, refusal=refusal, status=refusal.status)
    db.session.commit()
    return _kept("Kept. Times that are agreed already stay as they are.", "rules")


@bp.post("/exceptions")
def except_day() -> ResponseReturnValue:
    form = ExceptionForm()
    if not form.validate():
        return _page(exception=form, status=422)
    try:
        DateException.keep(current_account(), form.on.data, form.windows, today=_today())
    except OutreachError as refusal:
        form.on.errors = [str(refusal)]
        return _page(exception=form, status=refusal.status)
    db.session.commit()
    return _kept("Kept. Times that are agreed already stay as they are.", "exceptions")


@bp.post("/exceptions/<int:exception_id>/removal")
def remove_exception(exception_id: int) -> ResponseReturnValue:
    account = current_account()
    DateException.drop(account, DateException.find(exception_id, of=account).on)
    db.session.commit()
    return _kept("On that day your usual hours hold again.", "exceptions")


def _today() -> date:
    """The date on the account's own calendar."""
    return clock.now().astimezone(known_zone(current_account().timezone)).date()


def _kept(sentence: str, section: str | None = None) -> ResponseReturnValue:
    flash(sentence)
    return redirect(url_for("availability.show", _anchor=section), 303)


def _page(*, refusal: OutreachError | None = None, status: int = 200, **filled: Form) -> ResponseReturnValue:
    account = current_account()
    hours: dict[int, list[tuple[int, int]]] = {}
    for window in WeeklyHours.of(account):
        hours.setdefault(window.weekday, []).append((window.starts, window.ends))
    return render_template(
        "availability/show.html",
        week=filled.get("week") or WeekForm.of(hours),
        rules=filled.get("rules") or RulesForm.of(MeetingRules.of(account)),
        exception=filled.get("exception") or ExceptionForm(formdata=None),
        exceptions=_exceptions(DateException.of(account, since=_today())),
        refusal=refusal,
        **_preview(),
    ), status


def _exceptions(rows: list[DateException]) -> list[Exceptional]:
    days = []
    for on, windows in groupby(rows, key=lambda row: row.on):
        of_day = list(windows)
        spoken = [
            f"{clock_of(w.starts)} to {clock_of(w.ends)}"
            for w in of_day
            if w.starts is not None and w.ends is not None
        ]
        days.append(Exceptional(of_day[0].id, on, " and ".join(spoken) or "Day off"))
    return days


def _preview() -> dict[str, Any]:
    """What a contact in the chosen zone would be offered."""
    account, refusal = current_account(), ""
    wanted = request.args.get("zone", "").strip()
    try:
        zone = known_zone(wanted or account.timezone)
    except UnknownZone as unknown:
        zone, refusal = known_zone(account.timezone), str(unknown)
    days = free_days(Offers.for_minutes(account, USUAL_MINUTES, now=clock.now()), zone.key)
    return {
        "days": days,
        "has_night": any(is_night(time) for day in days for time in day.times),
        "zone_key": zone.key,
        "zone_typed": wanted or zone.key,
        "zone_refusal": refusal,
    }


def free_days(offers: Offers, zone: str) -> list[Day]:
    """The next days with free times, on the clocks of ``zone``."""
    local = [slot.start.astimezone(known_zone(zone)) for slot in offers.times]
    days = []
    for on, starts in groupby(local, key=datetime.date):
        times = [f"{start:%H:%M}" for start in starts]
        days.append(Day(on, times[:TIMES_SHOWN], max(0, len(times) - TIMES_SHOWN)))
        if len(days) == DAYS_SHOWN:
            break
    return days
