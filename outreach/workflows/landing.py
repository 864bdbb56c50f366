"""The day it has come to something: everybody who helped is thanked, and what still asked is let rest kindly."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from outreach.accounts.models import Account
from outreach.bookings.holds import Hold
from outreach.database import db, locked, saved
from outreach.enumeration import enumerated
from outreach.errors import OutreachError
from outreach.followups.asides import Aside, Reason
from outreach.followups.helping import Help, Helper, helpers
from outreach.followups.kinds import Event, FollowUpKind
from outreach.followups.landing import (
    Landing,
    conversation_with,
    forget_introducers,
    heard_already,
    tell_introducer,
)
from outreach.followups.models import FollowUp
from outreach.followups.planning import Circumstances, take_in
from outreach.followups.rules import RULES
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.journal.models import note
from outreach.letters.kinds import LetterKind
from outreach.letters.models import Letter
from outreach.mail.models import Delivery, OutgoingMessage, TooLateToTakeBack

A_MOMENT = timedelta(milliseconds=1)
STOPS = (
    FollowUpKind.SECOND_PERSON,
    FollowUpKind.NUDGE,
    FollowUpKind.FIRST_LETTER,
    FollowUpKind.CLOSE_NO_REPLY,
    FollowUpKind.PROPOSAL,
    FollowUpKind.QUESTIONS,
    FollowUpKind.WRITE_AGAIN,
    FollowUpKind.MOVED_BY_THEM,
    FollowUpKind.MISSED_BY_THEM,
)
"""What asks for something, or would go on with it. Apologies and thanks are owed all the same."""
BEGUN = (Stage.FOUND, Stage.DRAFTED, Stage.ANSWERED)
BEGUN_KINDS = [f"stage.{stage}" for stage in BEGUN]
ASKS = {LetterKind.ASK_AGAIN} | {letter for kind in STOPS if (letter := RULES[kind].letter)}
"""The letters that answer to what stops, and a new question to whom one has thanked."""
EVENTS = {"landed": Event.LANDED, "another_path": Event.ANOTHER_PATH}
MOST_STOPPED = 3000


class NoNews(OutreachError):
    """There is nothing to tell yet, or it was not said what kind of news it is."""

    def __init__(self) -> None:
        super().__init__("What has happened? One sentence is enough; it stands in every letter.")


def land(account: Account, what: str, news: str, *, is_over: bool = True, now: datetime) -> Landing:
    """Plan one letter to each person who helped, in order; and if it is over, ask nobody any more. Raises NoNews.

    The first letter stands first by a moment. Told again in other words, it
    changes the news in the letters that are still to be written, and asks for no second one;
    and of two clicks at once the later waits, and finds what the first has planned.
    """
    event = EVENTS.get(what)
    if event is None or not news.strip():
        raise NoNews
    locked(account)
    found, heard = helpers(account), heard_already(account, event, now=now)
    first_at = now - len(found) * A_MOMENT
    numbers = [helper.interview_id for helper in found if helper.interview_id is not None]
    interviews = {one.id: one for one in Interview.numbered(numbers, of=account)}
    closest = next((helper for helper in found if _is_asked(helper, interviews)), None)
    forget_introducers(account)
    for place, helper in enumerate(found):
        if helper.contact_id in heard:
            continue
        at = first_at + place * A_MOMENT
        if helper.interview_id is None:
            interview = conversation_with(helper.contact_id, account=account, now=at)
        else:
            interview = interviews[helper.interview_id]
        told = {"news": news, **_part_of(helper)}
        if helper.is_own:
            around = Circumstances(told=told, is_closest=helper is closest)
            take_in(interview, event, account=account, around=around, now=at)
        else:
            tell_introducer(interview, event, told, account=account, now=at)
    stopped = _let_rest(account, now=now) if is_over else 0
    note(f"account.{event}", account, at=now, news=news, count=len(found))
    return saved(Landing(account_id=account.id, event=str(event), news=news, at=first_at, stopped=stopped))


def _is_asked(helper: Helper, interviews: Mapping[int, Interview]) -> bool:
    """Whether there was a conversation with them before the news: to no other is offered to pass it on."""
    interview = interviews.get(helper.interview_id) if helper.interview_id is not None else None
    return helper.is_own and interview is not None and not interview.is_for_thanks


def _part_of(helper: Helper) -> dict[str, str]:
    """What their letter recalls beside the news: a talk needs no words, all else is named."""
    if helper.help is Help.REFERRED:
        return {"led_to": enumerated(helper.led_to)}
    return {"answered": "took the time to answer me"} if helper.help is Help.ANSWERED else {}


def _let_rest(account: Account, *, now: datetime) -> int:
    """Ask nobody for anything more: reminders are dropped, silences rest, drafts wait. How many asks rest.

    Who said yes is told the news instead; a talk that is agreed stays agreed.
    """
    open_ones = update(FollowUp).where(
        FollowUp.account_id == account.id, FollowUp.settled_at.is_(None), FollowUp.kind.in_(STOPS)
    )
    db.session.execute(open_ones.values(settled_at=now, outcome="dropped"))
    asked = select(Interview).where(Interview.account_id == account.id, Interview.stage == Stage.ASKED)
    resting = list(db.session.scalars(asked.limit(MOST_STOPPED)))
    for interview in resting:
        interview.reach(Stage.NO_REPLY, now=now)
        note("interview.rested", interview, at=now)
    over = Interview.account_id == account.id, Interview.stage.in_([Stage.ANSWERED, Stage.NO_REPLY])
    Hold.release_all(select(Interview.id).where(*over), now=now)
    _take_back_asks(account, now=now)
    _put_steps_aside(account, now=now)
    return len(resting)


def _take_back_asks(account: Account, *, now: datetime) -> None:
    """What is queued for later and asks for something does not leave any more."""
    queued = select(Letter).join(Letter.message).where(Letter.account_id == account.id, Letter.kind.in_(ASKS))
    for letter in db.session.scalars(queued.where(OutgoingMessage.delivery == Delivery.QUEUED)).all():
        with suppress(TooLateToTakeBack):
            _take_back(letter, now=now)


def _take_back(letter: Letter, *, now: datetime) -> None:
    if letter.message is None:
        return
    locked(letter.message).take_back(now=now)
    letter.message, letter.revision = None, letter.revision + 1
    Hold.loosen(letter)
    note("letter.taken_back", letter.interview, at=now, kind=str(letter.kind))


def _put_steps_aside(account: Account, *, now: datetime) -> None:
    """Hide what has only begun. What the person put aside themselves stays as they said it."""
    begun = select(Interview).where(Interview.account_id == account.id, Interview.stage.in_(BEGUN))
    said = select(Aside).where(Aside.account_id == account.id, Aside.kind.in_(BEGUN_KINDS))
    own = {(aside.interview_id, aside.kind): aside for aside in db.session.scalars(said)}
    for interview in db.session.scalars(begun.limit(MOST_STOPPED)).all():
        kind = f"stage.{interview.stage}"
        aside = own.get((interview.id, kind))
        if aside is not None and aside.holds(interview.stage_at, now=now):
            continue
        aside = aside or Aside(account_id=account.id, interview_id=interview.id, kind=kind)
        aside.due_at, aside.until, aside.counts_at = interview.stage_at, None, None
        aside.reason, aside.put_at = Reason.LANDED, now
        db.session.add(aside)


def look_on(account: Account, *, now: datetime) -> None:
    """Go on asking after all: what was put aside, dropped or let rest on landing day is there again.

    Where something has happened since, that stays.
    """
    put = delete(Aside).where(Aside.account_id == account.id, Aside.reason == Reason.LANDED)
    db.session.execute(put)
    told = Landing.tellings(account)
    dropped = (
        select(FollowUp)
        .join(FollowUp.interview)
        .where(FollowUp.account_id == account.id, FollowUp.kind.in_(STOPS), FollowUp.outcome == "dropped")
        .where(Landing.settled(FollowUp.settled_at, told), Interview.stage_at <= FollowUp.settled_at)
    )
    resting = select(Interview).where(Interview.account_id == account.id, Interview.stage == Stage.NO_REPLY)
    rests = db.session.scalars(resting.where(Landing.settled(Interview.stage_at, told))).all()
    for follow_up in db.session.scalars(dropped).all():
        follow_up.reopen()
    for interview in rests:
        interview.stage, interview.stage_at = Stage.ASKED, interview.asked_at or interview.stage_at
        note("step.undone", interview, at=now, undone="")
