"""Laying letters ready before anybody asks, so that Today has the words and not only the wish."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from sqlalchemy import exists, func, literal, or_, select, update

from outreach.accounts.models import Account
from outreach.database import UtcDateTime, db
from outreach.errors import OutreachError
from outreach.followups.models import FollowUp
from outreach.followups.todos import MOST, todos
from outreach.interviews.models import Interview
from outreach.letters.kinds import LetterKind

Write = Callable[[Interview, LetterKind, Account], object]
"""Writes the letter of a kind, or takes up the one that is begun."""

AGAIN_AFTER = timedelta(days=1)
"""After this a letter that lies ready is looked at once more: its times may have passed."""
AT_ONCE = 200
AHEAD = 2 * MOST
"""How many lie ready: what Today shows, and what moves up when that is done."""
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def accounts_to_lay_out(*, now: datetime) -> list[int]:
    """The accounts for which something is due that nobody has looked at, or not since yesterday.

    Where something was settled since, the next has moved up, and is looked at as well.
    """
    seen = func.coalesce(FollowUp.laid_out_at, literal(NEVER, UtcDateTime))
    looks = (
        select(FollowUp.account_id, func.min(seen).label("first"), func.max(seen).label("last"))
        .where(FollowUp.settled_at.is_(None), FollowUp.due_at <= now)
        .group_by(FollowUp.account_id)
        .subquery()
    )
    moved_up = (
        exists()
        .where(FollowUp.account_id == looks.c.account_id)
        .where(FollowUp.settled_at > looks.c.first, FollowUp.settled_at <= now)
        .correlate(looks)
    )
    due = select(looks.c.account_id).where(
        or_(looks.c.first <= now - AGAIN_AFTER, looks.c.last > now, moved_up)
    )
    return list(db.session.scalars(due.order_by(looks.c.first).limit(AT_ONCE)))


def lay_out(account: Account, *, write: Write, now: datetime) -> int:
    """Write the letters of what Today shows of this account, or soon will. How many there were to look at.

    A first letter is never begun for somebody: that is theirs to decide. What
    cannot be written is left for the person to open, with the reason.
    """
    look_at(account.id, now=now)
    wanted = {
        todo.interview_id: todo.letter
        for todo in todos(account, now=now, limit=AHEAD)
        if todo.due is not None and todo.letter not in {None, LetterKind.OUTREACH}
    }
    for interview in Interview.numbered(wanted, of=account):
        kind = wanted[interview.id]
        if kind is not None:
            _lay(interview, kind, account, write)
    return len(wanted)


def look_at(account_id: int, *, now: datetime) -> None:
    """Remember that what is due to this account was looked at."""
    seen = update(FollowUp).where(
        FollowUp.account_id == account_id, FollowUp.settled_at.is_(None), FollowUp.due_at <= now
    )
    db.session.execute(seen.values(laid_out_at=now))


def _lay(interview: Interview, kind: LetterKind, account: Account, write: Write) -> None:
    with suppress(OutreachError), db.session.begin_nested():
        write(interview, kind, account)
