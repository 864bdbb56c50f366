"""What the contact's side might send: real messages, for the built-in mailbox to play them. Pure.

Each is built as such programs build it, and is then read as any other message
is; so that a newcomer, and the tests, see everything without a mail server.
"""

from dataclasses import dataclass
from datetime import date, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from enum import StrEnum


class Part(StrEnum):
    """What the contact can be let do."""

    REPLY = "reply"
    BOUNCE = "bounce"
    AWAY = "away"
    ACCEPT = "accept"
    DECLINE = "decline"
    PROPOSE = "propose"


@dataclass(frozen=True, slots=True)
class Scene:
    """The message of ours that is answered, and the moment of the answer (aware). ``token`` makes its id."""

    message_id: str
    references: str
    our_name: str
    our_address: str
    their_name: str
    their_address: str
    subject: str
    text: str
    sent_at: datetime
    at: datetime
    token: str

    @property
    def their_domain(self) -> str:
        return self.their_address.rpartition("@")[2] or "example.com"


def reply(scene: Scene, words: str) -> bytes:
    """Their answer, with our letter quoted below it, as a mail program writes it."""
    quoted = "\n".join(f"> {line}".rstrip() for line in scene.text.strip().splitlines())
    when = f"{scene.sent_at:%a, %b} {scene.sent_at.day}, {scene.sent_at:%Y at %I:%M %p}"
    message = _from_them(scene, f"Re: {scene.subject.removeprefix('Re: ')}")
    message.set_content(
        f"{words.strip()}\n\nOn {when} {scene.our_name} <{scene.our_address}> wrote:\n{quoted}\n"
    )
    return message.as_bytes()


def away(scene: Scene, back_on: date) -> bytes:
    """The note of somebody who is on holiday."""
    message = _from_them(scene, f"Automatic reply: {scene.subject}")
    message["Auto-Submitted"] = "auto-replied"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(
        "Thank you for your message. I am out of the office and will be back on "
        f"{back_on.day} {back_on:%B %Y}.\n\n{scene.their_name}\n"
    )
    return message.as_bytes()


def calendar(scene: Scene, text: str, *, method: str, subject: str) -> bytes:
    """The answer of their calendar; ``text`` is iCalendar with this METHOD."""
    message = _from_them(scene, subject)
    message.set_content(f"{subject}\n")
    message.add_alternative(text, subtype="calendar", params={"method": method}, cte="base64")
    return message.as_bytes()


def bounce(scene: Scene, raw: bytes) -> bytes:
    """A delivery report (RFC 3464): nobody has this address. ``raw`` is the message that comes back."""
    came_back = raw.partition(b"\r\n\r\n")[0].decode("ascii", "replace")
    report = REPORT.format(
        domain=scene.their_domain,
        ours=scene.our_address,
        theirs=scene.their_address,
        date=format_datetime(scene.at),
        id=_new_id(scene),
        boundary=f"=_{scene.token}",
        came_back=came_back.replace("\r\n", "\n"),
    )
    return report.replace("\n", "\r\n").encode("ascii", "replace")


REPORT = """\
From: Mail Delivery System <MAILER-DAEMON@{domain}>
To: {ours}
Subject: Undelivered Mail Returned to Sender
Date: {date}
Message-ID: {id}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="{boundary}"

--{boundary}
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

<{theirs}>: 550 5.1.1 Recipient address rejected: User unknown

--{boundary}
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.{domain}

Final-Recipient: rfc822; {theirs}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--{boundary}
Content-Type: text/rfc822-headers

{came_back}

--{boundary}--
"""


def _from_them(scene: Scene, subject: str) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = formataddr((scene.their_name, scene.their_address))
    message["To"] = formataddr((scene.our_name, scene.our_address))
    message["Subject"] = subject
    message["Date"] = format_datetime(scene.at)
    message["Message-ID"] = _new_id(scene)
    message["In-Reply-To"] = scene.message_id
    message["References"] = f"{scene.references} {scene.message_id}".strip()
    return message


def _new_id(scene: Scene) -> str:
    return f"<{scene.token}@{scene.their_domain}>"
