"""What a reader wishes to see of the board and the table, and how a card reads."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from flask import request

from outreach.insights.board import Card, Line, Wish
from outreach.insights.stuck import why_stuck
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


class Shown(NamedTuple):
    """A card as it reads: whose it is, where they work, how it stands, and whether it needs help.

    ``is_ready`` tells whether its buttons make sense already: nobody has talked before the agreed time.
    """

    id: int
    name: str
    place: str
    note: str
    is_stuck: bool
    is_ready: bool


@dataclass(frozen=True, slots=True)
class Reader:
    """Puts cards into words for one account, at one moment."""

    zone: str
    now: datetime

    def read(self, card: Card | Line) -> Shown:
        """The card in words."""
        is_ready = card.starts_at is None or card.starts_at <= self.now or card.stage is not Stage.BOOKED
        stuck = why_stuck(
            card.stage,
            card.since,
            has_address=card.email is not None,
            later_on=card.later_on,
            talk_ends_at=card.ends_at,
            now=self.now,
            today=self.now.astimezone(ZoneInfo(self.zone)).date(),
        )
        return Shown(
            card.id, card.name, card.organization or "", stuck or self._note(card), stuck != "", is_ready
        )

    def _note(self, card: Card | Line) -> str:
        if card.stage is Stage.BOOKED and card.starts_at is not None:
            return moment(card.starts_at, self.zone)
        if card.stage is Stage.LATER and card.later_on is not None:
            return f"write on {card.later_on.day} {card.later_on:%B}"
        return AT_REST.get(card.stage) or since(card.since, self.now)


def since(then: datetime, now: datetime) -> str:
    """How long something stands: “today”, “5 days”, “7 weeks”."""
    days = max(0, (now - then) // timedelta(days=1))
    if days == 0:
        return "today"
    if days < 28:
        return "1 day" if days == 1 else f"{days} days"
    return f"{days // 7} weeks" if days < 365 else "over a year"
