"""What arrived, one message at a time: what they wrote, and the one click that it calls for."""

from datetime import date, datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import joinedload

from outreach import clock
from outreach.bookings.models import Booking, PersonalLink
from outreach.bookings.offers import Offers
from outreach.bookings.refusals import NotOnOffer, SlotTaken
from outreach.bookings.wishes import Wish
from outreach.database import db
from outreach.errors import OutreachError
from outreach.followups.telling import fill
from outreach.interviews.models import Interview
from outreach.mail.incoming import IncomingMessage, News
from outreach.timespan import TimeSpan
from outreach.web.access import current_account, site
from outreach.web.moments import moment
from outreach.workflows import calling_off, deciding, moving

bp = Blueprint("news", __name__, url_prefix="/news")

SAID = {
    "counts": "Good: it counts as their answer. What did they say?",
    "dead": "Noted: nobody writes to that address any more.",
    "wait": "Your reminder waits until they are back.",
    "free": "The time is free again, and both calendars are told.",
    "accept": "Agreed. Both calendars get the new time.",
    "seen": "Put away.",
}


TITLES = {
    News.ANSWER: "{name} wrote back",
    News.POSSIBLE: "Did {name} write back?",
    News.COLLEAGUE: "{who} wrote about your letter to {name}",
    News.BOUNCE: "Your letter to {name} came back",
    News.POSSIBLE_BOUNCE: "Did your letter to {name} come back?",
    News.LATE: "Your letter to {name} is late",
    News.AWAY: "{name} is away",
    News.AUTOMATIC: "{name}’s mail program answered",
    News.ACCEPTED: "{name} accepted the invitation",
    News.TENTATIVE: "{name} may come",
    News.DECLINED: "{name} declined the invitation",
    News.PROPOSED: "{name} proposes another time",
    News.UNVERIFIED: "An answer to your invitation, perhaps from {name}",
}
REASONS = {
    News.ANSWER: "One click says what it means, and opens the letter that it calls for.",
    News.POSSIBLE: "It came from {name}’s address, but does not say that it answers your letter. Nothing was changed.",
    News.COLLEAGUE: "It answers your letter, but comes from {address}. Your reminders rest.",
    News.BOUNCE: "{why} {again}",
    News.POSSIBLE_BOUNCE: "A server says so, in words that anybody could have typed: {why} Nothing was changed.",
    News.LATE: "{why}",
    News.AWAY: "{back}That is a program’s answer, not theirs.",
    News.AUTOMATIC: "That is a program’s answer, not theirs.",
    News.ACCEPTED: "Their calendar holds it.",
    News.TENTATIVE: "Their calendar says “maybe”.",
    News.DECLINED: "The time is still agreed. Is the conversation off?",
    News.PROPOSED: "{instead}The agreed time still holds.",
    News.UNVERIFIED: "{unverified}Nothing was changed; ask them if in doubt.",
}
LABELS = {
    "counts": "Yes, they answered",
    "dead": "Yes, it does not work",
    "wait": "Let the reminder wait",
    "free": "Free the time",
    "accept": "Take that time",
    "seen": "Nothing to do",
}
SEEN = {
    News.POSSIBLE: "No, that is something else",
    News.POSSIBLE_BOUNCE: "No, ignore it",
    News.DECLINED: "Stay with the time",
    News.PROPOSED: "Stay with the agreed time",
    News.AWAY: "Leave it as it is",
}


@bp.app_template_filter()
def news_title(message: IncomingMessage) -> str:
    """What arrived, as a headline."""
    return fill(TITLES[message.news], _words(message))


@bp.app_template_filter()
def news_reason(message: IncomingMessage) -> str:
    """What that means, in a sentence or two."""
    return fill(REASONS[message.news], _words(message))


@bp.app_template_filter()
def news_choices(message: IncomingMessage) -> list[tuple[str, str, bool]]:
    """The buttons: what they send, what they say, and whether it is the first one."""
    outcomes = [one for one in deciding.CHOICES.get(message.news, ()) if _can(message, one)]
    named = {"seen": SEEN.get(message.news, LABELS["seen"])}
    return [
        (one, named.get(one, LABELS[one]), place == 0 and one != "seen") for place, one in enumerate(outcomes)
    ]


