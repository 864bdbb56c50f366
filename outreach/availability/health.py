"""How reading the calendars goes that keep the account busy."""

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func

from outreach.availability.feeds import BusyFeed
from outreach.database import fixed

LONG = timedelta(hours=6)
"""A calendar that was not read for so long may have said something that matters by now."""


def is_stuck(account: Any, long_ago: Any) -> ColumnElement[bool]:
    """Whether a calendar of the account with this number could not be read since ``long_ago``, an instant."""
    since = func.coalesce(BusyFeed.read_at, BusyFeed.added_at)
    is_tried = BusyFeed.is_read, BusyFeed.trouble != fixed(""), since < long_ago
    return and_(BusyFeed.account_id == account, *is_tried)
