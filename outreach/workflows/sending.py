"""Sending a letter, and taking it back while there is time."""

from datetime import datetime

from outreach.accounts.models import Account
from outreach.database import locked
from outreach.errors import OutreachError
from outreach.journal.models import note
from outreach.letters.coach.policy import Policy
from outreach.letters.coach.review import review
from outreach.letters.known import facts_of, manuscript_of
from outreach.letters.models import Letter, LetterHasLeft
from outreach.letters.threads import thread_of
from outreach.mail import outbox
from outreach.mail.models import TAKE_BACK_WITHIN, OutgoingMessage


class NoAddress(OutreachError):
    """There is nowhere to send it."""

    def __init__(self, letter: Letter) -> None:
        super().__init__(
            f"There is no mail address for {letter.reader.name} yet. Add one on their page, or send it another "
            "way and say so; your letter is kept."
        )


class NotReadyToSend(OutreachError):
    """The letter has a hole in it, or nothing to say."""


def send(
    letter: Letter, *, account: Account, mail_domain: str, policy: Policy, now: datetime
) -> OutgoingMessage:
    """Put the letter into the outbox; it leaves in half a minute unless it is taken back.

    Raises LetterHasLeft, NoAddress, and NotReadyToSend with what holds it back.
    """
    contact = letter.reader
    if locked(letter).is_on_its_way:
        raise LetterHasLeft(letter)
    if not contact.email:
        raise NoAddress(letter)
    _refuse_unready(letter, account, policy, now=now)
    if letter.message is not None:
        letter.revision += 1  # it failed; this is another attempt, though the words be the same
    thread = thread_of(letter)
    message = outbox.queue(
        account,
        outbox.Sender.of(account, mail_domain=mail_domain),
        to=contact,
        about="letter",
        subject=letter.subject,
        text=letter.body + "\n",
        now=now,
        interview=letter.interview,
        thread=outbox.Thread(tuple(message_id for message_id, _ in thread)),
        once=f"letter/{letter.id}/{letter.revision}",
        wait=TAKE_BACK_WITHIN,
    )
    letter.message = message
    note("letter.queued", letter.interview, at=now, kind=str(letter.kind), subject=letter.subject)
    return message


def _refuse_unready(letter: Letter, account: Account, policy: Policy, *, now: datetime) -> None:
    """Raise NotReadyToSend for an empty letter, and for what the policy does not let pass."""
    if not letter.body.strip() or not letter.subject.strip():
        lacks = "subject yet. Give it one" if letter.body.strip() else "words yet. Write it"
        raise NotReadyToSend(f"The letter to {letter.reader.name} has no {lacks}, then send it.")
    manuscript = manuscript_of(
        letter, facts_of(letter.interview, account), subject=letter.subject, body=letter.body, now=now
    )
    held = review(manuscript, policy).holds_back
    if held:
        raise NotReadyToSend(" ".join(f"{finding.why} {finding.fix}" for finding in held[:2]))


def take_back(letter: Letter, *, now: datetime) -> None:
    """Keep a letter from leaving. Raises TooLateToTakeBack."""
    if letter.message is None:
        return
    locked(letter.message).take_back(now=now)
    letter.message = None
    letter.revision += 1
    note("letter.taken_back", letter.interview, at=now, kind=str(letter.kind))
