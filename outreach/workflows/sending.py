"""Sending a letter, and taking it back while there is time."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from outreach.accounts.models import Account
from outreach.addresses import is_open_to_all
from outreach.bookings.holds import Hold
from outreach.bookings.proposing import keep_promised
from outreach.contacts.models import Contact
from outreach.database import locked
from outreach.errors import OutreachError
from outreach.followups.standing import refuse_silent
from outreach.journal.models import note
from outreach.letters.coach.hours import holiday_on
from outreach.letters.coach.policy import Policy
from outreach.letters.coach.review import read_again
from outreach.letters.filling import places_in
from outreach.letters.known import facts_of, manuscript_of
from outreach.letters.models import Letter, LetterHasLeft
from outreach.letters.threads import thread_of
from outreach.mail import outbox
from outreach.mail.hours import next_allowed
from outreach.mail.models import TAKE_BACK_WITHIN, OutgoingMessage
from outreach.mail.rules import SendingRules

A_MINUTE = timedelta(minutes=1)


class NoAddress(OutreachError):
    """There is nowhere to send it."""

    def __init__(self, letter: Letter) -> None:
        super().__init__(
            f"There is no mail address for {letter.reader.name} yet. Add one on their page, or send it another "
            "way and say so; your letter stays here."
        )


class NotReadyToSend(OutreachError):
    """The letter has a hole in it, or nothing to say."""


class UnclearMoment(NotReadyToSend):
    """The moment at which it is to leave was not named, or has passed."""


FURTHEST = timedelta(days=366)
"""How far ahead a letter can be put on the calendar."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """When a letter is to leave: at ``at``, which is aware, or at once; and whether their working hours count."""

    at: datetime | None = None
    keeps_hours: bool = False


AT_ONCE = Leaving()


def moment_of(
    leaving: Leaving, contact: Contact, *, now: datetime, rules: SendingRules | None = None
) -> datetime:
    """When such a letter leaves: never in less than half a minute, so that it can be taken back.

    ``rules`` are the account's, if they were read already. Raises UnclearMoment for what has
    passed, or is more than a year ahead.
    """
    earliest = now + TAKE_BACK_WITHIN
    if leaving.at is not None and not now - A_MINUTE <= leaving.at <= now + FURTHEST:
        has_passed = leaving.at < now
        raise UnclearMoment(
            "That moment has passed already. Choose one that is still to come, or send the letter now."
            if has_passed
            else "That is more than a year ahead. Choose a nearer day."
        )
    wanted = max(earliest, leaving.at or earliest)
    if not leaving.keeps_hours:
        return wanted
    return _in_hours(wanted, contact, rules or SendingRules.of(contact.account_id))


def _in_hours(wanted: datetime, contact: Contact, rules: SendingRules) -> datetime:
    zone = contact.timezone
    return next_allowed(
        wanted,
        rules.hours,
        timezone=zone,
        is_day_off=lambda day: bool(holiday_on(day, zone)),
    )


def send(
    letter: Letter,
    *,
    account: Account,
    mail_domain: str,
    policy: Policy,
    now: datetime,
    leaving: Leaving = AT_ONCE,
) -> OutgoingMessage:
    """Put the letter into the outbox; it leaves in half a minute, or when one chose, unless it is taken back.

    The times it names are kept free for the contact from now on. Raises LetterHasLeft, NoAddress,
    LeftAlone, AddressDead, UnclearMoment, NotReadyToSend with what holds it back, and WindowGone if such a
    time is taken.
    """
    contact = letter.reader
    if locked(letter).is_on_its_way:
        raise LetterHasLeft(letter)
    if not contact.email:
        raise NoAddress(letter)
    refuse_silent(contact)
    leaves_at = moment_of(leaving, contact, now=now)
    sender = outbox.Sender.of(account, mail_domain=mail_domain)
    _refuse_unready(letter, account, policy, now=now)
    if sender.leaves:
        _refuse_page_of_ours_alone(letter)
    keep_promised(letter, account, now=now, leaves_at=leaves_at)
    if letter.message is not None:
        letter.revision += 1  # it failed; this is another attempt, though the words be the same
    thread = thread_of(letter)
    message = outbox.queue(
        account,
        sender,
        to=contact,
        about="letter",
        subject=letter.subject,
        text=letter.body + "\n",
        now=now,
        interview=letter.interview,
        thread=outbox.Thread(tuple(message_id for message_id, _ in thread)),
        once=f"letter/{letter.id}/{letter.revision}",
        wait=leaves_at - now,
        keeps_hours=leaving.keeps_hours,
    )
    letter.message = message
    planned = {"leaves_at": leaves_at.isoformat()} if leaves_at > now + TAKE_BACK_WITHIN else {}
    what = "letter.scheduled" if planned else "letter.queued"
    note(what, letter.interview, at=now, kind=str(letter.kind), subject=letter.subject, **planned)
    return message


def _refuse_unready(letter: Letter, account: Account, policy: Policy, *, now: datetime) -> None:
    """Raise NotReadyToSend for an empty letter, and for what the policy does not let pass."""
    if not letter.body.strip() or not letter.subject.strip():
        lacks = "subject yet. Give it one" if letter.body.strip() else "words yet. Write it"
        raise NotReadyToSend(f"The letter to {letter.reader.name} has no {lacks}, then send it.")
    if left_open := places_in(f"{letter.subject}\n{letter.body}"):
        raise NotReadyToSend(
            f"The letter still has a place for a fact that is not known: (({left_open[0]})). "
            "Put the words in, or take the place out."
        )
    manuscript = manuscript_of(
        letter, facts_of(letter.interview, account), subject=letter.subject, body=letter.body, now=now
    )
    held = read_again(manuscript, policy).holds_back
    if held:
        raise NotReadyToSend(" ".join(f"{finding.why} {finding.fix}" for finding in held[:2]))


PAGE_OF_OURS = re.compile(r"https?://(\[[^\]]+\]|[^\s/:]+)(?::\d+)?/meet/\S+")


def _refuse_page_of_ours_alone(letter: Letter) -> None:
    """Raise NotReadyToSend for a letter drafted while nothing left, with a page that its reader could not open."""
    found = PAGE_OF_OURS.search(letter.body)
    if found and not is_open_to_all(found[1].strip("[]")):
        raise NotReadyToSend(
            f"{letter.reader.first_name} could not open the page that the letter names, as this Outreach has no "
            "public address. Take the line with the link out, and ask for a time by mail instead."
        )


def take_back(letter: Letter, *, now: datetime) -> None:
    """Keep a letter from leaving. Raises TooLateToTakeBack."""
    if letter.message is None:
        return
    locked(letter.message).take_back(now=now)
    letter.message = None
    letter.revision += 1
    Hold.loosen(letter)
    note("letter.taken_back", letter.interview, at=now, kind=str(letter.kind))
