"""What the person tells between the steps: news, promises, touches elsewhere; and whom to leave alone."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from outreach.accounts.models import Account
from outreach.contacts.kinds import Tier
from outreach.contacts.models import Contact
from outreach.errors import OutreachError
from outreach.followups.kinds import Event, FollowUpKind
from outreach.followups.models import FollowUp
from outreach.followups.planning import Circumstances, take_in
from outreach.followups.rules import BY_LETTER
from outreach.followups.standing import LeftAlone
from outreach.followups.touches import keep_in_touch
from outreach.followups.working_days import country_names
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.journal.models import note
from outreach.letters.kinds import LetterKind

IN_GOOD_TIME = timedelta(days=7)
MOST_HELPERS = 500

CALLED_FOR_BY = {
    LetterKind.INTRODUCTION: Event.PROMISED,
    LetterKind.REFERRAL_THANKS: Event.NAMED,
    LetterKind.REFERRAL_NOT_PURSUED: Event.NOT_PURSUED,
    LetterKind.CONGRATULATIONS: Event.THEIR_NEWS,
    LetterKind.ASK_AGAIN: Event.NEW_QUESTION,
    LetterKind.LANDED: Event.LANDED,
    LetterKind.ANOTHER_PATH: Event.ANOTHER_PATH,
}
"""What somebody tells us by opening a letter of this kind."""
FOR_EVERYBODY = {Event.LANDED, Event.ANOTHER_PATH}
"""News for all who helped, one letter each."""


class UnknownCountry(OutreachError):
    """The code names no country."""

    def __init__(self) -> None:
        super().__init__("There is no such country. Choose one from the list, or let the time zone tell.")


def open_occasion(
    interview: Interview, kind: LetterKind, told: Mapping[str, str], *, account: Account, now: datetime
) -> None:
    """Put a letter that is not due by itself on the calendar, with what it is to say.

    So it is not forgotten if it is not finished today, and counts once it is
    sent. Raises LeftAlone.
    """
    refuse_left_alone(interview, kind)
    event = CALLED_FOR_BY.get(kind)
    told = {slot: text for slot, text in told.items() if text}
    if event in FOR_EVERYBODY:
        _tell_everybody(interview, event, told, account=account, now=now)
    elif event is not None:
        take_in(interview, event, account=account, around=Circumstances(told=dict(told)), now=now)
    if kind in BY_LETTER:
        _keep_open(interview, BY_LETTER[kind], told, now=now)


def refuse_left_alone(interview: Interview, kind: LetterKind) -> None:
    """Raise LeftAlone if whoever the letter is for asked not to be written to."""
    referral = interview.contact.referral
    reader = referral.introducer if kind.is_to_introducer and referral else interview.contact
    if reader.left_alone_at is not None:
        raise LeftAlone(reader)


def _keep_open(interview: Interview, kind: FollowUpKind, told: Mapping[str, str], *, now: datetime) -> None:
    """Let it be due now, if it is not on the calendar yet, with what was told last."""
    found = FollowUp.one(interview, kind)
    if found is None or found.settled_at is not None:
        found = FollowUp.plan(interview, kind, due_at=now, late_at=now + IN_GOOD_TIME)
    if told:
        found.told = {**found.told, **told}


def _tell_everybody(
    interview: Interview, event: Event, told: Mapping[str, str], *, account: Account, now: datetime
) -> None:
    """Plan one letter to each person who gave their time, and to nobody twice."""
    held = Interview.at_stages(account, (Stage.MET, Stage.THANKED), limit=MOST_HELPERS)
    latest = {one.contact_id: one for one in sorted(held, key=lambda one: one.stage_at)}
    latest[interview.contact_id] = interview
    for one in latest.values():
        own = dict(told) if one is interview else {"news": told.get("news", "")}
        around = Circumstances(told=own, is_closest=one is interview)
        take_in(one, event, account=account, around=around, now=now)
    note(f"account.{event}", account, at=now, news=told.get("news", ""), count=len(latest))


def note_touch(interview: Interview, *, is_theirs: bool, words: str, now: datetime) -> None:
    """The two were in touch elsewhere; the next word counts from now."""
    note("touch.theirs" if is_theirs else "touch.ours", interview, at=now, words=words)
    keep_in_touch(interview.contact, now=now)


def set_closeness(contact: Contact, tier: Tier, country: str, *, now: datetime) -> None:
    """How closely to keep in touch, and by whose holidays to count. Raises UnknownCountry."""
    if country and country not in country_names():
        raise UnknownCountry
    contact.tier, contact.country = tier, country
    keep_in_touch(contact, now=now)


def end_pause(contact: Contact, *, now: datetime) -> None:
    """They are written to although somebody else helps where they work. Again, it changes nothing."""
    if contact.unpaused_at is None:
        contact.unpaused_at = now
        note("contact.unpaused", contact, at=now)
