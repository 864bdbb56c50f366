"""What a reader wishes to see of the board and the table, and how a card reads."""

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

from flask import request

from outreach.insights.board import Card, Wish
from outreach.insights.stuck import DAY, why_stuck
from outreach.interviews.columns import Column, WaitsFor
from outreach.interviews.kinds import Purpose, Relationship
from outreach.interviews.stages import Stage
from outreach.web.forms import number_in, one_line
from outreach.web.moments import moment

COLUMNS = {
    Column.TO_ASK: "To ask",
    Column.ASKED: "Asked",
    Column.ANSWERED: "Answered",
    Column.BOOKED: "Booked",
    Column.MET: "Met",
    Column.THANKED: "Thanked",
    Column.AT_REST: "At rest",
}
WAITING = {
    WaitsFor.ME: "Waiting for me",
    WaitsFor.THEM: "Waiting for them",
    WaitsFor.DAY: "Waiting for a day",
    WaitsFor.NOBODY: "Waiting for nobody",
}
TURNS = {WaitsFor.ME: "Me", WaitsFor.THEM: "Them", WaitsFor.DAY: "The day", WaitsFor.NOBODY: "Nobody"}
ON: dict[Column, tuple[tuple[Column, str], ...]] = {
    Column.TO_ASK: ((Column.ASKED, "I asked"),),
    Column.ASKED: ((Column.ANSWERED, "They answered"), (Column.AT_REST, "Let rest")),
    Column.ANSWERED: ((Column.AT_REST, "Let rest"),),
    Column.BOOKED: ((Column.MET, "We talked"),),
    Column.MET: ((Column.THANKED, "I thanked"),),
    Column.THANKED: (),
    Column.AT_REST: ((Column.ANSWERED, "They wrote"),),
}
"""What a card's buttons say, by where it stands."""
EMPTY = {
    Column.TO_ASK: "Whom would you like to ask next?",
    Column.ASKED: "Letters that are out stand here.",
    Column.ANSWERED: "Somebody who said yes, and still needs a time.",
    Column.BOOKED: "Agreed times.",
    Column.MET: "Talks to give thanks for.",
    Column.THANKED: "Good talks, well ended.",
    Column.AT_REST: "Noes, laters and silence. All of them are normal.",
}
AT_REST = {
    Stage.LATER: "asked for later",
    Stage.REDIRECTED: "named somebody else",
    Stage.DECLINED: "said no",
    Stage.NO_REPLY: "no reply",
    Stage.BOUNCED: "address did not work",
}


KEPT = ("at", "tag", "tie", "about", "waits", "sort", "down", "column")
"""What the address of the board and the table may say."""


def wish() -> Wish:
    """What the address asks to be narrowed down to; what makes no sense is left out."""
    asked = request.args
    return Wish(
        organization=(one_line(asked.get("at")) or "")[:100],
        tag=number_in(asked.get("tag")),
        relationship=_one_of(Relationship, asked.get("tie")),
        purpose=_one_of(Purpose, asked.get("about")),
        waits_for=_one_of(WaitsFor, asked.get("waits")),
    )


def _one_of(kind: Any, given: str | None) -> Any:
    return kind(given) if given in set(kind) else None


def asked_for(wished: Wish) -> dict[str, Any]:
    """The wish as the address tells it, to lead from one view to the other."""
    told = {
        "at": wished.organization, "tag": wished.tag, "tie": wished.relationship, "about": wished.purpose,
        "waits": wished.waits_for,
    }  # fmt: skip
    return {name: str(value) for name, value in told.items() if value}


def as_asked() -> dict[str, str]:
    """How the page is narrowed down and sorted from which this request comes, to lead back to it.

    The address of this request says so, or a form of that page: a card's button has an address of its own.
    """
    said = dict(parse_qsl(request.form.get("view", "")[:LONGEST_VIEW]))
    return {name: value for name, value in (said | request.args.to_dict()).items() if name in KEPT}


LONGEST_VIEW = 500


class Shown(NamedTuple):
    """A card as it reads: whose it is, where they work, how it stands, and whether it needs help."""

    id: int
    name: str
    place: str
    note: str
    is_stuck: bool


class Said(NamedTuple):
    """How a card stands, whether it needs help, and whether its buttons make sense already.

    They do not while an agreed time is to come: nobody has talked before it.
    """

    note: str
    is_stuck: bool
    is_ready: bool = True


class Reader:
    """Puts cards into words for one account, at one moment."""

    def __init__(self, zone: str, now: datetime) -> None:
        self.zone, self.now = zone, now
        self.today = now.astimezone(ZoneInfo(zone)).date()

    def read(self, card: Card) -> Shown:
        """The card in words."""
        said = self.said(card)
        return Shown(card.id, card.name, card.organization or "", said.note, said.is_stuck)

    def said(self, card: Card) -> Said:
        """How the card stands, in words."""
        if card.stage not in BY_A_DATE:
            return _after(card.stage, max(0, (self.now - card.since).days), card.email is not None)
        stuck = why_stuck(
            card.stage,
            card.since,
            has_address=card.email is not None,
            later_on=card.later_on,
            talk_ends_at=card.ends_at,
            now=self.now,
            today=self.today,
        )
        is_ready = card.stage is not Stage.BOOKED or card.starts_at is None or card.starts_at <= self.now
        return Said(stuck or self._day_of(card), bool(stuck), is_ready)

    def _day_of(self, card: Card) -> str:
        if card.stage is Stage.BOOKED and card.starts_at is not None:
            return moment(card.starts_at, self.zone)
        if card.stage is Stage.LATER and card.later_on is not None:
            return f"write on {card.later_on.day} {card.later_on:%B}"
        return AT_REST.get(card.stage) or since(card.since, self.now)


BY_A_DATE = frozenset({Stage.BOOKED, Stage.LATER})
"""Where each card has a day of its own; elsewhere the days since, and whether there is an address, say it all."""
DAY_ONE = datetime(2000, 1, 1, tzinfo=UTC)


@lru_cache(maxsize=4096)
def _after(stage: Stage, days: int, has_address: bool) -> Said:
    """How a card stands after so many days at a stage that has no date; remembered by these three."""
    now = DAY_ONE + days * DAY
    stuck = why_stuck(
        stage, DAY_ONE, has_address=has_address, later_on=None, talk_ends_at=None, now=now, today=now.date()
    )
    return Said(stuck or AT_REST.get(stage) or since(DAY_ONE, now), bool(stuck))


def since(then: datetime, now: datetime) -> str:
    """How long something stands: “today”, “5 days”, “7 weeks”."""
    days = max(0, (now - then) // DAY)
    if days == 0:
        return "today"
    if days < 28:
        return "1 day" if days == 1 else f"{days} days"
    return f"{days // 7} weeks" if days < 365 else "over a year"
