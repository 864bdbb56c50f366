"""The contact's own page: no account, no script, no explanation needed.

Its address is the proof of who may act. A GET shows and never changes
anything, since mail scanners open every link.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from outreach import clock
from outreach.bookings.announcing import invitation
from outreach.bookings.models import PersonalLink, SlotTaken
from outreach.bookings.offers import Offers
from outreach.bookings.pace import GuestPost, TooManyPosts
from outreach.bookings.stamp import stamp_of
from outreach.calendars.invitation import ical_text
from outreach.database import db, reading
from outreach.errors import OutreachError
from outreach.mail.outbox import Sender
from outreach.tokens import form_key, is_form_key
from outreach.web import guest_forms, seen
from outreach.web.access import config, site
from outreach.web.downloads import calendar_file
from outreach.web.guest_page import Visit, slot_of, timezone_of, zone_chosen
from outreach.workflows import answering
from outreach.workflows import booking as workflow
from outreach.zones import known_zone

bp = Blueprint("guest", __name__, url_prefix="/meet/<token>")

FORM_LASTS = timedelta(days=7)
KEPT_IN_ADDRESS = ("zone", "clock", "all", "from")
"""What a reader chose of how the page looks, and keeps while they go about it."""


class FormTooOld(OutreachError):
    """The page was open for days, or the form is not ours."""

    def __init__(self) -> None:
        super().__init__("This page was open for a long time. Here it is afresh; please choose once more.")


@bp.errorhandler(OutreachError)
def closed(error: OutreachError) -> ResponseReturnValue:
    """Where there is no page to show: a contact has no account, so no door is shown them either."""
    db.session.rollback()
    return render_template("guest/closed.html", sentence=str(error), status=error.status), error.status


@bp.get("")
def show(token: str) -> ResponseReturnValue:
    """The page, or word that the one which the reader has still holds; that takes one statement."""
    now = clock.now()
    made_of = stamp_of(token, now=now)
    return seen.still_holds(made_of, now=now) or _page(PersonalLink.open(token, now=now), token, made_of)


@bp.post("/bookings")
def book(token: str) -> ResponseReturnValue:
    return _act(token, lambda link, now: workflow.book(link, _wish(link), site=site(), now=now))


@bp.post("/clock")
def read_in(token: str) -> ResponseReturnValue:
    """Another zone, or another way to write the time: the page shows it from now on, on every device."""
    return _act(token, lambda _link, _now: None)


@bp.post("/moves")
def move(token: str) -> ResponseReturnValue:
    return _act(token, lambda link, now: workflow.move(link, _wish(link), site=site(), now=now))


@bp.post("/cancellation")
def cancel(token: str) -> ResponseReturnValue:
    return _act(token, lambda link, now: workflow.cancel(link, by="guest", site=site(), now=now))


@bp.post("/suggestions")
def suggest(token: str) -> ResponseReturnValue:
    """None of the times works: up to three others, and a note."""

    def change(link: PersonalLink, now: datetime) -> None:
        times = guest_forms.proposed(known_zone(timezone_of(link)))
        answering.suggest(link, guest_forms.words(), times, site=site(), now=now)

    return _act(token, change)


@bp.post("/booking-page")
def offer_page(token: str) -> ResponseReturnValue:
    """They would rather be booked on a page of their own."""
    return _act(
        token, lambda link, now: answering.offer_own_page(link, guest_forms.own_page(), site=site(), now=now)
    )


@bp.post("/referral")
def refer(token: str) -> ResponseReturnValue:
    """Somebody else would be better to talk to."""
    return _act(
        token, lambda link, now: answering.refer(link, **guest_forms.referral(), site=site(), now=now)
    )


@bp.post("/refusal")
def decline(token: str) -> ResponseReturnValue:
    return _act(token, lambda link, now: workflow.decline(link, site=site(), now=now))


@bp.get("/invitation.ics")
def invite(token: str) -> ResponseReturnValue:
    link = PersonalLink.open(token, now=clock.now())
    if link.booking is None:
        raise workflow.NothingBooked
    sender = Sender.of(link.account, mail_domain=config().mail_domain)
    return calendar_file(ical_text(invitation(link.booking, link, sender, site=site())), method="REQUEST")


def _act(token: str, change: Callable[[PersonalLink, datetime], object]) -> ResponseReturnValue:
    """Do one thing with the link, commit it, and show the page; or show why it was not done."""
    now = clock.now()
    link = PersonalLink.open(token, now=now)
    try:
        if not is_form_key(
            config().secret_key, _form_page(link), request.form.get("key", ""), within=FORM_LASTS
        ):
            raise FormTooOld
        GuestPost.refuse_flood(link, now=now)
        change(link, now)
        _remember_zone(link)
        GuestPost.count(link.id, now=now)
        db.session.commit()
    except OutreachError as refusal:
        return _refused(token, refusal)
    chosen: dict[str, Any] = {name: request.form.get(name) or None for name in ("zone", "clock")}
    return redirect(url_for("guest.show", token=token, **chosen), 303)


def _remember_zone(link: PersonalLink) -> None:
    """Keep the zone that the form was read in, unless it is the one we know them by, which may be corrected."""
    chosen = zone_chosen()
    if chosen:
        link.guest_timezone = chosen if chosen != link.interview.contact.timezone else ""


def _refused(token: str, refusal: OutreachError) -> ResponseReturnValue:
    """The page again: why it was not done, what was typed, and the nearest free times."""
    db.session.rollback()
    if not isinstance(refusal, TooManyPosts):
        GuestPost.count(PersonalLink.open(token, now=clock.now()).id, now=clock.now())
        db.session.commit()
    reading.set(True)  # nothing more is written, so nobody has to wait until this page is made
    return _page(PersonalLink.open(token, now=clock.now()), token, refusal=refusal)


def _page(
    link: PersonalLink, token: str, made_of: str = "", *, refusal: OutreachError | None = None
) -> ResponseReturnValue:
    now, wanted = clock.now(), request.values.get("slot", "")
    visit = _visit(link, now)
    # A time that a letter names may be gone, or may lie beyond the days that are shown.
    is_gone = isinstance(refusal, SlotTaken) or (bool(wanted) and not refusal and not visit.is_free(wanted))
    page = render_template(
        "guest/show.html",
        link=link,
        token=token,
        account=link.account,
        interview=link.interview,
        booking=link.booking,
        visit=visit,
        face=visit.face,
        home=visit.home,
        nearest=visit.near(wanted) if is_gone else [],
        is_gone=is_gone,
        wanted=wanted,
        wanted_at=slot_of(wanted) if wanted and not is_gone and visit.is_free(wanted) else None,
        typed=request.form,
        deed=request.endpoint if refusal else "",
        here=partial(_here, url_for("guest.show", token=token)),
        key=form_key(config().secret_key, _form_page(link)),
        refusal=refusal,
    )
    if refusal:
        return page, refusal.status
    return seen.mark(make_response(page), made_of, until=_until(link, visit.offers))


def _until(link: PersonalLink, offers: Offers) -> datetime:
    """When the page says something else by itself: a time passes, a day, or the agreed conversation."""
    moments = [offers.stand_until, link.expires_at]
    if link.booking:
        moments += [at for at in (link.booking.starts_at, link.booking.ends_at) if at > offers.now]
    return min(moments)


def _visit(link: PersonalLink, now: datetime) -> Visit:
    return Visit.of(link, Offers.of(link.account, link.interview, now=now, besides=link.booking))


def _here(path: str, **changes: str | None) -> str:
    """The address of the page as it is looked at, with something changed; a blank stands at the end, to be filled."""
    chosen = {name: request.values.get(name) for name in KEPT_IN_ADDRESS} | changes
    told = {name: value for name, value in chosen.items() if value}
    blank = "".join(f"{name}=" for name, value in changes.items() if value == "")
    query = "&".join(filter(None, [urlencode(told, safe="/"), blank]))
    return f"{path}?{query}"


def _wish(link: PersonalLink) -> workflow.Wish:
    return guest_forms.wish(link, timezone_of(link))


def _form_page(link: PersonalLink) -> str:
    return f"meet/{link.id}"
