"""What the worker does with mailboxes: look, read what concerns us, remember how far it came.

Like delivering, it commits as it goes: each message with what follows from it,
and the place in the folder, are one transaction, so that a connection may drop
at any octet and nothing is missed or counted twice.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from functools import cached_property
from typing import Protocol

from outreach.accounts.mail_accounts import MailAccount
from outreach.database import db
from outreach.errors import OutreachError
from outreach.mail import doubts, inbox
from outreach.mail.correspondence import (
    LOOK_BACK,
    Arrival,
    ByHand,
    Correspondence,
    arrival_of,
    only_new,
    sent_by,
    worth_opening,
)
from outreach.mail.imap import Folder, Head, Mailbox, MailboxTrouble, Standing
from outreach.mail.incoming import FolderCursor, MailboxState

log = logging.getLogger(__name__)

AT_ONCE = 50
"""How many messages are fetched and kept together."""

Enter = Callable[[MailAccount], AbstractContextManager[Mailbox]]
"""Opens an account's mailbox. Raises MailboxTrouble and other refusals."""


class Consequences(Protocol):
    """What follows from mail; both are told within the transaction, and commit nothing."""

    def arrived_together(self, arrivals: Sequence[Arrival], *, now: datetime) -> int:
        """Messages came. How many of them concerned a conversation."""

    def wrote_by_hand(self, account_id: int, letter: ByHand, *, now: datetime) -> bool:
        """The person wrote to somebody from another program. True if that changed anything."""


def read_due(enter: Enter, follow: Consequences, *, owner: str, clock: Callable[[], datetime]) -> int:
    """Read every mailbox whose time has come, and say how much was noticed.

    One that cannot be read never keeps the others waiting.
    """
    noticed = 0
    for account_id in inbox.readable():
        mail_account = MailAccount.by_account(account_id)
        if mail_account is None or not mail_account.lets_in(now=clock()):
            continue  # its permission is being renewed; the next round reads it
        is_ours = inbox.claim(account_id, owner=owner, now=clock())
        db.session.commit()
        if is_ours:
            noticed += _visit(account_id, enter, follow, owner=owner, clock=clock)
    return noticed


def _visit(
    account_id: int, enter: Enter, follow: Consequences, *, owner: str, clock: Callable[[], datetime]
) -> int:
    mail_account = MailAccount.by_account(account_id)
    visit = Visit(account_id, follow, owner, clock)
    try:
        if mail_account is not None:
            way = enter(mail_account)
            db.session.commit()  # no transaction stays open while a server takes its time
            visit.read(way)
    except LeaseLost:
        db.session.rollback()
    except OutreachError as trouble:
        db.session.rollback()
        is_for_good = getattr(trouble, "is_for_good", not isinstance(trouble, MailboxTrouble))
        inbox.give_back(account_id, owner=owner, now=clock(), trouble=str(trouble), is_for_good=is_for_good)
        db.session.commit()
    return visit.noticed


class LeaseLost(Exception):
    """Another worker took over, because we were thought dead."""


