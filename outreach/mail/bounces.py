"""A message that says that another one was not delivered: which, to whom, why, and whether for good. Pure.

Delivery status notifications (RFC 3464) are read field by field. Older and
stranger servers write free text: qmail, Exchange, Exim, Postfix, Sendmail,
Notes, and those of Gmail, Yahoo and the Japanese providers. Where our own rules
find no address in that, flufl.bounce is asked, which knows more of them; whether
the address is dead is always our own decision, as “failed for good” means
something else to it.
"""

import email
import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from flufl.bounce import all_failures

from outreach.mail.bounce_reasons import Reason, judge
from outreach.mail.htmltext import text_of
from outreach.mail.opening import ADDRESS, HOLDS_A_MESSAGE, IDS, Headers, Opened, first, head_and_body, opened

logging.getLogger("flufl.bounce").setLevel(logging.CRITICAL)  # it tells of every rule that it tries

STATUS_PARTS = frozenset(
    {"message/delivery-status", "message/global-delivery-status", "message/feedback-report"}
)
HEADER_PARTS = frozenset(
    {"text/rfc822-headers", "message/global-headers", "text/rfc822-header", "message/rfc822-headers"}
)
LONGEST_TEXT = 60_000
LARGEST_FOR_LIBRARY = 100_000
MOST_RECIPIENTS = 20
DEEPEST = 3

