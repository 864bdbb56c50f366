"""The built-in mailbox plays the contact: what they might send arrives as a real message would."""

from datetime import datetime, timedelta

from outreach.accounts.models import Account
from outreach.bookings.offers import Offers
from outreach.calendars.answering import answered, countered
from outreach.calendars.reply import PartStat
from outreach.calendars.showing import shown_event
from outreach.database import db
from outreach.errors import OutreachError
from outreach.interviews.models import Interview
from outreach.mail import playing
from outreach.mail.correspondence import Arrival, Correspondence, arrival_of, only_new
from outreach.mail.models import Delivery, OutgoingMessage
from outreach.mail.playing import Part, Scene
from outreach.timespan import TimeSpan
from outreach.tokens import new_token

AWAY_FOR = timedelta(days=10)
RATHER = timedelta(days=1)
"""How much later they would rather talk."""
WORDS = {
    Part.ACCEPT: "Accepted: {subject}",
    Part.DECLINE: "Declined: {subject}",
    Part.PROPOSE: "New time proposed: {subject}",
}
USUAL_REPLY = "Thank you for your letter. I would be glad to talk. Would Thursday suit you?"


class NotPlayed(OutreachError):
    """There is nobody to play: the message left for real, or is not for a contact."""

    status = 409

    def __init__(self, text: str = "") -> None:
        super().__init__(
            text
            or "Only what stayed in the built-in mailbox can be answered here; this one went to a real person."
        )


def can_play(message: OutgoingMessage) -> bool:
    """Whether the message stayed here, so that its answer can be played."""
    return message.delivery is Delivery.SENT and message.via == "mailbox" and message.contact_id is not None


def parts_for(message: OutgoingMessage) -> list[Part]:
    """What the contact can be let do with it."""
    if not can_play(message):
        return []
    if message.calendar_method == "REQUEST":
        return [Part.ACCEPT, Part.DECLINE, Part.PROPOSE, Part.REPLY, Part.BOUNCE]
    return [Part.REPLY, Part.AWAY, Part.BOUNCE]


def play(message: OutgoingMessage, part: str, *, words: str = "", now: datetime) -> Arrival:
    """Build what the contact sends, and read it as everything is read. Raises NotPlayed."""
    if not can_play(message):
        raise NotPlayed
    if part not in {str(one) for one in parts_for(message)}:
        raise NotPlayed("Please choose what they should do.")
    raw = _sent_by_them(message, Part(part), words, now)
    correspondence = Correspondence.of(message.account_id, now=now)
    arrival = arrival_of(raw, correspondence, arrived_at=now, now=now, via="mailbox")
    if arrival is None or not only_new([arrival]):
        raise NotPlayed("That has arrived already.")
    return arrival


def _sent_by_them(message: OutgoingMessage, part: Part, words: str, now: datetime) -> bytes:
    scene = _scene(message, now)
    if part is Part.REPLY:
        return playing.reply(scene, words.strip() or USUAL_REPLY)
    if part is Part.AWAY:
        return playing.away(scene, (now + AWAY_FOR).date())
    if part is Part.BOUNCE:
        return playing.bounce(scene, message.as_handed_over)
    subject = WORDS[part].format(subject=message.subject)
    method = "COUNTER" if part is Part.PROPOSE else "REPLY"
    return playing.calendar(scene, _calendar(message, part, words, now), method=method, subject=subject)


def _calendar(message: OutgoingMessage, part: Part, words: str, now: datetime) -> str:
    they = {"attendee": message.to_address, "name": message.to_name, "at": now, "comment": words.strip()}
    if part is Part.PROPOSE:
        return countered(message.calendar, proposal=_proposal(message, now), **they)  # type: ignore[arg-type]
    partstat = PartStat.ACCEPTED if part is Part.ACCEPT else PartStat.DECLINED
    return answered(message.calendar, partstat=partstat, **they)  # type: ignore[arg-type]


def _proposal(message: OutgoingMessage, now: datetime) -> TimeSpan:
    """A later time that is free with us too, so that it can be taken; the next day if there is none."""
    event = shown_event(message.calendar)
    span = (
        event.span if event and event.span else TimeSpan(now + RATHER, now + RATHER + timedelta(minutes=20))
    )
    account = db.session.get_one(Account, message.account_id)
    interview = db.session.get(Interview, message.interview_id) if message.interview_id else None
    free = Offers.of(account, interview, now=now).times if interview else []
    start = next((one.start for one in free if one.start > span.end), span.start + RATHER)
    return TimeSpan(start, start + (span.end - span.start))


def _scene(message: OutgoingMessage, now: datetime) -> Scene:
    return Scene(
        message_id=message.message_id,
        references=message.references,
        our_name=message.from_name,
        our_address=message.from_address,
        their_name=message.to_name,
        their_address=message.to_address,
        subject=message.subject,
        text=message.text,
        sent_at=message.sent_at or message.queued_at,
        at=now,
        token=new_token(),
    )
