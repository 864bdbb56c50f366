"""One message as the bytes that a mail server is given. Pure.

The header block is written here and the body by the standard library. Its
header folding loses the blank between two encoded words now and then, and it
would take a list of addresses where exactly one belongs.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256

from email_validator import EmailNotValidError, validate_email

from outreach.errors import OutreachError

BODY = SMTP.clone(cte_type="7bit")  # what is not ASCII or too long is encoded: some relays pass on no more
LINE = 76
MOST_REFERENCES = 20
BREAKS_HEADERS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
LOCAL_PART = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"  # RFC 5322 §3.2.3
ADDRESS = re.compile(LOCAL_PART + r"@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
LONGEST_ADDRESS = 254  # RFC 5321 §4.5.3.1.3, less the angle brackets
MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,248}>")
TOKEN = re.compile(r"[A-Za-z0-9._-]{8,150}")
PLAIN_PHRASE = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?: [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
METHOD = re.compile(r"[A-Z]{3,20}")


class UnsafeHeader(OutreachError):
    """A header would say more, or something else, than its field means."""

    def __init__(self, field: str, text: str) -> None:
        self.field = field
        super().__init__(text)


@dataclass(frozen=True, slots=True)
class Parcel:
    """Everything one message says, to exactly one recipient.

    ``date`` is aware. ``calendar`` is iCalendar text whose METHOD is
    ``calendar_method``; ``references`` are Message-IDs, oldest first, with
    blanks between. ``auto_submitted`` marks what nobody wrote by hand, so that
    no holiday notice answers it (RFC 3834 §5). ``unsubscribe`` is an address that
    ends more of the same when it is posted to, without a question (RFC 8058 §3.1).
    """

    message_id: str
    from_name: str
    from_address: str
    to_name: str
    to_address: str
    subject: str
    text: str
    date: datetime
    calendar: str | None = None
    calendar_method: str = ""
    in_reply_to: str = ""
    references: str = ""
    reply_to: str = ""
    auto_submitted: bool = False
    unsubscribe: str = ""


PLAIN_TEXT = re.compile(r"(?:[\t -~]{0,78}\n)+")
PLAIN_HEAD = (
    b'Content-Type: text/plain; charset="utf-8"\r\n'
    b"Content-Transfer-Encoding: 7bit\r\n"
    b"MIME-Version: 1.0\r\n\r\n"
)


def as_bytes(parcel: Parcel) -> bytes:
    """The message in its Internet form: ASCII, CRLF, no line of the text over 78 octets.

    The same parcel always makes the same bytes. Raises UnsafeHeader for a field
    with control characters or line breaks, or an address that is not exactly
    one; ValueError if ``date`` is naive or the calendar has another method.
    """
    if parcel.date.tzinfo is None:
        raise ValueError("a message needs an aware date")
    head = "".join(f"{name}: {value}\r\n" for name, value in _headers(parcel) if value)
    if not parcel.calendar and PLAIN_TEXT.fullmatch(parcel.text):
        # Most letters are this plain, and then there is nothing for the library to decide.
        return head.encode("ascii") + PLAIN_HEAD + parcel.text.replace("\n", "\r\n").encode("ascii")
    return head.encode("ascii") + _body(parcel).as_bytes()


def new_message_id(domain: str, *, token: str) -> str:
    """A Message-ID (RFC 5322 §3.6.4) from a domain and an unguessable token.

    Raises ValueError if the token is not 8 to 150 plain characters, UnsafeHeader
    if the domain cannot stand after an @.
    """
    if not TOKEN.fullmatch(token):
        raise ValueError("a token is 8 to 150 letters, digits, dots, dashes and underscores")
    host = bare_address(f"id@{domain}", field="domain of the mail account").removeprefix("id@")
    return f"<{token}@{host}>"


def bare_address(address: str, *, field: str) -> str:
    """The one address in ASCII, its domain in the form that name servers know.

    Raises UnsafeHeader, naming the ``field``, if it is not exactly one address.
    """
    _check(field, address)
    if not address.isascii():
        address = _in_ascii(address, field)
    if len(address) > LONGEST_ADDRESS or ".." in address or not ADDRESS.fullmatch(address):
        raise UnsafeHeader(
            field,
            f"The {field} must be exactly one mail address, such as grace@example.org. Please correct it.",
        )
    return address


def _in_ascii(address: str, field: str) -> str:
    try:
        ascii_form = validate_email(address, check_deliverability=False).ascii_email
    except EmailNotValidError:
        ascii_form = None
    if ascii_form is None:
        raise UnsafeHeader(
            field,
            f"The {field} has letters that many mail servers do not pass on. Please use another address.",
        )
    return ascii_form


def _check(field: str, text: str) -> None:
    if BREAKS_HEADERS.search(text):
        raise UnsafeHeader(
            field,
            f"The {field} holds a line break or an invisible control character. "
            "Please type it again rather than pasting it.",
        )


def _headers(parcel: Parcel) -> list[tuple[str, str]]:
    """The fields in the order of a letter; those without a value are left out."""
    replies_to = bare_address(parcel.reply_to, field="reply address") if parcel.reply_to else ""
    return [
        ("From", _mailbox("sender", parcel.from_name, parcel.from_address)),
        ("To", _mailbox("recipient", parcel.to_name, parcel.to_address)),
        ("Reply-To", replies_to),
        ("Subject", _words("subject", parcel.subject, indent=len("Subject: "))),
        ("Date", format_datetime(parcel.date)),
        ("Message-ID", " ".join(_ids("message number", parcel.message_id))),
        ("In-Reply-To", " ".join(_ids("message answered", parcel.in_reply_to)[-1:])),
        ("References", "\r\n ".join(_ids("earlier messages", parcel.references)[-MOST_REFERENCES:])),
        ("Auto-Submitted", "auto-generated" if parcel.auto_submitted else ""),
        ("X-Auto-Response-Suppress", "OOF, AutoReply" if parcel.auto_submitted else ""),
        *_ways_to_stop(parcel.unsubscribe),
    ]


WEB_ADDRESS = re.compile(r"https?://[!-;=?-~]{1,900}")


def _ways_to_stop(url: str) -> list[tuple[str, str]]:
    """The fields by which a mail program offers to stop it. Raises UnsafeHeader for anything but one web address."""
    if not url:
        return []
    if not WEB_ADDRESS.fullmatch(url):
        raise UnsafeHeader("address to stop it", "The address that stops this mail must be one web address.")
    by_itself = [("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")]  # over HTTPS alone (RFC 8058 §3.1)
    return [("List-Unsubscribe", f"<{url}>"), *(by_itself if url.startswith("https://") else [])]


def _mailbox(who: str, name: str, address: str) -> str:
    phrase = _phrase(f"name of the {who}", name)
    bare = bare_address(address, field=f"address of the {who}")
    if not phrase:
        return bare
    gap = " " if len(phrase) + len(bare) < LINE - 10 else "\r\n "
    return f"{phrase}{gap}<{bare}>"


def _phrase(field: str, name: str) -> str:
    """A display name: as it stands, in quotes, or as encoded words (RFC 2047 §5)."""
    _check(field, name)
    name = " ".join(name.split())
    if len(name) > LINE - 16 or not name.isascii() or "=?" in name:
        return _encoded(name, indent=6)
    if PLAIN_PHRASE.fullmatch(name):
        return name
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"' if name else ""


def _words(field: str, text: str, *, indent: int) -> str:
    """Unstructured text, folded; encoded if it is not ASCII or could be taken for encoded."""
    _check(field, text)
    text = " ".join(text.split())
    if text.isascii() and "=?" not in text and indent + len(text) <= LINE:
        return text  # as it mostly is: nothing to fold
    if text.isascii() and "=?" not in text and all(len(word) < LINE - 16 for word in text.split()):
        return Header(text, "us-ascii", maxlinelen=LINE, header_name=" " * (indent - 2)).encode(
            linesep="\r\n"
        )
    return _encoded(text, indent=indent)


def _encoded(text: str, *, indent: int) -> str:
    return Header(text, "utf-8", maxlinelen=LINE, header_name=" " * (indent - 2)).encode(linesep="\r\n")


def _ids(field: str, text: str) -> list[str]:
    """The Message-IDs in the text. What strangers wrote in another form threads nothing and is left out."""
    _check(field, text)
    return MESSAGE_ID.findall(text)


def _body(parcel: Parcel) -> EmailMessage:
    message = EmailMessage(policy=BODY)
    message.set_content(parcel.text.encode("utf-8", "replace").decode().replace("\0", ""))
    if parcel.calendar:
        _add_calendar(message, parcel.calendar, parcel.calendar_method)
    _name_boundaries(message, parcel.message_id)
    return message


def _add_calendar(message: EmailMessage, calendar: str, method: str) -> None:
    """The event twice (RFC 6047 §2.4): as the last alternative, where calendars look, and as a file."""
    if not METHOD.fullmatch(method) or f"\r\nMETHOD:{method}\r\n" not in calendar:
        raise ValueError(f"the calendar part does not have METHOD:{method}")
    # What is ASCII travels as it stands, for programs that look without decoding; of the rest
    # only base64 keeps the CRLF and the folding as they are.
    encoding = "7bit" if calendar.isascii() else "base64"
    message.add_alternative(calendar, subtype="calendar", params={"method": method}, cte=encoding)
    message.add_attachment(
        calendar.encode(),
        maintype="application",
        subtype="ics",
        filename="invite.ics",
        params={"name": "invite.ics"},
    )


def _name_boundaries(message: EmailMessage, message_id: str) -> None:
    """Boundaries from the Message-ID rather than by chance, so that a parcel has one form."""
    seed = sha256(message_id.encode()).hexdigest()[:32]
    for number, part in enumerate(message.walk()):
        if part.is_multipart():
            part.set_boundary(f"=_{seed}_{number}")
