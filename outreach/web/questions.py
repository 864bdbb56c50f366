"""Stub."""

from flask import Blueprint

bp = Blueprint("questions", __name__)


@bp.get("/interviews/<int:interview_id>/questions")
def show(interview_id: int) -> str:
    return ""
