"""The one mail a day: what waits today, at the hour that the person chose, and never twice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from outreach.accounts.digests import Digest
from outreach.accounts.models import Account
from outreach.bookings.site import Site
from outreach.database import db
from outreach.followups.agenda import PROMISE, TALK, Coming, coming
from outreach.followups.telling import reason, title
from outreach.followups.todos import Todo, todos
from outreach.mail import outbox
from outreach.mail.incoming import IncomingMessage
from outreach.mail.models import OutgoingMessage

MOST_NEWS = 5
NUMBERS = ("No", "One", "Two", "Three", "Four", "Five")


@dataclass(frozen=True, slots=True)
class Waiting:
    """All that one day asks for: what is to be done, what arrived, what is agreed or promised for it."""

    todos: Sequence[Todo]
    news: Sequence[IncomingMessage]
    talks: Sequence[Coming]
    promises: Sequence[Coming]

    def __bool__(self) -> bool:
        return bool(self.todos or self.news or self.talks or self.promises)


def write_next(*, site: Site, now: datetime) -> bool:
    """Look after the next account whose hour has struck. False if there is none.

    Nothing is written to somebody who has been here today, or for whom nothing
    waits, or when the hour is long over: their list waits here all the same.
    """
    found = Digest.claim_next(now=now)
    if found is None:
        return False
    digest, is_in_time = found
    account = digest.account
    if is_in_time and not account.was_here_today(now=now) and not _is_written(account, now=now):
        waiting = waiting_today(account, now=now)
        if waiting:
            _write(digest, waiting, site=site, now=now)
    return True


def waiting_today(account: Account, *, now: datetime) -> Waiting:
    """What today asks of somebody. Invented people ask for nothing by mail."""
    today = account.today(now=now)
    news = [
        one
        for one in IncomingMessage.open_for(account, limit=MOST_NEWS)
        if not one.interview.contact.is_sample
    ]
    told = {one.interview_id for one in news}
    due = [t for t in todos(account, now=now, without=told) if not t.is_sample]
    lines = coming(account, now=now)
    return Waiting(
        todos=due,
        news=news,
        talks=[one for one in lines if one.what == TALK and one.at and account.today(now=one.at) == today],
        promises=[one for one in lines if one.what == PROMISE and one.on and one.on <= today],
    )


def _once(account: Account, *, now: datetime) -> str:
    return f"digest/{account.today(now=now).isoformat()}"


def _is_written(account: Account, *, now: datetime) -> bool:
    """Whether this day's has been written: the hour was changed since, or a clock was."""
    written = select(OutgoingMessage.id).where(
        OutgoingMessage.account_id == account.id, OutgoingMessage.once == _once(account, now=now)
    )
    return db.session.scalar(written) is not None


def _write(digest: Digest, waiting: Waiting, *, site: Site, now: datetime) -> None:
    account = digest.account
    stop = f"{site.base_url}/daily/{digest.stop_token(site.secret_key)}"
    outbox.queue(
        account,
        outbox.Sender.of(account, mail_domain=site.mail_domain),
        to=None,
        about="digest",
        subject=_subject(waiting, account),
        text=_text(waiting, account, site=site, stop=stop),
        now=now,
        once=_once(account, now=now),
        unsubscribe=stop,
    )


def _subject(waiting: Waiting, account: Account) -> str:
    """The first thing by name; how many more there are."""
    first, *more = _headlines(waiting, account)
    return f"Today: {first}" + (f", and {len(more)} more" if more else "")


def _headlines(waiting: Waiting, account: Account) -> list[str]:
    return [
        *(f"you talk with {talk.name} at {_clock(talk, account)}" for talk in waiting.talks),
        *(f"{one.contact.name} wrote to you" for one in waiting.news),
        *(title(todo.words, todo.whom) for todo in waiting.todos),
        *(_promise(one) for one in waiting.promises),
    ]


def _text(waiting: Waiting, account: Account, *, site: Site, stop: str) -> str:
    blocks = [
        [f"Hello {account.first_name},"],
        [f"You talk with {talk.name} at {_clock(talk, account)}." for talk in waiting.talks],
        [f"{one.contact.name} wrote to you, and it waits for your word." for one in waiting.news],
        list(_listed(waiting.todos)),
        [f"{_promise(one)}." for one in waiting.promises],
        [f"It all waits here: {site.base_url}/"],
        [
            "One mail a day at most, and none when you have been here already.",
            f"No more of these: {stop}",
            f"Another hour: {site.base_url}/settings#daily",
        ],
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _listed(found: Sequence[Todo]) -> Iterable[str]:
    if found:
        things = "thing" if len(found) == 1 else "things"
        yield f"{NUMBERS[len(found)]} small {things} for today:"
    for number, todo in enumerate(found, start=1):
        ready = " The letter lies ready." if todo.is_ready else ""
        yield f"\n{number}. {title(todo.words, todo.whom)}\n   {reason(todo.words, todo.whom)}{ready}"


def _promise(one: Coming) -> str:
    whose = f"You promised {one.first_name}" if one.is_mine else f"{one.first_name} promised you"
    return f"{whose}: {one.text}"


def _clock(talk: Coming, account: Account) -> str:
    return f"{talk.at.astimezone(ZoneInfo(account.timezone)):%H:%M}" if talk.at else ""
