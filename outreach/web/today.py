"""Today: what to do next, at most five things, each one click away; and what the week brings."""

from datetime import date, datetime

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from wtforms.validators import Optional

from outreach import clock
from outreach.database import db
from outreach.errors import OutreachError
from outreach.followups.agenda import HELPER, PROMISE, TALK, coming, surroundings
from outreach.followups.asides import TAKE_BACK_WITHIN, Aside
from outreach.followups.models import FollowUp
from outreach.followups.telling import Whom, lesson, title
from outreach.followups.todos import MOST, todos, words_for
from outreach.interviews.models import Interview
from outreach.letters.models import Letter
from outreach.mail.incoming import IncomingMessage
from outreach.web import desk
from outreach.web.access import config, current_account
from outreach.web.forms import Day, Form
from outreach.web.moments import day
from outreach.web.todo_words import WAITS, coming_title, label_reason, label_words, reasons_for, todo_when
from outreach.workflows import following_up, sending

bp = Blueprint("today", __name__)
for words in (coming_title, label_reason, label_words, lesson, reasons_for, todo_when):
    bp.add_app_template_global(words)


class WaitForm(Form):
    on = Day("Until", wrong="Please give the day as a date, such as 2027-01-31.", validators=[Optional()])


@bp.get("/")
def show() -> ResponseReturnValue:
    return _page()


def _page(*, refusal: str = "", status: int = 200) -> ResponseReturnValue:
    account, now = current_account(), clock.now()
    around = surroundings(account, now=now)
    news = IncomingMessage.open_for(account, limit=MOST) if around.has_news else []
    told = {message.interview_id for message in news}
    found = todos(account, now=now, limit=MOST - len(news), without=told)
    lines = coming(account, now=now)
    today = account.today(now=now)
    return render_template(
        "today/show.html",
        news=news,
        mailbox_state=around.mailbox,
        stuck=around.stuck,
        todos=found,
        promises=[line for line in lines if line.what == PROMISE and line.on and line.on <= today],
        week=[line for line in lines if line.what != HELPER and not (line.on and line.on <= today)],
        talks=[line for line in lines if line.what == TALK],
        helpers=[line for line in lines if line.what == HELPER],
        has_people=around.has_people,
        has_samples=around.has_samples,
        leaving_to=around.leaving_to,
        awaited=around.awaited,
        has_talked=around.has_talked,
        has_begun=around.has_begun,
        waits=WAITS,
        way_back=_way_back(now),
        refusal=refusal,
    ), status


@bp.post("/presence")
def arrive() -> ResponseReturnValue:
    """They are here: no mail needs to call them today. Told by the page, as looking at it changes nothing."""
    current_account().note_presence(now=clock.now())
    db.session.commit()
    return "", 204


@bp.post("/interviews/<int:interview_id>/asides")
def put_aside(interview_id: int) -> ResponseReturnValue:
    """Let one thing wait until a day, or let it go with a reason."""
    interview = Interview.find(interview_id, of=current_account())
    try:
        sentence, aside = _put_aside(interview, request.form.get("kind", ""), now=clock.now())
    except OutreachError as refusal:
        db.session.rollback()
        return _page(refusal=str(refusal), status=refusal.status)
    db.session.commit()
    _keep_way_back(url_for("today.take_back", aside_id=aside.id), sentence)
    return redirect(url_for("today.show"), 303)


def _put_aside(interview: Interview, kind: str, *, now: datetime) -> tuple[str, Aside]:
    account, reason = current_account(), request.form.get("reason", "")
    if reason:
        aside = following_up.let_go(interview, kind, reason=reason, now=now)
        return f"Let go: {_title(interview, kind)}. {lesson(kind)}", aside
    until = _until(account.today(now=now))
    aside = following_up.snooze(interview, kind, account=account, until=until, now=now)
    wakes_on = day(aside.until, account.timezone) if aside.until else "another day"
    return f"{_title(interview, kind)}: that waits until {wakes_on}.", aside


def _title(interview: Interview, kind: str) -> str:
    """What was put aside, by the very words that stood on the page."""
    return title(words_for(interview, kind), Whom.of(interview))


def _until(today: date) -> date | None:
    """The day that was chosen, by a button or as a date."""
    wait, form = request.form.get("wait", ""), WaitForm()
    if wait in set(following_up.Wait):
        return following_up.day_of(following_up.Wait(wait), today=today)
    return form.on.data if form.validate() else None


@bp.post("/asides/<int:aside_id>/removal")
def take_back(aside_id: int) -> ResponseReturnValue:
    """Show again what was put aside, if that does not count yet."""
    aside = Aside.find_whole(aside_id, of=current_account())
    try:
        aside.take_back()
    except OutreachError as refusal:
        db.session.rollback()
        return _page(refusal=str(refusal), status=refusal.status)
    db.session.commit()
    session.pop(WAY_BACK, None)
    return redirect(url_for("today.show"), 303)


@bp.post("/letters/<int:letter_id>/departure")
def send(letter_id: int) -> ResponseReturnValue:
    """Send a letter that lies ready, with the very words that the page showed."""
    letter, account = Letter.find_whole(letter_id, of=current_account()), current_account()
    if request.form.get("revision") != str(letter.revision):
        flash("This letter has changed since Today showed it. Read it once more, then send it from here.")
        return redirect(url_for("letters.show", letter_id=letter.id), 303)
    try:
        sending.send(
            letter, account=account, mail_domain=config().mail_domain, policy=desk.policy(), now=clock.now()
        )
    except OutreachError as refusal:
        db.session.rollback()
        flash(str(refusal))
        return redirect(url_for("letters.show", letter_id=letter_id), 303)
    db.session.commit()
    name = letter.reader.first_name
    _keep_way_back(
        url_for("letters.take_back", letter_id=letter.id), f"Your letter to {name} leaves in a moment."
    )
    return redirect(url_for("landing.show" if request.form.get("then") == "landing" else "today.show"), 303)


@bp.post("/follow-ups/<int:follow_up_id>/settlement")
def settle(follow_up_id: int) -> ResponseReturnValue:
    """Done by hand, or let go: ``outcome`` says which."""
    follow_up = FollowUp.find(follow_up_id, of=current_account())
    outcome = request.form.get("outcome", "")
    following_up.settle(follow_up, outcome=outcome, now=clock.now())
    db.session.commit()
    flash("Noted." if outcome == "done" else "Let go. Nobody minds.")
    return redirect(url_for("today.show"), 303)


WAY_BACK = "way_back"


def _keep_way_back(to: str, sentence: str) -> None:
    """Offer to undo what was just done, on the next page and for half a minute."""
    session[WAY_BACK] = {"to": to, "says": sentence, "until": (clock.now() + TAKE_BACK_WITHIN).isoformat()}


def _way_back(now: datetime) -> dict[str, str] | None:
    kept: dict[str, str] | None = session.get(WAY_BACK)
    if kept is None or now >= datetime.fromisoformat(kept["until"]):
        return None
    return kept
