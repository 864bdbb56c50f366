"""Today: what to do next, at most five things, each one click away."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

bp = Blueprint("today", __name__)


@bp.get("/")
def show() -> ResponseReturnValue:
    return render_template("today/show.html", todos=[])
