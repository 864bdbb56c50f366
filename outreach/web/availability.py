"""Hours: when the account can talk, by which rules, and what a contact would see of it."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from outreach import clock
from outreach.availability.models import DateException, DaysAway, MeetingRules, WeeklyHours
from outreach.availability.rules import BUFFER_RULE
from outreach.bookings.offers import Offers
from outreach.database import db
from outreach.errors import OutreachError
from outreach.letters.coach.hours import country_of
from outreach.web.access import current_account
from outreach.web.availability_forms import AwayForm, ExceptionForm, RulesForm, WeekForm
from outreach.web.different_days import ahead, month_of
from outreach.web.forms import Form
from outreach.web.hypermedia import varied, wants_part
from outreach.web.month import Month
from outreach.zones import UnknownZone, known_zone

bp = Blueprint("availability", __name__, url_prefix="/availability")

USUAL_MINUTES = 20
DAYS_SHOWN = 4
TIMES_SHOWN = 9
KEPT = "Saved. Times that are agreed already stay as they are."


@dataclass(frozen=True, slots=True)
class Day:
    """One day as a contact sees it: its first free times, and how many more there are."""

    on: date
    times: list[str]
    more: int


@bp.app_template_test("night")
def is_night(time: str) -> bool:
    """Whether most people are asleep at this time of day."""
    return not "07:00" <= time < "21:00"


@bp.get("")
def show() -> ResponseReturnValue:
    if wants_part():
        return varied(make_response(render_template("availability/_preview.html", **_preview(_offers()))))
    return _page()


@bp.post("")
def keep_week() -> ResponseReturnValue:
    form = WeekForm()
    if not form.validate():
        return _page(week=form, status=422)
    WeeklyHours.keep(current_account(), form.week)
    db.session.commit()
    return _kept(KEPT)


@bp.post("/rules")
def keep_rules() -> ResponseReturnValue:
    form = RulesForm()
    if not form.validate():
        return _page(rules=form, status=422)
    try:
        MeetingRules.of(current_account()).change(today=_today(), **form.wanted)
    except OutreachError as refusal:
        return _page(rules=form, refusal=refusal, status=refusal.status)
    db.session.commit()
    return _kept(KEPT, "rules")


@bp.post("/exceptions")
def except_days() -> ResponseReturnValue:
    """Give days other hours, take them off, or let the usual hours hold on them again."""
    form, account = ExceptionForm(), current_account()
    if not form.validate():
        return _page(exception=form, status=422)
    try:
        for on in form.on.data:
            if form.what.data == "usual":
                DateException.drop(account, on)
            else:
                windows = form.hours.windows if form.what.data == "hours" else []
                DateException.keep(account, on, windows, today=_today())
    except OutreachError as refusal:
        db.session.rollback()
        form.on.errors = [str(refusal)]
        return _page(exception=form, status=refusal.status)
    db.session.commit()
    usual = form.what.data == "usual"
    return _kept("Your usual hours hold again." if usual else KEPT, "exceptions", month=form.on.data[0])


@bp.post("/away")
def go_away() -> ResponseReturnValue:
    form = AwayForm()
    if not form.validate():
        return _page(away=form, status=422)
    try:
        first, last = form.first.data, form.last.data
        DaysAway.plan(current_account(), first, last, timezone=form.zone, today=_today())
    except OutreachError as refusal:
        form.last.errors = [str(refusal)]
        return _page(away=form, status=refusal.status)
    db.session.commit()
    return _kept(KEPT, "away")


@bp.post("/away/<int:away_id>/removal")
def come_back(away_id: int) -> ResponseReturnValue:
    db.session.delete(DaysAway.find(away_id, of=current_account()))
    db.session.commit()
    return _kept("Taken off the list: on those days your usual hours hold again.", "away")


def _today() -> date:
    """The date on the account's own calendar."""
    return clock.now().astimezone(known_zone(current_account().timezone)).date()


def _kept(sentence: str, section: str | None = None, *, month: date | None = None) -> ResponseReturnValue:
    flash(sentence)
    shown = f"{month:%Y-%m}" if month else None
    return redirect(url_for("availability.show", month=shown, _anchor=section), 303)


def _page(*, refusal: OutreachError | None = None, status: int = 200, **filled: Form) -> ResponseReturnValue:
    offers, today = _offers(), _today()
    hours, exception = offers.timetable.hours, filled.get("exception") or ExceptionForm(formdata=None)
    chosen = exception["on"].data
    wanted = chosen[0].isoformat() if chosen else request.args.get("month", "")
    month = Month.named(wanted, otherwise=today)
    return render_template(
        "availability/show.html",
        week=filled.get("week") or WeekForm.of(hours.weekly),
        rules=filled.get("rules") or RulesForm.of(MeetingRules.shown(current_account())),
        exception=exception,
        away=filled.get("away") or AwayForm(formdata=None),
        stretches=DaysAway.of(current_account(), since=today),
        month=month,
        weeks=month_of(month, hours, today=today, chosen=chosen),
        exceptions=ahead(hours, today=today),
        buffer_rule=BUFFER_RULE,
        country=country_of(current_account().timezone),
        refusal=refusal,
        today=today,
        **_preview(offers),
    ), status


def _offers() -> Offers:
    return Offers.for_minutes(current_account(), USUAL_MINUTES, now=clock.now())


def _preview(offers: Offers) -> dict[str, Any]:
    """What a contact in the chosen zone would be offered."""
    account, refusal = current_account(), ""
    wanted = request.args.get("zone", "").strip()
    try:
        zone = known_zone(wanted or account.timezone)
    except UnknownZone as unknown:
        zone, refusal = known_zone(account.timezone), str(unknown)
    days = free_days(offers, zone.key)
    return {
        "days": days,
        "has_night": any(is_night(time) for day in days for time in day.times),
        "zone_key": zone.key,
        "zone_typed": wanted or zone.key,
        "zone_refusal": refusal,
    }


def free_days(offers: Offers, zone: str) -> list[Day]:
    """The next days with free times, on the clocks of ``zone``."""
    there = known_zone(zone)
    local = (slot.start.astimezone(there) for slot in offers.times)  # as far as they are looked at
    days = []
    for on, starts in groupby(local, key=datetime.date):
        times = [f"{start.hour:02}:{start.minute:02}" for start in starts]
        days.append(Day(on, times[:TIMES_SHOWN], max(0, len(times) - TIMES_SHOWN)))
        if len(days) == DAYS_SHOWN:
            break
    return days
