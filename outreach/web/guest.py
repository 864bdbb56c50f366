"""The contact's own page: no account, no script, no explanation needed.

Its address is the proof of who may act. A GET shows and never changes
anything, since mail scanners open every link.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from outreach import clock
from outreach.bookings.announcing import invitation
from outreach.bookings.models import NotOnOffer, PersonalLink, SlotTaken
from outreach.bookings.offers import Offers
from outreach.bookings.pace import GuestPost, TooManyPosts
from outreach.calendars.invitation import ical_text
from outreach.database import db, reading
from outreach.errors import OutreachError
from outreach.mail.outbox import Sender
from outreach.timespan import TimeSpan
from outreach.tokens import form_key, is_form_key
from outreach.web.access import config, site
from outreach.web.downloads import calendar_file
from outreach.web.forms import one_line, paragraphs
from outreach.workflows import booking as workflow
from outreach.zones import UnknownZone, known_zone

bp = Blueprint("guest", __name__, url_prefix="/meet/<token>")

FORM_LASTS = timedelta(days=7)
DAYS_SHOWN = 6
LONGEST_WORDS = 2000
EARLIEST, LATEST = 7, 21
"""The hours between which people are awake, roughly."""


class FormTooOld(OutreachError):
    """The page was open for days, or the form is not ours."""

    def __init__(self) -> None:
        super().__init__("This page was open for a long time. Here it is afresh; please choose once more.")


class NothingWritten(OutreachError):
    """A note without words."""

    def __init__(self) -> None:
        super().__init__("Please write a few words: which days or times would suit you better?")


@dataclass(frozen=True, slots=True)
class Day:
    """One day of free times on the guest's clock."""

    on: date
    starts: list[datetime]

    @property
    def name(self) -> str:
        return f"{self.on:%A} {self.on.day} {self.on:%B}"

    @property
    def times(self) -> list[tuple[str, str]]:
        """Each time as its value in the form and as it reads. Written out only for a day that is shown."""
        return [(_value(start), _reading(start)) for start in self.starts]


@bp.errorhandler(OutreachError)
def closed(error: OutreachError) -> ResponseReturnValue:
    """Where there is no page to show: a contact has no account, so no door is shown them either."""
    db.session.rollback()
    return render_template("guest/closed.html", sentence=str(error), status=error.status), error.status


@bp.get("")
def show(token: str) -> ResponseReturnValue:
    return _page(PersonalLink.open(token, now=clock.now()), token)


@bp.post("/bookings")
def book(token: str) -> ResponseReturnValue:
    return _act(token, lambda link, now: workflow.book(link, _wish(link), site=site(), now=now))


@bp.post("/moves")
def move(token: str) -> ResponseReturnValue:
    return _act(token, lambda link, now: workflow.move(link, _wish(link), site=site(), now=now))


@bp.post("/cancellation")
def cancel(token: str) -> ResponseReturnValue:
    return _act(token, lambda link, now: workflow.cancel(link, by="guest", site=site(), now=now))


@bp.post("/suggestions")
def suggest(token: str) -> ResponseReturnValue:
    words = (paragraphs(request.form.get("words")) or "")[:LONGEST_WORDS]
    if not words:
        return _refused(token, NothingWritten())
    return _act(token, lambda link, now: workflow.suggest(link, words, now=now))


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
        GuestPost.count(link.id, now=now)
        db.session.commit()
    except OutreachError as refusal:
        return _refused(token, refusal)
    return redirect(url_for("guest.show", token=token, zone=_asked_zone()), 303)


def _refused(token: str, refusal: OutreachError) -> ResponseReturnValue:
    """The page again: why it was not done, what was typed, and the nearest free times."""
    db.session.rollback()
    if not isinstance(refusal, TooManyPosts):
        GuestPost.count(PersonalLink.open(token, now=clock.now()).id, now=clock.now())
        db.session.commit()
    reading.set(True)  # nothing more is written, so nobody has to wait until this page is made
    return _page(PersonalLink.open(token, now=clock.now()), token, refusal=refusal)


def _page(link: PersonalLink, token: str, *, refusal: OutreachError | None = None) -> ResponseReturnValue:
    now, zone = clock.now(), _zone(link)
    offers = Offers.of(link.account, link.interview, now=now, besides=link.booking)
    nearest = offers.nearest_to(_slot()) if isinstance(refusal, SlotTaken) else []
    beginning = _beginning()
    starts = _decent(_on_their_clock(offers.times, zone))
    days = [day for day in _days(starts) if day.on >= beginning]
    page = render_template(
        "guest/show.html",
        link=link,
        token=token,
        account=link.account,
        interview=link.interview,
        booking=link.booking,
        zone_key=zone.key,
        days=days[:DAYS_SHOWN],
        later=days[DAYS_SHOWN].on.isoformat() if len(days) > DAYS_SHOWN else "",
        nearest=_days(_on_their_clock(nearest, zone)),
        wanted=request.values.get("slot", ""),
        words=request.form.get("words", ""),
        place=request.form.get("place", ""),
        key=form_key(config().secret_key, _form_page(link)),
        refusal=refusal,
    )
    return page, refusal.status if refusal else 200


def _on_their_clock(slots: list[TimeSpan], zone: ZoneInfo) -> list[datetime]:
    """When the slots begin, on the guest's clock."""
    return [slot.start.astimezone(zone) for slot in slots]


def _decent(starts: list[datetime]) -> list[datetime]:
    """The times within a waking day on this clock; all of them if asked for, or if there are no others."""
    if request.args.get("all"):
        return starts
    return [start for start in starts if EARLIEST <= start.hour < LATEST] or starts


def _days(starts: list[datetime]) -> list[Day]:
    """Free times by their day."""
    return [Day(on, list(of_day)) for on, of_day in groupby(starts, key=datetime.date)]


def _reading(local: datetime) -> str:
    """The time as the clock shows it; an hour that comes twice tells its two times apart by their offset."""
    ambiguous = local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()
    reading = f"{local.hour:02}:{local.minute:02}"
    return f"{reading} ({local:%z})" if ambiguous else reading


def _value(local: datetime) -> str:
    """The time in UTC, as ``_slot`` reads it back."""
    return local.astimezone(UTC).isoformat(timespec="minutes").replace("+00:00", "Z")


def _wish(link: PersonalLink) -> workflow.Wish:
    return workflow.Wish(
        starts_at=_slot(),
        timezone=_zone(link).key,
        form_key=request.form.get("key", ""),
        place=(one_line(request.form.get("place")) or "")[:200],
    )


def _slot() -> datetime:
    """The time that was chosen. Raises NotOnOffer for what cannot be one."""
    try:
        return datetime.strptime(request.form.get("slot", ""), "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC)
    except ValueError:
        raise NotOnOffer from None


def _beginning() -> date:
    """The day from which times are shown; the first one if the address names none."""
    try:
        return date.fromisoformat(request.args.get("from", ""))
    except ValueError:
        return date.min


def _asked_zone() -> str | None:
    return request.values.get("zone") or None


def _zone(link: PersonalLink) -> ZoneInfo:
    """The zone that the guest reads times in: the one they chose, else the one we know them by."""
    try:
        return known_zone(_asked_zone() or link.interview.contact.timezone)
    except UnknownZone:
        return ZoneInfo(link.interview.contact.timezone)


def _form_page(link: PersonalLink) -> str:
    return f"meet/{link.id}"
