"""What a mail program would show of a message. Pure.

Used for the built-in mailbox and for samples. Reading is lenient: a message
that breaks the rules is shown as well as can be, and never raises.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parsedate_to_datetime

from outreach.calendars.plain import one_line

DEEPEST = 20
MOST_PARTS = 200
MOST_BOUNDARIES = 100
LONGEST_HEADER = 2000
IDS = re.compile(r"<[^<>\s]{1,998}>")
CALENDARS = {"text/calendar", "application/ics", "text/x-vcalendar"}
CALENDAR_METHOD = re.compile(r"^METHOD:[ \t]*([A-Za-z-]{1,20})", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file of a message; the name and the type are what the sender claims."""

    name: str
    content_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message taken apart. Header values are decoded and on one line each.

    ``date`` is aware, or None where it cannot be read; ``calendar`` is the
    first calendar part and ``calendar_method`` the METHOD inside it, which is
    the truth where the envelope says otherwise.
    """

    headers: tuple[tuple[str, str], ...] = ()
    text: str = ""
    calendar: str = ""
    calendar_method: str = ""
    attachments: tuple[Attachment, ...] = ()

    def header(self, name: str) -> str:
        """The first header of that name, in any spelling; empty if there is none."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    @property
    def sender(self) -> str:
        return self.header("From")

    @property
    def to(self) -> str:
        return self.header("To")

    @property
    def subject(self) -> str:
        return self.header("Subject")

    @property
    def date(self) -> datetime | None:
        try:
            said = parsedate_to_datetime(self.header("Date"))
        except (ValueError, IndexError, OverflowError):
            return None
        return said if said.tzinfo else said.replace(tzinfo=UTC)

    @property
    def message_id(self) -> str:
        return next(iter(IDS.findall(self.header("Message-ID"))), "")

    @property
    def in_reply_to(self) -> str:
        return next(iter(IDS.findall(self.header("In-Reply-To"))), "")

    @property
    def references(self) -> tuple[str, ...]:
        return tuple(IDS.findall(self.header("References")))


def view(raw: bytes) -> MessageView:
    """The message as a mail program would show it. Never raises.

    The text is the first plain part that is no attachment; calendar parts and
    everything with a file name are attachments as well as what they are.
    """
    if raw.lower().count(b"boundary") > MOST_BOUNDARIES:
        # Each nested part costs the parser another comparison per line of all others.
        return MessageView(text=raw.decode("utf-8", "replace"))
    try:
        message = message_from_bytes(raw)
        parts = list(_leaves(message))
        headers = tuple((name, _decoded(value)) for name, value in message.items())
    except (ValueError, LookupError, RecursionError, AttributeError, TypeError, MessageError):
        # The parser is lenient, but strangers find what it is not lenient about.
        return MessageView(text=raw.decode("utf-8", "replace"))
    calendar = next((_text(part) for part in parts if part.get_content_type() in CALENDARS), "")
    method = CALENDAR_METHOD.search(calendar)
    return MessageView(
        headers=headers,
        text=next((_text(part) for part in parts if _is_body(part)), ""),
        calendar=calendar,
        calendar_method=method[1].upper() if method else "",
        attachments=tuple(_attachment(part) for part in parts if _is_file(part)),
    )


def _leaves(message: Message, depth: int = 0) -> Iterator[Message]:
    """The parts that hold something, down to a bearable depth and number."""
    if depth > DEEPEST:
        return
    children = message.get_payload()
    if not message.is_multipart() or not isinstance(children, list):
        yield message
        return
    for child in children[:MOST_PARTS]:
        if isinstance(child, Message):
            yield from _leaves(child, depth + 1)


def _is_file(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or part.get_filename() is not None


def _is_body(part: Message) -> bool:
    return part.get_content_type() == "text/plain" and not _is_file(part)


def _attachment(part: Message) -> Attachment:
    name = one_line(_decoded(part.get_filename() or ""), longest=200)
    return Attachment(name or "attachment", part.get_content_type(), _data(part))


def _data(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _text(part: Message) -> str:
    data = _data(part)
    charset = str(part.get_content_charset() or "utf-8")
    try:
        text = data.decode(charset)
    except (LookupError, ValueError):
        text = data.decode("utf-8", "replace")
    return text if part.get_content_type() in CALENDARS else text.replace("\r\n", "\n")


def _decoded(value: object) -> str:
    """A header value in readable letters, whatever it was encoded in, on one line."""
    try:
        text = str(make_header(decode_header(str(value))))
    except (ValueError, LookupError, MessageError):
        text = str(value)
    return one_line(
        text.encode("utf-8", "surrogateescape").decode("utf-8", "replace"), longest=LONGEST_HEADER
    )
