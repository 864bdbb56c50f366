"""What the templates can say: times, words, links, and the small functions they call."""

import hashlib
from collections.abc import Callable, Hashable
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, g, request, url_for
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from outreach import clock
from outreach.accounts.models import Account
from outreach.bookings.invitations import Reader, lacks_place, place_in_words, summary_of
from outreach.bookings.models import Booking
from outreach.calendars.links import links_for
from outreach.followups.working_days import country_names
from outreach.interviews.stages import ROAD, Stage
from outreach.letters.drafting.asks import ask_for
from outreach.web.access import config
from outreach.web.clockface import day_name
from outreach.web.marking import example_for, marked
from outreach.web.moments import ago, clock_time, day, moment, zone_name
from outreach.web.pipeline_forms import TURNS, WAITING
from outreach.web.telling import retold, todo_reason, todo_title, told
from outreach.web.todo_words import best_by
from outreach.web.words import (
    CLOSENESSES,
    PURPOSES,
    RELATIONSHIPS,
    WAY_HINTS,
    WORDS,
    occasion_hint,
    spelled,
)
from outreach.web.zone_choices import zone_options
from outreach.workflows.following_up import writes


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(
        ago=ago,
        clock=clock_time,
        day=day,
        day_name=day_name,
        moment=moment,
        spelled=spelled,
        word=word,
        zone_name=zone_name,
    )
    app.context_processor(lambda: {"csrf_token": csrf_token})  # Flask-WTF gives its own in this way, too
    app.jinja_env.globals.update(
        csrf_token=csrf_token,
        asset=asset_maker(Path(app.static_folder or "")),
        calendar_links=calendar_links,
        ask_of=lambda fact: ask_for(fact, "any"),
        closenesses=CLOSENESSES,
        country_options=country_options,
        country_name=country_name,
        example_for=example_for,
        letter_for=writes,
        occasion_hint=occasion_hint,
        way_hint=WAY_HINTS.get,
        marked=marked,
        now=clock.now,
        place_of=place_of,
        lacks_place_of=lacks_place_of,
        reading_attributes=reading_attributes,
        remembered=remembered,
        remembered_unless=remembered_unless,
        road=lambda: ROAD,
        stage_tone=stage_tone,
        ties=RELATIONSHIPS,
        abouts=PURPOSES,
        waitings=WAITING,
        turns=TURNS,
        best_by=best_by,
        takes_newcomers=takes_newcomers,
        todo_reason=todo_reason,
        todo_title=todo_title,
        retold=retold,
        told=told,
        zone=ZoneInfo,
        zone_options=zone_options,
    )


PLURAL = ("United", "Netherlands", "Philippines", "Bahamas", "Maldives", "Gambia", "Seychelles", "Comoros")


def country_name(code: str) -> str:
    """A country as it stands in a sentence: “Spain”, “the United States”."""
    name = country_names().get(code, "")
    return f"the {name}" if name.startswith(PLURAL) or name.endswith(("Islands", "Rep", "Rep.")) else name


def word(kind: Any) -> str:
    """The word that people read for a member of one of our vocabularies."""
    return WORDS.get((type(kind).__name__, str(kind)), str(kind).replace("_", " "))


@lru_cache(maxsize=300)
def country_options(chosen: str) -> Markup:
    """The countries to choose from, by their English names, with one of them chosen. Made once for each."""
    line = Markup('<option value="{}"{}>{}</option>')
    named = sorted(country_names().items(), key=lambda named: named[1])
    return Markup("").join(
        line.format(code, Markup(" selected") if code == chosen else "", name) for code, name in named
    )


@lru_cache(maxsize=1024)
def remembered(macro: Callable[..., Markup], *said: Hashable) -> Markup:
    """What a macro makes of these values, made once for all the pages that say the same.

    For macros that are imported without the page's context, so that nothing else has a say.
    """
    return macro(*said)


def remembered_unless(typed: Any, macro: Callable[..., Markup], *said: Hashable) -> Markup:
    """The same, unless something was typed into it, which is nobody else's and is not kept."""
    return macro(typed, *said) if typed else remembered(macro, typed, *said)


def stage_tone(stage: Stage) -> str:
    """The colour of a stage: done, under way, waiting, or ended without a conversation."""
    if stage.is_end:
        return ""
    return {Stage.MET: "warn", Stage.THANKED: "good", Stage.FOUND: "", Stage.DRAFTED: ""}.get(stage, "accent")


def takes_newcomers() -> bool:
    """Whether somebody without an account can make one here: always the first one."""
    return config().open_signup or not Account.exists()


def place_of(booking: Booking) -> str:
    """Where the two will talk, as the account reads it."""
    return place_in_words(booking, g.account, Reader.ACCOUNT)


def lacks_place_of(booking: Booking) -> bool:
    """Whether nobody has said yet where the two will talk."""
    return lacks_place(booking, g.account)


def csrf_token() -> str:
    """What proves that a form is ours: made once for all forms of a page."""
    made: str = g.get("csrf_token") or generate_csrf()
    return made


def calendar_links(booking: Booking) -> dict[str, str]:
    """Links that put an agreed time into the calendars that the account keeps on the web."""
    return links_for(booking.span, summary_of(booking.interview, booking.account), place_of(booking))


def reading_attributes(letter_id: int, shown_in: str, empty: str = "") -> dict[str, str]:
    """What shows a field of the letter, as one types, where the contact will read it, and has the coach read it.

    One reading at a time is asked for: the newest words wait until the last are answered, however fast one types.
    """
    return {
        "data-shown-in": shown_in,
        "data-empty": empty,
        "hx-post": url_for("letters.read", letter_id=letter_id),
        "hx-trigger": "input changed delay:10ms",
        "hx-target": "#reading",
        "hx-swap": "outerHTML settle:0ms",
        "hx-include": "#letter",
        "hx-sync": "#letter:queue last",
    }


def asset_maker(folder: Path) -> Callable[[str], str]:
    """A function that gives a static file's URL with its fingerprint, so that it can be cached for ever."""

    @cache
    def address(name: str, _root: str) -> str:
        fingerprint = hashlib.sha256((folder / name).read_bytes()).hexdigest()[:12]
        return url_for("static", filename=name, v=fingerprint)

    return lambda name: address(name, request.root_path)
