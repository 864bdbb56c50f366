"""Stub."""

from flask import Blueprint

bp = Blueprint("settings", __name__)


@bp.get("/settings")
def show() -> str:
    return ""
