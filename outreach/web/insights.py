"""How it goes: what the week has brought, and what can honestly be said of what works."""

from datetime import date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from outreach import clock
from outreach.bookings.models import Booking
from outreach.enumeration import enumerated
from outreach.insights import board, queries, weeks
from outreach.insights.rates import STEPS, Tally, apart
from outreach.insights.stuck import MAY_BE_STUCK
from outreach.web.access import current_account
from outreach.web.charts import ROW, WIDTH, bars, columns, percent, plausible, sentence
from outreach.web.pipeline_forms import Reader, Shown
from outreach.web.words import PURPOSES, RELATIONSHIPS, spelled

bp = Blueprint("insights", __name__, url_prefix="/review")

STEP_WORDS = {
    "asked": "Asked",
    "answered": "Answered",
    "booked": "Agreed a time",
    "met": "Talked",
    "thanked": "Thanked",
    "referred": "Led on to somebody",
}
GROUP_WORDS = {
    "relationship": "By what ties you",
    "purpose": "By what you asked about",
    "template": "By the words you began from",
    "weekday": "By the day of the week",
}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NAMES = {
    "relationship": {str(kind): text for kind, text in RELATIONSHIPS.items()},
    "purpose": {str(kind): text.split(" – ")[0] for kind, text in PURPOSES.items()},
    "template": {"": "No template of yours"},
    "weekday": {str(number): name for number, name in enumerate(WEEKDAYS)},
}


@bp.get("/rates")
def rates() -> ResponseReturnValue:
    found = queries.rates(current_account(), now=clock.now())
    whole = found.whole
    return render_template(
        "insights/rates.html",
        rates=found,
        steps=[(STEP_WORDS[step], whole.share(step)) for step in STEPS[1:]],
        funnel=bars([(STEP_WORDS[step], whole.share(step)) for step in STEPS[1:]]),
        groups=[_group(name, found) for name in queries.GROUPS if len(found.groups[name]) > 1],
        size=(WIDTH, ROW),
        percent=percent,
        plausible=plausible,
    )


def _group(name: str, found: queries.Rates) -> dict[str, object]:
    """One way to tell the asks apart: its picture, its table, and what they amount to."""
    tallies = found.groups[name]
    if name == "weekday":
        tallies = sorted(tallies, key=lambda tally: tally.name or "9")
    called = {tally.name: _called(name, tally.name) for tally in tallies}
    enough = [tally for tally in tallies if tally.share("answered").is_enough]
    return {
        "key": name,
        "heading": GROUP_WORDS[name],
        "bars": bars([(called[tally.name], tally.share("answered")) for tally in enough]),
        "lines": [_line(called[tally.name], tally) for tally in tallies],
        "sentence": sentence(apart(tallies, "answered"), called.__getitem__)
        if len(enough) > 1
        else "Too few to compare: it takes thirty of at least two kinds.",
    }


def _line(name: str, tally: Tally) -> tuple[str, str, str, str]:
    """One group in figures: how many answered, how many plausibly would, and how many talked."""
    answered, met = tally.share("answered"), tally.share("met")
    return name, f"{answered.k} of {answered.n}", plausible(answered), f"{met.k} of {met.n}"


def _called(group: str, name: str | None) -> str:
    return NAMES[group].get(name or "", name or "Not known")


@bp.get("")
def review() -> ResponseReturnValue:
    account, now = current_account(), clock.now()
    today = now.astimezone(ZoneInfo(account.timezone)).date()
    begins = min(_week(request.args.get("week")) or today, today)
    begins = weeks.monday_of(begins)
    known = weeks.weeks(account, begins)
    is_this = begins == weeks.monday_of(today)
    return render_template(
        "insights/review.html",
        week=known[-1],
        summary=in_words(known[-1], is_this=is_this),
        known=known,
        drawn=_drawn(known),
        row=weeks.in_a_row(known),
        is_this=is_this,
        before=begins - weeks.WEEK,
        after=None if is_this else begins + weeks.WEEK,
        last_day=begins + timedelta(days=6),
        story=weeks.story(account, begins),
        stuck=_stuck(now) if is_this else [],
        upcoming=Booking.upcoming(account, now=now, limit=5) if is_this else [],
    )


def _drawn(known: list[weeks.Week]) -> list[tuple[str, str]]:
    """The weeks as columns, of each kind one path; nothing where nothing has happened in any of them."""
    kinds = {kind: [getattr(week, kind) for week in known] for kind in ("asked", "answered", "met")}
    most = max(map(max, kinds.values()))
    return [
        (kind, columns(counts, most=most, place=place))
        for place, (kind, counts) in enumerate(kinds.items())
        if any(counts)
    ]


def in_words(week: weeks.Week, *, is_this: bool) -> str:
    """The week in one or two sentences, never a reproach."""
    asked = f"You asked {_people(week.asked)}" if week.asked else ""
    answered = f"{spelled(week.answered)} answered" if week.answered else ""
    met = f"you talked with {spelled(week.met)}" if week.met else ""
    told = [part for part in (asked, answered, met) if part]
    if not told:
        return "Nothing yet, and the week is not over." if is_this else "A quiet week. They are allowed."
    listed = enumerated(told)
    return f"{listed[0].upper()}{listed[1:]}."


def _people(count: int) -> str:
    return "one person" if count == 1 else f"{spelled(count)} people"


def _stuck(now: datetime) -> list[Shown]:
    """A few that need help, those who have waited longest first."""
    account = current_account()
    reader = Reader(account.timezone, now)
    shown = map(reader.read, board.standing(account, MAY_BE_STUCK, most=4))
    return list(islice((card for card in shown if card.is_stuck), 5))


def _week(given: str | None) -> date | None:
    try:
        found = date.fromisoformat(given or "")
    except ValueError:
        return None
    return found if found.year > 2000 else None
