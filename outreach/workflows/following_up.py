"""Settling what is due, and putting it aside: until a day, or for good and with a reason."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from outreach.accounts.models import Account
from outreach.bookings.holds import Hold
from outreach.bookings.models import Booking
from outreach.contacts.models import Contact
from outreach.database import db
from outreach.errors import OutreachError
from outreach.followups.asides import Aside, Reason
from outreach.followups.boosters import paused_for_good
from outreach.followups.kinds import DEEDS, IN_TOUCH, TO_INTRODUCER, Event, FollowUpKind
from outreach.followups.models import FollowUp
from outreach.followups.pausing import HELD_STAGES
from outreach.followups.planning import Circumstances, take_in
from outreach.followups.rules import RULES
from outreach.followups.todos import MOST as MOST
from outreach.followups.todos import Asked, find
from outreach.followups.todos import Todo as Todo
from outreach.followups.todos import todos as todos
from outreach.followups.todos import writes as writes
from outreach.followups.touches import keep_in_touch
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.journal.models import note


class NeitherOutcome(OutreachError):
    """A follow-up is either done or let go."""

    def __init__(self) -> None:
        super().__init__("Please choose whether it is done already, or not needed.")


class UnclearDay(OutreachError):
    """The day until which something is to wait was not named, or cannot be."""

    def __init__(self) -> None:
        super().__init__("Until which day should it wait? Choose one from tomorrow on, within a year.")


class NoReason(OutreachError):
    """Something is let go without a word why."""

    def __init__(self) -> None:
        super().__init__("Please choose why not; it takes one click and keeps your story true.")


class NothingToDo(OutreachError):
    """What is to be put aside is done already, or was never there."""

    status = 409

    def __init__(self, contact: Contact) -> None:
        super().__init__(
            f"That is not asked of you any more. {contact.first_name}’s page tells what happened."
        )


class Wait(StrEnum):
    """Until when something may wait, by one click."""

    TOMORROW = "tomorrow"
    THREE_DAYS = "three_days"
    NEXT_WEEK = "next_week"


FURTHEST = timedelta(days=366)
FOR_GOOD = (Reason.DONE, Reason.NOT_FITTING, Reason.TOO_MUCH, Reason.RATHER_NOT)
"""Why something may be let go."""


def day_of(wait: Wait, *, today: date) -> date:
    """The day that a preset means; next week begins on Monday."""
    days = {Wait.TOMORROW: 1, Wait.THREE_DAYS: 3, Wait.NEXT_WEEK: 7 - today.weekday()}
    return today + timedelta(days=days[wait])


def snooze(interview: Interview, kind: str, *, account: Account, until: date | None, now: datetime) -> Aside:
    """Let one thing wait until a day of the account's own calendar. Raises UnclearDay, NothingToDo."""
    asked = _asked(interview, kind)
    today = account.today(now=now)
    if until is None or not today < until <= today + FURTHEST:
        raise UnclearDay
    wakes_at = datetime.combine(until, time(0), ZoneInfo(account.timezone))
    return Aside.put(interview, kind, due_at=asked.since, until=wakes_at, now=now)


def let_go(interview: Interview, kind: str, *, reason: str, now: datetime) -> Aside:
    """Put one thing aside for good; it counts half a minute later. Raises NoReason, NothingToDo."""
    asked = _asked(interview, kind)
    if reason not in FOR_GOOD:
        raise NoReason
    return Aside.put(interview, kind, due_at=asked.since, reason=Reason(reason), now=now)


def _asked(interview: Interview, kind: str) -> Asked:
    asked = find(interview, kind)
    if asked is None:
        raise NothingToDo(interview.contact)
    return asked


def count_next(*, now: datetime) -> bool:
    """Let the next thing count that was put aside for good half a minute ago. False if there is none."""
    aside = Aside.next_to_count(now=now)
    if aside is None:
        return False
    interview, is_done = aside.interview, aside.reason is Reason.DONE
    account = db.session.get_one(Account, interview.account_id)
    asked = find(interview, aside.kind)
    if asked is None or asked.since != aside.due_at:
        return True  # it has changed since, so that word was about something else
    if asked.follow_up is not None:
        outcome = "done" if is_done else "dropped"
        settle(asked.follow_up, outcome=outcome, reason=aside.reason, now=now)
    elif is_done and interview.stage is Stage.MET:
        _let_happen(interview, Event.THANKED, now=now)
    else:
        _let_stage_go(interview, account, reason=aside.reason, now=now)
    return True


