"""Which mailbox is read next, by whom, and how far. Nothing here touches the network, and nothing commits."""

from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import Table, Update, bindparam, func, or_, select, update
from sqlalchemy.orm.util import identity_key

from outreach.accounts.mail_accounts import MailAccount
from outreach.database import db
from outreach.mail.incoming import FolderCursor, MailboxState, SetAside
from outreach.mail.models import OutgoingMessage

EVERY = timedelta(minutes=1)
LEASE = timedelta(minutes=10)
LOOK_BACK_EVERY = timedelta(hours=1)
LONGEST_PAUSE = timedelta(minutes=30)


def claim(account_id: int, *, owner: str, now: datetime) -> bool:
    """Lease a mailbox to one worker, if it is time to read it."""
    if MailboxState.of(account_id) is None:
        db.session.add(MailboxState(account_id=account_id, due_at=now))
        db.session.flush()
    return _changed(LEASED, account=account_id, worker=owner, until=now + LEASE, now=now)


def is_still_ours(account_id: int, *, owner: str) -> bool:
    """Whether the lease still holds; asked in the transaction that writes, so that two never read at once."""
    return _changed(HELD, account=account_id, worker=owner)


def _changed(statement: Update, **values: object) -> bool:
    done = db.session.connection().execute(statement, values)
    state = db.session().identity_map.get(identity_key(MailboxState, values["account"]))
    if state is not None:
        db.session.expire(state)
    return bool(done.rowcount)


# Put together once, and on the bare table: that takes longer than carrying them out.
_TABLE = cast(Table, MailboxState.__table__)
_ROW = _TABLE.c
_OURS = update(_TABLE).where(_ROW.account_id == bindparam("account"), _ROW.lease_owner == bindparam("worker"))
HELD = _OURS.values(lease_owner=bindparam("worker"))
LEASED = (
    update(_TABLE)
    .where(
        _ROW.account_id == bindparam("account"),
        _ROW.due_at <= bindparam("now"),
        or_(_ROW.lease_until.is_(None), _ROW.lease_until < bindparam("now")),
    )
    .values(lease_owner=bindparam("worker"), lease_until=bindparam("until"))
)
_FREE: dict[str, object] = {"lease_owner": "", "lease_until": None, "due_at": bindparam("due")}
READ = _OURS.values(read_at=bindparam("at"), trouble="", failures=0, **_FREE)
LOOKED_BACK = READ.values(looked_back_at=bindparam("at"))
HASTENED = (
    update(_TABLE)
    .where(_ROW.account_id == bindparam("account"), _ROW.due_at > bindparam("now"), _ROW.failures == 0)
    .values(due_at=bindparam("now"))
)
BROKEN_OFF = _OURS.values(trouble=bindparam("why"), failures=bindparam("count"), **_FREE)


def finish(account_id: int, *, owner: str, now: datetime, looked_back: bool) -> None:
    """The mailbox was read to its end."""
    _changed(LOOKED_BACK if looked_back else READ, account=account_id, worker=owner, at=now, due=now + EVERY)


def give_back(account_id: int, *, owner: str, now: datetime, trouble: str, is_for_good: bool) -> None:
    """Reading broke off. It is tried again soon, then more and more rarely; the trouble is shown if it lasts."""
    state = MailboxState.of(account_id)
    failures = (state.failures if state else 0) + 1
    pause = LONGEST_PAUSE if is_for_good else min(EVERY * 2 ** min(failures - 1, 5), LONGEST_PAUSE)
    _changed(BROKEN_OFF, account=account_id, worker=owner, due=now + pause, why=trouble, count=failures)


def readable() -> list[int]:
    """The accounts whose mail server lets us read."""
    return list(db.session.connection().scalars(READABLE))


def latest_writers(*, most: int = 50) -> list[int]:
    """The accounts whose mail server lets us read, those first who have written last."""
    return list(db.session.connection().scalars(LATEST_WRITERS, {"most": most}))


def hasten(account_id: int, *, now: datetime) -> None:
    """Let a mailbox be read at once, unless it is being read, or rests because that went wrong."""
    _changed(HASTENED, account=account_id, now=now)


_LAST = (
    select(func.max(OutgoingMessage.handed_at))
    .where(OutgoingMessage.account_id == MailAccount.account_id, OutgoingMessage.about == "letter")
    .scalar_subquery()
)
LATEST_WRITERS = (
    select(MailAccount.account_id)
    .where(MailAccount.imap_host != "")
    .order_by(_LAST.is_(None), _LAST.desc(), MailAccount.account_id)
    .limit(bindparam("most"))
)
READABLE = select(MailAccount.account_id).where(MailAccount.imap_host != "").order_by(MailAccount.account_id)


def move_cursor(account_id: int, folder: str, *, uidvalidity: int, uid: int) -> None:
    """Remember that a folder was read up to this UID. It never goes back, unless the folder was made anew."""
    cursor = FolderCursor.of(account_id, folder)
    if cursor is None:
        db.session.add(
            FolderCursor(account_id=account_id, folder=folder, uidvalidity=uidvalidity, last_uid=uid)
        )
    elif cursor.uidvalidity != uidvalidity:
        cursor.uidvalidity, cursor.last_uid = uidvalidity, uid
    else:
        cursor.last_uid = max(cursor.last_uid, uid)


def set_aside(
    account_id: int, folder: str, uidvalidity: int, uid: int, *, why: BaseException, now: datetime
) -> None:
    """Put one message aside that could not be read. Only the kind of error is kept, nothing of the message."""
    db.session.add(
        SetAside(
            account_id=account_id,
            folder=folder,
            uidvalidity=uidvalidity,
            uid=uid,
            why=type(why).__name__[:200],
            at=now,
        )
    )
