"""The way out of the one mail a day. The word in its address is all it needs, as mail programs use it by themselves."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from outreach.accounts.digests import Digest
from outreach.database import db
from outreach.errors import OutreachError

bp = Blueprint("daily", __name__, url_prefix="/daily/<token>")


@bp.errorhandler(OutreachError)
def closed(error: OutreachError) -> ResponseReturnValue:
    db.session.rollback()
    return render_template("daily/show.html", sentence=str(error), is_open=False), error.status


@bp.get("")
def show(token: str) -> ResponseReturnValue:
    """Ask once: whatever opens links by itself must change nothing."""
    digest = Digest.by_token(token)
    return render_template("daily/show.html", is_open=digest.is_wanted, sentence="", token=token)


@bp.post("")
def stop(token: str) -> ResponseReturnValue:
    """Stop it, at a click here or by a mail program (RFC 8058 §3.2); again, it changes nothing."""
    Digest.by_token(token).is_wanted = False
    db.session.commit()
    return render_template("daily/show.html", is_open=False, sentence="", token=token)
