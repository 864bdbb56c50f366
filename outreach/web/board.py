"""The board: every ask as a card, moved on by what happens, by a button, by a key or by hand."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from outreach import clock
from outreach.contacts.models import Contact
from outreach.contacts.tags import Tag
from outreach.database import db
from outreach.enumeration import enumerated
from outreach.errors import NotFound
from outreach.followups import at_hand
from outreach.followups.steps import Step, Taken
from outreach.insights import board
from outreach.interviews.columns import Column
from outreach.interviews.models import Interview
from outreach.plain_writing import write_plainly
from outreach.web.access import current_account
from outreach.web.cards import drawn
from outreach.web.hypermedia import part_or_page
from outreach.web.pipeline_forms import COLUMNS, EMPTY, Reader, as_asked, asked_for, wish
from outreach.workflows import moving_on, undoing

bp = Blueprint("board", __name__)

UNDO_WITHIN = timedelta(minutes=30)
"""How long the last step is offered for undoing on the page itself."""


@bp.get("/board")
def show() -> ResponseReturnValue:
    account, wished, now = current_account(), wish(), clock.now()
    cards, more = board.cards(account, wished)
    reader = Reader(account.timezone, now)
    return render_template(
        "board/show.html",
        columns=[
            (column, COLUMNS[column], len(own), drawn(own, column, reader)) for column, own in cards.items()
        ],
        more=more,
        empty=EMPTY,
        **around(wished, is_empty=not any(cards.values())),
    )


def around(wished: board.Wish, *, is_empty: bool) -> dict[str, object]:
    """What the board and the table share: the filters, and the last step with its way back."""
    account = current_account()
    return {
        "tags": Tag.all_of(account),
        "wished": wished,
        "filters": asked_for(wished),
        "view": as_asked(),
        "step": Step.latest(account, since=clock.now() - UNDO_WITHIN),
        "is_empty": is_empty,
        "has_people": is_empty and Contact.has_any(account)[0],
    }


@bp.post("/interviews/<int:interview_id>/column")
def move(interview_id: int) -> ResponseReturnValue:
    """Put a card into another column, which says that something has happened."""
    interview, facts = at_hand.find(interview_id, of=current_account())
    to = request.form.get("to", "")
    if to not in set(Column):
        raise NotFound("There is no such column. Reload the board and try again.")
    step = moving_on.move(interview, Column(to), account=current_account(), facts=facts, now=clock.now())
    shown = _card(interview)
    write_plainly()
    taken = step and Taken(step.id, step.words)
    db.session.commit()
    return part_or_page("board/_moved.html", page=_back(), step=taken, view=as_asked(), **shown)


def _card(interview: Interview) -> dict[str, object]:
    """The card where it stands now. Read before it is written, as all is forgotten then."""
    column, card = board.card_of(interview)
    drawn_now = drawn([card], column, Reader(current_account().timezone, clock.now()))
    return {"number": interview.id, "column": column, "card": drawn_now}


@bp.post("/steps/<int:step_id>/undoing")
def undo(step_id: int) -> ResponseReturnValue:
    """Take back what was done on the board or in the table."""
    step = Step.find(step_id, of=current_account())
    undone = undoing.undo(step, account=current_account(), now=clock.now())
    db.session.commit()
    if undone.moved_on:
        flash(f"More has happened with {enumerated(undone.moved_on)} since, so that was left as it is.")
    if undone.freed:
        names = enumerated(undone.freed)
        flash(f"The times you had held for {names} stay free. Offer times again when you write.")
    return redirect(_back(), 303)


def _back() -> str:
    """The page that the form stands on, narrowed down as it was."""
    told: dict[str, Any] = as_asked()
    return url_for("table.show" if request.form.get("from") == "table" else "board.show", **told)
