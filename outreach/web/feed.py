"""The account's agreed times as a calendar to subscribe to. The word in its address is all it needs."""

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from outreach.bookings.feed import Feed
from outreach.web.access import config

bp = Blueprint("feed", __name__)

MOST = 1000
"""Programs fetch the whole feed every hour, so it does not hold a whole life."""


@bp.get("/calendar/<token>.ics")
def calendar(token: str) -> ResponseReturnValue:
    """The feed; 304 to a program that has this version already."""
    feed = Feed.of(token, base_url=config().base_url, limit=MOST)
    response = Response(content_type="text/calendar; charset=utf-8")
    response.set_etag(feed.version)
    response.cache_control.private = response.cache_control.no_cache = True
    if not request.if_none_match.contains(feed.version):
        response.set_data(feed.text)
    return response.make_conditional(request)
