"""The only code that speaks CalDAV (RFC 4791): a thin client over the guarded way out.

    client = Client(outbound, Login("https://cloud.example.org", "ada", "secret"))
    for calendar in client.calendars(): ...
    text = client.events(calendar.url, within)
    etag = client.put(url, text, etag=None)      # None: only if nothing is there yet
    client.delete(url, etag=etag)

A password leaves only encrypted, or to a host that the operator opened. What a
server hands over is taken with a limit on its size, and its XML without
entities. Changes are always conditional: a version that is not ours is a
``Conflict`` and stays as it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from outreach.availability.logging_in import Login, answer_to
from outreach.errors import OutreachError
from outreach.outbound import Answer, Outbound, target_of
from outreach.timespan import TimeSpan

DAV, CAL, SERVER = "{DAV:}", "{urn:ietf:params:xml:ns:caldav}", "{http://calendarserver.org/ns/}"
NAMESPACES = 'xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav" xmlns:S="http://calendarserver.org/ns/"'
ASK_PRINCIPAL = "<current-user-principal/><C:calendar-home-set/><resourcetype/><displayname/>"
ASK_CALENDARS = (
    "<resourcetype/><displayname/><C:supported-calendar-component-set/><current-user-privilege-set/>"
)
MOST_CALENDARS = 100
EMPTY = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-\r\nEND:VCALENDAR\r\n"


class CalDavFailed(OutreachError):
    """The server did not do as it was asked. ``str`` is a sentence for the account."""


class LoginRefused(CalDavFailed):
    """The user name or the password is not right there."""

    def __init__(self) -> None:
        super().__init__(
            "The calendar server does not accept this user name and password. "
            "Many servers want an app password, made in their security settings."
        )


class NotFoundThere(CalDavFailed):
    """There is nothing at this place."""

    def __init__(self) -> None:
        super().__init__("The calendar server has nothing at this place any more.")


class Conflict(CalDavFailed):
    """Somebody else changed it since, or something is there already."""

    def __init__(self) -> None:
        super().__init__("It was changed in the calendar itself since we wrote it.")


@dataclass(frozen=True, slots=True)
class Calendar:
    """A calendar on a server. ``is_writable`` is what the server says of it; many say nothing."""

    url: str = field(repr=False)
    name: str
    is_writable: bool = True


class Client:
    """A conversation with one server. Raises Unreached and CalDavFailed from every question."""

    def __init__(self, outbound: Outbound, login: Login) -> None:
        self._outbound, self._login = outbound, login
        self._challenge = ""

    def calendars(self) -> list[Calendar]:
        """The calendars of whoever logs in, found from any address of the server (RFC 6764 §6)."""
        start = self._outbound.check_url(self._login.url)
        for place in (start, urljoin(start, "/.well-known/caldav")):
            home = self._home_from(place)
            if home is not None:
                found = [calendar for url in home for calendar in self._calendars_in(url)]
                return list(dict.fromkeys(found))[:MOST_CALENDARS]
        found = list(self._calendars_in(start))
        if not found:
            raise CalDavFailed("There is no calendar server at this address. Check it for slips.")
        return found

    def version(self, url: str) -> str:
        """A mark that changes with anything in a calendar; empty if the server has none."""
        answer = self._multistatus("PROPFIND", url, _propfind("<S:getctag/><sync-token/>"), depth="0")
        for _, properties in answer:
            for name in (f"{SERVER}getctag", f"{DAV}sync-token"):
                said = properties.get(name)
                if said is not None and said.text:
                    return said.text.strip()[:250]
        return ""

    def events(self, url: str, within: TimeSpan) -> bytes:
        """All events that touch a stretch, as one text of several calendars."""
        body = (
            f'<?xml version="1.0"?><C:calendar-query {NAMESPACES}><prop><C:calendar-data/></prop>'
            f'<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">'
            f'<C:time-range start="{_utc(within.start)}" end="{_utc(within.end)}"/>'
            f"</C:comp-filter></C:comp-filter></C:filter></C:calendar-query>"
        )
        texts = []
        for _, properties in self._multistatus("REPORT", url, body, depth="1"):
            data = properties.get(f"{CAL}calendar-data")
            if data is not None and data.text:
                texts.append(data.text.strip().encode())
        return b"\r\n".join(texts) if texts else EMPTY

    def get(self, url: str) -> tuple[bytes, str]:
        """One event and the mark of its version. Raises NotFoundThere."""
        answer = self._ask("GET", url)
        _refuse(answer)
        return answer.body, answer.headers.get("etag", "")

    def put(self, url: str, text: bytes, *, etag: str | None) -> str:
        """Write one event over the version with this mark; None if there must be none. Raises Conflict.

        Answers the mark of what is there now, empty if the server does not say.
        """
        headers = {"Content-Type": "text/calendar; charset=utf-8"}
        headers |= {"If-None-Match": "*"} if etag is None else {"If-Match": etag}
        answer = self._ask("PUT", url, body=text, headers=headers)
        _refuse(answer)
        return answer.headers.get("etag", "") or self._etag_of(url)

    def delete(self, url: str, *, etag: str) -> None:
        """Take one event away, if it is the version with this mark. Raises Conflict, NotFoundThere."""
        _refuse(self._ask("DELETE", url, headers={"If-Match": etag}))

    def _etag_of(self, url: str) -> str:
        for _, properties in self._multistatus("PROPFIND", url, _propfind("<getetag/>"), depth="0"):
            said = properties.get(f"{DAV}getetag")
            if said is not None and said.text:
                return said.text.strip()
        return ""

    def _home_from(self, place: str) -> list[str] | None:
        """The folders that hold somebody's calendars; None if this place does not lead there."""
        try:
            found = self._multistatus("PROPFIND", place, _propfind(ASK_PRINCIPAL), depth="0")
        except (NotFoundThere, CalDavFailed) as error:
            if isinstance(error, LoginRefused):
                raise
            return None
        for base, properties in found:
            home = _hrefs(properties.get(f"{CAL}calendar-home-set"), base)
            if home:
                return home
            for principal in _hrefs(properties.get(f"{DAV}current-user-principal"), base):
                return self._home_of(principal)
        return None

    def _home_of(self, principal: str) -> list[str] | None:
        asked = _propfind("<C:calendar-home-set/>")
        for base, properties in self._multistatus("PROPFIND", principal, asked, depth="0"):
            home = _hrefs(properties.get(f"{CAL}calendar-home-set"), base)
            if home:
                return home
        return None

    def _calendars_in(self, home: str) -> Iterator[Calendar]:
        for url, properties in self._multistatus("PROPFIND", home, _propfind(ASK_CALENDARS), depth="1"):
            kind = properties.get(f"{DAV}resourcetype")
            if kind is None or kind.find(f"{CAL}calendar") is None or not _holds_events(properties):
                continue
            named = properties.get(f"{DAV}displayname")
            name = (named.text or "").strip() if named is not None else ""
            fallback = urlsplit(url).path.rstrip("/").rpartition("/")[2]
            yield Calendar(url, (name or fallback)[:120], _may_be_written(properties))

    def _multistatus(
        self, method: str, url: str, body: str, *, depth: str
    ) -> list[tuple[str, dict[str, Element]]]:
        """Every resource that was found, by its address, with the properties that it has."""
        headers = {"Content-Type": "application/xml; charset=utf-8", "Depth": depth}
        answer = self._ask(method, url, body=body.encode(), headers=headers)
        _refuse(answer)
        if answer.status != 207:
            raise CalDavFailed("This is a server, but not one of calendars. Check the address for slips.")
        try:
            root = fromstring(answer.body)
        except (ParseError, DefusedXmlException, ValueError) as error:
            raise CalDavFailed("The calendar server answered in a way that nobody can read.") from error
        return [_resource(response, answer.url) for response in root.findall(f"{DAV}response")]

    def _ask(
        self, method: str, url: str, *, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> Answer:
        """One question, with the password in the way that the server asks for it."""
        self._refuse_in_the_open(url)
        for _ in range(3):
            asked = dict(headers or {})
            if self._challenge:
                asked["Authorization"] = answer_to(self._challenge, self._login, method, target_of(url).path)
            answer = self._outbound.fetch(url, method=method, headers=asked, body=body)
            fresh = answer.headers.get("www-authenticate", "")
            if answer.status != 401 or not fresh:
                break
            if asked.get("Authorization") and "stale=true" not in fresh.lower() and answer.url == url:
                break
            # A redirect led elsewhere, or the server wants to know who asks.
            self._refuse_in_the_open(answer.url)
            self._challenge, url = fresh, answer.url
        if answer.status in {401, 403} and method in {"PROPFIND", "REPORT", "GET"}:
            raise LoginRefused
        return answer

    def _refuse_in_the_open(self, url: str) -> None:
        if target_of(url).scheme != "https" and not self._outbound.is_opened(url):
            raise CalDavFailed(
                "Without encryption everybody on the way could read the password. "
                "Give an address that begins with https://."
            )


def _refuse(answer: Answer) -> None:
    """Whatever is not a success, as a sentence. Raises CalDavFailed and its kinds."""
    if 200 <= answer.status < 300:
        return
    if answer.status in {401, 403}:
        raise CalDavFailed("The calendar server does not let us do this. Is the calendar only to be read?")
    if answer.status in {404, 410}:
        raise NotFoundThere
    if answer.status == 412:
        raise Conflict
    raise CalDavFailed(f"The calendar server could not do this (it answers {answer.status}). We try again.")


def _propfind(properties: str) -> str:
    return f'<?xml version="1.0"?><propfind {NAMESPACES}><prop>{properties}</prop></propfind>'


def _resource(response: Element, base: str) -> tuple[str, dict[str, Element]]:
    href = response.findtext(f"{DAV}href") or ""
    properties: dict[str, Element] = {}
    for stat in response.findall(f"{DAV}propstat"):
        if " 200" in (stat.findtext(f"{DAV}status") or " 200"):
            for found in stat.findall(f"{DAV}prop"):
                properties |= {child.tag: child for child in found}
    return urljoin(base, href.strip()), properties


def _hrefs(found: Element | None, base: str) -> list[str]:
    if found is None:
        return []
    return [urljoin(base, href.text.strip()) for href in found.findall(f"{DAV}href") if href.text]


def _holds_events(properties: dict[str, Any]) -> bool:
    kinds = properties.get(f"{CAL}supported-calendar-component-set")
    if kinds is None:
        return True
    return any((kind.get("name") or "").upper() == "VEVENT" for kind in kinds.findall(f"{CAL}comp"))


def _may_be_written(properties: dict[str, Any]) -> bool:
    privileges = properties.get(f"{DAV}current-user-privilege-set")
    if privileges is None:
        return True
    names = {child.tag for privilege in privileges.findall(f"{DAV}privilege") for child in privilege}
    return bool(names & {f"{DAV}all", f"{DAV}write", f"{DAV}write-content", f"{DAV}bind"})


def _utc(instant: datetime) -> str:
    return f"{instant:%Y%m%dT%H%M%SZ}"
