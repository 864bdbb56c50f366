"""The run-sheet of a conversation, sent to the account an hour before it begins."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from outreach.accounts.models import Account
from outreach.bookings.invitations import Reader, place_in_words, when_in_words
from outreach.bookings.models import Booking
from outreach.bookings.site import Site
from outreach.database import db
from outreach.mail import outbox
from outreach.questions.lists import minutes_of
from outreach.questions.models import Question, QuestionList
from outreach.questions.timing import allow

AHEAD = timedelta(hours=1)
A_MINUTE = timedelta(minutes=1)


def claim_next(*, now: datetime) -> Booking | None:
    """Take on the next conversation that begins within the hour and was not reminded of; None if there is none.

    The claim is a mark on the booking itself, made under its lock: no other
    worker takes it too, and a move to another time wipes the mark away.
    """
    booking = Booking.next_to_remind_of(within=AHEAD, now=now)
    if booking is not None:
        booking.reminded_at = now
    return booking


def send_run_sheet(booking: Booking, *, site: Site, now: datetime) -> None:
    """Queue the run-sheet, in the transaction of the claim. A cancelled or moved booking takes it back."""
    account = booking.account
    questions = QuestionList.of(booking.interview)
    starts = booking.starts_at.astimezone(ZoneInfo(account.timezone))
    outbox.queue(
        account,
        outbox.Sender.of(account, mail_domain=site.mail_domain),
        to=None,
        about="run_sheet",
        subject=f"At {starts:%H:%M}: {booking.interview.contact.name}",
        text=run_sheet(booking, account, questions.asked if questions else (), site=site),
        now=now,
        interview=booking.interview,
        once=booking.run_sheet_once,
    )


def give_up(booking_id: int, *, now: datetime) -> None:
    """Do not try to write this run-sheet again."""
    booking = db.session.get(Booking, booking_id)
    if booking is not None:
        booking.reminded_at = now


def run_sheet(booking: Booking, account: Account, asked: Iterable[Question], *, site: Site) -> str:
    """All that one needs before the call: when, where, what to ask by the clock, and what is known of them."""
    interview, contact = booking.interview, booking.interview.contact
    who = ", ".join(filter(None, [contact.name, contact.title, contact.organization_name]))
    known = [text for text in (contact.why_them, interview.connection) if text]
    lines = [
        who,
        when_in_words(booking, account),
        place_in_words(booking, account, Reader.ACCOUNT),
        *([f"If anything fails: {contact.phone}"] if contact.phone else []),
        "",
        *_by_the_clock(booking, account, list(asked)),
        *(["", "What you noted:", *known] if known else []),
        "",
        f"Your questions and the page of this conversation: {site.page_url(interview)}",
    ]
    return "\n".join(lines) + "\n"


def _by_the_clock(booking: Booking, account: Account, asked: list[Question]) -> list[str]:
    """What comes when, in the order of the list; where it is too long, each question gives way in proportion."""
    zone, minutes = ZoneInfo(account.timezone), booking.span.length / A_MINUTE
    allowance = allow(minutes)
    needed = sum(minutes_of(question) for question in asked)
    share = min(1.0, (minutes - allowance.opening - 1) / needed) if needed else 1.0
    at, lines = booking.starts_at + allowance.opening * A_MINUTE, []
    lines.append(
        f"{booking.starts_at.astimezone(zone):%H:%M}  Thank them. Say that you will keep to {minutes:.0f} minutes."
    )
    for question in asked:
        star = "★ " if question.is_starred else ""
        lines.append(f"{at.astimezone(zone):%H:%M}  {star}{question.text}")
        at += minutes_of(question) * share * A_MINUTE
    end = booking.ends_at.astimezone(zone)
    return [*lines, f"{end - A_MINUTE:%H:%M}  Thank them once more, and end on time."]
