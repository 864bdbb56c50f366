"""Stub."""

from flask import Blueprint

bp = Blueprint("mailbox", __name__)


@bp.get("/mailbox")
def index() -> str:
    return ""
