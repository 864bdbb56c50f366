"""Landing day: the news is told once, and everybody who helped gets a letter of their own."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from outreach import clock
from outreach.accounts.models import Account
from outreach.database import db
from outreach.enumeration import enumerated
from outreach.errors import OutreachError
from outreach.followups.helping import Help, Helper, helpers
from outreach.followups.landing import Landing, settled, to_write
from outreach.interviews.models import Interview
from outreach.web.access import current_account, site
from outreach.web.forms import one_line
from outreach.workflows import landing as workflow
from outreach.workflows import writing

bp = Blueprint("landing", __name__, url_prefix="/landing")

LONGEST_NEWS = 300
SHOWN = 20
"""How many letters, or people who helped, stand on the page; of the others it tells how many there are."""
LAID_OUT = 10
"""How many letters are written at once; the others when they are opened, or come up on Today."""


@bp.get("")
def show() -> ResponseReturnValue:
    return _page()


def _page(*, refusal: str = "", typed: str = "", status: int = 200) -> ResponseReturnValue:
    account = current_account()
    latest = Landing.latest(account)
    is_anew = latest is None or request.args.get("anew") is not None or refusal != ""
    found = helpers(account) if is_anew else []
    return render_template(
        "landing/show.html",
        landing=None if is_anew else latest,
        **({} if is_anew else _letters(account)),
        helpers=found[:SHOWN],
        more=len(found) - SHOWN,
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


def _letters(account: Account) -> dict[str, object]:
    """The next letters to write, the last that were written, and how many there are of each."""
    since = Landing.first_told(account)
    if since is None:
        return {"open": [], "open_count": 0, "settled": [], "settled_count": 0}
    to_come, open_count = to_write(account, since=since, limit=SHOWN)
    done, settled_count = settled(account, since=since, limit=SHOWN)
    return {"open": to_come, "open_count": open_count, "settled": done, "settled_count": settled_count}


def _lay_out(account: Account) -> None:
    """Write the first letters, and let every one that is begun say the news in its latest words."""
    since = Landing.first_told(account)
    owed, _ = to_write(account, since=since) if since else ([], 0)
    waiting = [one for one in owed if not one.is_leaving]
    wanted = [
        (one.interview_id, one.letter)
        for place, one in enumerate(waiting)
        if one.letter is not None and (place < LAID_OUT or one.is_begun)
    ]
    found = {one.id: one for one in Interview.numbered({number for number, _ in wanted}, of=account)}
    for number, letter in wanted:
        writing.write(found[number], letter, account=account, site=site(), now=clock.now())


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
        also = f", and led you to {enumerated(helper.led_to)}" if helper.led_to else ""
        return f"talked with you{also}"
    return f"led you to {enumerated(helper.led_to)}" if helper.help is Help.REFERRED else "answered you"
