"""A first look at the headers of very many messages, as bytes: is there anything in them that could concern us? Pure.

Whatever may is opened and read properly. So what is found here may be too much
and never too little, and most messages must cost no more than a glance.
"""

import re
from collections.abc import Iterator

ID = re.compile(rb"<[^<>\s]{1,998}>")
ADDRESS = re.compile(rb"[^\s<>()\[\],;:\"@]{1,200}@[^\s<>()\[\],;:\"@]{1,250}")
PLUS = re.compile(rb"\+([a-z0-9._-]{16,100})@")
SENDERS = (b"\nfrom", b"\nsender")
REPORT = re.compile(
    rb"mail(?:er)?[-_. ]?(?:daemon|deamon)|post_?master|post[_ -]office@|mail delivery|microsoftexchange"
    rb"|^x-failed-recipients|report-type|^return-path:[ \t]*<>|^x-ms-exchange-message-is-ndr"
    rb"|delivery (?:status|system)",
    re.MULTILINE,
)
CALENDAR = re.compile(rb"method=\"?(?:reply|counter)")


def ids_in(head: bytes) -> list[bytes]:
    """What could be a Message-ID, as it stands."""
    return ID.findall(head)


def senders_in(low: bytes) -> Iterator[bytes]:
    """The addresses in From and Sender. Here and below: the headers in small letters, after a line end."""
    for name in SENDERS:
        at = low.find(name)
        while at >= 0:
            begin = at + len(name)
            if low[begin : begin + 1] in {b":", b" ", b"\t"}:
                yield from ADDRESS.findall(low, begin, _end_of_field(low, begin))
            at = low.find(name, begin)


def _fields(low: bytes, name: bytes) -> Iterator[bytes]:
    """Each field of this name, with the lines that belong to it."""
    at = low.find(name)
    while at >= 0:
        end = _end_of_field(low, at + 1)
        yield low[at:end]
        at = low.find(name, end)


def _end_of_field(low: bytes, at: int) -> int:
    """Where the next field begins: a line that begins with a blank belongs to the one before it."""
    while (at := low.find(b"\n", at)) >= 0:
        if low[at + 1 : at + 2] not in {b" ", b"\t"}:
            return at
        at += 1
    return len(low)


def tokens_in(low: bytes) -> list[bytes]:
    """What stands behind a plus in an address."""
    return PLUS.findall(low) if b"+" in low else []


def is_report(low: bytes) -> bool:
    """Whether a mail server or a calendar may have written it."""
    # To look for words is many times as fast as to look for a pattern, and most messages have none of them.
    is_hinted = (
        b"daemon" in low
        or b"<>" in low
        or b"master" in low
        or b"office@" in low
        or b"deamon" in low
        or b"delivery s" in low
        or b"mail delivery" in low
        or b"report-type" in low
        or b"microsoftexchange" in low
        or b"\nx-" in low
    )
    if is_hinted and REPORT.search(low):
        return True
    return b"text/calendar" in low and any(
        b"text/calendar" in field and CALENDAR.search(field) for field in _fields(low, b"\ncontent-type")
    )
