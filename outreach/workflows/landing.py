"""The day it has come to something: everybody who helped is thanked, and what still asked is let rest kindly."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from outreach.accounts.models import Account
from outreach.bookings.holds import Hold
from outreach.database import db, saved
from outreach.errors import OutreachError
from outreach.followups.asides import Aside, Reason
from outreach.followups.kinds import Event, FollowUpKind
from outreach.followups.landing import Help, Helper, Landing, helpers, names_in_words
from outreach.followups.models import FollowUp
from outreach.followups.planning import Circumstances, take_in
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.journal.models import note
from outreach.letters.kinds import LetterKind
from outreach.letters.models import Letter
from outreach.mail.models import Delivery

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
ASKS = (LetterKind.OUTREACH, LetterKind.NUDGE)
EVENTS = {"landed": Event.LANDED, "another_path": Event.ANOTHER_PATH}
MOST_STOPPED = 3000


class NoNews(OutreachError):
    """There is nothing to tell yet, or it was not said what kind of news it is."""

    def __init__(self) -> None:
        super().__init__("What has happened? One sentence is enough; it stands in every letter.")


def land(account: Account, what: str, news: str, *, is_over: bool = True, now: datetime) -> Landing:
    """Plan one letter to each person who helped, in order; and if it is over, ask nobody any more. Raises NoNews.

    The first letter stands first by a moment. Told again in other words, it
    changes the news in the letters that have not been changed by hand.
    """
    event = EVENTS.get(what)
    if event is None or not news.strip():
        raise NoNews
    found = helpers(account)
    first_at = now - len(found) * A_MOMENT
    for place, helper in enumerate(found):
        told = {"news": news, **_part_of(helper)}
        around = Circumstances(told=told, is_closest=place == 0)
        take_in(helper.interview, event, account=account, around=around, now=first_at + place * A_MOMENT)
    stopped = _let_rest(account, now=now) if is_over else 0
    note(f"account.{event}", account, at=now, news=news, count=len(found))
    return saved(Landing(account_id=account.id, event=str(event), news=news, at=first_at, stopped=stopped))


def _part_of(helper: Helper) -> dict[str, str]:
    """What their letter recalls beside the news: a talk needs no words, all else is named."""
    if helper.help is Help.REFERRED:
        return {"led_to": names_in_words(helper.led_to)}
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
    _take_back_asks(account, now=now)
    _put_steps_aside(account, now=now)
    return len(resting)


def _take_back_asks(account: Account, *, now: datetime) -> None:
    """What is queued for later and asks for something does not leave any more."""
    queued = select(Letter).join(Letter.message).where(Letter.account_id == account.id, Letter.kind.in_(ASKS))
    for letter in db.session.scalars(queued.where(Letter.message.has(delivery=Delivery.QUEUED))):
        if letter.message is not None and letter.message.can_be_taken_back(now=now):
            letter.message.take_back(now=now)
            letter.message, letter.revision = None, letter.revision + 1
            Hold.loosen(letter)
            note("letter.taken_back", letter.interview, at=now, kind=str(letter.kind))


def _put_steps_aside(account: Account, *, now: datetime) -> None:
    begun = select(Interview).where(Interview.account_id == account.id, Interview.stage.in_(BEGUN))
    waiting = list(db.session.scalars(begun.limit(MOST_STOPPED)))
    db.session.execute(delete(Aside).where(Aside.account_id == account.id, Aside.kind.in_(BEGUN_KINDS)))
    db.session.add_all(
        Aside(
            account_id=account.id,
            interview_id=interview.id,
            kind=f"stage.{interview.stage}",
            due_at=interview.stage_at,
            reason=Reason.LANDED,
            put_at=now,
        )
        for interview in waiting
    )


def look_on(account: Account) -> None:
    """Show again what was put aside on landing day: one goes on asking after all."""
    put = delete(Aside).where(Aside.account_id == account.id, Aside.reason == Reason.LANDED)
    db.session.execute(put)
