"""Changing what was agreed from the account's side: to a free time, to one agreed elsewhere, or where to talk."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from outreach import clock
from outreach.bookings.models import Booking, PersonalLink
from outreach.bookings.offers import Offers
from outreach.bookings.proposing import to_move_to
from outreach.database import db
from outreach.errors import OutreachError
from outreach.interviews.kinds import Format
from outreach.interviews.models import Interview
from outreach.web import interviews
from outreach.web.access import current_account, site
from outreach.web.clockface import ClockFace
from outreach.web.forms import Form, Line, is_web_address
from outreach.web.guest_forms import LONGEST_PLACE, instant_of
from outreach.web.guest_page import slot_of
from outreach.web.offers import days_of
from outreach.workflows import booking
from outreach.workflows import moving as workflow
from outreach.zones import known_zone

bp = Blueprint("moving", __name__)


@bp.url_value_preprocessor
def get_ready(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Before anything is read of whoever moves a conversation: from then on everybody else waits for them."""
    if request.method == "POST":
        booking.get_ready()


@bp.get("/interviews/<int:interview_id>/another-time")
def show(interview_id: int) -> ResponseReturnValue:
    interview = Interview.find_whole(interview_id, of=current_account())
    booking = Booking.live(interview)
    if booking is None or not booking.is_awaited or clock.now() >= booking.starts_at:
        return redirect(url_for("interviews.show", interview_id=interview_id), 303)
    return _page(interview, booking)


@bp.post("/interviews/<int:interview_id>/another-time")
def move(interview_id: int) -> ResponseReturnValue:
    """Move to a time that is free, ``slot``, or to one that was agreed elsewhere, ``time``."""
    interview = Interview.find_whole(interview_id, of=current_account())
    try:
        _move(interview)
        db.session.commit()
    except OutreachError as refusal:
        db.session.rollback()
        return _refused(interview_id, refusal)
    flash(_news(interview))
    return redirect(url_for("interviews.show", interview_id=interview_id), 303)


class PlaceForm(Form):
    place = Line(
        "Where you talk", most=LONGEST_PLACE, required="Please write the link, the number or the place first."
    )


class LinkForm(PlaceForm):
    place = Line(
        "The link", most=LONGEST_PLACE, required="Please paste the link first.", validators=[is_web_address]
    )


@bp.post("/interviews/<int:interview_id>/place")
def settle_place(interview_id: int) -> ResponseReturnValue:
    """Where the two talk: the link, the number or the room; the invitation of both is renewed."""
    interview = Interview.find_whole(interview_id, of=current_account())
    link = PersonalLink.make(interview, secret_key=site().secret_key, now=clock.now())
    is_video = link.booking is not None and link.booking.format is Format.VIDEO
    form = LinkForm() if is_video else PlaceForm()
    if not form.validate():
        return interviews.page(interview, refusal=form.problems[0][1], typed=request.form, status=422)
    workflow.settle_place(link, str(form.place.data), site=site(), now=clock.now())
    db.session.commit()
    flash(_place_told(interview))
    return redirect(url_for("interviews.show", interview_id=interview.id), 303)


def _place_told(interview: Interview) -> str:
    if not interview.contact.email:
        return f"Saved. There is no address of {interview.contact.name} here, so tell them yourself."
    return "Saved. The invitation that says so is on its way to both of you."


def _news(interview: Interview) -> str:
    contact = interview.contact
    if not contact.email:
        return f"Moved. There is no address of {contact.name} here, so tell them yourself."
    return f"Moved. The new invitation is on its way to both of you; {contact.first_name} reads that you are sorry."


def _move(interview: Interview) -> None:
    link = PersonalLink.make(interview, secret_key=site().secret_key, now=clock.now())
    typed = request.form.get("time", "").strip()
    zone = known_zone(current_account().timezone)
    starts_at = instant_of(typed, zone) if typed else slot_of(request.form.get("slot", ""))
    workflow.move_by_us(link, starts_at, by_wish=bool(typed), site=site(), now=clock.now())


def _refused(interview_id: int, refusal: OutreachError) -> ResponseReturnValue:
    """The page with the reason above it, or the reason alone where there is nothing to move any more."""
    interview = Interview.find_whole(interview_id, of=current_account())
    booking = Booking.live(interview)
    if booking is None or clock.now() >= booking.starts_at:
        raise refusal
    return _page(interview, booking, refusal=refusal), refusal.status


def _page(interview: Interview, booking: Booking, *, refusal: OutreachError | None = None) -> str:
    account = current_account()
    theirs, ours = ClockFace(booking.guest_timezone), ClockFace(account.timezone)
    offers = Offers.of(account, interview, now=clock.now(), besides=booking)
    free = [span.start for span in to_move_to(offers, booking)]
    return render_template(
        "moving/show.html",
        interview=interview,
        booking=booking,
        days=days_of(free, theirs, ours),
        theirs=theirs,
        ours=ours,
        refusal=refusal,
        typed=request.form,
    )
