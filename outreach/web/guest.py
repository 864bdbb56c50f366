"""The contact's own page: no account, no script, no explanation needed.

Its address is the proof of who may act. A GET shows and never changes
anything, since mail scanners open every link.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from outreach import clock
from outreach.bookings.announcing import invitation
from outreach.bookings.calendar import lock_calendar, lock_calendar_of, one_at_a_time
from outreach.bookings.latecomers import Glance
from outreach.bookings.models import PersonalLink
from outreach.bookings.pace import GuestPost, TooManyPosts
from outreach.bookings.refusals import NothingBooked, NotOnOffer, SlotTaken
from outreach.bookings.sight import Sight
from outreach.bookings.wishes import Wish
from outreach.calendars.invitation import ical_text
from outreach.database import db, looking, reading
from outreach.errors import OutreachError
from outreach.mail.outbox import Sender
from outreach.plain_writing import write_plainly
from outreach.tokens import form_key, is_form_key
from outreach.web import guest_forms, seen
from outreach.web.access import config, site
from outreach.web.amiss import Amiss
from outreach.web.downloads import calendar_file
from outreach.web.guest_page import ADDRESS, KEY, Visit, slot_of, timezone_of, zone_chosen
from outreach.workflows import answering, calling_off, moving
from outreach.workflows import booking as workflow
from outreach.zones import known_zone

bp = Blueprint("guest", __name__, url_prefix="/meet/<token>")
bp.record_once(seen.stand_before)

FORM_LASTS = timedelta(days=7)


@bp.errorhandler(OutreachError)
def closed(error: OutreachError) -> ResponseReturnValue:
    """Where there is no page to show: a contact has no account, so no door is shown them either."""
    db.session.rollback()
    return render_template("guest/closed.html", sentence=str(error), status=error.status), error.status


@bp.get("")
def show(token: str) -> ResponseReturnValue:
    """The page, for whoever does not have it already: those were told so at the door."""
    now = clock.now()
    read = seen.looked_before(token, now=now)
    sight, made_of = Sight.of(read, now=now), seen.digest(read)
    page = seen.finished(made_of, lambda: _made(Visit.of(sight, now=now)), now=now)
    return seen.mark(make_response(_filled(page.text, token, sight)), made_of, until=page.until)


@bp.post("/bookings")
def book(token: str) -> ResponseReturnValue:
    return _take(token, workflow.book)


@bp.post("/clock")
def read_in(token: str) -> ResponseReturnValue:
    """Another zone, or another way to write the time: the page shows it from now on, on every device."""
    return _act(token, lambda _link, _now: None)


@bp.post("/moves")
def move(token: str) -> ResponseReturnValue:
    return _take(token, moving.move)


@bp.post("/cancellation")
def cancel(token: str) -> ResponseReturnValue:
    return _act(token, lambda link, now: calling_off.cancel(link, by="guest", site=site(), now=now))


@bp.post("/suggestions")
def suggest(token: str) -> ResponseReturnValue:
    """None of the times works: up to three others, and a note."""

    def change(link: PersonalLink, now: datetime) -> None:
        times = guest_forms.proposed(known_zone(_timezone_of(link))).values()
        answering.suggest(link, guest_forms.words(), list(times), site=site(), now=now)

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
    return _act(token, lambda link, now: calling_off.decline(link, site=site(), now=now))


@bp.get("/invitation.ics")
def invite(token: str) -> ResponseReturnValue:
    link = PersonalLink.open(token, now=clock.now())
    if link.booking is None:
        raise NothingBooked
    sender = Sender.of(link.account, mail_domain=config().mail_domain)
    return calendar_file(ical_text(invitation(link.booking, link, sender, site=site())), method="REQUEST")


def _take(token: str, agree: Callable[..., object]) -> ResponseReturnValue:
    """Agree a time, unless a look shows that it is gone: of all who want one time, all but the first see that."""

    def take(link: PersonalLink, now: datetime) -> None:
        agree(link, _wish(link), site=site(), now=now)

    workflow.get_ready()
    late, host = _look(token)
    if host is None:
        return _act(token, take)
    if late is None:
        with one_at_a_time(host) as has_waited:
            if has_waited:
                late, _ = _look(token)  # whoever was before them may have it by now
            if late is None:
                lock_calendar_of(host)
                return _act(token, take)
    return _again(token, late)


def _look(token: str) -> tuple[SlotTaken | None, int | None]:
    """Why the time that they want is gone, if one can see that; and whose calendar it is about.

    Nobody is waited for. What is no time at all, or no link, is told with everything else.
    """
    now = clock.now()
    with looking(), suppress(NotOnOffer):
        wanted = slot_of(request.form.get("slot", ""))
        seen = Glance.at(token, wanted, now=now)
        if seen is not None:
            return seen.refusal(wanted, now=now), seen.account_id
    return None, None


def _act(token: str, change: Callable[[PersonalLink, datetime], object]) -> ResponseReturnValue:
    """Do one thing with the link, commit it, and show the page; or show why it was not done."""
    now = clock.now()
    link = PersonalLink.open(token, now=now)
    try:
        if not is_form_key(
            config().secret_key, _form_page(link.id), request.form.get("key", ""), within=FORM_LASTS
        ):
            raise guest_forms.FormTooOld
        GuestPost.refuse_flood(link, now=now)
        lock_calendar(link.account)  # before anything is written: two that wait for each other never end
        change(link, now)
        _remember_zone(link)
        GuestPost.count(link.id, now=now)
        write_plainly()
        db.session.commit()
    except OutreachError as refusal:
        return _refused(token, refusal)
    chosen: dict[str, Any] = {name: request.form.get(name) or None for name in ("zone", "clock")}
    return redirect(url_for("guest.show", token=token, **chosen), 303)


def _remember_zone(link: PersonalLink) -> None:
    """Keep the zone that the form was read in, if it names one."""
    chosen = zone_chosen()
    if chosen:
        link.read_in(chosen)


def _refused(token: str, refusal: OutreachError) -> ResponseReturnValue:
    """Count that it was tried, and show the page again."""
    db.session.rollback()
    if not isinstance(refusal, TooManyPosts):
        GuestPost.count(PersonalLink.open(token, now=clock.now()).id, now=clock.now())
        db.session.commit()
    return _again(token, refusal)


def _again(token: str, refusal: OutreachError) -> ResponseReturnValue:
    """The page again: why it was not done, what was typed, and the nearest free times."""
    reading.set(True)  # nothing more is written, so nobody has to wait until this page is made
    now = clock.now()
    sight = Sight.of(seen.looked_before(token, now=now), now=now)
    return _filled(_made(Visit.of(sight, now=now), refusal).text, token, sight), refusal.status


def _made(visit: Visit, refusal: OutreachError | None = None) -> seen.Finished:
    """The page but for its blanks, and until when it stands by itself."""
    wanted = request.values.get("slot", "")
    # A time that a letter names may be gone, or may lie beyond the days that are shown.
    is_gone = isinstance(refusal, SlotTaken) or (bool(wanted) and not refusal and not visit.is_free(wanted))
    text = render_template(
        "guest/show.html",
        link=visit.sight.link,
        account=visit.sight.account,
        interview=visit.sight.interview,
        booking=visit.sight.booking,
        visit=visit,
        face=visit.face,
        home=visit.home,
        nearest=visit.near(wanted) if is_gone else [],
        is_gone=is_gone,
        wanted=wanted,
        wanted_at=slot_of(wanted) if wanted and not is_gone and visit.is_free(wanted) else None,
        typed=request.form,
        amiss=Amiss.of(refusal, visit),
        refusal=refusal,
    )
    return seen.Finished(text, visit.stands_until)


def _filled(text: str, token: str, sight: Sight) -> str:
    """A page with its blanks filled in."""
    key = form_key(config().secret_key, _form_page(sight.link.id))
    return text.replace(ADDRESS, url_for("guest.show", token=token)).replace(KEY, key)


def _wish(link: PersonalLink) -> Wish:
    return guest_forms.wish(link, _timezone_of(link))


def _timezone_of(link: PersonalLink) -> str:
    return timezone_of(link.guest_timezone, link.interview.contact.timezone)


def _form_page(link_id: int) -> str:
    return f"meet/{link_id}"
