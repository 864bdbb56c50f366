"""The talk itself: the run-sheet with its clock, and notes that are kept as they are typed."""

from datetime import timedelta
from math import ceil

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import lazyload

from outreach import clock
from outreach.bookings.models import Booking
from outreach.database import db
from outreach.errors import NotFound, OutreachError
from outreach.interviews.models import Interview
from outreach.notebook.jottings import Jotting, JottingKind, UnreadableJotting
from outreach.questions.arcs import Arc
from outreach.questions.lists import runsheet_of
from outreach.questions.models import FAREWELL, QuestionList
from outreach.web.access import current_account
from outreach.web.forms import paragraphs
from outreach.web.words import JOTTINGS
from outreach.workflows import talking

bp = Blueprint("talk", __name__)

LONGEST_TALK = timedelta(hours=8)

ARCS = {
    Arc.STORY: "Their story first, then the work, then you",
    Arc.AIR: "Advice, insight, referral (called AIR)",
    Arc.TIARA: "Trends, insights, advice, resources, assignments (TIARA)",
}


@bp.get("/interviews/<int:interview_id>/talk")
def show(interview_id: int) -> ResponseReturnValue:
    interview = Interview.find(interview_id, of=current_account())
    questions = QuestionList.of(interview)
    if questions is None:
        return redirect(url_for("questions.show", interview_id=interview_id), 303)
    return render_template("talk/show.html", **_shown(interview, questions))


@bp.post("/interviews/<int:interview_id>/talk/notes")
def jot(interview_id: int) -> ResponseReturnValue:
    """Keep one note. The page itself asks for a few words of JSON; a plain form is sent back to it."""
    try:
        kept = _keep(interview_id, _jotted())
    except OutreachError as refusal:
        return _refused(interview_id, refusal)
    db.session.commit()
    if _is_script():
        return jsonify(kept)
    flash("Saved.")
    return redirect(url_for("talk.show", interview_id=interview_id), 303)


@bp.post("/interviews/<int:interview_id>/talk/arc")
def shape(interview_id: int) -> ResponseReturnValue:
    questions = QuestionList.of(Interview.find(interview_id, of=current_account()))
    arc = request.form.get("arc", "")
    if questions is None or arc not in set(Arc):
        raise NotFound("There is no such shape for a talk. Choose one of the three.")
    questions.arc = Arc(arc)
    db.session.commit()
    return redirect(url_for("talk.show", interview_id=interview_id), 303)


def _keep(number: int, jotted: talking.Jotted) -> dict[str, str | int]:
    """What the note is called and its revision. Every few words come here, so no more is read than they need."""
    account, now = current_account(), clock.now()
    if talking.grow(number, jotted, account=account, now=now):
        return {"uid": jotted.uid, "revision": jotted.base + 1}
    interview = Interview.find(number, of=account, options=(lazyload(Interview.contact),))
    jotting = talking.jot(interview, jotted, now=now)
    return {"uid": jotting.uid, "revision": jotting.revision}


def _jotted() -> talking.Jotted:
    """The note as it was sent. Raises UnreadableJotting."""
    given = request.form
    if given.get("kind", "") not in set(JottingKind):
        raise UnreadableJotting
    return talking.Jotted(
        uid=given.get("uid", ""),
        kind=JottingKind(given["kind"]),
        text=paragraphs(given.get("text")) or "",
        base=given.get("base", 0, int),
        question=given.get("question", None, int),
        elapsed=_elapsed(given.get("elapsed", None, int)),
        is_starred=given.get("starred") == "yes",
    )


def _elapsed(seconds: int | None) -> timedelta | None:
    """The time since the talk began, if that is believable: a page may have been left open for days."""
    if seconds is None or not 0 <= seconds <= LONGEST_TALK.total_seconds():
        return None
    return timedelta(seconds=seconds)


def _refused(number: int, refusal: OutreachError) -> ResponseReturnValue:
    db.session.rollback()
    if _is_script():
        return jsonify(problem=str(refusal)), refusal.status
    interview = Interview.find(number, of=current_account())
    questions = QuestionList.of(interview)
    if questions is None:
        raise refusal
    typed = request.form.get("text", "")
    return render_template(
        "talk/show.html", refusal=refusal, typed=typed, **_shown(interview, questions)
    ), refusal.status


def _is_script() -> bool:
    return request.accept_mimetypes.best == "application/json"


def _shown(interview: Interview, questions: QuestionList) -> dict[str, object]:
    """Everything the page shows; the script lays it out over the clock."""
    jottings = Jotting.of(interview)
    sheet = runsheet_of(questions, interview)
    return {
        "interview": interview,
        "questions": questions,
        "booking": Booking.live(interview),
        "sheet": sheet,
        "farewell": {str(q.id) for q in questions.asked if q.topic in FAREWELL},
        "arcs": ARCS,
        "kinds": JOTTINGS,
        "jottings": [j for j in jottings if j.kind is not JottingKind.ASKED and j.text],
        "asked": {j.uid for j in jottings if j.kind is JottingKind.ASKED and j.text},
        "in_seconds": lambda span: ceil(span.total_seconds()),
        "new_uid": clock.now().strftime("plain-%Y%m%d%H%M%S%f"),
    }
