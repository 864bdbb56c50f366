"""How times, stages and kinds read on a page."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, url_for

from outreach import clock
from outreach.interviews.stages import Stage
from outreach.web.words import WORDS
from outreach.zones import places


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(
        day=day, clock=clock_time, moment=moment, ago=ago, word=word, zone_name=zone_name
    )
    app.jinja_env.globals.update(
        asset=asset_maker(Path(app.static_folder or "")),
        now=clock.now,
        zone_places=places,
        stage_tone=stage_tone,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def reading_attributes(letter_id: int) -> dict[str, str]:
    """What makes a field of the letter be read by the coach as one types."""
    return {
        "hx-post": url_for("letters.read", letter_id=letter_id),
        "hx-trigger": "input changed delay:400ms",
        "hx-target": "#reading",
        "hx-swap": "outerHTML",
        "hx-include": "#letter",
        "hx-sync": "#letter:replace",
    }


def stage_tone(stage: Stage) -> str:
    """The colour of a stage: done, under way, waiting, or ended without a conversation."""
    if stage.is_end:
        return ""
    return {Stage.MET: "warn", Stage.THANKED: "good", Stage.FOUND: "", Stage.DRAFTED: ""}.get(stage, "accent")


def day(instant: datetime, zone: str) -> str:
    """ "Tuesday 24 November" on the calendar of ``zone``."""
    local = instant.astimezone(ZoneInfo(zone))
    return f"{local:%A} {local.day} {local:%B}"


def clock_time(instant: datetime, zone: str) -> str:
    """ "15:00" on the clocks of ``zone``."""
    return f"{instant.astimezone(ZoneInfo(zone)):%H:%M}"


def moment(instant: datetime, zone: str) -> str:
    """ "Tue 24 Nov, 15:00" in ``zone``."""
    local = instant.astimezone(ZoneInfo(zone))
    return f"{local:%a} {local.day} {local:%b}, {local:%H:%M}"


def ago(instant: datetime, now: datetime) -> str:
    """How long since, or until, roughly and in words."""
    distance = now - instant
    size, ahead = abs(distance), distance < timedelta(0)
    if size < timedelta(minutes=1):
        return "now" if ahead else "just now"
    for unit, length in (
        ("day", timedelta(days=1)),
        ("hour", timedelta(hours=1)),
        ("minute", timedelta(minutes=1)),
    ):
        if size >= length:
            count = size // length
            words = f"{count} {unit}{'' if count == 1 else 's'}"
            return f"in {words}" if ahead else f"{words} ago"
    return "now"


def zone_name(zone: str) -> str:
    """ "Berlin time" for Europe/Berlin: the city is what people recognise."""
    return zone.rsplit("/", 1)[-1].replace("_", " ") + " time"


def word(kind: Any) -> str:
    """The word that people read for a member of one of our vocabularies."""
    return WORDS.get((type(kind).__name__, str(kind)), str(kind).replace("_", " "))


def asset_maker(folder: Path) -> Callable[[str], str]:
    """A function that gives a static file's URL with its own fingerprint, so that it can be cached for ever."""

    @cache
    def fingerprint(name: str) -> str:
        return hashlib.sha256((folder / name).read_bytes()).hexdigest()[:12]

    def asset(name: str) -> str:
        return url_for("static", filename=name, v=fingerprint(name))

    return asset
