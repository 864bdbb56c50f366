"""Refusals and accidents, as sentences for the person at the screen."""

import logging

from flask import Flask, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from outreach.database import db
from outreach.errors import OutreachError
from outreach.web.hypermedia import varied, wants_part

log = logging.getLogger(__name__)

SENTENCES = {
    400: "The browser sent something that makes no sense here. Go back and try once more.",
    403: "This page was open for so long that we could not be sure the click was yours. "
    "Go back, reload the page, and try again; what you typed is still there.",
    404: "This page does not exist, or it is not yours to see.",
    405: "That address only takes a form. Open the page it belongs to and use the button there.",
    413: "That is more than fits in one form. Shorten it, then try again.",
    500: "Something broke on our side, and nothing was changed. Try again; if it stays broken, "
    "the log of this instance says why.",
}


def init_app(app: Flask) -> None:
    app.register_error_handler(OutreachError, refused)
    app.register_error_handler(CSRFError, lambda _error: answer(SENTENCES[403], 403))
    app.register_error_handler(HTTPException, turned_away)
    app.register_error_handler(Exception, broke)


def refused(error: OutreachError) -> ResponseReturnValue:
    """A rule said no: nothing is kept, and the rule's own words are shown."""
    db.session.rollback()
    return answer(str(error), error.status)


def turned_away(error: HTTPException) -> ResponseReturnValue:
    """The framework said no, or sent the reader elsewhere."""
    db.session.rollback()
    if error.code is None or error.code < 400:
        return error.get_response()
    return answer(SENTENCES.get(error.code, error.description or SENTENCES[400]), error.code)


def broke(error: Exception) -> ResponseReturnValue:
    """We are at fault. The log has it all, the page no more than it must."""
    db.session.rollback()
    log.exception("%s %s broke", request.method, request.endpoint, exc_info=error)
    return answer(SENTENCES[500], 500)


def answer(sentence: str, status: int) -> ResponseReturnValue:
    if not wants_part():
        return render_template("problems/show.html", sentence=sentence, status=status), status
    response = make_response(render_template("problems/_problem.html", sentence=sentence), status)
    response.headers["HX-Retarget"] = "#problem"
    response.headers["HX-Reswap"] = "innerHTML"
    return varied(response)
