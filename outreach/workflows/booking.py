"""What a contact does with their personal link: take a time, move it, give it back, or say that none fits."""

from dataclasses import dataclass
from datetime import datetime

from outreach.accounts.models import Account
from outreach.bookings import invitations
from outreach.bookings.models import Booking, PersonalLink, keep, lock_calendar
from outreach.bookings.offers import Offers
from outreach.bookings.site import Site
from outreach.calendars.invitation import Invitation, copy_text, ical_text
from outreach.errors import OutreachError
from outreach.followups import cadence
from outreach.followups.kinds import FollowUpKind
from outreach.followups.models import FollowUp
from outreach.interviews.kinds import Format
from outreach.interviews.stages import Stage
from outreach.journal.models import note
from outreach.mail import outbox
from outreach.mail.models import OutgoingMessage
from outreach.questions.lists import tailored_for
from outreach.questions.models import QuestionList
from outreach.tokens import new_token

AROUND = (FollowUpKind.CONFIRMATION, FollowUpKind.DEBRIEF, FollowUpKind.THANKS, FollowUpKind.ADVICE_UPDATE)
SILENCE = (
    FollowUpKind.SECOND_PERSON,
    FollowUpKind.NUDGE,
    FollowUpKind.CLOSE_NO_REPLY,
    FollowUpKind.WRITE_AGAIN,
)


class BookedAlready(OutreachError):
    """There is a time agreed; a second one would be a mistake."""

    status = 409

    def __init__(self) -> None:
        super().__init__("You have a time agreed already. Move it, if another suits you better.")


class NothingBooked(OutreachError):
    """There is no time that could be moved or given back."""

    status = 409

    def __init__(self) -> None:
        super().__init__("There is no agreed time to change. It may have been cancelled in the meantime.")


@dataclass(frozen=True, slots=True)
class Wish:
    """What the contact filled in: when, in which zone they read it, and how to talk."""

    starts_at: datetime
    timezone: str
    form_key: str
    format: Format | None = None
    place: str = ""


def book(link: PersonalLink, wish: Wish, *, site: Site, now: datetime) -> Booking:
    """Agree a time. One transaction, one lock per host; the same form posted again changes nothing.

    Raises SlotTaken or NotOnOffer when the time is not free, BookedAlready.
    """
    account, interview = link.account, link.interview
    lock_calendar(account)
    made = Booking.made_by(wish.form_key, of=account)
    if made is not None:
        return made
    if Booking.live(interview) is not None:
        raise BookedAlready
    span = Offers.of(account, interview, now=now).accept(wish.starts_at)
    booking = keep(
        Booking(
            account_id=account.id,
            interview=interview,
            uid=f"{new_token()}@{site.mail_domain}",
            starts_at=span.start,
            ends_at=span.end,
            format=wish.format or interview.format,
            place=wish.place or _usual_place(wish.format or interview.format, account),
            guest_timezone=wish.timezone,
            form_key=wish.form_key,
            made_at=now,
            changed_at=now,
        )
    )
    link.guest_note, link.guest_noted_at = "", None
    interview.reach(Stage.BOOKED, now=now)
    questions = QuestionList.of(interview) or tailored_for(interview, account, now=now)
    _plan_around(booking, now=now)
    note("booking.made", interview, at=now, starts_at=span.start.isoformat())
    _announce(booking, link, questions, site=site, now=now)
    return booking


def move(link: PersonalLink, wish: Wish, *, site: Site, now: datetime) -> Booking:
    """Agree another time instead. Its own time does not stand in its way."""
    account, interview = link.account, link.interview
    lock_calendar(account)
    booking = Booking.live(interview)
    if booking is None:
        raise NothingBooked
    if booking.starts_at == wish.starts_at:
        return booking
    before = booking.starts_at
    span = Offers.of(account, interview, now=now, besides=booking).accept(wish.starts_at)
    booking.move_to(span, now=now)
    booking.guest_timezone = wish.timezone
    keep(booking)
    _plan_around(booking, now=now)
    note("booking.moved", interview, at=now, starts_at=span.start.isoformat(), before=before.isoformat())
    _announce(booking, link, QuestionList.of(interview), site=site, now=now)
    return booking


def cancel(link: PersonalLink, *, by: str, site: Site, now: datetime) -> Booking:
    """Give the time back. ``by`` is ``guest`` or ``account``; both calendars are told."""
    lock_calendar(link.account)
    booking = Booking.live(link.interview)
    if booking is None:
        raise NothingBooked
    if now >= booking.starts_at:
        raise TooLateToCancel
    booking.cancel(by=by, now=now)
    link.interview.fall_back(Stage.ANSWERED, now=now)
    FollowUp.settle(link.interview, *AROUND, outcome="dropped", now=now)
    note("booking.cancelled", link.interview, at=now, by=by, starts_at=booking.starts_at.isoformat())
    _announce(booking, link, None, site=site, now=now)
    return booking


