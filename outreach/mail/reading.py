"""What a received message is: an answer, a bounce, an automatic reply, a calendar’s answer, or something else. Pure.

One entry for each question, from bytes to plain values: ``read`` tells all;
``kind_of``, ``read_bounce``, ``read_automatic``, ``read_answers`` and
``read_visible`` tell one thing each. Nothing here raises, whatever arrives.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum

from outreach.calendars.reply import Answer, read_reply
from outreach.mail.automatic import Automatic, automatic_in, is_automatic
from outreach.mail.bounces import Bounce, bounce_in, read_bounce
from outreach.mail.htmltext import text_of
from outreach.mail.opening import ADDRESS, Opened, Part, first, opened
from outreach.mail.quoting import visible_text

__all__ = [
    "Kind",
    "Reading",
    "kind_of",
    "read",
    "read_answers",
    "read_automatic",
    "read_bounce",
    "read_visible",
]

ANSWERS_IN_CALENDARS = frozenset({"REPLY", "COUNTER"})
MOST_CALENDARS = 6
LONGEST_TEXT = 20_000
METHOD = re.compile(r"method\s*=\s*\"?([a-z]{3,20})", re.IGNORECASE)
METHOD_INSIDE = re.compile(
    rb"^[ \t]*METHOD[ \t]*:[ \t]*([A-Za-z-]{1,20})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE
)
NAME = re.compile(r"^\s*\"?([^\"<@]{1,120}?)\"?\s*<")


class Kind(StrEnum):
    """What a message is to us."""

    ANSWER = "answer"
    BOUNCE = "bounce"
    AUTOMATIC = "automatic"
    CALENDAR = "calendar"
    OTHER = "other"
    """A newsletter, a mailing list, an invitation: nothing that was written to one person in answer."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that is read from one message; addresses are in small letters, ``sent_at`` is aware.

    ``text`` is what its writer wrote. ``bounce``, ``automatic`` and ``answers``
    are set only for the kind that they belong to.
    """

    kind: Kind
    sender: str = ""
    sender_name: str = ""
    recipients: tuple[str, ...] = ()
    subject: str = ""
    message_id: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    sent_at: datetime | None = None
    text: str = field(default="", repr=False)
    bounce: Bounce | None = None
    automatic: Automatic | None = None
    answers: tuple[Answer, ...] = ()


def read(raw: bytes) -> Reading:
    """What the message is, and what it says. Never raises; the time it takes grows with its length alone."""
    message = opened(raw)
    answers = _answers_in(message)
    if answers:
        return _reading(message, Kind.CALENDAR, answers=answers)
    bounce = bounce_in(message)
    if bounce is not None:
        return _reading(message, Kind.BOUNCE, bounce=bounce)
    if is_automatic(message):
        sent_at = _date(message)
        text = _text_in(message)
        found = automatic_in(message, text, sent_on=sent_at.date() if sent_at else None)
        return _reading(message, Kind.AUTOMATIC, automatic=found)
    return _reading(message, Kind.OTHER if _is_for_many(message) else Kind.ANSWER)


def kind_of(raw: bytes) -> Kind:
    """What the message is."""
    return read(raw).kind


def read_answers(raw: bytes) -> tuple[Answer, ...]:
    """What attendees’ calendars answer in it (REPLY, COUNTER), each told once, wherever the part is."""
    return _answers_in(opened(raw))


def read_automatic(raw: bytes, *, received_on: date | None = None) -> Automatic | None:
    """What the automatic reply says, None if it is none. ``received_on`` stands in for a date it does not have."""
    message = opened(raw)
    if _answers_in(message) or bounce_in(message) is not None or not is_automatic(message):
        return None
    sent_at = _date(message)
    return automatic_in(message, _text_in(message), sent_on=sent_at.date() if sent_at else received_on)


def read_visible(raw: bytes) -> str:
    """The part of the message that its writer wrote, from its text or else its HTML."""
    return visible_text(_text_in(opened(raw)))


def _reading(
    message: Opened,
    kind: Kind,
    *,
    bounce: Bounce | None = None,
    automatic: Automatic | None = None,
    answers: tuple[Answer, ...] = (),
) -> Reading:
    name = NAME.match(message.header("from"))
    return Reading(
        kind=kind,
        sender=message.sender,
        sender_name=name[1].strip() if name else "",
        recipients=recipients_of(message),
        subject=message.header("subject"),
        message_id=next(iter(message.ids("message-id")), ""),
        in_reply_to=message.ids("in-reply-to"),
        references=message.ids("references"),
        sent_at=_date(message),
        text="" if bounce else visible_text(_text_in(message))[:LONGEST_TEXT],
        bounce=bounce,
        automatic=automatic,
        answers=answers,
    )


def recipients_of(message: Opened) -> tuple[str, ...]:
    """Every address it was sent to, and the one that the server put it down for."""
    names = ("to", "cc", "delivered-to", "x-original-to", "envelope-to")
    return tuple(dict.fromkeys(address for name in names for address in message.addresses(name)))


def _date(message: Opened) -> datetime | None:
    try:
        said = parsedate_to_datetime(first(message.headers, "date"))
    except (ValueError, IndexError, OverflowError, TypeError):
        return None
    try:
        return (said if said.tzinfo else said.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _answers_in(message: Opened) -> tuple[Answer, ...]:
    found: dict[tuple[object, ...], Answer] = {}
    bodies = {part.body: _method_of(part) for part in message.parts if part.is_calendar}
    for body, hint in list(bodies.items())[:MOST_CALENDARS]:
        inside = METHOD_INSIDE.search(body)
        if inside and inside[1].strip().upper() not in {b"REPLY", b"COUNTER"}:
            continue  # an invitation or what becomes of one: nothing that answers us
        for answer in read_reply(body, hint=hint).answers:
            if answer.method in ANSWERS_IN_CALENDARS:
                found.setdefault(
                    (answer.uid, answer.attendee, answer.sequence, answer.stamp, answer.method), answer
                )
    return tuple(found.values())


def _method_of(part: Part) -> str:
    """The METHOD on the envelope: a hint, for a calendar that has none inside."""
    said = METHOD.search(first(part.headers, "content-type"))
    return said[1].upper() if said else ""


def _text_in(message: Opened) -> str:
    """What a mail program would show first: the plain text, or else the text of the HTML."""
    plain = [part for part in message.parts if part.content_type == "text/plain" and not part.is_file]
    text = next((part.text for part in plain if part.text.strip()), "")
    if text:
        return text
    page = message.first_of("text/html")
    return text_of(page.text) if page else ""


def _is_for_many(message: Opened) -> bool:
    """Whether it went to a list, or is no letter but an invitation of somebody else."""
    if any(
        name in message.headers
        for name in ("list-id", "list-unsubscribe", "list-post", "x-campaign-id", "feedback-id")
    ):
        return True
    if first(message.headers, "precedence").strip().lower() in {"bulk", "list", "junk"}:
        return True
    if not ADDRESS.search(first(message.headers, "from")):
        return True
    return any(part.is_calendar for part in message.parts) and not message.headers.get("in-reply-to")
