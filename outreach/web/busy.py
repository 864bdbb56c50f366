"""Busy calendars: what else the account has to do, so that nobody is offered a time that is taken."""

from datetime import datetime
from typing import Any, cast

from flask import Blueprint, current_app, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from outreach import clock
from outreach.availability.feeds import BusyFeed, CalendarServer, FeedKind
from outreach.bookings.written import WrittenEvent
from outreach.database import db
from outreach.errors import NotFound, OutreachError
from outreach.outbound import Outbound
from outreach.secrets import Vault
from outreach.web.access import current_account
from outreach.web.busy_forms import AddressForm, FileForm, ServerForm
from outreach.web.forms import Form
from outreach.web.hypermedia import part_or_page, varied, wants_part
from outreach.web.moments import ago
from outreach.workflows import calendar_servers, reading_calendars

bp = Blueprint("busy", __name__, url_prefix="/busy")

LARGEST_UPLOAD = reading_calendars.LARGEST + 64 * 1024
"""A whole calendar, and what a form puts around it."""


@bp.app_template_filter()
def feed_source(feed: BusyFeed) -> str:
    """Where a calendar comes from, in words."""
    if feed.kind is FeedKind.FILE:
        return "A file that you uploaded"
    return f"From {feed.host}"


@bp.app_template_filter()
def feed_status(feed: BusyFeed, now: datetime) -> str:
    """ "Read 12 minutes ago · 143 events · 2 not understood"."""
    parts = [f"{feed.events:,} event{'' if feed.events == 1 else 's'}"]
    if feed.read_at is not None:
        parts.insert(0, f"Read {ago(feed.read_at, now)}")
    if feed.not_understood:
        parts.append(f"{feed.not_understood:,} not understood")
    return " · ".join(parts)


@bp.url_value_preprocessor
def let_a_calendar_in(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Other forms are small; this one is told before anything is read of it."""
    if endpoint == "busy.upload":
        request.max_content_length = LARGEST_UPLOAD


@bp.get("")
def show() -> ResponseReturnValue:
    if wants_part():
        return varied(make_response(render_template("busy/_list.html", **_shown())))
    return _page()


@bp.post("/addresses")
def add() -> ResponseReturnValue:
    form = AddressForm()
    if not form.validate():
        return _page(address=form, status=422)
    try:
        reading_calendars.add_address(
            current_account(),
            form.address.data,
            outbound=_outbound(),
            vault=_vault(),
            name=form.called.data or "",
            now=clock.now(),
        )
    except OutreachError as refusal:
        db.session.rollback()
        form.address.errors = [str(refusal)]
        return _page(address=form, status=refusal.status)
    db.session.commit()
    return _kept("Saved. It is being read now, and then every quarter of an hour.")


@bp.post("/files")
def upload() -> ResponseReturnValue:
    form = FileForm()
    if not form.validate():
        return _page(file=form, status=422)
    with form.file.data.stream as given:  # a large one lies on the disk
        raw = given.read()
    try:
        reading_calendars.add_file(
            current_account(), raw, file_name=form.file.data.filename or "", now=clock.now()
        )
    except OutreachError as refusal:
        db.session.rollback()
        form.file.errors = [str(refusal)]
        return _page(file=form, status=refusal.status)
    db.session.commit()
    return _kept("Saved. It is being read now. Upload it anew whenever your plans have changed.")


@bp.post("/servers")
def connect() -> ResponseReturnValue:
    form = ServerForm()
    if not form.validate():
        return _page(server=form, status=422)
    try:
        calendar_servers.connect(
            current_account(),
            form.server.data,
            form.username.data,
            form.password.data,
            outbound=_outbound(),
            vault=_vault(),
            now=clock.now(),
        )
    except OutreachError as refusal:
        db.session.rollback()
        form.server.errors = [str(refusal)]
        return _page(server=form, status=refusal.status)
    db.session.commit()
    return _kept("Saved. We are looking for your calendars there; then you choose.")


@bp.post("/servers/<int:server_id>/choices")
def choose(server_id: int) -> ResponseReturnValue:
    account = current_account()
    server = CalendarServer.find(server_id, of=account)
    written = request.form.get("written", type=int)
    calendar_servers.choose(
        account,
        read=set(request.form.getlist("read", type=int)),
        written=written,
        server=server,
        now=clock.now(),
    )
    db.session.commit()
    return _kept("Saved. What you chose is read now, and then every quarter of an hour.")


@bp.post("/servers/<int:server_id>/search")
def look_again(server_id: int) -> ResponseReturnValue:
    server = CalendarServer.find(server_id, of=current_account())
    calendar_servers.look_again(server, now=clock.now())
    db.session.commit()
    return _kept("We are looking for your calendars there.")


@bp.post("/servers/<int:server_id>/removal")
def disconnect(server_id: int) -> ResponseReturnValue:
    server = CalendarServer.find(server_id, of=current_account())
    host = server.host
    db.session.delete(server)
    db.session.commit()
    return _kept(f"{host} is disconnected and its password forgotten. What was written there stays there.")


@bp.post("/conflicts/<int:event_id>")
def settle(event_id: int) -> ResponseReturnValue:
    """Which version counts: ``ours``, as it was agreed, or ``theirs``, as the calendar has it."""
    event = WrittenEvent.find(event_id, of=current_account())
    keep = request.form.get("keep", "")
    if keep not in {"ours", "theirs"}:
        raise NotFound("Please choose what counts: what was agreed, or what the calendar says.")
    event.settle(keeps_ours=keep == "ours", now=clock.now())
    db.session.commit()
    return _kept(
        "It is being written into your calendar as agreed."
        if keep == "ours"
        else "Left as it is in your calendar. What was agreed with the contact has not changed."
    )


@bp.post("/<int:feed_id>/reading")
def read(feed_id: int) -> ResponseReturnValue:
    feed = BusyFeed.find(feed_id, of=current_account())
    feed.ask(now=clock.now())
    db.session.commit()
    return part_or_page("busy/_feed.html", page=url_for("busy.show"), feed=feed)


@bp.post("/<int:feed_id>/removal")
def remove(feed_id: int) -> ResponseReturnValue:
    feed = BusyFeed.find(feed_id, of=current_account())
    name = feed.name
    db.session.delete(feed)
    db.session.commit()
    return _kept(f"“{name}” is gone from here. Its times are free again, unless another calendar takes them.")


def _outbound() -> Outbound:
    return cast(Outbound, current_app.extensions["outreach.outbound"])


def _vault() -> Vault:
    return cast(Vault, current_app.extensions["outreach.vault"])


def _kept(sentence: str) -> ResponseReturnValue:
    flash(sentence)
    return redirect(url_for("busy.show"), 303)


def _page(*, status: int = 200, **filled: Form) -> ResponseReturnValue:
    return render_template(
        "busy/show.html",
        **_shown(),
        address=filled.get("address") or AddressForm(formdata=None),
        file=filled.get("file") or FileForm(formdata=None),
        server=filled.get("server") or ServerForm(formdata=None),
    ), status


def _shown() -> dict[str, Any]:
    """The account's calendars and servers, and what went wrong in writing."""
    account = current_account()
    troubled = WrittenEvent.troubled(account)
    return {
        "feeds": BusyFeed.of(account),
        "servers": CalendarServer.of(account),
        "troubled": troubled,
        "agreed": WrittenEvent.bookings_of(troubled),
    }
