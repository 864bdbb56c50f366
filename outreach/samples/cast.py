"""The sample people as they stand in cast.toml, and when their scenes are played. Pure."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

Person = Mapping[str, Any]
Step = Mapping[str, Any]

FIRST_THING, LAST_THING = time(9, 30), time(20, 15)
"""When the scenes of a day begin, and when notes are written, on the account's clocks."""

APART = timedelta(minutes=20)


@cache
def cast() -> tuple[Person, ...]:
    """Everybody, each after the person who introduced them."""
    text = (files(__package__) / "cast.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["person"])


def day_away(distance: int, *, today: date) -> date:
    """The date so many days from today, moved off a weekend in the same direction."""
    day = today + timedelta(days=distance)
    while day.weekday() >= 5:
        day += timedelta(days=1 if distance > 0 else -1)
    return day


def played_at(story: tuple[Step, ...], *, timezone: str, now: datetime) -> list[datetime]:
    """The moment of each scene of a story, in order, the weekends left out."""
    zone = ZoneInfo(timezone)
    today, moments = now.astimezone(zone).date(), list[datetime]()
    for place, step in enumerate(story):
        day = day_away(step["day"], today=today)
        morning = datetime.combine(day, FIRST_THING, zone) + APART * place
        at = datetime.combine(day, LAST_THING, zone) if step["do"] == "debrief" else morning
        moments.append(max([at, *(before + APART for before in moments[-1:])]))
    return moments
