"""A letter that the person sends by their own hand: on LinkedIn, from their own mail, or however they like."""

from contextlib import suppress
from datetime import datetime

from outreach.accounts.models import Account
from outreach.bookings.holds import Hold
from outreach.bookings.proposing import WindowGone, keep_promised
from outreach.database import locked
from outreach.errors import OutreachError
from outreach.followups.departures import has_left, has_not_left
from outreach.journal.models import note
from outreach.letters.channels import Channel
from outreach.letters.models import Letter, LetterHasLeft


class NothingHandedOver(OutreachError):
    """There are no words that could have been sent."""

    def __init__(self) -> None:
        super().__init__("There are no words here. Put in what you sent, so that you find it again later.")


class NotByHand(OutreachError):
    """The letter was not sent by hand, so that cannot be undone."""

    status = 409

    def __init__(self) -> None:
        super().__init__("This letter does not count as sent by hand. Open it again to see how it stands.")


def hand_over(
    letter: Letter, channel: Channel, *, subject: str, text: str, account: Account, now: datetime
) -> None:
    """Take the person's word that they sent this text themselves; it counts like any letter that left.

    The words that were sent become the letter's. Raises LetterHasLeft, NothingHandedOver.
    """
    if locked(letter).is_on_its_way:
        raise LetterHasLeft(letter)
    if not text.strip():
        raise NothingHandedOver
    letter.rewrite(subject, text, revision=letter.revision, now=now)
    letter.message, letter.channel, letter.sent_by_hand_at = None, channel, now
    # The letter has left already, so a time that is gone by now is nothing that could be refused.
    with suppress(WindowGone):
        keep_promised(letter, account, now=now)
    has_left(letter, "letter.by_hand", account=account, now=now, channel=str(channel))


def take_back(letter: Letter, *, now: datetime) -> None:
    """It was not sent after all: the letter can be changed again, and what was planned from it is let go.

    Raises NotByHand.
    """
    sent_at = locked(letter).sent_by_hand_at
    if sent_at is None:
        raise NotByHand
    letter.channel = letter.sent_by_hand_at = None
    Hold.loosen(letter)
    has_not_left(letter, sent_at=sent_at, now=now)
    note("letter.not_by_hand", letter.interview, at=now, kind=str(letter.kind))


def keep_words(letter: Letter, *, subject: str, body: str, revision: int, now: datetime) -> None:
    """Keep what stands in the editor before another way is looked at. Raises LetterChanged, LetterHasLeft."""
    locked(letter).rewrite(subject, body, revision=revision, now=now)