class Visit:
    """One look into one mailbox, from connecting to the last new message."""

    def __init__(
        self, account_id: int, follow: Consequences, owner: str, clock: Callable[[], datetime]
    ) -> None:
        self.account_id, self.follow, self.owner, self.clock = account_id, follow, owner, clock
        self.noticed = 0
        state = MailboxState.of(account_id)
        last = state.looked_back_at if state else None
        self.places = FolderCursor.places(account_id)
        """How far each folder was read. Nobody else moves that on while the mailbox is leased to us."""
        self.looks_back = last is None or clock() - last >= inbox.LOOK_BACK_EVERY

    @cached_property
    def correspondence(self) -> Correspondence:
        """What was sent, read only when there is something to match with it."""
        return Correspondence.of(self.account_id, now=self.clock())

    def read(self, way: AbstractContextManager[Mailbox]) -> None:
        """Look into each folder. Raises MailboxTrouble; what was read until then is kept."""
        with way as mailbox:
            for folder in mailbox.folders():
                self._folder(mailbox, folder)
        inbox.finish(self.account_id, owner=self.owner, now=self.clock(), looked_back=self.looks_back)
        db.session.commit()

    def _folder(self, mailbox: Mailbox, folder: Folder) -> None:
        standing = mailbox.examine(folder.name)
        uidvalidity, last_uid = self.places.get(folder.name, (None, 0))
        last = last_uid if uidvalidity == standing.uidvalidity else None
        for batch in self._batches(mailbox, standing, last):
            self._batch(mailbox, folder, standing, batch)
        if last is None or standing.uidnext > last + 1:
            # What stood here when we came was looked at, though the last of it may be gone by now.
            self._move(folder, standing, max(standing.uidnext - 1, last or 0))

    def _batches(self, mailbox: Mailbox, standing: Standing, last: int | None) -> Iterator[list[Head]]:
        """What is to be looked at: all that may answer where nothing was, else what is new, and some of it again."""
        uids: list[int] = []
        if last is None and self.correspondence.since is not None:
            uids = mailbox.uids_since((self.correspondence.since - LOOK_BACK).date())
        elif last is not None and (standing.uidnext == 0 or standing.uidnext > last + 1):
            uids = mailbox.uids_after(last)
        if self.looks_back and last:
            uids = sorted({*uids, *mailbox.uids_since((self.clock() - LOOK_BACK).date())})
        return mailbox.heads(uids)

    def _batch(self, mailbox: Mailbox, folder: Folder, standing: Standing, heads: list[Head]) -> None:
        if folder.is_sent:
            for head in heads:
                self._sent(head)
        else:
            worth = worth_opening(self.correspondence, heads)
            for begin in range(0, len(worth), AT_ONCE):
                chunk = worth[begin : begin + AT_ONCE]
                db.session.commit()  # no transaction stays open while a server takes its time
                raws = mailbox.whole([head.uid for head in chunk])
                self._open(folder, standing, [(head, raws[head.uid]) for head in chunk if head.uid in raws])
        if heads:
            self._move(folder, standing, max(head.uid for head in heads))

    def _open(self, folder: Folder, standing: Standing, chunk: list[tuple[Head, bytes]]) -> None:
        """A few messages that may concern us, and the place after them, all or nothing. If one is bad, one by one."""
        try:
            noticed = self._take_in(chunk)
            self._move(folder, standing, max((head.uid for head, _ in chunk), default=0))
            self.noticed += noticed
        except LeaseLost:
            raise
        except Exception as why:
            db.session.rollback()
            if len(chunk) == 1:
                self._set_aside(folder, standing, chunk[0][0], why)
                return
            for one in chunk:
                self._open(folder, standing, [one])

    def _set_aside(self, folder: Folder, standing: Standing, head: Head, why: BaseException) -> None:
        """One message must not keep all others from being read: it is put aside, and the cursor moves on."""
        log.warning("One message could not be read and was put aside: %s.", type(why).__name__)
        inbox.set_aside(
            self.account_id, folder.name, standing.uidvalidity, head.uid, why=why, now=self.clock()
        )
        self._move(folder, standing, head.uid)

    def _take_in(self, chunk: list[tuple[Head, bytes]]) -> int:
        now = self.clock()
        found = (
            arrival_of(raw, self.correspondence, arrived_at=head.arrived_at, now=now) for head, raw in chunk
        )
        new = only_new(arrival for arrival in found if arrival is not None)
        return self.follow.arrived_together(new, now=now) if new else 0

    def _sent(self, head: Head) -> None:
        proves, by_hand = sent_by(self.correspondence, head)
        if proves:
            doubts.prove_sent(proves, account_id=self.account_id, now=self.clock())
        elif by_hand:
            self.noticed += self.follow.wrote_by_hand(self.account_id, by_hand, now=self.clock())

    def _move(self, folder: Folder, standing: Standing, uid: int) -> None:
        """Write the place down together with what was found up to it."""
        if not inbox.is_still_ours(self.account_id, owner=self.owner):
            raise LeaseLost
        inbox.move_cursor(self.account_id, folder.name, uidvalidity=standing.uidvalidity, uid=uid)
        db.session.commit()
