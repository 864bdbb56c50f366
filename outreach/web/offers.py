"""The account's side of a time: which to offer in a letter, and what a contact proposed instead."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from outreach import clock
from outreach.accounts.models import Account
from outreach.availability.windows import FEWEST, MOST
from outreach.bookings import proposing
from outreach.bookings.holds import LASTS_CHOICES
from outreach.bookings.models import Booking, PersonalLink
from outreach.bookings.offers import Offers
from outreach.bookings.proposing import Promise
from outreach.database import db, locked
from outreach.errors import OutreachError
from outreach.interviews.models import Interview
from outreach.letters.models import Letter
from outreach.tokens import form_key
from outreach.web import desk, interviews
from outreach.web.access import config, current_account, site
from outreach.web.clockface import ClockFace, day_name
from outreach.web.guest_forms import instant_of
from outreach.web.guest_page import SLOT, Day, Time, slot_of
from outreach.web.hypermedia import varied, wants_part
from outreach.web.letter_forms import FactsForm, LetterForm
from outreach.workflows import booking as workflow
from outreach.zones import known_zone

bp = Blueprint("offers", __name__)

DAYS_TO_CHOOSE_FROM = 8


@bp.url_value_preprocessor
def get_ready(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Before anything is read of whoever agrees to a time: from then on everybody else waits for them."""
    if endpoint in {"offers.accept", "offers.record"}:
        workflow.get_ready()


@dataclass(frozen=True)
class Windows:
    """What a proposal offers, and what else it could offer, on the contact's clock and the account's."""

    promises: list[Promise]
    days: list[Day]
    chosen: set[str]
    theirs: ClockFace
    ours: ClockFace
    lasts: int
    """Days that the times are kept for, once the letter has left."""

    choices = tuple(lasts.days for lasts in LASTS_CHOICES)
    fewest, most = FEWEST, MOST

    @classmethod
    def of(cls, letter: Letter, account: Account, *, with_free: bool = True) -> "Windows":
        promises = proposing.promises(letter)
        theirs, ours = ClockFace(letter.interview.contact.timezone), ClockFace(account.timezone)
        free = _free(letter, account) if with_free and not letter.is_on_its_way else []
        return cls(
            promises,
            days_of([*free, *(promise.hold.starts_at for promise in promises)], theirs, ours),
            {promise.hold.starts_at.strftime(SLOT) for promise in promises},
            theirs,
            ours,
            promises[0].hold.lasts.days if promises else LASTS_CHOICES[1].days,
        )

    @property
    def held(self) -> list[Promise]:
        """The times that nobody else can take now."""
        return [p for p in self.promises if p.hold.expires_at and p.hold.expires_at > clock.now()]


def _free(letter: Letter, account: Account) -> list[datetime]:
    offers = Offers.of(account, letter.interview, now=clock.now())
    return [slot.start for slot in proposing.choosable(offers, letter.interview)]


def days_of(starts: list[datetime], theirs: ClockFace, ours: ClockFace) -> list[Day]:
    """The times by their day on the contact's calendar, each once, of so many days as one can look over."""

    def on(start: datetime) -> date:
        return theirs.local(start).date()

    days = [
        Day(day_name(day), tuple(_time(s, theirs, ours) for s in same))
        for day, same in groupby(sorted(set(starts)), key=on)
    ]
    return days[:DAYS_TO_CHOOSE_FROM]


def _time(start: datetime, theirs: ClockFace, ours: ClockFace) -> Time:
    day = day_name(theirs.local(start).date())
    return Time(start.astimezone(UTC).strftime(SLOT), theirs.time(start), ours.beside(start, theirs), day)


@bp.app_template_global()
def windows_named(letter: Letter) -> Windows:
    """For the part that a letter's page shows of its times, without those it could name besides."""
    return Windows.of(letter, current_account(), with_free=False)


@bp.app_template_global()
def agreement_key(interview: Interview) -> str:
    """The once-only name of a form that agrees to a time, so that two clicks agree once."""
    return form_key(config().secret_key, f"agree/{interview.id}")


