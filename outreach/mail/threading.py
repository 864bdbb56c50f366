"""Which of our messages a received one belongs to, and how sure that is. Pure.

By In-Reply-To, then References, then an address with our token in it, then the
sender’s address with our subject, then the address alone. Our Message-IDs are
unguessable, so a message that names one comes from somebody who had ours; who
only writes from the right address may be anybody, and is shown as *possible*.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

SLACK = timedelta(minutes=10)
"""How far the clocks of two mail servers may be apart."""
SHORTEST_TOKEN = 16
PREFIXES = re.compile(
    r"^\s*(?:(?:re|aw|antw(?:ort)?|sv|vs|odp|ref|rif|r|res|tr|rv|fw|fwd|wg|i|vá|ynt|ha|回复|回覆|答复|返信|отв|на)\s?(?:\[\d{1,3}\]|\(\d{1,3}\))?\s?[:：]\s*)+",
    re.IGNORECASE,
)


class Confidence(StrEnum):
    """How sure it is that a message belongs to one of ours."""

    CERTAIN = "certain"
    """It names an id that nobody can guess, and comes from whom we wrote to."""
    THREAD = "thread"
    """It names such an id, and comes from somebody else: a colleague, an assistant, another address of theirs."""
    LIKELY = "likely"
    """From the right address, with our subject, after we wrote."""
    POSSIBLE = "possible"
    """From the right address, after we wrote."""


@dataclass(frozen=True, slots=True)
class Ours:
    """One message that left, as far as it matters for matching. ``other_ids`` are what relays made of its id."""

    number: int
    message_id: str
    to_address: str
    subject: str
    left_at: datetime
    other_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """Which message of ours, how sure, and by what it was found."""

    ours: Ours
    confidence: Confidence
    by: str


@dataclass
class Known:
    """Everything that left, put in order for looking up in constant time."""

    by_id: dict[str, Ours] = field(default_factory=dict)
    by_root: dict[str, Ours] = field(default_factory=dict)
    by_token: dict[str, Ours] = field(default_factory=dict)
    by_address: dict[str, list[Ours]] = field(default_factory=dict)

    @classmethod
    def of(cls, messages: Iterable[Ours]) -> Self:
        """``messages`` in the order in which they left."""
        known = cls()
        for ours in messages:
            for one in (ours.message_id, *ours.other_ids):
                known.by_id[one] = ours
            known.by_root[root_of(ours.message_id)] = ours
            token = ours.message_id.strip("<>").partition("@")[0].lower()
            if len(token) >= SHORTEST_TOKEN:
                known.by_token[token] = ours
            known.by_address.setdefault(ours.to_address.lower(), []).append(ours)
        return known

    def match(
        self,
        *,
        sender: str,
        subject: str = "",
        in_reply_to: Iterable[str] = (),
        references: Iterable[str] = (),
        recipients: Iterable[str] = (),
        at: datetime | None = None,
    ) -> Match | None:
        """The message of ours that it belongs to; None if it has nothing to do with us.

        ``at`` is when it arrived, aware: what came before we wrote answers nothing.
        """
        sender = sender.lower()
        back = tuple(reversed(tuple(references)))
        ways = (
            ("in_reply_to", in_reply_to, self.by_id),
            ("references", back, self.by_id),
            ("references", back, self.by_root),
        )
        for by, ids, known in ways:
            ours = next((known[one] for one in ids if one in known), None)
            if ours is not None:
                return Match(ours, self._sure(ours, sender), by)
        ours = next(
            (self.by_token[token] for token in map(_token, recipients) if token in self.by_token), None
        )
        if ours is not None:
            return Match(ours, self._sure(ours, sender), "token")
        return self._by_address(sender, subject, at)

    @staticmethod
    def _sure(ours: Ours, sender: str) -> Confidence:
        return Confidence.CERTAIN if sender == ours.to_address.lower() else Confidence.THREAD

    def _by_address(self, sender: str, subject: str, at: datetime | None) -> Match | None:
        to_them = [one for one in self.by_address.get(sender, ()) if at is None or one.left_at - SLACK <= at]
        if not to_them:
            return None
        same = [one for one in to_them if base_subject(one.subject) == base_subject(subject) != ""]
        if same:
            return Match(same[-1], Confidence.LIKELY, "address_and_subject")
        return Match(to_them[-1], Confidence.POSSIBLE, "address")


def root_of(message_id: str) -> str:
    """An id for the References of a first letter, as unguessable as its own.

    Some relays give a message another Message-ID, and an answer then names only
    that one, but carries the References on.
    """
    token, _, domain = message_id.strip("<>").rpartition("@")
    return f"<{token}.root@{domain}>"


def base_subject(subject: str) -> str:
    """The subject without “Re:”, “AW:” and their like, in small letters."""
    return " ".join(PREFIXES.sub("", subject).split()).casefold()


def _token(address: str) -> str:
    """What stands behind the plus of an address."""
    return address.partition("@")[0].partition("+")[2].lower()
