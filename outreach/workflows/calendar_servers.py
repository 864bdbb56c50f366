"""Calendars on a server: logging in, finding them, choosing what they are for, and letting go."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime

from outreach.accounts.models import Account
from outreach.availability.caldav import CalDavFailed, Calendar, Client
from outreach.availability.feeds import BusyFeed, CalendarServer, FeedKind, TooManyCalendars
from outreach.availability.logging_in import Login
from outreach.database import db, saved
from outreach.errors import OutreachError
from outreach.outbound import Outbound, Unreached, target_of
from outreach.secrets import SecretUnreadable, Vault

MOST_SERVERS = 5


class InTheOpen(OutreachError):
    """The password would travel unencrypted."""

    def __init__(self) -> None:
        super().__init__(
            "Without encryption everybody on the way could read the password. "
            "Give an address that begins with https://."
        )


@dataclass(frozen=True, slots=True)
class Search:
    """A server on which to look for calendars, as values."""

    server_id: int
    login: Login | None = field(repr=False)
    trouble: str = ""


def connect(
    account: Account,
    url: str,
    username: str,
    password: str,
    *,
    outbound: Outbound,
    vault: Vault,
    now: datetime,
) -> CalendarServer:
    """Keep a login, sealed; the calendars are looked for in the background.

    Raises NotAllowed, InTheOpen, TooManyCalendars.
    """
    url = outbound.check_url(url if "://" in url else f"https://{url}")
    if target_of(url).scheme != "https" and not outbound.is_opened(url):
        raise InTheOpen
    if len(CalendarServer.of(account)) >= MOST_SERVERS:
        raise TooManyCalendars
    server = CalendarServer(account_id=account.id, host=target_of(url).host, username=username, due_at=now)
    server.sealed_login = vault.seal(f"{url}\n{password}", place=server.place)
    return saved(server)


def login_of(server: CalendarServer, vault: Vault) -> Login:
    """Raises SecretUnreadable."""
    url, _, password = vault.open(server.sealed_login, place=server.place).partition("\n")
    return Login(url, server.username, password)


def choose(
    account: Account, *, read: Collection[int], written: int | None, server: CalendarServer, now: datetime
) -> None:
    """Let these calendars of a server count as busy, and conversations be written into one."""
    for feed in BusyFeed.of(account):
        if feed.server_id == server.id:
            feed.count(feed.id in read, now=now)
            feed.is_written = feed.id == written
        elif written is not None:
            feed.is_written = False  # one conversation stands in one calendar


def look_again(server: CalendarServer, *, now: datetime) -> None:
    """Have the calendars looked for once more, as soon as possible."""
    server.due_at, server.trouble = now, ""


def look_around(outbound: Outbound, vault: Vault, *, clock: Callable[[], datetime], limit: int = 20) -> int:
    """Find the calendars of the servers that wait for it, each in transactions of its own."""
    done = 0
    while done < limit:
        server = CalendarServer.claim(now=clock())
        search = _search(server, vault) if server is not None else None
        db.session.commit()
        if search is None:
            break
        found, trouble = _find(search, outbound)
        keep(search, found, trouble, vault, now=clock())
        db.session.commit()
        done += 1
    return done


def _search(server: CalendarServer, vault: Vault) -> Search:
    try:
        return Search(server.id, login_of(server, vault))
    except SecretUnreadable as error:
        return Search(server.id, None, str(error))


def _find(search: Search, outbound: Outbound) -> tuple[list[Calendar], str]:
    if search.login is None:
        return [], search.trouble
    try:
        return Client(outbound, search.login).calendars(), ""
    except (Unreached, CalDavFailed) as error:
        return [], str(error)


def keep(search: Search, found: list[Calendar], trouble: str, vault: Vault, *, now: datetime) -> None:
    """Write down the calendars that were found; those that are known keep what they are for."""
    server = db.session.get(CalendarServer, search.server_id, populate_existing=True)
    if server is None:
        return
    server.due_at, server.looked_at, server.trouble = None, now, trouble
    if trouble:
        return
    account = db.session.get_one(Account, server.account_id)
    known = {_address(feed, vault): feed for feed in BusyFeed.of(account) if feed.server_id == server.id}
    for calendar in found:
        if calendar.url in known:
            known[calendar.url].name = calendar.name or known[calendar.url].name
            continue
        try:
            feed = BusyFeed.add(account, FeedKind.CALDAV, name=calendar.name, host=server.host, now=now)
        except TooManyCalendars as full:
            server.trouble = str(full)
            return
        feed.server_id, feed.is_read, feed.due_at = server.id, False, None
        feed.sealed_address = vault.seal(calendar.url, place=feed.place)


def _address(feed: BusyFeed, vault: Vault) -> str:
    try:
        return vault.open(feed.sealed_address, place=feed.place)
    except SecretUnreadable:
        return ""
