"""Stub."""

from flask import Blueprint

bp = Blueprint("notebook", __name__)


@bp.get("/interviews/<int:interview_id>/debrief")
def show(interview_id: int) -> str:
    return ""
