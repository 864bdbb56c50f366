"""The earlier versions of a letter: shown, compared, and brought back."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from outreach import clock
from outreach.database import db, locked
from outreach.letters.comparing import compare
from outreach.letters.models import Letter, Revision
from outreach.web.access import current_account
from outreach.web.forms import number_in

bp = Blueprint("revisions", __name__, url_prefix="/letters/<int:letter_id>/revisions")


@bp.get("")
def index(letter_id: int) -> ResponseReturnValue:
    """Every version that was kept, and two of them side by side."""
    letter = Letter.find_whole(letter_id, of=current_account())
    revisions = Revision.all_of(letter)
    right = _chosen(revisions, "after") or next(iter(revisions), None)
    left = _chosen(revisions, "before") or _one_before(revisions, right)
    sides = compare(left.body, right.body) if left and right else None
    return render_template(
        "letters/revisions.html", letter=letter, revisions=revisions, left=left, right=right, sides=sides
    )


@bp.post("/<int:number>/restoration")
def restore(letter_id: int, number: int) -> ResponseReturnValue:
    """Bring earlier words back, as a new version."""
    letter = Letter.find_whole(letter_id, of=current_account())
    locked(letter).restore(Revision.numbered(number, of=letter), now=clock.now())
    db.session.commit()
    flash("The earlier words are back. The ones they replaced are still among the versions.")
    return redirect(url_for("letters.show", letter_id=letter.id), 303)


def _chosen(revisions: list[Revision], name: str) -> Revision | None:
    number = number_in(request.args.get(name))
    return next((revision for revision in revisions if revision.number == number), None)


def _one_before(revisions: list[Revision], right: Revision | None) -> Revision | None:
    return next((revision for revision in revisions if right and revision.number < right.number), None)
