"""A board with nothing to it, and a move of one of its cards, as a floor for ours: Flask, Jinja and SQLAlchemy Core.

No session, no sign-in, no forms against forgery, no filters, no way back, no follow-ups, and nothing that is stuck:
five hundred cards with a name, a place, how long they have stood there, and buttons. Its move reads the card, puts it
into its stage and writes a line of the journal.
"""

from datetime import UTC, datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from flask import Flask, abort, render_template, request
from flask.typing import ResponseReturnValue
from jinja2 import DictLoader
from sqlalchemy import Connection, create_engine, event, text

from outreach.interviews.columns import COLUMN_OF
from outreach.web.pipeline_forms import ON

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Board</title><link rel="stylesheet" href="/static/site.css"></head>
<body><main><h1>Board</h1><form id="board" class="board" method="post">{% for stage, cards in columns %}
<section class="col"><h2>{{ stage }}</h2><ol id="{{ stage }}">{% for card in cards %}
CARD{% endfor %}
</ol></section>{% endfor %}</form></main></body></html>
"""
CARD = """<li id="c{{ card.id }}"><a href="/interviews/{{ card.id }}">{{ card.name }}</a><p>{{ card.place or "" }}</p>
<p>{{ (now - card.since).days }} days</p>{% for to, label in buttons[card.stage] %}
<button type="submit" formaction="/interviews/{{ card.id }}/column" name="to" value="{{ to }}"
 aria-label="{{ label }}: {{ card.name }}">{{ label }}</button>{% endfor %}</li>
"""
BUTTONS = {str(stage): ON[column] for stage, column in COLUMN_OF.items()}
CARDS = text(
    "SELECT i.id, i.stage, i.stage_at, c.name, o.name AS place FROM interviews i "
    "JOIN contacts c ON c.id = i.contact_id LEFT JOIN organizations o ON o.id = c.organization_id "
    "WHERE i.account_id = :account ORDER BY i.stage_at DESC LIMIT 500"
)
ONE = text(
    "SELECT i.id, i.stage, i.stage_at, i.contact_id, c.name, o.name AS place FROM interviews i "
    "JOIN contacts c ON c.id = i.contact_id LEFT JOIN organizations o ON o.id = c.organization_id "
    "WHERE i.id = :number AND i.account_id = :account"
)
PUT = text("UPDATE interviews SET stage = :to, stage_at = :now, answered_at = :now WHERE id = :number")
TELL = text(
    "INSERT INTO entries (account_id, contact_id, interview_id, name, particulars, at) "
    "VALUES (:account, :contact, :number, 'answer.yes', '{}', :now)"
)
STORED = "%Y-%m-%d %H:%M:%S.%f"


class Card:
    """A row with its moment read."""

    def __init__(self, row: Any) -> None:
        self.id, self.stage, self.name, self.place = row.id, row.stage, row.name, row.place
        self.since = datetime.fromisoformat(row.stage_at + "+00:00")


def lean_board(database_url: str, account: int) -> Flask:
    """The floor, on the database of the real application."""
    app = Flask("lean board")
    app.jinja_loader = DictLoader({"page.html": PAGE.replace("CARD", CARD), "card.html": CARD})
    engine = create_engine(database_url)
    event.listen(engine, "connect", _ours)
    event.listen(engine, "begin", _begin)

    @app.get("/board")
    def show() -> str:
        with engine.connect() as connection:
            cards = [Card(row) for row in connection.execute(CARDS, {"account": account})]
        by_stage = sorted(cards, key=attrgetter("stage", "since"))
        columns = [(stage, list(own)) for stage, own in groupby(by_stage, attrgetter("stage"))]
        return render_template("page.html", columns=columns, buttons=BUTTONS, now=datetime.now(UTC))

    @app.post("/interviews/<int:number>/column")
    def move(number: int) -> ResponseReturnValue:
        known = {"account": account, "number": number, "to": request.form["to"]}
        with engine.begin() as connection:
            row = connection.execute(ONE, known).one_or_none() or abort(404)
            told = known | {"now": datetime.now(UTC).strftime(STORED), "contact": row.contact_id}
            connection.execute(PUT, told)
            connection.execute(TELL, told)
        return render_template("card.html", card=Card(row), buttons=BUTTONS, now=datetime.now(UTC))

    return app


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if request.method == "POST" else "BEGIN")


def _ours(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
        connection.execute(f"PRAGMA {pragma}")
