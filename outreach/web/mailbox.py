"""Stub."""

from flask import Blueprint

bp = Blueprint("mailbox", __name__)


@bp.get("/mailbox")
def index() -> str:
    return ""


@bp.get("/mailbox/<int:message_id>")
def show(message_id: int) -> str:
    return ""
