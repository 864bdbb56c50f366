"""Stub."""

from flask import Blueprint

bp = Blueprint("availability", __name__)


@bp.get("/availability")
def show() -> str:
    return ""
