"""Landing day: the news is told once, and everybody who helped gets a letter of their own."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from outreach import clock
from outreach.accounts.models import Account
from outreach.database import db
from outreach.errors import OutreachError
from outreach.followups.landing import Help, Helper, Landing, helpers, letters_due, names_in_words
from outreach.followups.models import FollowUp
from outreach.followups.rules import RULES
from outreach.followups.todos import with_letters
from outreach.web.access import current_account, site
from outreach.web.forms import one_line
from outreach.workflows import landing as workflow
from outreach.workflows import writing

bp = Blueprint("landing", __name__, url_prefix="/landing")

LONGEST_NEWS = 300
LAID_OUT = 10
"""How many letters are written at once; the others when they are opened, or come up on Today."""


@bp.get("")
def show() -> ResponseReturnValue:
    return _page()


def _page(*, refusal: str = "", typed: str = "", status: int = 200) -> ResponseReturnValue:
    account = current_account()
    latest = Landing.latest(account)
    is_anew = latest is None or request.args.get("anew") is not None or refusal != ""
    due = [] if is_anew else _due(account)
    return render_template(
        "landing/show.html",
        landing=None if is_anew else latest,
        letters=with_letters([(follow_up, RULES[follow_up.kind].letter) for follow_up in due]),
        helpers=helpers(account) if is_anew else [],
        refusal=refusal,
        typed=typed,
    ), status


@bp.post("")
def land() -> ResponseReturnValue:
    """Say what has happened. The letters are prepared, and nothing leaves by itself."""
    account, now = current_account(), clock.now()
    news = (one_line(request.form.get("news")) or "")[:LONGEST_NEWS]
    what, is_over = request.form.get("what", ""), request.form.get("over") == "yes"
    try:
        workflow.land(account, what, news, is_over=is_over, now=now)
    except OutreachError as refusal:
        db.session.rollback()
        return _page(refusal=str(refusal), typed=news, status=refusal.status)
    db.session.flush()
    _lay_out(account)
    db.session.commit()
    return redirect(url_for("landing.show"), 303)


def _due(account: Account) -> list[FollowUp]:
    """The letters of this news, since it was told in its first words."""
    since = Landing.first_told(account)
    return letters_due(account, since=since) if since else []


def _lay_out(account: Account) -> None:
    """Write the first letters, and let every one that is begun say the news in its latest words."""
    due = [(one, RULES[one.kind].letter) for one in _due(account) if one.settled_at is None]
    waiting = [line for line in with_letters(due) if not line.is_leaving]
    for place, line in enumerate(waiting):
        if line.letter is not None and (place < LAID_OUT or line.is_begun):
            writing.write(line.interview, line.letter, account=account, site=site(), now=clock.now())


@bp.post("/removal")
def look_on() -> ResponseReturnValue:
    """Go on asking: what was put aside, dropped or let rest comes back."""
    workflow.look_on(current_account(), now=clock.now())
    db.session.commit()
    flash(
        "What you had begun is back on Today, and open asks are waited for again. The thanks stay as they are."
    )
    return redirect(url_for("today.show"), 303)


@bp.app_template_global()
def help_words(helper: Helper) -> str:
    """How somebody helped, as it stands beside their name."""
    if helper.help is Help.MET:
        also = f", and led you to {names_in_words(helper.led_to)}" if helper.led_to else ""
        return f"talked with you{also}"
    return f"led you to {names_in_words(helper.led_to)}" if helper.help is Help.REFERRED else "answered you"
