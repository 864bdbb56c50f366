"""What follows from a message that arrived: the stage, the sequence, and what the person is asked.

A mail never logs anybody in, changes no address and sends nothing. What it may
change by itself is little, and only if it names an unguessable id of ours or an
unguessable event, and comes from whom we wrote to; all else is shown, and asked.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select

from outreach.bookings.models import Booking
from outreach.calendars.reply import Answer, PartStat
from outreach.database import db
from outreach.followups.dead_ends import SILENCE, UNANSWERED, Reach, mark_dead, reach_of
from outreach.followups.models import FollowUp
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.journal.models import note
from outreach.mail import doubts
from outreach.mail.bounces import Failure
from outreach.mail.correspondence import Arrival, ByHand
from outreach.mail.incoming import IncomingMessage, News
from outreach.mail.models import Delivery, OutgoingMessage
from outreach.mail.reading import Kind
from outreach.mail.threading import Confidence, Match, Ours

SETTLED_AT_ONCE = frozenset({News.LATE, News.AUTOMATIC, News.ACCEPTED, News.TENTATIVE})
"""What is only told, and asks for nothing."""
LONGEST_WORDS = 300
FROM_CALENDARS = (News.ACCEPTED, News.TENTATIVE, News.DECLINED, News.PROPOSED)


@dataclass(frozen=True, slots=True)
class Desk:
    """What several messages may be about, read at once: their conversations, and what waits for an answer there."""

    interviews: dict[int, Interview]
    waiting: dict[int, list[FollowUp]]
    reach: dict[int, Reach]
    """Of whoever could not be reached, by the number of the contact."""

    @classmethod
    def of(cls, numbers: Iterable[int], *, come_back: bool = False) -> "Desk":
        """For answers to the messages of ours with these numbers; ``come_back`` if some of them did."""
        OutgoingMessage.load(numbers)
        interviews = Interview.belonging(
            select(OutgoingMessage.interview_id).where(OutgoingMessage.id.in_(list(numbers)))
        )
        return cls(
            interviews={one.id: one for one in interviews},
            waiting=FollowUp.open_by_interview(interviews, *SILENCE),
            reach=reach_of(one.contact for one in interviews) if come_back else {},
        )

    def interview_of(self, ours: Ours, account_id: int) -> Interview | None:
        """The conversation that one of our messages belongs to."""
        message = db.session.get(OutgoingMessage, ours.number)
        if message is None or message.account_id != account_id or message.interview_id is None:
            return None
        return self.interviews.get(message.interview_id)

    def waiting_for(self, interview: Interview) -> list[FollowUp]:
        """What is planned for the case that they stay silent."""
        return [one for one in self.waiting.get(interview.id, ()) if one.settled_at is None]

    def end_silence(self, interview: Interview, *, now: datetime) -> None:
        """Something came, so nothing waits for their silence any more."""
        for follow_up in self.waiting_for(interview):
            follow_up.end(outcome="dropped", now=now)


def arrived_together(arrivals: Sequence[Arrival], *, now: datetime) -> int:
    """Let follow what follows from each; how many concerned a conversation. Nothing is kept of the others."""
    desk = Desk.of(
        {number for arrival in arrivals for number in _ours_in(arrival)},
        come_back=any(arrival.reading.bounce for arrival in arrivals),
    )
    return sum(_arrived(arrival, desk, now=now) for arrival in arrivals)


def arrived(arrival: Arrival, *, now: datetime) -> bool:
    """The same for one. True if it concerned a conversation."""
    return arrived_together([arrival], now=now) > 0


def _ours_in(arrival: Arrival) -> Iterator[int]:
    """The messages of ours that it may be about."""
    if arrival.match is not None:
        yield arrival.match.ours.number
    ours = _come_back(arrival)
    if ours is not None:
        yield ours.number


def _arrived(arrival: Arrival, desk: Desk, *, now: datetime) -> bool:
    reading = arrival.reading
    if reading.kind is Kind.CALENDAR:
        keys = (
            arrival.content_key,
            *(f"{arrival.content_key[:60]}/{n:03}" for n in range(1, len(reading.answers))),
        )
        told = [
            _calendar(
                replace(arrival, content_key=key, reading=replace(reading, text=answer.comment)),
                answer,
                now=now,
            )
            for key, answer in zip(keys, reading.answers, strict=True)
        ]
        return any(told)
    if reading.kind is Kind.BOUNCE:
        return _bounced(arrival, desk, now=now)
    if arrival.match is None:
        return False
    if reading.kind is Kind.AUTOMATIC:
        return _automatic(arrival, arrival.match, desk, now=now)
    return _wrote(arrival, arrival.match, desk, now=now)


def wrote_by_hand(account_id: int, letter: ByHand, *, now: datetime) -> bool:
    """The person wrote to them from another program: reminders of their silence have no place any more."""
    desk = Desk.of([letter.ours.number])
    interview = desk.interview_of(letter.ours, account_id)
    if interview is None or not desk.waiting_for(interview):
        return False
    desk.end_silence(interview, now=now)
    note("mail.by_hand", interview, at=now)
    return True


def _wrote(arrival: Arrival, match: Match, desk: Desk, *, now: datetime) -> bool:
    """Somebody wrote. Whoever names our id had our letter; who only has the address is asked about."""
    interview = desk.interview_of(match.ours, arrival.account_id)
    if interview is None or (
        arrival.reading.kind is Kind.OTHER and match.confidence is not Confidence.CERTAIN
    ):
        return False
    outcomes = {
        Confidence.CERTAIN: News.ANSWER,
        Confidence.THREAD: News.COLLEAGUE,
    }
    news = outcomes.get(match.confidence, News.POSSIBLE)
    _keep(arrival, interview, news, ours=match.ours, now=now)
    if news is News.POSSIBLE:
        return True
    _mark_answered(match.ours, arrival, now=now)
    desk.end_silence(interview, now=now)
    if news is News.ANSWER:
        interview.hear(at=min(arrival.at, now))
    if news is News.ANSWER and interview.stage in UNANSWERED:
        interview.reach(Stage.ANSWERED, now=now)
    said = {"words": _words(arrival), "who": _who(arrival)}
    note(f"mail.{news}", interview, at=now, happened_at=arrival.at, **said)
    return True


def _words(arrival: Arrival) -> str:
    text = " ".join(arrival.reading.text.split())
    return text if len(text) <= LONGEST_WORDS else text[: LONGEST_WORDS - 1].rstrip() + "…"


def _who(arrival: Arrival) -> str:
    return arrival.reading.sender_name or arrival.reading.sender or "Somebody"


def _mark_answered(ours: Ours, arrival: Arrival, *, now: datetime) -> None:
    """It was answered, so it did arrive; and what is queued after it looks at this once more before it leaves."""
    message = _prove_sent(ours, now=now)
    message.answered_at = message.answered_at or max(arrival.at, message.queued_at)


def _prove_sent(ours: Ours, *, now: datetime) -> OutgoingMessage:
    """What is answered did leave: if that was in doubt, it is not any more."""
    message = db.session.get_one(OutgoingMessage, ours.number)
    if message.delivery in {Delivery.UNSURE, Delivery.DATA}:
        doubts.prove_sent(ours.message_id, account_id=message.account_id, now=now)
    return message


def _automatic(arrival: Arrival, match: Match, desk: Desk, *, now: datetime) -> bool:
    """An automatic reply is no answer. If they are away, the person is asked whether a reminder should wait."""
    interview = desk.interview_of(match.ours, arrival.account_id)
    found = arrival.reading.automatic
    if interview is None or found is None:
        return False
    if match.confidence is Confidence.CERTAIN:
        _prove_sent(match.ours, now=now)
    news = News.AWAY if found.is_absence else News.AUTOMATIC
    back = {"back_on": found.back_on.isoformat()} if found.back_on else {}
    message = _keep(arrival, interview, news, ours=match.ours, now=now, **back)
    if news is News.AWAY and not (found.back_on and desk.waiting_for(interview)):
        message.settled_at = now  # nothing would be asked of them before they are back
    note(f"mail.{news}", interview, at=now, **back)
    return True


def _bounced(arrival: Arrival, desk: Desk, *, now: datetime) -> bool:
    """Something came back. It counts if it names a message of ours and whom that went to; a report counts fully."""
    bounce, ours = arrival.reading.bounce, _come_back(arrival)
    if bounce is None or ours is None:
        return False
    failure = next((f for f in bounce.failures if f.address == ours.to_address.lower()), None)
    interview = desk.interview_of(ours, arrival.account_id)
    if failure is None or interview is None:
        return False
    news = News.LATE if bounce.is_delay else News.BOUNCE if bounce.is_report else News.POSSIBLE_BOUNCE
    _keep(
        arrival,
        interview,
        news,
        ours=ours,
        now=now,
        why=failure.reason.in_words,
        is_hard=failure.is_hard,
        address=failure.address,
        said=failure.said,
        other=desk.reach.get(interview.contact_id, Reach()).other,
    )
    message = _prove_sent(ours, now=now)
    note(f"mail.{news}", interview, at=now, why=failure.reason.in_words, address=failure.address)
    if news is News.BOUNCE:
        _mark_bounced(message, failure, now=now)
    return True


def _come_back(arrival: Arrival) -> Ours | None:
    """Which message of ours a report says to have failed."""
    bounce, known = arrival.reading.bounce, arrival.correspondence.known
    if bounce is None:
        return None
    return next((known.by_id[one] for one in bounce.original_ids if one in known.by_id), None)


def _mark_bounced(message: OutgoingMessage, failure: Failure, *, now: datetime) -> None:
    message.bounced_at, message.bounce = now, failure.reason.in_words
    if failure.is_hard:
        with db.session.no_autoflush:  # what is asked here does not depend on what is about to be written
            mark_dead(message, why=failure.reason.in_words, now=now)


def _calendar(arrival: Arrival, answer: Answer, *, now: datetime) -> bool:
    """A calendar answered. Who answers must be whom we invited, for the time that holds, by an unguessable name."""
    booking = db.session.scalar(
        select(Booking).where(Booking.uid == answer.uid, Booking.account_id == arrival.account_id)
    )
    if booking is None or booking.is_cancelled:
        return False
    invited = _invited(booking)
    is_theirs = (answer.attendee or arrival.reading.sender) in invited and (
        arrival.reading.sender in invited or answer.attendee == arrival.reading.sender
    )
    is_earlier = answer.sequence is not None and answer.sequence < booking.sequence
    if is_theirs and not is_earlier and _is_replayed(booking, answer):
        return False
    news = _news_of(answer) if is_theirs and not is_earlier else News.UNVERIFIED
    told = {
        "partstat": str(answer.partstat),
        "comment": answer.comment,
        "uid": answer.uid,
        "sequence": booking.sequence,
        "stamp": answer.stamp.isoformat() if answer.stamp else "",
        "earlier": is_earlier,
    }
    if answer.proposal is not None:
        told |= {"starts_at": answer.proposal.start.isoformat(), "ends_at": answer.proposal.end.isoformat()}
    _keep(
        arrival, booking.interview, news, ours=arrival.match.ours if arrival.match else None, now=now, **told
    )
    note(f"mail.{news}", booking.interview, at=now, who=_who(arrival), words=answer.comment)
    if news in FROM_CALENDARS:
        FollowUp.settle(booking.interview, *SILENCE, outcome="dropped", now=now)
    return True


def _invited(booking: Booking) -> set[str]:
    """The addresses that invitations for this went to, and the contact’s own."""
    sent = select(func.lower(OutgoingMessage.to_address)).where(
        OutgoingMessage.interview_id == booking.interview_id, OutgoingMessage.about == "invitation"
    )
    own = booking.interview.contact.email
    return {*db.session.scalars(sent), *([own.lower()] if own else [])}


def _is_replayed(booking: Booking, answer: Answer) -> bool:
    """Whether a newer answer for the same time was noticed already (RFC 5546 §2.1.5)."""
    if answer.stamp is None:
        return False
    for earlier in IncomingMessage.about(booking.interview):
        told = earlier.particulars
        if earlier.news not in FROM_CALENDARS or told.get("sequence") != booking.sequence:
            continue
        if told.get("stamp") and datetime.fromisoformat(str(told["stamp"])) >= answer.stamp:
            return True
    return False


def _news_of(answer: Answer) -> News:
    if answer.method == "COUNTER":
        return News.PROPOSED
    return {
        PartStat.ACCEPTED: News.ACCEPTED,
        PartStat.TENTATIVE: News.TENTATIVE,
        PartStat.DECLINED: News.DECLINED,
    }.get(answer.partstat, News.UNVERIFIED)


def _keep(
    arrival: Arrival, interview: Interview, news: News, *, ours: Ours | None, now: datetime, **told: object
) -> IncomingMessage:
    reading = arrival.reading
    message = IncomingMessage(
        account_id=arrival.account_id,
        contact_id=interview.contact_id,
        interview=interview,
        outgoing_id=ours.number if ours else None,
        news=news,
        confidence=str(arrival.match.confidence) if arrival.match else "",
        content_key=arrival.content_key,
        message_id=reading.message_id[:998],
        from_name=reading.sender_name[:200],
        from_address=reading.sender[:320],
        subject=reading.subject,
        text=reading.text,
        particulars=told,
        via=arrival.via,
        arrived_at=arrival.at,
        noticed_at=now,
        settled_at=now if news in SETTLED_AT_ONCE else None,
    )
    db.session.add(message)
    return message
