"""What in a mailbox concerns us, and how far it was read. Nothing here touches the network, and nothing commits.

Of every message only a few headers are looked at, and of one that has nothing
to do with what the account sent, nothing is kept or logged.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import cast

from sqlalchemy import Table, Update, bindparam, func, or_, select, update
from sqlalchemy.orm.util import identity_key

from outreach.accounts.mail_accounts import MailAccount
from outreach.database import db
from outreach.mail import heads
from outreach.mail.imap import Head
from outreach.mail.incoming import FolderCursor, IncomingMessage, MailboxState, SetAside
from outreach.mail.models import Delivery, OutgoingMessage
from outreach.mail.opening import first, head_and_body, opened_head
from outreach.mail.reading import Reading, read, recipients_of
from outreach.mail.threading import Known, Match, Ours

EVERY = timedelta(minutes=1)
LEASE = timedelta(minutes=10)
LOOK_BACK = timedelta(days=3)
LOOK_BACK_EVERY = timedelta(hours=1)
REMEMBERS = timedelta(days=400)
"""How long after a letter an answer to it is still looked for."""
LONGEST_PAUSE = timedelta(minutes=30)
LEFT = (Delivery.SENT, Delivery.UNSURE, Delivery.DATA)


@dataclass(frozen=True, slots=True)
class Correspondence:
    """What the account wrote to whom, put in order for looking up."""

    account_id: int
    own_addresses: frozenset[str]
    known: Known
    ids: frozenset[bytes]
    tokens: frozenset[bytes]
    addresses: frozenset[bytes]
    since: datetime | None
    """When the first of it left; what arrived before answers nothing."""

    @classmethod
    def of(cls, account_id: int, *, now: datetime) -> "Correspondence":
        """Everything that left within the last year or so, in one query."""
        sent = (
            select(
                OutgoingMessage.id,
                OutgoingMessage.message_id,
                OutgoingMessage.to_address,
                OutgoingMessage.subject,
                OutgoingMessage.queued_at,
                OutgoingMessage.from_address,
            )
            .where(OutgoingMessage.account_id == account_id, OutgoingMessage.delivery.in_(LEFT))
            .where(OutgoingMessage.contact_id.is_not(None), OutgoingMessage.queued_at > now - REMEMBERS)
            .order_by(OutgoingMessage.id)
        )
        rows = db.session.execute(sent).all()
        ours = [Ours(number, message_id, to, subject, at) for number, message_id, to, subject, at, _ in rows]
        known = Known.of(ours)
        return cls(
            account_id=account_id,
            own_addresses=frozenset(row[5].lower() for row in rows),
            known=known,
            ids=frozenset(one.encode() for one in (*known.by_id, *known.by_root)),
            tokens=frozenset(one.encode() for one in known.by_token),
            addresses=frozenset(one.encode() for one in known.by_address),
            since=min((one.left_at for one in ours), default=None),
        )

    def may_concern(self, head: Head) -> bool:
        """Whether a message is worth opening: it names one of ours, comes from somebody written to, or reports."""
        raw = head.raw
        if not self.ids.isdisjoint(heads.ids_in(raw)):
            return True
        low = b"\n" + raw.lower()
        if not self.addresses.isdisjoint(heads.senders_in(low)):
            return head.arrived_at is None or self.since is None or head.arrived_at > self.since - LOOK_BACK
        return not self.tokens.isdisjoint(heads.tokens_in(low)) or heads.is_report(low)

    def match(self, reading: Reading, *, at: datetime) -> Match | None:
        """Which message of ours a message belongs to."""
        return self.known.match(
            sender=reading.sender,
            subject=reading.subject,
            in_reply_to=reading.in_reply_to,
            references=reading.references,
            recipients=reading.recipients,
            at=at,
        )

    def is_ours(self, reading: Reading) -> bool:
        """Whether we sent it ourselves: a copy to oneself, or what comes back from a list."""
        return reading.message_id in self.known.by_id or (
            reading.sender in self.own_addresses and reading.bounce is None
        )


@dataclass(frozen=True, slots=True)
class Arrival:
    """One received message, read and matched, on its way to its consequences."""

    account_id: int
    reading: Reading
    correspondence: Correspondence
    match: Match | None
    content_key: str
    at: datetime
    via: str = "imap"


def arrival_of(
    raw: bytes,
    correspondence: Correspondence,
    *,
    arrived_at: datetime | None,
    now: datetime,
    via: str = "imap",
) -> Arrival | None:
    """The message, read and matched; None if it is our own. Every message comes this way."""
    key = content_key(raw)
    reading = read(raw)
    if correspondence.is_ours(reading):
        return None
    at = min(arrived_at or reading.sent_at or now, now)
    match = correspondence.match(reading, at=at)
    return Arrival(correspondence.account_id, reading, correspondence, match, key, at, via)


def only_new(arrivals: Iterable[Arrival]) -> list[Arrival]:
    """Those that were not noticed before, each once."""
    by_key = {arrival.content_key: arrival for arrival in arrivals}
    if not by_key:
        return []
    account_id = next(iter(by_key.values())).account_id
    known = IncomingMessage.known(account_id, by_key)
    return [arrival for key, arrival in by_key.items() if key not in known]


@dataclass(frozen=True, slots=True)
class ByHand:
    """A message in the Sent folder that the person wrote in another program, to somebody we wrote to."""

    ours: Ours
    message_id: str
    at: datetime | None


def sent_by(correspondence: Correspondence, head: Head) -> tuple[str, ByHand | None]:
    """What a message in the Sent folder shows: the id of ours that it proves, or a letter written by hand."""
    message = opened_head(head.raw)
    message_id = next(iter(message.ids("message-id")), "")
    if message_id in correspondence.known.by_id:
        return message_id, None
    found = correspondence.known.by_address
    ours = next((found[address][-1] for address in recipients_of(message) if address in found), None)
    if ours is None or (head.arrived_at is not None and head.arrived_at < ours.left_at):
        return "", None
    return "", ByHand(ours, message_id, head.arrived_at)


def content_key(raw: bytes) -> str:
    """What makes a message itself, however it was carried: who wrote what, when.

    Not the Message-ID alone: somebody could send one beforehand to hide the real
    answer. Not the trace of servers either: the same message lies in two folders.
    """
    headers, body = head_and_body(raw)
    said = "\n".join(
        first(headers, name) for name in ("message-id", "date", "from", "subject", "in-reply-to")
    )
    return sha256(said.encode("utf-8", "replace") + b"\0" + body).hexdigest()


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


def worth_opening(correspondence: Correspondence, batch: Iterable[Head]) -> list[Head]:
    """Those of a batch that may concern us, in the order of their UIDs."""
    return sorted((head for head in batch if correspondence.may_concern(head)), key=lambda head: head.uid)
