"""What a bounce is made of: its fields, the words of the server, and what it sends back. Pure."""

import re
from collections.abc import Iterator

from outreach.mail.htmltext import text_of
from outreach.mail.opening import ADDRESS, HOLDS_A_MESSAGE, IDS, Headers, Opened, first, head_and_body

STATUS_PARTS = frozenset(
    {"message/delivery-status", "message/global-delivery-status", "message/feedback-report"}
)
HEADER_PARTS = frozenset(
    {"text/rfc822-headers", "message/global-headers", "text/rfc822-header", "message/rfc822-headers"}
)
LONGEST_TEXT = 60_000
MOST_RECIPIENTS = 20

ORIGINAL_BELOW = re.compile(
    r"^[ \t>]*+(?:(?:-{2,}|={2,}|_{2,}|\*{2,})[ \t]*+)?(?:below (?:this line|is)|(?:this is a copy|here is a copy|copy) of|the (?:header|headers|body) of|(?:unsent|original|returned|undelivered|bounced) (?:message|mail|text)\b(?! to\b| was\b| could\b| has\b| cannot\b| did\b| wasn| couldn| not\b| for\b| couldn)"
    r"|original(?: message)? (?:follows|headers|text)|(?:start|begin) of (?:message|returned)|message (?:header|text|follows|contents)|included is a copy|headers? (?:of|from) (?:the )?(?:original|returned)|returned (?:content|copy)|received: |return-path: ).{0,80}$",
    re.IGNORECASE | re.MULTILINE,
)
TEXT_IDS = re.compile(
    r"^[ \t>]{0,4}(?:Message-ID|In-Reply-To|References|Original-Message-ID|X-Original-Message-ID)[ \t]*:[ \t]*(\S.{0,998})$",
    re.IGNORECASE | re.MULTILINE,
)


def status_blocks(message: Opened) -> Iterator[Headers]:
    """The groups of fields in its delivery-status parts."""
    for part in message.parts:
        if part.content_type in STATUS_PARTS or (
            b"Final-Recipient:" in part.body[:4000] and part.content_type != "message/rfc822"
        ):
            rest = part.body.replace(b"\r\n", b"\n")[:LONGEST_TEXT].strip()
            for block in re.split(rb"\n[ \t]*\n", rest)[: 4 * MOST_RECIPIENTS]:
                yield head_and_body(block)[0]


def is_report(message: Opened) -> bool:
    return message.content_type == "multipart/report" and any(
        p.content_type in STATUS_PARTS for p in message.parts
    )


def notice_of(message: Opened) -> str:
    """The words of the server, without the message that it sends back."""
    text = all_text(message)
    below = ORIGINAL_BELOW.search(text, 1)
    words = text[: below.start()] if below else text
    return words if words.strip() else text


def all_text(message: Opened) -> str:
    texts = (
        text_of(part.text) if part.content_type == "text/html" else part.text
        for part in message.parts
        if part.content_type.startswith("text/")
        or part.content_type in {"application/octet-stream", "message/partial"}
    )
    joined = "\n".join(text for text in texts if text.strip())
    return joined[:LONGEST_TEXT]


def carries_original(message: Opened) -> bool:
    carried = HOLDS_A_MESSAGE | HEADER_PARTS
    return any(part.content_type in carried for part in message.parts) or bool(
        ORIGINAL_BELOW.search(all_text(message))
    )


def original_headers(message: Opened) -> Iterator[Headers]:
    for part in message.parts:
        if part.content_type in HOLDS_A_MESSAGE | HEADER_PARTS:
            yield head_and_body(part.body[:LONGEST_TEXT])[0]
    text = all_text(message)
    below = ORIGINAL_BELOW.search(text, 1)
    if below:
        lines = text[below.start() :].replace("\n\n", "\n")
        yield head_and_body(lines.encode("utf-8", "replace"))[0]


def original_ids(message: Opened) -> tuple[str, ...]:
    """The Message-IDs of what came back; then those that the bounce itself answers to."""
    found: list[str] = []
    for headers in original_headers(message):
        found.extend(IDS.findall(" ".join(headers.get("message-id", ()))))
    for headers in status_blocks(message):
        for name in ("original-message-id", "x-original-message-id"):
            found.extend(IDS.findall(first(headers, name)))
    found.extend(i for line in TEXT_IDS.findall(all_text(message)) for i in IDS.findall(line))
    found.extend(
        [*message.ids("in-reply-to"), *message.ids("references"), *message.ids("x-original-message-id")]
    )
    return tuple(dict.fromkeys(found))[:MOST_RECIPIENTS]


def fallback(message: Opened) -> str:
    """To whom the original went, if its headers came back; not to ourselves, as what a gateway wraps did."""
    ours = set(message.addresses("to"))
    for headers in original_headers(message):
        for name in ("x-failed-recipients", "to", "delivered-to", "original-recipient"):
            found = ADDRESS.search(" ".join(headers.get(name, ())))
            if found and clean(found[0]) not in ours:
                return clean(found[0])
    return ""


def clean(address: str) -> str:
    address = address.strip("'\"<>.,").lower()
    return address.removeprefix("mailto:").removeprefix("rfc822;")
