"""Looking around with sample data, and clearing it away again."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from outreach import clock
from outreach.database import db
from outreach.web.access import current_account, site
from outreach.workflows import showing_around

bp = Blueprint("sample", __name__, url_prefix="/sample-data")


@bp.post("")
def fill() -> ResponseReturnValue:
    came = showing_around.fill(current_account(), site=site(), now=clock.now())
    db.session.commit()
    flash(
        f"{came} sample people have come. Look around; none of them gets any mail."
        if came
        else "The sample people are here already."
    )
    return redirect(url_for("today.show"), 303)


@bp.post("/removal")
def remove() -> ResponseReturnValue:
    showing_around.clear(current_account())
    db.session.commit()
    flash("The sample people are gone. What is yours is untouched.")
    return redirect(url_for("today.show"), 303)
