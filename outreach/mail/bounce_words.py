"""Which addresses the free text of a bounce means, and what it says of each. Pure.

Where our own rules find none, flufl.bounce is asked, which knows of more and
older systems.
"""

import email
import logging
import re
from collections.abc import Iterator

from flufl.bounce import all_failures

from outreach.mail.bounce_parts import LONGEST_TEXT, all_text, clean
from outreach.mail.bounce_reasons import Reason, judge
from outreach.mail.opening import ADDRESS, Opened

logging.getLogger("flufl.bounce").setLevel(logging.CRITICAL)  # it tells of every rule that it tries

LARGEST_FOR_LIBRARY = 100_000

NAMED = re.compile(
    r"(?:rcpt to:?|recipient(?:s)?(?: address)?:|addressed to:|unknown user:?|user unknown:?|failed (?:address|recipients?):?|final-recipient: ?(?:rfc822|rfc2822|smtp|x400|lmtp)? ?;?|original-recipient: ?(?:rfc822|smtp)? ?;?|to the following (?:recipient|address)\S{0,6}|delivery to|invalid (?:address|recipient):?|for <|to:)"
    r"\s{0,4}[<(\"']{0,2}([^\s<>()\[\],;:\"']{1,200}@[^\s<>()\[\],;:\"']{1,250})",
    re.IGNORECASE,
)
ON_A_LINE = re.compile(
    r"^[ \t>*\-•]{0,12}[<(\[\"']?([^\s<>()\[\],;:\"']{1,200}@[^\s<>()\[\],;:\"']{1,250})[>)\]\"']?(?:[ \t]*(?::|\.{3}|\(|\[|<|,|-|;|\d|Invalid|unknown|user|\w{1,20})|[ \t]*$)",
    re.MULTILINE | re.IGNORECASE,
)
OF_A_MACHINE = re.compile(
    r"^(?:mailer-daemon|postmaster|mail-?daemon|abuse|support|helpdesk)@|\.(?:png|gif|jpe?g)$", re.IGNORECASE
)
LATE = re.compile(
    r"\b(?:warning|delay(?:ed)?|still (?:being |trying)|not yet been delivered|will (?:be|continue|keep) (?:re)?tr(?:y|ied)|no action is required|try(?:ing)? again|warnung|verzögert|retard[ée]|retraso)",
    re.IGNORECASE,
)
GIVEN_UP = re.compile(
    r"permanent|gave up|giving up|given up|returned|undeliverable|failed|final|fatal|not be delivered",
    re.IGNORECASE,
)
TELLING = frozenset({Reason.UNKNOWN_USER, Reason.UNKNOWN_HOST, Reason.DISABLED, Reason.FULL, Reason.MOVED})


def named_in(notice: str, ours: set[str]) -> Iterator[str]:
    """Addresses in the words of the notice: named as the failing one first, then those on lines of their own."""
    seen = set[str]()
    for pattern in (ON_A_LINE, NAMED, ADDRESS):
        for found in pattern.finditer(notice):
            address = clean(found[1] if pattern is not ADDRESS else found[0])
            if (
                address in seen
                or address in ours
                or OF_A_MACHINE.search(address)
                or "." not in address.partition("@")[2]
            ):
                continue
            seen.add(address)
            yield address
        if seen:
            return


def by_library(message: Opened) -> list[str]:
    """What flufl.bounce finds in it. Its rules are many and old, and some of them fail on odd input."""
    text = _rebuilt(message)
    if len(text) > LARGEST_FOR_LIBRARY:
        return []
    try:
        temporary, permanent = all_failures(email.message_from_bytes(text))
    except Exception:  # it lets through whatever its many rules stumble over
        return []
    return sorted(
        clean(a.decode("ascii", "replace")) for a in {*temporary, *permanent} if isinstance(a, bytes)
    )


def _rebuilt(message: Opened) -> bytes:
    names = ("from", "to", "subject", "x-mailer", "reply-to")
    head = "".join(f"{name.title()}: {message.header(name)}\n" for name in names if message.header(name))
    return f"{head}Content-Type: text/plain; charset=utf-8\n\n{all_text(message)[:LONGEST_TEXT]}".encode(
        "utf-8", "replace"
    )


def said_of(address: str, notice: str) -> str:
    """What stands right behind the last mention of an address, if that tells what is wrong with it.

    What servers say in general, before it, is often about servers in general.
    """
    place = notice.lower().rfind(address) if address else -1
    before = max(notice.rfind("\n", 0, max(place, 0)), 0)
    behind = _up_to_another(address, notice[before : place + 400]) if place >= 0 else ""
    return behind if behind and judge(behind).reason in TELLING else ""


def _up_to_another(address: str, said: str) -> str:
    """What is said before the next address is named."""
    begins = (found.start() for found in ADDRESS.finditer(said) if clean(found[0]) != address)
    return said[: next((at for at in begins if at > said.lower().find(address)), len(said))]


def about(address: str, notice: str) -> str:
    """What the notice says around an address; all of it if it does not name it."""
    place = notice.lower().find(address) if address else -1
    return notice if place < 0 or len(notice) < 1500 else notice[max(0, place - 300) : place + 1000]


def is_only_late(message: Opened, notice: str) -> bool:
    subject = message.header("subject")
    if LATE.search(subject):
        return not re.search(r"fail|undeliver|return|unknown", subject, re.IGNORECASE)
    return bool(LATE.search(notice[:1500])) and not GIVEN_UP.search(subject + notice[:3000])
