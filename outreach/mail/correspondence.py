"""What of all that arrives concerns us: what the account wrote, and which message belongs to it.

Of every message only a few headers are looked at, and of one that has nothing
to do with what the account sent, nothing is kept or logged. Nothing here
touches the network, and nothing commits.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import bindparam, select

from outreach.database import rows_of
from outreach.mail import heads
from outreach.mail.imap import Head
from outreach.mail.incoming import IncomingMessage
from outreach.mail.models import Delivery, OutgoingMessage
from outreach.mail.opening import first, head_and_body, opened_head
from outreach.mail.reading import Reading, read, recipients_of
from outreach.mail.threading import Known, Match, Ours

REMEMBERS = timedelta(days=400)
"""How long after a letter an answer to it is still looked for."""
LOOK_BACK = timedelta(days=3)
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
        rows = rows_of(WRITTEN, {"account": account_id, "since": now - REMEMBERS})
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


WRITTEN = (
    select(
        OutgoingMessage.id,
        OutgoingMessage.message_id,
        OutgoingMessage.to_address,
        OutgoingMessage.subject,
        OutgoingMessage.queued_at,
        OutgoingMessage.from_address,
    )
    .where(OutgoingMessage.account_id == bindparam("account"), OutgoingMessage.delivery.in_(LEFT))
    .where(OutgoingMessage.contact_id.is_not(None), OutgoingMessage.queued_at > bindparam("since"))
    .order_by(OutgoingMessage.id)
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


def worth_opening(correspondence: Correspondence, batch: Iterable[Head]) -> list[Head]:
    """Those of a batch that may concern us, in the order of their UIDs."""
    return sorted((head for head in batch if correspondence.may_concern(head)), key=lambda head: head.uid)