def _let_stage_go(interview: Interview, account: Account, *, reason: Reason, now: datetime) -> None:
    """Nothing is written; whoever led to somebody is told so if no letter ever left."""
    note("follow_up.dropped", interview, at=now, what=WHAT_OF[interview.stage], reason=str(reason))
    if interview.stage in HELD_STAGES and interview.contact.referral is not None:
        take_in(interview, Event.NOT_PURSUED, account=account, now=now)


WHAT_OF = {
    Stage.FOUND: "the first letter",
    Stage.DRAFTED: "the first letter",
    Stage.ANSWERED: "agreeing a time",
    Stage.MET: "thanks",
}


def settle(follow_up: FollowUp, *, outcome: str, reason: Reason | None = None, now: datetime) -> None:
    """Close one follow-up by hand, with what follows from that. Raises NeitherOutcome.

    Letting the reminder go leaves the silence to end by itself; letting the last one go lets the ask rest.
    """
    if outcome not in {"done", "dropped"}:
        raise NeitherOutcome
    if follow_up.settled_at is not None:
        return
    follow_up.end(outcome=outcome, now=now)
    interview, is_done = follow_up.interview, outcome == "done"
    if follow_up.kind is not FollowUpKind.CLOSE_NO_REPLY:
        told = {"reason": str(reason)} if reason and not is_done else {}
        said = {"to_them": True} if is_done and _is_letter_to_them(follow_up.kind) else {}
        what = str(follow_up.kind).replace("_", " ")
        note(f"follow_up.{outcome}", interview, at=now, what=what, **told, **said)
    referral = interview.contact.referral
    if is_done and follow_up.kind in TO_INTRODUCER and referral is not None:
        note("touch.ours", referral.introducer, at=now)
    event = (BY_DOING if is_done else BY_LETTING_GO).get(follow_up.kind)
    if event is not None:
        _let_happen(interview, event, now=now)
    if follow_up.kind in KEEPS_IN_TOUCH:
        _go_on(interview.contact, is_done=is_done, now=now)


def let_paused_rest(*, now: datetime) -> int:
    """Drop reminders that waited for a booster until it was too late for them, so that those asks come to rest."""
    paused = paused_for_good(now=now)
    for nudge in paused:
        settle(nudge, outcome="dropped", now=now)
    return len(paused)


def _is_letter_to_them(kind: FollowUpKind) -> bool:
    """Whether doing this by hand was a touch with the contact."""
    return RULES[kind].letter is not None and kind not in TO_INTRODUCER and kind not in DEEDS


BY_DOING = {
    FollowUpKind.NUDGE: Event.REMINDED,
    FollowUpKind.FIRST_LETTER: Event.ASKED,
    FollowUpKind.THANKS: Event.THANKED,
    FollowUpKind.CLOSE_NO_REPLY: Event.RESTED,
}
BY_LETTING_GO = {
    FollowUpKind.NUDGE: Event.NOT_REMINDED,
    FollowUpKind.CLOSE_NO_REPLY: Event.RESTED,
    FollowUpKind.FIRST_LETTER: Event.NOT_PURSUED,
}
"""What it means that a thing was done without us, or not at all."""
KEEPS_IN_TOUCH = {FollowUpKind.ADVICE_UPDATE, *IN_TOUCH}


def _let_happen(interview: Interview, event: Event, *, now: datetime) -> None:
    if event is Event.THANKED:
        interview.reach(Stage.THANKED, now=now)
    if event is Event.ASKED:
        interview.reach(Stage.ASKED, now=now)
    if event is Event.RESTED and interview.reach(Stage.NO_REPLY, now=now):
        note("interview.rested", interview, at=now)
        Hold.release(interview, outcome="withdrawn", now=now)
    booking = Booking.live(interview)
    around = Circumstances(meeting=booking.span if booking else None)
    account = db.session.get_one(Account, interview.account_id)
    take_in(interview, event, account=account, around=around, now=now)


def _go_on(contact: Contact, *, is_done: bool, now: datetime) -> None:
    """Count the next word from now: it was said by the person, or passed over."""
    if is_done:
        note("touch.ours", contact, at=now)
    keep_in_touch(contact, passed_over_at=None if is_done else now, now=now)