@bp.get("/letters/<int:letter_id>/windows")
def choices(letter_id: int) -> ResponseReturnValue:
    """The free times to choose from: part of the letter's page, or without script a page of their own."""
    letter = Letter.find_whole(letter_id, of=current_account())
    page = "letters/_choices.html" if wants_part() else "letters/windows.html"
    offered = Windows.of(letter, current_account())
    return varied(make_response(render_template(page, letter=letter, offered=offered, refusal="")))


@bp.post("/letters/<int:letter_id>/windows")
def choose(letter_id: int) -> ResponseReturnValue:
    """Let the letter offer other times. What stands in the editor comes along and is kept, whatever becomes of them."""
    letter, form = Letter.find_whole(letter_id, of=current_account()), LetterForm()
    try:
        desk.keep_words(letter, form)
    except OutreachError as refusal:
        return desk.refused(letter_id, form, FactsForm(), refusal)
    try:
        with db.session.begin_nested():
            proposing.choose(locked(letter), _chosen(), current_account(), lasts=_lasts(), now=clock.now())
    except OutreachError as refusal:
        return _choose_again(letter, refusal)
    db.session.commit()
    flash("These times are in the letter now. They are held as soon as it leaves.")
    return redirect(url_for("letters.show", letter_id=letter.id), 303)


def _choose_again(letter: Letter, refusal: OutreachError) -> ResponseReturnValue:
    """The times to choose from with those that were ticked; the words that came along are kept."""
    db.session.commit()
    ticked = set(request.form.getlist("window"))
    offered = replace(Windows.of(letter, current_account()), chosen=ticked, lasts=_lasts().days)
    answer = render_template("letters/windows.html", letter=letter, offered=offered, refusal=str(refusal))
    return answer, refusal.status


def _chosen() -> list[datetime]:
    return [slot_of(value) for value in request.form.getlist("window")]


def _lasts() -> timedelta:
    given = request.form.get("lasts", "")
    return next((lasts for lasts in LASTS_CHOICES if str(lasts.days) == given), LASTS_CHOICES[1])


@bp.post("/letters/<int:letter_id>/windows/release")
def release(letter_id: int) -> ResponseReturnValue:
    """Keep the times of a letter that has left free no longer."""
    letter = Letter.find_whole(letter_id, of=current_account())
    proposing.let_go(letter, now=clock.now())
    db.session.commit()
    flash("The times are free for everybody again. The letter still names them, so you may want to write.")
    return redirect(url_for("letters.show", letter_id=letter.id), 303)


@bp.post("/interviews/<int:interview_id>/acceptance")
def accept(interview_id: int) -> ResponseReturnValue:
    """Agree to a time that the contact proposed."""
    return _agree(interview_id, workflow.accept, lambda _account: slot_of(request.form.get("time", "")))


@bp.post("/interviews/<int:interview_id>/agreement")
def record(interview_id: int) -> ResponseReturnValue:
    """Note a time that was agreed by mail, by phone or on the contact's own booking page."""
    return _agree(
        interview_id,
        workflow.record,
        lambda account: instant_of(request.form.get("time", ""), known_zone(account.timezone)),
    )


def _agree(
    interview_id: int, agree: Callable[..., Booking], read: Callable[[Account], datetime]
) -> ResponseReturnValue:
    interview = Interview.find_whole(interview_id, of=current_account())
    try:
        link = PersonalLink.make(interview, secret_key=site().secret_key, now=clock.now())
        starts_at = read(current_account())
        agree(link, starts_at, form_key=request.form.get("key", "")[:200], site=site(), now=clock.now())
        db.session.commit()
    except OutreachError as refusal:
        db.session.rollback()
        return interviews.page(
            Interview.find_whole(interview_id, of=current_account()),
            refusal=str(refusal),
            typed=request.form,
            status=refusal.status,
        )
    flash("Agreed. The invitation is on its way to both of you.")
    return redirect(url_for("interviews.show", interview_id=interview_id), 303)
