"""A contact's page with nothing to it, as a floor for ours: Flask, Jinja, three statements and a sweep by hand.

No session, no forms against forgery, no holds, caps, exceptions or buffers, no
month and no other answers: only who asks, six days of times on two clocks, and
a booking that checks for an overlap and inserts.
"""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from itertools import groupby
from secrets import token_urlsafe
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from jinja2 import DictLoader
from sqlalchemy import Connection, Row, create_engine, event, text

from outreach.tokens import token_hash

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{ who.name }}</title>
<link rel="stylesheet" href="/static/site.css"></head>
<body><main><h1>{{ who.name }} would like to talk with you for {{ who.minutes }} minutes</h1>
<form method="post">{% for name, times in days %}<fieldset><legend><h3>{{ name }}</h3></legend>
{% for value, theirs, ours in times %}<label><input type="radio" name="slot" value="{{ value }}" required>
<span>{{ theirs }} <small>{{ ours }}</small></span></label>{% endfor %}
</fieldset>{% endfor %}<button>Confirm</button></form></main></body></html>
"""
WHO = text(
    "SELECT l.interview_id, l.account_id, a.name, a.timezone AS home, c.timezone AS zone, i.minutes "
    "FROM personal_links l "
    "JOIN accounts a ON a.id = l.account_id JOIN interviews i ON i.id = l.interview_id "
    "JOIN contacts c ON c.id = i.contact_id WHERE l.token_hash = :token"
)
HOURS = text("SELECT weekday, starts, ends FROM weekly_hours WHERE account_id = :account ORDER BY weekday")
TAKEN = text(
    "SELECT starts_at, ends_at FROM bookings WHERE account_id = :account AND cancelled_at IS NULL "
    "AND starts_at > :after AND starts_at < :before ORDER BY starts_at"
)
BOOK = text(
    "INSERT INTO bookings (account_id, interview_id, uid, sequence, starts_at, ends_at, format, place, guest_calls, "
    "guest_timezone, form_key, made_at, changed_at, cancelled_by) VALUES (:account, :interview, :uid, 0, :start, :end, "
    "'phone', '', 0, 'UTC', :uid, :now, :now, '')"
)
DAYS, AHEAD, NOTICE, STEP = 6, 28, timedelta(hours=24), timedelta(minutes=30)
STORED, SENT = "%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%dT%H:%MZ"


def lean_app(database_url: str) -> Flask:
    """The floor, on the database of the real application."""
    app = Flask("lean")
    app.jinja_loader = DictLoader({"page.html": PAGE})
    engine = create_engine(database_url)
    event.listen(engine, "connect", _ours)
    event.listen(engine, "begin", _begin)

    @app.get("/one/<int:number>")
    def one(number: int) -> str:
        """Flask and one statement."""
        with engine.connect() as connection:
            return str(
                connection.execute(text("SELECT name FROM accounts WHERE id = :n"), {"n": number}).scalar()
            )

    @app.get("/meet/<token>")
    def show(token: str) -> ResponseReturnValue:
        now = datetime.now(UTC)
        with engine.connect() as connection:
            who = connection.execute(WHO, {"token": token_hash(token)}).one_or_none() or abort(404)
            hours = connection.execute(HOURS, {"account": who.account_id}).all()
            taken = connection.execute(TAKEN, _around(who.account_id, now)).all()
        return render_template("page.html", who=who, days=_days(_free(who, hours, taken, now), who))

    @app.post("/meet/<token>")
    def book(token: str) -> ResponseReturnValue:
        start = datetime.strptime(request.form["slot"], SENT).replace(tzinfo=UTC)
        now = datetime.now(UTC)
        with engine.begin() as connection:
            who = connection.execute(WHO, {"token": token_hash(token)}).one_or_none() or abort(404)
            end = start + timedelta(minutes=who.minutes)
            taken = connection.execute(TAKEN, _around(who.account_id, start - timedelta(hours=4))).all()
            if any(s < end.strftime(STORED) and e > start.strftime(STORED) for s, e in taken):
                abort(409)
            told = {"account": who.account_id, "interview": who.interview_id, "uid": token_urlsafe(32)}
            times = {"start": start, "end": end, "now": now}
            connection.execute(BOOK, told | {name: at.strftime(STORED) for name, at in times.items()})
        return redirect(request.path, 303)

    return app


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if request.method == "POST" else "BEGIN")


def _ours(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
        connection.execute(f"PRAGMA {pragma}")


def _around(account: int, start: datetime) -> dict[str, object]:
    after, before = start - timedelta(hours=4), start + timedelta(days=AHEAD + 1)
    return {"account": account, "after": after.strftime(STORED), "before": before.strftime(STORED)}


def _free(who: Row[Any], hours: Sequence[Any], taken: Sequence[Any], now: datetime) -> list[datetime]:
    """The free starts of the next weeks, swept by hand."""
    home, length = ZoneInfo(who.home), timedelta(minutes=who.minutes)
    begins = [datetime.strptime(s, STORED).replace(tzinfo=UTC) for s, _ in taken]
    ends = [datetime.strptime(e, STORED).replace(tzinfo=UTC) for _, e in taken]
    today, found = now.astimezone(home).date(), []
    for ahead in range(AHEAD):
        day = today + timedelta(days=ahead)
        for weekday, opens, closes in hours:
            if weekday != day.weekday():
                continue
            start = datetime.combine(day, time(opens // 60, opens % 60), home).astimezone(UTC)
            last = datetime.combine(day, time(closes // 60 % 24, closes % 60), home).astimezone(UTC)
            while start + length <= last:
                place = bisect_left(begins, start + length)
                if start >= now + NOTICE and (place == 0 or ends[place - 1] <= start):
                    found.append(start)
                start += STEP
    return found


def _days(starts: list[datetime], who: Row[Any]) -> list[tuple[str, list[tuple[str, str, str]]]]:
    zone, home = ZoneInfo(who.zone), ZoneInfo(who.home)
    local = [start.astimezone(zone) for start in starts]
    days: list[tuple[str, list[tuple[str, str, str]]]] = []
    for day, of_day in groupby([at for at in local if 7 <= at.hour < 21], key=datetime.date):
        if len(days) == DAYS:
            break
        times = [
            (f"{at.astimezone(UTC):{SENT}}", f"{at:%H:%M}", f"{at.astimezone(home):%H:%M}") for at in of_day
        ]
        days.append((f"{day:%A} {day.day} {day:%B}", times))
    return days
