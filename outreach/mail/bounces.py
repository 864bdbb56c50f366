"""A message that says that another one was not delivered: which, to whom, why, and whether for good. Pure.

Delivery status notifications (RFC 3464) are read field by field. Older and
stranger servers write free text: qmail, Exchange, Exim, Postfix, Sendmail,
Notes, and those of Gmail, Yahoo and the Japanese providers. Where our own rules
find no address in that, flufl.bounce is asked, which knows more of them; whether
the address is dead is always our own decision, as “failed for good” means
something else to it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from outreach.mail.bounce_parts import (
    MOST_RECIPIENTS,
    clean,
    fallback,
    is_report,
    notice_of,
    original_ids,
    status_blocks,
)
from outreach.mail.bounce_reasons import Reason, judge
from outreach.mail.bounce_signs import looks_like_one
from outreach.mail.bounce_words import about, by_library, is_only_late, named_in, said_of
from outreach.mail.opening import ADDRESS, Headers, Opened, first, opened

DEEPEST = 3
DELIVERED = frozenset({"delivered", "relayed", "expanded"})


@dataclass(frozen=True, slots=True)
class Failure:
    """One address that was not reached. ``address`` is in small letters; ``said`` is the server’s own answer."""

    address: str
    reason: Reason
    is_hard: bool
    status: str = ""
    action: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a bounce says. ``original_ids`` are the Message-IDs that it may be about, the surest first.

    ``is_report`` tells a delivery report by the rules (RFC 3464) from free text,
    which anybody could have typed.
    """

    failures: tuple[Failure, ...]
    original_ids: tuple[str, ...] = ()
    is_report: bool = False
    seen: tuple[str, ...] = field(default=(), repr=False)

    @property
    def first(self) -> Failure:
        return self.failures[0]

    @property
    def address(self) -> str:
        """The first address that failed; empty if the bounce names none."""
        return self.first.address

    @property
    def is_hard(self) -> bool:
        """Whether every address it names is wrong for good."""
        return all(failure.is_hard for failure in self.failures)

    @property
    def is_delay(self) -> bool:
        """Whether it is only late, and still being tried."""
        return all(failure.reason is Reason.DELAYED for failure in self.failures)

    @property
    def why(self) -> str:
        """In plain words."""
        return self.first.reason.in_words


def bounce_in(message: Opened) -> Bounce | None:
    """What the message says of one that was not delivered; None if it is no bounce. Never raises."""
    return _bounce_in(message, DEEPEST)


def read_bounce(raw: bytes) -> Bounce | None:
    """The same from the bytes of a message."""
    return bounce_in(opened(raw))


def _bounce_in(message: Opened, depth: int) -> Bounce | None:
    blocks = list(status_blocks(message))
    failures = tuple(_from_blocks(blocks, message))
    if failures:
        return Bounce(failures, original_ids(message), is_report=is_report(message))
    if any("feedback-type" in block for block in blocks):
        return _complaint(blocks, message)
    if any(first(block, "action").strip().lower() in DELIVERED for block in blocks):
        return None
    if not looks_like_one(message):
        return None
    inner = _inner_bounce(message, depth)
    failures = tuple(_from_text(message))
    if inner is not None and (not failures or not failures[0].address):
        return inner
    return Bounce(failures, original_ids(message), is_report=is_report(message)) if failures else None


def _inner_bounce(message: Opened, depth: int) -> Bounce | None:
    """Some systems wrap the bounce of another: the wrapped one knows the address."""
    if depth <= 0:
        return None
    return next((found for inner in message.inner() if (found := _bounce_in(inner, depth - 1))), None)


def _from_blocks(blocks: Iterable[Headers], message: Opened) -> Iterator[Failure]:
    notice: str | None = None
    found = 0
    for block in blocks:
        address = _recipient_of(block)
        action = first(block, "action").split("(")[0].strip().lower()
        if not (address or action) or action in DELIVERED or found >= MOST_RECIPIENTS:
            continue
        if "feedback-type" in block:
            continue
        if not first(block, "status") and not action and not first(block, "diagnostic-code"):
            continue
        said = " ".join(block.get("diagnostic-code", ()))
        status = first(block, "status")
        if notice is None:
            notice = notice_of(message)
        found += 1
        yield _failure(address or fallback(message), said, status=status, action=action, notice=notice)


def _failure(address: str, said: str, *, status: str = "", action: str = "", notice: str = "") -> Failure:
    """Judge by the server’s answer, and where that tells nothing by the words around it."""
    verdict = judge(said, status=status, action=action)
    if verdict.reason in {Reason.UNCLEAR, Reason.SYSTEM, Reason.UNWANTED} and notice:
        by_notice = judge(about(address, notice), status=status, action=action)
        if verdict.reason is Reason.UNCLEAR or by_notice.reason.is_hard or by_notice.reason is Reason.FULL:
            verdict = by_notice
    return Failure(address, verdict.reason, verdict.is_hard, verdict.status, action, said.strip()[:500])


def _recipient_of(block: Headers) -> str:
    # The address that we wrote to comes first: a server behind it may know the person by another (RFC 3464 §2.3.1).
    for name in ("original-recipient", "final-recipient", "x-actual-recipient"):
        said = first(block, name).partition(";")[2] or first(block, name)
        found = ADDRESS.search(said)
        if found:
            return clean(found[0])
    return ""


def _complaint(blocks: list[Headers], message: Opened) -> Bounce:
    """A feedback report (RFC 5965): somebody pressed the button for unwanted mail."""
    named = [
        ADDRESS.search(first(block, "original-rcpt-to") or first(block, "removal-recipient"))
        for block in blocks
    ]
    address = next((clean(found[0]) for found in named if found), "") or fallback(message)
    failure = Failure(address, Reason.COMPLAINT, False)
    return Bounce((failure,), original_ids(message), is_report=True)


def _from_text(message: Opened) -> Iterator[Failure]:
    notice = notice_of(message)
    ours = {*message.addresses("to"), *message.addresses("from"), *message.addresses("delivered-to")}
    failed = [clean(a) for a in message.addresses("x-failed-recipients")]
    named = failed or list(named_in(notice, ours))
    addresses = named or by_library(message) or [fallback(message)]
    action = "delayed" if is_only_late(message, notice) else ""
    for address in dict.fromkeys(addresses[:MOST_RECIPIENTS]):
        yield _failure(address, said_of(address, notice) or about(address, notice), action=action)
