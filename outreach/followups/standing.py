"""Whether a message should still leave, by how things stand at that very moment."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from outreach.accounts.digests import Digest
from outreach.accounts.mornings import IN_TIME
from outreach.bookings.models import Booking
from outreach.contacts.models import Contact
from outreach.database import db
from outreach.errors import OutreachError
from outreach.interviews.models import Interview
from outreach.letters.models import Letter
from outreach.letters.timely import Standing, out_of_place
from outreach.mail.models import OutgoingMessage
from outreach.mail.suppressions import Silence, Suppression


class LeftAlone(OutreachError):
    """Somebody asked not to be written to."""

    status = 409

    def __init__(self, contact: Contact) -> None:
        super().__init__(
            f"{contact.name} asked not to be written to. If that has changed, say so on their page first."
        )


class AddressDead(OutreachError):
    """What was written to this address came back."""

    status = 409

    def __init__(self, contact: Contact) -> None:
        super().__init__(
            f"Mail to {contact.email} came back, so nothing is sent there. Give {contact.first_name} another "
            "address on their page, or say there that this one works again; your letter stays here."
        )


def refuse_silent(contact: Contact) -> None:
    """Raise LeftAlone or AddressDead where a letter would only be taken out when it is to leave."""
    found = Suppression.of(contact.account_id, contact.email) if contact.email else None
    if contact.left_alone_at is not None or (found is not None and found.reason is Silence.ASKED):
        raise LeftAlone(contact)
    if found is not None:
        raise AddressDead(contact)


STALE_AFTER = timedelta(hours=24)
"""A letter that could not leave for so long, because nothing was running, is not sent without asking."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a message does not leave; ``asks`` if the person may decide otherwise."""

    why: str
    asks: bool = False


def refusal_of(message: OutgoingMessage, *, now: datetime) -> Refusal | None:
    """Why this message should not leave now, read afresh from the database; None if it should."""
    if message.about in TO_OURSELVES:
        return TO_OURSELVES[message.about](message, now)
    if message.contact_id is None:
        return None
    silent = _silence(message)
    if silent or message.about not in {"letter", "invitation"}:
        return silent
    return _letter(message, now=now) if message.about == "letter" else _invitation(message, now=now)


def _digest(message: OutgoingMessage, now: datetime) -> Refusal | None:
    """Whether the mail of a day is still wanted, and still of that day."""
    digest = db.session.get(Digest, message.account_id)
    if digest is None or not digest.is_wanted:
        return Refusal("The daily mail was stopped, so this one was not sent.")
    is_late = now - message.queued_at > IN_TIME
    return Refusal("Its day is over, so it was not sent.") if is_late else None


def _run_sheet(message: OutgoingMessage, _now: datetime) -> Refusal | None:
    """Whether the conversation that it prepares is still to come as it was written."""
    interview = db.session.get(Interview, message.interview_id) if message.interview_id else None
    booking = Booking.live(interview) if interview is not None else None
    if booking is None or message.once != booking.run_sheet_once:
        return Refusal("The conversation was moved or cancelled, so its run-sheet was not sent.")
    return None


TO_OURSELVES: Mapping[str, Callable[[OutgoingMessage, datetime], Refusal | None]] = {
    "digest": _digest,
    "run_sheet": _run_sheet,
}
"""What goes to the account itself, and can be out of date by the time it leaves."""


def _silence(message: OutgoingMessage) -> Refusal | None:
    """Whether the address is not written to. Who opted out still hears that an agreed time is off."""
    found = Suppression.of(message.account_id, message.to_address)
    if found is None or (found.reason is Silence.ASKED and message.calendar_method == "CANCEL"):
        return None
    who = message.to_name or message.to_address
    if found.reason is Silence.ASKED:
        return Refusal(f"{who} asked not to be written to, so nothing was sent.")
    return Refusal(f"{message.to_address} does not work, so nothing was sent. Is there another address?")


def _letter(message: OutgoingMessage, *, now: datetime) -> Refusal | None:
    if message.attempts <= 1 and now - message.send_after > STALE_AFTER:
        return Refusal(
            "It was to leave more than a day ago, when Outreach was not running. "
            "If it still says what you mean, send it again.",
            asks=True,
        )
    letter = Letter.carried_by(message)
    why = out_of_place(letter.kind, _standing(letter, message, now=now)) if letter else ""
    return Refusal(why) if why else None


def _standing(letter: Letter, message: OutgoingMessage, *, now: datetime) -> Standing:
    interview = letter.interview
    booking = Booking.live(interview)
    return Standing(
        name=interview.contact.first_name,
        stage=interview.stage,
        has_moved=interview.stage_at > message.queued_at,
        has_answered=_has_answered(message),
        is_booked=booking is not None,
        booking_changed=booking is not None and booking.changed_at > message.queued_at,
        has_begun=booking is not None and booking.starts_at <= now,
    )


def _has_answered(message: OutgoingMessage) -> bool:
    """Whether they answered any message of this conversation after this one was queued."""
    answered = select(OutgoingMessage.id).where(
        OutgoingMessage.interview_id == message.interview_id,
        OutgoingMessage.answered_at > message.queued_at,
    )
    return message.interview_id is not None and db.session.scalar(answered.limit(1)) is not None


def _invitation(message: OutgoingMessage, *, now: datetime) -> Refusal | None:
    """An invitation to what has begun already helps nobody; that it is off is told all the same."""
    if message.calendar_method == "CANCEL" or message.interview_id is None:
        return None
    starts_at = db.session.scalar(
        select(Booking.starts_at)
        .where(Booking.interview_id == message.interview_id, Booking.cancelled_at.is_(None))
        .limit(1)
    )
    if starts_at is None or starts_at > now:
        return None
    return Refusal("The conversation has begun already, so the invitation was not sent.")