MACHINE = re.compile(
    r"mail(?:er)?[-_. ]?(?:daemon|deamon)|post_?master|post[_ -]office@|mail[- ]?(?:delivery|deliver)[- ]?(?:sub)?-?(?:system|service)|^daemon@|microsoftexchange[0-9a-f]{6,}"
    r"|system administrator|mail ?admin(?:istrator)?|interscan|internet mail (?:delivery|connector|service)|email delivery system|<>|\bmta\b|mailmarshal|content-?filter"
    r"|mail system|delivery[- ](?:system|notification|failure)|(?:no-?|_?)reply@.{0,40}|sysadmin@|returned mail|bounce",
    re.IGNORECASE,
)
SUBJECT = re.compile(
    r"^\W{0,4}(?:undeliver(?:able|ed)|un-?deliverable|non[- ]?deliver(?:able|y)|returned (?:mail|e-?mail|message|to sender)|return(?:ed)? to sender|failure notice|mail(?:ing)? (?:system )?(?:delivery )?(?:error|failure|failed|could not)"
    r"|(?:mail|message|e-?mail) (?:delivery|delivering|deliver|transport|status|could|not|undeliver|returned|you sent|rejected|blocked)|delivery (?:status|failure|failed|error|has failed|problem|notification|report|to|incomplete|delayed|unsuccessful|of|impossible)"
    r"|notice: mail delivery|warning: (?:could not|message|e?-?mail)|\[?bounce\]?|message (?:status|delivery|undeliver|could|has not|delayed|rejected|returned|blocked)|your (?:message|e-?mail|mail).{0,60}(?:could|not|failed|undeliver|delayed|returned|rejected)"
    r"|sorry, your message|couldn.t (?:be )?deliver|could not (?:be )?(?:deliver|send)|unable to deliver|cannot deliver|can.t deliver|permanent delivery|user unknown|rejected:|address (?:not found|unknown)|invalid (?:address|recipient)|not delivered|auto(?:matic)? ?notice: undeliver|nondeliverable|failed delivery|fail(?:ure|ed).{0,20}deliver|error sending"
    r"|unzustellbar|zustellung|nachricht (?:nicht|konnte)|(?:e-?)?mail(?:zustellung| konnte)|(?:message|e?-?mail|courriel|courrier) non (?:distribu|d[ée]livr|remis)|non remis|échec|notification d.état|avis de non|no (?:se )?(?:puede|pudo|ha podido) entregar|no entregado|notificación de estado|error de entrega|mensaje (?:no|devuelto)"
    r"|messaggio non recapit|non recapitabile|mancato recapito|notifica (?:di )?(?:stato|mancat)|mensagem não|não entregue|falha na entrega|devolvid|onbestelbaar|niet (?:besteld|bezorgd)|bezorg|kan (?:ikke|inte|niet)|ikke levert|kunne ikke leveres|levering|kunde inte levereras|olevererbart|niedostarcz|nie można dostarczyć"
    r"|недоставлен|не доставлен|ваше сообщение не|сообщение не|невозможно доставить|ошибка доставки|配信(?:不能|できま|エラー|失敗)|送信(?:エラー|できま|失敗)|メール(?:システム)?(?:エラー|が配信|配信)|メッセージを配信|返送|宛先不明|退信|系统退信|投递失败|unzustellbare)",
    re.IGNORECASE,
)
FAILURE = re.compile(
    r"(?:could|can|was|were|has|have|will|did) ?(?:not|n.t)(?: be| been)? (?:deliver|sen[dt]|reach|complete|possible)|undeliver|not delivered|failed (?:permanently|to (?:deliver|send))|permanent(?:ly)? (?:fatal )?(?:error|fail)|delivery (?:to|failed|has failed|failure|problem|errors?|of)|unable to (?:deliver|send)"
    r"|returned (?:mail|message|to)|unknown user|user unknown|no such user|unsent message|non-?delivered|could not deliver|failed addresses|was(?: not|n.t) (?:able|delivered)|rejected your message|transcript of session|delivery (?:attempt|status)|bounced|cannot be delivered|mailbox (?:is )?full|not reach|recipients? (?:were|was|could)|nicht (?:zugestellt|erreicht|zustell)|n.a pas (?:pu )?être|no se (?:pudo|ha podido)|non .{0,12}(?:recapitat|consegnat)"
    r"|送信(?:でき|に失敗)|配信(?:でき|されま)|届け|エラー|не (?:может быть|было) доставлен|не доставлено|gateway|error .{0,20}address|has been delayed|delayed|over quota|does not exist|doesn't have|Sent <<<",
    re.IGNORECASE,
)
SERVER_SAYS = re.compile(r"\brcpt to\b|(?<![\d.@])[45]\d\d[ -]|\b[45]\.\d{1,2}\.\d{1,2}\b", re.IGNORECASE)
ORIGINAL_BELOW = re.compile(
    r"^[ \t>]*+(?:(?:-{2,}|={2,}|_{2,}|\*{2,})[ \t]*+)?(?:below (?:this line|is)|(?:this is a copy|here is a copy|copy) of|the (?:header|headers|body) of|(?:unsent|original|returned|undelivered|bounced) (?:message|mail|text)\b(?! to\b| was\b| could\b| has\b| cannot\b| did\b| wasn| couldn| not\b| for\b| couldn)"
    r"|original(?: message)? (?:follows|headers|text)|(?:start|begin) of (?:message|returned)|message (?:header|text|follows|contents)|included is a copy|headers? (?:of|from) (?:the )?(?:original|returned)|returned (?:content|copy)|received: |return-path: ).{0,80}$",
    re.IGNORECASE | re.MULTILINE,
)
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
TEXT_IDS = re.compile(
    r"^[ \t>]{0,4}(?:Message-ID|In-Reply-To|References|Original-Message-ID|X-Original-Message-ID)[ \t]*:[ \t]*(\S.{0,998})$",
    re.IGNORECASE | re.MULTILINE,
)


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
    blocks = list(_status_blocks(message))
    failures = tuple(_from_blocks(blocks, message))
    if failures:
        return Bounce(failures, _original_ids(message), is_report=_is_report(message))
    if any("feedback-type" in block for block in blocks):
        return _complaint(blocks, message)
    if any(first(block, "action").strip().lower() in DELIVERED for block in blocks):
        return None
    if not _looks_like_one(message):
        return None
    inner = _inner_bounce(message, depth)
    failures = tuple(_from_text(message))
    if inner is not None and (not failures or not failures[0].address):
        return inner
    return Bounce(failures, _original_ids(message), is_report=_is_report(message)) if failures else None


DELIVERED = frozenset({"delivered", "relayed", "expanded"})


def _inner_bounce(message: Opened, depth: int) -> Bounce | None:
    """Some systems wrap the bounce of another: the wrapped one knows the address."""
    if depth <= 0:
        return None
    return next((found for inner in message.inner() if (found := _bounce_in(inner, depth - 1))), None)


def _is_report(message: Opened) -> bool:
    return message.content_type == "multipart/report" and any(
        p.content_type in STATUS_PARTS for p in message.parts
    )


def _looks_like_one(message: Opened) -> bool:
    """Whether a machine wrote it about mail that did not arrive."""
    subject = message.header("subject")
    is_machine = _from_a_machine(message)
    if message.headers.get("x-failed-recipients"):
        return True
    if "x-ms-exchange-message-is-ndr" in message.headers:
        return True
    if message.content_type == "multipart/report" and is_machine:
        return True
    if not is_machine:
        return False
    if SUBJECT.search(subject):
        return True
    notice = _notice(message)[:4000]
    return bool(FAILURE.search(notice)) and (_carries_original(message) or bool(SERVER_SAYS.search(notice)))


