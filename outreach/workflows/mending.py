"""What the person decides over a message that failed, or of which nobody knows whether it left."""

from datetime import datetime

from outreach.bookings.proposing import keep_promised
from outreach.errors import OutreachError
from outreach.journal.models import note
from outreach.letters.models import Letter
from outreach.mail.models import OutgoingMessage, Overtaken


class LetterReadsDifferently(OutreachError):
    """The letter was changed after this message was written."""

    status = 409

    def __init__(self, letter: Letter) -> None:
        super().__init__(
            f"You have changed the letter to {letter.interview.contact.name} since. Open it, and send it from there."
        )


def send_again(message: OutgoingMessage, *, now: datetime) -> None:
    """Queue the message once more.

    Raises FateKnown, Overtaken if another message has taken its place,
    LetterReadsDifferently if the letter it carries was changed, and WindowGone
    if a time that it offers is taken.
    """
    letter = Letter.carried_by(message)
    if letter is None and message.about == "letter":
        raise Overtaken(message)
    if letter is not None and letter.body.strip() != message.text.strip():
        raise LetterReadsDifferently(letter)
    message.send_again(now=now)
    if letter is not None:
        keep_promised(letter, message.account, now=now)
        note("letter.queued", letter.interview, at=now, kind=str(letter.kind), subject=message.subject)
