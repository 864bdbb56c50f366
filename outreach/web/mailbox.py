"""The mailbox: everything that left or is to leave, as the other side sees it, and what became of it."""

from datetime import datetime
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from outreach import clock
from outreach.accounts.mail_accounts import MailAccount
from outreach.calendars.showing import ShownEvent, offset_in_words, shown_event, span_in_words
from outreach.database import db, locked
from outreach.errors import NotFound, OutreachError
from outreach.letters.models import Letter
from outreach.mail.incoming import MailboxState
from outreach.mail.mime import UnsafeHeader
from outreach.mail.models import TAKE_BACK_WITHIN, Delivery, OutgoingMessage
from outreach.mail.playing import Part
from outreach.mail.view import MessageView, view
from outreach.web.access import current_account
from outreach.web.downloads import download
from outreach.web.filters import word
from outreach.web.words import MESSAGES
from outreach.workflows import delivering, mending, noticing, playing

bp = Blueprint("mailbox", __name__, url_prefix="/mailbox")

PAGE = 30

TONES = {
    Delivery.QUEUED: "accent",
    Delivery.DATA: "accent",
    Delivery.SENT: "good",
    Delivery.UNSURE: "warn",
    Delivery.FAILED: "bad",
    Delivery.TAKEN_BACK: "",
}


class UnclearFate(OutreachError):
    """The form named neither of the two buttons."""

    def __init__(self) -> None:
        super().__init__("Please choose whether it was sent, or is to be sent again.")


@bp.app_template_filter()
def fate_word(message: OutgoingMessage) -> str:
    """What became of the message, in a word or two."""
    if message.answered_at is not None:
        return "Answered"
    if message.bounced_at is not None:
        return "Came back"
    if message.delivery is Delivery.SENT and message.via == "mailbox":
        return "Stays here"
    if message.delivery is Delivery.QUEUED and message.trouble:
        return "Waits for another try" if message.attempts else "Waits"
    if message.delivery is Delivery.QUEUED and message.send_after - message.queued_at > 4 * TAKE_BACK_WITHIN:
        return "Scheduled"
    if message.delivery is Delivery.TAKEN_BACK and message.trouble:
        return "Not sent"
    return word(message.delivery)


@bp.app_template_filter()
def fate_tone(message: OutgoingMessage) -> str:
    """The colour of that word."""
    if message.answered_at is not None:
        return "good"
    if message.bounced_at is not None:
        return "bad"
    is_held_up = message.delivery is Delivery.QUEUED and message.attempts and message.trouble
    return "warn" if is_held_up else TONES[message.delivery]


@bp.app_template_filter()
def fate_moment(message: OutgoingMessage) -> datetime | None:
    """When that happened, or is to happen; None where only the reason counts."""
    if message.delivery is Delivery.QUEUED:
        return message.send_after
    return message.answered_at or message.bounced_at or message.sent_at or message.handed_at


@bp.app_template_filter()
def mail_word(about: str) -> str:
    """What kind of message it is."""
    return MESSAGES.get(about, "")


@bp.get("")
def index() -> ResponseReturnValue:
    account = current_account()
    before = request.args.get("before", type=int)
    messages = OutgoingMessage.of(account, before=before, limit=PAGE + 1)
    return render_template(
        "mailbox/index.html",
        messages=messages[:PAGE],
        has_more=len(messages) > PAGE,
        is_first_page=before is None,
        mail_account=None if g.visitor.mail_trouble is None else MailAccount.of(account),
        mailbox_state=MailboxState.of(account.id),
    )


@bp.get("/<int:message_id>")
def show(message_id: int) -> ResponseReturnValue:
    message = OutgoingMessage.find_whole(message_id, of=current_account())
    shown = _view(message)
    event = shown_event(shown.calendar)
    return render_template(
        "mailbox/show.html",
        message=message,
        shown=shown,
        event=event,
        when=_when(event),
        thread=message.thread(),
        parts=playing.parts_for(message),
        letter=Letter.carried_by(message) if message.delivery is Delivery.QUEUED else None,
    )


@bp.post("/<int:message_id>/play")
def play(message_id: int) -> ResponseReturnValue:
    """The contact answers a message that stayed here; what they send is read as any message is."""
    message, now = OutgoingMessage.find_whole(message_id, of=current_account()), clock.now()
    part, words = request.form.get("part", ""), request.form.get("words", "")
    arrival = playing.play(message, part, words=words[:LONGEST_WORDS], now=now)
    noticing.arrived(arrival, now=now)
    db.session.commit()
    flash("It has arrived. Here is what follows from it.")
    return redirect(
        url_for("interviews.show" if part == Part.ACCEPT else "today.show", **_of(message, part)), 303
    )


def _of(message: OutgoingMessage, part: str) -> dict[str, Any]:
    return {"interview_id": message.interview_id} if part == Part.ACCEPT else {}


PLAYED = {
    Part.REPLY: "They answer",
    Part.BOUNCE: "It comes back",
    Part.AWAY: "They are away",
    Part.ACCEPT: "They accept",
    Part.DECLINE: "They decline",
    Part.PROPOSE: "They propose another time",
}
LONGEST_WORDS = 2000


@bp.app_template_filter()
def play_word(part: Part) -> str:
    """What the contact does, on a button."""
    return PLAYED[part]


@bp.get("/<int:message_id>/message.eml")
def keep(message_id: int) -> ResponseReturnValue:
    message = OutgoingMessage.find_whole(message_id, of=current_account())
    return download(message.as_handed_over, name="message.eml", kind="message/rfc822")


@bp.get("/<int:message_id>/invite.ics")
def invitation(message_id: int) -> ResponseReturnValue:
    message = OutgoingMessage.find_whole(message_id, of=current_account())
    shown = _view(message)
    if not shown.calendar:
        raise NotFound("This message holds no invitation.")
    kind = f"text/calendar; charset=utf-8; method={shown.calendar_method}"
    return download(shown.calendar, name="invite.ics", kind=kind)


@bp.post("/<int:message_id>/fate")
def decide(message_id: int) -> ResponseReturnValue:
    """The person's word on a message that failed, or that may have been sent."""
    # Locked: the worker, or a second click, may be settling it at this moment.
    message = locked(OutgoingMessage.find_whole(message_id, of=current_account()))
    fate = request.form.get("fate")
    if fate == "sent":
        delivering.confirm_sent(message, now=clock.now())
        flash("Good: it counts as sent.")
    elif fate == "again":
        mending.send_again(message, now=clock.now())
        flash("It is in the queue again and leaves in a moment.")
    else:
        raise UnclearFate
    db.session.commit()
    return redirect(url_for("mailbox.show", message_id=message.id), 303)


def _when(event: ShownEvent | None) -> dict[str, str]:
    """The time of the event on the reader's clock, and how that clock stands to UTC."""
    if event is None or event.span is None:
        return {}
    zone = current_account().timezone
    return {"words": span_in_words(event.span, zone), "offset": offset_in_words(event.span.start, zone)}


def _view(message: OutgoingMessage) -> MessageView:
    """The message as a mail program shows it; one that cannot be written, as it was meant."""
    try:
        return view(message.as_handed_over)
    except UnsafeHeader:
        fields = (("From", message.from_address), ("To", message.to_address), ("Subject", message.subject))
        return MessageView(headers=fields, text=message.text)
