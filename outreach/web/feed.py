"""The account's agreed times as a calendar to subscribe to. The word in its address is all it needs."""

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from outreach.accounts.models import Account
from outreach.bookings.invitations import feed_event
from outreach.bookings.models import Booking
from outreach.calendars.feed import feed_text
from outreach.web.access import site

bp = Blueprint("feed", __name__)

NAME = "Conversations"
MOST = 300
"""Programs fetch the whole feed every hour, so it does not hold a whole life."""


@bp.get("/calendar/<token>.ics")
def calendar(token: str) -> ResponseReturnValue:
    """The feed; 304 to a program that has this version already."""
    account, place = Account.by_feed(token), site()
    bookings = Booking.latest(account, limit=MOST)
    text = feed_text(NAME, [feed_event(b, account, page_url=place.page_url(b.interview)) for b in bookings])
    response = Response(text, content_type="text/calendar; charset=utf-8")
    response.add_etag()
    response.cache_control.private = response.cache_control.no_cache = True
    return response.make_conditional(request)
