"""The account's calendar: a week or a month of all that is agreed, kept for somebody or taken otherwise."""

from datetime import date, timedelta

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from outreach import clock
from outreach.bookings.diary import diary
from outreach.bookings.written import Troubles
from outreach.web.access import current_account
from outreach.web.diary_days import ROW, days_of, hours_of, stretch_of
from outreach.web.month import YEARS, Month
from outreach.web.settings import feed_url
from outreach.zones import known_zone

bp = Blueprint("calendar", __name__, url_prefix="/calendar")

A_WEEK = timedelta(days=7)


@bp.get("")
def show() -> ResponseReturnValue:
    account = current_account()
    zone = known_zone(account.timezone)
    now = clock.now()
    today = now.astimezone(zone).date()
    on = _asked_for(today)
    if request.args.get("view") == "month":
        month = Month(on.replace(day=1))
        weeks, before, after, name = month.weeks, month.before.first, month.after.first, month.name
    else:
        weeks, before, after = [_week(on)], on - A_WEEK, on + A_WEEK
        name = _named(weeks[0])
    dates = [day for week in weeks for day in week]
    days = days_of(diary(account, stretch_of(dates, zone), now=now), dates, zone, today=today)
    return render_template(
        "calendar/show.html",
        view="month" if len(weeks) > 1 else "week",
        on=on,
        name=name,
        before=before,
        after=after,
        today=today,
        month=on.month,
        days=days,
        hours=hours_of(days),
        rows_an_hour=60 // ROW,
        row=ROW,
        feed_url=feed_url(),
        **Troubles.of(account, now=now)._asdict(),
    )


def _asked_for(today: date) -> date:
    """The day that the address names; today if it names none, or one that no calendar shows."""
    try:
        asked = date.fromisoformat(request.args.get("on", ""))
    except ValueError:
        return today
    return asked if asked.year in YEARS else today


def _week(on: date) -> list[date]:
    monday = on - timedelta(days=on.weekday())
    return [monday + timedelta(days=day) for day in range(7)]


def _named(week: list[date]) -> str:
    """ "23 to 29 November 2026"; the month twice where it changes."""
    first, last = week[0], week[-1]
    month = "" if first.month == last.month else f" {first:%B}"
    return f"{first.day}{month} to {last.day} {last:%B %Y}"
