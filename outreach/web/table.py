"""The table: every ask as a line, in any order, and what can be done with many at once."""

from collections.abc import Collection
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from outreach import clock
from outreach.contacts.tags import Tag
from outreach.database import db
from outreach.errors import NotFound, OutreachError
from outreach.followups.steps import Done
from outreach.insights import board
from outreach.interviews.columns import WAITS_FOR, Column
from outreach.interviews.models import Interview
from outreach.web.access import current_account
from outreach.web.board import around
from outreach.web.forms import number_in, one_line
from outreach.web.pipeline_forms import COLUMNS, Reader, as_asked, since, wish
from outreach.workflows import moving_on, tidying_up

bp = Blueprint("table", __name__, url_prefix="/board/table")

PAGE = 50
FURTHEST = 100_000
HEADINGS = {
    "name": "Who",
    "organization": "Where",
    "stage": "Stage",
    "since": "Since",
    "touch": "Last contact",
}


@bp.get("")
def show() -> ResponseReturnValue:
    return _page()


def _page(
    *, refusal: str = "", ticked: Collection[int] = (), typed: str = "", status: int = 200
) -> ResponseReturnValue:
    """The table as the address asks for it; what was ticked and typed stays if it could not be done."""
    account, wished, now = current_account(), wish(), clock.now()
    sort = request.args.get("sort", "since")
    sort = sort if sort in board.SORTS else "since"
    is_down = request.args.get("down", "1" if sort == "since" else "") == "1"
    wanted, past = request.args.get("column", ""), min(number_in(request.args.get("past")), FURTHEST)
    column = Column(wanted) if wanted in set(Column) else None
    found = board.lines(account, wished, sort=sort, is_down=is_down, past=past, limit=PAGE + 1, wanted=column)
    reader = Reader(account.timezone, now)
    return render_template(
        "table/show.html",
        rows=[_row(line, reader) for line in found[:PAGE]],
        tags_of=Tag.by_contact([line.contact_id for line in found[:PAGE]]),
        has_more=len(found) > PAGE,
        past=past,
        page_size=PAGE,
        sort=sort,
        is_down=is_down,
        column=column,
        headings=HEADINGS,
        columns=COLUMNS,
        refusal=refusal,
        ticked=ticked,
        typed=typed,
        **around(wished, is_empty=not found),
    ), status


def _row(line: board.Line, reader: Reader) -> tuple[object, ...]:
    """One line with what there is to say of it."""
    card = line.card
    return (
        line, reader.read(card), WAITS_FOR[card.stage], since(card.since, reader.now), touch(line, reader)
    )  # fmt: skip


def touch(line: board.Line, reader: Reader) -> str:
    """When one was last in touch: a talk counts although nobody has written about it yet."""
    at = line.in_touch_at
    ends_at = line.card.ends_at
    if ends_at is not None and ends_at <= reader.now:
        at = max(ends_at, at or ends_at)
    if at is None:
        return "never"
    told = since(at, reader.now)
    return told if told == "today" else f"{told} ago"


@bp.post("")
def act() -> ResponseReturnValue:
    """Do one thing with all that are ticked: ``do`` says what."""
    account, now = current_account(), clock.now()
    ticked = {number_in(n) for n in request.form.getlist("chosen")}
    chosen, name = Interview.numbered(ticked, of=account), one_line(request.form.get("name")) or ""
    acts = {
        "close": lambda: moving_on.close(chosen, account=account, now=now),
        "leave_alone": lambda: tidying_up.leave_alone(chosen, account=account, now=now),
        "tag": lambda: tidying_up.tag(chosen, name, account=account, now=now),
    }
    act = acts.get(request.form.get("do", ""))
    if act is None:
        raise NotFound("There is no such button. Reload the table and try again.")
    try:
        done = act()
    except OutreachError as refusal:
        db.session.rollback()
        return _page(refusal=str(refusal), ticked=ticked, typed=name[:100], status=refusal.status)
    db.session.commit()
    _tell(done)
    told: dict[str, Any] = as_asked()
    return redirect(url_for("table.show", **told), 303)


def _tell(done: Done) -> None:
    """Say who was left out, and why; what was done stands on the page with its way back."""
    if done.step is None and not done.refused:
        flash("Nothing to change: that was so already.")
    for why in done.refused[:3]:
        flash(why)
    if len(done.refused) > 3:
        flash(f"{len(done.refused) - 3} more were left as they are, for like reasons.")
