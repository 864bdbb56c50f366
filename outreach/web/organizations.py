"""Organizations as a list to work through: who is on one's side there, how much one wants it, and whether they hire."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from outreach import clock
from outreach.contacts.models import Organization
from outreach.database import db
from outreach.errors import OutreachError
from outreach.insights import targets
from outreach.web.access import current_account
from outreach.web.forms import number_in, one_line
from outreach.web.hypermedia import wants_part
from outreach.web.pipeline_forms import since
from outreach.web.words import ADVOCACIES, MOTIVATIONS, POSTINGS
from outreach.workflows import targeting

bp = Blueprint("organizations", __name__, url_prefix="/organizations")

PAGE = 30
FURTHEST = 100_000
LONGEST_LIST = 20_000
HEADINGS = {
    "name": "Organization",
    "advocacy": "On your side",
    "motivation": "Motivation",
    "posting": "Openings",
}


@bp.get("")
def index() -> ResponseReturnValue:
    return _page()


def _page(*, typed: str = "", refusal: str = "", status: int = 200) -> ResponseReturnValue:
    account = current_account()
    sort = request.args.get("sort", "motivation")
    sort = sort if sort in targets.SORTS else "motivation"
    past = min(number_in(request.args.get("past")), FURTHEST)
    found = targets.targets(account, sort=sort, past=past, limit=PAGE + 1)
    top = (
        targets.top(account)
        if past or sort != "motivation"
        else [t for t in found[: targets.TOP] if t.motivation]
    )
    return render_template(
        "organizations/index.html",
        rows=found[:PAGE],
        has_more=len(found) > PAGE,
        past=past,
        page_size=PAGE,
        sort=sort,
        headings=HEADINGS,
        top=top,
        inside=targets.insiders([target.id for target in top]),
        since=lambda then: since(then, clock.now()),
        options=options,
        typed=typed,
        refusal=refusal,
    ), status


GRADES: dict[str, Mapping[Any, str]] = {
    "advocacy": ADVOCACIES,
    "motivation": MOTIVATIONS,
    "posting": POSTINGS,
}


@cache
def options(name: str, chosen: int) -> Markup:
    """The choices of one grade, with one of them chosen: fourteen such lists, which fill a page."""
    return Markup("").join(
        Markup('<option value="{}"{}>{}</option>').format(
            int(grade), SELECTED if grade == chosen else "", text
        )
        for grade, text in GRADES[name].items()
    )


SELECTED = Markup(" selected")


@bp.post("")
def add() -> ResponseReturnValue:
    """Put names on the list, one from each line."""
    typed = request.form.get("names", "")[:LONGEST_LIST]
    names = [one_line(line) or "" for line in typed.splitlines()]
    try:
        fresh, known = targeting.add(current_account(), names)
    except OutreachError as refusal:
        db.session.rollback()
        return _page(typed=typed, refusal=str(refusal), status=422)
    db.session.commit()
    there = f" {known} stood there already." if known else ""
    flash(f"{fresh} added.{there} Now say how much you would like each, quickly and by gut feeling.")
    return redirect(url_for("organizations.index"), 303)


@bp.post("/<int:organization_id>")
def grade(organization_id: int) -> ResponseReturnValue:
    """Keep the three grades of one place."""
    organization = Organization.find(organization_id, of=current_account())
    grades = {name: number_in(request.form.get(name)) for name in ("motivation", "advocacy", "posting")}
    targeting.grade(organization, **grades)
    db.session.commit()
    if wants_part():
        return "Saved"
    flash(f"{organization.name}: saved.")
    return _back(f"o{organization.id}")


@bp.post("/<int:organization_id>/removal")
def remove(organization_id: int) -> ResponseReturnValue:
    organization = Organization.find(organization_id, of=current_account())
    targeting.remove(organization)
    db.session.commit()
    flash(f"{organization.name} is off the list.")
    return _back("list")


def _back(anchor: str) -> ResponseReturnValue:
    kept: dict[str, Any] = {name: value for name, value in request.args.items() if name in {"sort", "past"}}
    return redirect(url_for("organizations.index", **kept, _anchor=anchor), 303)