def _from_a_machine(message: Opened) -> bool:
    sender = message.header("from") + " " + message.header("sender")
    is_nobody = first(message.headers, "return-path").strip() == "<>" or not sender.strip()
    return (
        is_nobody
        or bool(MACHINE.search(sender))
        or bool(MACHINE.search(first(message.headers, "return-path")))
    )


def _carries_original(message: Opened) -> bool:
    carried = HOLDS_A_MESSAGE | HEADER_PARTS
    return any(part.content_type in carried for part in message.parts) or bool(
        ORIGINAL_BELOW.search(_all_text(message))
    )


def _status_blocks(message: Opened) -> Iterator[Headers]:
    """The groups of fields in its delivery-status parts."""
    for part in message.parts:
        if part.content_type in STATUS_PARTS or (
            b"Final-Recipient:" in part.body[:4000] and part.content_type != "message/rfc822"
        ):
            rest = part.body.replace(b"\r\n", b"\n")[:LONGEST_TEXT].strip()
            for block in re.split(rb"\n[ \t]*\n", rest)[: 4 * MOST_RECIPIENTS]:
                yield head_and_body(block)[0]


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
            notice = _notice(message)
        found += 1
        yield _failure(address or _fallback(message), said, status=status, action=action, notice=notice)


def _failure(address: str, said: str, *, status: str = "", action: str = "", notice: str = "") -> Failure:
    """Judge by the server’s answer, and where that tells nothing by the words around it."""
    verdict = judge(said, status=status, action=action)
    if verdict.reason in {Reason.UNCLEAR, Reason.SYSTEM, Reason.UNWANTED} and notice:
        by_notice = judge(_about(address, notice), status=status, action=action)
        if verdict.reason is Reason.UNCLEAR or by_notice.reason.is_hard or by_notice.reason is Reason.FULL:
            verdict = by_notice
    return Failure(address, verdict.reason, verdict.is_hard, verdict.status, action, said.strip()[:500])


def _about(address: str, notice: str) -> str:
    """What the notice says around an address; all of it if it does not name it."""
    place = notice.lower().find(address) if address else -1
    return notice if place < 0 or len(notice) < 1500 else notice[max(0, place - 300) : place + 1000]


def _recipient_of(block: Headers) -> str:
    for name in ("final-recipient", "original-recipient", "x-actual-recipient"):
        said = first(block, name).partition(";")[2] or first(block, name)
        found = ADDRESS.search(said)
        if found:
            return _clean(found[0])
    return ""


def _clean(address: str) -> str:
    address = address.strip("'\"<>.,").lower()
    return address.removeprefix("mailto:").removeprefix("rfc822;")


def _complaint(blocks: list[Headers], message: Opened) -> Bounce:
    """A feedback report (RFC 5965): somebody pressed the button for unwanted mail."""
    named = [
        ADDRESS.search(first(block, "original-rcpt-to") or first(block, "removal-recipient"))
        for block in blocks
    ]
    address = next((_clean(found[0]) for found in named if found), "") or _fallback(message)
    failure = Failure(address, Reason.COMPLAINT, False)
    return Bounce((failure,), _original_ids(message), is_report=True)


def _from_text(message: Opened) -> Iterator[Failure]:
    notice = _notice(message)
    ours = {*message.addresses("to"), *message.addresses("from"), *message.addresses("delivered-to")}
    failed = [_clean(a) for a in message.addresses("x-failed-recipients")]
    named = failed or list(_named_in(notice, ours))
    addresses = named or _by_library(message) or [_fallback(message)]
    action = "delayed" if _is_only_late(message, notice) else ""
    for address in dict.fromkeys(addresses[:MOST_RECIPIENTS]):
        yield _failure(address, _said_of(address, notice) or _about(address, notice), action=action)


def _said_of(address: str, notice: str) -> str:
    """What stands right behind the last mention of an address, if that tells what is wrong with it.

    What servers say in general, before it, is often about servers in general.
    """
    place = notice.lower().rfind(address) if address else -1
    before = max(notice.rfind("\n", 0, max(place, 0)), 0)
    behind = notice[before : place + 400] if place >= 0 else ""
    return behind if behind and judge(behind).reason in TELLING else ""


TELLING = frozenset({Reason.UNKNOWN_USER, Reason.UNKNOWN_HOST, Reason.DISABLED, Reason.FULL, Reason.MOVED})


