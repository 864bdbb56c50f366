"""Links that open a web calendar with the event filled in. Pure.

For people whose calendar ignores invitations from strangers. Both services
read the event from the address itself, so the text is shortened until the
whole link fits what mail programs and browsers pass on.
"""

from urllib.parse import quote

from outreach.calendars.invitation import in_utc
from outreach.calendars.plain import ELLIPSIS, one_line, paragraphs
from outreach.timespan import TimeSpan

GOOGLE = "https://calendar.google.com/calendar/render"
OUTLOOK_LIVE = "https://outlook.live.com/calendar/deeplink/compose"
OUTLOOK_OFFICE = "https://outlook.office.com/calendar/deeplink/compose"
LONGEST_LINK = 2000
LONGEST_FIELD = 600  # percent-encoded: three octets for most, twelve for an emoji


def google_link(span: TimeSpan, *, summary: str, description: str = "", location: str = "") -> str:
    """A link that offers the event to Google Calendar, in UTC; at most 2,000 characters."""
    start, end = (f"{in_utc(moment):%Y%m%dT%H%M%SZ}" for moment in (span.start, span.end))
    fields = {"action": "TEMPLATE", "dates": f"{start}/{end}", "text": summary, "location": location}
    return _link(GOOGLE, fields, "details", description)


def links_for(span: TimeSpan, summary: str, place: str) -> dict[str, str]:
    """The links of an agreed time for private accounts, by the name of the service."""
    return {
        "google": google_link(span, summary=summary, location=place),
        "outlook": outlook_link(span, summary=summary, location=place),
    }


def outlook_link(
    span: TimeSpan, *, summary: str, description: str = "", location: str = "", work: bool = False
) -> str:
    """A link that offers the event to Outlook on the web, in UTC; at most 2,000 characters.

    Private accounts (outlook.com, hotmail, live) and those of ``work`` or school
    live on different hosts. Outlook shows the description as one paragraph.
    """
    start, end = (f"{in_utc(moment):%Y-%m-%dT%H:%M:%SZ}" for moment in (span.start, span.end))
    fields = {"path": "/calendar/action/compose", "rru": "addevent", "startdt": start, "enddt": end}
    fields |= {"subject": summary, "location": location}
    return _link(OUTLOOK_OFFICE if work else OUTLOOK_LIVE, fields, "body", description)


def _link(base: str, fields: dict[str, str], long_name: str, long_text: str) -> str:
    """The base with its fields, and as much of the long text as there is room for."""
    short = {
        name: _fitting(one_line(value, longest=LONGEST_FIELD), LONGEST_FIELD)
        for name, value in fields.items()
    }
    link = base + "?" + "&".join(f"{name}={value}" for name, value in short.items() if value)
    room = LONGEST_LINK - len(link) - len(f"&{long_name}=")
    text = _fitting(paragraphs(long_text, longest=LONGEST_LINK), room)
    return f"{link}&{long_name}={text}" if text else link


def _fitting(text: str, room: int) -> str:
    """The text percent-encoded, shortened at a character so that it fits the room.

    A blank becomes %20, since Outlook takes a plus sign for a plus sign.
    """
    if len(whole := quote(text, safe="/:")) <= room:
        return whole
    ending = quote(ELLIPSIS)
    kept, used = [], len(ending)
    for character in text:
        encoded = quote(character, safe="/:")
        if used + len(encoded) > room:
            break
        kept.append(encoded)
        used += len(encoded)
    return "".join(kept) + ending if kept else ""