class TooLateToCancel(OutreachError):
    """The conversation has begun, or is over."""

    status = 409

    def __init__(self) -> None:
        super().__init__("This conversation has begun already and can no longer be cancelled here.")


def suggest(link: PersonalLink, words: str, *, now: datetime) -> None:
    """Keep what the contact writes when none of the times fits."""
    link.guest_note, link.guest_noted_at = words, now
    link.interview.reach(Stage.ANSWERED, now=now)
    FollowUp.settle(link.interview, *SILENCE, outcome="dropped", now=now)
    note("link.none_fits", link.interview, at=now, words=words)


def decline(link: PersonalLink, *, site: Site, now: datetime) -> None:
    """The contact would rather not talk. Nothing more is asked of them."""
    if Booking.live(link.interview) is not None:
        cancel(link, by="guest", site=site, now=now)
    link.interview.reach(Stage.DECLINED, now=now)
    FollowUp.settle(link.interview, outcome="dropped", now=now)
    note("link.declined", link.interview, at=now)


def _usual_place(format: Format, account: Account) -> str:
    return account.video_url if format is Format.VIDEO else ""


def _plan_around(booking: Booking, *, now: datetime) -> None:
    """Put what surrounds the conversation on the calendar, and let the silence rest."""
    interview = booking.interview
    FollowUp.settle(interview, *SILENCE, *AROUND, outcome="dropped", now=now)
    has_introducer = interview.contact.referral is not None
    for kind, due in cadence.around_meeting(booking.span, now=now, has_introducer=has_introducer).items():
        FollowUp.plan(interview, kind, due_at=due.at, late_at=due.late)


def _announce(
    booking: Booking, link: PersonalLink, questions: QuestionList | None, *, site: Site, now: datetime
) -> None:
    """Tell both calendars, in this transaction: the contact by invitation, ourselves by a private copy."""
    account, interview, contact = link.account, link.interview, link.interview.contact
    sender = outbox.Sender.of(account, mail_domain=site.mail_domain)
    invited = invitation(booking, link, sender, site=site)
    version = f"{booking.uid[:60]}/{booking.sequence}"
    subject = f"{_news(booking)}: {invited.summary}"
    if contact.email:
        outbox.queue(
            account,
            sender,
            to=contact,
            about="invitation",
            subject=subject,
            text=_cover(booking, account, invited.description),
            now=now,
            interview=interview,
            thread=outbox.Thread(tuple(sent for sent, _ in OutgoingMessage.thread_of(interview))),
            calendar=ical_text(invited),
            calendar_method=str(invited.method),
            once=f"invitation/{version}",
        )
    private = _private_words(booking, account, questions, site=site)
    outbox.queue(
        account,
        sender,
        to=None,
        about="copy",
        subject=subject,
        text=private,
        now=now,
        interview=interview,
        calendar=copy_text(invited, description=private),
        calendar_method="PUBLISH",
        once=f"copy/{version}",
    )


def invitation(booking: Booking, link: PersonalLink, sender: outbox.Sender, *, site: Site) -> Invitation:
    """The contact's version of the event: nothing private in it."""
    return invitations.invitation_for(
        booking, link.account, organizer=sender.address, guest_url=site.guest_url(link)
    )


def private_copy(booking: Booking, account: Account, questions: QuestionList | None, *, site: Site) -> str:
    """The account's own version of the event as iCalendar text: questions and notes included."""
    event = invitations.invitation_for(booking, account, organizer=account.email, guest_url="")
    return copy_text(event, description=_private_words(booking, account, questions, site=site))


def _private_words(booking: Booking, account: Account, questions: QuestionList | None, *, site: Site) -> str:
    interview = booking.interview
    return invitations.private_description(
        booking,
        account,
        page_url=site.page_url(interview),
        questions=[q.text for q in questions.questions if not q.is_spare] if questions else [],
        notes=[interview.contact.why_them, interview.connection],
    )


def _news(booking: Booking) -> str:
    if booking.is_cancelled:
        return "Cancelled"
    return "New time" if booking.sequence else "Agreed"


def _cover(booking: Booking, account: Account, description: str) -> str:
    """The words around an invitation, with the time on both clocks."""
    when = invitations.when_in_words(booking, account)
    opening = {
        "Cancelled": f"The conversation on {when} is cancelled. Thank you for letting {account.first_name} know.",
        "New time": f"The conversation has a new time: {when}.",
        "Agreed": f"Thank you for making time. It is agreed for {when}.",
    }[_news(booking)]
    if booking.is_cancelled and booking.cancelled_by == "account":
        opening = f"The conversation on {when} is cancelled. {account.first_name} is sorry for the change."
    return f"{opening}\n\n{description}\n\n{account.name}\n"
