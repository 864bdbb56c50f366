"""How reading from elsewhere goes: the mailbox, and the calendars that keep the account busy."""

from datetime import datetime, timedelta
from typing import NamedTuple, Self

from sqlalchemy import ColumnElement, and_, func, select

from outreach.accounts.models import Account
from outreach.availability.feeds import BusyFeed
from outreach.database import db
from outreach.mail.incoming import MailboxState

LONG = timedelta(hours=6)
"""A calendar that was not read for so long may have said something that matters by now."""


class Readings(NamedTuple):
    """The state of the mailbox, if one is read, and a calendar that could not be read for long, if there is one."""

    mailbox: MailboxState | None
    stuck: BusyFeed | None

    @classmethod
    def of(cls, account: Account, *, now: datetime) -> Self:
        """Both, in one statement."""
        found = (
            select(MailboxState, BusyFeed)
            .select_from(Account)
            .outerjoin(MailboxState, MailboxState.account_id == Account.id)
            .outerjoin(BusyFeed, is_stuck(account, now))
            .where(Account.id == account.id)
        )
        return cls(*db.session.execute(found.order_by(BusyFeed.read_at).limit(1)).one())


def is_stuck(account: Account, now: datetime) -> ColumnElement[bool]:
    """Whether a calendar of the account could not be read for long."""
    since = func.coalesce(BusyFeed.read_at, BusyFeed.added_at)
    is_tried = BusyFeed.is_read, BusyFeed.trouble != "", since < now - LONG
    return and_(BusyFeed.account_id == account.id, *is_tried)