def _can(message: IncomingMessage, outcome: str) -> bool:
    needs = {"wait": "back_on", "accept": "starts_at"}
    return needs.get(outcome, "") in {"", *message.particulars}


def _words(message: IncomingMessage) -> dict[str, str]:
    told, zone = message.particulars, current_account().timezone
    words = {
        "name": message.interview.contact.name,
        "who": message.from_name or message.from_address,
        "address": message.from_address,
        "why": str(told.get("why", "")),
        "again": "" if told.get("is_hard") else "It may work another time.",
        "unverified": "It is about an earlier time. "
        if told.get("earlier")
        else "It does not come from whom you invited. ",
    }
    if "back_on" in told:
        day = date.fromisoformat(told["back_on"])
        words["back"] = f"They say they are back on {day.day} {day:%B}. "
    if "starts_at" in told:
        words["instead"] = f"Rather on {moment(datetime.fromisoformat(told['starts_at']), zone)}. "
    return words


@bp.get("/<int:news_id>")
def show(news_id: int) -> ResponseReturnValue:
    message = _find(news_id)
    return render_template(
        "news/show.html", message=message, proposal=_proposal(message), fits=_fits(message, now=clock.now())
    )


@bp.post("/<int:news_id>/settlement")
def settle(news_id: int) -> ResponseReturnValue:
    """The person's word: ``outcome`` says which."""
    message, outcome, now = _find(news_id), request.form.get("outcome", ""), clock.now()
    if deciding.decide(message, outcome, now=now) and outcome in {"free", "accept"}:
        _book(message, outcome, now=now)
    db.session.commit()
    flash(SAID[outcome])
    here = outcome == "counts"
    return redirect(url_for("news.show", news_id=message.id) if here else url_for("today.show"), 303)


def _find(number: int) -> IncomingMessage:
    whole = joinedload(IncomingMessage.interview).joinedload(Interview.contact)
    return IncomingMessage.find(number, of=current_account(), options=(whole,))


class NoLongerAgreed(OutreachError):
    """What the news is about was moved or given up since."""

    status = 409

    def __init__(self) -> None:
        super().__init__(
            "The time that this is about was moved or given up since, so nothing was changed. "
            "Open the conversation to see how it stands."
        )


def _book(message: IncomingMessage, outcome: str, *, now: datetime) -> None:
    """Free the time that they declined, or take the one they propose; the calendars hear of it.

    Raises SlotTaken …, and NoLongerAgreed if another time than the one they answered is agreed by now.
    """
    booking, told = Booking.live(message.interview), message.particulars
    if booking is None or (booking.uid, booking.sequence) != (told.get("uid"), told.get("sequence")):
        raise NoLongerAgreed
    link = PersonalLink.make(message.interview, secret_key=site().secret_key, now=now)
    proposal = _proposal(message)
    if outcome == "free":
        calling_off.cancel(link, by="guest", site=site(), now=now)
    elif proposal is not None:
        wish = Wish(proposal.start, message.interview.contact.timezone, f"news/{message.id}")
        moving.move(link, wish, site=site(), now=now)


def _proposal(message: IncomingMessage) -> TimeSpan | None:
    told = message.particulars
    if message.news is not News.PROPOSED or "starts_at" not in told:
        return None
    return TimeSpan(datetime.fromisoformat(told["starts_at"]), datetime.fromisoformat(told["ends_at"]))


def _fits(message: IncomingMessage, *, now: datetime) -> bool:
    """Whether the time they propose is free with us. The talk’s own time does not stand in its way."""
    proposal = _proposal(message)
    if proposal is None or message.settled_at is not None:
        return False
    interview = message.interview
    offers = Offers.of(current_account(), interview, now=now, besides=Booking.live(interview))
    try:
        offers.accept(proposal.start)
    except (SlotTaken, NotOnOffer):
        return False
    return True
