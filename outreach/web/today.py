"""Today: what to do next, at most five things, each one click away."""

from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from outreach import clock
from outreach.availability.health import Readings
from outreach.bookings.models import Booking
from outreach.contacts.models import Contact
from outreach.database import db
from outreach.followups.models import FollowUp
from outreach.followups.promises import Promise
from outreach.mail.incoming import IncomingMessage
from outreach.web.access import current_account
from outreach.workflows import following_up

bp = Blueprint("today", __name__)


@bp.get("/")
def show() -> ResponseReturnValue:
    account, now = current_account(), clock.now()
    has_people, has_samples = Contact.has_any(account)
    news = IncomingMessage.open_for(account, limit=following_up.MOST)
    told = {message.interview_id for message in news}
    todos = [todo for todo in following_up.todos(account, now=now) if todo.interview.id not in told]
    readings = Readings.of(account, now=now)
    return render_template(
        "today/show.html",
        news=news,
        mailbox_state=readings.mailbox,
        stuck=readings.stuck,
        todos=todos[: following_up.MOST - len(news)],
        promises=Promise.due(account, by=now.astimezone(ZoneInfo(account.timezone)).date(), limit=3),
        upcoming=[booking for booking in Booking.upcoming(account, now=now, limit=5) if booking.is_awaited],
        has_people=has_people,
        has_samples=has_samples,
    )


@bp.post("/follow-ups/<int:follow_up_id>/settlement")
def settle(follow_up_id: int) -> ResponseReturnValue:
    """Done by hand, or let go: ``outcome`` says which."""
    follow_up = FollowUp.find(follow_up_id, of=current_account())
    outcome = request.form.get("outcome", "")
    following_up.settle(follow_up, outcome=outcome, now=clock.now())
    db.session.commit()
    flash("Noted." if outcome == "done" else "Let go. Nobody minds.")
    return redirect(url_for("today.show"), 303)