LATE = re.compile(
    r"\b(?:warning|delay(?:ed)?|still (?:being |trying)|not yet been delivered|will (?:be|continue|keep) (?:re)?tr(?:y|ied)|no action is required|try(?:ing)? again|warnung|verzögert|retard[ée]|retraso)",
    re.IGNORECASE,
)
GIVEN_UP = re.compile(
    r"permanent|gave up|giving up|given up|returned|undeliverable|failed|final|fatal|not be delivered",
    re.IGNORECASE,
)


def _is_only_late(message: Opened, notice: str) -> bool:
    subject = message.header("subject")
    if LATE.search(subject):
        return not re.search(r"fail|undeliver|return", subject, re.IGNORECASE)
    return bool(LATE.search(notice[:1500])) and not GIVEN_UP.search(subject + notice[:3000])


def _named_in(notice: str, ours: set[str]) -> Iterator[str]:
    """Addresses in the words of the notice: named as the failing one first, then those on lines of their own."""
    seen = set[str]()
    for pattern in (ON_A_LINE, NAMED, ADDRESS):
        for found in pattern.finditer(notice):
            address = _clean(found[1] if pattern is not ADDRESS else found[0])
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


def _by_library(message: Opened) -> list[str]:
    """What flufl.bounce finds in it. Its rules are many and old, and some of them fail on odd input."""
    text = _rebuilt(message)
    if len(text) > LARGEST_FOR_LIBRARY:
        return []
    try:
        temporary, permanent = all_failures(email.message_from_bytes(text))
    except Exception:  # it lets through whatever its many rules stumble over
        return []
    return sorted(
        _clean(a.decode("ascii", "replace")) for a in {*temporary, *permanent} if isinstance(a, bytes)
    )


def _rebuilt(message: Opened) -> bytes:
    names = ("from", "to", "subject", "x-mailer", "reply-to")
    head = "".join(f"{name.title()}: {message.header(name)}\n" for name in names if message.header(name))
    return f"{head}Content-Type: text/plain; charset=utf-8\n\n{_all_text(message)[:LONGEST_TEXT]}".encode(
        "utf-8", "replace"
    )


def _fallback(message: Opened) -> str:
    """To whom the original went, if its headers came back; not to ourselves, as what a gateway wraps did."""
    ours = set(message.addresses("to"))
    for headers in _original_headers(message):
        for name in ("x-failed-recipients", "to", "delivered-to", "original-recipient"):
            found = ADDRESS.search(" ".join(headers.get(name, ())))
            if found and _clean(found[0]) not in ours:
                return _clean(found[0])
    return ""


def _all_text(message: Opened) -> str:
    texts = (
        text_of(part.text) if part.content_type == "text/html" else part.text
        for part in message.parts
        if part.content_type.startswith("text/")
        or part.content_type in {"application/octet-stream", "message/partial"}
    )
    joined = "\n".join(text for text in texts if text.strip())
    return joined[:LONGEST_TEXT]


def _notice(message: Opened) -> str:
    """The words of the server, without the message that it sends back."""
    text = _all_text(message)
    below = ORIGINAL_BELOW.search(text, 1)
    words = text[: below.start()] if below else text
    return words if words.strip() else text


def _original_headers(message: Opened) -> Iterator[Headers]:
    for part in message.parts:
        if part.content_type in HOLDS_A_MESSAGE | HEADER_PARTS:
            yield head_and_body(part.body[:LONGEST_TEXT])[0]
    text = _all_text(message)
    below = ORIGINAL_BELOW.search(text, 1)
    if below:
        lines = text[below.start() :].replace("\n\n", "\n")
        yield head_and_body(lines.encode("utf-8", "replace"))[0]


def _original_ids(message: Opened) -> tuple[str, ...]:
    """The Message-IDs of what came back; then those that the bounce itself answers to."""
    found: list[str] = []
    for headers in _original_headers(message):
        found.extend(IDS.findall(" ".join(headers.get("message-id", ()))))
    for headers in _status_blocks(message):
        for name in ("original-message-id", "x-original-message-id"):
            found.extend(IDS.findall(first(headers, name)))
    found.extend(i for line in TEXT_IDS.findall(_all_text(message)) for i in IDS.findall(line))
    found.extend(
        [*message.ids("in-reply-to"), *message.ids("references"), *message.ids("x-original-message-id")]
    )
    return tuple(dict.fromkeys(found))[:MOST_RECIPIENTS]
